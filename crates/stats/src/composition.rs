//! How far apart two compositions are (Aitchison).

use crate::Reason;

/// The distance between two compositions.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct CompositionDistance {
    /// Aitchison's distance: 0 where all ratios between the parts are the same.
    pub distance: f64,
    /// Parts of either composition that were zero and were taken for half a thing.
    pub zeros_replaced: usize,
}

/// What a count of zero is taken for, since a composition has logarithms: half a thing, the least
/// that would have been counted as one.
const ZERO_AS: f64 = 0.5;

/// Aitchison's distance between two lists of counts of the same categories: √(Σ (clr x − clr y)²),
/// clr being logarithms centred on their mean.
///
/// Unchanged when either list is multiplied by a factor. A zero is taken for
/// [0.5](CompositionDistance::zeros_replaced), the others staying as they are; parts that are zero
/// in both lists say nothing and are left out. Reference: Aitchison (1982), J. R. Stat. Soc. B
/// 44:139; on zeros Martín-Fernández et al. (2003), Math. Geol. 35:253; R
/// `sqrt(sum((log(x) - mean(log(x)) - log(y) + mean(log(y)))^2))`.
///
/// # Errors
/// [`Reason::Mismatch`] for lists of different lengths, [`Reason::OneCategory`] where fewer than
/// two categories are left.
///
/// ```
/// use crossfoot_stats::composition_distance;
/// // By hand: log ratios ln 2 and 0, so that the distance is ln 2 / √2.
/// let found = composition_distance(&[1, 1], &[2, 1]).unwrap();
/// assert!((found.distance - 2.0_f64.ln() / 2.0_f64.sqrt()).abs() < 1e-12);
/// assert!(composition_distance(&[1], &[2]).is_err());
/// ```
pub fn composition_distance(first: &[u64], second: &[u64]) -> Result<CompositionDistance, Reason> {
    if first.len() != second.len() {
        return Err(Reason::Mismatch);
    }
    let kept: Vec<(u64, u64)> =
        first.iter().zip(second).map(|(a, b)| (*a, *b)).filter(|(a, b)| a + b > 0).collect();
    if kept.len() < 2 {
        return Err(Reason::OneCategory);
    }
    let ratios: Vec<f64> = kept.iter().map(|(a, b)| (size(*b) / size(*a)).ln()).collect();
    let mean = ratios.iter().sum::<f64>() / ratios.len() as f64;
    Ok(CompositionDistance {
        distance: ratios.iter().map(|ratio| (ratio - mean) * (ratio - mean)).sum::<f64>().sqrt(),
        zeros_replaced: kept.iter().filter(|(a, b)| *a == 0 || *b == 0).count(),
    })
}

fn size(count: u64) -> f64 {
    if count == 0 { ZERO_AS } else { count as f64 }
}
