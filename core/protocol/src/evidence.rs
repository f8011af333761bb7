//! Evidence files on their way: resumable upload in the manner of tus 1.0, and download by range.
//!
//! | step | request | answer |
//! |---|---|---|
//! | ask | `HEAD /v1/evidence/{hash}` | 200 `Upload-Offset`, `Upload-Length`; 404 if unknown |
//! | create | `POST /v1/evidence` `Upload-Length`, `Upload-Metadata: hash …,visit …` | 201 `Location`, `Upload-Offset`; 200 if it is known |
//! | send | `PATCH /v1/evidence/{hash}` `Upload-Offset`, `Upload-Checksum: sha256 …` | 204 `Upload-Offset`; 409 wrong offset; 460 chunk differs |
//! | read | `GET /v1/evidence/{hash}` with `Range` | 200 or 206 |
//!
//! A finished upload is hashed as a whole; bytes that do not give the announced hash are thrown away (422) and the
//! upload starts again at 0. The last answer carries [`HEADER_LEDGER_POSITION`]: from then on the file is durable.

/// Where evidence is created and addressed.
pub const PATH: &str = "/v1/evidence";

/// Version of the tus protocol.
pub const TUS_VERSION: &str = "1.0.0";

/// Header: version of the tus protocol.
pub const HEADER_TUS: &str = "tus-resumable";

/// Header: bytes the server has.
pub const HEADER_OFFSET: &str = "upload-offset";

/// Header: size of the whole file, bytes.
pub const HEADER_LENGTH: &str = "upload-length";

/// Header: `hash <base64 of 64 hex digits>,visit <base64 of 32 hex digits>`.
pub const HEADER_METADATA: &str = "upload-metadata";

/// Header: `sha256 <base64 of the chunk's digest>`.
pub const HEADER_CHECKSUM: &str = "upload-checksum";

/// Header of the answer that completes a file: its position in the ledger.
pub const HEADER_LEDGER_POSITION: &str = "zhian-ledger-position";

/// Content type of a chunk.
pub const CHUNK_CONTENT_TYPE: &str = "application/offset+octet-stream";

/// Status of a chunk whose checksum differs.
pub const STATUS_CHECKSUM_MISMATCH: u16 = 460;
