import Foundation
import Zhian

/// A phone of a story: an officer, a data folder, a key, an engine.
public final class Phone: Sendable {
    /// Its officer.
    public let officer: String
    /// Its folder; the data lie in `data`, everything else beside it.
    public let folder: Folder
    /// Its engine.
    public let engine: Engine

    /// The office that it belongs to: it is there for as long as one of its phones is.
    private let office: District?

    private init(_ officer: String, _ folder: Folder, _ engine: Engine, _ office: District? = nil) {
        self.officer = officer
        self.folder = folder
        self.engine = engine
        self.office = office
    }

    /// A phone with an open engine, not enrolled.
    public static func new(
        _ officer: String, ports: Ports = Ports(), language: Language = .zh, in parent: String? = nil
    ) async throws -> Phone {
        let folder = try Folder("phone", in: parent)
        let engine = try await Engine.open(
            OpenRequest(dir: folder.at("data"), app: "swift-tests 1", language: language, zoneMinutes: 480),
            ports: ports)
        return Phone(officer, folder, engine)
    }

    /// A phone that belongs to an officer of a district and has pulled its task.
    public static func enrolled(
        _ officer: String, in district: District, url: String? = nil, ports: Ports = Ports(), language: Language = .zh,
        parent: String? = nil
    ) async throws -> Phone {
        let phone = try await new(officer, ports: ports, language: language, in: parent)
        let code = try district.code(for: officer)
        _ = try await phone.engine.enrol(
            EnrolInput(
                code: code, label: "\(officer)的手机", serverUrl: url ?? district.office.url, serverRootsPem: ""))
        _ = try await phone.engine.sync()
        return Phone(officer, phone.folder, phone.engine, district)
    }

    /// Arrives for a district's task.
    public func arrives(in district: District) async throws {
        _ = try await engine.checkIn(CheckInInput(task: district.task, position: nil, rightsTold: true))
    }

    /// Another engine on the same folder, once this one is closed.
    public func reopened(ports: Ports = Ports()) async throws -> Phone {
        await engine.close()
        let again = try await Engine.open(
            OpenRequest(dir: folder.at("data"), app: "swift-tests 1", language: nil, zoneMinutes: 480), ports: ports)
        return Phone(officer, folder, again, office)
    }
}
