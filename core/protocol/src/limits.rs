//! Every limit of the protocol, in one place. Each is tested at the limit and one past it.

/// Largest request or response body of `/v1/sync` before compression: 4 MiB, a full page of drafts and a
/// directory page; both sides stop decompressing there.
pub const BODY_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Largest compressed request body that a server reads.
pub const BODY_COMPRESSED_BYTES_MAX: usize = 2 * 1024 * 1024;

/// Largest single parcel: 1 MiB. A sealed visit of 250 answers is about 30 KiB.
pub const PARCEL_BYTES_MAX: usize = 1024 * 1024;

/// Most parcels in one request.
pub const PARCELS_PER_REQUEST_MAX: usize = 256;

/// Parcel bytes that a phone puts into one request: 512 KiB, about 40 s at 100 kbit/s, so that a lost attempt
/// costs little airtime.
pub const PUSH_BYTES_TARGET: usize = 512 * 1024;

/// Most changes in one draft push.
pub const CHANGES_PER_PUSH_MAX: usize = 1024;

/// Most parcels that a phone may ask for by digest in one request.
pub const WANTED_PER_REQUEST_MAX: usize = 64;

/// Most visits whose heads are compared in one request.
pub const HEAD_CHECKS_PER_REQUEST_MAX: usize = 1000;

/// Most feed entries in one response.
pub const FEED_ENTRIES_PER_PAGE_MAX: usize = 1000;

/// Feed bytes after which a page ends.
pub const FEED_BYTES_PER_PAGE_TARGET: usize = 1024 * 1024;

/// One evidence file: 512 MiB, some minutes of video.
pub const EVIDENCE_BYTES_MAX: u64 = 512 * 1024 * 1024;

/// One step of an evidence upload: 256 KiB, so that a cut costs at most this much again.
pub const CHUNK_BYTES_MAX: usize = 256 * 1024;

/// Longest enrolment code, characters.
pub const ENROLMENT_CODE_CHARS_MAX: usize = 64;

/// Longest label of a device, bytes.
pub const DEVICE_LABEL_BYTES_MAX: usize = 200;
