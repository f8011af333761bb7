//! Help pages fit the screen: the parser breaks lines at spaces only, and Chinese has none.

use crate::table::wrap;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
use zhian_protocol::explain::Language;

/// Narrowest text column worth keeping; below it a line is left to the terminal.
const TEXT_COLUMNS_MIN: usize = 20;

/// A rendered help page, its long lines broken where their text column begins, its last English marks translated.
///
/// The lines to type of the examples stay whole, so that they can be copied.
#[must_use]
pub fn fit(page: &str, language: Language, columns: usize) -> String {
    let mut out = String::new();
    let mut examples = false;
    for line in page.lines() {
        let line = if language == Language::Zh { translated(line) } else { line.to_owned() };
        examples |= line == "示例：" || line == "Examples:";
        let start = text_column(&line);
        if examples || line.width() <= columns || columns < start + TEXT_COLUMNS_MIN {
            out.push_str(&line);
            out.push('\n');
            continue;
        }
        let (head, text) = split_at_column(&line, start);
        for (number, piece) in wrap(text, columns - start).iter().enumerate() {
            if number == 0 {
                out.push_str(head)
            } else {
                out.push_str(&" ".repeat(start))
            }
            out.push_str(piece);
            out.push('\n');
        }
    }
    out
}

/// What the parser writes itself, in English whatever the language.
fn translated(line: &str) -> String {
    if let Some(heading) = line.strip_suffix(':')
        && !line.starts_with(' ')
    {
        return format!("{heading}：");
    }
    if line.starts_with("用法") { line.replace("[OPTIONS]", "[选项]") } else { line.to_owned() }
}

/// Where the text of a line begins: behind the first gap of two spaces after its own beginning, else at its beginning.
fn text_column(line: &str) -> usize {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let body = line.get(indent..).unwrap_or_default();
    let Some(gap) = body.find("  ") else { return indent };
    let behind = body.get(gap..).unwrap_or_default();
    let spaces = behind.len() - behind.trim_start_matches(' ').len();
    indent + body.get(..gap).unwrap_or_default().width() + spaces
}

fn split_at_column(line: &str, column: usize) -> (&str, &str) {
    let mut width = 0;
    for (index, character) in line.char_indices() {
        if width >= column {
            return (line.get(..index).unwrap_or_default(), line.get(index..).unwrap_or_default());
        }
        width += character.width().unwrap_or(0);
    }
    (line, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_goes_on_below_where_it_began_and_loses_nothing() {
        let line = "      --role <ROLE>  身份：legal-representative 法定代表人、principal 主要负责人、qs-director 总监";
        let page = fit(line, Language::Zh, 50);
        assert!(page.lines().count() > 1 && page.lines().all(|line| line.width() <= 50), "{page}");
        assert!(page.lines().skip(1).all(|line| text_column(line) == 21), "{page}");
        let joined: String = page.split_whitespace().collect();
        assert_eq!(joined, line.split_whitespace().collect::<String>());
    }

    #[test]
    fn lines_to_type_stay_whole_and_headings_are_chinese() {
        let long = format!("    zhian enrol --code {}", "X".repeat(90));
        let page = fit(&format!("选项:\n\n示例：\n{long}\n"), Language::Zh, 60);
        assert!(page.starts_with("选项：\n"), "{page}");
        assert!(page.contains(&long), "{page}");
    }
}
