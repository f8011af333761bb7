import Observation
import Zhian

/// The quiz of an item: the questions that were drawn, what is chosen, and the result once it was submitted.
///
/// The questions are drawn once and stay: leaving the screen draws no others. It is submitted once; then it shows what was
/// right, and nothing can be chosen any more.
@MainActor @Observable
public final class QuizModel {
    /// The visit.
    public let visit: String
    /// The item that asks for the quiz.
    public let item: String
    /// What it shows.
    public private(set) var screen: Screen<QuizView> = .loading
    /// What was tried last.
    public let attempt = Attempt()

    private var chosen: [String: Set<String>] = [:]
    @ObservationIgnored private let engine: Engine

    /// The quiz of an item of an engine's visit.
    public init(engine: Engine, visit: String, item: String) {
        self.engine = engine
        self.visit = visit
        self.item = item
    }

    /// Shows what there is until the task is cancelled. The questions are drawn when they are shown for the first time.
    public func run() async {
        for await _ in engine.visitChanges(visit) { await load() }
    }

    /// Reads it once.
    public func load() async {
        let (engine, visit, item) = (engine, visit, item)
        screen = await ZhianModels.screen { () async throws(EngineError) in
            try await engine.quiz(of: item, visit: visit)
        }
    }

    // MARK: Choosing

    /// Whether it was submitted, here or by a colleague.
    public var isSubmitted: Bool { screen.content?.percent != nil }

    /// Whether an option can be chosen now.
    public var canChoose: Bool { screen.content != nil && !isSubmitted && !attempt.isUnderway }

    /// Questions of which nothing is chosen; submitted so, they were passed over.
    public var passedOver: [QuizQuestionView] {
        (screen.content?.questions ?? []).filter { selection($0).isEmpty }
    }

    /// Whether an option is chosen, or was when it was submitted.
    public func isChosen(_ option: String, of question: QuizQuestionView) -> Bool {
        selection(question).contains(option)
    }

    /// Chooses an option of a question, or takes the choice back. Where one is right, it replaces the other.
    public func choose(_ option: String, of question: QuizQuestionView) {
        guard canChoose, question.options.contains(where: { $0.code == option }) else { return }
        let before = chosen[question.id] ?? []
        switch question.kind {
        case .multiple: chosen[question.id] = before.symmetricDifference([option])
        case .single, .trueFalse: chosen[question.id] = before == [option] ? [] : [option]
        }
    }

    // MARK: The result

    /// Submits what is chosen. A second time changes nothing.
    public func submit() async {
        guard canChoose, let questions = screen.content?.questions else { return }
        let answers = questions.compactMap { question -> QuizAnswerInput? in
            let codes = question.options.map(\.code).filter { isChosen($0, of: question) }
            return codes.isEmpty ? nil : QuizAnswerInput(question: question.id, chosen: codes)
        }
        let (engine, visit, item) = (engine, visit, item)
        let scored = await attempt.act { () async throws(EngineError) in
            try await engine.answerQuiz(answers, of: item, visit: visit)
        }
        if let scored { screen = .shown(scored) }
    }

    /// Share of right answers, percent; none before it was submitted.
    public var percent: UInt32? { screen.content?.percent }

    /// What was not answered rightly, in words; empty before it was submitted.
    public var mistakes: [QuizMistake] {
        (screen.content?.questions ?? []).compactMap(QuizMistake.init)
    }

    private func selection(_ question: QuizQuestionView) -> Set<String> {
        if let outcome = question.outcome { return Set(outcome.chosen ?? []) }
        return chosen[question.id] ?? []
    }
}

/// A question that was not answered rightly, in the words of its bank.
public struct QuizMistake: Equatable, Sendable, Identifiable {
    /// Id of the question.
    public let id: String
    /// The question.
    public let ask: String
    /// Options that were chosen; empty where it was passed over.
    public let chosen: [String]
    /// Options that are right.
    public let right: [String]
    /// Why they are.
    public let explanation: String
    /// Articles it rests on.
    public let citations: [CitationView]

    /// None for a question that was answered rightly, or not yet.
    init?(_ question: QuizQuestionView) {
        guard let outcome = question.outcome, !outcome.isRight else { return nil }
        let labels = { (codes: [String]) in question.options.filter { codes.contains($0.code) }.map(\.label) }
        id = question.id
        ask = question.ask
        chosen = labels(outcome.chosen ?? [])
        right = labels(outcome.right)
        explanation = outcome.explanation
        citations = outcome.citations
    }
}
