//! What phone and server say to each other.
//!
//! | you may | you may not |
//! |---|---|
//! | add a message, a field with a new number, or a version | change the bytes of an existing version |
//! | decide purely: planning, limits, verification | do IO, read a clock or a random source |
//!
//! Messages are CBOR maps with numbered fields; a reader skips numbers it does not know. Whatever must survive
//! a round trip through an older program travels as a [`parcel::Parcel`], whose bytes are stored and passed on as
//! they came. Bytes that are hashed or signed are spelled out by hand and pinned by vectors.

pub mod canonical;
pub mod content;
pub mod dictionary;
pub mod draft_push;
pub mod enrol;
pub mod evidence;
pub mod explain;
pub mod frame;
pub mod limits;
pub mod parcel;
pub mod plan;
pub mod published;
pub mod sync;
pub mod version;
mod wire;
