//! Periods as columns → a row for each period. The cells are moved and keep their text and place.

use std::collections::BTreeSet;
use std::ops::Range;

use super::printed::PrintedTable;
use super::raw::{LEVELS, RawCell, RawTable};
use crate::table::kinds::is_period;

impl PrintedTable {
    /// A table with periods as columns, laid out with a row for each of its rows and periods.
    ///
    /// Each row has what names it, then the period under the heading `period`, then the value under
    /// the heading `value`, or under what the heading has in addition to the period. `None` where
    /// the periods of the table are not its last columns, or where not every period has the same
    /// values.
    pub fn long(&self, period: &str, value: &str) -> Option<Self> {
        self.raw().long(period, value).map(|raw| self.rewritten(raw))
    }

    /// A table with periods as columns, laid out with a row for each period, under the heading
    /// `period`, and a column for each of its rows.
    ///
    /// `None` where the periods of the table are not its last columns, and where its rows are not
    /// named in one column, each by another name.
    pub fn by_period(&self, period: &str) -> Option<Self> {
        self.raw().by_period(period).map(|raw| self.rewritten(raw))
    }
}

impl RawTable {
    /// The columns whose headings are periods, or have one above or below others; `None` where
    /// these are not the last columns, or where the rows name periods.
    fn periods(&self) -> Option<Range<usize>> {
        let first = self.header.iter().position(heads_period)?;
        let rows_name_periods = (0..self.header.len())
            .any(|column| self.rows.iter().all(|row| is_period(&row[column].text)));
        (first > 0 && self.header[first..].iter().all(heads_period) && !rows_name_periods)
            .then_some(first..self.header.len())
    }

    fn long(&self, period: &str, value: &str) -> Option<Self> {
        let periods = self.periods()?;
        let split = Split::new(&self.header[periods.clone()])?;
        let first = &self.header[periods.start];
        let mut header = self.header[..periods.start].to_vec();
        header.push(first.with_text(period));
        header.extend(
            split
                .measures
                .iter()
                .map(|measure| first.with_text(if measure.is_empty() { value } else { measure })),
        );
        let mut rows = Vec::with_capacity(self.rows.len() * split.times.len());
        for row in &self.rows {
            for (time, columns) in split.times.iter().zip(&split.columns) {
                let columns: Vec<usize> =
                    columns.iter().map(|column| periods.start + column).collect();
                let heading = columns.first().map_or(first, |column| &self.header[*column]);
                let mut cells = row[..periods.start].to_vec();
                cells.push(RawCell { text: (*time).to_owned(), ..heading.clone() });
                cells.extend(columns.iter().map(|column| row[*column].clone()));
                rows.push(cells);
            }
        }
        Some(Self { header, rows, subheadings: Vec::new(), ..self.clone() })
    }

    fn by_period(&self, period: &str) -> Option<Self> {
        let periods = self.periods().filter(|periods| periods.start == 1)?;
        let mut names = BTreeSet::new();
        if !self.rows.iter().all(|row| names.insert(row[0].text.as_str())) {
            return None;
        }
        let mut header = vec![RawCell { text: period.to_owned(), ..self.header[0].clone() }];
        header.extend(self.rows.iter().map(|row| row[0].clone()));
        let rows = periods.map(|column| {
            let cells = self.rows.iter().map(move |row| row[column].clone());
            std::iter::once(self.header[column].clone()).chain(cells).collect()
        });
        let rows = rows.collect();
        Some(Self { header, rows, subheadings: Vec::new(), ..self.clone() })
    }
}

impl RawCell {
    /// Another text at the same place.
    fn with_text(&self, text: &str) -> Self {
        Self { text: text.to_owned(), mark: None, ..self.clone() }
    }
}

/// Headings of periods, each split into the period and what is measured.
struct Split<'a> {
    times: Vec<&'a str>,
    measures: Vec<&'a str>,
    /// For each period the position of each measure among the headings.
    columns: Vec<Vec<usize>>,
}

impl<'a> Split<'a> {
    /// `None` where not every period has the same measures, each once.
    fn new(headings: &'a [RawCell]) -> Option<Self> {
        let split: Vec<(&str, &str)> =
            headings.iter().filter_map(|head| split_heading(&head.text)).collect();
        let (mut times, mut measures): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        for (time, measure) in &split {
            times.extend((!times.contains(time)).then_some(*time));
            measures.extend((!measures.contains(measure)).then_some(*measure));
        }
        let columns = times.iter().map(|time| {
            let positions = measures
                .iter()
                .map(|measure| split.iter().position(|heading| *heading == (*time, *measure)));
            positions.collect()
        });
        let columns: Vec<Vec<usize>> = columns.collect::<Option<_>>()?;
        (split.len() == times.len() * measures.len()).then_some(Self { times, measures, columns })
    }
}

fn heads_period(head: &RawCell) -> bool {
    split_heading(&head.text).is_some()
}

/// A period and the rest of a heading of several levels, if one level is a period.
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

    fn csv(table: Option<PrintedTable>) -> Option<String> {
        table.map(|table| table.to_csv().to_owned())
    }

    #[test]
    fn periods_across_become_rows_with_their_places() {
        let across = table("Region,2021,2022\nBeijing,41,\"1,042\"\nShanghai,32,33\n");
        let long = across.long("Year", "Projects").unwrap();
        assert_eq!(
            long.to_csv(),
            "Region,Year,Projects\nBeijing,2021,41\nBeijing,2022,\"1,042\"\n\
             Shanghai,2021,32\nShanghai,2022,33\n"
        );
        assert_eq!(long.cell(1, 2).place(), across.cell(0, 2).place());
        assert_eq!(
            csv(across.by_period("Year")).as_deref(),
            Some("Year,Beijing,Shanghai\n2021,41,32\n2022,\"1,042\",33\n")
        );
    }

    #[test]
    fn headings_of_two_levels_keep_both() {
        let across = table(
            "Region,2021,,2022,\n,Projects,Share,Projects,Share\n\
             Beijing,41,31.3%,40,30.1%\nShanghai,32,24.4%,33,25.0%\n",
        );
        assert_eq!(
            csv(across.long("Year", "")).as_deref(),
            Some(
                "Region,Year,Projects,Share\nBeijing,2021,41,31.3%\nBeijing,2022,40,30.1%\n\
                 Shanghai,2021,32,24.4%\nShanghai,2022,33,25.0%\n"
            )
        );
    }

    #[test]
    fn other_layouts_are_left_alone() {
        for other in [
            "Region,Year,Projects\nBeijing,2021,41\nBeijing,2022,42\n",
            "Region,2021,2022,Total\nBeijing,41,40,81\nShanghai,32,33,65\n",
        ] {
            let other = table(other);
            assert_eq!((csv(other.long("Year", "")), csv(other.by_period("Year"))), (None, None));
        }
        let twice = table("Region,2021,2022\nBeijing,41,40\nBeijing,32,33\n");
        assert_eq!(csv(twice.by_period("Year")), None);
    }
}
