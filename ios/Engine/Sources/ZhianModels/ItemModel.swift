import Observation
import Zhian

/// One item: its question, its answer or both answers, its note, its evidence, its findings.
///
/// What is entered is saved as it is entered; there is no button for it, and leaving the screen loses nothing.
@MainActor @Observable
public final class ItemModel {
    /// The visit.
    public let visit: String
    /// The item.
    public let item: String
    /// What it shows.
    public private(set) var screen: Screen<ItemView> = .loading
    /// The judgement as the person chose it, also while it is being saved.
    public var judgement: Judgement? { entry.judgement }
    /// What stands in the field of the note.
    public private(set) var note = ""
    /// What was tried last.
    public let attempt = Attempt()

    private struct Entry: Equatable, Sendable {
        var judgement: Judgement?
        var fields: [String: String] = [:]
    }

    /// What is entered and not yet shown by the engine.
    private var pending: Entry?
    private var isTyping = false
    @ObservationIgnored private let engine: Engine
    @ObservationIgnored private lazy var answers = Saver<Entry> { [weak self] in await self?.save($0) ?? false }
    @ObservationIgnored private lazy var notes = Saver<String> { [weak self] in await self?.keep($0) ?? false }

    /// One item of an engine's visit.
    public init(engine: Engine, visit: String, item: String) {
        self.engine = engine
        self.visit = visit
        self.item = item
    }

    /// Shows what there is until the task is cancelled.
    public func run() async {
        for await item in engine.itemUpdates(item, of: visit) { show(Screen(item)) }
    }

    /// Whether both answers must be settled before another can be given.
    public var isDiffering: Bool { screen.content?.standing == .differing }

    /// What stands in a field.
    public func text(of field: String) -> String { entry.fields[field] ?? "" }

    // MARK: Answering

    /// Chooses a judgement; none takes it back and keeps the fields.
    public func choose(_ judgement: Judgement?) {
        change { $0.judgement = judgement }
    }

    /// Enters a field; empty takes the entry back.
    public func enter(_ text: String, in field: String) {
        change { $0.fields[field] = text }
    }

    /// Settles a difference with one of the answers that are shown.
    public func settle(with answer: AnswerView) async {
        await settle(
            AnswerInput(
                visit: visit, item: item, judgement: answer.judgement,
                fields: answer.fields.map { FieldInput(field: $0.field, text: $0.value) }))
    }

    /// Settles a difference with something else that the officers agreed on.
    public func settle(_ input: AnswerInput) async {
        let engine = engine
        let settled = await attempt.act { () async throws(EngineError) in try await engine.settle(input) }
        if let settled { show(.shown(settled)) }
    }

    // MARK: The note

    /// Takes what stands in the field now. It is kept on this device with each keystroke, and recorded by ``leaveNote()``.
    public func type(_ text: String) {
        isTyping = true
        note = text
        notes.put(text)
    }

    /// Records the note: the person has left the field.
    public func leaveNote() async {
        await notes.finish()
        guard isTyping, notes.isSaved else { return }
        let (engine, visit, item) = (engine, visit, item)
        let recorded = await attempt.act { () async throws(EngineError) in
            try await engine.commitNote(item: item, of: visit)
        }
        guard let recorded else { return }
        isTyping = false
        show(.shown(recorded))
    }

    // MARK: Evidence and findings

    /// Keeps a photograph. Returns its hash; none if it was refused.
    @discardableResult
    public func attachPhoto(_ path: String, caption: String = "") async -> String? {
        let (engine, input) = (engine, AttachInput.photo(path, of: item, visit: visit, caption: caption))
        let kept = await attempt.work { tell async throws(EngineError) in
            try await engine.attach(input, progress: tell)
        }
        return kept?.hash
    }

    /// Opens a finding.
    public func openFinding(_ text: String, severity: Severity? = nil, evidence: [String] = []) async {
        let input = FindingInput(visit: visit, item: item, severity: severity, text: text, evidence: evidence)
        let engine = engine
        await attempt.act { () async throws(EngineError) in try await engine.openFinding(input) }
    }

    /// Takes a finding back.
    public func withdraw(_ finding: String) async {
        let (engine, visit) = (engine, visit)
        await attempt.act { () async throws(EngineError) in try await engine.withdrawFinding(finding, of: visit) }
    }

    // MARK: What is saved

    /// Returns when everything that was entered is stored, or was refused.
    public func saved() async {
        await answers.finish()
        await notes.finish()
    }

    private var entry: Entry {
        if let pending { return pending }
        guard let shown = screen.content, shown.standing == .one, let answer = shown.answers.first else {
            return Entry()
        }
        let fields = answer.fields.map { ($0.field, $0.value) }
        return Entry(judgement: answer.judgement, fields: Dictionary(fields) { _, last in last })
    }

    private func change(_ change: (inout Entry) -> Void) {
        var changed = entry
        change(&changed)
        pending = changed
        answers.put(changed)
    }

    private func save(_ entry: Entry) async -> Bool {
        let fields = entry.fields.sorted { $0.key < $1.key }.map { FieldInput(field: $0.key, text: $0.value) }
        let input = AnswerInput(visit: visit, item: item, judgement: entry.judgement, fields: fields)
        let engine = engine
        let stored = await attempt.act { () async throws(EngineError) in try await engine.answer(input) }
        // What was entered meanwhile still stands; what was refused goes back to what is stored.
        if pending == entry { pending = nil }
        if let stored { show(.shown(stored)) }
        return stored != nil
    }

    private func keep(_ text: String) async -> Bool {
        let (engine, visit, item) = (engine, visit, item)
        let kept: Void? = await attempt.act { () async throws(EngineError) in
            try await engine.typeNote(text, item: item, of: visit)
        }
        return kept != nil
    }

    private func show(_ new: Screen<ItemView>) {
        screen = new
        // What a colleague wrote never moves the text under the person's finger.
        if !isTyping, let item = new.content { note = item.noteDraft ?? item.note }
    }
}
