import Zhian

// What an item says beside its question, for a screen that draws it beside the fields. The texts are the engine's: a
// citation that is still to be checked carries its 待核 in its text.
extension ItemModel {
    /// Whether the item is asked under the present answers; yes while it is not known. What is not asked demands nothing,
    /// and an answer given before stays and is shown.
    public var isAsked: Bool { screen.content?.asked ?? true }

    /// How to check it, step by step.
    public var steps: [String] { screen.content?.steps ?? [] }

    /// Pictures and clips that show how to check and that are on this device.
    public var hintsHere: [HintView] { (screen.content?.hints ?? []).filter { $0.path != nil } }

    /// Pictures and clips that were not fetched yet: ``MediaModel`` fetches them.
    public var hintsAbsent: [HintView] { (screen.content?.hints ?? []).filter { $0.path == nil } }

    /// What a field comes to under the answer that stands; none where there is nothing to compute or to look up.
    public func reading(of field: String) -> ReadingView? {
        screen.content?.readings.first { $0.field == field }
    }

    /// What is wrong with what was entered in a field, and keeps the item open; none where nothing is. It is recorded as
    /// it was entered.
    public func fault(of field: String) -> FieldFaultView? {
        screen.content?.faults.first { $0.field == field }
    }
}
