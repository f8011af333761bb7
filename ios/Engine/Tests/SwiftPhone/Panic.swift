import ZhianSeamFFI

/// Makes every signature end in a panic of the library, from now on and for the whole process.
///
/// It stands in for a defect in Rust: a signature is handed over as bytes that cannot be, which the library's own code
/// does not survive. Nothing that an app can write does this, so it goes round everything that the generator made.
func plantsPanic() {
    let table = UnsafeMutablePointer<UniffiVTableCallbackInterfaceSigner>.allocate(capacity: 1)
    table.initialize(
        to: UniffiVTableCallbackInterfaceSigner(
            uniffiFree: { _ in },
            uniffiClone: { $0 },
            publicKey: { _, answer, _ in answer.pointee = impossible },
            suite: { _, answer, _ in answer.pointee = 1 },
            sign: { _, _, answer, _ in answer.pointee = impossible }))
    uniffi_zhian_bindings_fn_init_callback_vtable_signer(table)
}

/// Two bytes in a buffer for one that is nowhere.
private var impossible: RustBuffer { RustBuffer(capacity: 1, len: 2, data: nil) }
