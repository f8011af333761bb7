//! Codes that cells may hold, with their names: what drop-down lists offer.

/// One code with its names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Code {
    pub code: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
}

impl Code {
    /// What a cell shows and a drop-down list offers, e.g. `daily 日管控`.
    pub(crate) fn entry(&self) -> String {
        format!("{} {}", self.code, self.zh)
    }
}

/// A closed list of codes, or a list of suggestions.
#[derive(Debug)]
pub(crate) struct Codes {
    pub zh: &'static str,
    pub en: &'static str,
    pub all: &'static [Code],
}

impl Codes {
    /// The code that a cell means: by code, by Chinese name, or by both as [`Code::entry`] writes them.
    pub(crate) fn read(&self, text: &str) -> Option<&'static str> {
        let mut found =
            self.all.iter().filter(|one| text == one.code || text == one.zh || text == one.entry());
        // Two codes of one name: the name alone does not tell.
        match (found.next(), found.next()) {
            (Some(only), None) => Some(only.code),
            _ => None,
        }
    }

    /// What the cell of a code shows; the code itself where it is not in the list.
    pub(crate) fn entry(&self, code: &str) -> String {
        self.all.iter().find(|one| one.code == code).map_or_else(|| code.to_owned(), Code::entry)
    }

    /// The codes in one line.
    pub(crate) fn listed(&self) -> String {
        self.all.iter().map(|one| one.code).collect::<Vec<_>>().join(", ")
    }
}

macro_rules! codes {
    ($($name:ident = $zh_name:literal, $en_name:literal: $($code:literal $zh:literal $en:literal),+;)+) => {
        $(pub(crate) static $name: Codes = Codes {
            zh: $zh_name,
            en: $en_name,
            all: &[$(Code { code: $code, zh: $zh, en: $en }),+],
        };)+
        /// Every list, in the order of the sheet of codes.
        pub(crate) static ALL: &[&Codes] = &[$(&$name),+];
    };
}

codes! {
    KIND = "文件类别", "kind of file":
        "base" "基础检查表" "base checklist", "overlay" "附加检查表" "overlay", "conduct" "检查行为规范" "conduct of inspection",
        "risks" "风险清单" "risk control list", "law" "条文" "law", "penalties" "罚则" "penalties",
        "legend" "后果代码" "consequence codes", "quiz" "题库" "quiz", "media" "媒体" "media",
        "products" "产品目录" "products";
    UNIT = "单位", "unit": "producer" "生产单位" "producer", "seller" "销售单位" "seller";
    CLASS = "三类归属", "product class":
        "licence" "生产许可证产品" "production licence", "ccc" "强制性产品认证产品" "CCC",
        "mandatory-standard" "强制性国家标准产品" "mandatory national standard";
    SIZE = "规模", "size class":
        "large" "大型" "large", "medium" "中型" "medium", "small-or-micro" "小微型" "small or micro";
    PRODUCT = "产品", "product":
        "electric-bicycle" "电动自行车" "electric bicycles",
        "electric-bicycle-charger" "电动自行车充电器" "chargers for electric bicycles",
        "lithium-battery" "锂离子电池" "lithium batteries",
        "power-bank" "移动电源" "power banks",
        "gas-cooker" "家用燃气灶具" "gas cookers",
        "gas-water-heater" "家用燃气热水器" "gas water heaters",
        "gas-hose" "燃气软管" "gas hoses",
        "gas-regulator" "瓶装液化石油气调压器" "gas regulators",
        "wire-cable" "电线电缆" "wires and cables",
        "hazardous-chemical" "危险化学品" "hazardous chemicals",
        "chemical-packaging" "危险化学品包装物、容器" "packaging and containers for hazardous chemicals",
        "toy" "玩具" "toys",
        "childrens-vehicle" "童车" "children's vehicles",
        "fire-extinguisher" "灭火器" "fire extinguishers",
        "fire-product" "其他消防产品" "other fire-fighting products",
        "cement" "水泥" "cement",
        "helmet" "头盔" "helmets",
        "food-plastic" "食品用塑料制品" "plastics for food",
        "socket-switch" "插座、开关" "sockets and switches",
        "electric-blanket" "电热毯" "electric blankets";
    FLAG = "是否", "yes or no": "yes" "是" "yes", "no" "否" "no";
    JUDGEMENT = "判定", "judgement":
        "meets" "符合" "meets", "does-not-meet" "不符合" "does not meet", "defective" "有缺陷" "defective",
        "not-applicable" "不适用" "not applicable";
    VERIFIED = "核实程度", "how well known":
        "S" "已读来源" "read in a source", "P" "部分印证" "partly corroborated", "M" "凭记忆" "from memory",
        "U" "不确定" "unsure";
    SEVERITY = "严重程度", "severity":
        "A" "关键项" "key item", "B" "主要项" "main item", "C" "一般项" "general item";
    WHEN = "何时取证", "when evidence is demanded":
        "never" "不要求" "never", "on-failure" "不符合时" "on failure", "always" "总是" "always";
    METHOD = "取证方式", "how evidence is taken":
        "photo" "拍照" "photograph", "video" "录像" "video", "audio" "录音" "audio", "scan" "扫描" "scan",
        "screenshot" "截屏" "screenshot", "copy" "复制" "copy";
    GATE = "时点", "when it is due":
        "before-check-in" "入企前" "before check-in", "at-check-in" "入企时" "at check-in", "during" "检查中" "during",
        "before-seal" "封存前" "before sealing", "after" "检查后" "after";
    FIELD = "字段类型", "kind of field":
        "number" "数字" "number", "percent" "百分比（计算）" "percentage, computed", "text" "文本" "text",
        "date" "日期" "date", "document" "文件" "document", "choice" "单选" "choice",
        "identifier" "编号" "identifier", "period" "期间" "period", "computed" "计算值" "computed value";
    CHECK = "编号校验", "check of an identifier":
        "uscc" "统一社会信用代码" "unified social credit code", "licence" "生产许可证编号" "production licence number",
        "ccc" "强制性产品认证证书编号" "CCC certificate number";
    INSTRUMENT = "法规类别", "kind of instrument":
        "law" "法律" "law", "regulation" "行政法规" "regulation", "order" "部门规章" "order",
        "rule" "规范性文件" "rule", "opinion" "意见" "opinion", "standard" "标准" "standard";
    RANGE_BASIS = "罚则基数", "what a penalty is reckoned from":
        "goods-value" "货值金额" "goods value", "gains" "违法所得" "gains", "fixed" "定额" "fixed", "none" "无" "none";
    RANGE_UNIT = "罚则单位", "unit of a penalty":
        "times" "倍" "times", "percent" "百分之" "percent", "CNY" "元" "CNY";
    STAGE = "控制环节", "stage":
        "design" "设计" "design", "purchase" "进货" "purchase", "production" "生产" "production",
        "inspection" "检验" "inspection", "marking" "标识" "marking", "storage" "储运" "storage",
        "sale" "销售" "sale", "after-sale" "售后" "after sale";
    MODE = "管控形式", "mode":
        "daily" "日管控" "daily control", "weekly" "周排查" "weekly screening", "monthly" "月调度" "monthly dispatch";
    ROLE = "责任人", "responsible role":
        "officer" "质量安全员" "QS officer", "director" "质量安全总监" "quality safety director",
        "principal" "主要负责人" "principal";
    QUESTION = "题型", "kind of question":
        "single" "单选题" "one answer", "multiple" "多选题" "several answers", "true-false" "判断题" "true or false";
}

#[cfg(test)]
mod tests {
    use super::*;
    use zhian_domain::answer::Conformity;
    use zhian_domain::checklist::{Severity, Verified};

    #[test]
    fn every_code_of_the_domain_is_offered_and_no_name_stands_for_two_codes() {
        for severity in Severity::ALL {
            assert_eq!(SEVERITY.read(severity.code()), Some(severity.code()));
        }
        for verified in Verified::ALL {
            assert_eq!(VERIFIED.read(verified.code()), Some(verified.code()));
        }
        for judgement in ["meets", "does-not-meet", "defective", "not-applicable"] {
            assert!(Conformity::from_code(judgement).is_some());
            assert_eq!(JUDGEMENT.read(judgement), Some(judgement));
        }
        for codes in ALL {
            for one in codes.all {
                assert_eq!(codes.read(one.code), Some(one.code));
                assert_eq!(codes.read(one.zh), Some(one.code), "{} in {}", one.zh, codes.en);
                assert_eq!(codes.read(&one.entry()), Some(one.code));
            }
        }
        assert_eq!(MODE.read("daily 周排查"), None);
    }
}
