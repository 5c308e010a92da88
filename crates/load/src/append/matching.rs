//! Headings of a file as received → the columns of a table that they stand for, each with the
//! reason. Nothing is taken for a column in silence.

use std::collections::BTreeSet;
use std::sync::Arc;

use crossfoot_core::{Cell, Column, DateSpan, Study, Table, Unit, suggestion};

use super::heading::{Heading, Reason, Slot, StandsFor};
use super::names::{Agreement, Named, common};
use super::reading::Reading;
use crate::draft::says_date;
use crate::manifest::TableSpec;
use crossfoot_ingest::{LEVELS, Printed, PrintedTable, is_period};

/// Which columns of a table the headings of a file stand for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Matching {
    /// The number of the table.
    pub table: usize,
    /// What was received, a row for each row of the table.
    pub raw: Arc<PrintedTable>,
    /// The headings, in the order of the file.
    pub headings: Vec<Heading>,
    printed: Vec<PrintedHeader>,
    decimal: Option<char>,
}

/// A printed column of the study's table: its header, and the columns that are cut from it.
#[derive(Clone, Debug)]
struct PrintedHeader {
    header: String,
    /// Numbers of the columns.
    columns: Vec<usize>,
    /// What it may be called.
    names: Vec<Named>,
}

impl Matching {
    /// Matches headings by what the user says, by header, name and meaning.
    pub(super) fn new(
        study: &Study,
        table: usize,
        spec: &TableSpec,
        raw: &PrintedTable,
        mapping: &[(String, String)],
        decimal: Option<char>,
    ) -> Self {
        let described = &study.tables[table];
        let common = common(spec.columns.iter().map(|printed| printed.header.value.as_str()));
        let printed = spec
            .columns
            .iter()
            .map(|printed| PrintedHeader::new(study, described, printed, &common))
            .collect();
        let mut matching = Self {
            table,
            raw: Arc::new(raw.with_unique_headings()),
            headings: Vec::new(),
            printed,
            decimal,
        };
        let above = matching.above();
        let headings = matching.raw.headings().enumerate().map(|(at, cell)| Heading {
            text: cell.printed().trim().to_owned(),
            place: cell.place().to_string(),
            stands_for: matching
                .stated(described, at, spec, mapping)
                .unwrap_or_else(|| matching.find(described, at, above.as_deref(), &common)),
        });
        matching.headings = headings.collect();
        matching.separate();
        matching.take_period(described);
        matching
    }

    /// The upper level that all headings with several levels share, so that it separates none from
    /// another.
    fn above(&self) -> Option<String> {
        let mut above = self
            .raw
            .headings()
            .filter_map(|heading| Some(heading.text().rsplit_once(LEVELS)?.0.to_owned()));
        let first = above.next()?;
        let rest: Vec<String> = above.collect();
        (!rest.is_empty() && rest.iter().all(|other| *other == first)).then_some(first)
    }

    fn reading<'a>(&'a self, table: &'a Table, at: usize) -> Reading<'a> {
        let cells = self.raw.column(at).map(|cell| cell.text()).collect();
        Reading::new(table, self.raw.heading(at).text(), cells, self.decimal)
    }

    /// What the user says of a heading, or said of it in an earlier release.
    fn stated(
        &self,
        table: &Table,
        at: usize,
        spec: &TableSpec,
        mapping: &[(String, String)],
    ) -> Option<StandsFor> {
        let cell = self.raw.heading(at);
        let now = mapping
            .iter()
            .find(|(heading, _)| is_heading(cell, heading))
            .map(|(_, column)| (column.as_str(), Reason::Given));
        let (column, reason) = now.or_else(|| {
            spec.releases.iter().rev().find_map(|release| {
                let mut known = release.columns.iter();
                let (_, column) = known.find(|(heading, _)| is_heading(cell, &heading.value))?;
                Some((column.as_str(), Reason::Before(release.id.value.clone())))
            })
        })?;
        if column.is_empty() {
            return Some(StandsFor::LeftOut(reason));
        }
        let Some(slot) = self.slot(table, column) else {
            return Some(StandsFor::Unknown(Vec::new()));
        };
        // By the name of one of several figures all of them are meant where the cells print all of
        // them.
        let whole = self
            .fits(slot.printed, &self.reading(table, at))
            .into_iter()
            .find(|found| found.part.is_none());
        Some(StandsFor::Columns(whole.unwrap_or(slot), reason))
    }

    /// The column that a heading names.
    fn find(
        &self,
        table: &Table,
        at: usize,
        above: Option<&str>,
        common: &BTreeSet<String>,
    ) -> StandsFor {
        let text = self.raw.heading(at).text();
        let text = text.trim();
        let reading = self.reading(table, at);
        if let Some(printed) = self.printed.iter().position(|printed| printed.header == text) {
            return match self.fits(printed, &reading)[..] {
                [only] => StandsFor::Columns(only, Reason::Header),
                ref several => StandsFor::Unknown(several.to_vec()),
            };
        }
        // The upper level says something about a heading, unless it is a period or above all.
        let lower = text
            .rsplit_once(LEVELS)
            .filter(|(upper, _)| Some(*upper) == above || is_period(upper))
            .map(|(_, lower)| lower);
        let named: Vec<Named> = [Some(text), lower]
            .into_iter()
            .flatten()
            .map(|text| Named::parse(text, common))
            .collect();
        let all: Vec<(Agreement, usize)> = self
            .printed
            .iter()
            .enumerate()
            .filter_map(|(at, printed)| Some((printed.agreement(&named, table)?, at)))
            .collect();
        let Some(best) = all.iter().map(|(agreement, _)| *agreement).min() else {
            return StandsFor::Unknown(Vec::new());
        };
        let slots: Vec<Slot> = all
            .iter()
            .filter(|(agreement, _)| *agreement == best)
            .flat_map(|(_, at)| self.fits(*at, &reading))
            .collect();
        match (best, &slots[..]) {
            (Agreement::Name, [only]) => StandsFor::Columns(*only, Reason::Name),
            (Agreement::Meaning, [only]) => StandsFor::Columns(*only, Reason::Meaning),
            (Agreement::OtherUnit, [only]) => StandsFor::OtherUnit(*only),
            _ => StandsFor::Unknown(slots),
        }
    }

    /// The figures of a printed column that cells print: all of them, or those that they can be.
    /// Where they can be none, all are meant, so that what cannot be read is reported.
    fn fits(&self, printed: usize, reading: &Reading<'_>) -> Vec<Slot> {
        let columns = &self.printed[printed].columns;
        let single = if columns.len() == 1 || reading.is_all(columns) {
            Vec::new()
        } else {
            reading.single(columns)
        };
        match single.as_slice() {
            [] => vec![Slot { printed, part: None }],
            parts => parts.iter().map(|part| Slot { printed, part: Some(*part) }).collect(),
        }
    }

    /// Every figure of a printed column.
    fn slots(&self, printed: usize) -> impl Iterator<Item = Slot> {
        (0..self.printed[printed].columns.len()).map(move |part| Slot { printed, part: Some(part) })
    }

    /// What a header, or else the name of a column, means.
    fn slot(&self, table: &Table, name: &str) -> Option<Slot> {
        let header = self.printed.iter().position(|printed| printed.header == name);
        header.map(|printed| Slot { printed, part: None }).or_else(|| {
            self.printed.iter().enumerate().find_map(|(printed, found)| {
                let mut columns = found.columns.iter();
                let part = columns.position(|column| table.columns[*column].name == name)?;
                Some(Slot { printed, part: (found.columns.len() > 1).then_some(part) })
            })
        })
    }

    /// Of headings that are taken for the same column only the surest is; where none is surer,
    /// none.
    fn separate(&mut self) {
        let claims: Vec<Option<(Slot, u8)>> = (self.headings.iter())
            .map(|heading| heading.slot().map(|(slot, reason)| (slot, reason.rank())))
            .collect();
        for (at, claim) in claims.iter().enumerate() {
            let Some((slot, rank)) = claim else { continue };
            let others = claims
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != at)
                .filter_map(|(_, other)| *other);
            let contested =
                others.into_iter().any(|(other, sure)| other.overlaps(*slot) && sure <= *rank);
            if contested {
                self.headings[at].stands_for = StandsFor::Unknown(vec![*slot]);
            }
        }
    }

    /// A column of dates that no heading names is taken to be the only unknown heading with nothing
    /// but dates below it: none before the first that is known, and none long after the last.
    /// Figures such as 2022 are years only where the heading says so, or nothing.
    fn take_period(&mut self, table: &Table) {
        let mut free = self.absent().into_iter().filter(|slot| self.is_date(table, *slot));
        let (Some(slot), None) = (free.next(), free.next()) else { return };
        let known = self.columns_of(slot).iter().flat_map(|column| &*table.columns[*column].cells);
        let Some(reach) = Reach::from_cells(known) else { return };
        let periods: Vec<usize> = self.unknown().filter(|at| self.is_period(*at, reach)).collect();
        if let [heading] = periods[..] {
            self.headings[heading].stands_for =
                StandsFor::Columns(slot, Reason::Role("its cells are the only dates".to_owned()));
        }
    }

    /// Whether a slot means one column, of dates.
    fn is_date(&self, table: &Table, slot: Slot) -> bool {
        matches!(self.columns_of(slot), [column] if table.columns[*column].unit == Unit::Date)
    }

    /// Whether all cells below a heading are dates that go with those that are known.
    fn is_period(&self, at: usize, reach: Reach) -> bool {
        let heading = self.raw.heading(at);
        let says_so = heading.is_position() || says_date(&heading.text());
        let mut cells = self.raw.column(at);
        cells.len() > 0
            && cells.all(|cell| {
                let text = cell.text();
                reach.covers(&text) && (says_so || text.trim().parse::<u32>().is_err())
            })
    }

    /// The heading that stands for a column of the table.
    pub(super) fn heading_of(&self, column: usize) -> Option<usize> {
        self.headings.iter().position(|heading| {
            heading.slot().is_some_and(|(slot, _)| self.columns_of(slot).contains(&column))
        })
    }

    /// What no heading stands for.
    pub fn absent(&self) -> Vec<Slot> {
        let absent = (0..self.printed.len()).flat_map(|printed| {
            let parts: Vec<Slot> =
                self.slots(printed).filter(|slot| !self.is_taken(*slot)).collect();
            if parts.len() == self.printed[printed].columns.len() {
                vec![Slot { printed, part: None }]
            } else {
                parts
            }
        });
        absent.collect()
    }

    /// Whether a heading stands for some figure of a slot.
    fn is_taken(&self, slot: Slot) -> bool {
        let mut slots = self.headings.iter().filter_map(Heading::slot);
        slots.any(|(taken, _)| taken.overlaps(slot))
    }

    /// The headings that stand for nothing yet.
    pub fn unknown(&self) -> impl Iterator<Item = usize> {
        (0..self.headings.len()).filter(|at| {
            matches!(self.headings[*at].stands_for, StandsFor::Unknown(_) | StandsFor::OtherUnit(_))
        })
    }

    /// How many headings stand for columns.
    pub(super) fn known(&self) -> usize {
        self.headings.iter().filter_map(Heading::slot).count()
    }

    /// Of all numbers that no other heading stands for, what the figures below a heading may be.
    pub fn possible(&self, study: &Study, heading: usize) -> Vec<Slot> {
        // A period is never another column, whatever its figures.
        if matches!(self.headings[heading].stands_for, StandsFor::OtherUnit(_))
            || names_period(&self.headings[heading].text)
        {
            return Vec::new();
        }
        let table = &study.tables[self.table];
        let reading = self.reading(table, heading);
        let free = self.absent();
        let readable = self.printed.iter().enumerate().filter(|(_, printed)| {
            !names_period(&printed.header) && reading.could_be(&printed.columns)
        });
        let slots = readable.flat_map(|(printed, _)| self.fits(printed, &reading));
        slots
            .filter(|slot| {
                free.iter().any(|free| free.overlaps(*slot))
                    && !table.key.iter().any(|key| self.columns_of(*slot).contains(key))
            })
            .collect()
    }

    /// The numbers of the columns that a slot means.
    pub fn columns_of(&self, slot: Slot) -> &[usize] {
        let columns = &self.printed[slot.printed].columns;
        slot.part.map_or(columns, |part| &columns[part..=part])
    }

    /// The header of a printed column, or the name of one of its figures, as the manifest names it.
    pub fn name(&self, study: &Study, slot: Slot) -> String {
        match slot.part {
            None => self.printed[slot.printed].header.clone(),
            Some(part) => study.tables[self.table].columns
                [self.printed[slot.printed].columns[part]]
                .name
                .to_string(),
        }
    }

    /// The matching of the first rows, which are enough to see what role a column plays.
    #[must_use]
    pub fn first_rows(&self) -> Self {
        const FIRST: usize = 200;
        Self { raw: Arc::new(self.raw.first_rows(FIRST)), ..self.clone() }
    }

    /// The matching with what another heading stands for.
    #[must_use]
    pub fn with(mut self, heading: usize, slot: Slot, reason: Reason) -> Self {
        self.headings[heading].stands_for = StandsFor::Columns(slot, reason);
        self
    }

    /// The matching with what a heading may be.
    #[must_use]
    pub fn perhaps(mut self, heading: usize, slots: Vec<Slot>) -> Self {
        self.headings[heading].stands_for = StandsFor::Unknown(slots);
        self
    }

    /// The matching without the headings that stand for nothing.
    #[must_use]
    pub fn without_unknown(mut self) -> Self {
        let unknown: Vec<usize> = self.unknown().collect();
        unknown
            .into_iter()
            .for_each(|at| self.headings[at].stands_for = StandsFor::LeftOut(Reason::Given));
        self
    }

    /// What the manifest must say of headings that are no headers of the table.
    pub(super) fn entries(&self, study: &Study) -> Vec<(String, String)> {
        let entries = self.headings.iter().filter_map(|heading| {
            let name = heading.slot().map(|(slot, _)| self.name(study, slot)).unwrap_or_default();
            (name != heading.text).then(|| (heading.text.clone(), name))
        });
        entries.collect()
    }

    /// The name that was probably meant by a heading.
    pub(super) fn suggestion(&self, study: &Study, heading: &Heading) -> Option<String> {
        let table = &study.tables[self.table];
        let names = self.printed.iter().flat_map(|printed| {
            let names = printed.columns.iter().map(|column| table.columns[*column].name.as_str());
            std::iter::once(printed.header.as_str()).chain(names)
        });
        suggestion(&heading.text, names).map(str::to_owned)
    }
}

/// Whether the user or a manifest names this heading.
fn is_heading(cell: Printed<'_>, named: &str) -> bool {
    let named = named.trim();
    named == cell.text().trim() || named == cell.printed().trim()
}

/// Whether a level of a heading is a period.
fn names_period(heading: &str) -> bool {
    heading.split(LEVELS).any(is_period)
}

/// The months from the first date that is known to the last that may follow.
#[derive(Clone, Copy)]
struct Reach {
    first: u32,
    last: u32,
}

impl Reach {
    /// Months between the last date that is known and one that may follow.
    const MOST_LATER: u32 = 120;

    /// The reach of the dates in cells; `None` without dates.
    fn from_cells<'a>(cells: impl Iterator<Item = &'a Cell>) -> Option<Self> {
        let mut months = cells.filter_map(|cell| match cell {
            Cell::Date(date, _) => Some(date.months()),
            _ => None,
        });
        let first = months.next()?;
        let (first, last) =
            months.fold(first, |(from, to), (first, last)| (from.min(first), to.max(last)));
        Some(Self { first, last: last + Self::MOST_LATER })
    }

    /// Whether a text is a date within.
    fn covers(self, text: &str) -> bool {
        DateSpan::read(text)
            .is_some_and(|date| date.months().0 >= self.first && date.months().1 <= self.last)
    }
}

impl PrintedHeader {
    fn new(
        study: &Study,
        table: &Table,
        printed: &crate::manifest::PrintedColumn,
        common: &BTreeSet<String>,
    ) -> Self {
        let header = printed.header.value.trim().to_owned();
        let columns: Vec<usize> =
            printed.parts.iter().filter_map(|part| table.column(&part.name.value)).collect();
        let own = columns.iter().flat_map(|column| {
            [table.columns[*column].name.to_string(), table.columns[*column].label.clone()]
        });
        let own: Vec<String> = std::iter::once(header.clone()).chain(own).collect();
        let translated = own
            .iter()
            .flat_map(|text| study.translations.values().filter_map(|language| language.get(text)));
        let names = own.iter().chain(translated).map(|name| Named::parse(name, common)).collect();
        Self { header, columns, names }
    }
    /// How well one of these headings agrees with one of the names, where one does.
    fn agreement(&self, headings: &[Named], table: &Table) -> Option<Agreement> {
        let columns: Vec<&Column> =
            self.columns.iter().map(|column| &table.columns[*column]).collect();
        let pairs = headings.iter().flat_map(|heading| {
            self.names.iter().filter_map(|name| heading.agrees(name, &columns))
        });
        pairs.min()
    }
}
