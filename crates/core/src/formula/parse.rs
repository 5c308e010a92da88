//! Text → syntax tree.

use chumsky::error::{RichPattern, RichReason};
use chumsky::prelude::*;

use super::ast::{Argument, Comparison, Key, Kind, Node, Reference};
use super::{FormulaError, bounds};
use crate::{Decimal, Span};

type Extra<'a> = extra::Err<Rich<'a, char>>;

/// What signs between values are called in messages.
const OPERATOR: &str = "an operator";

/// Words that cannot name a column or table.
pub const KEYWORDS: [&str; 8] = ["where", "within", "over", "and", "or", "not", "any", "self"];

/// Words after a column that say which of its rows are meant, in their order.
const CLAUSES: [&str; 3] = ["where", "within", "over"];

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
    complete(&expression().then_ignore(end()), text)
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
    let filter = keyword("where").ignore_then(expression());
    let rows = name().then(filter.or_not()).map(|(table, filter)| Rows { table, filter });
    complete(&rows.then_ignore(end()), text)
}

/// What a parser makes of a whole text.
fn complete<'a, T>(
    parser: &impl Parser<'a, &'a str, T, Extra<'a>>,
    text: &'a str,
) -> Result<T, FormulaError> {
    parser.parse(text).into_result().map_err(|errors| {
        let first = errors.into_iter().next();
        first.map_or_else(
            || FormulaError::new(Span::new(0, text.len()), "this is not a formula"),
            |error| explain(&error, text),
        )
    })
}

fn explain(error: &Rich<'_, char>, text: &str) -> FormulaError {
    let start = error.span().start;
    if let RichReason::Custom(message) = error.reason() {
        return FormulaError::new(span_of(*error.span()), message.as_str());
    }
    let found = word_at(text, start);
    let span = Span::new(start, start + found.len());
    let problem = match found {
        _ if text.trim().is_empty() => FormulaError::new(span, "the formula is empty"),
        "" => FormulaError::new(span, "the formula ends too early"),
        "where" | "within" | "over" => {
            return FormulaError::new(
                span,
                format!("`{found}` belongs in `sum`, `mean`, `count`, `min`, `max` or `rank`"),
            );
        }
        "," if text[..start].ends_with(|c: char| c.is_ascii_digit()) => {
            FormulaError::new(span, "`,` cannot stand here")
                .help("numbers in formulas have no thousands separators")
        }
        _ => FormulaError::new(span, format!("`{found}` cannot stand here")),
    };
    let mut expected: Vec<String> = error.expected().filter_map(expectation).collect();
    expected.sort();
    expected.dedup();
    if expected.is_empty() {
        problem
    } else {
        problem.expecting(format!("expected {}", expected.join(" or ")))
    }
}

/// The whole word at a place, or the one character.
fn word_at(text: &str, start: usize) -> &str {
    let rest = text.get(start..).unwrap_or_default();
    let letters = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    &rest[..letters.max(rest.chars().next().map_or(0, char::len_utf8))]
}

/// An expectation for people: of single characters only those that close something.
fn expectation(pattern: &RichPattern<'_, char>) -> Option<String> {
    match pattern {
        RichPattern::Label(label) => Some(label.to_string()),
        RichPattern::Token(token) if matches!(**token, ')' | ']' | '"' | '\'') => {
            Some(format!("`{}`", **token))
        }
        RichPattern::EndOfInput => Some("the end of the formula".to_owned()),
        _ => None,
    }
}

fn expression<'a>() -> impl Parser<'a, &'a str, Node, Extra<'a>> {
    recursive(|expression| {
        let atom = choice((
            number(),
            text_literal(),
            call(expression.clone()),
            reference(),
            expression.delimited_by(symbol("("), symbol(")")),
        ));
        let negation = recursive(|negation| {
            let negated = symbol("-")
                .ignore_then(negation)
                .map_with(|node, e| node_at(Kind::Negate(Box::new(node)), e.span()));
            negated.or(atom.clone())
        });
        let factor = choice((symbol("*").to(false), symbol("/").to(true)))
            .labelled(OPERATOR)
            .then(negation.clone());
        let product = negation
            .then(factor.repeated().collect::<Vec<_>>())
            .map_with(|(first, rest), e| flat(first, rest, Kind::Product, e.span()));
        let term = choice((symbol("+").to(false), symbol("-").to(true)))
            .labelled(OPERATOR)
            .then(product.clone());
        let sum = product
            .then(term.repeated().collect::<Vec<_>>())
            .map_with(|(first, rest), e| flat(first, rest, Kind::Sum, e.span()))
            .labelled("a value");
        let compared = comparison().labelled(OPERATOR).then(sum.clone());
        let compare =
            sum.then(compared.repeated().collect::<Vec<_>>()).map_with(|(first, rest), e| {
                if rest.is_empty() {
                    first
                } else {
                    node_at(Kind::Compare(Box::new(first), rest), e.span())
                }
            });
        let not = keyword("not").repeated().at_most(2).count().then(compare).map_with(
            |(times, node), e| {
                (0..times).fold(node, |inner, _| node_at(Kind::Not(Box::new(inner)), e.span()))
            },
        );
        let and = not
            .separated_by(keyword("and"))
            .at_least(1)
            .collect()
            .map_with(|all, e| one_or(all, Kind::And, e.span()));
        and.separated_by(keyword("or"))
            .at_least(1)
            .collect()
            .map_with(|all, e| one_or(all, Kind::Or, e.span()))
    })
}

fn call<'a>(
    expression: impl Parser<'a, &'a str, Node, Extra<'a>> + Clone,
) -> impl Parser<'a, &'a str, Node, Extra<'a>> + Clone {
    // One parser for all clauses: one per clause would take more of the stack for every bracket.
    let clause = choice(CLAUSES.map(|word| keyword(word).to(word))).then(expression.clone());
    let argument =
        expression.then(clause.repeated().collect::<Vec<_>>()).try_map(|(value, clauses), span| {
            let order: Vec<usize> = clauses
                .iter()
                .filter_map(|(word, _)| CLAUSES.iter().position(|known| known == word))
                .collect();
            if !order.is_sorted_by(|a, b| a < b) {
                return Err(Rich::custom(
                    span,
                    "`where`, `within` and `over` stand once each, in this order",
                ));
            }
            let mut argument = Argument { value, filter: None, within: None, over: None };
            for (word, node) in clauses {
                match word {
                    "where" => argument.filter = Some(node),
                    "within" => argument.within = Some(node),
                    _ => argument.over = Some(node),
                }
            }
            Ok(argument)
        });
    name()
        .then(
            argument
                .separated_by(symbol(","))
                .at_least(1)
                .collect::<Vec<_>>()
                .delimited_by(symbol("("), symbol(")")),
        )
        .map_with(|((name, _), arguments), e| node_at(Kind::Call(name, arguments), e.span()))
}

fn reference<'a>() -> impl Parser<'a, &'a str, Node, Extra<'a>> + Clone {
    let line = symbol("#").ignore_then(text::int(10)).try_map(|digits: &str, span| {
        digits.parse().map(Key::Line).map_err(|_| Rich::custom(span, "a line number"))
    });
    let bare = any()
        .filter(|c: &char| c.is_alphanumeric() || matches!(c, '_' | '-'))
        .repeated()
        .at_least(1)
        .to_slice()
        .map(str::to_owned);
    let part = quoted().or(bare).padded().labelled("a row key");
    let row = line.or(part.separated_by(symbol(",")).at_least(1).collect().map(Key::Parts));
    let last = symbol("..").ignore_then(row.clone());
    let key = row.then(last.or_not()).map(|(first, last)| match last {
        Some(last) => Key::Range(Box::new(first), Box::new(last)),
        None => first,
    });
    let bracketed =
        key.map_with(|key, e| (key, span_of(e.span()))).delimited_by(symbol("["), symbol("]"));
    let dotted = name().then(symbol(".").ignore_then(name()).or_not());
    dotted.then(bracketed.or_not()).map_with(|((first, second), key), e| {
        let kind = match second {
            Some(name) => Kind::Reference(Reference { table: Some(first), name, key }),
            None if first.0 == "any" && key.is_none() => Kind::Any,
            None => Kind::Reference(Reference { table: None, name: first, key }),
        };
        node_at(kind, e.span())
    })
}

fn name<'a>() -> impl Parser<'a, &'a str, (String, Span), Extra<'a>> + Clone {
    any()
        .filter(|c: &char| c.is_alphabetic() || *c == '_')
        .then(any().filter(|c: &char| c.is_alphanumeric() || *c == '_').repeated())
        .to_slice()
        .try_map(|word: &str, span| {
            let reserved = KEYWORDS.contains(&word) && !matches!(word, "any" | "self");
            if reserved {
                Err(Rich::custom(span, "a keyword"))
            } else {
                Ok((word.to_owned(), span_of(span)))
            }
        })
        .padded()
        .labelled("a name")
}

fn number<'a>() -> impl Parser<'a, &'a str, Node, Extra<'a>> + Clone {
    let digits = any().filter(char::is_ascii_digit).repeated().at_least(1);
    digits
        .then(just('.').then(digits).or_not())
        .to_slice()
        .validate(|text: &str, e, emitter| {
            let (int, frac) = text.split_once('.').unwrap_or((text, ""));
            let decimal = format!("{int}{frac}")
                .parse()
                .ok()
                .and_then(|mantissa| Decimal::new(mantissa, i8::try_from(frac.len()).ok()?));
            if decimal.is_none() {
                emitter.emit(Rich::custom(e.span(), "a number has at most 18 digits"));
            }
            node_at(Kind::Number(decimal.unwrap_or_default()), e.span())
        })
        .padded()
        .labelled("a number")
}

fn text_literal<'a>() -> impl Parser<'a, &'a str, Node, Extra<'a>> + Clone {
    quoted()
        .map_with(|text, e| node_at(Kind::Text(text), e.span()))
        .padded()
        .labelled("a text in quotes")
}

fn quoted<'a>() -> impl Parser<'a, &'a str, String, Extra<'a>> + Clone {
    between('"').or(between('\''))
}

/// The text between two marks.
fn between<'a>(mark: char) -> impl Parser<'a, &'a str, String, Extra<'a>> + Clone {
    none_of(mark).repeated().to_slice().map(str::to_owned).delimited_by(just(mark), just(mark))
}

fn comparison<'a>() -> impl Parser<'a, &'a str, Comparison, Extra<'a>> + Clone {
    choice((
        symbol("!=").to(Comparison::Unequal),
        symbol("<=").to(Comparison::LessOrEqual),
        symbol(">=").to(Comparison::GreaterOrEqual),
        symbol("<").to(Comparison::Less),
        symbol(">").to(Comparison::Greater),
        symbol("=").to(Comparison::Equal),
    ))
}

fn symbol<'a>(sign: &'static str) -> impl Parser<'a, &'a str, &'a str, Extra<'a>> + Clone {
    just(sign).padded()
}

fn keyword<'a>(word: &'static str) -> impl Parser<'a, &'a str, (), Extra<'a>> + Clone {
    text::keyword(word).padded().ignored()
}

fn flat(
    first: Node,
    rest: Vec<(bool, Node)>,
    kind: fn(Vec<(bool, Node)>) -> Kind,
    span: SimpleSpan,
) -> Node {
    if rest.is_empty() {
        return first;
    }
    node_at(kind(std::iter::once((false, first)).chain(rest).collect()), span)
}

fn one_or(mut all: Vec<Node>, kind: fn(Vec<Node>) -> Kind, span: SimpleSpan) -> Node {
    if all.len() == 1 { all.remove(0) } else { node_at(kind(all), span) }
}

fn node_at(kind: Kind, span: SimpleSpan) -> Node {
    Node { kind, span: span_of(span) }
}

fn span_of(span: SimpleSpan) -> Span {
    Span::new(span.start, span.end)
}
