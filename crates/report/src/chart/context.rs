//! What charts are drawn from, and the words and numbers that they all say alike.

use crossfoot_audit::Audit;
use crossfoot_audit::root::Correction;
use crossfoot_core::{Cell, CellId, DateSpan, Phrase, Series, Study, Variable, pattern, say};
use crossfoot_stats::{Analysis, Estimate, Scale, Section};

use super::{Chart, Size};
use crate::export::slug;
use crate::language::Language;
use crate::markup::hyphenated;
use crate::values::{number_of, should_be};

/// What charts are drawn from.
pub(super) struct Context<'a> {
    pub(super) study: &'a Study,
    pub(super) audit: &'a Audit,
    pub(super) analysis: &'a Analysis,
    pub(super) language: &'a Language,
    pub(super) size: Size,
}

impl Context<'_> {
    pub(super) fn say(&self, phrase: &Phrase) -> String {
        self.language.say(phrase)
    }

    /// A percentage with one decimal in the language of the chart.
    pub(super) fn percent(&self, value: f64) -> String {
        self.say(&percent(value))
    }

    /// What is drawn of each series that gives something to draw.
    pub(super) fn each_series(&self, chart: impl Fn(&Series) -> Option<Chart>) -> Vec<Chart> {
        self.study.series.iter().filter_map(chart).collect()
    }

    /// The section of the analysis that is about a series.
    pub(super) fn section(&self, kind: &str, series: &Series) -> Option<&Section> {
        let sections = &self.analysis.sections;
        sections.iter().find(|section| section.kind == kind && section.about == series.id)
    }

    /// A name that the study gives to something.
    pub(super) fn data(&self, name: &str) -> String {
        self.say(&Phrase::from(name))
    }

    /// The name that people read of a column.
    pub(super) fn column(&self, table: usize, column: usize) -> String {
        let column = &self.study.tables[table].columns[column];
        let label = column.label.as_str();
        // The unit stands on the axis already.
        let short = label
            .rsplit_once(", ")
            .filter(|(_, unit)| [column.unit.name(), "%"].contains(unit))
            .map_or(label, |(short, _)| short);
        // A translation may only know the whole name.
        let (said, whole) = (self.data(short), self.data(label));
        if said == short && whole != label { whole } else { said }
    }

    /// The name that people read of a column, with its unit where the name says it.
    pub(super) fn whole_label(&self, table: usize, column: usize) -> String {
        self.data(&self.study.tables[table].columns[column].label)
    }

    /// Authors and year, and the link of the study unless the drawing is small.
    fn citation(&self) -> String {
        let study = self.study;
        let citation =
            if study.citation.is_empty() { study.title.as_str() } else { study.citation.as_str() };
        let short = citation
            .find(')')
            .filter(|end| citation[..*end].ends_with(|c: char| c.is_ascii_digit()))
            .map_or(citation, |end| &citation[..=end]);
        let link = study.link.as_deref().filter(|link| !link.is_empty() && !self.is_small());
        let short = self.data(short);
        link.map_or_else(|| short.clone(), |link| format!("{short}, {link}"))
    }

    /// Whether the drawing is small: it then shows only what matters most.
    pub(super) const fn is_small(&self) -> bool {
        self.size.height < Size::DEFAULT.height
    }

    /// The basis of the figures, as a heading of the data.
    pub(super) const fn figures(&self) -> Phrase {
        match self.audit.corrected_from {
            None => say!("As reported"),
            Some(_) => say!("Corrected"),
        }
    }

    /// The basis of the figures, how they were computed, and their source.
    pub(super) fn source(&self, method: &Phrase) -> Phrase {
        let figures = match self.audit.corrected_from {
            None => say!("Figures as reported"),
            Some(_) => say!("Figures corrected for the most probable root causes"),
        };
        let figures = if method.is_empty() { figures } else { say!("{}; {}", figures, method) };
        say!("{}. Source: {}", figures, self.citation())
    }

    /// The wrong figures of columns, with what they should be; `None` on the corrected basis, which
    /// draws the correct ones.
    pub(super) fn misreported(&self, table: usize, columns: &[usize]) -> Option<Phrase> {
        /// Figures that are named.
        const MOST: usize = 2;
        if self.audit.corrected_from.is_some() {
            return None;
        }
        let wrong = self.audit.roots.corrections.iter().filter_map(|correction| {
            let Variable::Cell(cell) = correction.variable else { return None };
            let drawn = cell.column.table == table && columns.contains(&cell.column.column);
            let said = should_be(self.audit.roots.probability(correction)).filter(|_| drawn)?;
            Some((cell, correction, said))
        });
        let wrong: Vec<(CellId, &Correction, Phrase)> = wrong.collect();
        let named = wrong.iter().take(MOST).map(|(cell, correction, said)| {
            let unit = self.study.unit(correction.variable);
            let shown = [correction.published, correction.corrected];
            let [reported, corrected] = shown.map(|value| unit.quantity(value.to_string()));
            say!(
                "{}, {}: {} reported, {} {}",
                self.column(table, cell.column.column),
                self.row(table, cell.row),
                reported,
                said,
                corrected
            )
        });
        let named = Phrase::joined(pattern!("; "), named);
        match wrong.len() {
            0 => None,
            1..=MOST => Some(say!("Reported figures that are wrong: {}", named)),
            more => Some(say!(
                "Reported figures that are wrong: {}; and {} more",
                named,
                (more - MOST).to_string()
            )),
        }
    }

    /// The name of a row for people.
    pub(super) fn row(&self, table: usize, row: usize) -> String {
        let table = &self.study.tables[table];
        match table.key.as_slice() {
            [] => table.key_text(row),
            columns => {
                let parts = columns.iter().map(|column| table.text(*column, row).trim().to_owned());
                self.say(&Phrase::list(parts.filter(|part| !part.is_empty())))
            }
        }
    }
}

/// The stem of a file: small letters, digits and hyphens.
pub(super) fn stem(kind: &str, of: &str) -> String {
    format!("{kind}-{}", hyphenated(&slug(of), |c| c.is_ascii_alphanumeric()))
}

/// A count for people.
pub(super) fn count(value: f64) -> String {
    number_of(value, Scale::Count)
}

/// A percentage for people, with one decimal and without its sign.
pub(super) fn percent(value: f64) -> Phrase {
    let number = match value.abs() {
        small if small > 0.0 && small < 0.05 => "< 0.1".to_owned(),
        value => format!("{value:.1}"),
    };
    say!("{} %", number)
}

/// Stretches of points without a gap, each for one line.
pub(super) fn runs(points: impl IntoIterator<Item = Option<(f64, f64)>>) -> Vec<Vec<(f64, f64)>> {
    let mut runs = vec![Vec::new()];
    for point in points {
        match (point, runs.last_mut()) {
            (Some(point), Some(run)) => run.push(point),
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// What was estimated of a subject in a period.
pub(super) fn estimates<'a>(
    section: &'a Section,
    subject: &'a str,
    period: &'a str,
) -> impl Iterator<Item = &'a Estimate> {
    section
        .estimates
        .iter()
        .filter(move |estimate| estimate.subject == *subject && estimate.span == *period)
}

/// The rows of a series in the order of time.
pub(super) struct Periods {
    /// Rows of the table.
    pub(super) rows: Vec<usize>,
    /// Their names.
    pub(super) names: Vec<String>,
    pub(super) spans: Vec<DateSpan>,
}

impl Periods {
    /// Rows without a date are left out.
    pub(super) fn from_series(study: &Study, series: &Series) -> Self {
        let cells = study.tables[series.table].columns[series.period].cells.iter().enumerate();
        let mut dated: Vec<(usize, DateSpan)> = cells
            .filter_map(
                |(row, cell)| {
                    if let Cell::Date(date, _) = cell { Some((row, *date)) } else { None }
                },
            )
            .collect();
        dated.sort_by_key(|(row, span)| (span.months(), *row));
        Self {
            rows: dated.iter().map(|(row, _)| *row).collect(),
            names: dated.iter().map(|(_, span)| span.to_string()).collect(),
            spans: dated.iter().map(|(_, span)| *span).collect(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The first month and the last.
    pub(super) fn months(&self) -> (u32, u32) {
        (self.spans[0].months().0, self.spans[self.len() - 1].months().1)
    }

    /// What a column holds in each period, in whole units; `None` where it holds no number.
    pub(super) fn values(&self, study: &Study, series: &Series, column: usize) -> Vec<Option<f64>> {
        let column = &study.tables[series.table].columns[column];
        let figures = self.rows.iter().map(|row| column.cells[*row].figure());
        figures
            .map(|figure| Some(figure?.value().to_rational().to_f64() * column.scale as f64))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{percent, runs};

    #[test]
    fn lines_break_where_nothing_is_known() {
        let points = [None, Some(1.0), Some(2.0), None, None, Some(5.0)];
        assert_eq!(
            runs(points.map(|x| Some((x?, 1.0)))),
            [vec![(1.0, 1.0), (2.0, 1.0)], vec![(5.0, 1.0)]]
        );
        assert!(runs([None]).is_empty());
    }

    #[test]
    fn what_is_little_is_not_said_to_be_nothing() {
        assert_eq!(
            [0.0, 0.014, 0.06, -58.86].map(|share| percent(share).to_string()),
            ["0.0 %", "< 0.1 %", "0.1 %", "58.9 %"]
        );
    }
}
