//! Rust sources as a flat run of tokens: comments are gone and strings are literals, so no rule trips over prose.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::str::FromStr;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Word,
    Mark,
    Literal,
    Open,
    Close,
}

/// One token and the line it stands on, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    pub text: String,
    pub line: usize,
}

impl Token {
    pub fn is(&self, kind: Kind, text: &str) -> bool {
        self.kind == kind && self.text == text
    }
}

/// Every token of a source. Errors: why the text is no Rust.
pub fn tokens_of(text: &str) -> Result<Vec<Token>, String> {
    let stream =
        TokenStream::from_str(text).map_err(|cause| format!("{cause} at {:?}", cause.span().start()))?;
    let mut out = Vec::new();
    flatten(stream, &mut out);
    Ok(out)
}

fn flatten(stream: TokenStream, out: &mut Vec<Token>) {
    for tree in stream {
        let line = tree.span().start().line;
        let push = |out: &mut Vec<Token>, kind, text: String, line| out.push(Token { kind, text, line });
        match tree {
            TokenTree::Ident(ident) => push(out, Kind::Word, ident.to_string(), line),
            TokenTree::Punct(mark) => push(out, Kind::Mark, mark.as_char().to_string(), line),
            TokenTree::Literal(literal) => push(out, Kind::Literal, literal.to_string(), line),
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                push(out, Kind::Open, open.to_owned(), group.span_open().start().line);
                flatten(group.stream(), out);
                push(out, Kind::Close, close.to_owned(), group.span_close().end().line);
            }
        }
    }
}

/// Index just behind the group that opens at `open`.
pub fn behind_group(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate().skip(open) {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth -= 1,
            Kind::Word | Kind::Mark | Kind::Literal => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    tokens.len()
}

/// Index just behind the item that starts at `start`: its first brace group, or its semicolon.
fn behind_item(tokens: &[Token], start: usize) -> usize {
    let mut index = start;
    while let Some(token) = tokens.get(index) {
        if token.is(Kind::Open, "{") {
            return behind_group(tokens, index);
        }
        if token.is(Kind::Mark, ";") {
            return index + 1;
        }
        index = if token.kind == Kind::Open { behind_group(tokens, index) } else { index + 1 };
    }
    tokens.len()
}

/// If an attribute starts at `index`: the index behind it, and whether it compiles what follows for tests only.
fn attribute(tokens: &[Token], index: usize) -> Option<(usize, bool)> {
    let opens = tokens.get(index)?.is(Kind::Mark, "#") && tokens.get(index + 1)?.is(Kind::Open, "[");
    if !opens {
        return None;
    }
    let end = behind_group(tokens, index + 1);
    let inside = &tokens[index + 2..end - 1];
    let words: Vec<&str> =
        inside.iter().filter(|token| token.kind == Kind::Word).map(|token| token.text.as_str()).collect();
    let test_only = words.first() == Some(&"cfg") && words.contains(&"test") && !words.contains(&"not");
    Some((end, test_only))
}

/// Product tokens, and the lines that are compiled for tests only, both ends included.
pub fn without_tests(tokens: &[Token]) -> (Vec<Token>, Vec<(usize, usize)>) {
    let (mut kept, mut test_lines) = (Vec::new(), Vec::new());
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        let Some((mut next, test_only)) = attribute(tokens, index) else {
            kept.push(token.clone());
            index += 1;
            continue;
        };
        if !test_only {
            kept.extend_from_slice(&tokens[index..next]);
            index = next;
            continue;
        }
        while let Some((behind, _)) = attribute(tokens, next) {
            next = behind;
        }
        let end = behind_item(tokens, next);
        test_lines.push((token.line, tokens[end - 1].line));
        index = end;
    }
    (kept, test_lines)
}

/// Names of modules in files of their own that are compiled for tests only: `#[cfg(test)] mod NAME;`.
pub fn test_modules(tokens: &[Token]) -> Vec<String> {
    let mut found = Vec::new();
    for index in 0..tokens.len() {
        if let Some((next, true)) = attribute(tokens, index)
            && let [word, name, end, ..] = &tokens[next..]
            && word.is(Kind::Word, "mod")
            && end.is(Kind::Mark, ";")
        {
            found.push(name.text.clone());
        }
    }
    found
}

/// A function and the lines from its `fn` to its closing brace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    pub name: String,
    pub line: usize,
    pub lines: usize,
}

/// Every function with a body, those inside macros included.
pub fn functions(tokens: &[Token]) -> Vec<Function> {
    let mut found = Vec::new();
    for (index, pair) in tokens.windows(2).enumerate() {
        if !(pair[0].is(Kind::Word, "fn") && pair[1].kind == Kind::Word) {
            continue;
        }
        let end = behind_item(tokens, index);
        let last = &tokens[end - 1];
        if last.is(Kind::Close, "}") {
            let lines = last.line + 1 - pair[0].line;
            found.push(Function { name: pair[1].text.clone(), line: pair[0].line, lines });
        }
    }
    found
}

/// A path as written or imported, e.g. `std::fs::File`, with `use` groups unfolded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    pub segments: Vec<String>,
    pub line: usize,
    /// Whether it is called as a macro.
    pub is_macro: bool,
}

impl Path {
    pub fn text(&self) -> String {
        self.segments.join("::")
    }

    pub fn starts_with(&self, prefix: &str) -> bool {
        let prefix: Vec<&str> = prefix.split("::").collect();
        self.segments.len() >= prefix.len()
            && self.segments.iter().zip(prefix).all(|(have, want)| have == want)
    }

    pub fn has(&self, segment: &str) -> bool {
        self.segments.iter().any(|have| have == segment)
    }
}

/// Every path in the tokens.
pub fn paths(tokens: &[Token]) -> Vec<Path> {
    let mut out = Vec::new();
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        index =
            if token.kind == Kind::Word { read_path(tokens, index, Vec::new(), &mut out) } else { index + 1 };
    }
    out
}

fn read_path(tokens: &[Token], start: usize, mut segments: Vec<String>, out: &mut Vec<Path>) -> usize {
    let line = tokens[start].line;
    segments.push(tokens[start].text.clone());
    let mut next = start + 1;
    while let [first, second, after, ..] = &tokens[next..] {
        if !(first.is(Kind::Mark, ":") && second.is(Kind::Mark, ":")) {
            break;
        }
        if after.kind == Kind::Word {
            segments.push(after.text.clone());
            next += 3;
        } else if after.is(Kind::Open, "{") {
            let end = behind_group(tokens, next + 2);
            let mut inside = next + 3;
            while inside < end - 1 {
                let is_word = tokens[inside].kind == Kind::Word;
                inside = if is_word { read_path(tokens, inside, segments.clone(), out) } else { inside + 1 };
            }
            return end;
        } else {
            next += 2;
            break;
        }
    }
    let is_macro = tokens.get(next).is_some_and(|token| token.is(Kind::Mark, "!"))
        && tokens.get(next + 1).is_some_and(|token| token.kind == Kind::Open);
    out.push(Path { segments, line, is_macro });
    next
}

/// Names behind a keyword: `names_after(&tokens, "struct")`.
pub fn names_after<'a>(tokens: &'a [Token], keyword: &'a str) -> impl Iterator<Item = &'a str> {
    tokens.windows(2).filter_map(move |pair| {
        (pair[0].is(Kind::Word, keyword) && pair[1].kind == Kind::Word).then_some(pair[1].text.as_str())
    })
}

/// Text of a plain string literal, `None` for every other token.
pub fn string_of(token: &Token) -> Option<&str> {
    let quoted = token.text.strip_prefix('r').map_or(token.text.as_str(), |raw| raw.trim_matches('#'));
    (token.kind == Kind::Literal).then_some(())?;
    quoted.strip_prefix('"')?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_no_paths() {
        let tokens = tokens_of("// std::fs\n/// std::net\nfn f() { g(\"std::env\"); }").unwrap();
        assert!(paths(&tokens).iter().all(|path| !path.starts_with("std")));
    }

    #[test]
    fn groups_in_imports_are_unfolded() {
        let tokens =
            tokens_of("use std::{fs::{self, File}, io as other};\nlet x = std::net::a::<u8>();").unwrap();
        let found: Vec<String> = paths(&tokens).iter().map(Path::text).collect();
        for wanted in ["std::fs::self", "std::fs::File", "std::io", "std::net::a"] {
            assert!(found.iter().any(|path| path == wanted), "{wanted} in {found:?}");
        }
    }

    #[test]
    fn what_is_compiled_for_tests_is_left_out_and_the_rest_is_kept() {
        let text =
            "fn a() {}\n#[cfg(test)]\n#[allow(x)]\nmod tests {\n fn b() {}\n}\n#[cfg(not(test))]\nfn c() {}";
        let tokens = tokens_of(text).unwrap();
        let (kept, lines) = without_tests(&tokens);
        assert_eq!(names_after(&kept, "fn").collect::<Vec<_>>(), vec!["a", "c"]);
        assert_eq!(lines, vec![(2, 6)]);
        assert_eq!(test_modules(&tokens_of("#[cfg(test)] mod sample;").unwrap()), vec!["sample"]);
    }

    #[test]
    fn functions_are_measured_from_their_name_to_their_brace() {
        let tokens = tokens_of("m! {\n fn a(x: [u8; 2])\n {\n }\n}\ntrait T { fn b(); }").unwrap();
        assert_eq!(functions(&tokens), vec![Function { name: "a".to_owned(), line: 2, lines: 3 }]);
    }
}
