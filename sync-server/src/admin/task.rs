//! Tasks are published, revised and withdrawn.

use super::{compose, optional, text};
use crate::db::{Intake, Unit};
use crate::ports::draw;
use crate::{Office, ServerError};
use std::collections::BTreeSet;
use zhian_domain::compose::Composed;
use zhian_domain::enterprise::Enterprise;
use zhian_domain::id::{AuthorityId, ContentHash, EnterpriseId, InspectorId, SiteId, TaskId, derived_id};
use zhian_domain::identifier::Uscc;
use zhian_domain::task::{Task, TaskKind, TaskStanding};
use zhian_domain::time::Timestamp;
use zhian_protocol::published::{EnterpriseRecord, TaskRecord};

/// What a supervisor asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTask {
    /// Who asks.
    pub authority: AuthorityId,
    /// One line for lists; made from kind and enterprise where it is empty.
    pub title: Option<String>,
    /// Why the enterprise is visited.
    pub kind: TaskKind,
    /// Credit code of an enterprise in the authority's directory.
    pub uscc: String,
    /// Which place; the registered address where none is given.
    pub site_address: Option<String>,
    /// The checklist version.
    pub checklist: ContentHash,
    /// Officers who carry it out.
    pub inspectors: Vec<InspectorId>,
    /// When it must be done.
    pub due: Timestamp,
    /// Number of the approval form.
    pub approval_number: Option<String>,
    /// Number of the inspection notice.
    pub notice_number: Option<String>,
}

/// Publishes a task: a new one, or the next revision of one.
pub fn publish(office: &Office, revises: Option<&TaskId>, new: &NewTask) -> Result<Task, ServerError> {
    if office.db.checklist(&new.checklist)?.is_none() {
        return Err(ServerError::NotFound { what: "checklist", name: new.checklist.to_string() });
    }
    let task = prepare(office, revises, new)?;
    store(office, vec![Intake::Task(TaskRecord::from(&task))])?;
    Ok(task)
}

/// As [`publish`], with a checklist that was composed for the enterprise: both are published together, or neither.
///
/// `new.checklist` must be the hash of the composed file.
pub fn publish_composed(
    office: &Office,
    revises: Option<&TaskId>,
    new: &NewTask,
    composed: &Composed,
) -> Result<Task, ServerError> {
    let task = prepare(office, revises, new)?;
    store(office, vec![compose::intake(composed), Intake::Task(TaskRecord::from(&task))])?;
    Ok(task)
}

fn prepare(office: &Office, revises: Option<&TaskId>, new: &NewTask) -> Result<Task, ServerError> {
    let enterprise = enterprise(office, &new.authority, &new.uscc)?;
    let before = revises.map(|id| existing(office, id)).transpose()?;
    let address = match optional("site address", new.site_address.as_deref())? {
        Some(address) => address,
        None => enterprise.address.clone(),
    };
    let id = match &before {
        Some(task) => task.id,
        None => TaskId::from_bytes(draw(office.entropy.as_ref())?),
    };
    let enterprise_id = enterprise_id(&new.uscc)?;
    let title = match optional("title", new.title.as_deref())? {
        Some(title) => title,
        None => format!("{} {}", kind_zh(new.kind), enterprise.name),
    };
    Ok(Task {
        id,
        revision: before.map_or(0, |task| task.revision).saturating_add(1),
        authority: new.authority,
        title,
        kind: new.kind,
        enterprise: enterprise_id,
        enterprise_name: enterprise.name,
        site: site_id(&enterprise_id, &address),
        site_address: address,
        checklist: new.checklist,
        inspectors: officers(office, new)?,
        due: new.due,
        approval_number: optional("approval number", new.approval_number.as_deref())?,
        notice_number: optional("notice number", new.notice_number.as_deref())?,
        standing: TaskStanding::Active,
    })
}

/// Withdraws a task. Work already done under it is kept and still travels.
pub fn withdraw(office: &Office, id: &TaskId, reason: &str) -> Result<TaskRecord, ServerError> {
    let mut record = existing(office, id)?;
    record.revision = record.revision.saturating_add(1);
    record.withdrawn = Some(text("reason", reason)?);
    store(office, vec![Intake::Task(record.clone())])?;
    Ok(record)
}

/// The site of an enterprise at an address: the same whoever computes it.
#[must_use]
pub fn site_id(enterprise: &EnterpriseId, address: &str) -> SiteId {
    SiteId::from_bytes(derived_id("zhian site 1", &[enterprise.as_bytes(), address.as_bytes()]))
}

fn existing(office: &Office, id: &TaskId) -> Result<TaskRecord, ServerError> {
    office.db.task(id)?.ok_or_else(|| ServerError::NotFound { what: "task", name: id.to_string() })
}

fn store(office: &Office, unit: Vec<Intake>) -> Result<(), ServerError> {
    match office.db.append(unit, office.clock.now())? {
        Unit::Done(_) => Ok(()),
        // Somebody else revised it at the same time.
        Unit::Moved => Err(ServerError::Contended),
    }
}

fn enterprise_id(uscc: &str) -> Result<EnterpriseId, ServerError> {
    let uscc = Uscc::new(uscc).map_err(|cause| {
        let place = cause.position().map_or(String::new(), |at| format!("第 {at} 位"));
        let zh = format!("“{uscc}”{place}有误，请对照营业执照核对");
        ServerError::Invalid { what: "credit code", zh, detail: cause.to_string() }
    })?;
    Ok(Enterprise::id_of(&uscc))
}

/// An enterprise in the directory of an authority, by its credit code.
pub fn enterprise(
    office: &Office,
    authority: &AuthorityId,
    uscc: &str,
) -> Result<EnterpriseRecord, ServerError> {
    let found = office.db.enterprise(authority, &enterprise_id(uscc)?)?;
    found.ok_or_else(|| ServerError::NotFound { what: "enterprise", name: uscc.to_owned() })
}

/// Officers of the same authority, each once, at least one: two are needed to seal, and the second may be named later.
fn officers(office: &Office, new: &NewTask) -> Result<Vec<InspectorId>, ServerError> {
    let invalid = |zh: String, detail: String| ServerError::Invalid { what: "officers", zh, detail };
    let mut seen = BTreeSet::new();
    for id in &new.inspectors {
        let officer = office.db.officer(id)?;
        let officer =
            officer.ok_or_else(|| ServerError::NotFound { what: "officer", name: id.to_string() })?;
        if officer.record.authority != new.authority {
            let zh = format!("{}（{id}）属于另一个部门", officer.record.name);
            return Err(invalid(zh, format!("officer {id} works for another authority")));
        }
        if !seen.insert(*id) {
            let zh = format!("{}（{id}）写了两次", officer.record.name);
            return Err(invalid(zh, format!("officer {id} is named twice")));
        }
    }
    if seen.is_empty() {
        let zh = "至少要一名，封存需要两名".to_owned();
        return Err(invalid(zh, "at least one is needed, and two to seal".to_owned()));
    }
    Ok(new.inspectors.clone())
}

/// Name of a kind, as in lists.
#[must_use]
pub const fn kind_zh(kind: TaskKind) -> &'static str {
    match kind {
        TaskKind::Routine => "日常检查",
        TaskKind::Special => "专项检查",
        TaskKind::Case => "个案检查",
        TaskKind::DoubleRandom => "双随机抽查",
        TaskKind::Unannounced => "飞行检查",
        TaskKind::Recheck => "复查",
    }
}
