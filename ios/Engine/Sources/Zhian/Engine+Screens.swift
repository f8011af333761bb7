import ZhianSeam

/// One call, one screen. Reading waits for nobody's network and changes nothing.
///
/// Every id is text as another view gave it; one that is none is refused with `engine.bad-id`. Every call throws
/// `store.*` for what cannot be read: that is never shown as empty.
extension Engine {
    /// The first screen: the first page of open tasks, drafts, what is not yet safe.
    public func home() throws(EngineError) -> HomeView {
        try told { try seam.home() }.get()
    }

    /// One page of a list of tasks, by due time.
    public func tasks(_ query: TaskQuery) throws(EngineError) -> TaskPageView {
        try told { try seam.tasks(query: query) }.get()
    }

    /// Tasks whose title or enterprise holds all of the words, by due time; at most `limit`.
    public func findTasks(_ filter: TaskFilter, words: String, limit: UInt32) throws(EngineError) -> [TaskRowView] {
        try told { try seam.findTasks(filter: filter, words: words, limit: limit) }.get()
    }

    /// One task with everything around it.
    ///
    /// - Throws: `engine.unknown-task`.
    public func task(_ task: String) throws(EngineError) -> TaskView {
        try told { try seam.task(task: task) }.get()
    }

    /// A visit: sections, progress, open points.
    ///
    /// - Throws: `engine.unknown-visit`.
    public func visit(_ visit: String) throws(EngineError) -> VisitView {
        try told { try seam.visit(visit: visit) }.get()
    }

    /// One item: question, how to check, answer or both answers, note, evidence, findings.
    ///
    /// - Throws: `engine.unknown-visit`, `engine.unknown-item`.
    public func item(_ item: String, of visit: String) throws(EngineError) -> ItemView {
        try told { try seam.item(visit: visit, item: item) }.get()
    }

    /// One evidence file with what it belongs to and its neighbours.
    ///
    /// - Throws: `engine.unknown-visit`, `engine.unknown-evidence`, also for a file of another visit.
    public func evidence(_ hash: String, of visit: String) throws(EngineError) -> EvidenceScreen {
        try told { try seam.evidence(visit: visit, hash: hash) }.get()
    }

    /// What moving a visit to the version that its task names would do. Changes nothing.
    ///
    /// - Throws: `engine.no-newer-version`, `engine.moved-on`, `engine.unknown-checklist`, `engine.visit-sealed`,
    ///   `engine.unknown-visit`.
    public func newerVersion(_ visit: String) throws(EngineError) -> NewerVersionView {
        try told { try seam.newerVersion(visit: visit) }.get()
    }

    /// What was recorded under older versions and is not on this visit; empty for a visit that nobody moved to.
    ///
    /// - Throws: `engine.unknown-visit`.
    public func keptUnderOld(_ visit: String) throws(EngineError) -> [KeptItemView] {
        try told { try seam.keptUnderOld(visit: visit) }.get()
    }

    /// Who is in: per officer and device, what is here and what is at the office.
    ///
    /// - Throws: `engine.unknown-visit`.
    public func whoIsIn(_ visit: String) throws(EngineError) -> StatusView {
        try told { try seam.whoIsIn(visit: visit) }.get()
    }

    /// Who signed what the visit holds now, and what stands between it and its seal.
    ///
    /// - Throws: `engine.unknown-visit`.
    public func signing(_ visit: String) throws(EngineError) -> SigningView {
        try told { try seam.signing(visit: visit) }.get()
    }

    /// A visit that is closed for good, its place in the ledger, what came late, what could be freed.
    ///
    /// - Throws: `engine.unknown-visit`, `engine.visit-not-sealed`.
    public func sealedVisit(_ visit: String) throws(EngineError) -> SealedVisitView {
        try told { try seam.sealedVisit(visit: visit) }.get()
    }

    /// A sealed visit's bytes, to be compared or kept elsewhere.
    ///
    /// - Throws: `engine.unknown-visit`, `engine.visit-not-sealed`, `engine.seal-altered`.
    public func sealedBytes(_ visit: String) throws(EngineError) -> SealedBytesView {
        try told { try seam.sealedBytes(visit: visit) }.get()
    }

    /// What happened in a visit, oldest first.
    ///
    /// - Throws: `engine.unknown-visit`.
    public func history(_ visit: String) throws(EngineError) -> [EventView] {
        try told { try seam.history(visit: visit) }.get()
    }

    /// How the exchange with the office stands, and what is not safe yet.
    public func syncStatus() throws(EngineError) -> SyncStatusView {
        try told { try seam.syncStatus() }.get()
    }

    /// Enterprises by part of a name or address, beginning of a credit code, pinyin initials; at most `limit`, 1...100.
    public func searchDirectory(_ words: String, limit: UInt32) throws(EngineError) -> [EnterpriseView] {
        try told { try seam.searchDirectory(words: words, limit: limit) }.get()
    }

    /// One enterprise; none if the directory does not have it.
    public func enterprise(_ id: String) throws(EngineError) -> EnterpriseView? {
        try told { try seam.enterprise(id: id) }.get()
    }

    /// Settings and storage: whose device this is, its language, what lies on it, what could be freed.
    public func settings() throws(EngineError) -> SettingsView {
        try told { try seam.settings() }.get()
    }

    /// Work that arrived after sealing, of every visit.
    public func lateWork() throws(EngineError) -> [LateWorkView] {
        try told { try seam.lateWork() }.get()
    }

    /// What was set aside, here or by the office, newest first.
    public func quarantine() throws(EngineError) -> [QuarantineView] {
        try told { try seam.quarantine() }.get()
    }
}
