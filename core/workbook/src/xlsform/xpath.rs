//! Expressions of XLSForm, read into a tree.

/// Most characters of an expression.
const CHARS_MAX: usize = 2_000;
/// Most brackets and signs inside each other.
const DEPTH_MAX: usize = 32;

/// An expression as XLSForm writes it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tree {
    Number(String),
    Text(String),
    /// `${name}`.
    Reference(String),
    /// `.`, the value that a constraint is about.
    Own,
    Call(String, Vec<Tree>),
    /// `or`, `and`, `=`, `!=`, `<`, `<=`, `>`, `>=`, `+`, `-`, `*`, `div`, `mod`.
    Two(&'static str, Box<Tree>, Box<Tree>),
    Minus(Box<Tree>),
}

impl Tree {
    /// Names of the questions that it reads, in order.
    pub(super) fn references(&self) -> Vec<&str> {
        match self {
            Self::Reference(name) => vec![name],
            Self::Call(_, parts) => parts.iter().flat_map(Self::references).collect(),
            Self::Two(_, left, right) => {
                [left, right].into_iter().flat_map(|side| side.references()).collect()
            }
            Self::Minus(inner) => inner.references(),
            Self::Number(_) | Self::Text(_) | Self::Own => Vec::new(),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number(String),
    Text(String),
    Reference(String),
    Name(String),
    Sign(&'static str),
}

/// Reads an expression; the error is the place, in characters from 1, where it stops making sense.
pub(super) fn parse(source: &str) -> Result<Tree, usize> {
    let letters: Vec<char> = source.chars().collect();
    if letters.len() > CHARS_MAX {
        return Err(CHARS_MAX);
    }
    let tokens = tokens(&letters)?;
    let end = letters.len() + 1;
    let mut parser = Parser { tokens: &tokens, next: 0, depth: 0, end };
    let tree = parser.level(0)?;
    if parser.next < tokens.len() { Err(parser.position()) } else { Ok(tree) }
}

const SIGNS: [&str; 13] = ["!=", "<=", ">=", "=", "<", ">", "+", "-", "*", "(", ")", ",", "."];

fn tokens(letters: &[char]) -> Result<Vec<(usize, Token)>, usize> {
    let mut tokens = Vec::new();
    let mut index = 0;
    while let Some(letter) = letters.get(index) {
        let rest = letters.get(index..).unwrap_or_default();
        let (token, length) = match letter {
            blank if blank.is_whitespace() => {
                index += 1;
                continue;
            }
            '\'' | '"' => {
                let inner: String = rest.iter().skip(1).take_while(|other| *other != letter).collect();
                let length = inner.chars().count() + 2;
                if length > rest.len() {
                    return Err(index + 1);
                }
                (Token::Text(inner), length)
            }
            '$' => {
                let inner: String = rest.iter().skip(2).take_while(|other| **other != '}').collect();
                let length = inner.chars().count() + 3;
                if rest.get(1) != Some(&'{') || length > rest.len() || inner.trim().is_empty() {
                    return Err(index + 1);
                }
                (Token::Reference(inner.trim().to_owned()), length)
            }
            digit
                if digit.is_ascii_digit()
                    || (*digit == '.' && rest.get(1).is_some_and(char::is_ascii_digit)) =>
            {
                let number: String =
                    rest.iter().take_while(|other| other.is_ascii_digit() || **other == '.').collect();
                if number.matches('.').count() > 1 || number.ends_with('.') {
                    return Err(index + 1);
                }
                let length = number.len();
                (Token::Number(if number.starts_with('.') { format!("0{number}") } else { number }), length)
            }
            name if name.is_alphabetic() || *name == '_' => {
                let name: String = rest
                    .iter()
                    .take_while(|other| other.is_alphanumeric() || matches!(other, '_' | '-' | ':'))
                    .collect();
                let length = name.chars().count();
                (Token::Name(name), length)
            }
            _ => {
                let sign =
                    SIGNS.into_iter().find(|sign| sign.chars().eq(rest.iter().copied().take(sign.len())));
                let sign = sign.ok_or(index + 1)?;
                (Token::Sign(sign), sign.len())
            }
        };
        tokens.push((index + 1, token));
        index += length;
    }
    Ok(tokens)
}

/// Operators, weakest first.
const LEVELS: [&[&str]; 6] =
    [&["or"], &["and"], &["=", "!="], &["<=", ">=", "<", ">"], &["+", "-"], &["*", "div", "mod"]];

struct Parser<'a> {
    tokens: &'a [(usize, Token)],
    next: usize,
    depth: usize,
    end: usize,
}

impl Parser<'_> {
    fn position(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |(position, _)| *position)
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(_, token)| token)
    }

    fn takes(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Sign(found)) if *found == sign);
        self.next += usize::from(found);
        found
    }

    fn needs(&mut self, sign: &str) -> Result<(), usize> {
        if self.takes(sign) { Ok(()) } else { Err(self.position()) }
    }

    fn level(&mut self, level: usize) -> Result<Tree, usize> {
        let Some(signs) = LEVELS.get(level) else { return self.unary() };
        let mut tree = self.level(level + 1)?;
        loop {
            let found = match self.peek() {
                Some(Token::Sign(found)) => signs.iter().find(|sign| *sign == found),
                Some(Token::Name(found)) => signs.iter().find(|sign| *sign == found),
                _ => None,
            };
            let Some(sign) = found else { return Ok(tree) };
            self.next += 1;
            tree = Tree::Two(sign, Box::new(tree), Box::new(self.level(level + 1)?));
        }
    }

    fn unary(&mut self) -> Result<Tree, usize> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(self.position());
        }
        let tree = if self.takes("-") { Ok(Tree::Minus(Box::new(self.unary()?))) } else { self.primary() };
        self.depth -= 1;
        tree
    }

    fn primary(&mut self) -> Result<Tree, usize> {
        let here = self.position();
        let token = self.peek().cloned().ok_or(here)?;
        self.next += 1;
        match token {
            Token::Number(number) => Ok(Tree::Number(number)),
            Token::Text(text) => Ok(Tree::Text(text)),
            Token::Reference(name) => Ok(Tree::Reference(name)),
            Token::Sign(".") => Ok(Tree::Own),
            Token::Sign("(") => {
                let inner = self.level(0)?;
                self.needs(")")?;
                Ok(inner)
            }
            Token::Name(name) => {
                self.needs("(")?;
                let mut parts = Vec::new();
                if !self.takes(")") {
                    parts.push(self.level(0)?);
                    while self.takes(",") {
                        parts.push(self.level(0)?);
                    }
                    self.needs(")")?;
                }
                Ok(Tree::Call(name, parts))
            }
            Token::Sign(_) => Err(here),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_bind_as_in_xpath() {
        let tree = parse("${a} = 'x' or ${b} > 1 and not(selected(${c}, 'y'))").unwrap();
        let Tree::Two("or", _, right) = tree else { panic!("{tree:?}") };
        assert!(matches!(*right, Tree::Two("and", ..)));
        assert_eq!(parse("1 - 2 - 3"), parse("(1 - 2) - 3"));
        assert_ne!(parse("1 - 2 - 3"), parse("1 - (2 - 3)"));
        assert_eq!(
            parse(". >= .5").unwrap(),
            Tree::Two(">=", Box::new(Tree::Own), Box::new(Tree::Number("0.5".to_owned())))
        );
    }

    #[test]
    fn what_makes_no_sense_is_refused_where_it_stops() {
        for (source, at) in
            [("", 1), ("${a", 1), ("1 +", 4), ("a b", 3), ("'open", 1), ("1 ~ 2", 3), ("f(1", 4), ("1..2", 1)]
        {
            assert_eq!(parse(source), Err(at), "{source}");
        }
        assert!(parse(&"(".repeat(500)).is_err(), "no stack is spent on it");
        assert!(parse(&"-".repeat(500)).is_err());
        assert!(parse(&"1+".repeat(1_500)).is_err());
    }
}
