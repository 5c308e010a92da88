//! The conclusions of a study under each hypothesis about its figures: does sign, size or
//! significance change?

use std::cmp::Ordering;

use crossfoot_core::{CellId, ColumnId, Conclusion, Phrase, Question, Study, pattern, say};

use super::changes::as_change;
use super::shares::percent;
use super::timeline::count;
use super::{Estimate, Options, Scale, Section, Value, lists};
use crate::{Level, Proportion, Rate, Reason, difference, rate_ratio};

/// The method of [`section`].
const METHOD: &str = pattern!(
    "Counts: relative change with the exact conditional interval. Shares: difference in points with Newcombe's interval. Groups of a list: what \
                      is listed, with bounds. Other bases are held against the first: the size changes where the estimate leaves the interval of the first, significance where the \
                      test passes its level under one of the two only."
);

/// A section with every conclusion under every basis; none where the study draws no conclusions.
pub(super) fn section(bases: &[(&str, &Study)], options: &Options) -> Option<Section> {
    let (_, first) = bases.first()?;
    let mut section = Section::new("conclusions", &first.id, say!("Conclusions"), METHOD);
    for conclusion in &first.conclusions {
        let (mut reference, scale) = (None, scale(conclusion));
        for (basis, study) in bases {
            let mut result = answer(study, conclusion, options);
            if let (Some(Ok(reference)), Ok(value)) = (&reference, &mut result) {
                value.note = Some(value.held_against(reference, options.level));
            }
            section.estimates.push(Estimate::new(
                &conclusion.label,
                pattern!("conclusion"),
                named(basis),
                scale,
                result.clone(),
            ));
            reference.get_or_insert(result);
        }
    }
    (!section.estimates.is_empty()).then_some(section)
}

const fn scale(conclusion: &Conclusion) -> Scale {
    match conclusion.question {
        Question::Change { of: Some(_), .. } => Scale::Points,
        Question::Change { of: None, .. } => Scale::Change,
        Question::Group { .. } => Scale::Percent,
    }
}

fn answer(study: &Study, conclusion: &Conclusion, options: &Options) -> Result<Value, Reason> {
    match &conclusion.question {
        Question::Change { from, to, of: None } => {
            let effect = rate_ratio(
                Rate::from_count(count(study, *from)?),
                Rate::from_count(count(study, *to)?),
                options.level,
            )?;
            Ok(Value::effect(effect, as_change))
        }
        Question::Change { from, to, of: Some(of) } => {
            let (from, to) = (share(study, *from, *of)?, share(study, *to, *of)?);
            Ok(Value::effect(difference(from, to, options.level), percent))
        }
        Question::Group { ranking, group } => {
            let (listed, bounds) = lists::group(study, &study.rankings[*ranking], group)?;
            Ok(Value::bounds(Some(listed), bounds, percent))
        }
    }
}

/// The share that a cell has of the cell in the same row of a column.
fn share(study: &Study, part: CellId, whole: ColumnId) -> Result<Proportion, Reason> {
    let whole = CellId { column: whole, row: part.row };
    Proportion::new(count(study, part)?, count(study, whole)?)
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
    /// What these figures make of a conclusion that was drawn from others, in words: whether the
    /// sign of the estimate changes, whether its size leaves the interval that it had, and whether
    /// its test passes at this level under one of the two only. An estimate or a test that only one
    /// of them has is a change.
    #[must_use]
    pub fn held_against(&self, reference: &Self, level: Level) -> Phrase {
        let turned = reference.sign() != self.sign();
        let outside = match (reference.range, self.estimate) {
            (Some(range), Some(estimate)) => estimate < range.ends().0 || estimate > range.ends().1,
            _ => false,
        };
        let tested = reference.is_significant(level) != self.is_significant(level);
        match (turned, outside, tested) {
            (false, false, false) => say!("holds"),
            (true, false, false) => say!("sign changes"),
            (false, true, false) => say!("size changes"),
            (false, false, true) => say!("significance changes"),
            (true, true, false) => say!("sign and size changes"),
            (true, false, true) => say!("sign and significance changes"),
            (false, true, true) => say!("size and significance changes"),
            (true, true, true) => say!("sign and size and significance changes"),
        }
    }

    /// How the estimate compares with zero.
    fn sign(&self) -> Option<Ordering> {
        self.estimate.map(|estimate| estimate.total_cmp(&0.0))
    }

    fn is_significant(&self, level: Level) -> Option<bool> {
        self.test.map(|test| test.p_value < 1.0 - level.get())
    }
}
