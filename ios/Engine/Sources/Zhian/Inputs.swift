import ZhianSeam

// Shorter ways to say what a person mostly asks for. Everything else is said with the whole value.

extension AttachInput {
    /// A photograph that shows something about one item.
    ///
    /// - Parameters:
    ///   - path: The file as the camera wrote it. It is copied, never moved or changed.
    ///   - position: Where; without one the device is asked.
    ///   - caption: Shown under it; empty for what the camera says of time and place.
    public static func photo(
        _ path: String, of item: String, visit: String, position: PositionFix? = nil, caption: String = ""
    ) -> Self {
        captured(path, for: .item(item: item), visit: visit, position: position, caption: caption)
    }

    /// A photograph of the scene in general. Parameters as ``photo(_:of:visit:position:caption:)``.
    public static func scene(
        _ path: String, visit: String, position: PositionFix? = nil, caption: String = ""
    ) -> Self {
        captured(path, for: .scene, visit: visit, position: position, caption: caption)
    }

    private static func captured(
        _ path: String, for purpose: EvidencePurposeInput, visit: String, position: PositionFix?, caption: String
    ) -> Self {
        Self(
            visit: visit, path: path, mediaType: nil, purpose: purpose, method: .photo, position: position,
            secondOfficer: nil, original: true, derivedFrom: nil, caption: caption)
    }
}

extension AnswerInput {
    /// A judgement, with what was entered beside it.
    ///
    /// - Parameter fields: Entries by field: a number `12.5`, a day `2026-11-21`, the code of a choice.
    public init(
        _ judgement: Judgement?, item: String, of visit: String, fields: KeyValuePairs<String, String> = [:]
    ) {
        self.init(
            visit: visit, item: item, judgement: judgement,
            fields: fields.map { FieldInput(field: $0.key, text: $0.value) })
    }
}

extension TaskQuery {
    /// The first page of a list.
    public static func first(_ filter: TaskFilter, limit: UInt32 = 50) -> Self {
        Self(filter: filter, after: nil, limit: limit)
    }
}

extension UnitInput {
    /// A unit, with what is known of it. What is left out is unknown, which is never zero or no.
    ///
    /// - Parameters:
    ///   - kind: `producer`, `wholesaler`, `retailer`, `online-seller` or `producer-and-seller`.
    ///   - wholesale: Whether it sells wholesale, where its kind does not tell.
    ///   - staff: Persons employed.
    ///   - revenueFen: Revenue of the last year, in fen.
    ///   - classes: Classes of its products, `licence`, `ccc`, `mandatory-standard`; empty says that none applies.
    ///   - region: Region code of where it is.
    public init(
        _ kind: String, wholesale: Bool? = nil, staff: UInt64? = nil, revenueFen: UInt64? = nil,
        classes: [String]? = nil, region: String? = nil
    ) {
        self.init(
            kind: kind, wholesale: wholesale, staff: staff, revenueFen: revenueFen, classes: classes, region: region)
    }
}
