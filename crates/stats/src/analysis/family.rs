//! Families of tests: which p-values are adjusted together.
//!
//! A family is all comparisons of one series on one basis: changes of shares and ratios, the last
//! period against earlier ones, trends, compositions and pairs of them, events. The conclusions on
//! one basis are a family of their own: they are stated before the figures are seen, and repeat
//! tests of the series.
//!
//! Three kinds of tests do not count, because they compare nothing. Dispersion tests the model of
//! draws, on which other tests depend. Other forms of an estimate repeat its test. A comparison that
//! no outcome could reject has no test at all.

use crossfoot_core::pattern;

use super::{Section, Value};
use crate::holm;

/// The measure of how much a series scatters.
pub(super) const DISPERSION: &str = pattern!("dispersion");

/// Adjusts the comparisons in the sections of a series.
pub(super) fn adjust_series(sections: &mut [Section]) {
    let estimates = sections.iter_mut().flat_map(|section| &mut section.estimates);
    let comparisons = estimates
        .filter(|estimate| !estimate.alternative && estimate.measure != DISPERSION)
        .filter_map(|estimate| estimate.result.as_mut().ok());
    adjust(comparisons);
}

/// Adjusts the p-values of all values that have a test.
pub(super) fn adjust<'a>(values: impl Iterator<Item = &'a mut Value>) {
    let (tested, p_values): (Vec<&mut Value>, Vec<f64>) = values
        .filter_map(|value| {
            let test = value.test?;
            Some((value, test.p_value))
        })
        .unzip();
    for (value, adjusted) in tested.into_iter().zip(holm(&p_values)) {
        value.adjusted = Some(adjusted);
    }
}
