//! Bounds for groups of a list that is cut, compared with all completions in whole units.
#![allow(clippy::float_arithmetic, reason = "statistics are floats")]

use crossfoot_stats::{Bounds, ShareList};

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

/// Groups with exact shares of `whole`, each of one listed member, and an unlisted rest.
fn of_groups(groups: &[f64], whole: f64) -> ShareList {
    let exact: Vec<Bounds> = groups.iter().map(|share| Bounds::exact(*share)).collect();
    let list = ShareList::new(&exact, whole, Some(1.0)).expect("a list");
    list.groups(&(0..groups.len()).collect::<Vec<_>>())
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
        let list = of_groups(&groups, whole);
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
        let bounds = list.gini();
        // Further groups do not make it smaller.
        assert!(
            close(bounds.low, ginis.low) && close(bounds.low, alone.low),
            "{listed:?} and {rest}: {bounds:?}, {ginis:?}"
        );
        assert!(ginis.high < bounds.high && bounds.high == 1.0);
        for (k, ratio) in (1..=groups.len()).zip(ratios) {
            let bounds = list.largest(k);
            assert!(
                close(bounds.low, ratio.low) && close(bounds.high, ratio.high),
                "{listed:?} and {rest}, {k}: {bounds:?}, {ratio:?}"
            );
        }
        // One more than are listed: the least is approached, not reached.
        let (more, ratio) = (list.largest(groups.len() + 1), ratios[groups.len()]);
        assert!(more.low < ratio.low && close(more.high, ratio.high));
        let bounds = list.herfindahl();
        assert!(
            bounds.low < squares.low && close(bounds.high, squares.high),
            "{listed:?} and {rest}: {bounds:?}, {squares:?}"
        );
    }
}

#[test]
fn ever_more_groups_approach_the_greatest_gini() {
    // Two groups of 400 and 200 of 1,000: the larger gets 400 less one for each of the others.
    let list = of_groups(&[400_000.0, 200_000.0], 1_000_000.0);
    assert!(list.gini().high >= 0.995);
    let mut groups = vec![1; 1_000];
    groups.extend([400_000 + 400_000 - 1_000, 200_000]);
    assert!(gini(&groups) > 0.995);
}

#[test]
fn a_full_list_of_groups_has_one_value() {
    let list = of_groups(&[50.0, 30.0, 20.0], 100.0);
    let (found, ratio) = (list.gini(), list.largest(2));
    assert!(close(found.low, found.high) && close(found.low, gini(&[5, 3, 2])));
    assert!((ratio.low - 0.8).abs() < 1e-12 && (ratio.high - 0.8).abs() < 1e-12);
}

/// Every way to give each listed member one of its units, and the rest to further members of at most
/// `cap`, in falling order.
fn round(
    members: &mut Vec<u64>,
    boxes: &[(u64, u64)],
    left: u64,
    cap: u64,
    show: &mut impl FnMut(&[u64]),
) {
    if let Some((low, high)) = boxes.get(members.len()) {
        for share in *low..=*high.min(&left) {
            members.push(share);
            round(members, boxes, left - share, cap, show);
            members.pop();
        }
    } else if left == 0 {
        show(members);
    } else {
        for next in 1..=left.min(cap) {
            members.push(next);
            round(members, boxes, left - next, next, show);
            members.pop();
        }
    }
}

/// The bounds of rounded shares, against all completions in whole units: none lies outside, and the
/// upper ends, the least Gini coefficients and the ends of complete lists are reached, for the most
/// even completions here are in whole units.
#[test]
fn bounds_of_rounded_shares_hold_all_completions() {
    const NONE: Bounds = Bounds { low: f64::INFINITY, high: f64::NEG_INFINITY };
    for (boxes, whole, cap) in [
        (vec![(8, 10), (5, 7), (5, 7)], 20, Some(7)),
        (vec![(8, 10), (5, 7), (5, 7)], 20, None),
        (vec![(8, 10), (5, 7), (4, 6)], 22, Some(4)),
        // Three unlisted members are more even than two.
        (vec![(9, 15)], 30, Some(9)),
        (vec![(3, 5), (3, 5)], 16, Some(5)),
        (vec![(6, 8), (6, 8), (6, 8)], 21, None),
        (vec![(9, 10), (3, 4)], 12, Some(2)),
    ] {
        let listed: Vec<Bounds> = boxes
            .iter()
            .map(|(low, high)| Bounds { low: *low as f64, high: *high as f64 })
            .collect();
        let list =
            ShareList::new(&listed, whole as f64, cap.map(|cap| cap as f64)).expect("a list");
        let (mut ginis, mut squares, mut ratios, mut first) = (NONE, NONE, [NONE; 4], NONE);
        round(&mut Vec::new(), &boxes, whole, cap.unwrap_or(0), &mut |members| {
            seen(&mut ginis, gini(members));
            seen(
                &mut squares,
                members.iter().map(|share| (*share as f64 / whole as f64).powi(2)).sum(),
            );
            seen(&mut first, members[0] as f64 / whole as f64);
            for (k, ratio) in (1..).zip(&mut ratios) {
                seen(ratio, largest(members, k));
            }
        });
        let shown = format!("{boxes:?} of {whole}, {cap:?}");
        let (index, coefficient) = (list.herfindahl(), list.gini());
        assert!(
            index.low <= squares.low + 1e-12 && close(index.high, squares.high),
            "{shown}: {index:?}, {squares:?}"
        );
        assert!(close(coefficient.low, ginis.low), "{shown}: {coefficient:?}, {ginis:?}");
        assert!(coefficient.high >= ginis.high - 1e-12, "{shown}: {coefficient:?}, {ginis:?}");
        let share = list.share(0);
        assert!(
            close(share.low, first.low) && close(share.high, first.high),
            "{shown}: {share:?}, {first:?}"
        );
        for (k, ratio) in (1..).zip(ratios) {
            let bounds = list.largest(k);
            assert!(
                bounds.low <= ratio.low + 1e-12 && close(bounds.high, ratio.high),
                "{shown}, {k}: {bounds:?}, {ratio:?}"
            );
        }
        if cap.is_none() {
            assert!(
                close(index.low, squares.low) && close(coefficient.high, ginis.high),
                "{shown}"
            );
        }
    }
}
