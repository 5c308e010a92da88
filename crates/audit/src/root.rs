//! Root causes: the few errors that explain the findings of a study.
//!
#![doc = include_str!("root/model.md")]

mod account;
mod bound;
mod candidates;
mod errors;
mod exact;
mod extend;
mod fit;
mod groups;
mod hypothesis;
mod infer;
mod memo;
mod misprint;
mod overlay;
mod own;
mod partition;
mod parts;
mod problem;
mod remedies;
mod remedy;
mod search;
mod shifted;
mod solve;
mod suspects;
mod world;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, OnceLock};

use crossfoot_core::{
    CellId, ColumnId, Decimal, Interval, Phrase, Place, Source, Span, Study, Variable, pattern,
};

use crate::CheckId;
use crate::cause::CauseKind;

pub(crate) use infer::infer;
pub(crate) use overlay::Overlay;
pub use remedy::{Proposal, Remedy, Wording, WordingChange};

/// The name of the page about the model.
pub const NAME: &str = "root-causes";
/// The page, in Markdown.
pub const PAGE: &str = include_str!("root/model.md");

/// What the findings of a study come from.
///
/// ```
/// # use crossfoot_load::{Loaded, scaffold};
/// # let files = scaffold::blank("permits")
/// #     .map(|(name, text)| (name.to_owned(), text.replace("1,204", "1,240")));
/// # let study = Loaded::from_texts("permits".as_ref(), &files.into()).unwrap().into_study();
/// use crossfoot_audit::root::Blamed;
/// let audit = crossfoot_audit::audit(&study);
/// let [error] = audit.roots.errors()[..] else { panic!("one error explains all") };
/// assert!(matches!(error.blamed, Blamed::Figure(_)));
/// assert_eq!(error.right.unwrap().to_plain(), "1204");
/// ```
#[derive(Clone, Debug, Default)]
pub struct RootCauses {
    /// Findings that share figures, each group with the hypotheses that explain it; groups in the
    /// order of their first finding.
    pub groups: Vec<RootGroup>,
    /// Number of findings in groups beyond the limit, which were not examined.
    pub unexamined: usize,
    /// Every figure that changes under the best hypothesis of each group: the corrected basis. Where
    /// the words of a statement are to change, its number does not.
    pub corrections: Vec<Correction>,
    /// How much was computed to find the groups: figures and checks that were looked at.
    pub work: usize,
    /// Other words for the statements that no root cause explains, which would make them true.
    wordings: BTreeMap<CheckId, Vec<Remedy>>,
    /// The errors of the best hypotheses by the checks that they explain: group and error, by
    /// position. Made when it is first asked for.
    explaining: OnceLock<BTreeMap<CheckId, Vec<(usize, usize)>>>,
}

/// Findings that share figures, directly or through figures derived from them, and so must be
/// explained together.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RootGroup {
    /// Their checks, in order.
    pub findings: Vec<CheckId>,
    /// What may have happened, the most probable first. The probabilities add up to 1 with those of
    /// hypotheses too improbable to keep.
    pub hypotheses: Vec<Hypothesis>,
    /// Whether the search found every hypothesis worth keeping. If not, the probabilities compare
    /// only the hypotheses that were found.
    pub exhaustive: bool,
}

/// A set of root causes that together explain a group.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Hypothesis {
    /// Its probability among all hypotheses about the group.
    pub probability: f64,
    /// The root causes, those that explain most first.
    pub errors: Vec<RootCause>,
}

/// Something that went wrong once.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RootCause {
    /// What is wrong.
    pub blamed: Blamed,
    /// What kind of error it is.
    pub kind: ErrorKind,
    /// What happened, in one sentence without a full stop.
    pub detail: Phrase,
    /// The right value, where a figure is blamed.
    pub right: Option<Decimal>,
    /// What the authors meant to print, where they [computed](Self::computed_from) it from a
    /// misprint.
    pub meant: Option<Decimal>,
    /// Its probability: the sum over all hypotheses about the group that contain it.
    pub probability: f64,
    /// Whether it is a figure cut off where nothing shows that such figures are rounded: a habit of
    /// rounding, not a misprint.
    pub(crate) cut_off_as_usual: bool,
    /// The findings that would not be there without it.
    pub explains: Vec<CheckId>,
    /// Figures that were computed from what is wrong and must change with it.
    pub downstream: Vec<Variable>,
    /// Misprinted figures from which the authors computed what they meant to print here. It was wrong
    /// before it was misprinted; the correction has the right value.
    pub computed_from: Vec<Variable>,
    /// Figures that were computed from what is right and so confirm it.
    pub untouched: Vec<Variable>,
    /// What would put it right, the best first: see [the model](self#remedies). Only errors of the
    /// best hypotheses have remedies.
    pub remedies: Vec<Remedy>,
}

/// The kind of a root cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// One of the kinds of causes.
    Cause(CauseKind),
    /// A misprint that no slip explains.
    Arbitrary,
    /// A rule of the manifest that the publication does not follow.
    Rule,
}

impl ErrorKind {
    /// The name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cause(kind) => kind.name(),
            Self::Arbitrary => pattern!("arbitrary"),
            Self::Rule => pattern!("rule"),
        }
    }

    /// The kind of cause, if it is one.
    pub const fn cause(self) -> Option<CauseKind> {
        match self {
            Self::Cause(kind) => Some(kind),
            Self::Arbitrary | Self::Rule => None,
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Blamed {
    /// A printed figure.
    Figure(Variable),
    /// A whole column: its digits were cut off, or its decimal point is off.
    Column(ColumnId),
    /// A rule of the manifest that the publication does not follow.
    Rule(usize),
}

/// A figure whose value differs on the corrected basis.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Correction {
    /// The figure.
    pub variable: Variable,
    /// As printed.
    pub published: Decimal,
    /// As it should be printed, at the printed decimals.
    pub corrected: Decimal,
    /// The corrected value before rounding, where a rule gives it.
    pub exact: Option<Interval>,
    /// Whether the figure itself was misprinted; otherwise it only follows from misprinted figures.
    pub source: bool,
}

/// A hypothesis about the whole study, in brief.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// The product of the probabilities of its parts.
    pub probability: f64,
    /// The misprinted figures with their right values, in the order of the study.
    pub changes: Vec<(Variable, Decimal)>,
}

impl RootCauses {
    /// The root causes of the best hypothesis of every group: those that explain most first, then
    /// in the order of the study.
    pub fn errors(&self) -> Vec<&RootCause> {
        let best = self.groups.iter().filter_map(|group| group.hypotheses.first());
        let mut errors: Vec<&RootCause> = best.flat_map(|hypothesis| &hypothesis.errors).collect();
        errors.sort_by_key(|error| error.rank());
        errors
    }

    /// The root causes of the best hypotheses that explain a check, those that explain most
    /// first.
    pub fn explaining(&self, id: CheckId) -> Vec<&RootCause> {
        let places = self.explaining.get_or_init(|| self.explained_checks());
        let places = places.get(&id).map_or(&[][..], Vec::as_slice);
        let mut errors: Vec<&RootCause> = places
            .iter()
            .map(|(group, error)| &self.groups[*group].hypotheses[0].errors[*error])
            .collect();
        errors.sort_by_key(|error| error.rank());
        errors
    }

    /// What would put the finding of a check right, the best first: the remedies of a root cause
    /// that blames its own figure, or other words for a statement. Empty if root causes elsewhere
    /// explain it.
    pub fn remedies(&self, study: &Study, id: CheckId) -> &[Remedy] {
        let own = study.rules[id.rule].variable(id.row);
        let error = self.explaining(id).into_iter().find(|error| match error.blamed {
            Blamed::Figure(variable) => Some(variable) == own,
            Blamed::Column(_) | Blamed::Rule(_) => false,
        });
        match error {
            Some(error) => &error.remedies,
            None => self.wordings.get(&id).map_or(&[], Vec::as_slice),
        }
    }

    /// The checks of statements whose words should change. Their numbers stay, and they stay open.
    pub(crate) fn reworded(&self) -> Vec<CheckId> {
        let errors = self.errors().into_iter().filter(|error| error.is_reworded());
        errors.flat_map(|error| error.explains.iter().copied()).collect()
    }

    fn explained_checks(&self) -> BTreeMap<CheckId, Vec<(usize, usize)>> {
        let mut places: BTreeMap<CheckId, Vec<(usize, usize)>> = BTreeMap::new();
        for (group, known) in self.groups.iter().enumerate() {
            let Some(best) = known.hypotheses.first() else { continue };
            for (at, error) in best.errors.iter().enumerate() {
                for id in &error.explains {
                    places.entry(*id).or_default().push((group, at));
                }
            }
        }
        places
    }

    /// The group that a root cause of its best hypothesis belongs to.
    pub fn group_of(&self, error: &RootCause) -> Option<&RootGroup> {
        self.groups.iter().find(|group| {
            group
                .hypotheses
                .first()
                .is_some_and(|best| best.errors.iter().any(|other| std::ptr::eq(other, error)))
        })
    }

    /// The errors worth reporting on their own.
    pub fn telling(&self) -> Vec<&RootCause> {
        self.errors().into_iter().filter(|error| error.is_telling()).collect()
    }

    /// The error that a correction fixes; `None` if the figure only follows from others.
    pub fn error_of(&self, correction: &Correction) -> Option<&RootCause> {
        self.errors().into_iter().find(|error| error.is_put_right_by(correction))
    }

    /// How probable a correction is: as probable as the error that it puts right, or that the figure
    /// was computed from.
    pub fn probability(&self, correction: &Correction) -> f64 {
        let errors = self.errors().into_iter().filter(|error| {
            error.is_put_right_by(correction) || error.downstream.contains(&correction.variable)
        });
        errors.map(|error| error.probability).fold(0.0, f64::max)
    }

    /// The correction of a figure, if it has one.
    pub fn correction(&self, variable: Variable) -> Option<&Correction> {
        self.corrections.iter().find(|correction| correction.variable == variable)
    }

    /// The most probable hypotheses about the study as a whole: one for each group, whose
    /// probabilities multiply.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    pub fn ranked(&self, most: usize) -> Vec<Ranked> {
        let mut all = vec![Ranked { probability: 1.0, changes: Vec::new() }];
        for group in &self.groups {
            let mut joined: Vec<Ranked> = Vec::new();
            for so_far in &all {
                joined.extend(group.hypotheses.iter().map(|hypothesis| {
                    let changes =
                        so_far.changes.iter().copied().chain(hypothesis.changes()).collect();
                    Ranked { probability: so_far.probability * hypothesis.probability, changes }
                }));
            }
            joined.sort_by(|a, b| b.probability.total_cmp(&a.probability));
            joined.truncate(most);
            all = joined;
        }
        all.iter_mut()
            .for_each(|ranked| ranked.changes.sort_unstable_by_key(|(variable, _)| *variable));
        all
    }
}

impl RootGroup {
    /// Hypotheses other than the best that a reader should know about.
    pub fn alternatives(&self) -> impl Iterator<Item = &Hypothesis> {
        self.others(WORTH_TELLING)
    }

    /// Hypotheses other than the best that are at least so probable.
    pub fn others(&self, least: f64) -> impl Iterator<Item = &Hypothesis> {
        self.hypotheses.iter().skip(1).filter(move |hypothesis| hypothesis.probability >= least)
    }

    /// The alternatives that put others in the place of an error of the best hypothesis, and of
    /// none before it: each alternative belongs to one error, and its probability and that of the
    /// error add up to at most 1.
    pub fn instead_of<'a>(&'a self, error: &RootCause) -> impl Iterator<Item = &'a Hypothesis> {
        let best = self.hypotheses.first().map_or(&[][..], |best| best.errors.as_slice());
        let at = best.iter().position(|other| std::ptr::eq(other, error));
        self.alternatives().filter(move |other| {
            let missing = best.iter().position(|error| !other.has(error));
            at.is_some() && missing == at
        })
    }

    /// The alternatives that contain the best hypothesis and more.
    pub fn in_addition(&self) -> impl Iterator<Item = &Hypothesis> {
        let best = self.hypotheses.first().map_or(&[][..], |best| best.errors.as_slice());
        self.alternatives().filter(|other| best.iter().all(|error| other.has(error)))
    }

    /// The errors of a hypothesis that the best one does not have.
    pub fn beyond_best<'a>(
        &'a self,
        hypothesis: &'a Hypothesis,
    ) -> impl Iterator<Item = &'a RootCause> {
        let best = self.hypotheses.first();
        hypothesis.errors.iter().filter(move |error| best.is_none_or(|best| !best.has(error)))
    }

    /// The figures whose true values would decide between the best hypothesis and its alternatives.
    pub fn deciding(&self) -> Vec<Variable> {
        let Some(best) = self.hypotheses.first().map(Hypothesis::intended_values) else {
            return Vec::new();
        };
        let mut deciding = BTreeSet::new();
        for other in self.alternatives().map(Hypothesis::intended_values) {
            let either = best.keys().chain(other.keys());
            deciding.extend(either.filter(|variable| best.get(variable) != other.get(variable)));
        }
        deciding.into_iter().collect()
    }
}

/// Hypotheses less probable than this are not worth reporting.
const WORTH_TELLING: f64 = 0.05;

impl RootCause {
    /// Whether it is worth reporting on its own: an unexplained misprint behind a single finding is
    /// not, because the finding already says everything about it.
    pub fn is_telling(&self) -> bool {
        self.kind != ErrorKind::Arbitrary || self.explains.len() > 1
    }

    /// What the authors meant to print, where a figure is blamed.
    fn intended(&self) -> Option<Decimal> {
        self.meant.or(self.right)
    }

    /// Whether its best remedy is other words.
    pub fn is_reworded(&self) -> bool {
        self.remedies.first().is_some_and(Remedy::is_wording)
    }

    /// Whether the number is right and the words are wrong.
    fn keeps_number(&self) -> bool {
        self.kind.cause().is_some_and(CauseKind::keeps_number)
    }

    /// Those that explain most come first, then in the order of the study.
    fn rank(&self) -> (Reverse<usize>, Blamed) {
        (Reverse(self.explains.len()), self.blamed)
    }

    /// Whether a correction changes a figure that this error blames.
    pub fn is_put_right_by(&self, correction: &Correction) -> bool {
        match (self.blamed, correction.variable) {
            (Blamed::Figure(variable), corrected) => variable == corrected,
            (Blamed::Column(column), Variable::Cell(cell)) => {
                correction.source && cell.column == column
            }
            (Blamed::Column(_), Variable::Claim(_)) | (Blamed::Rule(_), _) => false,
        }
    }

    /// Of the checks that it explains, the one of the figure that it blames.
    pub fn own_check(&self, study: &Study) -> Option<CheckId> {
        let Blamed::Figure(variable) = self.blamed else { return None };
        let mut explained = self.explains.iter().copied();
        explained.find(|id| study.rules[id.rule].variable(id.row) == Some(variable))
    }

    /// What is blamed, by name.
    pub fn name(&self, study: &Study) -> String {
        match self.blamed {
            Blamed::Figure(variable) => study.name(variable),
            Blamed::Column(column) => {
                format!("{}.{}", study.column(column).0.id, study.column(column).1.name)
            }
            Blamed::Rule(rule) => study.rules[rule].id.to_string(),
        }
    }

    /// Its place: the figure, the first cell of the column, or the rule in the manifest.
    pub fn place(&self, study: &Study) -> Place {
        let (source, span) = self.stretch(study);
        source.place(span)
    }

    /// The file that holds it, and the stretch of that file.
    pub fn stretch<'a>(&self, study: &'a Study) -> (&'a Arc<Source>, Span) {
        match self.blamed {
            Blamed::Figure(variable) => study.stretch(variable),
            Blamed::Column(column) => study.stretch(Variable::Cell(CellId { column, row: 0 })),
            Blamed::Rule(rule) => (&study.rules[rule].source, study.rules[rule].span),
        }
    }
}

impl Hypothesis {
    /// Whether it has an error: the same is wrong, with the same right value, or the same was meant
    /// to be printed.
    pub fn has(&self, error: &RootCause) -> bool {
        self.errors.iter().any(|other| {
            other.blamed == error.blamed
                && (other.right == error.right || other.intended() == error.intended())
        })
    }

    /// The misprinted figures with their right values, without those that are cut off as others of
    /// their column may be.
    pub fn changes(&self) -> impl Iterator<Item = (Variable, Decimal)> {
        self.errors.iter().filter_map(|error| match error.blamed {
            Blamed::Figure(variable) if !error.cut_off_as_usual => Some((variable, error.right?)),
            Blamed::Figure(_) | Blamed::Column(_) | Blamed::Rule(_) => None,
        })
    }

    /// The misprinted figures with their right values, without those that are cut off as others of
    /// their column may be, or whose number is right and whose words are wrong.
    pub fn right_values(&self) -> BTreeMap<Variable, Decimal> {
        self.values(|error| error.right)
    }

    /// The same figures with what the authors meant to print there.
    pub fn intended_values(&self) -> BTreeMap<Variable, Decimal> {
        self.values(RootCause::intended)
    }

    fn values(&self, value: fn(&RootCause) -> Option<Decimal>) -> BTreeMap<Variable, Decimal> {
        let errors = self.errors.iter();
        let misprinted = errors.filter(|error| !error.cut_off_as_usual && !error.keeps_number());
        let values = misprinted.filter_map(|error| match error.blamed {
            Blamed::Figure(variable) => Some((variable, value(error)?)),
            Blamed::Column(_) | Blamed::Rule(_) => None,
        });
        values.collect()
    }
}
