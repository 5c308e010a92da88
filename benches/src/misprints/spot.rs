//! The figures of an article that its audit reads, and their places in the text.

use std::collections::BTreeMap;
use std::ops::Range;

use crossfoot::AuditedArticle;
use crossfoot::core::{Cell, CellId, Decimal, Source, Spot, Variable, Verdict};

use super::printed::{Form, find};
use crate::causes::{Kind, slip};
use crate::random::Random;

/// Bytes behind the start of a cell in which its figures are looked for.
const WIDEST: usize = 200;

/// Figures that a drafted rule or a drafted claim reads or computes.
pub(super) struct Spots<'a> {
    source: &'a Source,
    tables: Vec<Place>,
    prose: Vec<Place>,
}

/// A figure at its place in the text.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) variable: Variable,
    pub(super) value: Decimal,
    pub(super) range: Range<usize>,
    form: Form,
    /// Whether a check of it is decided.
    pub(super) decided: bool,
}

/// A text with one misprint.
pub(super) struct Misprint {
    pub(super) place: Place,
    pub(super) kind: Kind,
    /// The value that is printed instead.
    pub(super) printed: Decimal,
    /// Both, as they are printed.
    pub(super) change: (String, String),
    pub(super) text: String,
}

impl<'a> Spots<'a> {
    pub(super) fn new(audited: &'a AuditedArticle) -> Self {
        let mut decided: BTreeMap<Variable, bool> = BTreeMap::new();
        for record in audited.audited.records() {
            if record.rule().formula.is_none() {
                continue;
            }
            let powerful = record.power().is_some_and(|power| power > 0.0);
            let is_decided = record.verdict != Verdict::Unverifiable && powerful;
            for variable in record.inputs().into_iter().chain(record.variable()) {
                *decided.entry(variable).or_default() |= is_decided;
            }
        }
        let places = decided.into_iter();
        let places = places.filter_map(|(variable, decided)| place(audited, variable, decided));
        let (tables, prose) = places.partition(|place| matches!(place.variable, Variable::Cell(_)));
        Self { source: &audited.article.source, tables, prose }
    }

    /// A misprint, in the tables as often as in the prose where both have places; `None` if there
    /// is none, and nothing within if the kind that was drawn does not fit the figure.
    pub(super) fn draw(&self, random: &mut Random) -> Option<Option<Misprint>> {
        let places = match (self.tables.as_slice(), self.prose.as_slice()) {
            ([], []) => return None,
            ([], places) | (places, []) => places,
            (tables, prose) => random.pick(&[tables, prose]),
        };
        let place = &places[random.index(places.len())];
        Some(self.misprint(place, random))
    }

    fn misprint(&self, place: &Place, random: &mut Random) -> Option<Misprint> {
        let (kind, printed) = slip::digits(place.value, random)?;
        let change = (place.form.print(place.value), place.form.print(printed));
        let mut text = self.source.text().to_owned();
        text.replace_range(place.range.clone(), &change.1);
        Some(Misprint { place: place.clone(), kind, printed, change, text })
    }
}

fn place(audited: &AuditedArticle, variable: Variable, decided: bool) -> Option<Place> {
    let Cell::Number(figure) = audited.audited.study.printed(variable) else { return None };
    let value = figure.value();
    let around = match variable {
        Variable::Cell(cell) => of_cell(audited, cell)?,
        Variable::Claim(claim) => of_claim(audited, claim)?,
    };
    let (within, form) = find(audited.article.source.text().get(around.clone())?, value)?;
    let range = around.start + within.start..around.start + within.end;
    Some(Place { variable, value, range, form, decided })
}

/// The stretch of the text that a cell stands in: to the next cell of its table.
fn of_cell(audited: &AuditedArticle, cell: CellId) -> Option<Range<usize>> {
    let source = &audited.article.source;
    let table = audited.received.tables.get(cell.column.table)?;
    let grid = audited.drafted.grid(cell);
    let mut starts = table.cells().filter_map(|other| {
        let Spot::Text { line, column } = other.place() else { return None };
        Some((source.offset(line as usize, column as usize)?, other.grid()))
    });
    let (start, _) = starts.find(|(_, other)| *other == grid)?;
    let next = starts.map(|(next, _)| next).find(|next| *next > start);
    let text = source.text();
    let end = next.unwrap_or(text.len()).min(start + WIDEST);
    let end = (end..text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
    Some(start..end)
}

/// The stretch of the text that the numeral of a claim is.
fn of_claim(audited: &AuditedArticle, claim: usize) -> Option<Range<usize>> {
    let id = &audited.audited.study.claims[claim].id;
    let mut ids = audited.claims.iter();
    let at = ids.position(|other| other.as_deref().is_some_and(|other| *id == *other))?;
    let statement = &audited.statements.numerals[at];
    Some(statement.passage().span(&audited.article).range())
}
