//! A seeded world: an office, its people and their phones, on one clock.

use crate::clock::{PhoneClock, Time};
use crate::network::{Door, Line};
use crate::office::Office;
use crate::phone::Phone;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;
use zhian_domain::checklist;
use zhian_domain::enterprise::{Enterprise, UnitKind};
use zhian_domain::id::{
    AuthorityId, ContentHash, EvidenceHash, InspectorId, SiteId, TaskId, VisitId, derived_id,
};
use zhian_domain::identifier::organisation::OrganisationCode;
use zhian_domain::identifier::region::RegionCode;
use zhian_domain::identifier::uscc::Uscc;
use zhian_engine::port::{HttpRequest, HttpResponse, TransportError};
use zhian_engine::view::{SyncEnd, SyncReport};
use zhian_protocol::published::{AuthorityRecord, EnterpriseRecord, InspectorRecord, TaskRecord};
use zhian_protocol::sync::{FeedKind, SyncResponse};
use zhian_server::db::Intake;

/// A checklist of four items, first version: a picture always, a picture on failure, a number, a plain judgement.
pub const SMALL_V1: &str = include_str!("../fixtures/checklists/small.v1.json");

/// The same checklist with one sentence reworded.
pub const SMALL_V2: &str = include_str!("../fixtures/checklists/small.v2.json");

/// Exchanges after which a world must be quiet: a bad line needs some, a loop would need all.
const ROUNDS_MAX: usize = 20;

const REGION: &str = "110105";
const DAY_MS: i64 = 24 * 3_600_000;

/// Everything there is.
pub struct World {
    /// The office.
    pub office: Office,
    /// The true time.
    pub time: Arc<Time>,
    seed: u64,
    authority: AuthorityId,
    people: BTreeMap<String, InspectorId>,
    phones: u32,
    tasks: u32,
    small: ContentHash,
    // Last, so that everything is closed before the folder goes.
    folder: TempDir,
}

impl World {
    /// A world that follows from its seed: one authority, one small checklist, nobody there yet.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        let folder =
            tempfile::Builder::new().prefix("zhian-world-").tempdir().expect("a folder for the world");
        let time = Time::beginning();
        let office = Office::founded(&folder.path().join("office"), &time, seed);
        let authority = AuthorityId::from_bytes(derived_id("test authority", &[]));
        office.stores(Intake::Authority(AuthorityRecord {
            id: authority,
            name: "虚构市市场监督管理局".to_owned(),
            region: REGION.to_owned(),
        }));
        let mut world = Self {
            office,
            time,
            seed,
            authority,
            people: BTreeMap::new(),
            phones: 0,
            tasks: 0,
            small: ContentHash::of(SMALL_V1.as_bytes()),
            folder,
        };
        world.publishes_checklist(SMALL_V1);
        world
    }

    /// The officer of this name, hired if new.
    pub fn officer(&mut self, name: &str) -> InspectorId {
        if let Some(known) = self.people.get(name) {
            return *known;
        }
        let id = InspectorId::from_bytes(derived_id("test inspector", &[name.as_bytes()]));
        self.office.stores(Intake::Officer(InspectorRecord {
            id,
            authority: self.authority,
            name: name.to_owned(),
            role: "inspector".to_owned(),
            credential_number: format!("虚执法 {:04}", self.people.len() + 1),
            credential_expires_unix_ms: None,
        }));
        self.people.insert(name.to_owned(), id);
        id
    }

    /// A phone of this officer, enrolled and up to date.
    pub fn phone(&mut self, name: &str) -> Phone {
        let inspector = self.officer(name);
        let phone = self.unpack(name, inspector);
        phone.enrols(&self.office.code_for(inspector));
        phone.syncs();
        phone
    }

    /// One more phone of an officer who has one.
    pub fn another_phone_of(&mut self, name: &str) -> Phone {
        self.phone(name)
    }

    /// A phone that belongs to nobody yet.
    pub fn unenrolled_phone(&mut self, name: &str) -> Phone {
        self.unpack(name, InspectorId::from_bytes([0; 16]))
    }

    fn unpack(&mut self, name: &str, inspector: InspectorId) -> Phone {
        self.phones += 1;
        let root = self.folder.path().join(format!("phone-{}", self.phones));
        let clock = PhoneClock::right(&self.time);
        Phone::unpack(self.seed, name, inspector, &root, clock, Line::to(self.office.door()))
    }

    /// Lin Xiao and Chen Mo, each with a phone, and a task for both that both phones have pulled.
    pub fn pair_with_task(&mut self) -> (Phone, Phone, TaskId) {
        let lin = self.phone("林晓");
        let chen = self.phone("陈默");
        let task = self.publishes_task("虚构阀门制造有限公司", &[&lin, &chen]);
        lin.syncs();
        chen.syncs();
        (lin, chen, task)
    }

    /// Hash of the small checklist's first version.
    #[must_use]
    pub fn small_checklist(&self) -> ContentHash {
        self.small
    }

    /// Publishes a checklist file.
    pub fn publishes_checklist(&mut self, json: &str) -> ContentHash {
        let list = checklist::load("test checklist", json).expect("a checklist");
        let hash = ContentHash::of(json.as_bytes());
        self.office.stores(Intake::Checklist {
            hash,
            id: list.id,
            version: list.version,
            title: list.title.zh,
            bytes: json.as_bytes().to_vec(),
        });
        hash
    }

    /// Publishes one of the base checklists by its file name.
    pub fn publishes_base_checklist(&mut self, file: &str) -> ContentHash {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../core/checklists").join(file);
        let json = std::fs::read_to_string(path).expect("the base checklist is there");
        self.publishes_checklist(&json)
    }

    /// Publishes a task with the small checklist.
    pub fn publishes_task(&mut self, enterprise: &str, officers: &[&Phone]) -> TaskId {
        self.publishes_task_on(self.small, enterprise, officers)
    }

    /// Publishes a task with any checklist.
    pub fn publishes_task_on(
        &mut self,
        checklist: ContentHash,
        enterprise: &str,
        officers: &[&Phone],
    ) -> TaskId {
        self.tasks += 1;
        let uscc = credit_code(self.tasks);
        let record = EnterpriseRecord {
            name: enterprise.to_owned(),
            uscc: uscc.as_str().to_owned(),
            kind: UnitKind::Producer.code().to_owned(),
            region: REGION.to_owned(),
            address: "虚构市示例路 1 号".to_owned(),
            legal_representative: None,
            phone: None,
            products: vec!["虚构产品".to_owned()],
        };
        self.office.stores(Intake::Enterprise { authority: self.authority, record });
        let id = TaskId::from_bytes(derived_id(
            "test task",
            &[&self.seed.to_be_bytes(), &self.tasks.to_be_bytes()],
        ));
        let mut inspectors: Vec<InspectorId> = officers.iter().map(|phone| phone.inspector).collect();
        inspectors.dedup();
        self.office.publishes(TaskRecord {
            id,
            revision: 1,
            authority: self.authority,
            title: format!("日常检查：{enterprise}"),
            kind: "routine".to_owned(),
            enterprise: Enterprise::id_of(&uscc),
            enterprise_name: enterprise.to_owned(),
            site: SiteId::from_bytes(derived_id("test site", &[uscc.as_str().as_bytes()])),
            site_address: "虚构市示例路 1 号".to_owned(),
            checklist,
            inspectors,
            due_unix_ms: self.office.now_unix_ms() + 14 * DAY_MS,
            approval_number: None,
            notice_number: None,
            withdrawn: None,
        });
        id
    }

    /// Lets phones exchange with the office, turn by turn, until a whole round brings nothing new to anyone.
    pub fn sync_until_quiet(&self, phones: &[&Phone]) {
        let mut last = Vec::new();
        for _ in 0..ROUNDS_MAX {
            last = phones.iter().map(|phone| phone.tries_to_sync()).collect();
            if last.iter().all(is_quiet) {
                return;
            }
        }
        panic!("still not quiet after {ROUNDS_MAX} rounds: {last:?}\n{}", self.ledgers_of(phones));
    }

    /// Who holds how much of what, for a person who must find out why two sides do not agree.
    fn ledgers_of(&self, phones: &[&Phone]) -> String {
        let mut text = String::new();
        for phone in phones {
            for row in phone.engine().visits().unwrap_or_default() {
                let status = phone.engine().status(&row.visit).expect("a status");
                for device in status.participants.iter().flat_map(|one| &one.devices) {
                    let there = self.office.draft_changes_of(row.visit, device.device);
                    text += &format!(
                        "{}: {} sealed {}: {} has {} changes here, {} unacknowledged; at the office {there}\n",
                        phone.name,
                        row.visit,
                        row.sealed,
                        device.device,
                        device.changes_here,
                        device.changes_not_at_office,
                    );
                }
            }
        }
        text
    }

    /// Has both answer what is open, and both know it, over the line.
    pub fn fills(&self, lin: &mut Phone, chen: &mut Phone, visit: VisitId) {
        self.sync_until_quiet(&[lin, chen]);
        lin.answers_the_rest(visit);
        self.sync_until_quiet(&[lin, chen]);
    }

    /// Has Lin answer what is open after an exchange by file in both directions.
    pub fn fills_offline(&self, lin: &mut Phone, chen: &mut Phone, visit: VisitId) {
        chen.hands_over(&[visit], lin);
        lin.answers_the_rest(visit);
        lin.hands_over(&[visit], chen);
    }

    /// Has both sign, the representative too, and Lin seal, with an exchange by file.
    pub fn signs_and_seals(&self, lin: &mut Phone, chen: &mut Phone, visit: VisitId) {
        lin.signs(visit);
        lin.takes_signature(visit, "现场负责人甲");
        lin.hands_over(&[visit], chen);
        chen.signs(visit);
        chen.hands_over(&[visit], lin);
        lin.seals(visit);
    }

    /// Has both start a task and bring it to its seal without a network. Lin's phone seals.
    pub fn fills_and_seals(&self, lin: &mut Phone, chen: &mut Phone, task: TaskId) -> VisitId {
        let visit = lin.starts(task);
        chen.starts(task);
        self.fills_offline(lin, chen, visit);
        self.signs_and_seals(lin, chen, visit);
        visit
    }

    /// Size of an evidence file as a phone's screens say.
    #[must_use]
    pub fn size_of(&self, phone: &Phone, visit: VisitId, hash: &EvidenceHash) -> u64 {
        crate::compare::evidence_seen(&phone.sees(visit)).get(hash).expect("the file is known").bytes
    }

    /// Puts an office that forgets to mention checklists in front of the real one, or takes it away.
    pub fn hides_checklists_from(&self, phone: &Phone, hides: bool) {
        let office = self.office.door();
        phone.line.leads_to(if hides { Arc::new(WithoutChecklists { office }) } else { office });
    }
}

/// The credit code of the nth fictional enterprise.
fn credit_code(number: u32) -> Uscc {
    let organisation = OrganisationCode::with_check(&format!("MA{number:06}")).expect("an organisation code");
    let region = RegionCode::new(REGION).expect("a region");
    Uscc::of("91", &region, &organisation).expect("a credit code")
}

fn is_quiet(report: &SyncReport) -> bool {
    report.end == SyncEnd::Complete
        && report.parcels_acknowledged == 0
        && report.files_acknowledged == 0
        && report.changes_received == 0
        && report.seals_received == 0
        && report.published_received == 0
        && report.differing.is_empty()
        && !report.rollback
}

struct WithoutChecklists {
    office: Arc<dyn Door>,
}

impl Door for WithoutChecklists {
    fn deliver(
        &self,
        request: &HttpRequest,
        body_bytes: Option<usize>,
    ) -> Result<HttpResponse, TransportError> {
        let mut answer = self.office.deliver(request, body_bytes)?;
        if request.path == zhian_protocol::sync::PATH && answer.status == 200 {
            let mut told: SyncResponse = zhian_protocol::frame::read(&answer.body).expect("an answer");
            told.feed.retain(|entry| entry.kind != FeedKind::Checklist.byte());
            // Nor are they handed out by their hash, while this office stands here.
            told.wanted.retain(|bytes| zhian_protocol::parcel::Parcel::read(bytes).is_ok());
            answer.body = zhian_protocol::frame::write(&told).expect("an answer");
        }
        Ok(answer)
    }
}
