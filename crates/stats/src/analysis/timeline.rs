//! The columns of a series in the order of time.

use std::ops::Range;

use crossfoot_core::{
    Cell, CellId, ColumnId, DateSpan, Phrase, Rational, Series, Study, Table, say,
};

use super::measure::{Measure, count, value};
use super::ratio::Related;
use super::{Options, Value};
use crate::{Level, Reason, against_earlier, large_enough_for_next, outlook};

/// A series, in the order of its periods whatever the order of its rows.
pub(super) struct Timeline<'a> {
    pub(super) study: &'a Study,
    pub(super) series: &'a Series,
    /// Rows in the order of time.
    rows: Vec<usize>,
    /// Names of the periods.
    pub(super) periods: Vec<String>,
    pub(super) spans: Vec<DateSpan>,
    /// Periods since the first.
    pub(super) times: Vec<f64>,
    /// Periods of a year that may differ as seasons do; 1 for years.
    pub(super) season: usize,
    /// What its points are called, such as `annual points`.
    pub(super) unit: Phrase,
}

impl<'a> Timeline<'a> {
    /// Puts the rows in order; rows without a date are left out.
    ///
    /// # Errors
    /// [`Reason::OnePeriod`] for fewer than two dated rows, [`Reason::Uneven`] for periods of
    /// different lengths or a period that is listed twice, [`Reason::Periods`] for days and cumulative
    /// periods.
    pub(super) fn new(study: &'a Study, series: &'a Series) -> Result<Self, Reason> {
        let table = &study.tables[series.table];
        let dated = table.columns[series.period].cells.iter().enumerate();
        let mut dated: Vec<(usize, DateSpan)> = dated
            .filter_map(|(row, cell)| match cell {
                Cell::Date(date, _) => Some((row, *date)),
                _ => None,
            })
            .collect();
        dated.sort_by_key(|(_, span)| span.months());
        let [(_, first), _, ..] = dated.as_slice() else { return Err(Reason::OnePeriod) };
        let fiscal = are_fiscal_years(table, series.period, &dated);
        let (start, end) = months(*first, fiscal);
        let length = end + 1 - start;
        whole_and_apart(&dated)?;
        let mut times: Vec<f64> = Vec::new();
        for (row, span) in &dated {
            let (from, to) = months(*span, fiscal);
            if to + 1 - from != length || (from - start) % length != 0 {
                return Err(Reason::Uneven(say!(
                    "{} is not as long as {}",
                    table.text(series.period, *row).trim(),
                    first.to_string()
                )));
            }
            let time = f64::from((from - start) / length);
            if times.last() == Some(&time) {
                return Err(Reason::Uneven(say!("duplicate {}", span.to_string())));
            }
            times.push(time);
        }
        Ok(Self {
            study,
            series,
            rows: dated.iter().map(|(row, _)| *row).collect(),
            periods: dated
                .iter()
                .map(|(row, span)| match fiscal {
                    true => table.text(series.period, *row).trim().to_owned(),
                    false => span.to_string(),
                })
                .collect(),
            spans: dated.iter().map(|(_, span)| *span).collect(),
            times,
            season: seasons(length),
            unit: points_of_length(length),
        })
    }

    /// The column's name.
    pub(super) fn name(&self, column: usize) -> Phrase {
        self.study.tables[self.series.table].columns[column].name.as_str().into()
    }

    /// `part / whole`.
    pub(super) fn share_name(&self, part: usize, whole: usize) -> Phrase {
        Phrase::joined(" / ", [self.name(part), self.name(whole)])
    }

    /// `2021 to 2024`.
    pub(super) fn span(&self, from: usize, to: usize) -> Phrase {
        say!("{} to {}", &self.periods[from], &self.periods[to])
    }

    /// All periods: `2021–2024`.
    pub(super) fn all(&self) -> String {
        format!("{}–{}", self.periods[0], self.periods[self.periods.len() - 1])
    }

    /// The periods that follow each other, each with the next, then the first with the last where
    /// that says more.
    pub(super) fn steps(&self) -> Vec<(usize, usize)> {
        let last = self.periods.len() - 1;
        let mut steps: Vec<(usize, usize)> = (0..last).map(|at| (at, at + 1)).collect();
        if last > 1 {
            steps.push((0, last));
        }
        steps
    }

    /// The period that indices start from: the one that is asked for, or the first where it is not
    /// one of the series.
    pub(super) fn base(&self, options: &Options) -> usize {
        options
            .base
            .as_ref()
            .and_then(|base| self.periods.iter().position(|period| period == base))
            .unwrap_or(0)
    }

    /// What a column measures.
    pub(super) fn measure(&self, column: usize) -> Measure {
        Measure::from_column(&self.study.tables[self.series.table].columns[column])
    }

    /// The count of a column in a period.
    pub(super) fn count(&self, column: usize, period: usize) -> Result<u64, Reason> {
        count(self.study, self.cell(column, period))
    }

    /// The value of a column in a period, in single units.
    pub(super) fn value(&self, column: usize, period: usize) -> Result<Rational, Reason> {
        value(self.study, self.cell(column, period))
    }

    fn cell(&self, column: usize, period: usize) -> CellId {
        let column = ColumnId { table: self.series.table, column };
        CellId { column, row: self.rows[period] }
    }

    /// The period of a row of the table.
    pub(super) fn period_of(&self, row: usize) -> Option<usize> {
        self.rows.iter().position(|known| *known == row)
    }

    /// The value of a column in a period against the values of earlier periods, as change.
    ///
    /// # Errors
    /// Those of [`against_earlier`]; periods before a gap do not count.
    pub(super) fn against_earlier(
        &self,
        column: usize,
        period: usize,
        level: Level,
    ) -> Result<Value, Reason> {
        let measure = self.measure(column);
        let later = self.value(column, period)?.to_f64();
        let earlier = self.earlier_for_outlook(column, period)?;
        against_earlier(&earlier, later, self.season, measure.link(), level)
            .map(|effect| measure.effect(effect))
            .map_err(|reason| reason.with_unit(&self.earlier_unit()))
    }

    /// What a column leads to expect after the last period.
    pub(super) fn next(&self, column: usize, level: Level) -> Result<Value, Reason> {
        let earlier = self.earlier_for_outlook(column, self.periods.len())?;
        outlook(&earlier, self.season, self.measure(column).link(), level)
            .map(|next| Value::interval(next.expected, next.interval, |value| value))
            .map_err(|reason| reason.with_unit(&self.earlier_unit()))
    }

    fn earlier_for_outlook(&self, column: usize, before: usize) -> Result<Vec<f64>, Reason> {
        let earlier = self.earlier(column, before);
        if self.measure(column) == Measure::Count {
            large_enough_for_next(&earlier, self.season)?;
        }
        Ok(earlier)
    }

    /// The values of a column before a period, back to the first gap: a period that is not listed or
    /// has no value.
    pub(super) fn earlier(&self, column: usize, before: usize) -> Vec<f64> {
        self.run_before(before, |at| Some(self.value(column, at).ok()?.to_f64()))
    }

    /// What periods before another have, back to the first gap.
    pub(super) fn run_before<T>(&self, before: usize, at: impl Fn(usize) -> Option<T>) -> Vec<T> {
        let run = (0..before).rev().take_while(|at| !self.is_gap_after(*at));
        let mut values: Vec<T> = run.map_while(at).collect();
        values.reverse();
        values
    }

    /// Whether a period is not listed between this one and the next.
    fn is_gap_after(&self, period: usize) -> bool {
        /// Periods that follow each other are one apart.
        const NEXT: f64 = 1.5;
        self.times.get(period + 1).is_some_and(|next| next - self.times[period] > NEXT)
    }

    /// What points before another are called.
    pub(super) fn earlier_unit(&self) -> Phrase {
        say!("earlier {}", &self.unit)
    }

    /// The vintage of the counts of a column in two periods, if a later release revised one of
    /// them.
    pub(super) fn vintages(&self, column: usize, periods: [usize; 2]) -> Option<Phrase> {
        match periods.map(|period| (period, self.revised_by(column, period))) {
            [(_, None), (_, None)] => None,
            [(from, Some(one)), (to, Some(other))] if one == other => Some(say!(
                "{} and {} as revised in release {}",
                self.periods[from].as_str(),
                self.periods[to].as_str(),
                one
            )),
            [(from, Some(one)), (to, Some(other))] => {
                Some(Phrase::list([self.as_revised(from, one), self.as_revised(to, other)]))
            }
            [(period, Some(release)), _] | [_, (period, Some(release))] => {
                Some(self.as_revised(period, release))
            }
        }
    }

    /// The release that revised the count of a column in a period.
    fn revised_by(&self, column: usize, period: usize) -> Option<&str> {
        let table = &self.study.tables[self.series.table];
        table.revised_by(column, self.rows[period]).map(|release| release.id.as_str())
    }

    fn as_revised(&self, period: usize, release: &str) -> Phrase {
        say!("{} as revised in release {}", self.periods[period].as_str(), release)
    }

    /// The values of a column in two periods.
    pub(super) fn between(
        &self,
        column: usize,
        from: usize,
        to: usize,
    ) -> Result<(Rational, Rational), Reason> {
        Ok((self.value(column, from)?, self.value(column, to)?))
    }

    /// The mean of the values of a column over some periods, without periods that have no value.
    ///
    /// # Errors
    /// [`Reason::Missing`] if no period has a value.
    pub(super) fn mean(&self, column: usize, periods: Range<usize>) -> Result<Rational, Reason> {
        let values: Vec<Rational> = periods.filter_map(|at| self.value(column, at).ok()).collect();
        let sum = values.iter().fold(Rational::ZERO, |sum, value| &sum + value);
        sum.checked_div(&Rational::from(values.len() as i128))
            .ok_or_else(|| Reason::Missing(say!("a period on either side of the event")))
    }

    /// The counts of all parts in a period.
    pub(super) fn parts(&self, period: usize) -> Result<Vec<u64>, Reason> {
        self.series.parts.iter().map(|part| self.count(*part, period)).collect()
    }

    /// The periods that have a count of a column, each with it.
    pub(super) fn counted(&self, column: usize) -> Vec<(usize, u64)> {
        let periods = 0..self.periods.len();
        periods.filter_map(|period| Some((period, self.count(column, period).ok()?))).collect()
    }

    /// The periods that have a value of a column, and the values.
    pub(super) fn known(&self, column: usize) -> (Vec<usize>, Vec<Rational>) {
        (0..self.periods.len())
            .filter_map(|period| Some((period, self.value(column, period).ok()?)))
            .unzip()
    }

    /// The parts in relation to the total.
    pub(super) fn shares(&self) -> Vec<Related> {
        let Some(whole) = self.series.total else { return Vec::new() };
        let parts = self.series.parts.iter();
        parts.map(|part| Related { part: *part, whole, disjoint: false }).collect()
    }

    /// The periods between which one or more are not listed.
    pub(super) fn gap(&self) -> Option<Reason> {
        let at = (0..self.times.len()).find(|at| self.is_gap_after(*at))?;
        Some(Reason::Uneven(say!(
            "nothing is listed between {} and {}",
            &self.periods[at],
            &self.periods[at + 1]
        )))
    }
}

/// Whether all periods are fiscal years, each of which shares a calendar year with the next; `2019–2020`
/// and `2021–2022` are two years each.
fn are_fiscal_years(table: &Table, period: usize, dated: &[(usize, DateSpan)]) -> bool {
    let mut labels = dated.iter().map(|(row, _)| table.text(period, *row));
    let mut pairs = dated.windows(2);
    labels.all(|label| DateSpan::read_fiscal(&label).is_some())
        && pairs.any(|pair| pair[0].1.meets(pair[1].1))
}

/// The first and last month of a period. A fiscal year has twelve; which they are is not known, so that
/// it counts from the January of its first calendar year.
fn months(span: DateSpan, fiscal: bool) -> (u32, u32) {
    let (from, to) = span.months();
    if fiscal { (from, from + 11) } else { (from, to) }
}

/// Refuses periods that are shorter than a month, and periods that are part of the next, such as totals
/// since the start of a year.
fn whole_and_apart(dated: &[(usize, DateSpan)]) -> Result<(), Reason> {
    for (_, span) in dated {
        if !span.covers(span.first_month()) {
            return Err(Reason::Periods(say!(
                "{} is shorter than a month; months, quarters and years are analysed",
                span.to_string()
            )));
        }
    }
    let mut pairs = dated.windows(2).map(|pair| (pair[0].1, pair[1].1));
    match pairs.find(|(one, next)| one != next && (next.covers(*one) || one.covers(*next))) {
        None => Ok(()),
        Some((one, next)) => {
            let (part, whole) = if next.covers(one) { (one, next) } else { (next, one) };
            Err(Reason::Periods(say!(
                "{} is part of {}: for cumulative counts, list the differences",
                part.to_string(),
                whole.to_string()
            )))
        }
    }
}

/// How many periods of so many months a year has; 1 where it has no whole number of them.
fn seasons(months: u32) -> usize {
    const YEAR: u32 = 12;
    if YEAR.is_multiple_of(months) { (YEAR / months) as usize } else { 1 }
}

/// What the points of a series are called whose periods have this many months.
fn points_of_length(months: u32) -> Phrase {
    match months {
        1 => say!("monthly points"),
        3 => say!("quarterly points"),
        12 => say!("annual points"),
        _ => say!("points"),
    }
}
