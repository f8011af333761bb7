import Foundation
import Zhian

/// The arguments of a call as the contract writes them, read into the seam's values.
public struct Arguments {
    private let value: JSON

    /// Arguments by name.
    public init(_ value: JSON) { self.value = value }

    func text(_ name: String) throws -> String {
        guard let text = value[name].text else { throw StageFault("\(name) is no text: \(value[name].line)") }
        return text
    }

    func textIfAny(_ name: String) -> String? { value[name].text }

    func number<T: FixedWidthInteger>(_ name: String) throws -> T {
        guard let number = value[name].int, let fits = T(exactly: number) else {
            throw StageFault("\(name) does not fit: \(value[name].line)")
        }
        return fits
    }

    func numberIfAny<T: FixedWidthInteger>(_ name: String) throws -> T? {
        value[name] == .null ? nil : try number(name)
    }

    func flag(_ name: String) throws -> Bool {
        guard case .bool(let flag) = value[name] else { throw StageFault("\(name) is neither true nor false") }
        return flag
    }

    func flagIfAny(_ name: String) throws -> Bool? { value[name] == .null ? nil : try flag(name) }

    func inside(_ name: String) -> Arguments { Arguments(value[name]) }

    func all(_ name: String) -> [Arguments] { value[name].elements.map(Arguments.init) }

    func texts(_ name: String) -> [String] { value[name].elements.compactMap(\.text) }

    /// None is not the same as no texts.
    func textsIfAny(_ name: String) -> [String]? { value[name] == .null ? nil : texts(name) }

    /// One of several values, by its name.
    func one<T>(_ name: String, of all: [T]) throws -> T {
        let text = try text(name)
        guard let found = all.first(where: { "\($0)" == text }) else {
            throw StageFault("\(name) is no \(T.self): \(text)")
        }
        return found
    }

    func oneIfAny<T>(_ name: String, of all: [T]) throws -> T? {
        value[name] == .null ? nil : try one(name, of: all)
    }

    // MARK: Values of the seam

    static let judgements: [Judgement] = [.meets, .doesNotMeet, .defective, .notApplicable]
    static let severities: [Severity] = [.key, .main, .general]
    static let methods: [CaptureMethod] = [.photo, .video, .audio, .scan, .screenshot, .copy]
    static let roles: [PersonRole] = [
        .legalRepresentative, .principal, .qsDirector, .qsOfficer, .siteRepresentative,
    ]
    static let refusals: [RefusalKind] = [.refused, .absent, .unable]
    static let providers: [PositionProvider] = [.gnss, .network, .fused, .manual]
    static let filters: [TaskFilter] = [.open, .overdue, .done, .withdrawn, .all]
    static let languages: [Language] = [.zh, .en]
    static let rules: [FilesRule] = [.always, .whenCheap, .never]

    func position(_ name: String) throws -> PositionFix? {
        guard value[name] != .null else { return nil }
        let fix = inside(name)
        return PositionFix(
            latitudeE7: try fix.number("latitudeE7"), longitudeE7: try fix.number("longitudeE7"),
            accuracyM: try fix.number("accuracyM"), provider: try fix.one("provider", of: Self.providers),
            mock: try fix.flag("mock"))
    }

    func openRequest(dir: String) throws -> OpenRequest {
        OpenRequest(
            dir: textIfAny("dir") ?? dir, app: textIfAny("app") ?? "contract 1",
            language: try oneIfAny("language", of: Self.languages),
            zoneMinutes: value["zoneMinutes"] == .null ? 480 : try number("zoneMinutes"))
    }

    func enrol() throws -> EnrolInput {
        EnrolInput(
            code: try text("code"), label: try text("label"), serverUrl: try text("serverUrl"),
            serverRootsPem: try text("serverRootsPem"))
    }

    func taskQuery() throws -> TaskQuery {
        let cursor = inside("after")
        let after =
            value["after"] == .null
            ? nil : TaskCursor(dueUnixMs: try cursor.number("dueUnixMs"), task: try cursor.text("task"))
        return TaskQuery(filter: try one("filter", of: Self.filters), after: after, limit: try number("limit"))
    }

    func checkIn() throws -> CheckInInput {
        CheckInInput(task: try text("task"), position: try position("position"), rightsTold: try flag("rightsTold"))
    }

    func answer() throws -> AnswerInput {
        let fields = try all("fields").map { FieldInput(field: try $0.text("field"), text: try $0.text("text")) }
        return AnswerInput(
            visit: try text("visit"), item: try text("item"),
            judgement: try oneIfAny("judgement", of: Self.judgements), fields: fields)
    }

    func finding() throws -> FindingInput {
        FindingInput(
            visit: try text("visit"), item: try text("item"),
            severity: try oneIfAny("severity", of: Self.severities), text: try text("text"),
            evidence: texts("evidence"))
    }

    func attach() throws -> AttachInput {
        let item = value["purpose"]["item"]["item"].text
        let purpose: EvidencePurposeInput = item.map { .item(item: $0) } ?? .scene
        return AttachInput(
            visit: try text("visit"), path: try text("path"), mediaType: textIfAny("mediaType"), purpose: purpose,
            method: try one("method", of: Self.methods), position: try position("position"),
            secondOfficer: textIfAny("secondOfficer"), original: try flag("original"),
            derivedFrom: textIfAny("derivedFrom"), caption: try text("caption"))
    }

    func partySignature() throws -> PartySignatureInput {
        PartySignatureInput(
            visit: try text("visit"), name: try text("name"), role: try one("role", of: Self.roles),
            opinion: try text("opinion"), handwriting: try text("handwriting"))
    }

    func refusal() throws -> RefusalInput {
        let seen = inside("witness")
        let witness =
            value["witness"] == .null
            ? nil : WitnessInput(name: try seen.text("name"), affiliation: try seen.text("affiliation"))
        return RefusalInput(
            visit: try text("visit"), kind: try one("kind", of: Self.refusals), name: try text("name"),
            reason: try text("reason"), recording: try text("recording"),
            method: try one("method", of: Self.methods), witness: witness)
    }

    func bundle() throws -> BundleInput {
        BundleInput(visits: texts("visits"), withEvidence: try flag("withEvidence"), to: try text("to"))
    }
}
