import Observation
import Zhian

/// Signing a visit, and closing it for good.
@MainActor @Observable
public final class SigningModel {
    /// The visit.
    public let visit: String
    /// What it shows.
    public private(set) var screen: Screen<SigningView> = .loading
    /// What was tried last.
    public let attempt = Attempt()

    @ObservationIgnored private let engine: Engine

    /// Signing a visit of an engine.
    public init(engine: Engine, visit: String) {
        self.engine = engine
        self.visit = visit
    }

    /// Shows what there is until the task is cancelled.
    public func run() async {
        for await signing in engine.signingUpdates(visit) { screen = Screen(signing) }
    }

    /// The officer of this device signs. `handwriting` is the path of a picture, where one was taken.
    public func sign(handwriting: String? = nil) async {
        let (engine, visit) = (engine, visit)
        await attempt.act { () async throws(EngineError) in try await engine.sign(visit, handwriting: handwriting) }
    }

    /// Takes the signature of the enterprise's representative.
    public func signParty(name: String, role: PersonRole, opinion: String, handwriting: String) async {
        let input = PartySignatureInput(
            visit: visit, name: name, role: role, opinion: opinion, handwriting: handwriting)
        let engine = engine
        await attempt.act { () async throws(EngineError) in try await engine.signParty(input) }
    }

    /// Records that the party did not sign.
    public func refuse(_ input: RefusalInput) async {
        let engine = engine
        await attempt.act { () async throws(EngineError) in try await engine.refuse(input) }
    }

    /// Closes the visit for good. Whether it is closed now.
    public func seal() async -> Bool {
        let (engine, visit) = (engine, visit)
        return await attempt.act { () async throws(EngineError) in try await engine.seal(visit) } != nil
    }
}

/// A visit that is closed for good.
@MainActor @Observable
public final class SealedVisitModel {
    /// The visit.
    public let visit: String
    /// What it shows.
    public private(set) var screen: Screen<SealedVisitView> = .loading
    /// What the last check found; none before there was one.
    public private(set) var check: VerifyView?
    /// What was tried last.
    public let attempt = Attempt()

    @ObservationIgnored private let engine: Engine

    /// A sealed visit of an engine.
    public init(engine: Engine, visit: String) {
        self.engine = engine
        self.visit = visit
    }

    /// Shows what there is until the task is cancelled.
    public func run() async {
        let (engine, visit) = (engine, visit)
        for await _ in engine.visitChanges(visit) {
            screen = await ZhianModels.screen { () async throws(EngineError) in try await engine.sealedVisit(visit) }
        }
    }

    /// Checks bytes, signatures and files.
    public func verify() async {
        let (engine, visit) = (engine, visit)
        check = await attempt.work { tell async throws(EngineError) in try await engine.verify(visit, progress: tell) }
    }

    /// Frees the space of files that the office has whole. Returns what was freed; none if it was refused.
    @discardableResult
    public func purge() async -> PurgeView? {
        let (engine, visit) = (engine, visit)
        return await attempt.act { () async throws(EngineError) in try await engine.purge(visit) }
    }
}
