/// Saves what a person enters, in order, the newest only: what is typed while the disk is busy is saved once, whole.
///
/// It needs no timer: the first keystroke is saved at once, and the last one always.
@MainActor
final class Saver<Value: Sendable> {
    private let save: @MainActor (Value) async -> Bool
    private var newest: Value?
    private var saving: Task<Void, Never>?
    /// Whether everything that was entered is stored.
    private(set) var isSaved = true

    init(_ save: @escaping @MainActor (Value) async -> Bool) {
        self.save = save
    }

    func put(_ value: Value) {
        newest = value
        isSaved = false
        if saving == nil { saving = Task { await drain() } }
    }

    /// Returns when nothing is being saved any more.
    func finish() async {
        while let saving { await saving.value }
    }

    private func drain() async {
        while let value = newest {
            newest = nil
            let stored = await save(value)
            // What was refused is not stored, and the person's next entry tries again.
            isSaved = stored && newest == nil
        }
        saving = nil
    }
}
