import Zhian

// Calls about what the regulator published.
extension Calls {
    enum Library: String, CaseIterable {
        case mediaPlan, mediaBudget, chooseMediaBudget, fetchMedia, medium, quiz, answerQuiz, riskLists, riskList,
            riskForms, compareRisks, sizeClass, directorRule, deadlines, deadline, gradingSchemes, visitQuota
    }

    static func library(_ call: Library, _ engine: Engine, _ with: Arguments) async throws -> Any {
        switch call {
        case .mediaPlan:
            return try await engine.mediaPlan(budgetBytes: try with.numberIfAny("budgetBytes"))
        case .mediaBudget:
            return try await engine.mediaBudget()
        case .chooseMediaBudget:
            return try await engine.chooseMediaBudget(bytes: try with.number("bytes"))
        case .fetchMedia:
            return try await engine.fetchMedia(try with.inside("input").media())
        case .medium:
            return try await engine.medium(try with.text("hash"))
        case .quiz:
            return try await engine.quiz(of: try with.text("item"), visit: try with.text("visit"))
        case .answerQuiz:
            return try await engine.answerQuiz(
                try with.quizAnswers("answers"), of: try with.text("item"), visit: try with.text("visit"))
        case .riskLists:
            return try await engine.riskLists()
        case .riskList:
            return try await engine.riskList(try with.text("list"))
        case .riskForms:
            return try await engine.riskForms(try with.inside("input").riskForms())
        case .compareRisks:
            return try await engine.compareRisks(try with.text("list"), with: try with.text("table"))
        case .sizeClass:
            return try await engine.sizeClass(try with.inside("input").unit())
        case .directorRule:
            return try await engine.directorRule(try with.inside("input").unit())
        case .deadlines:
            return try await engine.deadlines()
        case .deadline:
            return try await engine.deadline(try with.text("id"), try with.inside("input").term())
        case .gradingSchemes:
            return try await engine.gradingSchemes()
        case .visitQuota:
            return try await engine.visitQuota(try with.inside("input").quota())
        }
    }
}

extension Arguments {
    static let modes: [FormMode] = [.daily, .weekly, .monthly]

    func media() throws -> MediaInput {
        MediaInput(budgetBytes: try numberIfAny("budgetBytes"), metered: try flag("metered"))
    }

    func quizAnswers(_ name: String) throws -> [QuizAnswerInput] {
        try all(name).map { QuizAnswerInput(question: try $0.text("question"), chosen: $0.texts("chosen")) }
    }

    func riskForms() throws -> RiskFormInput {
        RiskFormInput(
            list: try text("list"), mode: try one("mode", of: Self.modes), from: try text("from"), to: try text("to"),
            closedDays: texts("closedDays"))
    }

    func unit() throws -> UnitInput {
        UnitInput(
            kind: try text("kind"), wholesale: try flagIfAny("wholesale"), staff: try numberIfAny("staff"),
            revenueFen: try numberIfAny("revenueFen"), classes: textsIfAny("classes"), region: textIfAny("region"))
    }

    func term() throws -> TermInput {
        TermInput(startUnixMs: try number("startUnixMs"), extended: try flag("extended"))
    }

    func quota() throws -> QuotaInput {
        QuotaInput(
            scheme: textIfAny("scheme"), grade: textIfAny("grade"), year: try number("year"),
            visits: try all("visits").map { PastVisitInput(day: try $0.text("day"), cause: try $0.text("cause")) })
    }
}
