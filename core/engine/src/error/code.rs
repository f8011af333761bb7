//! Codes of errors and alerts, and the values that make their sentences exact.

use super::EngineError;
use zhian_domain::id::ItemId;
use zhian_protocol::explain;

/// Every code that this crate puts on record without failing: alerts, reasons of quarantine, problems of a check.
pub const ALERT_CODES: &[&str] = &[
    "clock.jumped",
    "clock.set-back",
    "clock.skew",
    "directory.lost",
    "engine.device-unknown",
    "engine.parcel-author",
    "engine.parcel-inconsistent",
    "engine.second-seal",
    "install.restored",
    "office.bad-signature",
    "office.no-key",
    "office.not-understood",
    "office.other-key",
    "office.version-altered",
    "server.rollback",
    "store.row-lost",
    "store.salvaged",
    "sync.heads-differ",
];

/// A value of a sentence: name and text, for screens that fill in a sentence.
pub type Param = (&'static str, String);

impl EngineError {
    /// Every code of this crate. Codes of the store, the draft and the protocol pass through.
    pub const CODES: &'static [&'static str] = &[
        "engine.already-checked-in",
        "engine.already-enrolled",
        "engine.answer-not-understood",
        "engine.bad-answer",
        "engine.bad-id",
        "engine.bad-input",
        "engine.bad-position",
        "engine.bad-text",
        "engine.bundle",
        "engine.bundle-file",
        "engine.cancelled",
        "engine.closed",
        "engine.code-length",
        "engine.empty",
        "engine.evidence-altered",
        "engine.evidence-elsewhere",
        "engine.evidence-not-at-office",
        "engine.exchange-running",
        "engine.entropy",
        "engine.internal",
        "engine.label-length",
        "engine.moved-on",
        "engine.no-newer-version",
        "engine.medium-not-at-office",
        "engine.no-content",
        "engine.no-quiz",
        "engine.not-a-recording",
        "engine.not-checked-in",
        "engine.not-enrolled",
        "engine.not-on-task",
        "engine.not-safe",
        "engine.nothing-to-settle",
        "engine.other-key",
        "engine.panicked",
        "engine.rights-not-told",
        "engine.seal",
        "engine.seal-altered",
        "engine.source",
        "engine.source-size",
        "engine.task-withdrawn",
        "engine.typed-text",
        "engine.unknown-checklist",
        "engine.unknown-evidence",
        "engine.unknown-finding",
        "engine.unknown-item",
        "engine.unknown-list",
        "engine.unknown-medium",
        "engine.unknown-task",
        "engine.unknown-visit",
        "engine.unsettled",
        "engine.visit-not-sealed",
        "engine.visit-sealed",
        "host.bad-key",
        "host.failed",
    ];

    /// Stable code; sentences for people are looked up by it. A code of a newer server is `unknown`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotEnrolled => "engine.not-enrolled",
            Self::AlreadyEnrolled { .. } => "engine.already-enrolled",
            Self::OtherKey => "engine.other-key",
            Self::CodeLength { .. } => "engine.code-length",
            Self::LabelLength { .. } => "engine.label-length",
            Self::UnknownTask { .. } => "engine.unknown-task",
            Self::UnknownChecklist { .. } => "engine.unknown-checklist",
            Self::TaskWithdrawn { .. } => "engine.task-withdrawn",
            Self::NotOnTask { .. } => "engine.not-on-task",
            Self::UnknownVisit { .. } => "engine.unknown-visit",
            Self::NotCheckedIn { .. } => "engine.not-checked-in",
            Self::AlreadyCheckedIn { .. } => "engine.already-checked-in",
            Self::RightsNotTold => "engine.rights-not-told",
            Self::VisitSealed { .. } => "engine.visit-sealed",
            Self::MovedOn { .. } => "engine.moved-on",
            Self::NoNewerVersion { .. } => "engine.no-newer-version",
            Self::VisitNotSealed { .. } => "engine.visit-not-sealed",
            Self::SealAltered { .. } => "engine.seal-altered",
            Self::UnknownItem { .. } => "engine.unknown-item",
            Self::UnknownFinding { .. } => "engine.unknown-finding",
            Self::UnknownEvidence { .. } => "engine.unknown-evidence",
            Self::BadAnswer { .. } => "engine.bad-answer",
            Self::NothingToSettle { .. } => "engine.nothing-to-settle",
            Self::Empty { .. } => "engine.empty",
            Self::Unsettled { .. } => "engine.unsettled",
            Self::TypedText { .. } => "engine.typed-text",
            Self::NotARecording => "engine.not-a-recording",
            Self::Seal(_) => "engine.seal",
            Self::Source { .. } => "engine.source",
            Self::SourceSize { .. } => "engine.source-size",
            Self::EvidenceElsewhere { .. } => "engine.evidence-elsewhere",
            Self::EvidenceAltered { .. } => "engine.evidence-altered",
            Self::EvidenceNotAtOffice { .. } => "engine.evidence-not-at-office",
            Self::NotSafe { .. } => "engine.not-safe",
            Self::Bundle { .. } => "engine.bundle",
            Self::BundleFile { .. } => "engine.bundle-file",
            Self::ExchangeRunning => "engine.exchange-running",
            Self::Cancelled => "engine.cancelled",
            Self::Refused { code, .. } => known(code),
            Self::Answer { .. } => "engine.answer-not-understood",
            Self::Internal { .. } => "engine.internal",
            Self::Panicked { .. } => "engine.panicked",
            Self::Closed => "engine.closed",
            Self::BadInput { .. } => "engine.bad-input",
            Self::BadText { .. } => "engine.bad-text",
            Self::BadKey { .. } => "host.bad-key",
            Self::BadId(_) => "engine.bad-id",
            Self::BadPosition(_) => "engine.bad-position",
            Self::Host(cause) => cause.code(),
            Self::Server(cause) => cause.code(),
            Self::Transport(cause) => cause.code(),
            Self::Signer(cause) => cause.code(),
            Self::Entropy(_) => "engine.entropy",
            Self::Store(cause) => cause.code(),
            Self::Draft(cause) => cause.code(),
            Self::Pack(cause) => cause.code(),
            Self::Parcel(cause) => cause.code(),
            Self::Frame(cause) => cause.code(),
            Self::Record(cause) => cause.code(),
            Self::Checklist(cause) => cause.code(),
            Self::Library(cause) => cause.code(),
            Self::Canonical(cause) => cause.code(),
        }
    }

    /// Values that make the sentence exact, for screens.
    #[must_use]
    pub fn params(&self) -> Vec<Param> {
        match self {
            Self::CodeLength { found, limit } | Self::LabelLength { found, limit } => {
                vec![("found", found.to_string()), ("limit", limit.to_string())]
            }
            Self::SourceSize { found, limit } => {
                vec![("found", found.to_string()), ("limit", limit.to_string())]
            }
            Self::TaskWithdrawn { reason, .. } => vec![("reason", reason.clone())],
            Self::UnknownItem { item } | Self::NothingToSettle { item } => vec![("item", item.to_string())],
            Self::BadAnswer { item, detail } => vec![("item", item.to_string()), ("detail", detail.clone())],
            Self::Library(cause) => cause.params(),
            Self::BadInput { what, found } => vec![("what", (*what).to_owned()), ("found", found.clone())],
            Self::Unsettled { items } | Self::TypedText { items } => vec![("items", joined(items))],
            Self::Empty { what } | Self::BadText { what, .. } => vec![("what", (*what).to_owned())],
            Self::Host(cause) => vec![("port", cause.port.to_owned()), ("detail", cause.detail.clone())],
            Self::Source { path, .. } | Self::BundleFile { path, .. } => vec![("path", path.clone())],
            Self::NotSafe { parcels, files, .. } => {
                vec![("parcels", parcels.to_string()), ("files", files.to_string())]
            }
            Self::Refused { zh, en, detail, .. } => {
                vec![("zh", zh.clone()), ("en", en.clone()), ("detail", detail.clone())]
            }
            Self::Seal(cause) => {
                let reasons: Vec<&str> = cause.reasons.iter().map(|reason| reason.code()).collect();
                vec![("reasons", reasons.join(", "))]
            }
            _ => Vec::new(),
        }
    }
}

fn known(code: &str) -> &'static str {
    explain::codes().find(|one| *one == code).unwrap_or("unknown")
}

fn joined(items: &[ItemId]) -> String {
    items.iter().map(ItemId::as_str).collect::<Vec<_>>().join(", ")
}
