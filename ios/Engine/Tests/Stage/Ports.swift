import Foundation
import Zhian

/// A key that does wrong.
public final class FaultyKey: Signer {
    private let key: TestKey
    private let fault: String

    /// A key with a fault: `throws`, `short`, `rubbish`, `shortSignature`.
    public init(_ fault: String, of key: TestKey) {
        self.fault = fault
        self.key = key
    }

    /// The public half, or a piece of it.
    public func publicKey() throws -> Data {
        if fault == "throws" { throw Unexpected("boom") }
        return fault == "short" ? try key.publicKey().prefix(31) : try key.publicKey()
    }

    /// Ed25519.
    public func suite() throws -> UInt8 {
        if fault == "throws" { throw Unexpected("boom") }
        return 1
    }

    /// No signature.
    public func sign(message: Data) throws -> Data {
        switch fault {
        case "throws": throw Unexpected("boom")
        case "shortSignature": try key.sign(message: message).prefix(3)
        default: Data(count: 64)
        }
    }
}

/// Keeps a key in memory, or does wrong.
public final class TestKeyStore: KeyStore, @unchecked Sendable {
    private let lock = NSLock()
    private let fault: String
    private var kept: Data?

    /// A key store that keeps (`own`), or one with a fault: `throws`, `short`, `other`.
    public init(_ fault: String = "own") { self.fault = fault }

    /// What is kept.
    public func load() throws -> Data? {
        switch fault {
        case "throws": throw Unexpected("locked")
        case "short": Data(count: 16)
        case "other": Data(repeating: 7, count: 32)
        default: lock.withLock { kept }
        }
    }

    /// Keeps a key.
    public func save(key: Data) throws {
        if fault == "throws" { throw Unexpected("locked") }
        lock.withLock { kept = key }
    }
}

/// A network that does wrong.
public final class FaultyTransport: Transport {
    private let fault: String

    /// A network with a fault: `unreachable`, `rubbish`, `throws`.
    public init(_ fault: String) { self.fault = fault }

    /// Turns to no server.
    public func turnTo(url: String, rootsPem: String) throws {
        if fault == "throws" { throw Unexpected("boom") }
    }

    /// Sends nothing.
    public func send(request: HTTPRequest) throws -> HTTPReply {
        switch fault {
        case "unreachable": throw HostError.Unreachable(detail: "no network")
        case "rubbish": HTTPReply(status: 200, headers: [], body: Data("rubbish".utf8))
        default: throw Unexpected("boom")
        }
    }
}

/// A place, or a fault: `harbour`, `throws`, `nowhere`.
public final class TestLocation: Location {
    private let behaviour: String

    /// A place that behaves so.
    public init(_ behaviour: String) { self.behaviour = behaviour }

    /// Where that is.
    public func fix() throws -> PositionFix? {
        if behaviour == "throws" { throw Unexpected("no permission") }
        let latitude: Int32 = behaviour == "nowhere" ? 1_230_000_000 : 389_012_345
        return PositionFix(
            latitudeE7: latitude, longitudeE7: 1_182_012_345, accuracyM: 12, provider: .gnss, mock: false)
    }
}

/// Network and battery, or a fault: `metered`, `throws`.
public final class TestSurroundings: Surroundings {
    private let behaviour: String

    /// Surroundings that behave so.
    public init(_ behaviour: String) { self.behaviour = behaviour }

    /// How they are.
    public func conditions() throws -> Conditions {
        if behaviour == "throws" { throw Unexpected("no permission") }
        return Conditions(network: .metered, charging: false, batteryPercent: 80)
    }
}
