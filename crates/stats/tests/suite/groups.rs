//! Bounds for groups of a list that is cut, compared with all completions in whole units.
#![allow(clippy::float_arithmetic, reason = "statistics are floats")]

use crossfoot_stats::{Bounds, CutList};

/// One listed share is six units, so that up to three groups have a level in whole units.
const UNITS: u64 = 6;

/// Adds `rest` to the listed groups from `at` on and, with what is left, further groups of at most
/// `most` in falling order; shows every result.
fn complete(
    groups: &mut Vec<u64>,
    at: usize,
    listed: usize,
    rest: u64,
    most: u64,
    show: &mut impl FnMut(&[u64]),
) {
    if at < listed {
        for more in 0..=rest {
            groups[at] += more;
            complete(groups, at + 1, listed, rest - more, most, show);
            groups[at] -= more;
        }
    } else if rest == 0 {
        show(groups);
    } else {
        for next in 1..=rest.min(most) {
            groups.push(next);
            complete(groups, at, listed, rest - next, next, show);
            groups.pop();
        }
    }
}

/// Half the mean difference between all pairs, as a multiple of the mean.
fn gini(groups: &[u64]) -> f64 {
    let differences: u64 =
        groups.iter().flat_map(|a| groups.iter().map(move |b| a.abs_diff(*b))).sum();
    differences as f64 / (2 * groups.len() as u64 * groups.iter().sum::<u64>()) as f64
}

fn largest(groups: &[u64], k: usize) -> f64 {
    let mut sorted = groups.to_vec();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    sorted.iter().take(k).sum::<u64>() as f64 / groups.iter().sum::<u64>() as f64
}

/// The least and the greatest that were seen.
fn seen(range: &mut Bounds, value: f64) {
    *range = Bounds { low: range.low.min(value), high: range.high.max(value) };
}

/// Every way to make one of the lists longer by a share no larger than its last.
fn longer(lists: &[Vec<u64>]) -> Vec<Vec<u64>> {
    lists
        .iter()
        .flat_map(|list| {
            (1..=*list.last().unwrap_or(&3)).map(|next| [list.as_slice(), &[next]].concat())
        })
        .collect()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-12
}

/// All lists of one to three shares up to three, the largest first.
fn lists() -> Vec<Vec<u64>> {
    let one = longer(&[Vec::new()]);
    let two = longer(&one);
    let three = longer(&two);
    [one, two, three].concat()
}

#[test]
fn bounds_of_groups_are_those_of_all_completions() {
    const NONE: Bounds = Bounds { low: f64::INFINITY, high: f64::NEG_INFINITY };
    for (listed, rest) in
        lists().into_iter().flat_map(|list| [1, 2].map(|rest| (list.clone(), rest * UNITS)))
    {
        let mut units: Vec<u64> = listed.iter().map(|share| share * UNITS).collect();
        let whole = (units.iter().sum::<u64>() + rest) as f64;
        let groups: Vec<f64> = units.iter().map(|group| *group as f64).collect();
        let list = CutList::new(&groups, whole, 1.0).expect("a list");
        let (mut ginis, mut alone, mut ratios, mut squares) = (NONE, NONE, [NONE; 4], NONE);
        complete(&mut units, 0, groups.len(), rest, rest, &mut |completion| {
            let found = gini(completion);
            if completion.len() == groups.len() {
                seen(&mut alone, found);
            }
            seen(&mut ginis, found);
            seen(
                &mut squares,
                completion.iter().map(|group| (*group as f64 / whole).powi(2)).sum(),
            );
            for (k, ratio) in (1..).zip(&mut ratios) {
                seen(ratio, largest(completion, k));
            }
        });
        let bounds = list.group_gini(&groups, whole);
        // Further groups do not make it smaller.
        assert!(
            close(bounds.low, ginis.low) && close(bounds.low, alone.low),
            "{listed:?} and {rest}: {bounds:?}, {ginis:?}"
        );
        assert!(ginis.high < bounds.high && bounds.high == 1.0);
        for (k, ratio) in (1..=groups.len()).zip(ratios) {
            let bounds = list.group_largest(&groups, whole, k);
            assert!(
                close(bounds.low, ratio.low) && close(bounds.high, ratio.high),
                "{listed:?} and {rest}, {k}: {bounds:?}, {ratio:?}"
            );
        }
        // One more than are listed: the least is approached, not reached.
        let (more, ratio) =
            (list.group_largest(&groups, whole, groups.len() + 1), ratios[groups.len()]);
        assert!(more.low < ratio.low && close(more.high, ratio.high));
        let bounds = list.group_herfindahl(&groups, whole);
        assert!(
            bounds.low < squares.low && close(bounds.high, squares.high),
            "{listed:?} and {rest}: {bounds:?}, {squares:?}"
        );
    }
}

#[test]
fn ever_more_groups_approach_the_greatest_gini() {
    // Two groups of 400 and 200 of 1,000: the larger gets 400 less one for each of the others.
    let list = CutList::new(&[400_000.0, 200_000.0], 1_000_000.0, 1.0).expect("a list");
    assert!(list.group_gini(&[400_000.0, 200_000.0], 1_000_000.0).high >= 0.995);
    let mut groups = vec![1; 1_000];
    groups.extend([400_000 + 400_000 - 1_000, 200_000]);
    assert!(gini(&groups) > 0.995);
}

#[test]
fn a_full_list_of_groups_has_one_value() {
    let list = CutList::new(&[50.0, 30.0, 20.0], 100.0, 1.0).expect("a list");
    let (found, ratio) = (
        list.group_gini(&[50.0, 30.0, 20.0], 100.0),
        list.group_largest(&[50.0, 30.0, 20.0], 100.0, 2),
    );
    assert!(found.low == found.high && (found.low - gini(&[5, 3, 2])).abs() < 1e-12);
    assert!((ratio.low - 0.8).abs() < 1e-12 && (ratio.high - 0.8).abs() < 1e-12);
}
