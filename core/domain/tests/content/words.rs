//! Clean Chinese, and English beside it, in every published file.

use crate::{each_object, everything};

/// Words that stand where somebody meant to write something.
const FILLERS: [&str; 20] = [
    "待定",
    "待补充",
    "待完善",
    "待填",
    "待续",
    "暂缺",
    "占位",
    "示例文字",
    "示例文本",
    "此处填",
    "某某",
    "……",
    "等等",
    "略。",
    "xxx",
    "todo",
    "tbd",
    "fixme",
    "lorem",
    "test test",
];

fn is_chinese(letter: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&letter)
}

/// What is wrong with a Chinese text.
fn faults_zh(zh: &str) -> Vec<String> {
    let mut found = Vec::new();
    let small = zh.to_lowercase();
    found.extend(
        FILLERS.iter().filter(|filler| small.contains(*filler)).map(|filler| format!("filler {filler}")),
    );
    let letters: Vec<char> = zh.chars().collect();
    if !letters.iter().copied().any(is_chinese) {
        found.push("no Chinese".to_owned());
    }
    for three in [&[' '], &letters[..], &[' ']].concat().windows(3) {
        let beside_chinese = is_chinese(three[0]) || is_chinese(three[2]);
        let within_number = three[0].is_ascii_alphanumeric() && three[2].is_ascii_alphanumeric();
        if beside_chinese && !within_number && ",.;:!?()\"'<>[]".contains(three[1]) {
            found.push(format!("half-width {:?}", three[1]));
        }
        let marks = "，。；：、！？";
        if marks.contains(three[0]) && (marks.contains(three[1]) || three[1] == ' ' && is_chinese(three[2])) {
            found.push(format!("{}{} together", three[0], three[1]));
        }
    }
    if zh.contains("  ") || zh.trim() != zh {
        found.push("blanks".to_owned());
    }
    for (open, close) in [('（', '）'), ('《', '》'), ('“', '”'), ('〔', '〕')] {
        if letters.iter().filter(|one| **one == open).count()
            != letters.iter().filter(|one| **one == close).count()
        {
            found.push(format!("{open} without {close}"));
        }
    }
    found
}

/// What is wrong with an English text.
fn faults_en(en: &str) -> Vec<String> {
    let mut found = Vec::new();
    let foreign = |letter: char| is_chinese(letter) || "，。；：、！？（）《》“”".contains(letter);
    if en.chars().any(foreign) {
        found.push("Chinese in English".to_owned());
    }
    if !en.chars().any(|letter| letter.is_ascii_alphanumeric()) {
        found.push("no English".to_owned());
    }
    let small = en.to_lowercase();
    found.extend(
        ["etc.", "...", "todo", "tbd", "lorem", "xxx"]
            .iter()
            .filter(|one| small.contains(**one))
            .map(ToString::to_string),
    );
    if en.contains("  ") || en.trim() != en {
        found.push("blanks".to_owned());
    }
    found
}

#[test]
fn every_text_is_clean_chinese_with_an_english_gloss_free_of_chinese() {
    let (mut texts, mut found) = (0, Vec::new());
    for (path, .., value) in everything() {
        each_object(&value, &mut |members| {
            let (zh, en) = (members.get("zh"), members.get("en"));
            if zh.is_none() && en.is_none() {
                return;
            }
            texts += 1;
            let words = |one: Option<&serde_json::Value>| {
                one.and_then(|one| one.as_str()).unwrap_or_default().to_owned()
            };
            let (zh, en) = (words(zh), words(en));
            // The number of a standard is the same in both languages.
            if zh == en && zh.starts_with("GB ") {
                return;
            }
            let faults = faults_zh(&zh).into_iter().chain(faults_en(&en));
            found.extend(faults.map(|fault| format!("{path}: {fault}: {zh} | {en}")));
        });
    }
    assert!(texts > 3_000, "only {texts} texts were seen: the search is broken");
    assert_eq!(found, Vec::<String>::new());
}

/// What the enterprise appoints is called by its full name: 总监 and 安全员 alone also mean others.
#[test]
fn appointees_are_called_by_their_full_names() {
    let mut found = Vec::new();
    for (path, .., value) in everything() {
        each_object(&value, &mut |members| {
            let zh = members.get("zh").and_then(|zh| zh.as_str()).unwrap_or_default();
            let without = zh.replace("质量安全总监", "").replace("质量安全员", "");
            if without.contains("总监") || without.contains("安全员") {
                found.push(format!("{path}: {zh}"));
            }
        });
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn slips_fillers_and_missing_glosses_are_noticed() {
    for good in ["第 5 条，共 3.5 mm（含）。", "GB 17761-2018 上限 25 km/h：看铭牌。", "玩具安全 基本规范"]
    {
        assert_eq!(faults_zh(good), Vec::<String>::new(), "{good}");
    }
    for bad in [
        "看铭牌,拍照",
        "看铭牌(正面)",
        "看铭牌.",
        "内容待定",
        "todo 内容",
        "看，，铭牌",
        "看（铭牌",
        "",
        "Look",
        " 看",
    ] {
        assert_ne!(faults_zh(bad), Vec::<String>::new(), "{bad}");
    }
    for bad in ["Look at 铭牌", "", "Look， then", "screws etc.", "Look ", "TBD"] {
        assert_ne!(faults_en(bad), Vec::<String>::new(), "{bad}");
    }
    assert_eq!(faults_en("Look at the plate (25 km/h)."), Vec::<String>::new());
}
