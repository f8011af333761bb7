//! How identifiers of fixed length are written: as CBOR byte strings.

use minicbor::decode::{Decoder, Error as DecodeError};
use minicbor::encode::{Encoder, Error as EncodeError, Write};
use zhian_domain::id::{
    AuthorityId, ContentHash, DeviceId, EnterpriseId, EvidenceHash, FindingId, InspectorId, SiteId, Sm3Hash,
    TaskId, VisitId,
};

/// An identifier of fixed length.
pub trait Fixed: Sized {
    /// Its bytes.
    fn bytes(&self) -> &[u8];
    /// Reads exactly its length.
    fn read(bytes: &[u8]) -> Option<Self>;
}

macro_rules! fixed {
    ($($name:ident),*) => {$(
        impl Fixed for $name {
            fn bytes(&self) -> &[u8] { self.as_bytes() }
            fn read(bytes: &[u8]) -> Option<Self> { Self::from_slice(bytes) }
        }
    )*};
}

fixed!(
    AuthorityId,
    ContentHash,
    DeviceId,
    EnterpriseId,
    EvidenceHash,
    FindingId,
    InspectorId,
    SiteId,
    Sm3Hash,
    TaskId,
    VisitId
);

impl<const N: usize> Fixed for [u8; N] {
    fn bytes(&self) -> &[u8] {
        self
    }
    fn read(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok()
    }
}

fn read<T: Fixed>(d: &mut Decoder<'_>) -> Result<T, DecodeError> {
    let at = d.position();
    T::read(d.bytes()?).ok_or_else(|| DecodeError::message("identifier of the wrong length").at(at))
}

/// For `#[cbor(with = "crate::wire::fixed")]`.
pub mod fixed {
    use super::{DecodeError, Decoder, EncodeError, Encoder, Fixed, Write};

    pub fn encode<C, T: Fixed, W: Write>(
        value: &T,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), EncodeError<W::Error>> {
        e.bytes(value.bytes())?;
        Ok(())
    }

    pub fn decode<'b, C, T: Fixed>(d: &mut Decoder<'b>, _: &mut C) -> Result<T, DecodeError> {
        super::read(d)
    }
}

/// For `#[cbor(with = "crate::wire::fixed_list")]`.
pub mod fixed_list {
    use super::{DecodeError, Decoder, EncodeError, Encoder, Fixed, Write};

    pub fn encode<C, T: Fixed, W: Write>(
        value: &Vec<T>,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), EncodeError<W::Error>> {
        e.array(value.len() as u64)?;
        for one in value {
            e.bytes(one.bytes())?;
        }
        Ok(())
    }

    pub fn decode<'b, C, T: Fixed>(d: &mut Decoder<'b>, _: &mut C) -> Result<Vec<T>, DecodeError> {
        let at = d.position();
        let count = d.array()?.ok_or_else(|| DecodeError::message("list of unknown length").at(at))?;
        // No reservation from a foreign count: the list grows as bytes really arrive.
        (0..count).map(|_| super::read(d)).collect()
    }
}

/// For `#[cbor(with = "crate::wire::bytes_list")]`: a list of byte strings.
pub mod bytes_list {
    use super::{DecodeError, Decoder, EncodeError, Encoder, Write};

    pub fn encode<C, W: Write>(
        value: &Vec<Vec<u8>>,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), EncodeError<W::Error>> {
        e.array(value.len() as u64)?;
        for one in value {
            e.bytes(one)?;
        }
        Ok(())
    }

    pub fn decode<'b, C>(d: &mut Decoder<'b>, _: &mut C) -> Result<Vec<Vec<u8>>, DecodeError> {
        let at = d.position();
        let count = d.array()?.ok_or_else(|| DecodeError::message("list of unknown length").at(at))?;
        (0..count).map(|_| d.bytes().map(<[u8]>::to_vec)).collect()
    }
}
