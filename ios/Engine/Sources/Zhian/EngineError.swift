import Foundation
import ZhianSeam

/// Why a call was refused or failed. Everything is as it was before, and nothing was half done.
///
/// The cases are what a program does something about. What a person reads is ``explanation``, in the engine's language.
public enum EngineError: Error, Equatable, Sendable {
    /// The task was cancelled. What was acknowledged or stored until then stays, whole.
    case cancelled(Explanation)
    /// The engine was closed before this call.
    case closed(Explanation)
    /// Another process has the data folder open.
    case folderInUse(Explanation)
    /// The device is not enrolled yet.
    case notEnrolled(Explanation)
    /// Answers differ, and people must settle them first.
    case unsettled(Explanation)
    /// The visit is closed for good.
    case visitSealed(Explanation)
    /// The line: no network, a cut, a certificate that is not trusted. Trying again later is harmless.
    case network(Explanation)
    /// The data folder: no space, a database of a newer app, a wrong key. Codes `store.*`.
    case storage(Explanation)
    /// The device's key. Codes `signer.*`.
    case signer(Explanation)
    /// Another port of the app. Codes `host.*`.
    case host(Explanation)
    /// Every other refusal; its code tells which.
    case refused(Explanation)
    /// The library broke its own rules. Not expected to happen; worth a report.
    case defect(Explanation)

    /// What people and programs are told about it.
    public var explanation: Explanation {
        switch self {
        case .cancelled(let told), .closed(let told), .folderInUse(let told), .notEnrolled(let told),
            .unsettled(let told), .visitSealed(let told), .network(let told), .storage(let told),
            .signer(let told), .host(let told), .refused(let told), .defect(let told):
            told
        }
    }

    /// The stable code, e.g. `engine.visit-sealed`.
    public var code: String { explanation.code }
}

/// An error in words and values.
public struct Explanation: Equatable, Sendable {
    /// Stable code, e.g. `engine.visit-sealed`. Programs decide by it.
    public let code: String
    /// What it means and what to do, in the engine's language. People read it.
    public let sentence: String
    /// What exactly, for technicians, in English.
    public let detail: String
    /// Values that make the sentence exact.
    public let fields: [ErrorField]

    /// The value of that name; none if the error has none.
    public subscript(name: String) -> String? {
        fields.first { $0.name == name }?.text
    }
}

extension EngineError: LocalizedError {
    /// The sentence for people.
    public var errorDescription: String? { explanation.sentence }
    /// What exactly, for technicians.
    public var failureReason: String? { explanation.detail }
}

extension EngineError {
    /// What the seam threw.
    init(_ thrown: any Error) {
        guard let thrown = thrown as? ZhianSeam.ZhianError else {
            self = .defect(.ofDefect("\(thrown)"))
            return
        }
        switch thrown {
        case .Refused(let code, let sentence, let detail, let fields):
            self.init(Explanation(code: code, sentence: sentence, detail: detail, fields: fields))
        }
    }

    private init(_ told: Explanation) {
        switch told.code {
        case "engine.cancelled": self = .cancelled(told)
        case "engine.closed": self = .closed(told)
        case "store.in-use": self = .folderInUse(told)
        case "engine.not-enrolled": self = .notEnrolled(told)
        case "engine.unsettled", "draft.unsettled": self = .unsettled(told)
        case "engine.visit-sealed": self = .visitSealed(told)
        case "engine.panicked", "engine.internal": self = .defect(told)
        default: self = .family(told)
        }
    }

    /// By what stands before the dot of the code.
    private static func family(_ told: Explanation) -> Self {
        switch told.code.prefix(while: { $0 != "." }) {
        case "transport": .network(told)
        case "store": .storage(told)
        case "signer": .signer(told)
        case "host": .host(told)
        default: .refused(told)
        }
    }
}

extension Explanation {
    /// The generated code itself failed, so the engine's sentences cannot be asked. In both languages.
    fileprivate static func ofDefect(_ detail: String) -> Self {
        Self(
            code: "engine.panicked",
            sentence: "程序出错，已保存的内容不受影响。 / The program failed; what was saved is safe.",
            detail: detail, fields: [])
    }
}

/// Does `work`, and says what the seam threw as ``EngineError``.
func told<T>(_ work: () throws -> T) -> Result<T, EngineError> {
    do { return .success(try work()) } catch { return .failure(EngineError(error)) }
}
