import Foundation
import Observation
import Stage
import Testing
import Zhian
import ZhianModels

@MainActor @Suite("View models", .timeLimit(.minutes(2))) struct ModelTests {
    let lin = "林青禾"
    let jiang = "江小满"

    @Test("From home to a task to a visit: each screen shows what the last one did")
    func fromHomeToVisit() async throws {
        let district = try District(officers: [lin])
        let phone = try await Phone.enrolled(lin, in: district)
        let home = HomeModel(engine: phone.engine)
        let showing = Task { await home.run() }
        try await until { home.screen.content?.openTasks == 1 }
        #expect(home.tasks.map(\.task) == [district.task])
        #expect(home.screen.content?.drafts == [])

        let task = TaskModel(engine: phone.engine, task: district.task)
        await task.load()
        #expect(task.screen.content?.checklistItems == 40)
        #expect(await task.checkIn() == nil)
        #expect(task.attempt.notice?.code == "engine.rights-not-told")
        #expect(task.attempt.notice?.sentence.isEmpty == false)
        task.rightsTold = true
        #expect(await task.checkIn() == district.visit)
        #expect(task.attempt.notice == nil)
        try await until { home.screen.content?.drafts.count == 1 }

        let visit = VisitModel(engine: phone.engine, visit: district.visit)
        let visiting = Task { await visit.run() }
        try await until { visit.screen.content != nil }
        #expect(visit.sections.flatMap(\.items).count == 40)
        showing.cancel()
        visiting.cancel()
        await showing.value
        await visiting.value
    }

    @Test("What is entered is saved as it is entered, in order, and fast entries do not undo each other")
    func entriesAreSaved() async throws {
        let (phone, district) = try await visiting()
        let model = ItemModel(engine: phone.engine, visit: district.visit, item: "P75-09")
        let running = Task { await model.run() }
        try await until { model.screen.content != nil }
        // Nobody waits for the disk between two taps.
        for text in ["8", "84", "84.", "84.5"] { model.enter(text, in: "score") }
        #expect(model.text(of: "score") == "84.5")
        await model.saved()
        #expect(try await phone.engine.item("P75-09", of: district.visit).answers.first?.fields.first?.value == "84.5")
        model.enter("101", in: "score")
        await model.saved()
        #expect(model.attempt.notice?.code == "engine.bad-answer")
        #expect(model.text(of: "score") == "84.5", "what was refused goes back to what is stored")
        running.cancel()
        await running.value
    }

    @Test("A note is kept with each keystroke, recorded when the field is left, and a reopened screen shows it")
    func notesAreKept() async throws {
        let (phone, district) = try await visiting()
        let model = ItemModel(engine: phone.engine, visit: district.visit, item: "P75-02")
        for end in 1...8 { model.type(String("消防通道有杂物。".prefix(end))) }
        await model.saved()
        #expect(try await phone.engine.item("P75-02", of: district.visit).noteDraft == "消防通道有杂物。")
        let reopened = ItemModel(engine: phone.engine, visit: district.visit, item: "P75-02")
        let running = Task { await reopened.run() }
        try await until { reopened.note == "消防通道有杂物。" }
        await model.leaveNote()
        let recorded = try await phone.engine.item("P75-02", of: district.visit)
        #expect(recorded.note == "消防通道有杂物。")
        #expect(recorded.noteDraft == nil)
        await model.leaveNote()
        #expect(model.attempt.notice == nil)
        running.cancel()
        await running.value
    }

    @Test("A photograph and a finding appear on the item, and the viewer turns its pages")
    func evidenceAppears() async throws {
        let (phone, district) = try await visiting()
        let model = ItemModel(engine: phone.engine, visit: district.visit, item: "P75-02")
        let running = Task { await model.run() }
        model.choose(.doesNotMeet)
        await model.saved()
        let first = await model.attachPhoto(try phone.folder.photo("1.jpg", shade: 1), caption: "门口")
        let second = await model.attachPhoto(try phone.folder.photo("2.jpg", shade: 2))
        #expect(await model.attachPhoto(phone.folder.at("nothing.jpg")) == nil)
        #expect(model.attempt.notice?.code == "engine.source")
        await model.openFinding("货物堵塞通道", evidence: [try #require(first)])
        try await until { model.screen.content?.evidence.count == 2 && model.screen.content?.findings.count == 1 }

        let viewer = EvidenceModel(engine: phone.engine, visit: district.visit, hash: try #require(first))
        await viewer.load()
        #expect(viewer.screen.content?.file.caption == "门口")
        #expect(viewer.screen.content?.count == 2)
        await viewer.turnOn()
        #expect(viewer.hash == second)
        await viewer.turnOn()
        #expect(viewer.hash == second)
        await viewer.turnBack()
        #expect(viewer.hash == first)
        running.cancel()
        await running.value
    }

    @Test("Two officers differ: the item says so, takes no answer, and is settled on the screen")
    func differenceIsSettled() async throws {
        let district = try District(officers: [lin, jiang])
        let first = try await Phone.enrolled(lin, in: district)
        let second = try await Phone.enrolled(jiang, in: district)
        _ = try await first.engine.sync()
        for phone in [first, second] { try await phone.arrives(in: district) }
        _ = try await second.engine.answer(AnswerInput(.doesNotMeet, item: "P75-02", of: district.visit))
        let model = ItemModel(engine: first.engine, visit: district.visit, item: "P75-02")
        let running = Task { await model.run() }
        model.choose(.meets)
        await model.saved()
        for phone in [first, second, first] { _ = try await phone.engine.sync() }
        try await until { model.isDiffering }
        model.choose(.meets)
        await model.saved()
        #expect(model.attempt.notice?.code == "draft.unsettled")
        let theirs = try #require(model.screen.content?.answers.first { $0.judged == .doesNotMeet })
        await model.settle(with: theirs)
        try await until { model.judgement == .doesNotMeet && !model.isDiffering }
        #expect(model.screen.content?.answers.first?.settles.count == 2)

        let who = WhoIsInModel(engine: first.engine, visit: district.visit)
        let watching = Task { await who.run() }
        try await until { who.screen.content?.participants.count == 2 }
        #expect(who.screen.content?.allHere == true)
        running.cancel()
        watching.cancel()
        await running.value
        await watching.value
    }

    @Test("A newer checklist is looked at, moved to, and what stays under the old one is shown beside it")
    func movingToNewer() async throws {
        let (phone, district) = try await visiting()
        _ = try await phone.engine.answer(AnswerInput(.meets, item: "P75-02", of: district.visit))
        let old = VisitModel(engine: phone.engine, visit: district.visit)
        let model = NewerVersionModel(engine: phone.engine, visit: district.visit)
        let running = [Task { await old.run() }, Task { await model.run() }]
        try await until { old.screen.content?.version == .current }
        #expect(await model.move() == nil)
        #expect(model.attempt.notice?.code == "engine.no-newer-version")

        let newer = try district.asks(for: "s76")
        _ = try await phone.engine.pull()
        try await until { model.screen.content?.to == newer && old.screen.content?.version == .newerAsked }
        #expect(model.screen.content?.toAnswer.count == 38)
        #expect(model.screen.content?.answers.map(\.fate) == [.staysUnderOldVersion])
        #expect(model.toLookAt == [])
        #expect(await model.move() == newer)
        try await until { old.screen.content?.version == .movedOn(to: newer) }

        let kept = KeptUnderOldModel(engine: phone.engine, visit: newer)
        let keeping = Task { await kept.run() }
        try await until { kept.screen.content?.map(\.item.item) == ["P75-02"] }
        for one in running + [keeping] {
            one.cancel()
            await one.value
        }
    }

    @Test("Signing says what is missing; a sealed visit is checked and its files are freed")
    func signingAndSealing() async throws {
        let district = try District(officers: [lin, jiang])
        let phone = try await Phone.enrolled(lin, in: district)
        let second = try await Phone.enrolled(jiang, in: district)
        for one in [phone, second] { try await one.arrives(in: district) }
        let model = SigningModel(engine: phone.engine, visit: district.visit)
        let running = Task { await model.run() }
        #expect(await model.seal() == false)
        #expect(model.attempt.notice?.code == "engine.seal")
        try await phone.fills(district.visit)
        for one in [phone, second, phone] { _ = try await one.engine.sync() }
        _ = try await second.engine.sign(district.visit)
        await model.sign()
        for one in [second, phone] { _ = try await one.engine.sync() }
        await model.signParty(
            name: "示丙", role: .principal, opinion: "属实", handwriting: try phone.folder.photo("h.jpg", shade: 99))
        #expect(model.attempt.notice == nil)
        #expect(try await phone.engine.signing(district.visit).obstacles == [])
        try await until { model.screen.content?.canBeSealed == true }
        #expect(await model.seal())
        try await until { model.screen.content?.sealed == true }

        let sync = SyncModel(engine: phone.engine)
        let watching = Task { await sync.run() }
        await sync.sync(files: .always)
        #expect(sync.last?.end == .complete)
        #expect(sync.attempt.isUnderway == false)
        try await until { sync.screen.content?.notSafe.allSafe == true }
        let closed = SealedVisitModel(engine: phone.engine, visit: district.visit)
        let showing = Task { await closed.run() }
        await closed.verify()
        #expect(closed.check?.problems == [])
        try await until { closed.screen.content?.seal.ledgerPosition != nil }
        #expect(await closed.purge()?.files ?? 0 > 0)
        for task in [running, watching, showing] {
            task.cancel()
            await task.value
        }
    }

    @Test("An exchange that waits is stopped from the screen, and that is no error to read")
    func exchangeIsStopped() async throws {
        let (enrolled, _) = try await visiting()
        let gate = Gate()
        let phone = try await enrolled.reopened(ports: Ports(transport: gate))
        let model = SyncModel(engine: phone.engine)
        let exchange = Task { await model.sync(files: .always) }
        await gate.someoneWaits()
        #expect(model.attempt.isUnderway)
        model.attempt.stop()
        await exchange.value
        #expect(model.last?.end == .cancelled)
        #expect(model.attempt.notice == nil)
        gate.opens()
    }

    @Test("Enrolling with a wrong code says so, and the right one says who the device belongs to")
    func enrolling() async throws {
        let district = try District(officers: [lin])
        let phone = try await Phone.new(lin)
        let model = EnrolModel(engine: phone.engine)
        model.label = "林的手机"
        model.serverURL = district.office.url
        model.code = "AAAAA-AAAAA-AAAAA-AAAAA"
        await model.enrol()
        #expect(model.identity == nil)
        #expect(model.attempt.notice?.sentence.isEmpty == false)
        model.code = try district.code(for: lin)
        await model.enrol()
        #expect(model.identity != nil)
        #expect(model.attempt.notice == nil)
        // The first exchange brings the officer's name.
        _ = try await phone.engine.sync()
        #expect(try await phone.engine.settings().identity?.officer.name == lin)
    }

    @Test("Tasks and enterprises are found by words, and the newest words win")
    func finding() async throws {
        let district = try District(officers: [lin])
        let phone = try await Phone.enrolled(lin, in: district)
        let tasks = TaskListModel(engine: phone.engine)
        await tasks.show(.all)
        #expect(tasks.screen.content?.count == 1)
        #expect(tasks.hasMore == false)
        await tasks.find("没有这样的企业")
        #expect(tasks.screen.content == [])
        await tasks.find("")
        #expect(tasks.screen.content?.count == 1)
        let directory = DirectoryModel(engine: phone.engine)
        async let one: Void = directory.find("没有")
        async let other: Void = directory.find("9112")
        _ = await (one, other)
        await directory.find("示例")
        #expect(directory.screen.content?.isEmpty == false)
        await directory.find("")
        #expect(directory.screen == .shown([]))
    }

    @Test("Settings change the language of every text, and the device can be checked from there")
    func settings() async throws {
        let (phone, district) = try await visiting()
        let model = SettingsModel(engine: phone.engine)
        await model.load()
        #expect(model.screen.content?.language == .zh)
        #expect(model.late == .shown([]))
        #expect(model.quarantine == .shown([]))
        let chinese = try await phone.engine.item("P75-02", of: district.visit).ask
        await model.choose(.en)
        #expect(model.screen.content?.language == .en)
        #expect(try await phone.engine.item("P75-02", of: district.visit).ask != chinese)
        await model.checkDevice()
        #expect(model.check?.filesBad == [])
    }

    @Test("Work travels by file from one screen to another")
    func bundles() async throws {
        let (phone, district) = try await visiting()
        let model = BundleModel(engine: phone.engine)
        let path = phone.folder.at("work.zhian")
        await model.export([district.visit], withEvidence: true, to: path)
        #expect(model.written?.parcels ?? 0 > 0)
        await model.export([district.visit], withEvidence: true, to: path)
        #expect(model.attempt.notice?.code == "engine.bundle-file")
        await model.take(path)
        #expect(model.taken?.changes == 0, "its own work is nothing new")
    }

    @Test("A screen of a visit that is not here says that it cannot be read, and is not empty")
    func unreadable() async throws {
        let phone = try await Phone.new(lin)
        let model = VisitModel(engine: phone.engine, visit: String(repeating: "ab", count: 16))
        let running = Task { await model.run() }
        try await until { model.screen != .loading }
        guard case .unreadable(let why) = model.screen else { return #expect(model.screen.content == nil) }
        #expect(why.code == "engine.unknown-visit")
        #expect(why.sentence.isEmpty == false)
        running.cancel()
        await running.value
    }

    private func visiting() async throws -> (Phone, District) {
        let district = try District(officers: [lin])
        let phone = try await Phone.enrolled(lin, in: district)
        try await phone.arrives(in: district)
        return (phone, district)
    }
}

/// Returns when something holds, as the Observation framework tells. What never does is a failure at the suite's limit.
@MainActor
func until(line: Int = #line, _ holds: @MainActor () -> Bool) async throws {
    while !holds() {
        let (changes, bell) = AsyncStream.makeStream(of: Void.self)
        withObservationTracking {
            _ = holds()
        } onChange: {
            bell.yield()
        }
        var rings = changes.makeAsyncIterator()
        if await rings.next() == nil {
            throw StageFault("what line \(line) waits for never held")
        }
    }
}
