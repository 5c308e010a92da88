//! How many groups of nodes add up to zero, at most.

use std::collections::HashMap;

use super::{Graph, MOST_KNOWN};

/// Nodes without an opposite of which all groups are tried.
const MOST_TRIED: usize = 12;

/// Remembers the most groups by excesses.
#[derive(Default)]
pub(super) struct Groups {
    known: HashMap<Vec<i128>, usize>,
}

impl Groups {
    /// What every forest that balances a graph weighs at least.
    ///
    /// A tree has an edge of its own for each of its unbalanced nodes, except for one where it does
    /// not reach the outside: then its excesses add up to zero.
    pub(super) fn bound(&mut self, graph: &Graph) -> u64 {
        let mut lightest = vec![u64::MAX; graph.nodes.len()];
        for edge in &graph.edges {
            for node in [edge.ends.0, edge.ends.1] {
                if let Ok(at) = graph.position(node) {
                    lightest[at] = lightest[at].min(edge.weight);
                }
            }
        }
        let (mut sum, mut most, mut excesses) = (0_u64, 0, Vec::with_capacity(lightest.len()));
        for ((_, excess), lightest) in graph.nodes.iter().zip(lightest) {
            if *excess != 0 {
                sum = sum.saturating_add(lightest);
                most = most.max(lightest);
                excesses.push(*excess);
            }
        }
        sum.saturating_sub(most.saturating_mul(self.most(excesses) as u64))
    }

    /// The most groups that add up to zero, or more.
    ///
    /// Two opposite excesses may always be a group: if they are in two, what is left of these adds
    /// up to zero, too. Other groups have at least three nodes.
    fn most(&mut self, excesses: Vec<i128>) -> usize {
        let (pairs, mut single) = without_pairs(excesses);
        single.sort_unstable();
        let Some(first) = single.first().copied() else { return pairs };
        if first > 0 || single.last().is_some_and(|last| *last < 0) {
            return pairs;
        }
        if single.len() > MOST_TRIED {
            return pairs + single.len() / 3;
        }
        if let Some(groups) = self.known.get(&single) {
            return pairs + groups;
        }
        let groups = by_trying(&single);
        if self.known.len() >= MOST_KNOWN {
            self.known.clear();
        }
        self.known.insert(single, groups);
        pairs + groups
    }
}

/// The number of pairs that add up to zero, and the excesses that are in none.
fn without_pairs(excesses: Vec<i128>) -> (usize, Vec<i128>) {
    let (mut pairs, mut single): (usize, Vec<i128>) = (0, Vec::with_capacity(excesses.len()));
    for excess in excesses {
        match single.iter().position(|other| *other == -excess) {
            Some(at) => {
                single.swap_remove(at);
                pairs += 1;
            }
            None => single.push(excess),
        }
    }
    (pairs, single)
}

/// The most groups that add up to zero, over all subsets: of a subset, the last excess joins those
/// before it, and a group is complete whenever the sum is zero.
fn by_trying(excesses: &[i128]) -> usize {
    let subsets = 1_usize << excesses.len();
    let (mut sums, mut most) = (vec![0_i128; subsets], vec![0_usize; subsets]);
    for subset in 1..subsets {
        let last = subset.trailing_zeros() as usize;
        sums[subset] = sums[subset & (subset - 1)] + excesses[last];
        let before = (0..excesses.len())
            .filter(|at| subset >> at & 1 == 1)
            .map(|at| most[subset ^ (1 << at)])
            .max()
            .unwrap_or(0);
        most[subset] = before + usize::from(sums[subset] == 0);
    }
    most[subsets - 1]
}
