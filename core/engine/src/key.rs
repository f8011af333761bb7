//! The key of the databases: drawn once, kept where the platform keeps secrets, asked for at every start.

use crate::error::EngineError;
use crate::port::{Entropy, HostError, KeyStore};
use zhian_store::{DatabaseKey, Rest, StoreError};

/// The key to open a folder with that says `rest` of itself. The folder is claimed: no other process decides meanwhile.
///
/// Errors: `host.failed`, `host.bad-key`; `store.key-missing` where a key was kept once and is gone: a new one would
/// open nothing; `store.not-encrypted`; `engine.entropy`.
pub(crate) fn database_key(
    keys: &dyn KeyStore,
    entropy: &dyn Entropy,
    rest: Rest,
) -> Result<DatabaseKey, EngineError> {
    if let Some(kept) = keys.load()? {
        return read(&kept);
    }
    match rest {
        Rest::Encrypted => Err(StoreError::KeyMissing.into()),
        Rest::Plain => Err(StoreError::NotEncrypted.into()),
        Rest::Fresh => draw(keys, entropy),
    }
}

fn read(bytes: &[u8]) -> Result<DatabaseKey, EngineError> {
    DatabaseKey::from_slice(bytes).ok_or(EngineError::BadKey { found: bytes.len() })
}

fn draw(keys: &dyn KeyStore, entropy: &dyn Entropy) -> Result<DatabaseKey, EngineError> {
    let mut drawn = [0_u8; DatabaseKey::BYTES];
    entropy.fill(&mut drawn)?;
    keys.save(&drawn)?;
    // Work written under a key that was not kept would be lost at the next start.
    match keys.load()? {
        Some(kept) if kept == drawn => read(&kept),
        _ => {
            Err(HostError { port: "key store", detail: "what was kept is not what it gives".to_owned() }
                .into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::EntropyError;
    use std::sync::Mutex;

    struct Sevens;

    impl Entropy for Sevens {
        fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyError> {
            buffer.fill(7);
            Ok(())
        }
    }

    #[derive(Default)]
    struct Keys {
        kept: Mutex<Option<Vec<u8>>>,
        forgets: bool,
    }

    impl KeyStore for Keys {
        fn load(&self) -> Result<Option<Vec<u8>>, HostError> {
            Ok(self.kept.lock().unwrap().clone())
        }
        fn save(&self, key: &[u8]) -> Result<(), HostError> {
            *self.kept.lock().unwrap() = (!self.forgets).then(|| key.to_vec());
            Ok(())
        }
    }

    fn code(keys: &Keys, rest: Rest) -> &'static str {
        database_key(keys, &Sevens, rest).map(drop).unwrap_err().code()
    }

    #[test]
    fn a_fresh_folder_draws_a_key_once_and_finds_it_again() {
        let keys = Keys::default();
        let drawn = database_key(&keys, &Sevens, Rest::Fresh).unwrap();
        assert_eq!(database_key(&keys, &Sevens, Rest::Encrypted).unwrap(), drawn);
    }

    #[test]
    fn a_lost_key_is_told_and_never_replaced() {
        let keys = Keys::default();
        assert_eq!(code(&keys, Rest::Encrypted), "store.key-missing");
        assert_eq!(code(&keys, Rest::Plain), "store.not-encrypted");
        assert!(keys.kept.lock().unwrap().is_none());
    }

    #[test]
    fn a_store_that_forgets_or_gives_rubbish_is_not_trusted_with_work() {
        assert_eq!(code(&Keys { forgets: true, ..Keys::default() }, Rest::Fresh), "host.failed");
        let rubbish = Keys { kept: Mutex::new(Some(vec![1, 2, 3])), forgets: false };
        assert_eq!(code(&rubbish, Rest::Encrypted), "host.bad-key");
    }
}
