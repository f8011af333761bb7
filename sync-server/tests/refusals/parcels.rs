//! What becomes of parcels: taken in, known, waiting, or set aside. Never lost, never in the way.

use crate::world::{Phone, World, code_of};
use zhian_domain::answer::Conformity::{DoesNotMeet, Meets};
use zhian_domain::id::{ContentHash, ItemId};
use zhian_domain::task::Task;
use zhian_draft::{Change, Draft, Genesis, pack};
use zhian_protocol::draft_push::DraftPush;
use zhian_protocol::parcel::{ParcelKind, name_of};
use zhian_protocol::sync::{FeedKind, HeadCheck, Outcome, QuarantineNotice, fold_heads, short};
use zhian_server::admin;

struct Scene {
    world: World,
    amina: Phone,
    bo: Phone,
    task: Task,
    genesis: Genesis,
}

async fn scene() -> Scene {
    let world = World::new();
    let (one, two) = (world.hires("示一"), world.hires("例二"));
    let (amina, bo) = (world.phone(one, 1).await, world.phone(two, 2).await);
    let task = world.task(&[one, two]);
    let genesis = world.genesis(&task);
    Scene { world, amina, bo, task, genesis }
}

fn item(number: usize) -> ItemId {
    ItemId::new(&format!("T1-{number:02}")).unwrap()
}

impl Scene {
    fn draft(&self) -> Draft {
        Draft::start(&self.genesis).unwrap()
    }

    /// Three answers by the first officer, each a change.
    fn three(&self) -> [Change; 3] {
        let mut draft = self.draft();
        [1, 2, 3].map(|number| self.amina.answers(&mut draft, &item(number), Meets, number as i64))
    }

    fn quarantined(&self) -> Vec<(ContentHash, String)> {
        let all = self.world.office.db.quarantine(100).unwrap();
        all.into_iter().filter(|one| !one.accepted_later).map(|one| (one.digest, one.code)).collect()
    }
}

#[tokio::test]
async fn a_parcel_pushed_twice_is_stored_once_and_known_the_second_time() {
    let mut scene = scene().await;
    let changes = scene.three();
    let parcel = scene.amina.packs(&scene.genesis, &[&changes[0]]);
    let Outcome::Durable(seq) = scene.amina.pushes(&scene.world, &parcel).await else { panic!() };
    assert_eq!(scene.amina.pushes(&scene.world, &parcel).await, Outcome::Known(seq));
    let other = scene.amina.packs(&scene.genesis, &[&changes[0], &changes[1]]);
    let twice = scene.amina.syncs(&scene.world, vec![other.clone(), other]).await;
    let [first, second] = twice.receipts.as_slice() else { panic!() };
    let Outcome::Durable(seq) = first.outcome else { panic!("{first:?}") };
    assert_eq!(second.outcome, Outcome::Known(seq), "the same parcel twice in one request");
    assert_eq!(scene.world.office.db.counts().unwrap().draft_parcels, 2);
}

#[tokio::test]
async fn changes_that_come_too_early_wait_and_are_taken_when_the_earlier_ones_have_come() {
    let mut scene = scene().await;
    let changes = scene.three();
    let [first, second, third] = [0, 1, 2].map(|n: usize| scene.amina.packs(&scene.genesis, &[&changes[n]]));
    assert_eq!(scene.amina.pushes(&scene.world, &third).await, Outcome::MissingDependencies);
    assert_eq!(scene.quarantined(), vec![], "waiting is no offence");
    assert_eq!(scene.world.office.db.counts().unwrap().draft_parcels, 0, "nothing is stored");
    let response = scene.amina.syncs(&scene.world, vec![first, third.clone(), second]).await;
    let outcomes: Vec<_> = response.receipts.iter().map(|receipt| &receipt.outcome).collect();
    assert!(
        matches!(
            outcomes.as_slice(),
            [Outcome::Durable(_), Outcome::MissingDependencies, Outcome::Durable(_)]
        ),
        "{outcomes:?}"
    );
    assert!(matches!(scene.amina.pushes(&scene.world, &third).await, Outcome::Durable(_)));
}

#[tokio::test]
async fn a_malformed_parcel_is_kept_and_the_good_ones_beside_it_flow_on() {
    let mut scene = scene().await;
    let changes = scene.three();
    let good = scene.amina.packs(&scene.genesis, &[&changes[0]]);
    let mut newer = good.clone();
    newer[3] = 200;
    let bad = vec![b"not a parcel".to_vec(), good[..good.len() - 1].to_vec(), newer, Vec::new()];
    let mut push = bad.clone();
    push.insert(1, good);
    let response = scene.amina.syncs(&scene.world, push).await;
    let outcomes: Vec<_> = response.receipts.iter().map(|receipt| receipt.outcome.clone()).collect();
    assert_eq!(code_of(&outcomes[0]), "parcel.malformed");
    assert!(matches!(outcomes[1], Outcome::Durable(_)));
    assert_eq!(code_of(&outcomes[2]), "parcel.malformed");
    assert_eq!(code_of(&outcomes[3]), "parcel.unknown-kind");
    assert_eq!(code_of(&outcomes[4]), "parcel.malformed");
    for bytes in &bad {
        let kept = scene.world.office.db.quarantined_bytes(&name_of(bytes)).unwrap();
        assert_eq!(kept.as_ref(), Some(bytes), "kept byte for byte");
    }
}

#[tokio::test]
async fn the_same_bad_parcel_again_gets_the_same_receipt_and_no_second_row() {
    let mut scene = scene().await;
    let parcel = b"not a parcel";
    let first = scene.amina.pushes(&scene.world, parcel).await;
    let feed_end = scene.world.office.db.counts().unwrap().feed_end;
    assert_eq!(scene.amina.pushes(&scene.world, parcel).await, first);
    assert_eq!(scene.quarantined().len(), 1);
    assert_eq!(scene.world.office.db.counts().unwrap().feed_end, feed_end, "and no second notice");
}

#[tokio::test]
async fn an_altered_parcel_is_set_aside_with_the_device_it_claims() {
    let mut scene = scene().await;
    let changes = scene.three();
    let mut parcel = scene.amina.packs(&scene.genesis, &[&changes[0]]);
    let middle = parcel.len() / 2;
    parcel[middle] ^= 1;
    assert_eq!(code_of(&scene.bo.pushes(&scene.world, &parcel).await), "parcel.bad-signature");
    let kept = &scene.world.office.db.quarantine(1).unwrap()[0];
    assert_eq!((kept.author, kept.pusher), (Some(scene.amina.device), scene.bo.device));
}

#[tokio::test]
async fn work_of_an_unknown_device_is_kept_but_not_taken_in_and_that_of_a_revoked_one_is_marked() {
    let mut scene = scene().await;
    let changes = scene.three();
    let parcel = scene.amina.packs(&scene.genesis, &[&changes[0]]);
    let mut stranger = scene.world.phone(scene.amina.inspector, 9).await;
    let mut foreign = parcel.clone();
    foreign[5..21].copy_from_slice(&[7; 16]);
    assert_eq!(code_of(&stranger.pushes(&scene.world, &foreign).await), "ingest.device-unknown");
    admin::device::revoke(&scene.world.office, &scene.amina.device).unwrap();
    assert_eq!(scene.world.office.db.counts().unwrap().draft_parcels, 0);
    assert!(matches!(scene.bo.pushes(&scene.world, &parcel).await, Outcome::Durable(_)));
    let summary = || scene.world.office.db.summary(&scene.genesis.visit()).unwrap().unwrap();
    assert_eq!(summary().from_revoked, 1);
    zhian_server::ingest::standing::rebuild(&scene.world.office, |_| {}).unwrap();
    assert_eq!(summary().from_revoked, 1, "a rebuild forgets no mark");
}

#[tokio::test]
async fn payloads_that_make_no_sense_are_set_aside_each_with_its_reason() {
    let mut scene = scene().await;
    let changes = scene.three();
    let packed = pack(&[&changes[0].bytes]);
    let honest = scene.amina.push(&scene.genesis, packed.clone());
    let mut elsewhere = honest.clone();
    elsewhere.visit = zhian_domain::id::VisitId::from_bytes([3; 16]);
    let other_task =
        Genesis::new(zhian_domain::id::TaskId::from_bytes([3; 16]), scene.genesis.checklist(), vec![]);
    let unknown = scene.amina.push(&other_task, packed);
    let unpackable = scene.amina.push(&scene.genesis, b"not packed".to_vec());
    let nobody = DraftPush { start: None, packed: pack(&[b"not a change"]), ..honest.clone() };
    let nothing = DraftPush { start: None, packed: pack::<&[u8]>(&[]), ..honest.clone() };
    let cases = [
        (b"not a push".to_vec(), "ingest.payload-malformed"),
        (elsewhere.write().unwrap(), "ingest.visit-inconsistent"),
        (unknown.write().unwrap(), "ingest.visit-unknown"),
        (nobody.write().unwrap(), "ingest.payload-malformed"),
        (nothing.write().unwrap(), "ingest.payload-malformed"),
        (unpackable.write().unwrap(), "parcel.version"),
    ];
    for (payload, code) in cases {
        let parcel = scene.amina.parcel(ParcelKind::Draft, &payload);
        assert_eq!(code_of(&scene.amina.pushes(&scene.world, &parcel).await), code);
    }
    let parcel = scene.amina.parcel(ParcelKind::Draft, &honest.write().unwrap());
    assert!(matches!(scene.amina.pushes(&scene.world, &parcel).await, Outcome::Durable(_)));
}

#[tokio::test]
async fn an_officer_who_was_never_named_cannot_write_into_the_visit() {
    let mut scene = scene().await;
    let mut chen = scene.world.phone(scene.world.hires("样三"), 3).await;
    let mut draft = scene.draft();
    let change = chen.answers(&mut draft, &item(1), Meets, 1);
    let parcel = chen.packs(&scene.genesis, &[&change]);
    assert_eq!(code_of(&chen.pushes(&scene.world, &parcel).await), "ingest.not-assigned");
    let seen = scene.amina.syncs(&scene.world, Vec::new()).await;
    let told = seen.feed.iter().any(|entry| entry.kind == FeedKind::Quarantine.byte());
    assert!(told, "the visit's own officers hear of it");
}

#[tokio::test]
async fn work_under_a_withdrawn_task_and_of_an_officer_no_longer_named_is_taken_in() {
    let mut scene = scene().await;
    let changes = scene.three();
    admin::task::withdraw(&scene.world.office, &scene.task.id, "企业搬迁").unwrap();
    let parcel = scene.amina.packs(&scene.genesis, &[&changes[0]]);
    assert!(matches!(scene.amina.pushes(&scene.world, &parcel).await, Outcome::Durable(_)));
    scene.world.publishes(Some(&scene.task.id), &[scene.bo.inspector]);
    let parcel = scene.amina.packs(&scene.genesis, &[&changes[1]]);
    assert!(matches!(scene.amina.pushes(&scene.world, &parcel).await, Outcome::Durable(_)));
}

#[tokio::test]
async fn a_refused_change_sets_its_actor_aside_and_nobody_else() {
    let mut scene = scene().await;
    let changes = scene.three();
    let mut broken = changes[0].clone();
    let last = broken.bytes.len() - 1;
    broken.bytes[last] ^= 1;
    let push = scene.amina.push(&scene.genesis, pack(&[&broken.bytes]));
    let parcel = scene.amina.parcel(ParcelKind::Draft, &push.write().unwrap());
    let refused = scene.amina.pushes(&scene.world, &parcel).await;
    assert!(code_of(&refused).starts_with("gate."), "{refused:?}");

    let honest = scene.amina.packs(&scene.genesis, &[&changes[0]]);
    let later = scene.amina.pushes(&scene.world, &honest).await;
    assert_eq!(code_of(&later), "ingest.actor-set-aside");
    assert_eq!(scene.quarantined().len(), 2, "both are kept");

    let mut draft = scene.draft();
    let change = scene.bo.answers(&mut draft, &item(1), DoesNotMeet, 1);
    let parcel = scene.bo.packs(&scene.genesis, &[&change]);
    let response = scene.bo.syncs(&scene.world, vec![parcel]).await;
    assert!(matches!(response.receipts[0].outcome, Outcome::Durable(_)), "the colleague works on");
    let notices: Vec<QuarantineNotice> = response
        .feed
        .iter()
        .filter(|entry| entry.kind == FeedKind::Quarantine.byte())
        .map(|entry| minicbor::decode(entry.body.as_ref().unwrap()).unwrap())
        .collect();
    assert_eq!(notices.len(), 2, "and hears of it");
    assert_eq!(notices[0].device, scene.amina.device.as_bytes());
}

#[tokio::test]
async fn changes_of_another_device_cannot_be_passed_off_as_ones_own() {
    let mut scene = scene().await;
    let mut draft = scene.draft();
    let theirs = scene.bo.answers(&mut draft, &item(1), Meets, 1);
    let parcel = scene.amina.packs(&scene.genesis, &[&theirs]);
    assert_eq!(code_of(&scene.amina.pushes(&scene.world, &parcel).await), "gate.actor");

    // Own actor, but the change says that it was made by the colleague.
    let mut draft = scene.draft();
    let mut posing = scene.bo.author(&scene.genesis.visit());
    posing.actor = {
        scene.amina.install_epoch = [77; 16];
        scene.amina.actor(&scene.genesis.visit())
    };
    let value = zhian_domain::answer::AnswerValue { conformity: Some(Meets), ..Default::default() };
    let edit = zhian_draft::Edit::Answer { item: item(1), value, at: crate::world::at(1), settle: false };
    let change = draft.record(&posing, &edit).unwrap().unwrap();
    let parcel = scene.amina.packs(&scene.genesis, &[&change]);
    assert_eq!(code_of(&scene.amina.pushes(&scene.world, &parcel).await), "ingest.author-differs");
}

#[tokio::test]
async fn who_says_to_be_a_known_actor_and_is_not_harms_nobody() {
    let mut scene = scene().await;
    let changes = scene.three();
    // Not introduced to this office yet: it waits, whoever it is.
    let more = |phone: &Phone, change: &Change| {
        let push = DraftPush { start: None, ..phone.push(&scene.genesis, pack(&[&change.bytes])) };
        phone.parcel(ParcelKind::Draft, &push.write().unwrap())
    };
    let (early, posing) = (more(&scene.amina, &changes[1]), more(&scene.bo, &changes[1]));
    assert_eq!(scene.amina.pushes(&scene.world, &early).await, Outcome::MissingDependencies);
    assert_eq!(scene.bo.pushes(&scene.world, &posing).await, Outcome::MissingDependencies);

    let first = scene.amina.packs(&scene.genesis, &[&changes[0]]);
    assert!(matches!(scene.amina.pushes(&scene.world, &first).await, Outcome::Durable(_)));
    assert_eq!(code_of(&scene.bo.pushes(&scene.world, &posing).await), "ingest.author-differs");
    let own = scene.amina.pushes(&scene.world, &early).await;
    assert!(matches!(own, Outcome::Durable(_)), "nothing is held against the true author: {own:?}");
}

#[tokio::test]
async fn a_colleague_may_carry_work_that_its_author_could_not_send() {
    let mut scene = scene().await;
    let changes = scene.three();
    let parcel = scene.amina.packs(&scene.genesis, &[&changes[0]]);
    assert!(matches!(scene.bo.pushes(&scene.world, &parcel).await, Outcome::Durable(_)));
    let seen = scene.amina.syncs(&scene.world, Vec::new()).await;
    let own = seen.feed.iter().find(|entry| entry.kind == FeedKind::Draft.byte()).unwrap();
    assert_eq!(
        (own.digest, &own.body),
        (name_of(&parcel), &None),
        "its author gets the line without the body"
    );
}

#[tokio::test]
async fn a_seal_is_taken_once_and_the_same_seal_by_the_second_phone_is_known() {
    let mut scene = scene().await;
    let payload = scene.world.sealed(&scene.task, [&scene.amina, &scene.bo], "看过");
    let first = scene.amina.parcel(ParcelKind::Sealed, &payload);
    let second = scene.bo.parcel(ParcelKind::Sealed, &payload);
    let Outcome::Durable(seq) = scene.amina.pushes(&scene.world, &first).await else { panic!() };
    assert_eq!(scene.bo.pushes(&scene.world, &second).await, Outcome::Known(seq));
    let ledger = scene.world.office.db.ledger(0, 10).unwrap();
    assert_eq!(ledger.len(), 1);
    assert_eq!(ledger[0].digest, ContentHash::of(&payload));
    let summary = scene.world.office.db.summary(&scene.task.visit()).unwrap().unwrap();
    assert!(summary.sealed);
    assert_eq!((summary.answered, summary.evidence_expected, summary.evidence_arrived), (3, 1, 0), "pending");
}

#[tokio::test]
async fn a_different_second_seal_is_set_aside_and_the_first_one_stands() {
    let mut scene = scene().await;
    let first = scene.world.sealed(&scene.task, [&scene.amina, &scene.bo], "一");
    let second = scene.world.sealed(&scene.task, [&scene.amina, &scene.bo], "二");
    let both =
        vec![scene.amina.parcel(ParcelKind::Sealed, &first), scene.amina.parcel(ParcelKind::Sealed, &second)];
    let response = scene.amina.syncs(&scene.world, both.clone()).await;
    assert!(matches!(response.receipts[0].outcome, Outcome::Durable(_)));
    assert_eq!(code_of(&response.receipts[1].outcome), "ingest.visit-already-sealed");
    assert_eq!(code_of(&scene.bo.pushes(&scene.world, &both[1]).await), "ingest.visit-already-sealed");
    let chapter = scene.world.office.db.chapter(&scene.task.visit()).unwrap();
    assert_eq!(chapter.sealed.unwrap().sealed, ContentHash::of(&first));
}

#[tokio::test]
async fn seals_that_do_not_verify_are_set_aside_with_their_reason() {
    let mut scene = scene().await;
    let good = scene.world.sealed(&scene.task, [&scene.amina, &scene.bo], "一");
    let cut = scene.amina.parcel(ParcelKind::Sealed, &good[..good.len() - 1]);
    assert_eq!(code_of(&scene.amina.pushes(&scene.world, &cut).await), "canonical.malformed");
    let chen = scene.world.phone(scene.world.hires("样三"), 3).await;
    let task = scene.world.task(&[scene.amina.inspector, chen.inspector]);
    let theirs = scene.world.sealed(&task, [&scene.amina, &chen], "一");
    let parcel = scene.bo.parcel(ParcelKind::Sealed, &theirs);
    assert_eq!(code_of(&scene.bo.pushes(&scene.world, &parcel).await), "ingest.not-assigned");
    // The colleague's key is not the one that the office knows.
    let mut forged = scene.world.phone(scene.bo.inspector, 4).await;
    forged.device = scene.bo.device;
    let payload = scene.world.sealed(&scene.task, [&scene.amina, &forged], "一");
    let parcel = scene.amina.parcel(ParcelKind::Sealed, &payload);
    let refused = scene.amina.pushes(&scene.world, &parcel).await;
    assert_eq!(code_of(&refused), "canonical.bad-officer-signature");
    assert_eq!(scene.world.office.db.counts().unwrap().ledger_end, 0);
}

#[tokio::test]
async fn work_that_arrives_after_sealing_is_kept_and_counted_as_late() {
    let mut scene = scene().await;
    let changes = scene.three();
    let covered = scene.amina.packs(&scene.genesis, &[&changes[0]]);
    let heads = [ContentHash::from_bytes(*changes[0].hash.as_bytes())];
    let payload = scene.world.sealed_with(&scene.task, [&scene.amina, &scene.bo], "一", &heads);
    scene.amina.pushes(&scene.world, &covered).await;
    scene.amina.pushes(&scene.world, &scene.amina.parcel(ParcelKind::Sealed, &payload)).await;
    let late = scene.amina.packs(&scene.genesis, &[&changes[1], &changes[2]]);
    assert!(matches!(scene.amina.pushes(&scene.world, &late).await, Outcome::Durable(_)));
    let summary = scene.world.office.db.summary(&scene.task.visit()).unwrap().unwrap();
    assert_eq!((summary.changes, summary.late_changes, summary.sealed), (3, 2, true));
}

#[tokio::test]
async fn drafts_and_their_seal_in_one_request_are_taken_in_order() {
    let mut scene = scene().await;
    let changes = scene.three();
    let heads = [ContentHash::from_bytes(*changes[1].hash.as_bytes())];
    let payload = scene.world.sealed_with(&scene.task, [&scene.amina, &scene.bo], "一", &heads);
    let push = vec![
        scene.amina.packs(&scene.genesis, &[&changes[0]]),
        scene.amina.packs(&scene.genesis, &[&changes[1]]),
        scene.amina.parcel(ParcelKind::Sealed, &payload),
        scene.bo.parcel(ParcelKind::Sealed, &payload),
        scene.amina.packs(&scene.genesis, &[&changes[2]]),
    ];
    let response = scene.amina.syncs(&scene.world, push).await;
    let durable = |at: usize| matches!(response.receipts[at].outcome, Outcome::Durable(_));
    assert!(durable(0) && durable(1) && durable(2) && durable(4), "{:?}", response.receipts);
    assert!(matches!(response.receipts[3].outcome, Outcome::Known(_)));
    let summary = scene.world.office.db.summary(&scene.task.visit()).unwrap().unwrap();
    assert_eq!((summary.changes, summary.late_changes), (3, 1));
}

#[tokio::test]
async fn heads_that_differ_are_named_and_equal_ones_are_not() {
    let mut scene = scene().await;
    let changes = scene.three();
    let visit = scene.task.visit();
    let untouched = scene.draft();
    let fold =
        |heads: &[zhian_draft::ChangeHash]| short(&fold_heads(heads.iter().map(|head| head.as_bytes())));
    let check = |heads| HeadCheck { visit, heads };
    let ask = async |scene: &Scene, heads| {
        let mut request = scene.amina.request(Vec::new());
        request.checks = vec![check(heads)];
        let answered = scene.amina.sends(&scene.world, &request).await;
        zhian_protocol::frame::read::<zhian_protocol::sync::SyncResponse>(&answered.body).unwrap().differing
    };
    assert_eq!(ask(&scene, fold(&untouched.heads())).await, vec![], "nothing has happened on either side");
    assert_eq!(ask(&scene, fold(&[changes[0].hash])).await, vec![visit]);
    let parcel = scene.amina.packs(&scene.genesis, &[&changes[0]]);
    scene.amina.pushes(&scene.world, &parcel).await;
    assert_eq!(ask(&scene, fold(&[changes[0].hash])).await, vec![]);
}

#[tokio::test]
async fn a_visit_goes_on_after_a_restart_from_what_is_stored() {
    let mut scene = scene().await;
    let changes = scene.three();
    let parcel = scene.amina.packs(&scene.genesis, &[&changes[0], &changes[1]]);
    scene.amina.pushes(&scene.world, &parcel).await;
    scene.world.restarts();
    let next = scene.amina.packs(&scene.genesis, &[&changes[1], &changes[2]]);
    assert!(matches!(scene.amina.pushes(&scene.world, &next).await, Outcome::Durable(_)));
    let summary = scene.world.office.db.summary(&scene.task.visit()).unwrap().unwrap();
    assert_eq!((summary.changes, summary.answered), (3, 3));
}

#[tokio::test]
async fn what_was_set_aside_for_a_reason_that_has_gone_is_accepted_when_it_comes_again() {
    let scene = scene().await;
    let chen_id = scene.world.hires("样三");
    let mut chen = scene.world.phone(chen_id, 3).await;
    let mut draft = scene.draft();
    let change = chen.answers(&mut draft, &item(1), Meets, 1);
    let parcel = chen.packs(&scene.genesis, &[&change]);
    assert_eq!(code_of(&chen.pushes(&scene.world, &parcel).await), "ingest.not-assigned");
    let everyone = [scene.amina.inspector, scene.bo.inspector, chen_id];
    scene.world.publishes(Some(&scene.task.id), &everyone);
    assert!(matches!(chen.pushes(&scene.world, &parcel).await, Outcome::Durable(_)));
    assert_eq!(scene.quarantined(), vec![]);
    assert_eq!(scene.world.office.db.quarantine(10).unwrap().len(), 1, "the row stays");
}
