//! The rules that come with Zhian, byte for byte as published, and the hashes under which the calendars were published.

use super::calendar::{Calendar, Calendars};
use crate::id::ContentHash;
use crate::published::ContentError;

/// Size classes.
pub const SIZE_V1: &str = include_str!("../../../checklists/rules/size.v1.json");
/// Who must appoint a director.
pub const DIRECTOR_V1: &str = include_str!("../../../checklists/rules/director.v1.json");
/// Deadlines.
pub const DEADLINES_V1: &str = include_str!("../../../checklists/rules/deadlines.v1.json");
/// Grading schemes and the yearly ceiling.
pub const GRADING_V1: &str = include_str!("../../../checklists/rules/grading.v1.json");

/// A published file: its name, its content and the SHA-256 under which it was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// Name of the file.
    pub file: &'static str,
    /// Content.
    pub json: &'static str,
    /// SHA-256, in hexadecimal.
    pub sha256: &'static str,
}

/// Calendars of 2024 to 2027. That of 2027 is not announced yet: dates counted in it are provisional.
pub const CALENDARS: [Published; 4] = [
    Published {
        file: "calendar-2024.v1.json",
        json: include_str!("../../../checklists/rules/calendar-2024.v1.json"),
        sha256: "6c0f8a254ba57f2a4402f40c41fe7d2a77020f07ffea57b8661387ff9e423100",
    },
    Published {
        file: "calendar-2025.v1.json",
        json: include_str!("../../../checklists/rules/calendar-2025.v1.json"),
        sha256: "8abb2c0df6608c6b97b6001a83912161d0f79790317799f0ed43fcfdf1dade1f",
    },
    Published {
        file: "calendar-2026.v1.json",
        json: include_str!("../../../checklists/rules/calendar-2026.v1.json"),
        sha256: "893407fdb3ff3587f7ffe6e1da588dcc780c8d32e01d1e9b1bcff34b1d2b6477",
    },
    Published {
        file: "calendar-2027.v1.json",
        json: include_str!("../../../checklists/rules/calendar-2027.v1.json"),
        sha256: "da4cf3ff61ba2d5122466aa89b0b0b4b67b6de56f90474ac72415162efbc76e2",
    },
];

/// The shipped calendars, read.
///
/// Errors: any of [`ContentError`]; a test reads them, so only a damaged build can fail.
pub fn calendars() -> Result<Calendars, ContentError> {
    let mut read = Vec::with_capacity(CALENDARS.len());
    for published in CALENDARS {
        // A pin that is no hash matches no file, so the file is refused as not published.
        let pinned = published.sha256.parse().unwrap_or(ContentHash::from_bytes([0; 32]));
        read.push(Calendar::load(published.file, published.json, &pinned)?);
    }
    Ok(Calendars::new(read))
}
