//! The sentences on who must be appointed.

use crate::checklist::Bilingual;
use crate::product::ProductClass;
use crate::published::Phrase;
use crate::rules::{Required, say};

/// Which classes the products belong to.
pub(super) fn classes_said(classes: Option<&[ProductClass]>) -> Bilingual {
    let name = |class: &ProductClass| match class {
        ProductClass::Licence => Phrase::new("生产许可证产品", "products under production licence"),
        ProductClass::Ccc => Phrase::new("强制性认证产品", "products under CCC"),
        ProductClass::MandatoryStandard => {
            Phrase::new("有强制性国家标准的产品", "products under a mandatory national standard")
        }
    };
    match classes {
        None => say("未提供产品所属类别。", "The classes of the products are not given."),
        Some([]) => say("产品不属于三类产品。", "The products belong to none of the three classes."),
        Some(classes) => {
            let names: Vec<Phrase> = classes.iter().map(name).collect();
            let zh: Vec<&str> = names.iter().map(|one| one.zh).collect();
            let en: Vec<&str> = names.iter().map(|one| one.en).collect();
            say(format!("涉及{}。", zh.join("、")), format!("It deals in {}.", en.join(", ")))
        }
    }
}

/// What must be appointed.
pub(super) fn conclusion(name: &Bilingual, director: Required, officer: Required) -> Bilingual {
    let said = |required| match required {
        Required::Yes => Phrase::new("应当配备", "required"),
        Required::No => Phrase::new("不要求配备", "not required"),
        Required::Unknown => Phrase::new("是否应当配备尚不能判定", "cannot be told yet"),
    };
    let (director, officer) = (said(director), said(officer));
    say(
        format!("{}：质量安全总监{}；质量安全员{}。", name.zh, director.zh, officer.zh),
        format!("{}: whether a director is needed: {}; QS officers: {}.", name.en, director.en, officer.en),
    )
}
