//! Real work for the office: signed parcels as phones make them, prepared before the clock starts.

use super::Failure;
use ed25519_dalek::{Signer, SigningKey};
use std::collections::BTreeMap;
use zhian_domain::answer::{Answer, AnswerState, AnswerValue, Conformity};
use zhian_domain::checklist::Checklist;
use zhian_domain::evidence::{CaptureMethod, Evidence, EvidencePurpose};
use zhian_domain::id::{
    AuthorityId, ContentHash, DeviceId, EnterpriseId, EvidenceHash, InspectorId, ItemId, SiteId, Sm3Hash,
    TaskId, VisitId,
};
use zhian_domain::seal::seal;
use zhian_domain::signature::{OfficerSignature, RefusalKind, SignatureRefusal};
use zhian_domain::task::{Task, TaskKind, TaskStanding};
use zhian_domain::time::{ClockReading, Timestamp};
use zhian_domain::visit::{CheckIn, VisitContent};
use zhian_draft::{ActorId, Author, Draft, Edit, Genesis, pack};
use zhian_protocol::canonical::{content_digest, officer_message, write_sealed};
use zhian_protocol::draft_push::{ActorStart, DraftPush};
use zhian_protocol::enrol::device_id;
use zhian_protocol::parcel::{ParcelKind, Suite, Unsigned};

/// Noon of a day in 2026, the time of every prepared visit, milliseconds since 1970.
const NOON_UNIX_MS: i64 = 1_790_000_000_000;

const INSTALL_EPOCH: [u8; 16] = [7; 16];

/// An officer with a device.
pub struct Officer {
    /// Who.
    pub inspector: InspectorId,
    /// The device.
    pub device: DeviceId,
    /// Its key.
    pub key: SigningKey,
}

impl Officer {
    /// The officer with this number: always the same one.
    pub fn numbered(number: u16) -> Self {
        let mut secret = [0x5a; 32];
        secret[..2].copy_from_slice(&number.to_be_bytes());
        let key = SigningKey::from_bytes(&secret);
        let mut inspector = [0; 16];
        inspector[14..].copy_from_slice(&number.to_be_bytes());
        inspector[0] = 1;
        let device = device_id(key.verifying_key().as_bytes());
        Self { inspector: InspectorId::from_bytes(inspector), device, key }
    }

    fn parcel(&self, kind: ParcelKind, payload: &[u8]) -> Result<Vec<u8>, Failure> {
        let unsigned = Unsigned::new(kind, Suite::Ed25519Sha256, self.device, payload)?;
        let signature = self.key.sign(&unsigned.signed_message()).to_bytes();
        Ok(unsigned.with_signature(&signature))
    }
}

/// Two officers who make visits together.
pub struct Pair {
    /// The one whose device talks to the office.
    pub first: Officer,
    /// The other.
    pub second: Officer,
}

impl Pair {
    /// The pair with this number.
    pub fn numbered(number: u16) -> Self {
        Self { first: Officer::numbered(number * 2), second: Officer::numbered(number * 2 + 1) }
    }

    fn officers(&self) -> [&Officer; 2] {
        [&self.first, &self.second]
    }
}

/// A checklist file of `items` plain questions, without demanded evidence.
pub fn checklist_file(items: usize) -> String {
    let id = format!("LOAD{items}");
    let items: Vec<String> = (1..=items)
        .map(|number| {
            format!(
                r#"{{"id":"{id}-{number:03}","ask":{{"zh":"第 {number} 项记录齐全","en":"Is record {number} complete?"}},
"how":{{"zh":"查看记录。","en":"Read the record."}},"basis":[{{"instrument":"R75","article":"3","verified":"S"}}],
"judgement":{{"entered":["meets","does-not-meet","not-applicable"]}},"fields":[],
"evidence":{{"when":"never","method":"photo","count":0}},"severity":"B","consequences":["R2"]}}"#
            )
        })
        .collect();
    format!(
        r#"{{"schema":1,"id":"{id}","version":1,"title":{{"zh":"负载测试检查表","en":"Checklist for load tests"}},
"sections":[{{"id":"all","title":{{"zh":"全部","en":"All"}},"items":[{}]}}]}}"#,
        items.join(",\n")
    )
}

/// Task number `number` of a pair.
pub fn task(number: u32, pair: &Pair, authority: AuthorityId, checklist: ContentHash) -> Task {
    let mut id = [0; 16];
    id[..4].copy_from_slice(&number.to_be_bytes());
    id[4..].copy_from_slice(&pair.first.inspector.as_bytes()[4..]);
    Task {
        id: TaskId::from_bytes(id),
        revision: 1,
        authority,
        title: format!("负载测试任务 {number}"),
        kind: TaskKind::Routine,
        enterprise: EnterpriseId::from_bytes([3; 16]),
        enterprise_name: "示例机械厂".to_owned(),
        site: SiteId::from_bytes([4; 16]),
        site_address: "示例区示例路 1 号".to_owned(),
        checklist,
        inspectors: vec![pair.first.inspector, pair.second.inspector],
        due: Timestamp::from_unix_ms(NOON_UNIX_MS),
        approval_number: None,
        notice_number: None,
        standing: TaskStanding::Active,
    }
}

fn at(second: i64) -> ClockReading {
    ClockReading {
        device: Timestamp::from_unix_ms(NOON_UNIX_MS + second * 1000),
        offset_minutes: 480,
        monotonic_ms: second.unsigned_abs() * 1000,
        gnss: None,
    }
}

fn value(number: usize) -> AnswerValue {
    let conformity = if number.is_multiple_of(9) { Conformity::DoesNotMeet } else { Conformity::Meets };
    AnswerValue { conformity: Some(conformity), fields: BTreeMap::new() }
}

fn check_in(officer: &Officer) -> CheckIn {
    CheckIn {
        inspector: officer.inspector,
        device: officer.device,
        at: at(0),
        position: None,
        credential_number: "示例执法证 0001".to_owned(),
        rights_told: true,
    }
}

fn recording(officer: &Officer, hash: EvidenceHash, bytes: u64, purpose: EvidencePurpose) -> Evidence {
    Evidence {
        hash,
        sm3: Sm3Hash::from_bytes(*hash.as_bytes()),
        bytes,
        media_type: "image/jpeg".to_owned(),
        purpose,
        method: CaptureMethod::Photo,
        maker: officer.inspector,
        second_officer: None,
        device: officer.device,
        app: "zhian-load".to_owned(),
        at: at(900),
        position: None,
        original: true,
        derived_from: None,
        previous: None,
        readable: true,
        caption: String::new(),
    }
}

/// A finished visit, both officers' signatures and a refusal included, in a parcel of the first one.
///
/// `photo` is the one evidence file that the visit cites: hash and size.
pub fn sealed_parcel(
    pair: &Pair,
    task: &Task,
    checklist: &Checklist,
    photo: (EvidenceHash, u64),
) -> Result<Vec<u8>, Failure> {
    let mut content = VisitContent::empty(task.id, task.checklist);
    for (number, item) in checklist.items().enumerate() {
        let by = if number % 2 == 0 { &pair.first } else { &pair.second };
        let answer = Answer {
            value: value(number),
            by: by.inspector,
            device: by.device,
            at: at(i64::try_from(number)?),
            settles: Vec::new(),
        };
        content.answers.insert(item.id.clone(), AnswerState::One(answer));
    }
    content.check_ins = pair.officers().map(check_in).to_vec();
    let over = content_digest(&content)?;
    for officer in pair.officers() {
        let message = officer_message(&content.visit, &over, &officer.inspector);
        content.officer_signatures.push(OfficerSignature {
            inspector: officer.inspector,
            device: officer.device,
            over,
            at: at(1000),
            signature: officer.key.sign(&message).to_bytes().to_vec(),
            handwriting: None,
        });
    }
    content.evidence.insert(photo.0, recording(&pair.first, photo.0, photo.1, EvidencePurpose::Refusal));
    content.refusals.push(SignatureRefusal {
        kind: RefusalKind::Refused,
        name: "赵示例".to_owned(),
        reason: "对记录有异议，拒绝签名。".to_owned(),
        recording: photo.0,
        witness: None,
        over,
        noted_by: pair.first.inspector,
        device: pair.first.device,
        at: at(1001),
    });
    let heads = vec![ContentHash::of(task.id.as_bytes())];
    let sealed = seal(content, over, heads, checklist, task)?;
    pair.first.parcel(ParcelKind::Sealed, &write_sealed(&sealed)?)
}

/// Draft changes of the first officer of a pair: `pushes` parcels of `changes` answers and notes each.
pub fn draft_parcels(
    pair: &Pair,
    task: &Task,
    checklist: &Checklist,
    pushes: usize,
    changes: usize,
) -> Result<Vec<Vec<u8>>, Failure> {
    let visit: VisitId = task.visit();
    let officer = &pair.first;
    let author = Author {
        actor: ActorId::of(officer.key.verifying_key().as_bytes(), &visit, &INSTALL_EPOCH),
        inspector: officer.inspector,
        device: officer.device,
    };
    let items: Vec<ItemId> = checklist.items().map(|item| item.id.clone()).collect();
    let mut draft = Draft::start(&Genesis::of(task.id, task.checklist, checklist))?;
    let mut parcels = Vec::with_capacity(pushes);
    let mut made = 0_usize;
    while parcels.len() < pushes {
        let mut batch = Vec::with_capacity(changes);
        while batch.len() < changes {
            let item = items.get(made % items.len()).cloned().ok_or("a checklist without items")?;
            let round = made / items.len();
            let edit = if made == 0 {
                Edit::CheckIn(check_in(officer))
            } else if round % 3 == 2 {
                Edit::Note {
                    item,
                    text: format!("第 {made} 条记录：现场查看，台账齐全。"),
                    at: at(i64::try_from(made)?),
                }
            } else {
                let at = at(i64::try_from(made)?);
                Edit::Answer { item, value: value(made + round), at, settle: false }
            };
            made += 1;
            batch.extend(draft.record(&author, &edit)?);
        }
        let start = ActorStart { task: task.id, checklist: task.checklist, install_epoch: INSTALL_EPOCH };
        let push = DraftPush {
            visit,
            packed: pack(&batch.iter().map(|change| change.bytes.as_slice()).collect::<Vec<_>>()),
            start: parcels.is_empty().then_some(start),
        };
        parcels.push(officer.parcel(ParcelKind::Draft, &push.write()?)?);
    }
    Ok(parcels)
}
