//! Headings of a file as received → the columns of a table that they stand for, each with the reason. Nothing is taken for a column in silence.

use crossfoot_core::{Cell, DateSpan, Missing, NumberFormat, Phrase, Study, Table, Unit, did_you_mean, read_figure, read_figures, say};

use super::names::Named;
use crate::draft::says_percent;
use crate::manifest::TableSpec;
use crate::received::{RawCell, RawTable};

/// Which columns of a table the headings of a file stand for.
#[derive(Clone, Debug)]
pub struct Matching {
    /// The number of the table.
    pub table: usize,
    /// What was received, a row for each row of the table.
    pub raw: RawTable,
    /// The headings, in the order of the file.
    pub headings: Vec<Heading>,
    printed: Vec<PrintedHeader>,
}

/// A printed column of the study's table: its header, and the columns that are cut from it.
#[derive(Clone, Debug)]
struct PrintedHeader {
    header: String,
    /// Numbers of the columns.
    columns: Vec<usize>,
    /// What it may be called, besides its header and what its columns are called.
    also: Vec<String>,
}

/// A heading of the file.
#[derive(Clone, Debug)]
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
    /// Nothing, as the user says.
    LeftOut,
    /// Nothing that was found, or one of several.
    Unknown(Vec<Slot>),
}

/// A printed column of the table, or one of several figures that its cells print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    printed: usize,
    part: Option<usize>,
}

/// Why a heading is taken for a column; the surest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The user says so.
    Told,
    /// It is the header of the table's own file.
    Header,
    /// It is a name of the column but for case, spaces and what stands in brackets.
    Name,
    /// It is the term of official statistics for the same thing.
    Meaning,
    /// Its figures play the role that the rules of the study give to the column, as these words say.
    Role(Phrase),
}

impl Reason {
    /// In words.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Told => say!("as told"),
            Self::Header => say!("the same heading"),
            Self::Name => say!("the same name"),
            Self::Meaning => say!("the same meaning"),
            Self::Role(why) => why.clone(),
        }
    }

    const fn rank(&self) -> u8 {
        match self {
            Self::Told => 0,
            Self::Header => 1,
            Self::Name => 2,
            Self::Meaning => 3,
            Self::Role(_) => 4,
        }
    }
}

impl Matching {
    /// Matches headings by what the user says, by header, name and meaning.
    pub(super) fn of(study: &Study, table: usize, spec: &TableSpec, raw: RawTable, told: &[(String, String)], decimal: Option<char>) -> Self {
        let described = &study.tables[table];
        let printed = spec.columns.iter().map(|printed| {
            let columns = printed.parts.iter().filter_map(|part| described.column(&part.name.value)).collect();
            let header = printed.header.value.trim().to_owned();
            let translated = |text: &str| study.translations.values().filter_map(|language| language.get(text)).cloned().collect::<Vec<_>>();
            let also = [header.as_str()].into_iter().chain(printed.parts.first().map(|part| part.label.as_str())).flat_map(translated).collect();
            PrintedHeader { header, columns, also }
        });
        let mut matching = Self { table, raw, headings: Vec::new(), printed: printed.collect() };
        let cells = |at: usize| -> Vec<&str> { matching.raw.rows.iter().map(|row| row[at].text.as_str()).collect() };
        let format = NumberFormat { decimal: decimal.or(described.format.decimal), ..described.format };
        let reads = |at: usize| Reading { table: described, heading: &matching.raw.header[at].text, cells: cells(at), format };
        let headings: Vec<Heading> = (matching.raw.header.iter().enumerate())
            .map(|(at, cell)| Heading {
                text: cell.printed().trim().to_owned(),
                place: cell.place.phrase(),
                stands_for: matching.find(described, cell, told, &reads(at)),
            })
            .collect();
        matching.headings = headings;
        matching.separate();
        matching.take_period(described);
        matching
    }

    fn find(&self, table: &Table, cell: &RawCell, told: &[(String, String)], reading: &Reading<'_>) -> StandsFor {
        let text = cell.text.trim();
        if let Some((_, column)) = told.iter().find(|(heading, _)| *heading == text || *heading == cell.printed().trim()) {
            return match self.slot(table, column) {
                _ if column.is_empty() => StandsFor::LeftOut,
                // By the name of one of several figures all of them are meant where the cells print all of them.
                Some(slot) => {
                    let whole = self.fits(slot.printed, reading).into_iter().find(|found| found.part.is_none());
                    StandsFor::Columns(whole.unwrap_or(slot), Reason::Told)
                }
                None => StandsFor::Unknown(Vec::new()),
            };
        }
        let named = Named::of(text);
        for reason in [Reason::Header, Reason::Name, Reason::Meaning] {
            let agrees = |printed: &PrintedHeader| match reason {
                Reason::Header => printed.header == text,
                Reason::Name => printed.names(table).any(|name| named.is(name)),
                _ => printed.names(table).any(|name| named.means(name)),
            };
            let found = (0..self.printed.len()).filter(|at| agrees(&self.printed[*at]));
            let slots: Vec<Slot> = found.flat_map(|at| self.fits(at, reading)).collect();
            match slots.as_slice() {
                [] => {}
                [only] => return StandsFor::Columns(*only, reason),
                _ => return StandsFor::Unknown(slots),
            }
        }
        StandsFor::Unknown(Vec::new())
    }

    /// The figures of a printed column that cells print: all of them, or those that they can be. Where they can be none, all are meant, so that what
    /// cannot be read is told.
    fn fits(&self, printed: usize, reading: &Reading<'_>) -> Vec<Slot> {
        let columns = &self.printed[printed].columns;
        let single = if columns.len() == 1 || reading.reads_all(columns) { Vec::new() } else { reading.single(columns) };
        match single.as_slice() {
            [] => vec![Slot { printed, part: None }],
            parts => parts.iter().map(|part| Slot { printed, part: Some(*part) }).collect(),
        }
    }

    /// Every figure of a printed column.
    fn slots(&self, printed: usize) -> Vec<Slot> {
        (0..self.printed[printed].columns.len()).map(|part| Slot { printed, part: Some(part) }).collect()
    }

    /// What a header or the name of a column means.
    fn slot(&self, table: &Table, name: &str) -> Option<Slot> {
        let header = self.printed.iter().position(|printed| printed.header == name);
        let part = || {
            self.printed.iter().enumerate().find_map(|(printed, found)| {
                let part = found.columns.iter().position(|column| table.columns[*column].name == name)?;
                Some(Slot { printed, part: (found.columns.len() > 1).then_some(part) })
            })
        };
        header.map(|printed| Slot { printed, part: None }).or_else(part)
    }

    /// Of headings that are taken for the same column only the surest is; where none is surer, none.
    fn separate(&mut self) {
        let claims: Vec<Option<(Slot, u8)>> = (self.headings.iter())
            .map(|heading| match &heading.stands_for {
                StandsFor::Columns(slot, reason) => Some((*slot, reason.rank())),
                _ => None,
            })
            .collect();
        for (at, claim) in claims.iter().enumerate() {
            let Some((slot, rank)) = claim else { continue };
            let others = claims.iter().enumerate().filter(|(other, _)| *other != at).filter_map(|(_, other)| *other);
            let contested = others.into_iter().any(|(other, sure)| other.overlaps(*slot) && sure <= *rank);
            if contested {
                self.headings[at].stands_for = StandsFor::Unknown(vec![*slot]);
            }
        }
    }

    /// A column of dates without a heading is taken from below the only heading that says nothing and has nothing but dates below it: none before the
    /// first that is known, and none long after the last.
    fn take_period(&mut self, table: &Table) {
        /// Months between the last date that is known and one that may follow.
        const MOST_LATER: u32 = 120;
        let is_date = |slot: &Slot| matches!(self.columns_of(*slot), [column] if table.columns[*column].unit == Unit::Date);
        let mut free = self.absent().into_iter().filter(is_date);
        let (Some(slot), None) = (free.next(), free.next()) else { return };
        let known = self.columns_of(slot).iter().flat_map(|column| &table.columns[*column].cells);
        let known: Vec<(u32, u32)> = known.filter_map(|cell| if let Cell::Date(date, _) = cell { Some(date.months()) } else { None }).collect();
        let Some((first, last)) = known.iter().map(|months| months.0).min().zip(known.iter().map(|months| months.1).max()) else { return };
        let follows =
            |cell: &RawCell| DateSpan::read(&cell.text).is_some_and(|date| date.months().0 >= first && date.months().1 <= last + MOST_LATER);
        let periods: Vec<usize> = self.unknown().filter(|at| self.raw.rows.iter().all(|row| follows(&row[*at]))).collect();
        if let [heading] = periods[..] {
            let role = say!("its cells are the only dates");
            self.headings[heading].stands_for = StandsFor::Columns(slot, Reason::Role(role));
        }
    }

    /// What no heading stands for.
    pub fn absent(&self) -> Vec<Slot> {
        let taken =
            |slot: Slot| self.headings.iter().any(|heading| matches!(&heading.stands_for, StandsFor::Columns(other, _) if other.overlaps(slot)));
        let of = |printed: usize| {
            let parts: Vec<Slot> = self.slots(printed).into_iter().filter(|slot| !taken(*slot)).collect();
            if parts.len() == self.printed[printed].columns.len() { vec![Slot { printed, part: None }] } else { parts }
        };
        (0..self.printed.len()).flat_map(of).collect()
    }

    /// The headings that stand for nothing yet.
    pub fn unknown(&self) -> impl Iterator<Item = usize> {
        (0..self.headings.len()).filter(|at| matches!(self.headings[*at].stands_for, StandsFor::Unknown(_)))
    }

    /// How many headings stand for columns.
    pub fn known(&self) -> usize {
        self.headings.iter().filter(|heading| matches!(heading.stands_for, StandsFor::Columns(..))).count()
    }

    /// What the figures below a heading could be of all that no other heading stands for.
    pub fn possible(&self, study: &Study, heading: usize) -> Vec<Slot> {
        let table = &study.tables[self.table];
        let cells = self.raw.rows.iter().map(|row| row[heading].text.as_str()).collect();
        let reading = Reading { table, heading: &self.headings[heading].text, cells, format: table.format };
        let free = self.absent();
        let slots =
            (0..self.printed.len()).filter(|printed| reading.could_be(&self.printed[*printed].columns)).flat_map(|at| self.fits(at, &reading));
        slots
            .filter(|slot| free.iter().any(|free| free.overlaps(*slot)) && !table.key.iter().any(|key| self.columns_of(*slot).contains(key)))
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
            Some(part) => study.tables[self.table].columns[self.printed[slot.printed].columns[part]].name.clone(),
        }
    }

    /// The matching with what another heading stands for.
    #[must_use]
    pub fn with(&self, heading: usize, slot: Slot, reason: Reason) -> Self {
        let mut matching = self.clone();
        matching.headings[heading].stands_for = StandsFor::Columns(slot, reason);
        matching
    }

    /// The matching with something more that a heading may be.
    #[must_use]
    pub fn or(mut self, heading: usize, slot: Slot) -> Self {
        if let StandsFor::Unknown(slots) = &mut self.headings[heading].stands_for
            && !slots.contains(&slot)
        {
            slots.push(slot);
            slots.sort();
        }
        self
    }

    /// The matching without the headings that stand for nothing.
    #[must_use]
    pub fn without_unknown(&self) -> Self {
        let mut matching = self.clone();
        self.unknown().for_each(|at| matching.headings[at].stands_for = StandsFor::LeftOut);
        matching
    }

    /// What the manifest must say of headings that are no headers of the table.
    pub(super) fn entries(&self, study: &Study) -> Vec<(String, String)> {
        let said = |heading: &Heading| match &heading.stands_for {
            StandsFor::Columns(slot, _) => {
                let name = self.name(study, *slot);
                (name != heading.text).then(|| (heading.text.clone(), name))
            }
            StandsFor::LeftOut | StandsFor::Unknown(_) => Some((heading.text.clone(), String::new())),
        };
        self.headings.iter().filter_map(said).collect()
    }

    /// The name that was probably meant by a heading.
    pub(super) fn suggestion(&self, study: &Study, heading: &Heading) -> String {
        let table = &study.tables[self.table];
        let names: Vec<&str> = self.printed.iter().flat_map(|printed| printed.names(table)).collect();
        did_you_mean(&heading.text, names)
    }
}

impl Slot {
    /// Whether both mean some figure alike.
    pub fn overlaps(self, other: Self) -> bool {
        self.printed == other.printed && (self.part.is_none() || other.part.is_none() || self.part == other.part)
    }
}

impl PrintedHeader {
    fn names<'a>(&'a self, table: &'a Table) -> impl Iterator<Item = &'a str> {
        let columns = self.columns.iter().flat_map(|column| [table.columns[*column].name.as_str(), table.columns[*column].label.as_str()]);
        std::iter::once(self.header.as_str()).chain(columns).chain(self.also.iter().map(String::as_str))
    }
}

/// Cells of the file, as they may be read.
struct Reading<'a> {
    table: &'a Table,
    heading: &'a str,
    cells: Vec<&'a str>,
    format: NumberFormat,
}

impl Reading<'_> {
    fn filled(&self) -> impl Iterator<Item = &str> {
        let declared = |cell: &str| self.table.missing.iter().any(|(mark, _)| mark == cell);
        self.cells.iter().copied().filter(move |cell| Missing::customary(cell).is_none() && !declared(cell))
    }

    /// Whether at least half of the cells read so, so that a misprint does not hide what a column is.
    fn mostly(&self, reads: impl Fn(&str) -> bool) -> bool {
        let (filled, good) = self.filled().fold((0, 0), |(filled, good), cell| (filled + 1, good + usize::from(reads(cell))));
        filled > 0 && good * 2 >= filled
    }

    /// Whether the cells print all these figures.
    fn reads_all(&self, columns: &[usize]) -> bool {
        let units: Vec<&Unit> = columns.iter().map(|column| self.unit(*column)).collect();
        self.mostly(|cell| read_figures(cell, &units, self.format).is_ok())
    }

    fn unit(&self, column: usize) -> &Unit {
        &self.table.columns[column].unit
    }

    /// Which single ones of these figures the cells may print: percentages where a sign or the heading says so.
    fn single(&self, columns: &[usize]) -> Vec<usize> {
        let percent = self.mostly(|cell| cell.contains(['%', '％'])) || says_percent(self.heading) || self.heading.contains(['%', '％']);
        let fits = |column: &usize| {
            let unit = self.unit(*column);
            (*unit == Unit::Percent) == percent && self.mostly(|cell| read_figure(cell, unit, self.format).is_ok())
        };
        columns.iter().enumerate().filter(|(_, column)| fits(column)).map(|(part, _)| part).collect()
    }

    /// Whether the cells can be what a printed column prints: numbers of its units.
    fn could_be(&self, columns: &[usize]) -> bool {
        match columns {
            [single] => {
                let unit = self.unit(*single);
                unit.is_number() && self.mostly(|cell| read_figure(cell, unit, self.format).is_ok())
            }
            several => self.reads_all(several) || !self.single(several).is_empty(),
        }
    }
}
