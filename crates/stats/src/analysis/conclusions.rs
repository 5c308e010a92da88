//! The conclusions of a study on each basis: what the figures say about them, and whether that is the
//! same on all bases.

use std::cmp::Ordering;

use crossfoot_core::{
    CellId, ColumnId, Conclusion, Expect, Phrase, Question, Series, Study, pattern, say,
};

use super::family::adjust;
use super::measure::{Measure, count, value};
use super::ratio::{Ratio, Related, scale};
use super::shares::percent;
use super::timeline::Timeline;
use super::{Estimate, Options, Scale, Section, Value, lists};
use crate::{Level, Reason};

/// The method of [`section`].
const METHOD: &str = pattern!(
    "Complete counts and their shares have no error. Conclusion: the change as reported. Against earlier: the later value compared with what the scatter of earlier periods led to expect, \
                      as relative change for a count or a ratio, in points for a share; the interval says how far a process with this scatter would vary. \
                      If fewer than three earlier periods show the scatter of a share, its change has the interval and test of independent draws, unless the other periods scatter more than draws. Groups of a list: what is listed, with bounds. Outcomes rest on the test of each conclusion alone, as its interval does; for all conclusions together there are p-values adjusted by Holm. \
                      Unchanged: sign, size (within the interval of the first basis) and significance are those of the first basis."
);

/// What the figures of one basis say of a conclusion.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Drawn {
    /// The id of the conclusion.
    pub conclusion: String,
    /// The name of the basis.
    pub on: String,
    /// What the figures say of it; `None` where it states no direction.
    pub outcome: Option<Outcome>,
    /// How that compares with the first basis; `None` on the first, and where one has no answer.
    pub comparison: Option<Comparison>,
}

impl Drawn {
    /// Whether it is the answer of a conclusion on a basis, by name.
    pub fn answers(&self, conclusion: &str, basis: &str) -> bool {
        self.conclusion == conclusion && self.on == basis
    }

    /// What the figures say, and what differs from the first basis, in words.
    fn phrase(&self) -> Option<Phrase> {
        let outcome = self.outcome.map(Outcome::phrase);
        let said: Vec<Phrase> =
            outcome.into_iter().chain(self.comparison.map(Comparison::phrase)).collect();
        (!said.is_empty()).then(|| Phrase::list(said))
    }
}

/// What figures say of a conclusion with a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// They went the way it says, by more than scatter or chance explains.
    Supported,
    /// Scatter or chance may explain them.
    NotDistinguishable,
    /// They went the other way, by more than scatter or chance explains.
    Contradicted,
    /// A figure is missing, or too few periods show how the figures scatter.
    Unknown,
}

impl Outcome {
    /// In words.
    pub fn phrase(self) -> Phrase {
        match self {
            Self::Supported => say!("supported"),
            Self::NotDistinguishable => say!("not distinguishable"),
            Self::Contradicted => say!("contradicted"),
            Self::Unknown => say!("cannot be known"),
        }
    }
}

/// What differs between the answers to a conclusion on two bases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Comparison {
    /// The sign of the estimate.
    pub sign: bool,
    /// Its size: it leaves the interval that it had.
    pub size: bool,
    /// Whether its test passes.
    pub significance: bool,
}

impl Comparison {
    /// Whether nothing differs.
    pub const fn is_unchanged(self) -> bool {
        !(self.sign || self.size || self.significance)
    }

    /// In words.
    pub fn phrase(self) -> Phrase {
        match (self.sign, self.size, self.significance) {
            (false, false, false) => say!("unchanged"),
            (true, false, false) => say!("sign changes"),
            (false, true, false) => say!("size changes"),
            (false, false, true) => say!("significance changes"),
            (true, true, false) => say!("sign and size changes"),
            (true, false, true) => say!("sign and significance changes"),
            (false, true, true) => say!("size and significance changes"),
            (true, true, true) => say!("sign and size and significance changes"),
        }
    }
}

/// A section with every conclusion under every basis; none where the study draws no conclusions.
pub(super) fn section(bases: &[(&str, &Study)], options: &Options) -> Option<Section> {
    let (_, first) = bases.first()?;
    let mut section = Section::new("conclusions", &first.id, say!("Conclusions"), METHOD);
    let answers: Vec<Vec<Answer>> =
        bases.iter().map(|(_, study)| answers(study, &first.conclusions, options)).collect();
    let reference = answers.first()?;
    for (at, conclusion) in first.conclusions.iter().enumerate() {
        for (position, (basis, _)) in bases.iter().enumerate() {
            let answer = &answers[position][at];
            let earlier = (position > 0).then_some(&reference[at]);
            let drawn = Drawn {
                conclusion: conclusion.id.clone(),
                on: (*basis).to_owned(),
                outcome: conclusion.expect.map(|expect| answer.outcome(expect, options.level)),
                comparison: earlier.and_then(|first| answer.compared_with(first, options.level)),
            };
            push(&mut section, conclusion, unit(first, conclusion), answer, drawn);
        }
    }
    (!section.estimates.is_empty()).then_some(section)
}

/// Adds the answer to a conclusion on one basis, and the test of a count behind it.
fn push(
    section: &mut Section,
    conclusion: &Conclusion,
    scale: Scale,
    answer: &Answer,
    drawn: Drawn,
) {
    let mut shown = answer.shown.clone();
    if let Ok(value) = &mut shown {
        value.note = drawn.phrase();
    }
    let basis = named(&drawn.on);
    let estimate =
        Estimate::new(&conclusion.label, pattern!("conclusion"), basis.clone(), scale, shown);
    section.estimates.push(Estimate { drawn: Some(drawn), ..estimate });
    if let Some(tested) = &answer.scatter {
        section.entry(&conclusion.label, basis).push(
            pattern!("against earlier"),
            scale,
            tested.clone(),
        );
    }
}

/// The answers to all conclusions on one basis, with p-values adjusted over them.
fn answers(study: &Study, conclusions: &[Conclusion], options: &Options) -> Vec<Answer> {
    let mut answers: Vec<Answer> =
        conclusions.iter().map(|conclusion| Answer::new(study, conclusion, options)).collect();
    adjust(answers.iter_mut().filter_map(Answer::tested_mut));
    answers
}

/// The answer to a conclusion.
struct Answer {
    /// What is asked for.
    shown: Result<Value, Reason>,
    /// What is tested, if that is something else: a count against the scatter of earlier counts.
    scatter: Option<Result<Value, Reason>>,
}

impl Answer {
    fn new(study: &Study, conclusion: &Conclusion, options: &Options) -> Self {
        match &conclusion.question {
            Question::Change { from, to, of: None } => Self {
                shown: changed(study, *from, *to),
                scatter: Some(scattered(study, *to, options.level)),
            },
            Question::Change { from, to, of: Some(of) } => {
                Self::of_share(study, (*from, *to), *of, options.level)
            }
            Question::Group { ranking, group } => {
                let found = lists::group(study, &study.rankings[*ranking], group);
                let value =
                    found.map(|(listed, bounds)| Value::bounds(Some(listed), bounds, percent));
                Self { shown: value, scatter: None }
            }
        }
    }

    /// How a share changed: against the scatter of earlier periods where they show it, else as draws
    /// unless other periods scatter more than draws do.
    fn of_share(study: &Study, (from, to): (CellId, CellId), of: ColumnId, level: Level) -> Self {
        let pair =
            related(study, from, of).and_then(|before| Ok((before, related(study, to, of)?)));
        let Some((line, columns, period)) = line_of_share(study, to, of) else {
            let shown = pair.and_then(|(before, after)| after.changed_from(&before, level));
            return Self { shown, scatter: None };
        };
        let scatter = columns.against_earlier(&line, period, level).ok();
        let drawn = scatter.is_none() && !columns.scatters(&line, period, level);
        let shown = pair.and_then(|(before, after)| match drawn {
            true => after.changed_from(&before, level),
            false => after.only_changed_from(&before),
        });
        Self { shown, scatter: scatter.map(Ok) }
    }

    /// What the test and the interval are of.
    fn tested(&self) -> Option<&Value> {
        self.scatter.as_ref().unwrap_or(&self.shown).as_ref().ok()
    }

    fn tested_mut(&mut self) -> Option<&mut Value> {
        self.scatter.as_mut().unwrap_or(&mut self.shown).as_mut().ok()
    }

    fn outcome(&self, expect: Expect, level: Level) -> Outcome {
        let (Ok(shown), Some(tested)) = (&self.shown, self.tested()) else {
            return Outcome::Unknown;
        };
        let expected = match expect {
            Expect::Less => Ordering::Less,
            Expect::More => Ordering::Greater,
        };
        let agree = shown.sign() == tested.sign();
        match (tested.is_significant(level), shown.sign()) {
            (None, _) => Outcome::Unknown,
            (Some(true), Some(sign)) if agree && sign == expected => Outcome::Supported,
            (Some(true), Some(sign)) if agree && sign == expected.reverse() => {
                Outcome::Contradicted
            }
            _ => Outcome::NotDistinguishable,
        }
    }

    fn compared_with(&self, reference: &Self, level: Level) -> Option<Comparison> {
        let (shown, was) = (self.shown.as_ref().ok()?, reference.shown.as_ref().ok()?);
        let of_shown = shown.compared_with(was, level);
        let of_tested = match (self.tested(), reference.tested()) {
            (Some(tested), Some(was)) => tested.compared_with(was, level),
            (None, None) => Comparison::default(),
            _ => Comparison { significance: true, ..Comparison::default() },
        };
        Some(Comparison {
            sign: of_shown.sign,
            size: of_shown.size || of_tested.size,
            significance: of_shown.significance || of_tested.significance,
        })
    }
}

fn unit(study: &Study, conclusion: &Conclusion) -> Scale {
    match conclusion.question {
        Question::Change { from, of: Some(of), .. } => scale(is_disjoint(study, from.column, of)),
        Question::Change { to, of: None, .. } => measure(study, to).change(),
        Question::Group { .. } => Scale::Percent,
    }
}

/// The change of a value.
fn changed(study: &Study, from: CellId, to: CellId) -> Result<Value, Reason> {
    measure(study, to).changed(&value(study, from)?, &value(study, to)?)
}

fn measure(study: &Study, cell: CellId) -> Measure {
    Measure::from_column(study.column(cell.column).1)
}

/// A value against the values of earlier periods, in the series that has its column.
fn scattered(study: &Study, cell: CellId, level: Level) -> Result<Value, Reason> {
    let series = study
        .series
        .iter()
        .find(|series| counts_it(series, cell.column))
        .ok_or_else(|| Reason::Missing(say!("a series of this column over the periods")))?;
    let line = Timeline::new(study, series)?;
    let period = line.period_of(cell.row).ok_or(Reason::OnePeriod)?;
    line.against_earlier(cell.column.column, period, level)
}

/// The series that relates a column to another, and the period of a cell.
fn line_of_share(
    study: &Study,
    cell: CellId,
    of: ColumnId,
) -> Option<(Timeline<'_>, Related, usize)> {
    let series = study
        .series
        .iter()
        .find(|series| counts_it(series, cell.column) && counts_it(series, of))?;
    let line = Timeline::new(study, series).ok()?;
    let period = line.period_of(cell.row)?;
    let disjoint = is_disjoint(study, cell.column, of);
    Some((line, Related { part: cell.column.column, whole: of.column, disjoint }, period))
}

fn counts_it(series: &Series, column: ColumnId) -> bool {
    series.table == column.table && series.counts().contains(&column.column)
}

/// A count as a share of the count in the same row of a column, or as a ratio to it.
fn related(study: &Study, part: CellId, whole: ColumnId) -> Result<Ratio, Reason> {
    let of = CellId { column: whole, row: part.row };
    Ratio::new(count(study, part)?, count(study, of)?, is_disjoint(study, part.column, whole))
}

/// Whether a rate of the study says that what one column counts is not part of the other count.
fn is_disjoint(study: &Study, part: ColumnId, whole: ColumnId) -> bool {
    let series = study.series.iter().filter(|series| series.table == part.table);
    series
        .flat_map(|series| &series.rates)
        .any(|rate| rate.disjoint && (rate.count, rate.of) == (part.column, whole.column))
}

/// The name of a basis; the two that every study has are words.
fn named(basis: &str) -> Phrase {
    match basis {
        "published" => say!("published"),
        "corrected" => say!("corrected"),
        other => other.into(),
    }
}

impl Value {
    /// What differs from an estimate of other figures: whether its sign is another, whether it lies
    /// outside the interval of the other, and whether only one of the two tests passes at this level.
    /// An estimate or a test that only one of them has is a difference.
    #[must_use]
    pub fn compared_with(&self, reference: &Self, level: Level) -> Comparison {
        let ends = reference.range.zip(self.estimate);
        Comparison {
            sign: reference.sign() != self.sign(),
            size: ends.is_some_and(|(range, estimate)| !range.contains(estimate)),
            significance: reference.is_significant(level) != self.is_significant(level),
        }
    }

    /// How the estimate compares with zero; of an infinite ratio the lower end does.
    fn sign(&self) -> Option<Ordering> {
        let size = self.estimate.or_else(|| Some(self.range?.ends().0));
        size.map(|size| size.total_cmp(&0.0))
    }

    /// Whether its test rejects, if it has one.
    fn is_significant(&self, level: Level) -> Option<bool> {
        self.test.map(|test| test.rejects(level))
    }
}
