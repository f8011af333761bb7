//! One call, one screen. Reading waits for nobody's network and changes nothing.

use crate::engine::Engine;
use crate::error::ZhianError;
use crate::request::{TaskFilter, TaskQuery};
use crate::view::{
    self, EnterpriseView, EventView, EvidenceScreen, HomeView, ItemView, KeptItemView, LateWorkView,
    NewerVersionView, QuarantineView, SealedBytesView, SealedVisitView, SettingsView, SigningView,
    StatusView, SyncStatusView, TaskPageView, TaskRowView, TaskView, VisitView,
};
use zhian_domain::id::ItemId;

#[uniffi::export]
impl Engine {
    /// The first screen: the first page of open tasks, drafts, what is not yet safe. Errors: `store.*`.
    pub fn home(&self) -> Result<HomeView, ZhianError> {
        self.call(|engine, reader| Ok(view::home(reader, &engine.home()?)))
    }

    /// One page of a list of tasks, by due time. Errors: `engine.bad-id` for a cursor that is none, `store.*`.
    pub fn tasks(&self, query: TaskQuery) -> Result<TaskPageView, ZhianError> {
        self.call(|engine, _| Ok(view::task_page(&engine.tasks(&query.try_into()?)?)))
    }

    /// Tasks whose title or enterprise holds all of the words, by due time; at most `limit`.
    pub fn find_tasks(
        &self,
        filter: TaskFilter,
        words: String,
        limit: u32,
    ) -> Result<Vec<TaskRowView>, ZhianError> {
        self.call(|engine, _| {
            let found = engine.find_tasks(filter.into(), &words, limit)?;
            Ok(found.iter().map(view::task_row).collect())
        })
    }

    /// One task with everything around it. Errors: `engine.unknown-task`, `engine.bad-id`.
    pub fn task(&self, task: String) -> Result<TaskView, ZhianError> {
        self.call(|engine, reader| Ok(view::task(reader, &engine.task(&task.parse()?)?)))
    }

    /// A visit: sections, progress, open points. Errors: `engine.unknown-visit`, `engine.bad-id`.
    pub fn visit(&self, visit: String) -> Result<VisitView, ZhianError> {
        self.call(|engine, reader| Ok(view::visit(reader, &engine.visit(&visit.parse()?)?)))
    }

    /// One item: question, how to check, answer or both answers, note, evidence, findings.
    ///
    /// Errors: `engine.unknown-visit`, `engine.unknown-item`, `engine.bad-id`.
    pub fn item(&self, visit: String, item: String) -> Result<ItemView, ZhianError> {
        self.call(|engine, reader| {
            Ok(view::item(reader, &engine.item(&visit.parse()?, &ItemId::new(&item)?)?))
        })
    }

    /// One evidence file with what it belongs to and its neighbours.
    ///
    /// Errors: `engine.unknown-visit`, `engine.unknown-evidence`, also for a file of another visit.
    pub fn evidence(&self, visit: String, hash: String) -> Result<EvidenceScreen, ZhianError> {
        self.call(|engine, reader| {
            Ok(view::evidence_screen(reader, &engine.evidence(&visit.parse()?, &hash.parse()?)?))
        })
    }

    /// What moving a visit to the version that its task names would do. Changes nothing.
    ///
    /// Errors: `engine.no-newer-version`, `engine.moved-on`, `engine.unknown-checklist`, `engine.visit-sealed`,
    /// `engine.unknown-visit`.
    pub fn newer_version(&self, visit: String) -> Result<NewerVersionView, ZhianError> {
        self.call(|engine, reader| Ok(view::newer_version(reader, &engine.newer_version(&visit.parse()?)?)))
    }

    /// What was answered, noted, found and photographed under older versions and is not on this visit. Empty for a visit
    /// that nobody moved to. Errors: `engine.unknown-visit`.
    pub fn kept_under_old(&self, visit: String) -> Result<Vec<KeptItemView>, ZhianError> {
        self.call(|engine, reader| {
            let found = engine.kept_under_old(&visit.parse()?)?;
            Ok(found.iter().map(|one| view::kept(reader, one)).collect())
        })
    }

    /// Who is in: per officer and device, what is here and what is at the office. Errors: `engine.unknown-visit`.
    pub fn who_is_in(&self, visit: String) -> Result<StatusView, ZhianError> {
        self.call(|engine, reader| Ok(view::status(reader, &engine.status(&visit.parse()?)?)))
    }

    /// Who signed what the visit holds now, and what stands between it and its seal. Errors: `engine.unknown-visit`.
    pub fn signing(&self, visit: String) -> Result<SigningView, ZhianError> {
        self.call(|engine, reader| Ok(view::signing(reader, &engine.signing(&visit.parse()?)?)))
    }

    /// A visit that is closed for good, its place in the ledger, what came late, what could be freed.
    ///
    /// Errors: `engine.unknown-visit`, `engine.visit-not-sealed`.
    pub fn sealed_visit(&self, visit: String) -> Result<SealedVisitView, ZhianError> {
        self.call(|engine, reader| Ok(view::sealed_visit(reader, &engine.sealed_visit(&visit.parse()?)?)))
    }

    /// A sealed visit's bytes, to be compared or kept elsewhere.
    ///
    /// Errors: `engine.unknown-visit`, `engine.visit-not-sealed`, `engine.seal-altered`.
    pub fn sealed_bytes(&self, visit: String) -> Result<SealedBytesView, ZhianError> {
        self.call(|engine, _| Ok(view::sealed_bytes(engine.sealed_bytes(&visit.parse()?)?)))
    }

    /// What happened in a visit, oldest first. Errors: `engine.unknown-visit`.
    pub fn history(&self, visit: String) -> Result<Vec<EventView>, ZhianError> {
        self.call(|engine, reader| {
            let found = engine.history(&visit.parse()?)?;
            Ok(found.iter().map(|one| view::event(reader, one)).collect())
        })
    }

    /// How the exchange with the office stands, and what is not safe yet.
    pub fn sync_status(&self) -> Result<SyncStatusView, ZhianError> {
        self.call(|engine, reader| Ok(view::sync_status(reader, &engine.sync_status()?)))
    }

    /// Enterprises by part of a name or address, beginning of a credit code, pinyin initials; at most `limit`, 1..=100.
    ///
    /// Errors: `store.*`: a directory that cannot be read is never shown as an empty one.
    pub fn search_directory(&self, words: String, limit: u32) -> Result<Vec<EnterpriseView>, ZhianError> {
        self.call(|engine, reader| {
            let found = engine.search_directory(&words, limit)?;
            Ok(found.iter().map(|one| view::enterprise(reader, one)).collect())
        })
    }

    /// One enterprise; none if the directory does not have it. Errors: `engine.bad-id`.
    pub fn enterprise(&self, id: String) -> Result<Option<EnterpriseView>, ZhianError> {
        self.call(|engine, reader| {
            Ok(engine.enterprise(&id.parse()?)?.map(|one| view::enterprise(reader, &one)))
        })
    }

    /// Settings and storage: whose device this is, its language, what lies on it, what could be freed.
    pub fn settings(&self) -> Result<SettingsView, ZhianError> {
        self.call(|engine, reader| Ok(view::settings(reader, &engine.settings()?)))
    }

    /// Work that arrived after sealing, of every visit.
    pub fn late_work(&self) -> Result<Vec<LateWorkView>, ZhianError> {
        self.call(|engine, reader| {
            Ok(engine.late_work()?.iter().map(|one| view::late_work(reader, one)).collect())
        })
    }

    /// What was set aside, here or by the office, newest first.
    pub fn quarantine(&self) -> Result<Vec<QuarantineView>, ZhianError> {
        self.call(|engine, reader| {
            Ok(engine.quarantine()?.iter().map(|one| view::quarantine(reader, one)).collect())
        })
    }
}
