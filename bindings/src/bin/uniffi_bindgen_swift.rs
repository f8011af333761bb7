//! Writes the Swift that belongs to the library: `uniffi-bindgen-swift LIBRARY DIR --swift-sources`.

fn main() {
    uniffi::uniffi_bindgen_swift();
}
