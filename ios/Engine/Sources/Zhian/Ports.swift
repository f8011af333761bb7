import ZhianSeam

/// What an app brings: its key, its secrets, its network, its place, its battery.
///
/// Every port is called from threads of the engine's and blocks them; it may be called from several at once, never on
/// the main actor. What it throws becomes an ordinary ``EngineError``, whatever it is; ``HostError`` says best what it
/// was. What is left out is: a key in the data folder, HTTPS under the roots of the enrolment, databases in plain, and
/// nobody who knows of place, network and battery.
public struct Ports: Sendable {
    /// The device's key, in the Secure Enclave or the keychain. Shape: see ``Signer``.
    public var signer: (any Signer)?
    /// Keeps the 32-byte key of the databases in the keychain. With one, the databases are encrypted.
    public var keyStore: (any KeyStore)?
    /// The network, where the app's own is wanted: a background session, a proxy, another TLS.
    public var transport: (any Transport)?
    /// Where the device is.
    public var location: (any Location)?
    /// What the network costs and how the battery is.
    public var surroundings: (any Surroundings)?

    /// Names what the app brings.
    public init(
        signer: (any Signer)? = nil, keyStore: (any KeyStore)? = nil, transport: (any Transport)? = nil,
        location: (any Location)? = nil, surroundings: (any Surroundings)? = nil
    ) {
        self.signer = signer
        self.keyStore = keyStore
        self.transport = transport
        self.location = location
        self.surroundings = surroundings
    }
}
