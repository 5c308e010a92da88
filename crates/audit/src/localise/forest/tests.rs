//! Forests compared with trying every set of edges.

use proptest::prelude::*;

use super::*;

/// Whether a set of edges balances the nodes `1..`: each tree adds up to zero or reaches outside.
fn balances(excesses: &[i128], edges: &[(usize, usize)], set: u32) -> bool {
    let mut tree: Vec<usize> = (0..=excesses.len()).collect();
    for (_, (a, b)) in edges.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1) {
        let (kept, gone) = (tree[*a].min(tree[*b]), tree[*a].max(tree[*b]));
        tree.iter_mut().filter(|own| **own == gone).for_each(|own| *own = kept);
    }
    (1..=excesses.len()).all(|root| {
        let own = (1..=excesses.len()).filter(|node| tree[*node] == root);
        own.map(|node| excesses[node - 1]).sum::<i128>() == 0
    })
}

/// The lightest sets of edges and their weight, by trying all.
fn by_force(
    excesses: &[i128],
    edges: &[(usize, usize)],
    weights: &[u64],
) -> (u64, Vec<Vec<usize>>) {
    let mut best = (u64::MAX, Vec::new());
    for set in (0..1 << edges.len()).filter(|set| balances(excesses, edges, *set)) {
        let own: Vec<usize> = (0..edges.len()).filter(|at| set >> at & 1 == 1).collect();
        let weight = own.iter().map(|at| weights[*at]).sum();
        if weight < best.0 {
            best = (weight, Vec::new());
        }
        if weight == best.0 {
            best.1.push(own);
        }
    }
    best.1.sort();
    best
}

proptest! {
    #[test]
    fn finds_what_trying_all_sets_finds(
        excesses in prop::collection::vec(-2_i128..3, 5),
        edges in prop::collection::vec((0_usize..6, 1_usize..6), 0..11),
        weights in prop::collection::vec(1_u64..3, 11),
    ) {
        let edges: Vec<(usize, usize)> =
            edges.into_iter().filter(|(a, b)| a != b).map(|(a, b)| (a.min(b), a.max(b))).collect();
        let mut forests = Forests::new(&|_| true);
        let graph = Graph {
            nodes: excesses.iter().enumerate().map(|(at, excess)| (at + 1, *excess)).collect(),
            edges: edges
                .iter()
                .enumerate()
                .map(|(at, ends)| Edge {
                    ends: *ends,
                    weight: weights[at],
                    sets: forests.store.figure(at),
                })
                .collect(),
        };
        let (weight, expected) = by_force(&excesses, &edges, &weights);
        let bound = forests.bound(&graph);
        match forests.within(graph.clone(), 100).unwrap() {
            None => prop_assert_eq!(weight, u64::MAX),
            Some(found) => {
                let mut sets = forests.store.expand(found.sets, 1_000_000);
                sets.iter_mut().for_each(|set| set.sort_unstable());
                sets.sort();
                prop_assert_eq!((found.weight, sets), (weight, expected));
                prop_assert!(bound <= weight);
                prop_assert!(weight == 0 || forests.within(graph, weight - 1).unwrap().is_none());
            }
        }
    }
}
