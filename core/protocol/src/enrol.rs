//! How a device becomes known: a one-time code and the public half of its own key.

use minicbor::{Decode, Encode};
use zhian_domain::id::{AuthorityId, DeviceId, InspectorId};

/// Where a device enrols.
pub const PATH: &str = "/v1/enrol";

/// The id of the device with this public key: the same whoever computes it.
#[must_use]
pub fn device_id(public_key: &[u8]) -> DeviceId {
    DeviceId::from_bytes(zhian_domain::id::derived_id("zhian device 1", &[public_key]))
}

/// The bytes a device signs to show that it holds the key it enrols.
#[must_use]
pub fn proof_message(code: &str, public_key: &[u8]) -> Vec<u8> {
    [b"zhian enrol 1\n".as_slice(), code.as_bytes(), b"\n", public_key].concat()
}

/// A device asks to be enrolled.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct EnrolRequest {
    /// The oldest protocol version the device speaks.
    #[n(0)]
    pub oldest: u16,
    /// The newest protocol version the device speaks.
    #[n(1)]
    pub newest: u16,
    /// The one-time code.
    #[n(2)]
    pub code: String,
    /// Byte of the signature suite.
    #[n(3)]
    pub suite: u8,
    /// Public key in the suite's form.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub public_key: Vec<u8>,
    /// What the officer calls the device.
    #[n(5)]
    pub label: String,
    /// Name and version of the app.
    #[n(6)]
    pub app: String,
    /// Signature over [`proof_message`].
    #[cbor(n(7), with = "minicbor::bytes")]
    pub proof: Vec<u8>,
}

/// The device is known from now on.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct EnrolResponse {
    /// The protocol version to speak.
    #[n(0)]
    pub version: u16,
    /// The device's id.
    #[cbor(n(1), with = "crate::wire::fixed")]
    pub device: DeviceId,
    /// Whose device it is.
    #[cbor(n(2), with = "crate::wire::fixed")]
    pub inspector: InspectorId,
    /// The authority they work for.
    #[cbor(n(3), with = "crate::wire::fixed")]
    pub authority: AuthorityId,
    /// Bearer token of this device, 22 characters of base64url. Shown once; the server keeps its hash.
    #[n(4)]
    pub token: String,
    /// The server's clock, milliseconds since 1970.
    #[n(5)]
    pub server_unix_ms: i64,
    /// Public key with which the office signs what it publishes; absent from an office of before.
    #[cbor(n(6), with = "minicbor::bytes")]
    pub office_key: Option<Vec<u8>>,
}
