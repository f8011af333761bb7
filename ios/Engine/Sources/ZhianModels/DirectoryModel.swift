import Observation
import Zhian

/// Finding an enterprise.
@MainActor @Observable
public final class DirectoryModel {
    /// What is searched for.
    public private(set) var words = ""
    /// What was found; empty for no words.
    public private(set) var screen: Screen<[EnterpriseView]> = .shown([])

    @ObservationIgnored private let engine: Engine

    /// The directory of an engine.
    public init(engine: Engine) { self.engine = engine }

    /// Searches as the person types. The newest words win, whichever answer comes first.
    public func find(_ words: String) async {
        self.words = words
        let engine = engine
        let found: Screen<[EnterpriseView]> =
            words.isEmpty
            ? .shown([])
            : await ZhianModels.screen { () async throws(EngineError) in
                try await engine.searchDirectory(words, limit: 50)
            }
        if words == self.words { screen = found }
    }
}

/// Work that travels by file between phones.
@MainActor @Observable
public final class BundleModel {
    /// What the last file that was written holds; none before there was one.
    public private(set) var written: ExportView?
    /// What the last file that was taken in brought; none before there was one.
    public private(set) var taken: ImportView?
    /// What was tried last.
    public let attempt = Attempt()

    @ObservationIgnored private let engine: Engine

    /// Files of an engine.
    public init(engine: Engine) { self.engine = engine }

    /// Writes visits into a file that must not exist yet.
    public func export(_ visits: [String], withEvidence: Bool, to path: String) async {
        let (engine, input) = (engine, BundleInput(visits: visits, withEvidence: withEvidence, to: path))
        written = await attempt.work { tell async throws(EngineError) in
            try await engine.exportBundle(input, progress: tell)
        }
    }

    /// Takes in a colleague's file.
    public func take(_ path: String) async {
        let engine = engine
        taken = await attempt.work { tell async throws(EngineError) in
            try await engine.importBundle(path, progress: tell)
        }
    }
}
