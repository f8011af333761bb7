import ZhianSeam

/// What the regulator published, on this device: pictures and clips, the quiz, risk control lists, the rules.
///
/// Everything here works without a network once it was pulled; only ``fetchMedia(_:progress:)`` needs one. What was not
/// published, or not pulled yet, throws `engine.no-content`. Every call throws `store.*` for what cannot be read.
extension Engine {
    // MARK: Pictures and clips

    /// What ``fetchMedia(_:progress:)`` would fetch now, those of coming visits first. Fetches nothing.
    ///
    /// - Parameter budgetBytes: Bytes that all of them may take; the setting of this device if none.
    public func mediaPlan(budgetBytes: UInt64? = nil) throws(EngineError) -> MediaPlanView {
        try told { try seam.mediaPlan(budgetBytes: budgetBytes) }.get()
    }

    /// Bytes that pictures and clips may take on this device.
    public func mediaBudget() throws(EngineError) -> UInt64 {
        try told { try seam.mediaBudget() }.get()
    }

    /// Keeps the bytes that pictures and clips may take, for every start from now on. Frees nothing that is here.
    public func chooseMediaBudget(bytes: UInt64) throws(EngineError) {
        try told { try seam.chooseMediaBudget(bytes: bytes) }.get()
    }

    /// A picture or clip by its hash, read whole once more: what the disk altered has no path, and is fetched again.
    ///
    /// - Throws: `engine.unknown-medium`, `engine.bad-id`.
    public func medium(_ hash: String) throws(EngineError) -> HintView {
        try told { try seam.medium(hash: hash) }.get()
    }

    // MARK: The quiz

    /// The quiz of an item: five questions, drawn for it on this device when they are first asked for, and the same ones
    /// from then on; with the result once it was answered, by whomever.
    ///
    /// - Throws: `engine.unknown-visit`, `engine.unknown-item`, `engine.no-quiz` for an item that asks for none,
    ///   `engine.no-content`, ``EngineError/visitSealed(_:)``, `quiz.*`.
    public func quiz(of item: String, visit: String) throws(EngineError) -> QuizView {
        try told { try seam.quiz(visit: visit, item: item) }.get()
    }

    /// Scores the answers, and records score and quiz as the answer to the item.
    ///
    /// - Parameter answers: By question; one that is not named was passed over, which is not right.
    /// - Throws: as ``quiz(of:visit:)`` and ``answer(_:)``; `quiz.not-asked`, `quiz.not-offered`,
    ///   `quiz.too-many-chosen`: then nothing was scored.
    public func answerQuiz(
        _ answers: [QuizAnswerInput], of item: String, visit: String
    ) throws(EngineError) -> QuizView {
        try told { try seam.answerQuiz(visit: visit, item: item, answers: answers) }.get()
    }

    // MARK: Risk control lists

    /// Every published risk control list, by id; empty where none was published.
    public func riskLists() throws(EngineError) -> [RiskListRowView] {
        try told { try seam.riskLists() }.get()
    }

    /// One risk control list.
    ///
    /// - Throws: `engine.unknown-list`.
    public func riskList(_ list: String) throws(EngineError) -> RiskListView {
        try told { try seam.riskList(list: list) }.get()
    }

    /// The daily, weekly or monthly forms of a list for a range of days, oldest first.
    ///
    /// - Throws: `engine.unknown-list`; `engine.bad-input` for a day that is none; `risk.range` for days in the wrong
    ///   order or too far apart.
    public func riskForms(_ input: RiskFormInput) throws(EngineError) -> [CheckFormView] {
        try told { try seam.riskForms(input: input) }.get()
    }

    /// Holds an enterprise's own list against a published one.
    ///
    /// - Parameters:
    ///   - list: Id of the published one.
    ///   - table: The own list as the text of a CSV table; commas, semicolons or tabs between the cells.
    /// - Throws: `engine.unknown-list`; `risk.table`, whose field `faults` names every faulty cell, one a line.
    public func compareRisks(_ list: String, with table: String) throws(EngineError) -> ComparisonView {
        try told { try seam.compareRisks(list: list, table: table) }.get()
    }

    // MARK: Rules

    /// How large a unit is under each Order that it is looked at under, with the reasons.
    ///
    /// - Throws: `engine.no-content`; `engine.bad-input` for a kind, class or region that is none.
    public func sizeClass(_ unit: UnitInput) throws(EngineError) -> [SizeView] {
        try told { try seam.sizeClass(input: unit) }.get()
    }

    /// Whether a unit must appoint a director and officers, with the reasons.
    ///
    /// - Throws: as ``sizeClass(_:)``.
    public func directorRule(_ unit: UnitInput) throws(EngineError) -> DirectorView {
        try told { try seam.directorRule(input: unit) }.get()
    }

    /// Every deadline of the rules.
    ///
    /// - Throws: `engine.no-content`.
    public func deadlines() throws(EngineError) -> [DeadlineView] {
        try told { try seam.deadlines() }.get()
    }

    /// When a term ends; provisional where it touches a year whose holidays are not announced, or not here.
    ///
    /// - Throws: `engine.no-content`; `rules.unknown-deadline`, `rules.no-extension`, `rules.out-of-range`.
    public func deadline(_ id: String, _ input: TermInput) throws(EngineError) -> DueView {
        try told { try seam.deadline(id: id, input: input) }.get()
    }

    /// The grading schemes, the default first.
    ///
    /// - Throws: `engine.no-content`.
    public func gradingSchemes() throws(EngineError) -> [SchemeView] {
        try told { try seam.gradingSchemes() }.get()
    }

    /// How many visits of a year are left to an enterprise. Without a grade nothing is guessed: none are said to be left.
    ///
    /// - Throws: `engine.no-content`; `engine.bad-input` for a day that is none; `rules.unknown-scheme`,
    ///   `rules.unknown-grade`.
    public func visitQuota(_ input: QuotaInput) throws(EngineError) -> QuotaView {
        try told { try seam.visitQuota(input: input) }.get()
    }
}
