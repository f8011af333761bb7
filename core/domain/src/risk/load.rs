//! Reads a published list.

use super::{Mode, ResponsibleRole, RiskList, RiskRow, Stage};
use crate::published::{ContentError, Object, Phrase, Problem, capital_id, read, small_id};
use crate::rules::size::UnitPart;
use std::collections::BTreeSet;

/// Most rows of a list.
pub(super) const ROWS_MAX: usize = 500;

impl RiskList {
    /// Reads a list, such as `risks/rl-eb-s.v1.json`. `file` is the name that errors give.
    ///
    /// A row's responsible person is the one its mode decides (日→质量安全员, 周→质量安全总监, 月→主要负责人); another one is refused. The title
    /// of a sample says that it is one (示例).
    /// Errors: any of [`ContentError`] but `NotAsPublished`.
    pub fn load(file: &str, json: &str) -> Result<Self, ContentError> {
        read(file, json, |root| {
            let id = root.id("id", capital_id, Phrase::new("大写编号", "an id in capital letters"));
            let (version, sample, title) = (root.version(), root.flag("sample"), root.bilingual("title"));
            if let (Some(true), Some(title)) = (sample, &title)
                && !title.zh.contains("示例")
            {
                let because =
                    Phrase::new("示例清单的标题应当写明“示例”", "the title of a sample must say 示例");
                root.fault("title.zh", Problem::Contradiction { because });
            }
            let unit = |code: &str| match code {
                "producer" => Some(UnitPart::Making),
                "seller" => Some(UnitPart::Selling),
                _ => None,
            };
            let unit = root.code("unit", unit, Phrase::new("producer或者seller", "producer or seller"));
            let product = root.id("product", small_id, Phrase::new("产品编号", "a product id"));
            let mut seen = BTreeSet::new();
            let rows = root.objects("rows", (1, ROWS_MAX), |row| {
                let read = risk_row(row, id.as_deref());
                row.unique("id", &mut seen, read.as_ref().map(|read| &read.id));
                if let Some(read) = &read {
                    let indicator = format!("{}{}", read.stage.code(), read.indicator.zh);
                    row.unique("indicator.zh", &mut seen, Some(&indicator));
                }
                read
            });
            Some(Self {
                id: id?,
                version: version?,
                sample: sample?,
                title: title?,
                unit: unit?,
                product: product?,
                rows: rows?,
            })
        })
    }
}

fn risk_row(row: &Object<'_>, list: Option<&str>) -> Option<RiskRow> {
    let own = |id: &str| {
        let number = list.and_then(|list| id.strip_prefix(list)).and_then(|rest| rest.strip_prefix('-'));
        list.is_none() || number.is_some_and(|number| !number.is_empty() && capital_id(id))
    };
    let id =
        row.id("id", own, Phrase::new("清单编号加连字符和序号", "the id of the list, a hyphen and a number"));
    let stage = row.code("stage", Stage::from_code, Phrase::new("控制环节", "a known stage"));
    let (category, indicator) = (row.bilingual("category"), row.bilingual("indicator"));
    let measure = row.bilingual("measure");
    let mode = row.code(
        "mode",
        Mode::from_code,
        Phrase::new("daily、weekly或者monthly", "daily, weekly or monthly"),
    );
    let expected = Phrase::new("officer、director或者principal", "officer, director or principal");
    let role = row.code("role", ResponsibleRole::from_code, expected);
    if let (Some(mode), Some(role)) = (mode, role)
        && mode.role() != role
    {
        let because =
            Phrase::new("责任人与管控形式不对应", "the responsible person is not the one of the mode");
        row.fault("role", Problem::Contradiction { because });
    }
    let (frequency, basis) = (row.bilingual("frequency"), row.basis("basis", 1));
    let verified = row.verified("verified");
    let evidence = row.nullable("evidence", |row| row.bilingual("evidence"));
    Some(RiskRow {
        id: id?,
        stage: stage?,
        category: category?,
        indicator: indicator?,
        measure: measure?,
        mode: mode?,
        role: role?,
        frequency: frequency?,
        basis: basis?,
        verified: verified?,
        evidence: evidence?,
    })
}
