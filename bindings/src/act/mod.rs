//! One call, one act of a person. When it returns, the act is durable; when it fails, nothing of it is there.

mod care;
mod evidence;
mod library;
mod office;
mod signing;
mod visit;
