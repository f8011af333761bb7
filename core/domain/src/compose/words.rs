//! Why a part or an item is in a composed checklist, or is not, in words.

use super::ProductNames;
use crate::checklist::{Applies, Bilingual, Part, PartKind};
use crate::enterprise::UnitKind;
use crate::expression::UnitFact;
use crate::facts::{Facts, ProductKind};
use crate::product::ProductClass;
use crate::published::Phrase;
use std::collections::BTreeSet;

/// Most products that a sentence names; more are counted.
const NAMED_MAX: usize = 4;

type Words = (String, String);

fn text(zh: impl Into<String>, en: impl Into<String>) -> Bilingual {
    Bilingual { zh: zh.into(), en: en.into() }
}

const fn kind(kind: UnitKind) -> (&'static str, &'static str) {
    match kind {
        UnitKind::Producer => ("生产单位", "a producer"),
        UnitKind::Wholesaler => ("批发单位", "a wholesaler"),
        UnitKind::Retailer => ("零售单位", "a retailer"),
        UnitKind::OnlineSeller => ("网络自营销售单位", "an online seller"),
        UnitKind::ProducerAndSeller => ("兼营生产和销售的单位", "a producer that also sells"),
    }
}

const fn class(class: ProductClass) -> (&'static str, &'static str) {
    match class {
        ProductClass::Licence => ("生产许可证产品", "products under licence"),
        ProductClass::Ccc => ("强制性认证产品", "products under CCC"),
        ProductClass::MandatoryStandard => ("强制性国家标准产品", "products under a mandatory standard"),
    }
}

fn classes<'a>(all: impl Iterator<Item = &'a ProductClass>) -> Words {
    joined(all.map(|one| {
        let (zh, en) = class(*one);
        (zh.to_owned(), en.to_owned())
    }))
}

fn products<'a>(all: impl ExactSizeIterator<Item = &'a ProductKind>, names: &ProductNames) -> Words {
    let found = all.len();
    if found > NAMED_MAX {
        return (format!("{found} 种产品"), format!("{found} kinds of product"));
    }
    joined(all.map(|one| {
        let name = names.name(one);
        (name.zh, name.en)
    }))
}

fn joined(all: impl Iterator<Item = Words>) -> Words {
    let (zh, en): (Vec<String>, Vec<String>) = all.unzip();
    (zh.join("、"), en.join(", "))
}

/// Title of a composed checklist.
pub(super) fn title(facts: &Facts, names: &ProductNames) -> Bilingual {
    let (zh, en) = kind(facts.kind);
    if facts.products.is_empty() {
        return text(format!("现场检查清单（{zh}）"), format!("Checklist for {en}"));
    }
    let (products_zh, products_en) = products(facts.products.iter(), names);
    text(format!("现场检查清单（{zh}：{products_zh}）"), format!("Checklist for {en}: {products_en}"))
}

/// Why a part applies; as an error, why it does not.
pub(super) fn applies(part: &Part, facts: &Facts, names: &ProductNames) -> Result<Bilingual, Bilingual> {
    let applies = &part.applies;
    if part.kind == PartKind::Conduct {
        let (zh, en) = (
            "每次现场检查都要遵守检查行为规范。",
            "Every inspection on site is bound by the rules of conduct.",
        );
        return Ok(text(zh, en));
    }
    let (kind_zh, kind_en) = kind(facts.kind);
    if !applies.to_kind(facts) {
        let (for_zh, for_en) = if applies.makers { ("生产", "makers") } else { ("销售", "sellers") };
        return Err(text(
            format!("本部分适用于{for_zh}单位，而被检查单位是{kind_zh}。"),
            format!("This part is for {for_en}, and the unit is {kind_en}."),
        ));
    }
    let mut zh = vec![format!("单位是{kind_zh}")];
    let mut en = vec![format!("The unit is {kind_en}")];
    if !applies.products.is_empty() {
        let hit: BTreeSet<&ProductKind> = applies.products.intersection(&facts.products).collect();
        if hit.is_empty() {
            let (zh, en) = products(applies.products.iter(), names);
            return Err(text(
                format!("单位的产品中没有{zh}。"),
                format!("The unit has none of these among its products: {en}."),
            ));
        }
        let (hit_zh, hit_en) = products(hit.into_iter(), names);
        zh.push(format!("产品有{hit_zh}"));
        en.push(format!("its products include {hit_en}"));
    }
    if !applies.classes.is_empty() {
        let (for_zh, for_en) = classes(applies.classes.iter());
        match &facts.classes {
            None => {
                zh.push(format!("产品类别未登记，先按{for_zh}列入"));
                en.push(format!("its product classes are not on record, so {for_en} are assumed"));
            }
            Some(known) if applies.classes.is_disjoint(known) => {
                return Err(text(
                    format!("单位的产品不属于{for_zh}。"),
                    format!("The unit has no {for_en}."),
                ));
            }
            Some(known) => {
                let (zh_hit, en_hit) = classes(applies.classes.intersection(known));
                zh.push(format!("产品属于{zh_hit}"));
                en.push(format!("it has {en_hit}"));
            }
        }
    }
    if let Some((own_zh, own_en)) = sized(applies, facts)? {
        zh.push(own_zh);
        en.push(own_en);
    }
    Ok(text(format!("{}。", zh.join("，")), format!("{}.", en.join("; "))))
}

/// The clause on the size of the unit, if the part asks for one; as an error, why the part does not apply.
fn sized(applies: &Applies, facts: &Facts) -> Result<Option<Words>, Bilingual> {
    if applies.sizes.is_empty() {
        return Ok(None);
    }
    let Some(own) = facts.size else {
        return Ok(Some(("规模未登记，先行列入".to_owned(), "its size is not on record".to_owned())));
    };
    let Phrase { zh, en } = own.phrase();
    if !applies.sizes.contains(&own) {
        return Err(text(
            format!("本部分不适用于{zh}单位。"),
            format!("This part is not for units of the size {en}."),
        ));
    }
    Ok(Some((format!("规模为{zh}"), format!("its size is {en}"))))
}

/// What a condition on the unit came to: `Some(false)` took the item out, `None` could not be told.
pub(super) fn condition(reads: &BTreeSet<UnitFact>, facts: &Facts, told: Option<bool>) -> Bilingual {
    let (zh, en) = joined(reads.iter().map(|fact| known(*fact, facts)));
    match told {
        Some(true) => {
            text(format!("该项的适用条件成立：{zh}。"), format!("The condition of the item holds: {en}."))
        }
        Some(false) => text(
            format!("该项的适用条件不成立：{zh}。"),
            format!("The condition of the item does not hold: {en}."),
        ),
        None => text(
            format!("该项的适用条件无法判断，予以保留：{zh}。"),
            format!("The condition of the item cannot be told, so it stays: {en}."),
        ),
    }
}

fn known(fact: UnitFact, facts: &Facts) -> Words {
    let own = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
    match fact {
        UnitFact::Makes if facts.makes() => own("单位生产产品", "the unit makes products"),
        UnitFact::Makes => own("单位不生产产品", "the unit makes no products"),
        UnitFact::Sells if facts.sells() => own("单位销售产品", "the unit sells products"),
        UnitFact::Sells => own("单位不销售产品", "the unit sells no products"),
        UnitFact::Size => match facts.size {
            None => own("规模未登记", "the size is not on record"),
            Some(of) => {
                let (zh, en) = (of.phrase().zh, of.phrase().en);
                (format!("规模为{zh}"), format!("the size is {en}"))
            }
        },
        UnitFact::Classes => match &facts.classes {
            None => own("产品类别未登记", "the product classes are not on record"),
            Some(found) if found.is_empty() => {
                own("产品不属于三类产品", "no product is of the three classes")
            }
            Some(found) => {
                let (zh, en) = classes(found.iter());
                (format!("产品类别有{zh}"), format!("there are {en}"))
            }
        },
        UnitFact::Products => {
            let found = facts.products.len();
            (format!("登记的产品有 {found} 种"), format!("{found} kinds of product are on record"))
        }
    }
}
