//! Every limit of a draft in one place. Each is tested at the limit and one past it.

/// Largest single change, bytes. The largest honest one rewrites a full note: about 24 KiB.
pub const CHANGE_BYTES_MAX: usize = 64 * 1024;

/// Most rows a column of a change may expand to. A run length costs three bytes, whatever it says.
pub const ROWS_MAX: u64 = 8_192;

/// Most dependencies of one change: one per actor that worked at the same time.
pub const DEPENDENCIES_MAX: usize = 64;

/// Most actors on one visit, genesis not counted. Two officers with two devices each are four.
pub const ACTORS_MAX: usize = 64;

/// Most changes in one call of the gate.
pub const BATCH_CHANGES_MAX: usize = 4_096;

/// Most changes of one visit. The busiest visit measured has about 2,000, saved at each keystroke.
pub const VISIT_CHANGES_MAX: usize = 20_000;

/// Most operations of one visit, each character of a text being one.
pub const VISIT_OPERATIONS_MAX: u64 = 400_000;

/// Longest note or finding text one edit may write, characters.
pub const TEXT_CHARS_MAX: usize = 2_000;

/// Largest record (answer, evidence, signature…), bytes of JSON.
pub const RECORD_BYTES_MAX: usize = 16 * 1024;

/// Most items of a checklist.
pub const ITEMS_MAX: usize = 1_000;

/// Most bytes all changes of one parcel may unpack to.
pub const PARCEL_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Largest snapshot that is read, bytes. A 400-change visit has about 8 KiB.
pub const SNAPSHOT_BYTES_MAX: usize = 16 * 1024 * 1024;
