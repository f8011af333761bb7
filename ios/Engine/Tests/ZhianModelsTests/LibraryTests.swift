import Foundation
import Stage
import Testing
import Zhian
import ZhianModels

@MainActor @Suite("The quiz, and pictures and clips", .timeLimit(.minutes(3))) struct LibraryTests {
    let lin = "林青禾"

    @Test("A quiz is chosen, submitted once, and says in words what was wrong; nothing can be chosen afterwards")
    func quizIsSubmittedOnce() async throws {
        let district = try District.composed(officers: [lin])
        let phone = try await Phone.enrolled(lin, in: district)
        try await phone.arrives(in: district)
        let model = QuizModel(engine: phone.engine, visit: district.visit, item: "S76-09")
        #expect(!model.canChoose, "nothing was drawn yet")
        let running = Task { await model.run() }
        try await until { model.canChoose }
        let questions = try #require(model.screen.content).questions
        #expect(questions.count == 5)
        #expect(model.passedOver == questions)
        #expect(model.mistakes == [])

        let key = try QuizKey()
        for question in questions[..<3] {
            for code in key.right(question) { model.choose(code, of: question) }
        }
        model.choose(try #require(key.wrong(questions[3])), of: questions[3])
        #expect(model.passedOver == [questions[4]])
        async let once: Void = model.submit()
        async let twice: Void = model.submit()
        _ = await (once, twice)
        #expect(model.attempt.notice == nil)
        #expect(model.isSubmitted)
        #expect(model.percent == 60)
        #expect(model.mistakes.map(\.id) == [questions[3].id, questions[4].id])
        #expect(model.mistakes[0].chosen.count == 1)
        #expect(model.mistakes[1].chosen == [])
        for mistake in model.mistakes {
            #expect(!mistake.right.isEmpty && mistake.right != mistake.chosen)
            #expect(!mistake.explanation.isEmpty)
            #expect(!mistake.citations.isEmpty)
        }
        let answer = try await phone.engine.item("S76-09", of: district.visit).answers
        #expect(answer.first?.fields.first { $0.field == "score" }?.value == "60")
        #expect(answer.first?.judged == .meets)

        for code in key.right(questions[4]) { model.choose(code, of: questions[4]) }
        await model.submit()
        #expect(model.percent == 60)
        #expect(try await phone.engine.item("S76-09", of: district.visit).answers == answer, "it was answered once")
        running.cancel()
        await running.value
    }

    @Test("Where one option is right it replaces the other, where several are they add up, and a choice is taken back")
    func choosing() async throws {
        let district = try District.composed(officers: [lin])
        let phone = try await Phone.enrolled(lin, in: district)
        try await phone.arrives(in: district)
        let model = QuizModel(engine: phone.engine, visit: district.visit, item: "S76-09")
        await model.load()
        let kinds: [(QuestionKind, both: Bool)] = [(.single, false), (.trueFalse, false), (.multiple, true)]
        for (kind, both) in kinds {
            let options = ["A", "B"].map { ChoiceView(code: $0, label: $0) }
            let question = QuizQuestionView(id: "\(kind)", kind: kind, ask: "？", options: options, outcome: nil)
            model.choose("A", of: question)
            model.choose("B", of: question)
            model.choose("C", of: question)
            #expect(model.isChosen("A", of: question) == both, "\(kind)")
            #expect(model.isChosen("B", of: question))
            #expect(!model.isChosen("C", of: question), "it is not offered")
            model.choose("B", of: question)
            #expect(!model.isChosen("B", of: question))
        }
        let other = QuizModel(engine: phone.engine, visit: district.visit, item: "S76-01")
        await other.load()
        guard case .unreadable(let why) = other.screen else { return #expect(other.screen.content == nil) }
        #expect(why.code == "engine.no-quiz")
        other.choose("A", of: try #require(model.screen.content).questions[0])
        await other.submit()
        #expect(other.attempt.notice == nil, "there is nothing to submit")
    }

    @Test("A budget is tried and kept, and the screen says what it leaves out")
    func budget() async throws {
        let district = try District.composed(officers: [lin])
        let phone = try await Phone.enrolled(lin, in: district)
        let model = MediaModel(engine: phone.engine)
        await model.load()
        let whole = try #require(model.screen.content)
        #expect(whole.fetchFiles > 100)
        #expect(whole.leftOutFiles == 0 && !model.leavesOut)
        await model.weigh(budgetBytes: 20_000)
        #expect(model.trial?.leftOutFiles ?? 0 > 0)
        #expect(model.screen.content == whole, "trying a budget keeps nothing")
        await model.choose(budgetBytes: 20_000)
        #expect(model.trial == nil)
        #expect(model.leavesOut)
        #expect(model.screen.content?.budgetBytes == 20_000)
        await model.fetch()
        #expect(model.report?.fetchedBytes ?? .max <= 20_000)
        #expect(model.report?.leftOutFiles == model.screen.content?.leftOutFiles)
        let again = try await phone.reopened()
        #expect(try await again.engine.mediaBudget() == 20_000)
    }

    @Test("A fetch shows how far it is, is stopped on a dead line, and the next one goes on where it was")
    func fetchIsStopped() async throws {
        let district = try District.composed(officers: [lin])
        let line = try Relay(to: district.office.url)
        let phone = try await Phone.enrolled(lin, in: district, url: line.url)
        let model = MediaModel(engine: phone.engine)
        let running = Task { await model.run() }
        try await until { model.screen.content?.fetchFiles ?? 0 > 0 }
        let all = try #require(model.screen.content)

        // More than the largest file, and far less than all of them.
        line.goesDead(afterBytes: 200_000)
        let fetching = Task { await model.fetch() }
        await line.isDead()
        try await until { model.attempt.progress?.done ?? 0 > 0 }
        #expect(model.attempt.progress?.total == all.fetchBytes)
        model.attempt.stop()
        await fetching.value
        #expect(model.report == nil)
        #expect(model.attempt.notice == nil, "who stopped it knows")
        #expect(!model.attempt.isUnderway)
        let here = try #require(model.screen.content).hereFiles
        #expect(here > 0 && here < all.fetchFiles)
        line.goesOn()

        await model.fetch()
        #expect(model.report?.failed == [])
        #expect(model.report?.fetchedFiles == all.fetchFiles - here, "nothing is fetched twice")
        #expect(model.screen.content?.fetchFiles == 0)
        #expect(model.screen.content?.hereBytes == all.fetchBytes)
        running.cancel()
        await running.value
    }

    @Test("Where the network costs by the byte nothing is fetched unasked")
    func metered() async throws {
        let district = try District.composed(officers: [lin])
        let ports = Ports(surroundings: TestSurroundings("metered"))
        let phone = try await Phone.enrolled(lin, in: district, ports: ports)
        let model = MediaModel(engine: phone.engine)
        await model.fetch()
        #expect(model.isHeldBack)
        #expect(model.screen.content?.hereFiles == 0)
        #expect(model.screen.content?.metered == true)
        await model.fetch(metered: true)
        #expect(!model.isHeldBack)
        #expect(model.screen.content?.fetchFiles == 0)
        #expect(model.screen.content?.hereFiles ?? 0 > 100)
    }
}
