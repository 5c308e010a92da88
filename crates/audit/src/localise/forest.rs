//! All lightest forests that balance a graph: sets of edges such that the excesses of each tree add
//! up to zero, unless the tree reaches the outside, which takes any excess.
//!
//! If each figure is in at most two sums, sums are nodes, figures are edges, and the excess is what
//! a sum lacks: changes of figures carry it along the edges. Figures of a single sum lead outside.
//!
//! Branch and bound: some edge of an unbalanced node is in the forest; it is contracted, those
//! tried before are deleted. Three things keep the search small. The graph is reduced first
//! (`reduce`); parts that share no node are solved separately; and what was found for a graph is
//! remembered, because other branches lead to the same one. A tree of `k` unbalanced nodes has at
//! least `k − 1` edges, and `k` if it reaches the outside; so the bound is the number of unbalanced
//! nodes less the most groups among them whose excesses add up to zero (`groups`).

mod groups;
mod reduce;
mod sets;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use crossfoot_core::Rational;

use super::hitting::Watch;
use groups::Groups;
pub(super) use sets::{SetId, Store};

/// The node that takes any excess.
pub(super) const OUTSIDE: usize = 0;

/// Edges between the same two nodes, of which a lightest forest has at most one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Edge {
    /// The lesser node first.
    pub(super) ends: (usize, usize),
    pub(super) weight: u64,
    /// The figures that it stands for.
    pub(super) sets: SetId,
}

/// Nodes with their excesses, in order, without [`OUTSIDE`]; and edges between them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub(super) struct Graph {
    pub(super) nodes: Vec<(usize, i128)>,
    pub(super) edges: Vec<Edge>,
}

/// The lightest forests of a graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lightest {
    pub(super) weight: u64,
    pub(super) sets: SetId,
}

/// What is known of a graph.
#[derive(Clone, Copy)]
enum Known {
    Lightest(Lightest),
    /// Every forest that balances it weighs more.
    MoreThan(u64),
}

/// How a search ends early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stopped;

/// Graphs that are remembered; then all are forgotten, so that memory is bounded.
const MOST_KNOWN: usize = 200_000;

/// Searches for forests.
pub(super) struct Forests<'a> {
    pub(super) store: Store,
    known: HashMap<Graph, Known>,
    groups: Groups,
    watch: Watch<'a>,
    /// The least weight that was proven so far. The search reports it when it grows.
    pub(super) proven: Rational,
}

impl<'a> Forests<'a> {
    pub(super) fn new(watch: Watch<'a>) -> Self {
        Self {
            store: Store::default(),
            known: HashMap::new(),
            groups: Groups::default(),
            watch,
            proven: Rational::ZERO,
        }
    }

    /// What every forest that balances a graph weighs at least.
    pub(super) fn bound(&mut self, graph: &Graph) -> u64 {
        self.groups.bound(graph)
    }

    /// The lightest forests that balance a graph, unless they weigh more than `budget`.
    pub(super) fn within(
        &mut self,
        graph: Graph,
        budget: u64,
    ) -> Result<Option<Lightest>, Stopped> {
        let Some(reduced) = reduce::reduce(graph, &mut self.store) else { return Ok(None) };
        let bounds: Vec<u64> = reduced.parts.iter().map(|part| self.groups.bound(part)).collect();
        let mut rest = bounds.iter().sum::<u64>();
        let (mut weight, mut factors) = (reduced.weight, reduced.chosen);
        for (part, bound) in reduced.parts.into_iter().zip(bounds) {
            rest -= bound;
            let Some(left) = budget.checked_sub(weight + rest) else { return Ok(None) };
            let Some(found) = self.part(part, bound, left)? else { return Ok(None) };
            weight += found.weight;
            factors.push(found.sets);
        }
        Ok((weight <= budget).then(|| Lightest { weight, sets: self.store.product(factors) }))
    }

    /// The same for a connected graph that cannot be reduced, and whose forests weigh at least
    /// `bound`.
    fn part(&mut self, graph: Graph, bound: u64, budget: u64) -> Result<Option<Lightest>, Stopped> {
        if bound > budget {
            return Ok(None);
        }
        match self.known.get(&graph) {
            Some(Known::Lightest(found)) => {
                return Ok(Some(*found).filter(|found| found.weight <= budget));
            }
            Some(Known::MoreThan(least)) if budget <= *least => return Ok(None),
            _ => {}
        }
        if !(self.watch)(&self.proven) {
            return Err(Stopped);
        }
        let found = self.branch(&graph, budget)?;
        if self.known.len() >= MOST_KNOWN {
            self.known.clear();
        }
        self.known.insert(graph, found.map_or(Known::MoreThan(budget), Known::Lightest));
        Ok(found)
    }

    /// Tries each edge of the unbalanced node with the fewest. Each time those tried before are
    /// gone, so that no forest is found twice.
    fn branch(&mut self, graph: &Graph, budget: u64) -> Result<Option<Lightest>, Stopped> {
        let Some(node) = graph.narrowest() else { return Ok(None) };
        let (mut best, mut choices) = (budget, Vec::new());
        let mut left = graph.clone();
        for edge in graph.choices(node) {
            left.edges.retain(|other| *other != edge);
            let Some(budget) = best.checked_sub(edge.weight) else { continue };
            let mut contracted = left.clone();
            contracted.contract(edge.ends);
            if self.bound(&contracted) > budget {
                continue;
            }
            let Some(found) = self.within(contracted, budget)? else { continue };
            let weight = found.weight + edge.weight;
            if weight < best {
                choices.clear();
                best = weight;
            }
            choices.push(self.store.product(vec![edge.sets, found.sets]));
        }
        if choices.is_empty() {
            return Ok(None);
        }
        Ok(Some(Lightest { weight: best, sets: self.store.choice(choices) }))
    }
}

impl Graph {
    /// The excess of a node; 0 for the outside.
    fn excess(&self, node: usize) -> i128 {
        self.position(node).map_or(0, |at| self.nodes[at].1)
    }

    /// The unbalanced node with the fewest edges.
    fn narrowest(&self) -> Option<usize> {
        let counted = self.nodes.iter().zip(self.degrees());
        let unbalanced = counted.filter(|((_, excess), _)| *excess != 0);
        unbalanced.min_by_key(|(_, degree)| *degree).map(|((node, _), _)| *node)
    }

    /// By node, how many edges it has.
    fn degrees(&self) -> Vec<usize> {
        let mut degrees = vec![0; self.nodes.len()];
        for edge in &self.edges {
            for node in [edge.ends.0, edge.ends.1] {
                if let Ok(at) = self.position(node) {
                    degrees[at] += 1;
                }
            }
        }
        degrees
    }

    fn position(&self, node: usize) -> Result<usize, usize> {
        self.nodes.binary_search_by_key(&node, |(node, _)| *node)
    }

    /// The edges of a node: first those to a node of the opposite excess, then to unbalanced ones.
    fn choices(&self, node: usize) -> Vec<Edge> {
        let own = self.excess(node);
        let mut edges: Vec<Edge> =
            self.edges.iter().filter(|edge| edge.touches(node)).cloned().collect();
        edges.sort_by_key(|edge| {
            let other = self.excess(edge.other(node));
            (
                edge.weight,
                if other == -own {
                    0
                } else if other != 0 {
                    1
                } else {
                    2
                },
            )
        });
        edges
    }

    /// Makes one node of the ends of an edge: the lesser, which is the outside if one of them is.
    fn contract(&mut self, (kept, gone): (usize, usize)) {
        let excess = self.excess(gone);
        self.nodes.retain(|(node, _)| *node != gone);
        if let Ok(at) = self.position(kept) {
            self.nodes[at].1 += excess;
        }
        for edge in self.edges.iter_mut().filter(|edge| edge.touches(gone)) {
            let other = edge.other(gone);
            edge.ends = (other.min(kept), other.max(kept));
        }
        self.edges.retain(|edge| edge.ends.0 != edge.ends.1);
    }
}

impl Edge {
    fn touches(&self, node: usize) -> bool {
        self.ends.0 == node || self.ends.1 == node
    }

    /// The end that is not `node`.
    fn other(&self, node: usize) -> usize {
        if self.ends.0 == node { self.ends.1 } else { self.ends.0 }
    }
}
