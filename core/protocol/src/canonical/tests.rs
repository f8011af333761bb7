use super::*;
use ed25519_dalek::{Signer, SigningKey};
use std::collections::{BTreeMap, BTreeSet};
use zhian_domain::answer::{Answer, AnswerState, AnswerValue, Conformity, FieldValue, SettledAnswer};
use zhian_domain::checklist::{
    Bilingual, ConsequenceCode, EvidenceDemand, EvidenceWhen, Field, FieldKind, Item, Judgement, LegalBasis,
    Origin, Section, Severity, Verified,
};
use zhian_domain::evidence::{CaptureMethod, Evidence, EvidencePurpose};
use zhian_domain::finding::{Finding, FindingStatus};
use zhian_domain::id::{AuthorityId, EnterpriseId, EvidenceHash, FindingId, ItemId, SiteId, Sm3Hash, TaskId};
use zhian_domain::person::PersonRole;
use zhian_domain::place::{Position, PositionProvider};
use zhian_domain::signature::{OfficerSignature, PartySignature, RefusalKind, SignatureRefusal, Witness};
use zhian_domain::task::{TaskKind, TaskStanding};
use zhian_domain::time::Timestamp;
use zhian_domain::visit::CheckIn;

const CHECKLIST: [u8; 32] = [3; 32];
const TASK: [u8; 16] = [4; 16];

fn li() -> InspectorId {
    InspectorId::from_bytes([1; 16])
}

fn wang() -> InspectorId {
    InspectorId::from_bytes([2; 16])
}

fn key_of(inspector: InspectorId) -> SigningKey {
    SigningKey::from_bytes(&[inspector.as_bytes()[0]; 32])
}

fn device_of(inspector: InspectorId) -> DeviceId {
    crate::enrol::device_id(key_of(inspector).verifying_key().as_bytes())
}

fn roster(device: &DeviceId) -> Option<(InspectorId, Suite, Vec<u8>)> {
    [li(), wang()]
        .into_iter()
        .find(|one| device_of(*one) == *device)
        .map(|one| (one, Suite::Ed25519Sha256, key_of(one).verifying_key().as_bytes().to_vec()))
}

fn at(minute: i64) -> ClockReading {
    ClockReading {
        device: Timestamp::from_unix_ms(1_763_692_800_000 + minute * 60_000),
        offset_minutes: 480,
        monotonic_ms: 1_000,
        gnss: (minute % 2 == 0).then(|| Timestamp::from_unix_ms(1_763_692_800_123 + minute * 60_000)),
    }
}

fn item() -> ItemId {
    ItemId::new("P75-01").unwrap()
}

fn words(text: &str) -> Bilingual {
    Bilingual { zh: text.to_owned(), en: text.to_owned() }
}

fn checklist() -> Checklist {
    let number = FieldKind::Number { min: None, max: None };
    let item = Item {
        id: item(),
        ask: words("制度"),
        how: vec![words("看")],
        basis: vec![LegalBasis { instrument: "R75".into(), article: "3".into(), verified: Verified::Source }],
        judgement: Judgement::Entered { values: vec![Conformity::Meets, Conformity::DoesNotMeet] },
        fields: vec![Field {
            id: "copies".into(),
            label: words("份"),
            kind: number,
            required: true,
            unit: None,
            constraint: None,
        }],
        evidence: EvidenceDemand { when: EvidenceWhen::Always, method: CaptureMethod::Photo, count: 1 },
        severity: Severity::Main,
        consequences: vec![ConsequenceCode("R3".into())],
        limits: vec![],
        media: vec![],
        when: None,
        note: None,
        gate: None,
    };
    let section = Section { id: "one".into(), title: words("一"), items: vec![item] };
    Checklist {
        id: "T".into(),
        version: 1,
        title: words("试"),
        sections: vec![section],
        origin: Origin::Written,
    }
}

fn task() -> Task {
    Task {
        id: TaskId::from_bytes(TASK),
        revision: 1,
        authority: AuthorityId::from_bytes([9; 16]),
        title: "日常检查".into(),
        kind: TaskKind::Routine,
        enterprise: EnterpriseId::from_bytes([8; 16]),
        enterprise_name: "示例厂".into(),
        site: SiteId::from_bytes([7; 16]),
        site_address: "示例路1号".into(),
        checklist: ContentHash::from_bytes(CHECKLIST),
        inspectors: vec![li(), wang()],
        due: Timestamp::from_unix_ms(0),
        approval_number: None,
        notice_number: None,
        standing: TaskStanding::Active,
    }
}

fn file(byte: u8, purpose: EvidencePurpose) -> (EvidenceHash, Evidence) {
    let hash = EvidenceHash::from_bytes([byte; 32]);
    let evidence = Evidence {
        hash,
        sm3: Sm3Hash::from_bytes([byte; 32]),
        bytes: 12,
        media_type: "image/jpeg".into(),
        purpose,
        method: CaptureMethod::Photo,
        maker: li(),
        second_officer: Some(wang()),
        device: device_of(li()),
        app: "zhian 0.1.0".into(),
        at: at(3),
        position: Position::new(391_234_567, 1_172_345_678, 6, PositionProvider::Gnss, false).ok(),
        original: true,
        derived_from: None,
        previous: None,
        readable: true,
        caption: "制度首页".into(),
    };
    (hash, evidence)
}

fn unsigned_content() -> VisitContent {
    let mut content = VisitContent::empty(TaskId::from_bytes(TASK), ContentHash::from_bytes(CHECKLIST));
    content.check_ins = [wang(), li()]
        .into_iter()
        .map(|inspector| CheckIn {
            inspector,
            device: device_of(inspector),
            at: at(1),
            position: None,
            credential_number: "示例 0001".into(),
            rights_told: true,
        })
        .collect();
    let value = |conformity, copies: &str| AnswerValue {
        conformity: Some(conformity),
        fields: BTreeMap::from([("copies".to_owned(), FieldValue::Number(copies.parse().unwrap()))]),
    };
    let settled = SettledAnswer { value: value(Conformity::Meets, "2"), by: wang(), at: at(2) };
    let answer = Answer {
        value: value(Conformity::DoesNotMeet, "1.50"),
        by: li(),
        device: device_of(li()),
        at: at(4),
        settles: vec![settled],
    };
    content.answers.insert(item(), AnswerState::One(answer));
    content.notes.insert(item(), "缺两页。".into());
    let (photo, evidence) = file(0x11, EvidencePurpose::Item(item()));
    content.evidence.insert(photo, evidence);
    let finding = Finding {
        id: FindingId::from_bytes([6; 16]),
        item: item(),
        severity: Severity::Main,
        text: "制度缺页".into(),
        status: FindingStatus::Open,
        evidence: BTreeSet::from([photo]),
        by: li(),
        device: device_of(li()),
        at: at(5),
    };
    content.findings.insert(finding.id, finding);
    content
}

fn sign(content: &mut VisitContent, inspector: InspectorId, minute: i64) {
    let over = content_digest(content).unwrap();
    let message = officer_message(&content.visit, &over, &inspector);
    content.officer_signatures.push(OfficerSignature {
        inspector,
        device: device_of(inspector),
        over,
        at: at(minute),
        signature: key_of(inspector).sign(&message).to_bytes().to_vec(),
        handwriting: None,
    });
}

fn signed_content() -> VisitContent {
    let mut content = unsigned_content();
    sign(&mut content, wang(), 6);
    sign(&mut content, li(), 7);
    let over = content_digest(&content).unwrap();
    let (handwriting, evidence) = file(0x22, EvidencePurpose::Signature);
    content.evidence.insert(handwriting, evidence);
    content.party_signatures.push(PartySignature {
        name: "赵示例".into(),
        role: PersonRole::Principal,
        opinion: "以上笔录看过，属实".into(),
        over,
        taken_by: li(),
        device: device_of(li()),
        at: at(8),
        handwriting,
    });
    content
}

fn sealed() -> SealedVisit {
    let content = signed_content();
    let digest = content_digest(&content).unwrap();
    let heads = vec![ContentHash::from_bytes([5; 32]), ContentHash::from_bytes([4; 32])];
    seal(content, digest, heads, &checklist(), &task()).unwrap()
}

fn verify(bytes: &[u8]) -> Result<SealedVisit, CanonicalError> {
    verify_sealed(bytes, &checklist(), &task(), roster)
}

#[test]
fn canonical_bytes_of_a_sealed_visit_never_change() {
    let hex: String = write_sealed(&sealed()).unwrap().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, include_str!("../../../../tests/fixtures/ledgers/visit-v1.hex").trim());
}

#[test]
fn a_sealed_visit_is_read_as_it_was_sealed() {
    let bytes = write_sealed(&sealed()).unwrap();
    let read = verify(&bytes).unwrap();
    assert_eq!(write_sealed(&read).unwrap(), bytes);
    assert_eq!(read.sealed_at(), &at(8));
    assert_eq!(read.content().answers, sealed().content().answers);
    assert_eq!(read.content().findings, sealed().content().findings);
}

#[test]
fn the_same_visit_sealed_on_two_phones_has_the_same_bytes() {
    let mut content = signed_content();
    content.check_ins.reverse();
    content.officer_signatures.reverse();
    let digest = content_digest(&content).unwrap();
    let heads = vec![ContentHash::from_bytes([4; 32]), ContentHash::from_bytes([5; 32])];
    let other = seal(content, digest, heads, &checklist(), &task()).unwrap();
    assert_eq!(write_sealed(&other).unwrap(), write_sealed(&sealed()).unwrap());
}

#[test]
fn no_flipped_bit_changes_what_officers_signed_unseen() {
    let bytes = write_sealed(&sealed()).unwrap();
    let signed = content_bytes(sealed().content()).unwrap();
    let mut refused = 0;
    for index in 0..bytes.len() {
        for bit in [0, 3, 7] {
            let mut altered = bytes.clone();
            altered[index] ^= 1 << bit;
            match verify(&altered) {
                Err(_) => refused += 1,
                // The party's name or the caption of handwriting: covered by the parcel's signature alone.
                Ok(read) => assert_eq!(content_bytes(read.content()).unwrap(), signed, "byte {index}"),
            }
        }
    }
    assert!(refused > signed.len() * 2, "{refused} refused");
}

#[test]
fn an_answer_changed_after_signing_is_refused() {
    let mut content = signed_content();
    let state = content.answers.get_mut(&item()).unwrap();
    let AnswerState::One(answer) = state else { panic!("one answer") };
    answer.value.conformity = Some(Conformity::Meets);
    let digest = content_digest(&content).unwrap();
    let error = seal(content, digest, vec![], &checklist(), &task()).unwrap_err();
    let codes: Vec<_> = error.reasons.iter().map(|reason| reason.code()).collect();
    assert_eq!(codes, ["seal.too-few-signatures", "seal.party-has-not-signed"]);
}

#[test]
fn a_signature_of_another_officers_device_is_refused() {
    let mut content = unsigned_content();
    sign(&mut content, wang(), 6);
    sign(&mut content, li(), 7);
    // Wang's name over Li's key.
    let forged = content.officer_signatures[1].clone();
    content.officer_signatures[0] = OfficerSignature { inspector: wang(), ..forged };
    let over = content_digest(&content).unwrap();
    let (recording, evidence) = file(0x33, EvidencePurpose::Refusal);
    content.evidence.insert(recording, evidence);
    content.refusals.push(SignatureRefusal {
        kind: RefusalKind::Refused,
        name: "赵示例".into(),
        reason: "对记录有异议，拒绝签名".into(),
        recording,
        witness: Some(Witness { name: "孙示例".into(), affiliation: "示例居委会".into() }),
        over,
        noted_by: li(),
        device: device_of(li()),
        at: at(9),
    });
    let sealed = seal(content, over, vec![], &checklist(), &task()).unwrap();
    let refused = verify(&write_sealed(&sealed).unwrap()).unwrap_err();
    assert_eq!(refused.code(), "canonical.bad-officer-signature");
}

#[test]
fn a_refusal_path_is_sealed_and_read_back() {
    let mut content = unsigned_content();
    sign(&mut content, wang(), 6);
    sign(&mut content, li(), 7);
    let over = content_digest(&content).unwrap();
    let (recording, evidence) = file(0x33, EvidencePurpose::Refusal);
    content.evidence.insert(recording, evidence);
    content.refusals.push(SignatureRefusal {
        kind: RefusalKind::Absent,
        name: "赵示例".into(),
        reason: "负责人不在现场".into(),
        recording,
        witness: None,
        over,
        noted_by: wang(),
        device: device_of(wang()),
        at: at(9),
    });
    let sealed = seal(content, over, vec![], &checklist(), &task()).unwrap();
    let read = verify(&write_sealed(&sealed).unwrap()).unwrap();
    assert_eq!(read.content().refusals, sealed.content().refusals);
}

#[test]
fn bytes_that_are_not_the_one_form_are_refused() {
    let bytes = write_sealed(&sealed()).unwrap();
    let longer = [bytes.clone(), vec![0]].concat();
    assert_eq!(verify(&longer).unwrap_err().code(), "canonical.malformed");
    assert_eq!(verify(&bytes[..bytes.len() - 1]).unwrap_err().code(), "canonical.malformed");
    // The layout number 1 written in two bytes instead of one reads the same and is another form.
    let mut wide = bytes.clone();
    wide.splice(1..2, [0x18, 0x01]);
    assert_eq!(verify(&wide).unwrap_err().code(), "canonical.not-canonical");
    // A list that claims more entries than there are bytes costs nothing.
    assert_eq!(
        read_sealed(&[0x87, 0x01, 0x9b, 255, 255, 255, 255, 255, 255, 255, 255]).unwrap_err().code(),
        "canonical.malformed"
    );
}

#[test]
fn differing_answers_have_no_canonical_bytes() {
    let mut content = unsigned_content();
    let AnswerState::One(answer) = content.answers[&item()].clone() else { panic!("one answer") };
    content.answers.insert(item(), AnswerState::Differing(vec![answer.clone(), answer]));
    assert_eq!(content_digest(&content).unwrap_err().code(), "canonical.unsettled");
}

#[test]
fn handwriting_does_not_change_what_is_signed() {
    let before = content_digest(&unsigned_content()).unwrap();
    assert_eq!(content_digest(&signed_content()).unwrap(), before);
}
