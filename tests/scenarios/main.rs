//! The stories that Zhian must get right, each a test, each with people in it.

mod bundles;
mod clocks;
mod disks;
mod drafts;
mod hostile;
mod lines;
mod office;
mod phones;
mod seals;
mod story;
