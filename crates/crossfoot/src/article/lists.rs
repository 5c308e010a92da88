//! Drafted statements as `claims.csv` and `numbers.csv`, for a person to complete.

use std::collections::BTreeSet;

use crossfoot_audit::article::{
    Candidate, Outcome, Statement, Statements, claim_id, comparison_claim_id,
};
use crossfoot_audit::text::Passage;
use crossfoot_core::{
    Article, LoadError, NumberFormat, Qualifier, Quantity, QuantityKind, Rational, Reading, Unit,
    read_figure,
};
use csv::WriterBuilder;

/// The claim of each numeral, by the number that it has in the text; none where nothing is drafted.
pub(super) fn claim_ids(article: &Article, statements: &Statements) -> Vec<Option<String>> {
    let readable: Vec<bool> =
        statements.numerals.iter().map(|statement| is_readable(article, statement)).collect();
    let mut claims: Vec<bool> = statements
        .numerals
        .iter()
        .enumerate()
        .map(|(at, statement)| readable[at] && is_claim(statement, &readable))
        .collect();
    let drafted = statements
        .numerals
        .iter()
        .enumerate()
        .filter(|(at, statement)| claims[*at] && statement.outcome == Outcome::Drafted);
    let read = drafted.flat_map(|(_, statement)| &statement.candidates[0].numerals);
    let compared = statements.comparisons.iter().flat_map(|comparison| &comparison.numerals);
    let read: Vec<usize> = read.chain(compared).copied().filter(|at| readable[*at]).collect();
    read.into_iter().for_each(|at| claims[at] = true);
    claims.iter().enumerate().map(|(at, claim)| claim.then(|| claim_id(at))).collect()
}

/// The claim of each word that compares; none where nothing is drafted.
pub(super) fn comparison_ids(statements: &Statements) -> Vec<Option<String>> {
    let comparisons = statements.comparisons.iter().enumerate();
    comparisons
        .map(|(at, comparison)| {
            let drafted = comparison.outcome == Outcome::Drafted && comparison.formula.is_some();
            drafted.then(|| comparison_claim_id(at))
        })
        .collect()
}

/// The claims of a list in whose rows problems were found.
pub(super) fn faulty(error: &LoadError, list: &str) -> BTreeSet<String> {
    let places = error.problems.iter().filter_map(|problem| {
        let (source, span) = problem.place.as_ref()?;
        (source.text() == list).then(|| source.line(*span) as u64)
    });
    let places: Vec<u64> = places.collect();
    let mut reader = csv::Reader::from_reader(list.as_bytes());
    let rows: Vec<(u64, String)> = reader
        .records()
        .filter_map(Result::ok)
        .filter_map(|row| Some((row.position()?.line(), row.get(0)?.to_owned())))
        .collect();
    let faulty = places.iter().filter_map(|place| rows.iter().rev().find(|row| row.0 <= *place));
    faulty.map(|(_, id)| id.clone()).collect()
}

/// Whether a numeral is a claim: it is drafted and reads only what is one too, or a person has to
/// choose what it states.
fn is_claim(statement: &Statement, readable: &[bool]) -> bool {
    match statement.outcome {
        Outcome::Drafted => statement.candidates[0].numerals.iter().all(|at| readable[*at]),
        Outcome::Choice => true,
        _ => false,
    }
}

/// Whether a claim can report the numeral as it is printed.
fn is_readable(article: &Article, statement: &Statement) -> bool {
    let unit = Unit::from_name(&unit(statement, statement.candidates.first()));
    read_figure(&published(article, statement), &unit, english()).is_ok()
}

/// `claims.csv`; `None` if nothing was drafted.
pub(super) fn claims(
    article: &Article,
    statements: &Statements,
    ids: &[Option<String>],
    comparisons: &[Option<String>],
) -> Option<String> {
    let others = statements.numerals.iter().filter_map(|other| other.candidates.first());
    let read: BTreeSet<String> =
        others.flat_map(|best| &best.numerals).map(|at| claim_id(*at)).collect();
    let mut rows = Vec::new();
    for (statement, id) in statements.numerals.iter().zip(ids) {
        let Some(id) = id else { continue };
        let best = statement.candidates.first();
        let passage = statement.passage();
        let drafted = statement.outcome == Outcome::Drafted;
        let (quote, place) = (passage.sentence(article), passage.place(article));
        let choices = statement.candidates.iter().map(|candidate| candidate.formula.as_str());
        let formula = best.filter(|_| drafted).map(|best| best.formula.clone()).unwrap_or_default();
        let scaled = scaled(article, statement).filter(|_| drafted && !read.contains(id));
        let (published, unit, formula) = match scaled {
            Some((digits, scale)) => (digits, "number".to_owned(), divided(&formula, &scale)),
            None => (published(article, statement), unit(statement, best), formula),
        };
        rows.push([
            id.clone(),
            section(article, passage),
            quote.to_owned(),
            published,
            unit,
            formula,
            if is_approximate(statement) { "true".into() } else { String::new() },
            quote.to_owned(),
            format!("{}:{}", place.line(), place.column()),
            if drafted { String::new() } else { choices.take(5).collect::<Vec<_>>().join(" | ") },
        ]);
    }
    for (comparison, id) in statements.comparisons.iter().zip(comparisons) {
        let (Some(id), Some(formula)) = (id, &comparison.formula) else { continue };
        let passage = comparison.passage();
        let (quote, place) = (passage.sentence(article), passage.place(article));
        rows.push([
            id.clone(),
            section(article, passage),
            quote.to_owned(),
            passage.text(article).to_owned(),
            Unit::Truth.name().to_owned(),
            formula.clone(),
            String::new(),
            quote.to_owned(),
            format!("{}:{}", place.line(), place.column()),
            String::new(),
        ]);
    }
    (!rows.is_empty()).then(|| {
        table(
            &[
                "id",
                "where",
                "statement",
                "published",
                "unit",
                "formula",
                "approx",
                "quote",
                "position",
                "choices",
            ],
            &rows,
        )
    })?
}

/// `numbers.csv`: numerals, each by its number in the list and its index, with the claim of its own or
/// of a comparison, or the reason that accounts for it; `None` if there are none.
pub(super) fn numbers(
    article: &Article,
    statements: &Statements,
    (ids, comparisons): (&[Option<String>], &[Option<String>]),
    rows: &[(usize, usize)],
) -> Option<String> {
    let rows: Vec<[String; 6]> = rows
        .iter()
        .map(|(number, at)| {
            let statement = &statements.numerals[*at];
            let id = match statement.outcome {
                Outcome::Compared(comparison) => &comparisons[comparison],
                _ => &ids[*at],
            };
            let passage = statement.passage();
            let reason = match statement.outcome {
                Outcome::NotStatistic(reason) => reason.name().to_owned(),
                _ => String::new(),
            };
            [
                number.to_string(),
                section(article, passage),
                passage.text(article).to_owned(),
                around(article, statement),
                id.as_ref().map(|id| format!("claim:{id}")).unwrap_or_default(),
                reason,
            ]
        })
        .collect();
    (!rows.is_empty())
        .then(|| table(&["n", "where", "numeral", "about", "covers", "reason"], &rows))?
}

fn table<const N: usize>(header: &[&str; N], rows: &[[String; N]]) -> Option<String> {
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    writer.write_record(header).ok()?;
    for row in rows {
        writer.write_record(row).ok()?;
    }
    String::from_utf8(writer.into_inner().ok()?).ok()
}

/// The name of the section of a passage; a text without sections has one without a name.
fn section(article: &Article, passage: Passage) -> String {
    let name = passage.section(article);
    if name.is_empty() { "the text" } else { name }.to_owned()
}

/// Whether a numeral says `about`, or is a part in words: `a third`.
fn is_approximate(statement: &Statement) -> bool {
    match (statement.numeral.qualifier, &statement.numeral.reading) {
        (Qualifier::About, _) => true,
        (Qualifier::Is, Reading::Quantity(quantity)) => quantity.kind == QuantityKind::Fraction,
        _ => false,
    }
}

/// A few words before a numeral.
fn around(article: &Article, statement: &Statement) -> String {
    let before = &article.blocks[statement.block].prose.text()[..statement.numeral.range.start];
    let mut words: Vec<&str> = before.split_whitespace().rev().take(WORDS_BEFORE).collect();
    words.reverse();
    words.join(" ")
}

const WORDS_BEFORE: usize = 6;

/// What is reported, as a claim has it: as it is printed if a claim can be read so, else its digits,
/// else its value.
fn published(article: &Article, statement: &Statement) -> String {
    let text = statement.passage().text(article);
    let Reading::Quantity(quantity) = &statement.numeral.reading else { return text.to_owned() };
    let sign = sign(statement);
    let printed = text.trim_start_matches(['<', '>', '≤', '≥', '~', '≈', '±']).trim();
    let end = printed.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
    let unit = Unit::from_name(&unit(statement, statement.candidates.first()));
    let alike = [printed, &printed[..end]].into_iter().find(|text| reads_as(text, &unit, quantity));
    match alike {
        Some(text) => format!("{sign}{text}"),
        None => format!("{sign}{}", plain(quantity, &unit)),
    }
}

/// The sign of what a numeral only bounds: `>` of `more than 5`. `No more than 29.0%` of 29.02 % is
/// its rounded value.
fn sign(statement: &Statement) -> &'static str {
    match statement.numeral.qualifier {
        Qualifier::Is | Qualifier::About => "",
        Qualifier::AtMost if is_rounded(statement, 1) => "",
        Qualifier::AtLeast if is_rounded(statement, -1) => "",
        other => other.sign(),
    }
}

/// Whether a numeral is the rounded value of its first candidate, which lies on this side of it.
fn is_rounded(statement: &Statement, side: i32) -> bool {
    let Reading::Quantity(quantity) = &statement.numeral.reading else { return false };
    let value = statement.candidates.first().and_then(|best| best.value.middle());
    value.is_some_and(|value| {
        let away = &value - &quantity.value;
        away.signum() == side && away.abs() * Rational::from(2) <= quantity.step
    })
}

/// The digits of a numeral that is rounded to more than ones, and what they count: 151.5 and 10,000
/// of `151.5万`. As a count of ones it would claim more places than it prints.
fn scaled(article: &Article, statement: &Statement) -> Option<(String, Rational)> {
    let Reading::Quantity(quantity) = &statement.numeral.reading else { return None };
    let text = statement.passage().text(article);
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let digits = &text[start..end];
    let figure = read_figure(digits, &Unit::Number, english()).ok()?;
    let scale = quantity.value.checked_div(&figure.value().to_rational())?;
    (quantity.step > Rational::from(1) && scale > Rational::from(1) && scale.is_integer())
        .then(|| (format!("{}{digits}", sign(statement)), scale))
}

/// A formula divided by a number.
fn divided(formula: &str, by: &Rational) -> String {
    match formula.contains(" + ") || formula.contains(" - ") {
        true => format!("({formula}) / {by}"),
        false => format!("{formula} / {by}"),
    }
}

/// Whether a text is read as the quantity.
fn reads_as(text: &str, unit: &Unit, quantity: &Quantity) -> bool {
    let figure = read_figure(text, unit, english());
    figure.is_ok_and(|figure| figure.value().to_rational() == quantity.value)
}

/// The value of a quantity with the decimals that it was printed with; a part in percent.
fn plain(quantity: &Quantity, unit: &Unit) -> String {
    if quantity.kind == QuantityKind::Fraction && *unit == Unit::Percent {
        return (&quantity.value * &Rational::from(100)).to_decimal_text(0).0;
    }
    let decimals = quantity.decimals().unwrap_or_default();
    quantity.value.to_decimal_text(u32::from(decimals.unsigned_abs())).0
}

/// How claims write numbers.
fn english() -> NumberFormat {
    NumberFormat { decimal: Some('.'), ..NumberFormat::default() }
}

/// The unit of a claim: a percentage is one, a drafted number has that of its formula, and any other
/// whole number counts something.
fn unit(statement: &Statement, best: Option<&Candidate>) -> String {
    let Reading::Quantity(quantity) = &statement.numeral.reading else {
        return "number".to_owned();
    };
    let by_formula =
        best.filter(|best| statement.outcome == Outcome::Drafted && best.numerals.is_empty());
    match (&quantity.unit, by_formula) {
        (Unit::Percent | Unit::Points, _) => quantity.unit.name(),
        (_, None) if quantity.kind == QuantityKind::Fraction => Unit::Percent.name(),
        (_, None) if quantity.kind == QuantityKind::Multiple => Unit::Ratio.name(),
        (_, Some(best)) => best.unit.name(),
        _ if quantity.value.is_integer() => "count",
        _ => "number",
    }
    .to_owned()
}
