//! Which language a person reads.

use std::ffi::OsString;
use zhian_protocol::explain::Language;

/// A text in both languages, chosen when it is shown.
#[must_use]
pub const fn pick<'a>(language: Language, zh: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::Zh => zh,
        Language::En => en,
    }
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Both {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Both {
    /// Both texts.
    #[must_use]
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// What reads the same in both languages: a path, a code, a way to write a value.
    #[must_use]
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { zh: text.clone(), en: text }
    }

    /// The text in one language.
    #[must_use]
    pub fn text(&self, language: Language) -> &str {
        pick(language, &self.zh, &self.en)
    }
}

/// Reads `--lang zh|en` before the command line is parsed, because help and usage errors are in that language too.
///
/// Order: `--lang`, `ZHIAN_LANG`, `LC_ALL`, `LC_MESSAGES`, `LANG`; English where none says otherwise.
#[must_use]
pub fn choose(args: &[OsString], variable: impl Fn(&str) -> Option<String>) -> Language {
    let texts: Vec<_> = args.iter().map(|arg| arg.to_string_lossy()).collect();
    let flag = texts.iter().enumerate().find_map(|(index, text)| match text.strip_prefix("--lang") {
        Some("") => texts.get(index + 1).map(|next| next.to_string()),
        Some(rest) => rest.strip_prefix('=').map(str::to_owned),
        None => None,
    });
    let set = |name: &&str| variable(name).filter(|value| !value.is_empty());
    let named = flag.or_else(|| ["ZHIAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set));
    match named {
        Some(name) if name.to_ascii_lowercase().starts_with("zh") => Language::Zh,
        _ => Language::En,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(args: &[&str], variables: &[(&str, &str)]) -> Language {
        let args: Vec<OsString> = args.iter().map(OsString::from).collect();
        choose(&args, |name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_flag_wins_over_the_environment_and_english_is_what_is_left() {
        assert_eq!(chosen(&["zhian", "tasks"], &[]), Language::En);
        assert_eq!(chosen(&["zhian", "tasks"], &[("LANG", "zh_CN.UTF-8")]), Language::Zh);
        assert_eq!(chosen(&["zhian", "--lang", "en"], &[("LANG", "zh_CN.UTF-8")]), Language::En);
        assert_eq!(chosen(&["zhian", "--lang=zh"], &[("LANG", "C")]), Language::Zh);
        assert_eq!(chosen(&["zhian"], &[("LC_ALL", ""), ("LANG", "zh_CN")]), Language::Zh);
        assert_eq!(chosen(&["zhian"], &[("LC_ALL", "C"), ("LANG", "zh_CN")]), Language::En);
    }
}
