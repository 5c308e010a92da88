//! The conclusions of a study under each hypothesis about its figures: does sign, size or
//! significance change?

use crossfoot_core::{CellId, Conclusion, Phrase, Question, Study, pattern, say};

use super::changes::as_change;
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
                Rate::of(count(study, *from)?),
                Rate::of(count(study, *to)?),
                options.level,
            )?;
            Ok(Value::effect(effect, as_change))
        }
        Question::Change { from, to, of: Some(of) } => {
            let share = |cell: &CellId| {
                Proportion::new(
                    count(study, *cell)?,
                    count(study, CellId { column: *of, row: cell.row })?,
                )
            };
            Ok(Value::effect(difference(share(from)?, share(to)?, options.level), |share| {
                100.0 * share
            }))
        }
        Question::Group { ranking, group } => {
            let (listed, bounds) = lists::group(study, &study.rankings[*ranking], group)?;
            Ok(Value::bounds(Some(listed), bounds, |share| 100.0 * share))
        }
    }
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
        let sign = |value: &Self| value.estimate.map(|estimate| estimate.total_cmp(&0.0));
        let significant = |value: &Self| value.test.map(|test| test.p_value < 1.0 - level.get());
        let outside = match (reference.range, self.estimate) {
            (Some(range), Some(estimate)) => estimate < range.ends().0 || estimate > range.ends().1,
            _ => false,
        };
        match (sign(reference) != sign(self), outside, significant(reference) != significant(self))
        {
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
}
