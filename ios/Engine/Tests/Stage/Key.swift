import Foundation
import Glibc
import Zhian

/// What a test's port throws that nobody expects.
public struct Unexpected: Error, CustomStringConvertible {
    /// In words.
    public let description: String

    /// Something unexpected.
    public init(_ description: String) { self.description = description }
}

/// A device key for tests: Ed25519 of the system's libcrypto, since Linux has no CryptoKit.
///
/// An app keeps its key in the Secure Enclave or the keychain instead.
public final class TestKey: Signer, @unchecked Sendable {
    private let key: OpaquePointer
    private let crypto: Crypto

    /// A key pair of which only this object knows the secret half.
    public init(seed: UInt8? = nil) throws {
        crypto = try Crypto.opened()
        let secret = seed.map { [UInt8](repeating: $0, count: 32) } ?? (0..<32).map { _ in UInt8.random(in: 0...255) }
        guard let made = crypto.newPrivate(1087, nil, secret, secret.count) else { throw StageFault("no key") }
        key = made
    }

    deinit { crypto.free(key) }

    /// The public half, 32 bytes.
    public func publicKey() throws -> Data {
        var bytes = [UInt8](repeating: 0, count: 32)
        var length = bytes.count
        guard crypto.publicHalf(key, &bytes, &length) == 1, length == 32 else { throw StageFault("no public key") }
        return Data(bytes)
    }

    /// Ed25519.
    public func suite() throws -> UInt8 { 1 }

    /// A signature of 64 bytes.
    public func sign(message: Data) throws -> Data {
        guard let context = crypto.newContext() else { throw StageFault("no context") }
        defer { crypto.freeContext(context) }
        var signature = [UInt8](repeating: 0, count: 64)
        var length = signature.count
        guard crypto.initSign(context, nil, nil, nil, key) == 1,
            crypto.sign(context, &signature, &length, [UInt8](message), message.count) == 1
        else { throw StageFault("no signature") }
        return Data(signature.prefix(length))
    }
}

private struct Crypto {
    typealias Half = @convention(c) (OpaquePointer, UnsafeMutablePointer<UInt8>, UnsafeMutablePointer<Int>) -> Int32
    typealias Free = @convention(c) (OpaquePointer) -> Void
    typealias NewContext = @convention(c) () -> OpaquePointer?
    typealias InitSign =
        @convention(c) (OpaquePointer, OpaquePointer?, OpaquePointer?, OpaquePointer?, OpaquePointer) -> Int32
    typealias Sign =
        @convention(c) (
            OpaquePointer, UnsafeMutablePointer<UInt8>, UnsafeMutablePointer<Int>, UnsafePointer<UInt8>, Int
        ) -> Int32

    let newPrivate: @convention(c) (Int32, OpaquePointer?, UnsafePointer<UInt8>, Int) -> OpaquePointer?
    let publicHalf: Half
    let free: Free
    let newContext: NewContext
    let freeContext: Free
    let initSign: InitSign
    let sign: Sign

    static func opened() throws -> Self {
        guard let library = dlopen("libcrypto.so.3", RTLD_NOW) else { throw StageFault("libcrypto is not there") }
        func find<T>(_ name: String, _ type: T.Type) throws -> T {
            guard let found = dlsym(library, name) else { throw StageFault("libcrypto has no \(name)") }
            return unsafeBitCast(found, to: type)
        }
        return Self(
            newPrivate: try find(
                "EVP_PKEY_new_raw_private_key",
                (@convention(c) (Int32, OpaquePointer?, UnsafePointer<UInt8>, Int) -> OpaquePointer?).self),
            publicHalf: try find("EVP_PKEY_get_raw_public_key", Half.self),
            free: try find("EVP_PKEY_free", Free.self),
            newContext: try find("EVP_MD_CTX_new", NewContext.self),
            freeContext: try find("EVP_MD_CTX_free", Free.self),
            initSign: try find("EVP_DigestSignInit", InitSign.self),
            sign: try find("EVP_DigestSign", Sign.self))
    }
}
