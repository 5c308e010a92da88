//! What must hold of every estimator, whatever the counts.
#![allow(clippy::float_arithmetic, reason = "statistics are floats")]

use crossfoot_core::Rational;
use crossfoot_stats::{
    Bounds, ConfidenceInterval, CountTable, Level, Link, Proportion, Rate, ShareList,
    composition_distance, contributions, difference, dispersion, divisia, event_study, holm, index,
    negative_binomial_trend, odds_ratio, poisson_trend, quasi_poisson_trend, rate_and_mix,
    rate_ratio, risk_ratio, share_trend, swing,
};
use proptest::collection::vec;
use proptest::prelude::*;

/// 80 %, 95 % and 99 %.
fn levels() -> [Level; 3] {
    [0.8, 0.95, 0.99].map(|level| Level::new(level).expect("a level"))
}

/// Each interval lies in the next, holds the estimate, and has ends that are numbers.
fn nested(estimate: f64, intervals: [ConfidenceInterval; 3]) -> Result<(), TestCaseError> {
    const SLACK: f64 = 1e-12;
    for pair in intervals.windows(2) {
        prop_assert!(
            pair[1].low <= pair[0].low + SLACK
                && pair[0].high <= pair[1].high * (1.0 + SLACK) + SLACK,
            "{pair:?}"
        );
    }
    let inner = intervals[0];
    prop_assert!(
        inner.low <= estimate * (1.0 + SLACK) + SLACK
            && estimate <= inner.high * (1.0 + SLACK) + SLACK,
        "{estimate} in {inner:?}"
    );
    prop_assert!(
        intervals.iter().all(|interval| !interval.low.is_nan() && !interval.high.is_nan())
    );
    Ok(())
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

/// Whether two ratios are the inverse of each other; the searches for their ends stop at some size.
fn inverse(a: f64, b: f64) -> bool {
    a == 1.0 / b || (a * b - 1.0).abs() <= 1e-9
}

/// A proportion with a whole of at least one.
fn proportion() -> impl Strategy<Value = Proportion> {
    (0..5_000_u64, 0..5_000_u64)
        .prop_filter_map("a whole", |(part, rest)| Proportion::new(part, part + rest).ok())
}

/// Counts in pairs as (events, exposure) of groups.
fn groups(counts: &[u64]) -> Vec<(u64, u64)> {
    counts.chunks(2).map(|pair| (pair[0].min(pair[1]), pair[0].max(pair[1]))).collect()
}

/// The rate of all groups together.
fn rate(groups: &[(u64, u64)]) -> Rational {
    let events = groups.iter().map(|group| i128::from(group.0)).sum();
    let exposure = groups.iter().map(|group| i128::from(group.1)).sum();
    Rational::new(events, exposure).expect("a rate")
}

fn within(bounds: Bounds, point: Bounds) -> bool {
    bounds.low <= point.low + 1e-9 && point.high <= bounds.high + 1e-9
}

proptest! {
    #[test]
    fn intervals_of_a_proportion_are_nested_and_mirror(share in proportion()) {
        let mirrored = Proportion::new(share.whole() - share.part(), share.whole()).expect("a proportion");
        for interval in [Proportion::wilson, Proportion::clopper_pearson, Proportion::jeffreys] {
            let found = levels().map(|level| interval(share, level));
            nested(share.estimate(), found)?;
            prop_assert!(found.iter().all(|ends| ends.low >= 0.0 && ends.high <= 1.0));
            let mirror = interval(mirrored, levels()[1]);
            prop_assert!(close(mirror.low, 1.0 - found[1].high) && close(mirror.high, 1.0 - found[1].low));
        }
    }

    #[test]
    fn two_proportions_are_compared_the_same_both_ways(from in proportion(), to in proportion()) {
        let there = levels().map(|level| difference(from, to, level));
        nested(there[0].estimate, there.map(|effect| effect.interval))?;
        let back = difference(to, from, levels()[1]);
        prop_assert!(close(there[1].interval.low, -back.interval.high) && close(there[1].test.p_value, back.test.p_value));
        for ratio in [risk_ratio, odds_ratio] {
            match (ratio(from, to, levels()[1]), ratio(to, from, levels()[1])) {
                (Ok(there), Ok(back)) => {
                    // Zero one way is infinite the other way.
                    prop_assert!(inverse(there.estimate, back.estimate) && close(there.test.p_value, back.test.p_value));
                    prop_assert!(inverse(there.interval.low, back.interval.high) && inverse(there.interval.high, back.interval.low));
                    prop_assert!(there.interval.contains(there.estimate));
                }
                (there, back) => prop_assert_eq!(there, back),
            }
        }
    }

    #[test]
    fn a_rate_ratio_is_nested(from in 0..20_000_u64, to in 0..20_000_u64) {
        let found = levels().map(|level| rate_ratio(Rate::from_count(from), Rate::from_count(to), level));
        match found {
            [Ok(a), Ok(b), Ok(c)] => {
                nested(a.estimate, [a.interval, b.interval, c.interval])?;
                prop_assert!((0.0..=1.0).contains(&a.test.p_value));
            }
            _ => prop_assert_eq!(from + to, 0),
        }
    }

    #[test]
    fn a_table_does_not_depend_on_the_order_of_rows_and_columns(rows in vec(vec(0..400_u64, 3), 2..6), turn in 0..6_usize) {
        let Ok(table) = CountTable::new(&rows) else { return Ok(()) };
        let mut moved = rows.clone();
        moved.rotate_left(turn % rows.len());
        moved.iter_mut().for_each(|row| row.reverse());
        let moved = CountTable::new(&moved).expect("the same margins");
        let (a, b) = (table.association(levels()[1]), moved.association(levels()[1]));
        prop_assert!(close(a.cramers_v, b.cramers_v) && close(a.chi_square.p_value, b.chi_square.p_value));
        let intervals: Vec<ConfidenceInterval> =
            levels().iter().filter_map(|level| table.association(*level).interval).collect();
        if let [narrow, usual, wide] = intervals[..] {
            nested(a.cramers_v, [narrow, usual, wide])?;
            prop_assert!(narrow.high > 0.0, "a point: {narrow:?}");
        }
    }

    #[test]
    fn ten_times_the_counts_have_ten_times_the_chi_square(rows in vec(vec(1..400_u64, 4), 2..5)) {
        let table = CountTable::new(&rows).expect("no margin is zero");
        let tenfold = CountTable::new(&rows.iter().map(|row| row.iter().map(|cell| cell * 10).collect()).collect::<Vec<_>>()).expect("a table");
        let (one, ten) = (table.association(levels()[1]), tenfold.association(levels()[1]));
        prop_assert!(close(one.chi_square.statistic.unwrap_or_default() * 10.0, ten.chi_square.statistic.unwrap_or_default()));
        // The correction for bias becomes smaller with more things.
        prop_assert!(one.cramers_v <= ten.cramers_v + 1e-3);
    }

    #[test]
    fn compositions_and_swings_do_not_depend_on_scale(counts in vec(1..1_000_u64, 2..6), factor in 1..50_u64) {
        let scaled: Vec<u64> = counts.iter().map(|count| count * factor).collect();
        let [values, scaled_values] = [&counts, &scaled].map(|counts| counts.iter().map(|count| *count as f64).collect::<Vec<f64>>());
        let apart = composition_distance(&counts, &scaled).expect("a distance");
        prop_assert!(apart.distance < 1e-12 && apart.zeros_replaced == 0);
        let [one, other] = [&values, &scaled_values].map(|values| swing(values).expect("a swing").amplitude.expect("an amplitude"));
        prop_assert!(close(one, other));
        let [one, other] = [&values, &scaled_values].map(|values| index(values, 0).expect("an index"));
        prop_assert!(one.iter().zip(&other).all(|(a, b)| close(*a, *b)));
    }

    #[test]
    fn decompositions_sum_to_the_change(from in vec(1..5_000_u64, 4), to in vec(1..5_000_u64, 4), printed in 1..20_000_u64) {
        let [first, second] = [&from, &to].map(|counts| counts.iter().map(|count| Rational::from(i128::from(*count))).collect::<Vec<_>>());
        let all = second.iter().fold(Rational::ZERO, |sum, part| &sum + part);
        let found = contributions(&first, &second, &Rational::from(i128::from(printed)), &all).expect("contributions");
        let sum = found.parts.iter().chain([&found.residual]).fold(Rational::ZERO, |sum, part| &sum + &found.points(part));
        prop_assert_eq!(sum.to_string(), found.points(&found.total).to_string());

        let (before, after) = (groups(&from), groups(&to));
        let effects = rate_and_mix(&before, &after).expect("effects");
        prop_assert_eq!((&effects.rate + &effects.mix).to_string(), (&rate(&after) - &rate(&before)).to_string());

        let effects = divisia((from[0] as f64, from.iter().sum::<u64>() as f64), (to[0] as f64, to.iter().sum::<u64>() as f64)).expect("effects");
        prop_assert!(close(effects.size + effects.structure, to[0] as f64 - from[0] as f64));
    }

    #[test]
    fn trends_are_nested_or_refused_by_name(counts in vec(0..3_000_u64, 0..14)) {
        let times: Vec<f64> = (0..counts.len()).map(|at| at as f64).collect();
        for trend in [poisson_trend, quasi_poisson_trend, negative_binomial_trend] {
            if let [Ok(a), Ok(b), Ok(c)] = levels().map(|level| trend(&counts, &times, level)) {
                nested(a.ratio, [a.interval, b.interval, c.interval])?;
                prop_assert!(a.ratio.is_finite() && (0.0..=1.0).contains(&a.test.p_value));
            }
        }
        if let Ok(found) = dispersion(&counts) {
            prop_assert!(found.index >= 0.0 && found.test.is_none_or(|test| (0.0..=1.0).contains(&test.p_value)));
        }
    }

    #[test]
    fn a_share_trend_turns_with_time(pairs in vec(proportion(), 2..7)) {
        let scores: Vec<f64> = (0..pairs.len()).map(|at| at as f64).collect();
        let backward: Vec<f64> = scores.iter().map(|score| -score).collect();
        match (share_trend(&pairs, &scores, levels()[1]), share_trend(&pairs, &backward, levels()[1])) {
            (Ok(there), Ok(back)) => prop_assert!(close(there.slope, -back.slope) && close(there.test.p_value, back.test.p_value)),
            (there, back) => prop_assert_eq!(there, back),
        }
    }

    /// Any completion with members below the cap lies within the bounds, and so does what the shares
    /// were before they were rounded.
    #[test]
    fn completions_lie_within_their_bounds(listed in vec(20..200_u64, 1..6), rest in vec(1..20_u64, 1..30), decimals in 0..3_i32) {
        let all: Vec<f64> = listed.iter().chain(&rest).map(|share| *share as f64).collect();
        let whole: f64 = all.iter().sum();
        let (unit, n) = (10.0_f64.powi(-decimals), listed.len());
        let printed: Vec<Bounds> = all.iter().map(|share| {
            let shown = (100.0 * share / whole / unit).round() * unit;
            Bounds { low: shown - unit / 2.0, high: shown + unit / 2.0 }
        }).collect();
        let exact: Vec<Bounds> = all.iter().map(|share| Bounds { low: 100.0 * share / whole, high: 100.0 * share / whole }).collect();
        let full = ShareList::new(&exact, 100.0, None).expect("a full list");
        let cap = 100.0 * 20.0 / whole;
        for list in [
            ShareList::new(&exact[..n], 100.0, Some(cap)).expect("a cut list"),
            ShareList::new(&printed[..n], 100.0, Some(cap)).expect("a rounded, cut list"),
            ShareList::new(&printed, 100.0, None).expect("a rounded list"),
        ] {
            prop_assert!(within(list.herfindahl(), full.herfindahl()) && within(list.gini(), full.gini()), "{list:?}");
            for k in 1..8 {
                prop_assert!(within(list.largest(k), full.largest(k)), "{k}");
            }
            for member in 0..n {
                prop_assert!(within(list.share(member), full.share(member)), "{member}");
            }
        }
        let smaller = ShareList::new(&exact[..n], 100.0, Some(cap / 2.0)).expect("a list");
        let cut = ShareList::new(&exact[..n], 100.0, Some(cap)).expect("a list");
        prop_assert!(within(cut.herfindahl(), smaller.herfindahl()) && within(cut.gini(), smaller.gini()));
    }

    #[test]
    fn holm_keeps_the_order_and_only_raises(p_values in vec(0.0..1.0_f64, 0..12)) {
        let adjusted = holm(&p_values);
        for (a, adjusted_a) in p_values.iter().zip(&adjusted) {
            prop_assert!(adjusted_a >= a && *adjusted_a <= 1.0);
            prop_assert!(p_values.iter().zip(&adjusted).all(|(b, adjusted_b)| a > b || adjusted_a <= adjusted_b));
        }
    }
}

proptest! {
    // Each case averages over all correlations several times.
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn an_event_study_moves_with_its_values(noise in vec(-50..50_i32, 60..80), shift in -1_000..1_000_i32) {
        let values: Vec<f64> = noise.iter().map(|value| f64::from(*value)).collect();
        let moved: Vec<f64> = values.iter().map(|value| value + f64::from(shift)).collect();
        if let (Ok(one), Ok(other)) = (event_study(&values, 30, 1, Link::Identity, "points", levels()[1]), event_study(&moved, 30, 1, Link::Identity, "points", levels()[1])) {
            prop_assert!((one.level_change.estimate - other.level_change.estimate).abs() < 1e-6);
            prop_assert!((one.slope_change.interval.low - other.slope_change.interval.low).abs() < 1e-6);
        }
    }
}
