import ZhianSeam

/// One call, one act of a person: durable when it returns, refused whole or done whole.
///
/// Acts on a visit that is closed for good throw ``EngineError/visitSealed(_:)``; acts of an officer who has not
/// arrived throw `engine.not-checked-in`; ids that are none `engine.bad-id`; texts that cannot be kept `engine.bad-text`
/// or `draft.too-long`.
extension Engine {
    /// Checks the officer of this device in, and begins the visit if nobody has here. May wait 3 s for a position.
    ///
    /// - Throws: `engine.rights-not-told`, `engine.unknown-task`, `engine.not-on-task`, `engine.unknown-checklist`,
    ///   `engine.task-withdrawn`, `engine.already-checked-in`, `engine.bad-position`.
    public nonisolated func checkIn(_ input: CheckInInput) async throws(EngineError) -> VisitView {
        try await waiting { try $0.checkIn(input: input) }
    }

    /// Saves one whole answer; it replaces the one that stands. Returns the item as its screen shows it.
    ///
    /// - Throws: `engine.bad-answer` names the field; ``EngineError/unsettled(_:)`` while answers differ: settle them.
    public func answer(_ input: AnswerInput) throws(EngineError) -> ItemView {
        try told { try seam.answer(input: input) }.get()
    }

    /// Settles differing answers with what the officers agreed on. Every answer it replaces stays in the record.
    ///
    /// - Throws: `engine.nothing-to-settle` if they do not differ here, else as ``answer(_:)``.
    public func settle(_ input: AnswerInput) throws(EngineError) -> ItemView {
        try told { try seam.settle(input: input) }.get()
    }

    /// Moves this officer's work to the version that the task names, and goes on there.
    ///
    /// - Returns: The visit on that version.
    /// - Throws: `engine.no-newer-version`, `engine.moved-on`, `engine.not-checked-in`, `engine.not-on-task`,
    ///   `engine.task-withdrawn`, `engine.typed-text`, `engine.unknown-checklist`, `engine.visit-sealed`.
    public func moveToNewer(_ visit: String) throws(EngineError) -> VisitView {
        try told { try seam.moveToNewer(visit: visit) }.get()
    }

    /// Saves what is typed so far as a note; kept on this device until it is recorded. Call it as the person types.
    ///
    /// - Throws: `draft.too-long`, `engine.bad-text`, `engine.unknown-item`; what was typed before stays.
    public func typeNote(_ text: String, item: String, of visit: String) throws(EngineError) {
        try told { try seam.typeNote(visit: visit, item: item, text: text) }.get()
    }

    /// Records what was typed as the note, when the officer leaves the field. Without typed text nothing changes.
    ///
    /// - Throws: `draft.too-long`, `engine.unknown-item`; what was typed stays.
    public func commitNote(item: String, of visit: String) throws(EngineError) -> ItemView {
        try told { try seam.commitNote(visit: visit, item: item) }.get()
    }

    /// Records a whole note at once. What a colleague writes at the same time is merged.
    ///
    /// - Throws: as ``commitNote(item:of:)``.
    public func note(_ text: String, item: String, of visit: String) throws(EngineError) -> ItemView {
        try told { try seam.note(visit: visit, item: item, text: text) }.get()
    }

    /// Opens a finding.
    ///
    /// - Throws: `engine.empty` without a text, `engine.unknown-item`, `engine.unknown-evidence`.
    public func openFinding(_ input: FindingInput) throws(EngineError) -> FindingView {
        try told { try seam.openFinding(input: input) }.get()
    }

    /// Replaces the text of a finding.
    ///
    /// - Throws: `engine.unknown-finding`, and as ``openFinding(_:)``.
    public func reviseFinding(_ finding: String, of visit: String, text: String) throws(EngineError) -> FindingView {
        try told { try seam.reviseFinding(visit: visit, finding: finding, text: text) }.get()
    }

    /// Takes a finding back. It stays in the record.
    ///
    /// - Throws: `engine.unknown-finding`, `draft.not-the-author` if a colleague made it.
    public func withdrawFinding(_ finding: String, of visit: String) throws(EngineError) -> FindingView {
        try told { try seam.withdrawFinding(visit: visit, finding: finding) }.get()
    }

    /// Notes that evidence supports a finding.
    ///
    /// - Throws: `engine.unknown-finding`, `engine.unknown-evidence`.
    public func linkEvidence(_ hash: String, to finding: String, of visit: String) throws(EngineError) -> FindingView {
        try told { try seam.linkEvidence(visit: visit, finding: finding, hash: hash) }.get()
    }

    /// The officer of this device signs what the visit holds now. May wait for a person who unlocks the key.
    ///
    /// - Parameter handwriting: Path of a picture of the handwriting, where one was taken.
    /// - Throws: ``EngineError/unsettled(_:)`` while answers differ, `engine.typed-text` while typed text is not
    ///   recorded, `signer.*`, `engine.source`.
    public nonisolated func sign(
        _ visit: String, handwriting: String? = nil
    ) async throws(EngineError) -> SignaturesView {
        try await waiting { try $0.sign(visit: visit, handwriting: handwriting) }
    }

    /// Takes the signature of the enterprise's representative.
    ///
    /// - Throws: `engine.empty` without a name, and as ``sign(_:handwriting:)``.
    public nonisolated func signParty(_ input: PartySignatureInput) async throws(EngineError) -> SignaturesView {
        try await waiting { try $0.signParty(input: input) }
    }

    /// Records that the party did not sign.
    ///
    /// - Throws: `engine.empty` without a reason or with a nameless witness, `engine.not-a-recording` for a picture, and
    ///   as ``sign(_:handwriting:)``.
    public nonisolated func refuse(_ input: RefusalInput) async throws(EngineError) -> SignaturesView {
        try await waiting { try $0.refuse(input: input) }
    }

    /// Closes the visit for good.
    ///
    /// - Throws: `engine.seal` with all obstacles at once, ``EngineError/unsettled(_:)``, `engine.typed-text`,
    ///   `engine.task-withdrawn`, `engine.not-on-task`.
    public nonisolated func seal(_ visit: String) async throws(EngineError) -> VisitView {
        try await waiting { try $0.seal(visit: visit) }
    }

    /// Frees the files of a sealed visit that the office has whole. The seal stays readable.
    ///
    /// - Throws: `engine.visit-not-sealed`; `engine.not-safe` says how much is missing at the office;
    ///   `engine.exchange-running`.
    public nonisolated func purge(_ visit: String) async throws(EngineError) -> PurgeView {
        try await waiting { try $0.purge(visit: visit) }
    }

    /// Notes that someone looked at something that was set aside. Nothing is removed; looking twice changes nothing.
    public func acknowledgeQuarantine(_ number: UInt64) throws(EngineError) {
        try told { try seam.acknowledgeQuarantine(number: number) }.get()
    }
}
