//! Single pages of an encrypted database, without SQLite: how a damaged one is read out.
//!
//! Each page is encrypted for itself: AES-256-CBC under the database key and a vector of its own, then HMAC-SHA-512 over
//! ciphertext, vector and page number under a second key that follows from the first and from the salt in the first 16
//! bytes of the file. So one page is readable whatever became of the others, and a page without its salt is readable
//! too, only that nobody can tell whether it is as it was written.
//!
//! Source: "SQLCipher Design", for version 4 and a raw key.

use super::DatabaseKey;
use aes::Aes256;
use aes::cipher::{Block, BlockCipherDecrypt};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha512;

/// Bytes of the salt, which stands where a database in plain says what it is.
pub(crate) const SALT_BYTES: usize = 16;

/// What stands at the end of each page: vector and code.
pub(crate) const RESERVED_BYTES: usize = VECTOR_BYTES + CODE_BYTES;

const VECTOR_BYTES: usize = 16;
const CODE_BYTES: usize = 64;
const BLOCK_BYTES: usize = 16;
const HMAC_BLOCK_BYTES: usize = 128;
const MAGIC: &[u8; SALT_BYTES] = b"SQLite format 3\0";

/// Keeps the two uses of the salt apart.
const SALT_MASK: u8 = 0x3a;

/// A salt, as it stands in the file.
pub(crate) type Salt = [u8; SALT_BYTES];

/// Reads pages that were written under one key and one salt.
pub(crate) struct PageCipher {
    cipher: Aes256,
    code: Hmac<Sha512>,
}

/// HMAC-SHA-512 under a key shorter than its block, which is filled up with zeros.
fn keyed(key: &[u8; 32]) -> Hmac<Sha512> {
    let mut padded = [0_u8; HMAC_BLOCK_BYTES];
    padded.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
    Hmac::new(&padded.into())
}

impl PageCipher {
    pub(crate) fn new(key: &DatabaseKey, salt: Salt) -> Self {
        // PBKDF2 of two rounds whose one block is cut to 32 bytes.
        let under = keyed(&key.0);
        let masked = salt.map(|byte| byte ^ SALT_MASK);
        let first =
            under.clone().chain_update(masked).chain_update(1_u32.to_be_bytes()).finalize().into_bytes();
        let second = under.chain_update(first).finalize().into_bytes();
        let mut code_key = [0_u8; 32];
        code_key.iter_mut().zip(first.iter().zip(second)).for_each(|(to, (a, b))| *to = a ^ b);
        Self { cipher: Aes256::new(&key.0.into()), code: keyed(&code_key) }
    }

    /// Whether a page is as it was written, in its place. A page of another length is not.
    pub(crate) fn is_genuine(&self, number: u32, page: &[u8]) -> bool {
        let Some((body, code)) = page.len().checked_sub(CODE_BYTES).and_then(|at| page.split_at_checked(at))
        else {
            return false;
        };
        let body = body.get(start(number)..).unwrap_or_default();
        let check = self.code.clone().chain_update(body).chain_update(number.to_le_bytes());
        check.verify_slice(code).is_ok()
    }

    /// A page in plain, without what is reserved at its end. What was altered reads as rubbish: ask
    /// [`Self::is_genuine`].
    pub(crate) fn read(&self, number: u32, page: &[u8]) -> Option<Vec<u8>> {
        let (body, reserved) = page.split_at_checked(page.len().checked_sub(RESERVED_BYTES)?)?;
        let mut before = Block::<Aes256>::try_from(reserved.get(..VECTOR_BYTES)?).ok()?;
        let mut plain = Vec::with_capacity(body.len());
        if number == 1 {
            plain.extend_from_slice(MAGIC);
        }
        for piece in body.get(start(number)..)?.chunks_exact(BLOCK_BYTES) {
            let sealed = Block::<Aes256>::try_from(piece).ok()?;
            let mut block = sealed;
            self.cipher.decrypt_block(&mut block);
            plain.extend(block.iter().zip(before).map(|(byte, chained)| byte ^ chained));
            before = sealed;
        }
        Some(plain)
    }
}

/// Where the ciphertext of a page begins: the first one has the salt before it.
const fn start(number: u32) -> usize {
    if number == 1 { SALT_BYTES } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first page of a database that SQLCipher 4.19 wrote under the key of bytes 1.
    const FIRST_PAGE: &[u8] = include_bytes!("../../fixtures/sqlcipher-4-first-page.bin");

    fn cipher() -> PageCipher {
        let salt = FIRST_PAGE[..SALT_BYTES].try_into().unwrap();
        PageCipher::new(&DatabaseKey([1; 32]), salt)
    }

    #[test]
    fn a_page_that_sqlcipher_wrote_is_genuine_and_reads_as_the_header_of_a_database() {
        assert!(cipher().is_genuine(1, FIRST_PAGE));
        let plain = cipher().read(1, FIRST_PAGE).unwrap();
        assert_eq!(plain.len(), 4096 - RESERVED_BYTES);
        assert_eq!(&plain[..16], MAGIC);
        assert_eq!(plain[16..18], [0x10, 0x00], "pages of 4096 bytes");
        assert_eq!(usize::from(plain[20]), RESERVED_BYTES);
        assert_eq!(plain[100], 0x05, "the schema is a tree of several pages");
    }

    #[test]
    fn a_page_that_was_altered_or_moved_or_met_with_another_key_or_salt_is_not_genuine() {
        let mut altered = FIRST_PAGE.to_vec();
        altered[2_000] ^= 1;
        assert!(!cipher().is_genuine(1, &altered));
        assert!(!cipher().is_genuine(2, FIRST_PAGE));
        let salt = FIRST_PAGE[..SALT_BYTES].try_into().unwrap();
        assert!(!PageCipher::new(&DatabaseKey([2; 32]), salt).is_genuine(1, FIRST_PAGE));
        assert!(!PageCipher::new(&DatabaseKey([1; 32]), [0; 16]).is_genuine(1, FIRST_PAGE));
        for short in [0, 16, 79, 4_095] {
            assert!(!cipher().is_genuine(1, &FIRST_PAGE[..short]));
        }
    }

    #[test]
    fn one_altered_byte_costs_two_blocks_and_no_more() {
        let (whole, mut altered) = (cipher().read(1, FIRST_PAGE).unwrap(), FIRST_PAGE.to_vec());
        altered[2_000] ^= 1;
        let read = cipher().read(1, &altered).unwrap();
        let differing: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] != read[*at]).collect();
        assert!(differing.iter().all(|at| (2_000..2_032).contains(at)), "{differing:?}");
        assert_eq!(cipher().read(1, &[]), None);
    }
}
