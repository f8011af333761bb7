//! What an item says beside its question, as JSON.

use serde_json::{Value, json};
use zhian_domain::checklist::Bilingual;
use zhian_engine::view::{
    CitationView, ConsequenceView, FieldFault, FieldReading, HintView, MediumPlace, ReadingValue, VisitView,
};

/// A text in both languages.
pub fn text(text: &Bilingual) -> Value {
    json!({ "zh": text.zh, "en": text.en })
}

/// A citation.
pub fn citation(view: &CitationView) -> Value {
    json!({
        "id": view.citation.id, "words": text(&view.citation.words), "verified": view.citation.verified.code(),
        "printable": view.printable, "summary": view.summary.as_ref().map(text),
    })
}

/// A consequence with its penalties.
pub fn consequence(view: &ConsequenceView) -> Value {
    let penalties = view.penalties.iter().map(|one| {
        let range = one.penalty.range.as_ref().map(|range| {
            json!({ "min": range.min.map(|bound| bound.to_string()), "max": range.max.map(|bound| bound.to_string()) })
        });
        json!({ "id": one.penalty.id, "measures": text(&one.penalty.measures), "range": range,
                "to_be_checked": one.to_be_checked })
    });
    json!({
        "code": view.code.0, "text": view.text.as_ref().map(text),
        "citations": view.citations.iter().map(citation).collect::<Vec<_>>(),
        "penalties": penalties.collect::<Vec<_>>(),
    })
}

/// A picture or clip.
pub fn hint(view: &HintView) -> Value {
    let path = match &view.file {
        MediumPlace::Here { path } => Some(path.display().to_string()),
        MediumPlace::Absent => None,
    };
    json!({
        "id": view.medium.id, "sha256": view.medium.hash.to_string(), "bytes": view.medium.bytes,
        "media_type": view.medium.kind.code(), "caption": text(&view.medium.caption), "path": path,
    })
}

/// What a field comes to.
pub fn reading(view: &FieldReading) -> Value {
    let value = match &view.value {
        ReadingValue::Computed { value, unit } => {
            json!({ "computed": value.map(|value| value.to_string()), "unit": unit })
        }
        ReadingValue::Period { expected, present, missing, percent, .. } => {
            json!({ "expected": expected, "present": present, "missing": missing, "percent": percent })
        }
        ReadingValue::Identifier { passes, said } => json!({ "passes": passes, "said": text(said) }),
    };
    json!({ "field": view.field, "value": value })
}

/// A value that keeps its item open.
pub fn fault(fault: &FieldFault) -> Value {
    json!({ "field": fault.field, "code": fault.code, "words": text(&fault.words) })
}

/// What the checklist is made of.
pub fn composition(view: &VisitView) -> Value {
    let Some(made_of) = &view.composition else { return Value::Null };
    let parts = made_of.parts.iter().map(|part| {
        json!({ "id": part.id, "version": part.version, "sha256": part.hash.to_string(), "kind": part.kind.code(),
                "title": text(&part.title), "because": text(&part.because) })
    });
    json!({
        "parts": parts.collect::<Vec<_>>(), "law_version": made_of.law_version,
        "law_day": made_of.law_day.to_string(),
    })
}
