//! Wide and long: periods as columns, or a row for each period. The cells are moved and keep their
//! text and place.

use crossfoot_core::Spot;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use super::printed::PrintedTable;
use super::raw::{LEVELS, RawCell, RawTable};
use crate::table::kinds::{Kind, is_period, kind};

/// How a table spreads its periods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Layout {
    /// The headings of these columns are periods, or have one above or below others.
    Wide {
        /// The columns.
        periods: Range<usize>,
    },
    /// All rows have a period in this column.
    Long {
        /// The column.
        period: usize,
    },
    /// No periods are seen, or they stand in several places.
    Other,
}

/// Why a table cannot be laid out otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LayoutError {
    /// Its periods do not stand where the conversion takes them from.
    OtherLayout,
    /// Two rows have the same names and the same period.
    Twice {
        /// The first of them.
        first: Spot,
        /// The other.
        second: Spot,
    },
    /// The rows have names in several columns, and one is needed.
    ManyNames,
}

impl fmt::Display for LayoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherLayout => f.write_str(
                "the periods of this table do not stand where they are to be taken from",
            ),
            Self::Twice { first, second } => {
                write!(f, "{first} and {second} stand for the same names and period")
            }
            Self::ManyNames => f.write_str(
                "the rows of this table have names in several columns, and one is needed",
            ),
        }
    }
}

impl std::error::Error for LayoutError {}

impl PrintedTable {
    /// How the table spreads its periods.
    pub fn layout(&self) -> Layout {
        self.raw().layout()
    }

    /// A wide table with a row for each of its rows and periods: what names the row, the period
    /// under the heading `period`, and the value, under the heading `value` or under what the
    /// heading has besides the period.
    ///
    /// # Errors
    /// [`LayoutError::OtherLayout`] where the table is not wide or has columns behind its periods,
    /// or where not every period has the same values.
    pub fn long(&self, period: &str, value: &str) -> Result<Self, LayoutError> {
        self.raw().long(period, value).map(|raw| self.rewritten(raw))
    }

    /// A wide table with a row for each period, under the heading `period`, and a column for each
    /// of its rows.
    ///
    /// # Errors
    /// [`LayoutError::OtherLayout`] where the table is not wide, [`LayoutError::ManyNames`] where
    /// its rows are named in several columns, and [`LayoutError::Twice`] where two have the same
    /// name.
    pub fn by_period(&self, period: &str) -> Result<Self, LayoutError> {
        self.raw().by_period(period).map(|raw| self.rewritten(raw))
    }

    /// A long table with its periods as columns. Without names of rows besides the period each
    /// column of values becomes a row; with names, each column of values stands under each period.
    ///
    /// # Errors
    /// [`LayoutError::OtherLayout`] where the table is not long, and [`LayoutError::Twice`] where
    /// two rows have the same names and period.
    pub fn wide(&self) -> Result<Self, LayoutError> {
        self.raw().wide().map(|raw| self.rewritten(raw))
    }
}

impl RawTable {
    fn layout(&self) -> Layout {
        let all = 0..self.header.len();
        let columns: Vec<usize> = all
            .clone()
            .filter(|column| split_heading(&self.header[*column].text).is_some())
            .collect();
        let in_rows: Vec<usize> = all
            .filter(|column| self.rows.iter().all(|row| is_period(&row[*column].text)))
            .collect();
        match (columns.as_slice(), in_rows.as_slice()) {
            ([first, .., last], []) if last - first + 1 == columns.len() && *first > 0 => {
                Layout::Wide { periods: *first..last + 1 }
            }
            ([], [period]) if !self.rows.is_empty() => Layout::Long { period: *period },
            _ => Layout::Other,
        }
    }

    fn long(&self, period: &str, value: &str) -> Result<Self, LayoutError> {
        let Layout::Wide { periods } = self.layout() else { return Err(LayoutError::OtherLayout) };
        if periods.end < self.header.len() {
            return Err(LayoutError::OtherLayout);
        }
        let split: Vec<(&str, &str)> = self.header[periods.clone()]
            .iter()
            .filter_map(|head| split_heading(&head.text))
            .collect();
        let (mut times, mut measures): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        for (time, measure) in &split {
            times.extend((!times.contains(time)).then_some(*time));
            measures.extend((!measures.contains(measure)).then_some(*measure));
        }
        let at = |time: &str, measure: &str| {
            split
                .iter()
                .position(|heading| *heading == (time, measure))
                .map(|at| periods.start + at)
        };
        if split.len() != times.len() * measures.len()
            || times.iter().any(|time| measures.iter().any(|measure| at(time, measure).is_none()))
        {
            return Err(LayoutError::OtherLayout);
        }
        let first = &self.header[periods.start];
        let named =
            |text: &str| RawCell { text: text.to_owned(), mark: None, place: first.place.clone() };
        let mut header = self.header[..periods.start].to_vec();
        header.push(named(period));
        header.extend(
            measures.iter().map(|measure| named(if measure.is_empty() { value } else { measure })),
        );
        let mut rows = Vec::with_capacity(self.rows.len() * times.len());
        for row in &self.rows {
            for time in &times {
                let columns: Vec<usize> =
                    measures.iter().filter_map(|measure| at(time, measure)).collect();
                let heading = columns.first().map_or(first, |column| &self.header[*column]);
                let mut cells = row[..periods.start].to_vec();
                cells.push(RawCell { text: (*time).to_owned(), ..heading.clone() });
                cells.extend(columns.iter().map(|column| row[*column].clone()));
                rows.push(cells);
            }
        }
        Ok(Self { header, rows, ..self.clone() })
    }

    fn by_period(&self, period: &str) -> Result<Self, LayoutError> {
        let Layout::Wide { periods } = self.layout() else { return Err(LayoutError::OtherLayout) };
        if periods.start != 1 || periods.end < self.header.len() {
            return Err(LayoutError::ManyNames);
        }
        let mut named: BTreeMap<&str, &RawCell> = BTreeMap::new();
        for name in self.rows.iter().map(|row| &row[0]) {
            if let Some(first) = named.insert(&name.text, name) {
                return Err(LayoutError::Twice {
                    first: first.place.clone(),
                    second: name.place.clone(),
                });
            }
        }
        let mut header = vec![RawCell { text: period.to_owned(), ..self.header[0].clone() }];
        header.extend(self.rows.iter().map(|row| row[0].clone()));
        let rows = periods.map(|column| {
            let cells = self.rows.iter().map(move |row| row[column].clone());
            std::iter::once(self.header[column].clone()).chain(cells).collect()
        });
        Ok(Self { header, rows: rows.collect(), ..self.clone() })
    }

    fn wide(&self) -> Result<Self, LayoutError> {
        let Layout::Long { period } = self.layout() else { return Err(LayoutError::OtherLayout) };
        // Names stand before the period or beside it, and are words; values are what else there is.
        let (keys, values): (Vec<usize>, Vec<usize>) =
            (0..self.header.len()).filter(|column| *column != period).partition(|column| {
                self.rows.iter().all(|row| kind(&row[*column].text) == Kind::Words)
            });
        let mut times: Vec<&RawCell> = Vec::new();
        let mut time_of: BTreeMap<&str, usize> = BTreeMap::new();
        for row in &self.rows {
            time_of.entry(&row[period].text).or_insert_with(|| {
                times.push(&row[period]);
                times.len() - 1
            });
        }
        // For every name of rows, in the order in which they come, its row at each time.
        let mut groups: Vec<Vec<Option<&Vec<RawCell>>>> = Vec::new();
        let mut group_of: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
        for row in &self.rows {
            let name = keys.iter().map(|key| row[*key].text.as_str()).collect();
            let group = *group_of.entry(name).or_insert_with(|| {
                groups.push(vec![None; times.len()]);
                groups.len() - 1
            });
            if let Some(first) = groups[group][time_of[row[period].text.as_str()]].replace(row) {
                return Err(LayoutError::Twice {
                    first: first[period].place.clone(),
                    second: row[period].place.clone(),
                });
            }
        }
        let mut header: Vec<RawCell> = keys.iter().map(|key| self.header[*key].clone()).collect();
        let mut rows = Vec::new();
        if keys.is_empty() {
            header.push(self.header[period].clone());
            header.extend(times.iter().map(|time| (*time).clone()));
            for column in values {
                let cells = groups.iter().flat_map(|found| {
                    found.iter().zip(&times).map(|(row, time)| cell_at(*row, time, column))
                });
                rows.push(std::iter::once(self.header[column].clone()).chain(cells).collect());
            }
        } else {
            for time in &times {
                header.extend(values.iter().map(|column| match values.len() {
                    1 => (*time).clone(),
                    _ => RawCell {
                        text: format!("{}{LEVELS}{}", time.text, self.header[*column].text),
                        ..(*time).clone()
                    },
                }));
            }
            for found in &groups {
                let Some(named) = found.iter().flatten().next() else { continue };
                let names = keys.iter().map(|key| named[*key].clone());
                let cells = found.iter().zip(&times).flat_map(|(row, time)| {
                    values.iter().map(|column| cell_at(*row, time, *column))
                });
                rows.push(names.chain(cells).collect());
            }
        }
        Ok(Self { header, rows, ..self.clone() })
    }
}

/// A cell of the row at a time, blank where there is no such row.
fn cell_at(row: Option<&Vec<RawCell>>, time: &RawCell, column: usize) -> RawCell {
    row.map_or_else(
        || RawCell { text: String::new(), mark: None, place: time.place.clone() },
        |row| row[column].clone(),
    )
}

/// A period and what stands with it in a heading of several levels, if one level is a period.
fn split_heading(heading: &str) -> Option<(&str, &str)> {
    if is_period(heading) {
        return Some((heading, ""));
    }
    let first = heading.split_once(LEVELS).filter(|(period, _)| is_period(period));
    first.or_else(|| {
        heading
            .rsplit_once(LEVELS)
            .filter(|(_, period)| is_period(period))
            .map(|(rest, period)| (period, rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, read_bytes};

    fn table(csv: &str) -> PrintedTable {
        read_bytes("t.csv", csv.as_bytes(), Options::default()).unwrap().tables.remove(0)
    }

    #[test]
    fn a_wide_table_becomes_long_and_back() {
        let wide = table("Region,2021,2022\nBeijing,41,\"1,042\"\nShanghai,32,33\n");
        assert_eq!(wide.layout(), Layout::Wide { periods: 1..3 });
        let long = wide.long("Year", "Projects").unwrap();
        assert_eq!(
            long.to_csv(),
            "Region,Year,Projects\nBeijing,2021,41\nBeijing,2022,\"1,042\"\nShanghai,2021,32\nShanghai,2022,33\n"
        );
        assert_eq!(long.cell(1, 2).place(), wide.cell(0, 2).place(), "cells keep their places");
        assert_eq!(long.layout(), Layout::Long { period: 1 });
        assert_eq!(long.wide().unwrap().to_csv(), wide.to_csv());
        assert_eq!(
            wide.by_period("Year").unwrap().to_csv(),
            "Year,Beijing,Shanghai\n2021,41,32\n2022,\"1,042\",33\n"
        );
    }

    #[test]
    fn headings_of_two_levels_keep_both() {
        let wide = table(
            "Region,2021,,2022,\n,Projects,Share,Projects,Share\nBeijing,41,31.3%,40,30.1%\nShanghai,32,24.4%,33,25.0%\n",
        );
        let long = wide.long("Year", "").unwrap();
        assert_eq!(
            long.to_csv(),
            "Region,Year,Projects,Share\nBeijing,2021,41,31.3%\nBeijing,2022,40,30.1%\nShanghai,2021,32,24.4%\nShanghai,2022,33,25.0%\n"
        );
        assert_eq!(long.wide().unwrap().heading(1).text(), "2021 / Projects");
        assert!(long.wide().unwrap().reads_as(&long.wide().unwrap()));
    }

    #[test]
    fn one_row_a_period_becomes_one_column_a_period() {
        let long =
            table("Year,Total,Collection\n2021,\"5,690\",\"1,966\"\n2022,\"6,900\",\"2,090\"\n");
        assert_eq!(
            long.wide().unwrap().to_csv(),
            "Year,2021,2022\nTotal,\"5,690\",\"6,900\"\nCollection,\"1,966\",\"2,090\"\n"
        );
        assert_eq!(long.wide().unwrap().by_period("Year").unwrap().to_csv(), long.to_csv());
    }

    #[test]
    fn what_stands_twice_is_told_with_both_places() {
        let long = table("Region,Year,Projects\nBeijing,2021,41\nBeijing,2021,42\n");
        let told = long.wide().unwrap_err().to_string();
        assert_eq!(
            told,
            "line 2, column 9 and line 3, column 9 stand for the same names and period"
        );
        assert_eq!(
            table("Region,Projects\nBeijing,41\nShanghai,32\n").wide().err(),
            Some(LayoutError::OtherLayout)
        );
    }
}
