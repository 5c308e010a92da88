//! Headings of a file as received → the columns of a table that they stand for, each with the
//! reason. Nothing is taken for a column in silence.

use std::collections::BTreeSet;
use std::sync::Arc;

use crossfoot_core::{Cell, Column, DateSpan, Phrase, Study, Table, Unit, say, suggestion};

use super::names::{Agreement, Named, common};
use super::reading::Reading;
use crate::draft::says_date;
use crate::manifest::{ReleaseSpec, TableSpec};
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

/// A heading of the file.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Heading {
    /// As it is printed.
    pub text: String,
    /// Where it stands in the file.
    pub place: Phrase,
    /// What it stands for.
    pub stands_for: StandsFor,
}

/// What a heading stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StandsFor {
    /// Columns of the table, and why.
    Columns(Slot, Reason),
    /// Nothing, for this reason.
    LeftOut(Reason),
    /// Nothing that is sure; what it may be.
    Unknown(Vec<Slot>),
    /// Nothing, since it would be this in another unit.
    OtherUnit(Slot),
}

/// A printed column of the table, or one of several figures that its cells print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    printed: usize,
    part: Option<usize>,
}

/// Why a heading is taken for a column.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The user says so.
    Told,
    /// It was so in the release of this name.
    Before(String),
    /// It is the header of the table's own file.
    Header,
    /// It is a name of the column.
    Name,
    /// It is the term of official statistics for the same thing.
    Meaning,
    /// Its cells play the role of the column, as these words say.
    Role(Phrase),
}

impl Reason {
    /// In words.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Told => say!("as told"),
            Self::Before(release) => say!("as in release {}", release.as_str()),
            Self::Header => say!("the same heading"),
            Self::Name => say!("the same name"),
            Self::Meaning => say!("the same meaning"),
            Self::Role(why) => why.clone(),
        }
    }

    /// The surest first.
    const fn rank(&self) -> u8 {
        match self {
            Self::Told => 0,
            Self::Before(_) => 1,
            Self::Header => 2,
            Self::Name => 3,
            Self::Meaning => 4,
            Self::Role(_) => 5,
        }
    }
}

impl Matching {
    /// Matches headings by what the user says, by header, name and meaning.
    pub(super) fn of(
        study: &Study,
        table: usize,
        spec: &TableSpec,
        raw: &PrintedTable,
        told: &[(String, String)],
        decimal: Option<char>,
    ) -> Self {
        let described = &study.tables[table];
        let common = common(spec.columns.iter().map(|printed| printed.header.value.as_str()));
        let printed = spec
            .columns
            .iter()
            .map(|printed| PrintedHeader::of(study, described, printed, &common))
            .collect();
        let mut matching = Self {
            table,
            raw: Arc::new(raw.with_unique_headings()),
            headings: Vec::new(),
            printed,
            decimal,
        };
        let above = matching.above();
        let of = |(at, cell): (usize, Printed<'_>)| {
            let stands_for = match matching.told(described, at, spec, told) {
                Some(stands_for) => stands_for,
                None => matching.find(described, at, above.as_deref(), &common),
            };
            Heading {
                text: cell.printed().trim().to_owned(),
                place: cell.place().to_string().into(),
                stands_for,
            }
        };
        matching.headings = matching.raw.headings().enumerate().map(of).collect();
        matching.separate();
        matching.take_period(described);
        matching
    }

    /// What stands above all headings that have several levels, so that it tells none of them from
    /// another.
    fn above(&self) -> Option<String> {
        let above = |heading: Printed<'_>| Some(heading.text().rsplit_once(LEVELS)?.0.to_owned());
        let mut above = self.raw.headings().filter_map(above);
        let first = above.next()?;
        let rest: Vec<String> = above.collect();
        (!rest.is_empty() && rest.iter().all(|other| *other == first)).then_some(first)
    }

    fn reading<'a>(&'a self, table: &'a Table, at: usize) -> Reading<'a> {
        let cells = self.raw.column(at).map(|cell| cell.text()).collect();
        Reading::new(table, self.raw.heading(at).text(), cells, self.decimal)
    }

    /// What the user says of a heading, or said of it in an earlier release.
    fn told(
        &self,
        table: &Table,
        at: usize,
        spec: &TableSpec,
        told: &[(String, String)],
    ) -> Option<StandsFor> {
        let cell = self.raw.heading(at);
        let is = |heading: &str| {
            heading.trim() == cell.text().trim() || heading.trim() == cell.printed().trim()
        };
        let now = || {
            told.iter()
                .find(|(heading, _)| is(heading))
                .map(|(_, column)| (column.as_str(), Reason::Told))
        };
        let before = |release: &ReleaseSpec| {
            let (_, column) = release.columns.iter().find(|(heading, _)| is(&heading.value))?;
            Some((column.clone(), Reason::Before(release.id.value.clone())))
        };
        let earlier = spec.releases.iter().rev().find_map(before);
        let (column, reason) =
            now().or(earlier.as_ref().map(|(column, reason)| (column.as_str(), reason.clone())))?;
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
        // What stands above a heading says something of it, unless it is a period or stands above
        // all.
        let lower = text
            .rsplit_once(LEVELS)
            .filter(|(upper, _)| Some(*upper) == above || is_period(upper))
            .map(|(_, lower)| lower);
        let named: Vec<Named> =
            [Some(text), lower].into_iter().flatten().map(|text| Named::of(text, common)).collect();
        let agreement = |printed: &PrintedHeader| {
            let columns: Vec<&Column> =
                printed.columns.iter().map(|column| &table.columns[*column]).collect();
            named
                .iter()
                .flat_map(|heading| {
                    printed.names.iter().filter_map(|name| heading.agrees(name, &columns))
                })
                .min()
        };
        let all: Vec<(Agreement, usize)> = self
            .printed
            .iter()
            .enumerate()
            .filter_map(|(at, printed)| Some((agreement(printed)?, at)))
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
    /// Where they can be none, all are meant, so that what cannot be read is told.
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
        let part = || {
            self.printed.iter().enumerate().find_map(|(printed, found)| {
                let part =
                    found.columns.iter().position(|column| table.columns[*column].name == name)?;
                Some(Slot { printed, part: (found.columns.len() > 1).then_some(part) })
            })
        };
        header.map(|printed| Slot { printed, part: None }).or_else(part)
    }

    /// Of headings that are taken for the same column only the surest is; where none is surer,
    /// none.
    fn separate(&mut self) {
        let claims: Vec<Option<(Slot, u8)>> = (self.headings.iter())
            .map(|heading| match &heading.stands_for {
                StandsFor::Columns(slot, reason) => Some((*slot, reason.rank())),
                _ => None,
            })
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

    /// A column of dates that no heading names is what stands below the only unknown heading with
    /// nothing but dates below it: none before the first that is known, and none long after the
    /// last. Figures such as 2022 are years only where the heading says so, or nothing.
    fn take_period(&mut self, table: &Table) {
        /// Months between the last date that is known and one that may follow.
        const MOST_LATER: u32 = 120;
        let is_date = |slot: &Slot| matches!(self.columns_of(*slot), [column] if table.columns[*column].unit == Unit::Date);
        let mut free = self.absent().into_iter().filter(is_date);
        let (Some(slot), None) = (free.next(), free.next()) else { return };
        let known =
            self.columns_of(slot).iter().flat_map(|column| table.columns[*column].cells.iter());
        let known: Vec<(u32, u32)> = known
            .filter_map(
                |cell| if let Cell::Date(date, _) = cell { Some(date.months()) } else { None },
            )
            .collect();
        let Some((first, last)) = known
            .iter()
            .map(|months| months.0)
            .min()
            .zip(known.iter().map(|months| months.1).max())
        else {
            return;
        };
        let follows = |cell: Printed<'_>| {
            DateSpan::read(&cell.text()).is_some_and(|date| {
                date.months().0 >= first && date.months().1 <= last + MOST_LATER
            })
        };
        let is_period = |at: &usize| {
            let heading = self.raw.heading(*at);
            let says_so = heading.is_position() || says_date(&heading.text());
            let cells = || self.raw.column(*at);
            cells().len() > 0
                && cells().all(|cell| {
                    follows(cell) && (says_so || cell.text().trim().parse::<u32>().is_err())
                })
        };
        let periods: Vec<usize> = self.unknown().filter(is_period).collect();
        if let [heading] = periods[..] {
            self.headings[heading].stands_for =
                StandsFor::Columns(slot, Reason::Role(say!("its cells are the only dates")));
        }
    }

    /// What no heading stands for.
    pub fn absent(&self) -> Vec<Slot> {
        let taken = |slot: Slot| {
            self.headings.iter().any(|heading| matches!(&heading.stands_for, StandsFor::Columns(other, _) if other.overlaps(slot)))
        };
        let of = |printed: usize| {
            let parts: Vec<Slot> = self.slots(printed).filter(|slot| !taken(*slot)).collect();
            if parts.len() == self.printed[printed].columns.len() {
                vec![Slot { printed, part: None }]
            } else {
                parts
            }
        };
        (0..self.printed.len()).flat_map(of).collect()
    }

    /// The headings that stand for nothing yet.
    pub fn unknown(&self) -> impl Iterator<Item = usize> {
        (0..self.headings.len()).filter(|at| {
            matches!(self.headings[*at].stands_for, StandsFor::Unknown(_) | StandsFor::OtherUnit(_))
        })
    }

    /// How many headings stand for columns.
    pub(super) fn known(&self) -> usize {
        self.headings
            .iter()
            .filter(|heading| matches!(heading.stands_for, StandsFor::Columns(..)))
            .count()
    }

    /// Of all numbers that no other heading stands for, what the figures below a heading may be.
    pub fn possible(&self, study: &Study, heading: usize) -> Vec<Slot> {
        if matches!(self.headings[heading].stands_for, StandsFor::OtherUnit(_)) {
            return Vec::new();
        }
        let table = &study.tables[self.table];
        let reading = self.reading(table, heading);
        let free = self.absent();
        // A period is no other, whatever its figures.
        let timeless = |heading: &str| !heading.split(LEVELS).any(is_period);
        let may_be = |printed: &PrintedHeader| {
            timeless(&printed.header) && reading.could_be(&printed.columns)
        };
        let readable = (0..self.printed.len()).filter(|printed| {
            timeless(&self.headings[heading].text) && may_be(&self.printed[*printed])
        });
        let slots = readable.flat_map(|printed| self.fits(printed, &reading));
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
            .for_each(|at| self.headings[at].stands_for = StandsFor::LeftOut(Reason::Told));
        self
    }

    /// What the manifest must say of headings that are no headers of the table.
    pub(super) fn entries(&self, study: &Study) -> Vec<(String, String)> {
        let said = |heading: &Heading| match &heading.stands_for {
            StandsFor::Columns(slot, _) => {
                let name = self.name(study, *slot);
                (name != heading.text).then(|| (heading.text.clone(), name))
            }
            StandsFor::LeftOut(_) | StandsFor::Unknown(_) | StandsFor::OtherUnit(_) => {
                Some((heading.text.clone(), String::new()))
            }
        };
        self.headings.iter().filter_map(said).collect()
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

impl Slot {
    /// Whether both mean some figure alike.
    pub fn overlaps(self, other: Self) -> bool {
        self.printed == other.printed
            && (self.part.is_none() || other.part.is_none() || self.part == other.part)
    }
}

impl PrintedHeader {
    fn of(
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
        let names = own.iter().chain(translated).map(|name| Named::of(name, common)).collect();
        Self { header, columns, names }
    }
}
