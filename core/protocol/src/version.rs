//! Which version of the protocol two sides speak.

/// The newest version this program speaks.
pub const NEWEST: u16 = 1;

/// The oldest version this program still speaks.
pub const OLDEST: u16 = 1;

/// Two sides have no version in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the other side speaks versions {theirs_oldest} to {theirs_newest}, this one {OLDEST} to {NEWEST}")]
pub struct NoCommonVersion {
    /// The oldest version the other side speaks.
    pub theirs_oldest: u16,
    /// The newest version the other side speaks.
    pub theirs_newest: u16,
}

/// The newest version that both sides speak.
///
/// Errors: [`NoCommonVersion`]; the older side must be updated.
///
/// ```
/// # use zhian_protocol::version::negotiate;
/// assert_eq!(negotiate(1, 9), Ok(1));
/// assert!(negotiate(7, 9).is_err());
/// assert!(negotiate(0, 0).is_err());
/// ```
pub fn negotiate(theirs_oldest: u16, theirs_newest: u16) -> Result<u16, NoCommonVersion> {
    let version = NEWEST.min(theirs_newest);
    if version >= OLDEST.max(theirs_oldest) && theirs_oldest <= theirs_newest {
        Ok(version)
    } else {
        Err(NoCommonVersion { theirs_oldest, theirs_newest })
    }
}
