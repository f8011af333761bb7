//! Plays a plan.

use crate::memory::Memory;
use crate::oracle;
use crate::plan::{Deed, Plan, Step};
use crate::sabotage::{Sabotage, Swallows};
use crate::tally::Tally;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use zhian_domain::answer::Conformity;
use zhian_domain::evidence::{CaptureMethod, EvidencePurpose};
use zhian_domain::id::{DeviceId, EvidenceHash, ItemId, TaskId, VisitId};
use zhian_domain::person::PersonRole;
use zhian_domain::signature::RefusalKind;
use zhian_engine::view::{AnswerView, VisitStanding};
use zhian_engine::{
    AnswerRequest, Engine, EngineError, ExportRequest, NoteRequest, OpenFindingRequest,
    PartySignatureRequest, RefuseRequest, SettleRequest, SignRequest, Watch,
};
use zhian_tests::deeds::{arrival, judged, met, picture_of};
use zhian_tests::{Attempt, Chance, DiskPlan, Phone, World};

/// A plan under way.
pub struct Game {
    /// The world.
    pub world: World,
    /// The phones.
    pub phones: Vec<Phone>,
    memories: Vec<Memory>,
    backups: Vec<PathBuf>,
    office_backup: PathBuf,
    tasks: Vec<TaskId>,
    visits: Vec<VisitId>,
    photos: BTreeMap<EvidenceHash, (VisitId, Vec<u8>)>,
    findings: Vec<(VisitId, String)>,
    own: BTreeMap<(DeviceId, VisitId), u64>,
    tally: Tally,
}

/// What a refusal may leave behind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// One deed, whole or absent.
    Edit,
    /// Many steps; every one that was done stays.
    Exchange,
}

/// Refusals that are right: the plan asked for something out of order, or the disk was full.
const RIGHT_REFUSALS: &[&str] = &[
    "engine.already-checked-in",
    "engine.not-checked-in",
    "engine.not-safe",
    "engine.nothing-to-settle",
    "engine.seal",
    "engine.typed-text",
    "engine.unknown-visit",
    "engine.unsettled",
    "engine.visit-not-sealed",
    "engine.visit-sealed",
    "store.disk-full",
];

const ITEMS: [&str; 4] = ["T01-1", "T01-2", "T01-3", "T01-4"];
const PEOPLE: [&str; 3] = ["林晓", "陈默", "王强"];
const JUDGEMENTS: [Conformity; 3] = [Conformity::Meets, Conformity::DoesNotMeet, Conformity::NotApplicable];

/// Plays a plan to its end and lets the oracle judge. Panics where something does not hold.
pub fn run(plan: &Plan, sabotage: Sabotage) -> Tally {
    let mut game = Game::begin(plan, sabotage);
    let sabotage_at = plan.steps.len() / 2;
    for (number, step) in plan.steps.iter().enumerate() {
        match *step {
            Step::Phone(phone, deed, disk) => game.plays(number, phone, deed, disk),
            Step::KillOffice => {
                game.world.office.is_killed();
                game.world.office.starts_again();
                game.tally.kills += 1;
            }
            Step::SetOfficeBack => {
                game.world.office.is_restored_from(&game.office_backup);
                game.tally.set_back += 1;
            }
        }
        if sabotage == Sabotage::PhoneForgets && number == sabotage_at {
            let backup = game.backups[0].clone();
            game.phones[0].is_overwritten_with(&backup);
        }
    }
    game.comes_to_rest();
    game.sabotages(sabotage);
    oracle::judges(&mut game);
    game.tallies();
    game.tally
}

impl Game {
    fn begin(plan: &Plan, sabotage: Sabotage) -> Self {
        let mut world = World::seeded(plan.seed);
        let mut phones: Vec<Phone> = PEOPLE.iter().take(plan.phones).map(|name| world.phone(name)).collect();
        let all: Vec<&Phone> = phones.iter().collect();
        let tasks: Vec<TaskId> = (0..plan.visits)
            .map(|number| world.publishes_task(&format!("虚构工厂第{number}号"), &all))
            .collect();
        let visits = tasks.iter().map(|task| VisitId::of(task, &world.small_checklist())).collect();
        phones.iter().for_each(|phone| drop(phone.syncs()));
        let backups = phones.iter_mut().map(Phone::is_backed_up).collect();
        let office_backup = world.office.is_backed_up();
        for (number, phone) in phones.iter().enumerate() {
            let chance = Chance::seeded(plan.seed, &format!("weather {number}"));
            phone.line.weathers(chance, plan.mishap_one_in);
        }
        if sabotage == Sabotage::FalseReceipts {
            phones[0].line.leads_to(Arc::new(Swallows { office: world.office.door() }));
        }
        let memories = phones.iter().map(Memory::of).collect();
        Self {
            world,
            phones,
            memories,
            backups,
            office_backup,
            tasks,
            visits,
            photos: BTreeMap::new(),
            findings: Vec::new(),
            own: BTreeMap::new(),
            tally: Tally { plans: 1, ..Tally::default() },
        }
    }

    /// Changes that each device was told it had made, by device and visit.
    pub fn own_changes(&self) -> impl Iterator<Item = (DeviceId, VisitId, u64)> {
        self.own.iter().map(|((device, visit), changes)| (*device, *visit, *changes))
    }

    /// Photographs whose capture was confirmed, with their bytes.
    pub fn photos(&self) -> impl Iterator<Item = (VisitId, EvidenceHash, &[u8])> {
        self.photos.iter().map(|(hash, (visit, bytes))| (*visit, *hash, bytes.as_slice()))
    }

    /// Findings that were confirmed.
    pub fn findings(&self) -> impl Iterator<Item = (VisitId, &str)> {
        self.findings.iter().map(|(visit, text)| (*visit, text.as_str()))
    }

    fn plays(&mut self, number: usize, phone: usize, deed: Deed, disk: DiskPlan) {
        let when = format!("step {number}, {deed:?} on phone {phone} with disk {disk:?}");
        match deed {
            Deed::Sync => self.syncs(phone, disk, &when),
            Deed::CheckIn(visit) => {
                let task = self.tasks[visit];
                self.does(phone, disk, Kind::Edit, &when, |engine| engine.check_in(&arrival(task)).map(drop));
            }
            Deed::Answer(visit, item, judgement) => self.answers(phone, disk, &when, visit, item, judgement),
            Deed::Note(visit, item) => {
                let request = self.note(visit, item, &when);
                self.does(phone, disk, Kind::Edit, &when, |engine| engine.note(&request).map(drop));
            }
            Deed::TypeNote(visit, item) => {
                let request = self.note(visit, item, &when);
                self.does(phone, disk, Kind::Edit, &when, |engine| engine.type_note(&request));
            }
            Deed::CommitNote(visit, item) => {
                let (visit, item) = (self.visits[visit], id(item));
                self.does(phone, disk, Kind::Edit, &when, |engine| {
                    engine.commit_note(&visit, &item).map(drop)
                });
            }
            Deed::Find(visit, item) => self.finds(phone, disk, &when, visit, item),
            Deed::Photo(visit, item, bytes) => {
                self.photographs(phone, disk, &when, self.visits[visit], id(item), bytes)
            }
            Deed::CommitAll(visit) => {
                for item in 0..ITEMS.len() {
                    let (visit, item) = (self.visits[visit], id(item));
                    self.does(phone, disk, Kind::Edit, &when, |engine| {
                        engine.commit_note(&visit, &item).map(drop)
                    });
                }
            }
            Deed::SettleAll(visit) => self.settles_all(phone, disk, &when, self.visits[visit]),
            Deed::AnswerRest(visit) => self.answers_rest(phone, disk, &when, self.visits[visit]),
            Deed::Sign(visit) => {
                let request = SignRequest { visit: self.visits[visit], handwriting: None };
                self.does(phone, disk, Kind::Edit, &when, |engine| engine.sign(&request).map(drop));
            }
            Deed::Party(visit) => self.takes_signature(phone, disk, &when, self.visits[visit]),
            Deed::Refuse(visit) => self.notes_refusal(phone, disk, &when, self.visits[visit]),
            Deed::Seal(visit) => {
                let visit = self.visits[visit];
                self.does(phone, disk, Kind::Edit, &when, |engine| engine.seal(&visit).map(drop));
            }
            Deed::HandOver(visit, to) => self.hands_over(phone, disk, &when, self.visits[visit], to),
            Deed::Purge(visit) => {
                let visit = self.visits[visit];
                self.does(phone, disk, Kind::Exchange, &when, |engine| engine.purge(&visit).map(drop));
            }
            Deed::Restart => {
                self.phones[phone].restarts();
                let now = Memory::of(&self.phones[phone]);
                assert_eq!(now, self.memories[phone], "{when}");
            }
            Deed::GoOffline => self.phones[phone].line.is_online(false),
            Deed::GoOnline => self.phones[phone].line.is_online(true),
            Deed::SetBack => self.sets_back(phone),
        }
    }

    /// Calls the engine once under a disk plan and checks that the deed is whole or absent.
    fn does<T>(
        &mut self,
        phone: usize,
        disk: DiskPlan,
        kind: Kind,
        when: &str,
        act: impl FnOnce(&Engine) -> Result<T, EngineError>,
    ) -> Option<T> {
        let device = self.phones[phone].device();
        self.phones[phone].disk_plans(disk);
        let outcome = self.phones[phone].attempt(act);
        let lost_power = matches!(outcome, Attempt::PowerLost);
        if lost_power {
            self.tally.crashes += 1;
            self.phones[phone].restarts();
            let opened = self.phones[phone].engine().opened();
            assert_eq!((opened.damaged_kept_as, opened.restored), (None, false), "{when}: after the restart");
        }
        self.phones[phone].disk_plans(DiskPlan::Sound);
        let (before, now) = (&self.memories[phone], Memory::of(&self.phones[phone]));
        before.is_kept_in(&now, when);
        match &outcome {
            Attempt::Refused(cause) => {
                self.tally.refusals += 1;
                assert!(RIGHT_REFUSALS.contains(&cause.code()), "{when}: {} ({cause})", cause.code());
                assert!(kind == Kind::Exchange || now == *before, "{when}: refused, and something changed");
            }
            Attempt::PowerLost if kind == Kind::Edit => {
                let added = now.all_changes_of(&device) - before.all_changes_of(&device);
                assert!(added <= 1, "{when}: one deed became {added} changes");
            }
            Attempt::Done(_) => self.tally.deeds += 1,
            Attempt::PowerLost => {}
        }
        for (visit, seen) in now.visits() {
            let changes = seen.changes.get(&device).copied().unwrap_or(0);
            let known = self.own.entry((device, *visit)).or_default();
            *known = changes.max(*known);
        }
        self.memories[phone] = now;
        outcome.done()
    }

    fn syncs(&mut self, phone: usize, disk: DiskPlan, when: &str) {
        let report = self.does(phone, disk, Kind::Exchange, when, |engine| engine.sync(&Watch::quiet()));
        if report.is_some_and(|report| report.end != zhian_engine::view::SyncEnd::Complete) {
            self.tally.cut += 1;
        }
        // An office that was set back has forgotten what it acknowledged until the phones have noticed.
        if self.tally.set_back == 0 {
            oracle::acknowledged_is_there(self, &self.phones[phone], &self.memories[phone]);
        }
    }

    fn note(&self, visit: usize, item: usize, when: &str) -> NoteRequest {
        NoteRequest { visit: self.visits[visit], item: id(item), text: format!("记于 {when}。") }
    }

    fn answers(
        &mut self,
        phone: usize,
        disk: DiskPlan,
        when: &str,
        visit: usize,
        item: usize,
        judgement: usize,
    ) {
        let visit = self.visits[visit];
        let Some(view) = self.phones[phone].engine().item(&visit, &id(item)).ok() else { return };
        let conformity = JUDGEMENTS[judgement];
        let value = if conformity == Conformity::Meets { met(&view.item) } else { judged(conformity) };
        if matches!(view.answer, AnswerView::Differing(_)) {
            self.tally.conflicts += 1;
            let request = SettleRequest { visit, item: id(item), value };
            self.does(phone, disk, Kind::Edit, when, |engine| engine.settle(&request).map(drop));
        } else {
            let request = AnswerRequest { visit, item: id(item), value };
            self.does(phone, disk, Kind::Edit, when, |engine| engine.answer(&request).map(drop));
        }
    }

    fn finds(&mut self, phone: usize, disk: DiskPlan, when: &str, visit: usize, item: usize) {
        let visit = self.visits[visit];
        let text = format!("问题见 {when}。");
        let request = OpenFindingRequest {
            visit,
            item: id(item),
            severity: None,
            text: text.clone(),
            evidence: Vec::new(),
        };
        if self.does(phone, disk, Kind::Edit, when, |engine| engine.open_finding(&request)).is_some() {
            self.findings.push((visit, text));
        }
    }

    fn photographs(
        &mut self,
        phone: usize,
        disk: DiskPlan,
        when: &str,
        visit: VisitId,
        item: ItemId,
        bytes: usize,
    ) {
        let picture = self.phones[phone].takes_picture(bytes);
        let content = std::fs::read(&picture).expect("the picture is there");
        let request = picture_of(visit, EvidencePurpose::Item(item), picture);
        let attached =
            self.does(phone, disk, Kind::Edit, when, |engine| engine.attach(&request, &Watch::quiet()));
        if let Some(view) = attached {
            assert_eq!(view.evidence.hash, EvidenceHash::of(&content), "{when}");
            self.photos.insert(view.evidence.hash, (visit, content));
            self.tally.photos += 1;
        }
    }

    fn settles_all(&mut self, phone: usize, disk: DiskPlan, when: &str, visit: VisitId) {
        let Ok(view) = self.phones[phone].engine().visit(&visit) else { return };
        let differing = |answer: &AnswerView| matches!(answer, AnswerView::Differing(_));
        let items: Vec<_> = view.sections.into_iter().flat_map(|section| section.items).collect();
        for item in items.into_iter().filter(|item| differing(&item.answer)) {
            self.tally.conflicts += 1;
            let request = SettleRequest { visit, item: item.item.id.clone(), value: met(&item.item) };
            self.does(phone, disk, Kind::Edit, when, |engine| engine.settle(&request).map(drop));
        }
    }

    fn answers_rest(&mut self, phone: usize, disk: DiskPlan, when: &str, visit: VisitId) {
        let Ok(view) = self.phones[phone].engine().visit(&visit) else { return };
        let items: Vec<_> = view.sections.into_iter().flat_map(|section| section.items).collect();
        for item in items.into_iter().filter(|item| item.open) {
            if matches!(item.answer, AnswerView::None) {
                let request = AnswerRequest { visit, item: item.item.id.clone(), value: met(&item.item) };
                self.does(phone, disk, Kind::Edit, when, |engine| engine.answer(&request).map(drop));
            }
            if item.evidence.is_empty() {
                self.photographs(phone, disk, when, visit, item.item.id, 500);
            }
        }
    }

    fn takes_signature(&mut self, phone: usize, disk: DiskPlan, when: &str, visit: VisitId) {
        let request = PartySignatureRequest {
            visit,
            name: "现场负责人甲".to_owned(),
            role: PersonRole::SiteRepresentative,
            opinion: "属实。".to_owned(),
            handwriting: self.phones[phone].takes_picture(450),
        };
        self.does(phone, disk, Kind::Edit, when, |engine| engine.take_party_signature(&request).map(drop));
    }

    fn notes_refusal(&mut self, phone: usize, disk: DiskPlan, when: &str, visit: VisitId) {
        let request = RefuseRequest {
            visit,
            kind: RefusalKind::Refused,
            name: "现场负责人乙".to_owned(),
            reason: "不愿签字。".to_owned(),
            recording: self.phones[phone].records_sound(600),
            method: CaptureMethod::Audio,
            witness: None,
        };
        self.does(phone, disk, Kind::Edit, when, |engine| engine.refuse(&request).map(drop));
    }

    fn hands_over(&mut self, phone: usize, disk: DiskPlan, when: &str, visit: VisitId, to: usize) {
        let bundle = self.phones[phone].free_path("zhian");
        let request = ExportRequest { visits: vec![visit], with_evidence: true, to: bundle.clone() };
        let export = |engine: &Engine| engine.export_bundle(&request, &Watch::quiet());
        if self.does(phone, DiskPlan::Sound, Kind::Exchange, when, export).is_some() {
            self.does(to, disk, Kind::Exchange, when, |engine| {
                engine.import_bundle(&bundle, &Watch::quiet())
            });
        }
    }

    fn sets_back(&mut self, phone: usize) {
        if self.phones[phone].is_all_safe() {
            let backup = self.backups[phone].clone();
            self.phones[phone].is_restored_from(&backup);
            self.memories[phone] = Memory::of(&self.phones[phone]);
            self.tally.set_back += 1;
        }
    }

    /// The lines become good, what is late arrives, and everybody exchanges until nothing is new.
    fn comes_to_rest(&mut self) {
        self.phones.iter().for_each(|phone| phone.line.clears());
        let all: Vec<&Phone> = self.phones.iter().collect();
        self.world.sync_until_quiet(&all);
        for phone in 0..self.phones.len() {
            let now = Memory::of(&self.phones[phone]);
            self.memories[phone].is_kept_in(&now, "at rest");
            self.memories[phone] = now;
        }
    }

    fn sabotages(&mut self, sabotage: Sabotage) {
        match sabotage {
            Sabotage::OfficeForgets => self.world.office.is_restored_from(&self.office_backup),
            Sabotage::FileAltered => {
                if let Some(hash) = self.photos.keys().next() {
                    self.world.office.alters_file(hash);
                }
            }
            Sabotage::None | Sabotage::FalseReceipts | Sabotage::PhoneForgets => {}
        }
    }

    fn tallies(&mut self) {
        for visit in &self.visits {
            let Ok(view) = self.phones[0].engine().visit(visit) else { continue };
            self.tally.seals += u64::from(matches!(view.standing, VisitStanding::Sealed(_)));
            self.tally.late += u64::from(view.late_changes > 0);
        }
    }
}

fn id(item: usize) -> ItemId {
    zhian_tests::deeds::item(ITEMS[item])
}
