//! The published JSON of schema 2, member by member, as `schema/checklist.v2.schema.json` describes it.
//!
//! A member that is `null` counts as absent: spreadsheets write every column. What is written back leaves such members out,
//! so that one content has one form.

use crate::checklist::load::format::{
    self as first, BilingualFormat, EvidenceFormat, Exact, JudgementFormat, OptionFormat, WholeFormat,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Members that are lists.
pub(crate) const LISTS: [&str; 15] = [
    "sections",
    "items",
    "how",
    "basis",
    "entered",
    "fields",
    "options",
    "limits",
    "consequences",
    "media",
    "units",
    "products",
    "classes",
    "sizes",
    "parts",
];

/// A part, or a composed checklist.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DocumentFormat {
    pub schema: u32,
    pub id: String,
    pub version: u32,
    pub kind: String,
    pub title: BilingualFormat,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applies: Option<AppliesFormat>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<FactsFormat>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<LawUseFormat>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts: Option<Vec<PartUseFormat>>,
    pub sections: Vec<SectionFormat>,
}

/// Units that a part applies to. An empty or absent list of products, classes or sizes applies to all.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AppliesFormat {
    pub units: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sizes: Vec<String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactsFormat {
    pub kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classes: Option<Vec<String>>,
    pub products: Vec<String>,
}

/// The law as it stood: which records, for which day, and how well each cited article was known.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LawUseFormat {
    pub version: u32,
    pub day: String,
    pub verified: BTreeMap<String, String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartUseFormat {
    pub id: String,
    pub version: u32,
    pub sha256: String,
    pub kind: String,
    pub title: BilingualFormat,
    pub because: BilingualFormat,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SectionFormat {
    pub id: String,
    pub title: BilingualFormat,
    pub items: Vec<ItemFormat>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ItemFormat {
    pub id: String,
    pub ask: BilingualFormat,
    pub how: Vec<BilingualFormat>,
    pub basis: Vec<String>,
    pub judgement: JudgementFormat,
    pub fields: Vec<FieldFormat>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<LimitFormat>,
    pub evidence: EvidenceFormat,
    pub severity: String,
    pub consequences: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<BilingualFormat>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gate: Option<GateFormat>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<BilingualFormat>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GateFormat {
    pub stage: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LimitFormat {
    pub name: BilingualFormat,
    pub value: Exact,
    pub unit: String,
    pub standard: String,
    pub verified: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldFormat {
    pub id: String,
    pub label: BilingualFormat,
    pub kind: String,
    pub required: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Exact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Exact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whole: Option<WholeFormat>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options: Option<Vec<OptionFormat>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constraint: Option<String>,
}

impl From<first::FieldFormat> for FieldFormat {
    fn from(field: first::FieldFormat) -> Self {
        Self {
            id: field.id,
            label: field.label,
            kind: field.kind,
            required: field.required,
            unit: None,
            min: field.min,
            max: field.max,
            part: field.part,
            whole: field.whole,
            options: field.options,
            check: None,
            count: None,
            value: None,
            constraint: None,
        }
    }
}

/// The legend of schema 2: instruments are in the law records.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LegendFormat {
    pub schema: u32,
    pub version: u32,
    pub consequences: Vec<ConsequenceFormat>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConsequenceFormat {
    pub code: String,
    pub text: BilingualFormat,
    pub basis: Vec<String>,
}
