//! From expressions of XLSForm to CEL.
//!
//! | XLSForm | CEL |
//! |---|---|
//! | `${x}` in a condition | `answers['F-x'].fields['x']`, or `answers['F-x'].judgement` |
//! | `${x}` in a constraint or calculation | `fields['x']` of the same item |
//! | `.` | `value` |
//! | `and`, `or`, `not(…)`, `true()`, `false()` | `&&`, `\|\|`, `!(…)`, `true`, `false` |
//! | `=`, `!=`, `<`, `<=`, `>`, `>=`, `+`, `-`, `*`, `div` | `==`, `!=`, …, `/` |
//! | `${x} = ''`, `${x} != ''` | `!('x' in …)`, `'x' in …` |
//! | `selected(${one}, 'a')`, `selected(${several}, 'a')` | `… == 'a'`, `…['several-a'] == 'yes'` |
//! | `count-selected(${several})` | a sum of `(… == 'yes' ? 1 : 0)` |
//! | `if(c, a, b)` | `(c ? a : b)` |
//! | `string-length(t)`, `contains(t, p)`, `starts-with(t, p)`, `ends-with(t, p)` | `size(t)`, `t.contains(p)`, … |
//! | `regex(t, '^a')`, `'a$'`, `'^a$'`, `'a'`, `'^.{2,5}$'` | `startsWith`, `endsWith`, `==`, `contains`, bounds of `size` |
//! | `today()`, `now()`, `mod`, other patterns and functions | not carried over, and listed |
//!
//! A difference remains: in XLSForm a missing answer is an empty text; in CEL it has no value, so a comparison with it does
//! not hold, whichever way it is written.

use super::left::Because;
use super::xpath::Tree;
use std::collections::BTreeMap;

/// Most characters that a published expression may have.
const CHARS_MAX: usize = 500;

/// How a question can be read by expressions.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Readable {
    Number,
    Text,
    Date,
    /// One of several: name of each choice and the code it became.
    Choice(BTreeMap<String, String>),
    /// Several of several: name of each choice and the field it became.
    Several(BTreeMap<String, String>),
    /// The judgement of the item: names are codes.
    Judgement(BTreeMap<String, String>),
    /// A picture.
    Nothing,
}

/// Where a question went.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub item: String,
    pub field: String,
    pub readable: Readable,
}

/// What surrounds an expression.
pub(super) struct Scope<'a> {
    pub questions: &'a BTreeMap<String, Question>,
    /// Item whose fields are read without naming it; `None` in conditions.
    pub own: Option<&'a str>,
    /// The question that a constraint is about.
    pub subject: Option<&'a Question>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Bool,
    Number,
    Count,
    Text,
}

/// Translates a tree that must be of a type.
pub(super) fn translate(tree: &Tree, scope: &Scope<'_>, needed: Type) -> Result<String, Because> {
    let (cel, found) = scope.expr(tree)?;
    if found != needed && !(needed == Type::Number && found == Type::Count) {
        return Err(Because::Types);
    }
    if cel.chars().count() > CHARS_MAX { Err(Because::Large) } else { Ok(cel) }
}

/// A text in quotes of CEL.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

impl Scope<'_> {
    fn question(&self, tree: &Tree) -> Option<Result<&Question, Because>> {
        match tree {
            Tree::Reference(name) => Some(self.questions.get(name).ok_or(Because::Unknown)),
            Tree::Own => Some(self.subject.ok_or(Because::Unknown)),
            _ => None,
        }
    }

    /// The map of fields that a question's field is in.
    fn fields(&self, question: &Question) -> Result<String, Because> {
        match self.own {
            None => Ok(format!("answers[{}].fields", quoted(&question.item))),
            Some(own) if own == question.item => Ok("fields".to_owned()),
            Some(_) => Err(Because::OtherItem),
        }
    }

    fn path(&self, tree: &Tree, question: &Question) -> Result<String, Because> {
        if matches!(tree, Tree::Own) {
            return Ok("value".to_owned());
        }
        if matches!(question.readable, Readable::Judgement(_)) {
            return match self.own {
                None => Ok(format!("answers[{}].judgement", quoted(&question.item))),
                Some(_) => Err(Because::OtherItem),
            };
        }
        Ok(format!("{}[{}]", self.fields(question)?, quoted(&question.field)))
    }

    fn expr(&self, tree: &Tree) -> Result<(String, Type), Because> {
        match tree {
            Tree::Number(number) => Ok((number.clone(), Type::Number)),
            Tree::Text(text) => Ok((quoted(text), Type::Text)),
            Tree::Reference(_) | Tree::Own => {
                let question = self.question(tree).ok_or(Because::Unknown)??;
                let found = match question.readable {
                    Readable::Number => Type::Number,
                    Readable::Text | Readable::Date | Readable::Choice(_) | Readable::Judgement(_) => {
                        Type::Text
                    }
                    Readable::Several(_) | Readable::Nothing => return Err(Because::Unreadable),
                };
                Ok((self.path(tree, question)?, found))
            }
            Tree::Minus(inner) => {
                let inner = self.number(inner)?;
                Ok((format!("-({inner})"), Type::Number))
            }
            Tree::Two(sign @ ("and" | "or"), left, right) => {
                let sign = if *sign == "and" { "&&" } else { "||" };
                let (left, right) = (self.bool(left)?, self.bool(right)?);
                Ok((format!("{} {sign} {}", within(&left, sign), within(&right, sign)), Type::Bool))
            }
            Tree::Two(sign @ ("=" | "!="), left, right) => {
                let sign = if *sign == "=" { "==" } else { "!=" };
                self.equality(sign, left, right).map(|cel| (cel, Type::Bool))
            }
            Tree::Two(sign @ ("<" | "<=" | ">" | ">="), left, right) => {
                self.comparison(sign, left, right).map(|cel| (cel, Type::Bool))
            }
            Tree::Two("mod", ..) => Err(Because::Function),
            Tree::Two(sign, left, right) => {
                let sign = if *sign == "div" { "/" } else { sign };
                Ok((format!("({} {sign} {})", self.number(left)?, self.number(right)?), Type::Number))
            }
            Tree::Call(name, parts) => self.call(name, parts),
        }
    }

    fn bool(&self, tree: &Tree) -> Result<String, Because> {
        match self.expr(tree)? {
            (cel, Type::Bool) => Ok(cel),
            _ => Err(Because::Types),
        }
    }

    /// A number to reckon with: a count may only be compared.
    fn number(&self, tree: &Tree) -> Result<String, Because> {
        match self.expr(tree)? {
            (cel, Type::Number) => Ok(cel),
            _ => Err(Because::Types),
        }
    }

    fn text(&self, tree: &Tree) -> Result<String, Because> {
        match self.expr(tree)? {
            (cel, Type::Text) => Ok(cel),
            _ => Err(Because::Types),
        }
    }

    fn equality(&self, sign: &str, left: &Tree, right: &Tree) -> Result<String, Because> {
        for (question, other) in [(left, right), (right, left)] {
            let (Some(found), Tree::Text(text)) = (self.question(question), other) else { continue };
            let found = found?;
            if text.is_empty() {
                return self.presence(sign, question, found);
            }
            if let Readable::Choice(codes) | Readable::Judgement(codes) = &found.readable {
                let code = codes.get(text).ok_or(Because::Choice)?;
                return Ok(format!("{} {sign} {}", self.path(question, found)?, quoted(code)));
            }
        }
        self.comparison(sign, left, right)
    }

    fn presence(&self, sign: &str, tree: &Tree, question: &Question) -> Result<String, Because> {
        let is_absent = sign == "==";
        match question.readable {
            Readable::Nothing | Readable::Several(_) => Err(Because::Unreadable),
            // A constraint is asked about a value only where there is one.
            _ if matches!(tree, Tree::Own) => Ok((!is_absent).to_string()),
            Readable::Judgement(_) => Ok(format!("{} {sign} ''", self.path(tree, question)?)),
            _ => {
                let present = format!("{} in {}", quoted(&question.field), self.fields(question)?);
                Ok(if is_absent { format!("!({present})") } else { present })
            }
        }
    }

    fn comparison(&self, sign: &str, left: &Tree, right: &Tree) -> Result<String, Because> {
        let (of_left, of_right) = (self.expr(left)?, self.expr(right)?);
        // XLSForm compares '5' with a number as a number.
        let beside = |this: &(String, Type), tree: &Tree, other: Type| match tree {
            Tree::Text(text)
                if other != Type::Text && other != Type::Bool && crate::text::is_decimal(text) =>
            {
                (text.clone(), Type::Number)
            }
            _ => this.clone(),
        };
        let (of_left, of_right) = (beside(&of_left, left, of_right.1), beside(&of_right, right, of_left.1));
        let kind = |of: Type| if of == Type::Count { Type::Number } else { of };
        let is_ordered = !matches!(sign, "==" | "!=");
        if kind(of_left.1) != kind(of_right.1) || (is_ordered && of_left.1 == Type::Bool) {
            return Err(Because::Types);
        }
        Ok(format!("{} {sign} {}", compared(&of_left.0), compared(&of_right.0)))
    }

    fn call(&self, name: &str, parts: &[Tree]) -> Result<(String, Type), Because> {
        match (name, parts) {
            ("true", []) => Ok(("true".to_owned(), Type::Bool)),
            ("false", []) => Ok(("false".to_owned(), Type::Bool)),
            ("not", [one]) => Ok((format!("!({})", self.bool(one)?), Type::Bool)),
            ("if", [condition, yes, no]) => {
                let condition = self.bool(condition)?;
                let (yes, no) = (self.expr(yes)?, self.expr(no)?);
                if yes.1 != no.1 {
                    return Err(Because::Types);
                }
                Ok((format!("({condition} ? {} : {})", yes.0, no.0), yes.1))
            }
            ("selected", [question, Tree::Text(choice)]) => self.selected(question, choice),
            ("count-selected", [question]) => self.count_selected(question),
            ("string-length", [one]) => Ok((format!("size({})", self.text(one)?), Type::Count)),
            ("contains" | "starts-with" | "ends-with", [text, part]) => {
                let method = match name {
                    "contains" => "contains",
                    "starts-with" => "startsWith",
                    _ => "endsWith",
                };
                Ok((format!("{}.{method}({})", self.text(text)?, self.text(part)?), Type::Bool))
            }
            ("regex", [text, Tree::Text(pattern)]) => pattern::translate(&self.text(text)?, pattern),
            ("number", [one]) => Ok((self.number(one)?, Type::Number)),
            ("today" | "now", []) => Err(Because::Clock),
            _ => Err(Because::Function),
        }
    }

    fn selected(&self, tree: &Tree, choice: &str) -> Result<(String, Type), Because> {
        let question = self.question(tree).ok_or(Because::Types)??;
        match &question.readable {
            Readable::Choice(codes) | Readable::Judgement(codes) => {
                let code = codes.get(choice).ok_or(Because::Choice)?;
                Ok((format!("{} == {}", self.path(tree, question)?, quoted(code)), Type::Bool))
            }
            Readable::Several(fields) => {
                let field = fields.get(choice).ok_or(Because::Choice)?;
                Ok((format!("{}[{}] == 'yes'", self.fields(question)?, quoted(field)), Type::Bool))
            }
            _ => Err(Because::Unreadable),
        }
    }

    fn count_selected(&self, tree: &Tree) -> Result<(String, Type), Because> {
        let question = self.question(tree).ok_or(Because::Types)??;
        let Readable::Several(fields) = &question.readable else { return Err(Because::Unreadable) };
        let of = self.fields(question)?;
        let parts = fields.values().map(|field| format!("({of}[{}] == 'yes' ? 1 : 0)", quoted(field)));
        Ok((format!("({})", parts.collect::<Vec<_>>().join(" + ")), Type::Number))
    }
}

/// Brackets round another operator of the same kind of result, so that nobody has to know which binds closer.
fn within(cel: &str, sign: &str) -> String {
    let other = if sign == "&&" { " || " } else { " && " };
    if cel.contains(other) { format!("({cel})") } else { cel.to_owned() }
}

/// Brackets round a comparison that is compared.
fn compared(cel: &str) -> String {
    let is_compound = [" == ", " != ", " && ", " || ", " < ", " > ", " <= ", " >= ", " in "];
    let is_compound =
        !cel.starts_with('(') && !cel.starts_with('\'') && is_compound.iter().any(|sign| cel.contains(sign));
    if is_compound { format!("({cel})") } else { cel.to_owned() }
}

/// Patterns that say no more than CEL without patterns can.
mod pattern {
    use super::{Because, Type, quoted};

    pub(super) fn translate(text: &str, pattern: &str) -> Result<(String, Type), Because> {
        let (from_start, rest) = pattern.strip_prefix('^').map_or((false, pattern), |rest| (true, rest));
        let (to_end, body) = match rest.strip_suffix('$') {
            Some(body) if !body.ends_with('\\') => (true, body),
            _ => (false, rest),
        };
        if from_start
            && to_end
            && let Some((least, most)) = length(body)
        {
            let mut bounds = vec![format!("size({text}) >= {least}")];
            bounds.extend(most.map(|most| format!("size({text}) <= {most}")));
            return Ok((bounds.join(" && "), Type::Bool));
        }
        let plain = quoted(&plain(body).ok_or(Because::Pattern)?);
        let cel = match (from_start, to_end) {
            (true, true) => format!("{text} == {plain}"),
            (true, false) => format!("{text}.startsWith({plain})"),
            (false, true) => format!("{text}.endsWith({plain})"),
            (false, false) => format!("{text}.contains({plain})"),
        };
        Ok((cel, Type::Bool))
    }

    /// `.{2}`, `.{2,}`, `.{2,5}`, `.+` or `.*`.
    fn length(body: &str) -> Option<(u32, Option<u32>)> {
        match body.strip_prefix('.')? {
            "+" => Some((1, None)),
            "*" => Some((0, None)),
            counted => {
                let inner = counted.strip_prefix('{')?.strip_suffix('}')?;
                match inner.split_once(',') {
                    None => inner.parse().ok().map(|count| (count, Some(count))),
                    Some((least, "")) => Some((least.parse().ok()?, None)),
                    Some((least, most)) => Some((least.parse().ok()?, Some(most.parse().ok()?))),
                }
            }
        }
    }

    /// The text that the pattern spells, if it spells one.
    fn plain(body: &str) -> Option<String> {
        let mut text = String::new();
        let mut letters = body.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => match letters.next()? {
                    escaped if escaped.is_ascii_punctuation() => text.push(escaped),
                    _ => return None,
                },
                '.' | '*' | '+' | '?' | '[' | ']' | '(' | ')' | '{' | '}' | '|' | '^' | '$' => return None,
                other => text.push(other),
            }
        }
        (!text.is_empty()).then_some(text)
    }
}
