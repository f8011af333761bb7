//! The published JSON of schema 1, member by member, as `schema/checklist.schema.json` and `schema/legend.schema.json`
//! describe it, and what schema 2 has in common with it.
//! Unknown members are refused: a misspelt optional member would otherwise change a checklist unseen.

use rust_decimal::Decimal;
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use std::fmt;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChecklistFormat {
    pub schema: u32,
    pub id: String,
    pub version: u32,
    pub title: BilingualFormat,
    pub sections: Vec<SectionFormat>,
}

#[derive(Clone, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BilingualFormat {
    pub zh: String,
    pub en: String,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SectionFormat {
    pub id: String,
    pub title: BilingualFormat,
    pub items: Vec<ItemFormat>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ItemFormat {
    pub id: String,
    pub ask: BilingualFormat,
    pub how: BilingualFormat,
    pub basis: Vec<BasisFormat>,
    pub judgement: JudgementFormat,
    pub fields: Vec<FieldFormat>,
    pub evidence: EvidenceFormat,
    pub severity: String,
    pub consequences: Vec<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BasisFormat {
    pub instrument: String,
    pub article: String,
    pub verified: String,
}

#[derive(Clone, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum JudgementFormat {
    Entered(Vec<String>),
    Computed(ComputedFormat),
}

#[derive(Clone, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ComputedFormat {
    pub field: String,
    pub at_least: Exact,
    pub verified: String,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldFormat {
    pub id: String,
    pub label: BilingualFormat,
    pub kind: String,
    pub required: bool,
    #[serde(default, deserialize_with = "present")]
    pub min: Option<Exact>,
    #[serde(default, deserialize_with = "present")]
    pub max: Option<Exact>,
    #[serde(default, deserialize_with = "present")]
    pub part: Option<String>,
    #[serde(default, deserialize_with = "present")]
    pub whole: Option<WholeFormat>,
    #[serde(default, deserialize_with = "present")]
    pub options: Option<Vec<OptionFormat>>,
}

#[derive(Clone, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OptionFormat {
    pub code: String,
    pub label: BilingualFormat,
}

#[derive(Clone, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EvidenceFormat {
    pub when: String,
    pub method: String,
    pub count: u32,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LegendFormat {
    pub schema: u32,
    pub version: u32,
    pub instruments: Vec<InstrumentFormat>,
    pub consequences: Vec<ConsequenceFormat>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InstrumentFormat {
    pub code: String,
    pub name: BilingualFormat,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConsequenceFormat {
    pub code: String,
    pub text: BilingualFormat,
    pub basis: Vec<BasisFormat>,
}

/// Reads a member that may be left out but, once written, may not be `null`.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// A number read without passing through binary floating point: a whole number, or any decimal as text.
#[derive(Clone, Copy)]
pub(crate) struct Exact(pub Decimal);

impl serde::Serialize for Exact {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let number = self.0.normalize();
        match i64::try_from(number) {
            Ok(whole) if number.scale() == 0 => to.serialize_i64(whole),
            _ => to.collect_str(&number),
        }
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = Exact;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number, or a decimal number as text such as \"0.5\"")
            }
            fn visit_i64<E: Error>(self, number: i64) -> Result<Exact, E> {
                Ok(Exact(Decimal::from(number)))
            }
            fn visit_u64<E: Error>(self, number: u64) -> Result<Exact, E> {
                Ok(Exact(Decimal::from(number)))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Exact, E> {
                Decimal::from_str_exact(text)
                    .map(Exact)
                    .map_err(|_| E::invalid_value(serde::de::Unexpected::Str(text), &self))
            }
        }
        from.deserialize_any(Reader)
    }
}

/// A field id, or a fixed number.
#[derive(Clone)]
pub(crate) enum WholeFormat {
    Field(String),
    Fixed(Decimal),
}

impl serde::Serialize for WholeFormat {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Field(id) => to.serialize_str(id),
            Self::Fixed(number) => serde::Serialize::serialize(&Exact(*number), to),
        }
    }
}

impl<'de> Deserialize<'de> for WholeFormat {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = WholeFormat;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the id of a number field, or a whole number")
            }
            fn visit_i64<E: Error>(self, number: i64) -> Result<WholeFormat, E> {
                Ok(WholeFormat::Fixed(Decimal::from(number)))
            }
            fn visit_u64<E: Error>(self, number: u64) -> Result<WholeFormat, E> {
                Ok(WholeFormat::Fixed(Decimal::from(number)))
            }
            fn visit_str<E: Error>(self, id: &str) -> Result<WholeFormat, E> {
                Ok(WholeFormat::Field(id.to_owned()))
            }
        }
        from.deserialize_any(Reader)
    }
}
