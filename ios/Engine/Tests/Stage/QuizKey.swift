import Foundation
import Zhian

/// The bank of questions that comes with Zhian, with its right answers, which no phone tells before it was answered.
public struct QuizKey: Sendable {
    private let right: [String: [String]]

    /// Reads the bank.
    public init() throws {
        let file = URL(fileURLWithPath: District.shipped + "/quiz/quiz.v1.json")
        let bank = try JSON(reading: try Data(contentsOf: file))
        let questions = bank["questions"].elements.map { question in
            (question["id"].text ?? "", question["right"].elements.compactMap(\.text))
        }
        right = Dictionary(questions) { first, _ in first }
        guard right.count >= 60 else { throw StageFault("\(right.count) questions in \(file.path)") }
    }

    /// The right options of a question.
    public func right(_ question: QuizQuestionView) -> [String] { right[question.id] ?? [] }

    /// One option that is not the whole answer: a wrong one, or one of several right ones.
    public func wrong(_ question: QuizQuestionView) -> String? {
        let codes = question.options.map(\.code)
        return codes.first { right(question) != [$0] }
    }
}
