//! What a supervisor asks for.

use crate::id::{AuthorityId, ContentHash, EnterpriseId, InspectorId, SiteId, TaskId, VisitId};
use crate::time::Timestamp;

/// Why the enterprise is visited (检查方式).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaskKind {
    /// 日常检查.
    Routine,
    /// 专项检查.
    Special,
    /// 个案检查.
    Case,
    /// 双随机抽查.
    DoubleRandom,
    /// 飞行检查.
    Unannounced,
    /// 复查.
    Recheck,
}

impl TaskKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Routine, Self::Special, Self::Case, Self::DoubleRandom, Self::Unannounced, Self::Recheck];

    /// Stable code used on the wire and in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Routine => "routine",
            Self::Special => "special",
            Self::Case => "case",
            Self::DoubleRandom => "double-random",
            Self::Unannounced => "unannounced",
            Self::Recheck => "recheck",
        }
    }

    /// Reads a code written by [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Whether a task still stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskStanding {
    /// It is to be done.
    Active,
    /// It was taken back. Work already done under it is kept and still travels.
    Withdrawn {
        /// Why, in the supervisor's words.
        reason: String,
    },
}

/// One inspection to be made. A change is a new revision; the id stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// Starts at 1 and grows with each publication; the highest one holds.
    pub revision: u32,
    /// Who asked for it.
    pub authority: AuthorityId,
    /// One line for lists.
    pub title: String,
    /// Why the enterprise is visited.
    pub kind: TaskKind,
    /// Whom to visit.
    pub enterprise: EnterpriseId,
    /// Name of the enterprise when the task was published.
    pub enterprise_name: String,
    /// Which place.
    pub site: SiteId,
    /// Address of that place.
    pub site_address: String,
    /// The checklist version, by hash of its file.
    pub checklist: ContentHash,
    /// Officers who carry it out; at least two to seal.
    pub inspectors: Vec<InspectorId>,
    /// When it must be done.
    pub due: Timestamp,
    /// Number of the approval form (行政检查审批表), where given.
    pub approval_number: Option<String>,
    /// Number of the inspection notice (行政检查通知书), where given.
    pub notice_number: Option<String>,
    /// Whether it still stands.
    pub standing: TaskStanding,
}

impl Task {
    /// The visit that this task and its checklist version lead to.
    #[must_use]
    pub fn visit(&self) -> VisitId {
        VisitId::of(&self.id, &self.checklist)
    }

    /// Whether this officer carries the task out.
    #[must_use]
    pub fn names(&self, inspector: &InspectorId) -> bool {
        self.inspectors.contains(inspector)
    }
}

/// Whether a task is past its due time plus a period of grace.
///
/// ```
/// # use zhian_domain::{task::is_overdue, time::Timestamp};
/// let due = Timestamp::from_unix_ms(0);
/// assert!(!is_overdue(due, Timestamp::from_unix_ms(3_600_000), 1));
/// assert!(is_overdue(due, Timestamp::from_unix_ms(3_600_001), 1));
/// ```
#[must_use]
pub fn is_overdue(due: Timestamp, at: Timestamp, grace_hours: u32) -> bool {
    at > due.plus_ms(i64::from(grace_hours) * 3_600_000)
}
