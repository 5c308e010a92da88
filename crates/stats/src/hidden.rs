//! Whether the whole numbers of counts hide how alike neighbours are, on which tests of trends and
//! events rest.

use crate::Reason;
use crate::autoregression::residual_variance;

/// How many times more than independent draws counts must scatter around the fit for the test of a
/// trend or an event.
///
/// A count is the rate of its period plus noise of draws. The noise of neighbours is independent. So
/// counts are less correlated than their rates, but as long, and errors are not autoregressive of
/// first order. Where the noise is a third of the variance, tests at 5 % find an
/// effect in 7 to 9 % of series without one whose rates are correlated by 0.6, whatever the mean of
/// the counts; from 10 times on in at most 6 %.
pub const LEAST_SCATTER: u32 = 10;

/// Refuses counts that scatter too little beyond draws: s² < 10 v, with s² the residual variance of the
/// fit to the values, which are the counts or their logarithms, and v the mean of `draws`, the variances
/// that each would have as a draw: the count itself, or 1 / count for logarithms.
///
/// # Errors
/// [`Reason::HiddenByDraws`]; [`Reason::NotConverged`] where one regressor follows from the others.
pub(crate) fn refuse_hidden(
    values: &[f64],
    draws: impl Iterator<Item = f64>,
    rows: &[Vec<f64>],
) -> Result<(), Reason> {
    let mean = draws.sum::<f64>() / values.len() as f64;
    if residual_variance(values, rows)? < f64::from(LEAST_SCATTER) * mean {
        return Err(Reason::HiddenByDraws(LEAST_SCATTER));
    }
    Ok(())
}
