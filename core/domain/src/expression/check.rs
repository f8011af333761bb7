//! What an expression means before it is ever evaluated: its names, its types, its length in steps.

use super::types::{
    Names, Shape, Type, expect, is_code, is_day, literal_text, literal_type, not_allowed, too_much, unknown,
};
use super::{
    DEPTH_MAX, Expression, ExpressionFault, LIST_MAX, LOOPS_MAX, NESTING_MAX, Reads, SOURCE_CHARS_MAX,
    STEPS_MAX, UnitFact,
};
use crate::id::ItemId;
use cel::IdedExpr;
use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, LiteralValue, SelectExpr, operators};
use cel::parser::Parser;
use std::sync::Arc;

impl Expression {
    /// Reads and checks an expression that must be of the type `result`.
    pub(crate) fn read(source: &str, names: &Names<'_>, result: &Type) -> Result<Self, ExpressionFault> {
        within_bounds(source)?;
        let mut tree = Parser::new().parse(source).map_err(|errors| {
            let first = errors.errors.first().map_or_else(|| errors.to_string(), |error| error.msg.clone());
            ExpressionFault::Syntax { problem: first.lines().next().unwrap_or_default().to_owned() }
        })?;
        let mut check = Check { names, reads: Reads::default(), bound: Vec::new(), steps: 0, loops: 0 };
        let found = check.expr(&tree, 0, 1)?;
        expect(&found, result)?;
        decimals(&mut tree);
        Ok(Self { source: source.to_owned(), tree: Arc::new(tree), reads: check.reads })
    }
}

/// Refuses what the parser would need too much stack for. Brackets in texts count too: nobody misses them.
fn within_bounds(source: &str) -> Result<(), ExpressionFault> {
    let found = source.chars().count();
    if found > SOURCE_CHARS_MAX {
        return Err(too_much("characters", found as u64, SOURCE_CHARS_MAX as u64));
    }
    let (mut open, mut deepest, mut others) = (0_usize, 0, 0);
    for letter in source.chars() {
        match letter {
            '(' | '[' | '{' => {
                open += 1;
                deepest = deepest.max(open);
            }
            ')' | ']' | '}' => open = open.saturating_sub(1),
            '?' => others += 1,
            _ => {}
        }
    }
    match deepest.max(others) {
        found if found > NESTING_MAX => Err(too_much("levels", found as u64, NESTING_MAX as u64)),
        _ => Ok(()),
    }
}

struct Check<'a> {
    names: &'a Names<'a>,
    reads: Reads,
    /// Variables of the loops around, innermost last.
    bound: Vec<(String, Type)>,
    steps: u64,
    loops: usize,
}

impl Check<'_> {
    /// `times` is how often this part is evaluated at most.
    fn expr(&mut self, of: &IdedExpr, depth: usize, times: u64) -> Result<Type, ExpressionFault> {
        if depth > DEPTH_MAX {
            return Err(too_much("levels", depth as u64, DEPTH_MAX as u64));
        }
        self.steps = self.steps.saturating_add(times);
        if self.steps > STEPS_MAX {
            return Err(too_much("steps", self.steps, STEPS_MAX));
        }
        match &of.expr {
            Expr::Literal(literal) => literal_type(literal),
            Expr::Ident(name) => self.name(name),
            Expr::Select(select) => self.select(select, depth, times),
            Expr::Call(call) => self.call(call, depth, times),
            Expr::Comprehension(each) => self.each(each, depth, times),
            Expr::List(list) => {
                for element in &list.elements {
                    let found = self.expr(element, depth + 1, times)?;
                    expect(&found, &Type::Text)?;
                }
                Ok(Type::Texts(list.elements.len() as u64))
            }
            Expr::Map(_) | Expr::Struct(_) => Err(not_allowed("a map")),
            Expr::Unspecified => Err(ExpressionFault::Syntax { problem: "a part is missing".to_owned() }),
        }
    }

    fn name(&self, name: &str) -> Result<Type, ExpressionFault> {
        if let Some((_, bound)) = self.bound.iter().rev().find(|(bound, _)| bound == name) {
            return Ok(bound.clone());
        }
        match (self.names, name) {
            (Names::Condition(_), "answers") => Ok(Type::Answers),
            (Names::Condition(_), "unit") => Ok(Type::Unit),
            (Names::Computed(_) | Names::Constraint(..), "fields") => Ok(Type::Fields(None)),
            (Names::Constraint(_, value), "value") => Ok((*value).clone()),
            _ => Err(unknown(name)),
        }
    }

    fn select(&mut self, select: &SelectExpr, depth: usize, times: u64) -> Result<Type, ExpressionFault> {
        if select.test {
            return Err(not_allowed("has(): write 'id' in fields"));
        }
        let operand = self.expr(&select.operand, depth + 1, times)?;
        match (operand, select.field.as_str()) {
            (Type::Unit, "makes") => Ok(self.unit(UnitFact::Makes, Type::Bool)),
            (Type::Unit, "sells") => Ok(self.unit(UnitFact::Sells, Type::Bool)),
            (Type::Unit, "size") => {
                let codes = crate::facts::SizeClass::ALL.iter().map(|size| size.code().to_owned()).collect();
                Ok(self.unit(UnitFact::Size, Type::Code(codes)))
            }
            (Type::Unit, "classes") => Ok(self.unit(UnitFact::Classes, Type::Texts(3))),
            (Type::Unit, "products") => Ok(self.unit(UnitFact::Products, Type::Texts(LIST_MAX))),
            (Type::Answer(item), "judgement") => {
                Ok(Type::Code(self.shape(&item).map_or_else(Vec::new, |shape| shape.judgements.clone())))
            }
            (Type::Answer(item), "fields") => Ok(Type::Fields(Some(item))),
            (Type::Fields(item), field) => self.field(item.as_ref(), field),
            (_, field) => Err(unknown(format!(".{field}"))),
        }
    }

    fn unit(&mut self, fact: UnitFact, of: Type) -> Type {
        self.reads.unit.insert(fact);
        of
    }

    fn shape(&self, item: &ItemId) -> Option<&Shape> {
        match self.names {
            Names::Condition(items) => items.get(item),
            _ => None,
        }
    }

    fn field(&mut self, item: Option<&ItemId>, field: &str) -> Result<Type, ExpressionFault> {
        let known = match (item, self.names) {
            (Some(item), _) => self.shape(item).and_then(|shape| shape.fields.get(field)),
            (None, Names::Computed(fields) | Names::Constraint(fields, _)) => fields.get(field),
            (None, Names::Condition(_)) => None,
        };
        let known = known.cloned().ok_or_else(|| unknown(format!("field {field:?}")))?;
        if known == Type::Unreadable {
            return Err(ExpressionFault::Type { needed: "a value", found: known.words() });
        }
        if item.is_none() {
            self.reads.fields.insert(field.to_owned());
        }
        Ok(known)
    }

    fn call(&mut self, call: &CallExpr, depth: usize, times: u64) -> Result<Type, ExpressionFault> {
        let name = call.func_name.as_str();
        match (name, call.target.as_deref(), call.args.as_slice()) {
            (operators::INDEX, None, [of, index]) => self.index(of, index, depth, times),
            (operators::IN, None, [element, list]) => self.element(element, list, depth, times),
            (operators::CONDITIONAL, None, [condition, yes, no]) => {
                self.needs(condition, &Type::Bool, depth, times)?;
                let (yes, no) = (self.expr(yes, depth + 1, times)?, self.expr(no, depth + 1, times)?);
                let like = if yes.is_textual() { Type::Text } else { yes.clone() };
                expect(&no, &like)?;
                Ok(if yes == no { yes } else { like })
            }
            (operators::LOGICAL_AND | operators::LOGICAL_OR, None, [left, right]) => {
                self.needs(left, &Type::Bool, depth, times)?;
                self.needs(right, &Type::Bool, depth, times)?;
                Ok(Type::Bool)
            }
            (operators::LOGICAL_NOT | operators::NOT_STRICTLY_FALSE, None, [one]) => {
                self.needs(one, &Type::Bool, depth, times)?;
                Ok(Type::Bool)
            }
            (operators::EQUALS | operators::NOT_EQUALS, None, [left, right]) => {
                self.comparison(left, right, true, depth, times)
            }
            (
                operators::LESS | operators::LESS_EQUALS | operators::GREATER | operators::GREATER_EQUALS,
                None,
                [left, right],
            ) => self.comparison(left, right, false, depth, times),
            (
                operators::ADD | operators::SUBSTRACT | operators::MULTIPLY | operators::DIVIDE,
                None,
                [left, right],
            ) => {
                self.number(left, depth, times)?;
                self.number(right, depth, times)
            }
            (operators::NEGATE, None, [one]) => {
                self.needs(one, &Type::Number, depth, times)?;
                Ok(Type::Number)
            }
            ("size", None, [one]) | ("size", Some(one), []) => {
                let found = self.expr(one, depth + 1, times)?;
                let countable = found.is_textual() || matches!(found, Type::Texts(_));
                if countable {
                    return Ok(Type::Count);
                }
                Err(ExpressionFault::Type { needed: "a text or a list", found: found.words() })
            }
            ("contains" | "startsWith" | "endsWith", Some(text), [part]) => {
                self.needs(text, &Type::Text, depth, times)?;
                self.needs(part, &Type::Text, depth, times)?;
                Ok(Type::Bool)
            }
            ("days", None, [from, to]) => {
                self.date(from, depth, times)?;
                self.date(to, depth, times)?;
                self.reads.days = true;
                Ok(Type::Number)
            }
            _ => Err(not_allowed(match name.trim_matches('_') {
                "" => name.to_owned(),
                plain => format!("{plain:?}"),
            })),
        }
    }

    /// A number that can be reckoned with; a count of letters is none.
    fn number(&mut self, part: &IdedExpr, depth: usize, times: u64) -> Result<Type, ExpressionFault> {
        let found = self.expr(part, depth + 1, times)?;
        if found == Type::Number {
            return Ok(found);
        }
        Err(ExpressionFault::Type { needed: "a number", found: found.words() })
    }

    fn needs(
        &mut self,
        part: &IdedExpr,
        needed: &Type,
        depth: usize,
        times: u64,
    ) -> Result<(), ExpressionFault> {
        let found = self.expr(part, depth + 1, times)?;
        expect(&found, needed)
    }

    /// A day: a date field, or a text that is written like one.
    fn date(&mut self, part: &IdedExpr, depth: usize, times: u64) -> Result<(), ExpressionFault> {
        match literal_text(part) {
            Some(text) => is_day(text),
            None => self.needs(part, &Type::Date, depth, times),
        }
    }

    fn index(
        &mut self,
        of: &IdedExpr,
        index: &IdedExpr,
        depth: usize,
        times: u64,
    ) -> Result<Type, ExpressionFault> {
        let operand = self.expr(of, depth + 1, times)?;
        let Some(key) = literal_text(index) else {
            return Err(not_allowed("an index that is not a text in quotes"));
        };
        match operand {
            Type::Answers => {
                let item = ItemId::new(key).map_err(|_| unknown(format!("item {key:?}")))?;
                if self.shape(&item).is_none() {
                    return Err(unknown(format!("item {key:?}")));
                }
                self.reads.items.insert(item.clone());
                Ok(Type::Answer(item))
            }
            Type::Fields(item) => self.field(item.as_ref(), key),
            _ => Err(not_allowed("an index into anything but answers and fields")),
        }
    }

    fn element(
        &mut self,
        element: &IdedExpr,
        list: &IdedExpr,
        depth: usize,
        times: u64,
    ) -> Result<Type, ExpressionFault> {
        match (self.expr(list, depth + 1, times)?, literal_text(element)) {
            (Type::Fields(item), Some(field)) => {
                self.field(item.as_ref(), field)?;
            }
            (Type::Texts(_), _) => {
                let found = self.expr(element, depth + 1, times)?;
                expect(&found, &Type::Text)?;
                if let (Type::Code(codes), Expr::List(list)) = (&found, &list.expr) {
                    for text in list.elements.iter().filter_map(literal_text) {
                        is_code(text, codes)?;
                    }
                }
            }
            (other, _) => return Err(ExpressionFault::Type { needed: "a list", found: other.words() }),
        }
        Ok(Type::Bool)
    }

    fn comparison(
        &mut self,
        left: &IdedExpr,
        right: &IdedExpr,
        equality: bool,
        depth: usize,
        times: u64,
    ) -> Result<Type, ExpressionFault> {
        let (of_left, of_right) = (self.expr(left, depth + 1, times)?, self.expr(right, depth + 1, times)?);
        let fits = (of_left.is_numeric() && of_right.is_numeric())
            || (of_left.is_textual() && of_right.is_textual())
            || (equality && of_left == Type::Bool && of_right == Type::Bool);
        if !fits {
            let (needed, found) = match (&of_left, equality) {
                (Type::Bool, false) => ("a number, a date or a text", of_left.words()),
                _ => (of_left.words(), of_right.words()),
            };
            return Err(ExpressionFault::Type { needed, found });
        }
        for (of, other) in [(&of_left, right), (&of_right, left)] {
            match (of, literal_text(other)) {
                (Type::Code(codes), Some(text)) => is_code(text, codes)?,
                (Type::Date, Some(text)) => is_day(text)?,
                _ => {}
            }
        }
        Ok(Type::Bool)
    }

    /// `exists` and `all` as the parser writes them out. Every other loop counts or collects, and fails here on its types.
    fn each(&mut self, each: &ComprehensionExpr, depth: usize, times: u64) -> Result<Type, ExpressionFault> {
        let other = || not_allowed("a loop other than exists and all");
        let range = self.expr(&each.iter_range, depth + 1, times)?;
        let Type::Texts(most) = range else {
            return Err(ExpressionFault::Type { needed: "a list", found: range.words() });
        };
        if each.iter_var2.is_some() || !matches!(each.accu_init.expr, Expr::Literal(LiteralValue::Boolean(_)))
        {
            return Err(other());
        }
        self.loops += 1;
        if self.loops > LOOPS_MAX {
            return Err(too_much("loops inside each other", self.loops as u64, LOOPS_MAX as u64));
        }
        let times = times.saturating_mul(most.max(1));
        self.bound.push((each.accu_var.clone(), Type::Bool));
        self.bound.push((each.iter_var.clone(), Type::Text));
        for part in [&each.loop_cond, &each.loop_step, &each.result] {
            self.needs(part, &Type::Bool, depth, times)?;
        }
        self.bound.truncate(self.bound.len().saturating_sub(2));
        self.loops -= 1;
        Ok(Type::Bool)
    }
}

/// Reads whole literals as decimals, so that `fields['a'] * 100` needs no point.
fn decimals(tree: &mut IdedExpr) {
    match &mut tree.expr {
        Expr::Literal(literal) => {
            if let LiteralValue::Int(number) = literal {
                #[expect(clippy::cast_precision_loss, reason = "checked to have at most 15 digits")]
                let number = *number.inner() as f64;
                *literal = LiteralValue::Double(number.into());
            }
        }
        Expr::Call(call) => {
            call.target.iter_mut().for_each(|target| decimals(target));
            call.args.iter_mut().for_each(decimals);
        }
        Expr::Select(select) => decimals(&mut select.operand),
        Expr::List(list) => list.elements.iter_mut().for_each(decimals),
        Expr::Comprehension(each) => {
            for part in [&mut each.iter_range, &mut each.loop_cond, &mut each.loop_step, &mut each.result] {
                decimals(part);
            }
        }
        Expr::Ident(_) | Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => {}
    }
}
