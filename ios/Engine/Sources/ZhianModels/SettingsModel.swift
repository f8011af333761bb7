import Observation
import Zhian

/// Settings, and what lies on this device.
@MainActor @Observable
public final class SettingsModel {
    /// What it shows.
    public private(set) var screen: Screen<SettingsView> = .loading
    /// What the last check of the device found; none before there was one.
    public private(set) var check: DoctorView?
    /// Work that arrived after sealing.
    public private(set) var late: Screen<[LateWorkView]> = .loading
    /// What was set aside, newest first.
    public private(set) var quarantine: Screen<[QuarantineView]> = .loading
    /// What was tried last.
    public let attempt = Attempt()

    @ObservationIgnored private let engine: Engine

    /// Settings of an engine.
    public init(engine: Engine) { self.engine = engine }

    /// Shows what there is until the task is cancelled.
    public func run() async {
        for await _ in engine.homeChanges() { await load() }
    }

    /// Reads it once.
    public func load() async {
        let engine = engine
        screen = await ZhianModels.screen { () async throws(EngineError) in try await engine.settings() }
        late = await ZhianModels.screen { () async throws(EngineError) in try await engine.lateWork() }
        quarantine = await ZhianModels.screen { () async throws(EngineError) in try await engine.quarantine() }
    }

    /// Shows texts in this language from now on.
    public func choose(_ language: Language) async {
        let engine = engine
        await attempt.act { () async throws(EngineError) in try await engine.chooseLanguage(language) }
        await load()
    }

    /// Checks every evidence file against its hash.
    public func checkDevice() async {
        let engine = engine
        check = await attempt.work { tell async throws(EngineError) in try await engine.doctor(progress: tell) }
    }

    /// Frees the space of a sealed visit's files that the office has whole.
    public func purge(_ visit: String) async {
        let engine = engine
        await attempt.act { () async throws(EngineError) in try await engine.purge(visit) }
        await load()
    }

    /// Notes that someone looked at what was set aside.
    public func acknowledge(_ number: UInt64) async {
        let engine = engine
        await attempt.act { () async throws(EngineError) in try await engine.acknowledgeQuarantine(number) }
        await load()
    }
}
