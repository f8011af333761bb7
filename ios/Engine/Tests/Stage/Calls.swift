import Zhian

/// Calls by name, as the contract and a driven phone ask for them.
public enum Calls {
    /// Every call there is, beside `open`, `shut` and `shutKeep`.
    public static var names: Set<String> {
        Set(
            Screen.allCases.map(\.rawValue) + Act.allCases.map(\.rawValue) + Work.allCases.map(\.rawValue)
                + Library.allCases.map(\.rawValue))
    }

    /// Does one call of the engine and writes its view as the contract does. Throws what the engine throws, and
    /// ``StageFault`` for a call that is not written down rightly.
    public static func call(_ name: String, _ arguments: JSON, on engine: Engine) async throws -> JSON {
        JSON(view: try await view(name, engine, Arguments(arguments)))
    }

    private static func view(_ name: String, _ engine: Engine, _ with: Arguments) async throws -> Any {
        if let call = Screen(rawValue: name) { return try await screens(call, engine, with) }
        if let call = Act(rawValue: name) { return try await acts(call, engine, with) }
        if let call = Work(rawValue: name) { return try await work(call, engine, with) }
        if let call = Library(rawValue: name) { return try await library(call, engine, with) }
        throw StageFault("there is no call \(name)")
    }

    private enum Screen: String, CaseIterable {
        case home, tasks, findTasks, task, visit, item, evidence, newerVersion, keptUnderOld, whoIsIn, signing,
            sealedVisit, sealedBytes, history, syncStatus, searchDirectory, enterprise, settings, lateWork, quarantine
    }

    private static func screens(_ call: Screen, _ engine: Engine, _ with: Arguments) async throws -> Any {
        switch call {
        case .home:
            return try await engine.home()
        case .tasks:
            return try await engine.tasks(try with.inside("query").taskQuery())
        case .findTasks:
            let filter = try with.one("filter", of: Arguments.filters)
            return try await engine.findTasks(filter, words: try with.text("words"), limit: try with.number("limit"))
        case .task:
            return try await engine.task(try with.text("task"))
        case .visit:
            return try await engine.visit(try with.text("visit"))
        case .item:
            return try await engine.item(try with.text("item"), of: try with.text("visit"))
        case .evidence:
            return try await engine.evidence(try with.text("hash"), of: try with.text("visit"))
        case .newerVersion:
            return try await engine.newerVersion(try with.text("visit"))
        case .keptUnderOld:
            return try await engine.keptUnderOld(try with.text("visit"))
        case .whoIsIn:
            return try await engine.whoIsIn(try with.text("visit"))
        case .signing:
            return try await engine.signing(try with.text("visit"))
        case .sealedVisit:
            return try await engine.sealedVisit(try with.text("visit"))
        case .sealedBytes:
            return try await engine.sealedBytes(try with.text("visit"))
        case .history:
            return try await engine.history(try with.text("visit"))
        case .syncStatus:
            return try await engine.syncStatus()
        case .searchDirectory:
            return try await engine.searchDirectory(try with.text("words"), limit: try with.number("limit"))
        case .enterprise:
            return try await engine.enterprise(try with.text("id")) as Any
        case .settings:
            return try await engine.settings()
        case .lateWork:
            return try await engine.lateWork()
        case .quarantine:
            return try await engine.quarantine()
        }
    }

    private enum Act: String, CaseIterable {
        case checkIn, moveToNewer, answer, settle, typeNote, commitNote, note, openFinding, reviseFinding,
            withdrawFinding, linkEvidence, sign, signParty, refuse, seal, purge, acknowledgeQuarantine, chooseLanguage
    }

    private static func acts(_ call: Act, _ engine: Engine, _ with: Arguments) async throws -> Any {
        switch call {
        case .checkIn:
            return try await engine.checkIn(try with.inside("input").checkIn())
        case .moveToNewer:
            return try await engine.moveToNewer(try with.text("visit"))
        case .answer:
            return try await engine.answer(try with.inside("input").answer())
        case .settle:
            return try await engine.settle(try with.inside("input").answer())
        case .typeNote:
            return try await engine.typeNote(
                try with.text("text"), item: try with.text("item"), of: try with.text("visit"))
        case .commitNote:
            return try await engine.commitNote(item: try with.text("item"), of: try with.text("visit"))
        case .note:
            return try await engine.note(try with.text("text"), item: try with.text("item"), of: try with.text("visit"))
        case .openFinding:
            return try await engine.openFinding(try with.inside("input").finding())
        case .reviseFinding:
            return try await engine.reviseFinding(
                try with.text("finding"), of: try with.text("visit"), text: try with.text("text"))
        case .withdrawFinding:
            return try await engine.withdrawFinding(try with.text("finding"), of: try with.text("visit"))
        case .linkEvidence:
            return try await engine.linkEvidence(
                try with.text("hash"), to: try with.text("finding"), of: try with.text("visit"))
        case .sign:
            return try await engine.sign(try with.text("visit"), handwriting: with.textIfAny("handwriting"))
        case .signParty:
            return try await engine.signParty(try with.inside("input").partySignature())
        case .refuse:
            return try await engine.refuse(try with.inside("input").refusal())
        case .seal:
            return try await engine.seal(try with.text("visit"))
        case .purge:
            return try await engine.purge(try with.text("visit"))
        case .acknowledgeQuarantine:
            return try await engine.acknowledgeQuarantine(try with.number("number"))
        case .chooseLanguage:
            return try await engine.chooseLanguage(try with.one("language", of: Arguments.languages))
        }
    }

    private enum Work: String, CaseIterable {
        case enrol, sync, pull, attach, fetchEvidence, exportBundle, importBundle, doctor, verify
    }

    private static func work(_ call: Work, _ engine: Engine, _ with: Arguments) async throws -> Any {
        switch call {
        case .enrol:
            return try await engine.enrol(try with.inside("input").enrol())
        case .sync:
            return try await engine.sync(files: try with.one("files", of: Arguments.rules))
        case .pull:
            return try await engine.pull()
        case .attach:
            return try await engine.attach(try with.inside("input").attach())
        case .fetchEvidence:
            return try await engine.fetchEvidence(try with.text("hash"), of: try with.text("visit"))
        case .exportBundle:
            return try await engine.exportBundle(try with.inside("input").bundle())
        case .importBundle:
            return try await engine.importBundle(try with.text("path"))
        case .doctor:
            return try await engine.doctor()
        case .verify:
            return try await engine.verify(try with.text("visit"))
        }
    }
}

/// What a call was refused with, as a driven phone writes it.
extension JSON {
    /// Code, sentence, detail and fields of an error.
    public init(refusal error: EngineError) {
        let told = error.explanation
        let fields = told.fields.map { ($0.name, JSON.text($0.text)) }
        self = .object([
            "code": .text(told.code), "sentence": .text(told.sentence), "detail": .text(told.detail),
            "fields": .object(Dictionary(fields) { first, _ in first }),
        ])
    }
}

/// What the phones of a contract bring, by the names of their behaviours. Keys are kept for the whole run.
public final class PortsByName: @unchecked Sendable {
    private var keys: [String: TestKey] = [:]
    private var stores: [String: TestKeyStore] = [:]

    /// Nothing is kept yet.
    public init() {}

    /// The ports that the arguments of `open` name, for one phone.
    public func ports(_ with: JSON, phone: String) throws -> Ports {
        var ports = Ports()
        if let seed = with["signer"]["seed"].int { ports.signer = try TestKey(seed: UInt8(clamping: seed)) }
        if let name = with["signer"].text {
            let key = try keys[phone] ?? TestKey()
            keys[phone] = key
            switch name {
            case "own": ports.signer = key
            case "other": ports.signer = try TestKey()
            default: ports.signer = FaultyKey(name, of: key)
            }
        }
        if let name = with["keyStore"].text {
            let store = name == "own" ? stores[phone] ?? TestKeyStore() : TestKeyStore(name)
            if name == "own" { stores[phone] = store }
            ports.keyStore = store
        }
        ports.transport = with["transport"].text.map(FaultyTransport.init)
        ports.location = with["location"].text.map(TestLocation.init)
        ports.surroundings = with["surroundings"].text.map(TestSurroundings.init)
        return ports
    }

    /// Opens a phone's engine as a step of the contract, or a line to a driven phone, says.
    public func open(_ with: JSON, phone: String, dir: String) async throws -> Engine {
        let request = try Arguments(with["request"]).openRequest(dir: dir)
        return try await Engine.open(request, ports: try ports(with, phone: phone))
    }
}
