//! Several tests at once. Which ones belong together, `analysis/family.rs` says.

/// P-values adjusted for being looked at together, by Holm's step-down method, in the order given.
///
/// The i-th smallest of m is multiplied by m − i + 1; an adjusted value is at least as large as
/// those of smaller p-values, and at most 1. Controls the probability of any false alarm without
/// assuming independence. Reference: Holm (1979), Scand. J. Stat. 6:65; R `p.adjust(p, "holm")`.
///
/// ```
/// use crossfoot_stats::holm;
/// // 0.01 × 3, 0.02 × 2, 0.04 × 1 which must not fall below its predecessor.
/// assert_eq!(holm(&[0.04, 0.01, 0.02]), [0.04, 0.03, 0.04]);
/// ```
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|a, b| p_values[*a].total_cmp(&p_values[*b]));
    let mut adjusted = vec![0.0; p_values.len()];
    let mut largest = 0.0_f64;
    for (rank, at) in order.iter().enumerate() {
        largest = largest.max(p_values[*at] * (p_values.len() - rank) as f64).min(1.0);
        adjusted[*at] = largest;
    }
    adjusted
}
