//! Parcels from the line: whatever comes, unpacking ends with changes or an error, within its limits.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhian_draft::limits::PARCEL_BYTES_MAX;
use zhian_draft::{pack, unpack};

fuzz_target!(|data: &[u8]| {
    if let Ok(changes) = unpack(data, 1_000) {
        assert!(changes.len() <= 1_000);
        assert!(changes.iter().map(Vec::len).sum::<usize>() <= PARCEL_BYTES_MAX);
        // What came out goes in again, however odd it is.
        assert_eq!(unpack(&pack(&changes), 1_000), Ok(changes));
    }
});
