//! Text → syntax tree, by recursive descent: a function for each level of precedence.

use std::collections::BTreeSet;

use super::ast::{Argument, Comparison, Key, Kind, Node, Reference};
use super::{FormulaError, bounds};
use crate::{Decimal, Span};

/// What is expected where a formula goes on, in messages.
const VALUE: &str = "a value";
const OPERATOR: &str = "an operator";
const NAME: &str = "a name";
const ROW_KEY: &str = "a row key";
const END: &str = "the end of the formula";

/// Words that cannot name a column or table.
pub const KEYWORDS: [&str; 8] = ["where", "within", "over", "and", "or", "not", "any", "self"];

/// Words after a column that say which of its rows are meant, in their order.
const CLAUSES: [&str; 3] = ["where", "within", "over"];

/// Comparisons by their signs; longer signs before those that they start with.
const COMPARISONS: [Comparison; 6] = [
    Comparison::Unequal,
    Comparison::LessOrEqual,
    Comparison::GreaterOrEqual,
    Comparison::Less,
    Comparison::Greater,
    Comparison::Equal,
];

/// Reads a formula.
///
/// # Errors
/// The first place where the text stops being a formula, and what was expected there; or that it is
/// longer or nested deeper than `bounds.rs` allows.
///
/// ```
/// use crossfoot_core::formula::parse;
/// assert!(parse("share(women, women + men)").is_ok());
/// let error = parse("share(women, women + )").unwrap_err();
/// assert_eq!(error.span.range().start, 21);
/// ```
pub fn parse(text: &str) -> Result<Node, FormulaError> {
    bounds::check(text)?;
    let mut parser = Parser::new(text);
    let node = parser.expression()?;
    parser.end()?;
    Ok(node)
}

/// The rows of a table, all or those that pass a filter: `licences where year >= 2023`.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// The table.
    pub table: (String, Span),
    /// The condition on its rows.
    pub filter: Option<Node>,
}

/// Reads the rows of a table, as `rows` of a rule names them.
///
/// # Errors
/// As [`parse`].
///
/// ```
/// use crossfoot_core::formula::parse_rows;
/// let rows = parse_rows("licences where line != 9").unwrap();
/// assert_eq!(rows.table.0, "licences");
/// assert!(rows.filter.is_some());
/// assert!(parse_rows("licences where").is_err());
/// ```
pub fn parse_rows(text: &str) -> Result<Rows, FormulaError> {
    bounds::check(text)?;
    let mut parser = Parser::new(text);
    let table = parser.required_name()?;
    let filter = if parser.word("where") { Some(parser.expression()?) } else { None };
    parser.end()?;
    Ok(Rows { table, filter })
}

type Parsed<T> = Result<T, FormulaError>;

/// Goes through a text once, from front to back.
struct Parser<'a> {
    text: &'a str,
    /// Where the rest starts, which is never white space.
    at: usize,
    /// Where the last sign or word ended.
    end: usize,
    /// What could have stood here instead of what does.
    expected: BTreeSet<&'static str>,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Self {
        let mut parser = Self { text, at: 0, end: 0, expected: BTreeSet::new() };
        parser.skip(0);
        parser
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Goes on behind this many bytes and the white space after them.
    fn skip(&mut self, bytes: usize) {
        self.end = self.at + bytes;
        self.at = self.text.len() - self.text[self.end..].trim_start().len();
        self.expected.clear();
    }

    /// What was read since a place.
    fn since(&self, start: usize) -> Span {
        Span::new(start, self.end)
    }

    fn node(&self, kind: Kind, start: usize) -> Node {
        Node { kind, span: self.since(start) }
    }

    fn sign(&mut self, sign: &str) -> bool {
        let found = self.rest().starts_with(sign);
        if found {
            self.skip(sign.len());
        }
        found
    }

    fn word(&mut self, word: &str) -> bool {
        let found = word_at(self.rest()) == word;
        if found {
            self.skip(word.len());
        }
        found
    }

    /// A sign that closes something, in the quotes of messages.
    fn close(&mut self, sign: &str, quoted: &'static str) -> Parsed<()> {
        self.expected.insert(quoted);
        if self.sign(sign) { Ok(()) } else { Err(self.error()) }
    }

    fn end(&mut self) -> Parsed<()> {
        self.expected.insert(END);
        if self.rest().is_empty() { Ok(()) } else { Err(self.error()) }
    }

    fn missing(&mut self, what: &'static str) -> FormulaError {
        self.expected.insert(what);
        self.error()
    }

    /// Why the formula stops being one here.
    fn error(&self) -> FormulaError {
        let found = word_at(self.rest());
        let found = if found.is_empty() { first_char(self.rest()) } else { found };
        let span = Span::new(self.at, self.at + found.len());
        let problem = match found {
            _ if self.text.trim().is_empty() => FormulaError::new(span, "the formula is empty"),
            "" => FormulaError::new(span, "the formula ends too early"),
            "where" | "within" | "over" => {
                let message =
                    format!("`{found}` belongs in `sum`, `mean`, `count`, `min`, `max` or `rank`");
                return FormulaError::new(span, message);
            }
            "," if self.text[..self.at].ends_with(|c: char| c.is_ascii_digit()) => {
                FormulaError::new(span, "`,` cannot stand here")
                    .help("numbers in formulas have no thousands separators")
            }
            _ => FormulaError::new(span, format!("`{found}` cannot stand here")),
        };
        let expected: Vec<&str> = self.expected.iter().copied().collect();
        problem.expecting(format!("expected {}", expected.join(" or ")))
    }

    fn expression(&mut self) -> Parsed<Node> {
        self.joined("or", Kind::Or, Self::all)
    }

    fn all(&mut self) -> Parsed<Node> {
        self.joined("and", Kind::And, Self::denied)
    }

    /// Parts with a word between them.
    fn joined(
        &mut self,
        word: &str,
        kind: fn(Vec<Node>) -> Kind,
        part: fn(&mut Self) -> Parsed<Node>,
    ) -> Parsed<Node> {
        let start = self.at;
        let first = part(self)?;
        if !self.word(word) {
            return Ok(first);
        }
        let mut parts = vec![first, part(self)?];
        while self.word(word) {
            parts.push(part(self)?);
        }
        Ok(self.node(kind(parts), start))
    }

    /// `not` at most twice.
    fn denied(&mut self) -> Parsed<Node> {
        let start = self.at;
        let times = (0..2).take_while(|_| self.word("not")).count();
        let node = self.compared()?;
        Ok((0..times).fold(node, |inner, _| self.node(Kind::Not(Box::new(inner)), start)))
    }

    fn compared(&mut self) -> Parsed<Node> {
        let start = self.at;
        let first = self.sum()?;
        let mut rest = Vec::new();
        while let Some(comparison) = COMPARISONS.into_iter().find(|one| self.sign(one.sign())) {
            rest.push((comparison, self.sum()?));
        }
        if rest.is_empty() {
            return Ok(first);
        }
        Ok(self.node(Kind::Compare(Box::new(first), rest), start))
    }

    fn sum(&mut self) -> Parsed<Node> {
        self.chain(["+", "-"], Kind::Sum, Self::product)
    }

    fn product(&mut self) -> Parsed<Node> {
        self.chain(["*", "/"], Kind::Product, Self::negated)
    }

    /// Parts with one of two signs between them, of which the second is the inverse.
    fn chain(
        &mut self,
        [direct, inverse]: [&str; 2],
        kind: fn(Vec<(bool, Node)>) -> Kind,
        part: fn(&mut Self) -> Parsed<Node>,
    ) -> Parsed<Node> {
        let start = self.at;
        let mut parts = vec![(false, part(self)?)];
        loop {
            let is_inverse = self.sign(inverse);
            if !is_inverse && !self.sign(direct) {
                break;
            }
            parts.push((is_inverse, part(self)?));
        }
        self.expected.insert(OPERATOR);
        if let [_, _, ..] = parts.as_slice() {
            return Ok(self.node(kind(parts), start));
        }
        Ok(parts.remove(0).1)
    }

    fn negated(&mut self) -> Parsed<Node> {
        let start = self.at;
        if !self.sign("-") {
            return self.atom();
        }
        let inner = self.negated()?;
        Ok(self.node(Kind::Negate(Box::new(inner)), start))
    }

    fn atom(&mut self) -> Parsed<Node> {
        let start = self.at;
        if self.sign("(") {
            let inner = self.expression()?;
            self.close(")", "`)`")?;
            return Ok(Node { span: self.since(start), ..inner });
        }
        if let Some(text) = self.quoted()? {
            return Ok(self.node(Kind::Text(text), start));
        }
        if self.rest().starts_with(|c: char| c.is_ascii_digit()) {
            let number = self.number()?;
            return Ok(self.node(Kind::Number(number), start));
        }
        let Some(name) = self.name() else { return Err(self.missing(VALUE)) };
        let kind = if self.sign("(") { self.call(name.0)? } else { self.reference(name)? };
        Ok(self.node(kind, start))
    }

    /// A decimal number without a sign.
    fn number(&mut self) -> Parsed<Decimal> {
        let start = self.at;
        let whole = digits(self.rest());
        let behind = self.rest()[whole.len()..].strip_prefix('.').map_or("", digits);
        let point = usize::from(!behind.is_empty());
        self.skip(whole.len() + point + behind.len());
        let mantissa = format!("{whole}{behind}").parse().ok();
        let decimal = mantissa.and_then(|mantissa| {
            let decimals = i8::try_from(behind.len()).ok()?;
            Decimal::new(mantissa, decimals)
        });
        decimal
            .ok_or_else(|| FormulaError::new(self.since(start), "a number has at most 18 digits"))
    }

    /// A text in quotes of either kind.
    fn quoted(&mut self) -> Parsed<Option<String>> {
        for (mark, closing) in [('"', "`\"`"), ('\'', "`'`")] {
            let Some(inner) = self.rest().strip_prefix(mark) else { continue };
            let Some(length) = inner.find(mark) else {
                self.at = self.text.len();
                self.expected.clear();
                return Err(self.missing(closing));
            };
            self.skip(length + 2 * mark.len_utf8());
            return Ok(Some(inner[..length].to_owned()));
        }
        Ok(None)
    }

    /// A name, if the word here is not a keyword.
    fn name(&mut self) -> Option<(String, Span)> {
        let word = word_at(self.rest());
        let starts = word.starts_with(|c: char| c.is_alphabetic() || c == '_');
        let is_keyword = KEYWORDS.contains(&word) && !matches!(word, "any" | "self");
        if !starts || is_keyword {
            return None;
        }
        let start = self.at;
        self.skip(word.len());
        Some((word.to_owned(), self.since(start)))
    }

    fn required_name(&mut self) -> Parsed<(String, Span)> {
        self.name().ok_or_else(|| self.missing(NAME))
    }

    /// A call, behind its opening bracket.
    fn call(&mut self, name: String) -> Parsed<Kind> {
        let mut arguments = vec![self.argument()?];
        while self.sign(",") {
            arguments.push(self.argument()?);
        }
        self.close(")", "`)`")?;
        Ok(Kind::Call(name, arguments))
    }

    fn argument(&mut self) -> Parsed<Argument> {
        let start = self.at;
        let value = self.expression()?;
        let [filter, within, over] =
            [self.clause(CLAUSES[0])?, self.clause(CLAUSES[1])?, self.clause(CLAUSES[2])?];
        if CLAUSES.contains(&word_at(self.rest())) {
            let message = "`where`, `within` and `over` stand once each, in this order";
            return Err(FormulaError::new(self.since(start), message));
        }
        Ok(Argument { value, filter, within, over })
    }

    fn clause(&mut self, word: &str) -> Parsed<Option<Node>> {
        if self.word(word) { self.expression().map(Some) } else { Ok(None) }
    }

    /// A reference, behind its first name.
    fn reference(&mut self, first: (String, Span)) -> Parsed<Kind> {
        let (table, name) = match self.sign(".") {
            true => (Some(first), self.required_name()?),
            false => (None, first),
        };
        let key = if self.sign("[") { Some(self.key()?) } else { None };
        Ok(match (table, key) {
            (None, None) if name.0 == "any" => Kind::Any,
            (table, key) => Kind::Reference(Reference { table, name, key }),
        })
    }

    /// The rows between brackets, behind the opening one.
    fn key(&mut self) -> Parsed<(Key, Span)> {
        let start = self.at;
        let first = self.row()?;
        let key = match self.sign("..") {
            true => Key::Range(Box::new(first), Box::new(self.row()?)),
            false => first,
        };
        let span = self.since(start);
        self.close("]", "`]`")?;
        Ok((key, span))
    }

    fn row(&mut self) -> Parsed<Key> {
        if self.sign("#") {
            return self.line();
        }
        let mut parts = vec![self.part()?];
        while self.sign(",") {
            parts.push(self.part()?);
        }
        Ok(Key::Parts(parts))
    }

    /// The line of a file.
    fn line(&mut self) -> Parsed<Key> {
        let (start, digits) = (self.at, digits(self.rest()));
        if digits.is_empty() {
            return Err(self.missing("a line number"));
        }
        self.skip(digits.len());
        digits
            .parse()
            .map(Key::Line)
            .map_err(|_| FormulaError::new(self.since(start), "no file has so many lines"))
    }

    /// One part of the key of a row.
    fn part(&mut self) -> Parsed<String> {
        if let Some(text) = self.quoted()? {
            return Ok(text);
        }
        let bare = start_of(self.rest(), |c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        if bare.is_empty() {
            return Err(self.missing(ROW_KEY));
        }
        self.skip(bare.len());
        Ok(bare.to_owned())
    }
}

/// The characters at the start of a text that are of one kind.
fn start_of(text: &str, kind: fn(char) -> bool) -> &str {
    &text[..text.find(|c| !kind(c)).unwrap_or(text.len())]
}

fn word_at(text: &str) -> &str {
    start_of(text, |c| c.is_alphanumeric() || c == '_')
}

fn digits(text: &str) -> &str {
    start_of(text, |c| c.is_ascii_digit())
}

fn first_char(text: &str) -> &str {
    &text[..text.chars().next().map_or(0, char::len_utf8)]
}
