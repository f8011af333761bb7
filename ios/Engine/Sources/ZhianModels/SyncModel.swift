import Observation
import Zhian

/// The exchange with the office.
@MainActor @Observable
public final class SyncModel {
    /// How it stands, and what is not safe yet.
    public private(set) var screen: Screen<SyncStatusView> = .loading
    /// What the last exchange that was begun here brought; none before there was one.
    public private(set) var last: SyncView?
    /// What was tried last.
    public let attempt = Attempt()

    @ObservationIgnored private let engine: Engine

    /// The exchange of an engine.
    public init(engine: Engine) { self.engine = engine }

    /// Shows what there is until the task is cancelled.
    public func run() async {
        for await status in engine.syncStatusUpdates() { screen = Screen(status) }
    }

    /// Exchanges with the office. `attempt.stop()` stops it; what was acknowledged until then is safe.
    public func sync(files: FilesRule = .whenCheap) async {
        let engine = engine
        let done = await attempt.work { tell async throws(EngineError) in
            try await engine.sync(files: files, progress: tell)
        }
        if let done { last = done }
    }
}

/// Making this device known to the office.
@MainActor @Observable
public final class EnrolModel {
    /// The one-time code.
    public var code = ""
    /// What the officer calls the device.
    public var label = ""
    /// Address of the server.
    public var serverURL = ""
    /// Roots of the server's certificate, PEM; empty for a server on this machine.
    public var serverRootsPEM = ""
    /// Who the device belongs to, once it is known.
    public private(set) var identity: IdentityView?
    /// What was tried last.
    public let attempt = Attempt()

    @ObservationIgnored private let engine: Engine

    /// Enrolling an engine's device.
    public init(engine: Engine) { self.engine = engine }

    /// Enrols. The same code may be tried again after a cut.
    public func enrol() async {
        let engine = engine
        let input = EnrolInput(code: code, label: label, serverUrl: serverURL, serverRootsPem: serverRootsPEM)
        identity = await attempt.work { _ async throws(EngineError) in try await engine.enrol(input) }
    }
}
