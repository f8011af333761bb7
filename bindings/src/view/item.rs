//! One item as its screen shows it.

use super::code::{CaptureMethod, Judgement, Severity};
use super::evidence::{EvidenceView, evidence};
use super::guide::{
    CitationView, ConsequenceView, FieldFaultView, HintView, ReadingView, citation, consequence, fault, hint,
    reading,
};
use super::{Moment, OfficerView};
use crate::reader::{Reader, moment};
use zhian_domain::answer::{AnswerValue, FieldValue};
use zhian_domain::checklist::{self, Item};
use zhian_domain::finding::FindingStatus;
use zhian_engine::{view, words};

/// A limit value that a standard sets.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct LimitView {
    /// What is limited.
    pub name: String,
    /// The value, exact text.
    pub value: String,
    /// Its unit.
    pub unit: String,
    /// Number and edition of the standard.
    pub standard: String,
    /// Whether it is still to be checked (待核).
    pub to_be_checked: bool,
}

/// One of several choices.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ChoiceView {
    /// Code, for [`crate::FieldInput`].
    pub code: String,
    /// What people read.
    pub label: String,
}

/// A judgement that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct JudgementChoice {
    /// The judgement.
    pub judgement: Judgement,
    /// What people read.
    pub label: String,
}

/// What may be entered in a field.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum FieldKind {
    /// A number within bounds, both inclusive, each exact text; none where there is no bound.
    Number {
        /// Least value.
        min: Option<String>,
        /// Greatest value.
        max: Option<String>,
    },
    /// Computed from other fields, a percentage or any number; never entered.
    Computed,
    /// Which records of a period exist, e.g. `2026-11-01..2026-11-30;2026-11-05`: first the expected ones, then those missing.
    Period {
        /// What is counted: `day`, `week` or `month`.
        unit: String,
        /// How many of them are looked at.
        count: u32,
    },
    /// A number that passes a check, e.g. a credit code.
    Identifier {
        /// Which: `uscc`, `xk`, `ccc` and others.
        check: String,
    },
    /// Free text.
    Text,
    /// A calendar day, `2026-11-21`.
    Date,
    /// A document to capture as evidence; never entered.
    Document,
    /// One of several choices.
    Choice {
        /// The choices.
        options: Vec<ChoiceView>,
    },
}

/// A field beside the judgement.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FieldView {
    /// Its id.
    pub id: String,
    /// What people read.
    pub label: String,
    /// What may be entered.
    pub kind: FieldKind,
    /// Whether the item stays open without it.
    pub required: bool,
}

/// What was entered in a field.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct EnteredField {
    /// Id of the field.
    pub field: String,
    /// What people read as its name.
    pub label: String,
    /// The entry as [`crate::FieldInput`] takes it.
    pub value: String,
    /// The entry as people read it.
    pub text: String,
}

/// An answer that people set aside when they settled a difference.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SettledView {
    /// The judgement that was chosen, if one was.
    pub judgement: Option<Judgement>,
    /// Its name; empty without one.
    pub judgement_text: String,
    /// Entered fields.
    pub fields: Vec<EnteredField>,
    /// Id of who answered.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// An answer with who gave it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct AnswerView {
    /// The judgement that was chosen, if one was.
    pub judgement: Option<Judgement>,
    /// The judgement it leads to, also where it is computed; none while it cannot be told.
    pub judged: Option<Judgement>,
    /// Name of the judgement it leads to; empty while it cannot be told.
    pub judged_text: String,
    /// Entered fields, in the order of the item.
    pub fields: Vec<EnteredField>,
    /// Who answered.
    pub by: OfficerView,
    /// On which device.
    pub device: String,
    /// When, as the device claims.
    pub at: Moment,
    /// Answers it replaced when it settled a difference.
    pub settles: Vec<SettledView>,
}

/// How many answers stand for an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum AnswerStanding {
    /// Nobody answered.
    None,
    /// One answer stands.
    One,
    /// Answers differ and people must settle it.
    Differing,
}

/// Something that does not meet an item.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FindingView {
    /// Its id.
    pub id: String,
    /// The item it belongs to.
    pub item: String,
    /// How grave it is.
    pub severity: Severity,
    /// Name of that.
    pub severity_text: String,
    /// What was seen.
    pub text: String,
    /// Whether its author took it back. It stays in the record.
    pub withdrawn: bool,
    /// Evidence for it, by hash.
    pub evidence: Vec<String>,
    /// Who found it.
    pub by: OfficerView,
    /// When.
    pub at: Moment,
}

/// One item as its screen shows it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ItemView {
    /// Its id.
    pub item: String,
    /// The question.
    pub ask: String,
    /// Whether it is asked under the present answers. What is not asked demands nothing; an answer given before stays.
    pub asked: bool,
    /// Whether it is judged by a quiz that is drawn on this device: see `quiz`.
    pub has_quiz: bool,
    /// Whether it is due after sealing only.
    pub later: bool,
    /// Why it is here; none where the checklist was not composed.
    pub because: Option<String>,
    /// How to check it, step by step.
    pub steps: Vec<String>,
    /// Articles it rests on, as cited for the day of the visit.
    pub citations: Vec<CitationView>,
    /// Limit values of standards that the check rests on.
    pub limits: Vec<LimitView>,
    /// Pictures and clips that show how to check.
    pub hints: Vec<HintView>,
    /// A remark for whoever works with it.
    pub remark: Option<String>,
    /// How grave a failure is.
    pub severity: Severity,
    /// Name of that.
    pub severity_text: String,
    /// What may follow from a failure.
    pub consequences: Vec<ConsequenceView>,
    /// Judgements that may be chosen, in order.
    pub judgements: Vec<JudgementChoice>,
    /// Whether the judgement is computed from a field.
    pub computed: bool,
    /// Fields beside the judgement.
    pub fields: Vec<FieldView>,
    /// How many answers stand.
    pub standing: AnswerStanding,
    /// The answers: none, one, or those that differ, in the same order on every device.
    pub answers: Vec<AnswerView>,
    /// What its fields come to under the answer that stands.
    pub readings: Vec<ReadingView>,
    /// Entered values that keep it open.
    pub faults: Vec<FieldFaultView>,
    /// The note as it is recorded.
    pub note: String,
    /// Keystrokes that are saved on this device and not recorded yet.
    pub note_draft: Option<String>,
    /// Evidence on it.
    pub evidence: Vec<EvidenceView>,
    /// How many files it demands under the present answer.
    pub evidence_needed: u32,
    /// How they are to be taken.
    pub evidence_method: CaptureMethod,
    /// Name of that.
    pub evidence_method_text: String,
    /// Findings on it, withdrawn ones included.
    pub findings: Vec<FindingView>,
    /// Whether something about it keeps the visit from being sealed.
    pub open: bool,
}

/// An item's screen.
pub(crate) fn item(reader: Reader, shown: &view::ItemView) -> ItemView {
    let asked = &shown.item;
    let judgement = |one| JudgementChoice {
        label: words::conformity(reader.language, one).to_owned(),
        judgement: one.into(),
    };
    let (standing, answers) = answers(shown);
    ItemView {
        item: asked.id.to_string(),
        ask: reader.of(&asked.ask),
        asked: shown.asked,
        has_quiz: shown.has_quiz,
        later: shown.later,
        because: shown.because.as_ref().map(|one| reader.of(one)),
        steps: asked.how.iter().map(|one| reader.of(one)).collect(),
        citations: shown.citations.iter().map(|one| citation(reader, one)).collect(),
        limits: asked.limits.iter().map(|one| limit(reader, one)).collect(),
        hints: shown.hints.iter().map(|one| hint(reader, one)).collect(),
        remark: asked.note.as_ref().map(|one| reader.of(one)),
        severity: asked.severity.into(),
        severity_text: words::severity(reader.language, asked.severity).to_owned(),
        consequences: shown.consequences.iter().map(|one| consequence(reader, one)).collect(),
        judgements: words::offered(asked).into_iter().map(judgement).collect(),
        computed: matches!(asked.judgement, checklist::Judgement::Computed { .. }),
        fields: asked.fields.iter().map(|one| field(reader, one)).collect(),
        standing,
        answers: answers.iter().map(|one| answer(reader, asked, one)).collect(),
        readings: shown.readings.iter().map(|one| reading(reader, one)).collect(),
        faults: shown.faults.iter().map(|one| fault(reader, one)).collect(),
        note: shown.note.clone(),
        note_draft: shown.note_draft.clone(),
        evidence: shown.evidence.iter().map(|one| evidence(reader, one)).collect(),
        evidence_needed: shown.evidence_needed,
        evidence_method: asked.evidence.method.into(),
        evidence_method_text: words::method(reader.language, asked.evidence.method).to_owned(),
        findings: shown.findings.iter().map(|one| finding(reader, one)).collect(),
        open: shown.open,
    }
}

/// How many answers stand, and which.
pub(super) fn answers(shown: &view::ItemView) -> (AnswerStanding, &[view::GivenAnswer]) {
    match &shown.answer {
        view::AnswerView::None => (AnswerStanding::None, &[]),
        view::AnswerView::One(answer) => (AnswerStanding::One, std::slice::from_ref(answer)),
        view::AnswerView::Differing(answers) => (AnswerStanding::Differing, answers),
    }
}

fn limit(reader: Reader, one: &checklist::Limit) -> LimitView {
    LimitView {
        name: reader.of(&one.name),
        value: one.value.normalize().to_string(),
        unit: one.unit.clone(),
        standard: one.standard.clone(),
        to_be_checked: !one.verified.is_printable(),
    }
}

fn field(reader: Reader, one: &checklist::Field) -> FieldView {
    let option = |(code, label): &(String, checklist::Bilingual)| ChoiceView {
        code: code.clone(),
        label: reader.of(label),
    };
    FieldView {
        id: one.id.clone(),
        label: reader.of(&one.label),
        kind: match &one.kind {
            checklist::FieldKind::Number { min, max } => {
                FieldKind::Number { min: min.map(|one| one.to_string()), max: max.map(|one| one.to_string()) }
            }
            checklist::FieldKind::Percent { .. } | checklist::FieldKind::Computed { .. } => {
                FieldKind::Computed
            }
            checklist::FieldKind::Text => FieldKind::Text,
            checklist::FieldKind::Identifier(check) => {
                FieldKind::Identifier { check: check.code().to_owned() }
            }
            checklist::FieldKind::Period { unit, count } => {
                FieldKind::Period { unit: unit.code().to_owned(), count: *count }
            }
            checklist::FieldKind::Date => FieldKind::Date,
            checklist::FieldKind::Document => FieldKind::Document,
            checklist::FieldKind::Choice { options } => {
                FieldKind::Choice { options: options.iter().map(option).collect() }
            }
        },
        required: one.required,
    }
}

fn entered(reader: Reader, item: &Item, value: &AnswerValue) -> Vec<EnteredField> {
    let known = item.fields.iter().filter_map(|field| Some((field, value.fields.get(&field.id)?)));
    known
        .map(|(field, given)| EnteredField {
            field: field.id.clone(),
            label: reader.of(&field.label),
            value: match given {
                FieldValue::Number(number) => number.normalize().to_string(),
                FieldValue::Date(day) => day.to_string(),
                FieldValue::Text(text) | FieldValue::Choice(text) => text.clone(),
            },
            text: words::field_value(reader.language, item, &field.id, given),
        })
        .collect()
}

fn answer(reader: Reader, item: &Item, given: &view::GivenAnswer) -> AnswerView {
    AnswerView {
        judgement: given.value.conformity.map(Judgement::from),
        judged: given.judged.map(Judgement::from),
        judged_text: judgement_text(reader, given.judged),
        fields: entered(reader, item, &given.value),
        by: reader.officer(&given.by),
        device: given.device.to_string(),
        at: moment(&given.at),
        settles: given
            .settles
            .iter()
            .map(|old| SettledView {
                judgement: old.value.conformity.map(Judgement::from),
                judgement_text: judgement_text(reader, old.value.conformity),
                fields: entered(reader, item, &old.value),
                by: old.by.to_string(),
                at: moment(&old.at),
            })
            .collect(),
    }
}

/// Name of a judgement; empty without one.
pub(super) fn judgement_text(reader: Reader, judged: Option<zhian_domain::answer::Conformity>) -> String {
    judged.map_or_else(String::new, |one| words::conformity(reader.language, one).to_owned())
}

/// A finding.
pub(crate) fn finding(reader: Reader, shown: &view::FindingView) -> FindingView {
    let one = &shown.finding;
    FindingView {
        id: one.id.to_string(),
        item: one.item.to_string(),
        severity: one.severity.into(),
        severity_text: words::severity(reader.language, one.severity).to_owned(),
        text: one.text.clone(),
        withdrawn: one.status == FindingStatus::Withdrawn,
        evidence: one.evidence.iter().map(ToString::to_string).collect(),
        by: reader.officer(&shown.by),
        at: moment(&one.at),
    }
}
