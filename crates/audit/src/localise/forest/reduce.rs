//! Making a graph smaller without losing a lightest forest.
//!
//! - Of edges between the same nodes, the lightest are kept, as one edge.
//! - A balanced node with one edge goes; with two, the edges are one: a forest has both or neither.
//! - An unbalanced node with one edge needs it.

use super::{Edge, Graph, OUTSIDE, SetId, Store};

/// What is left of a graph.
#[derive(Default)]
pub(super) struct Reduced {
    /// The weight of the edges that every lightest forest has, and the figures of each.
    pub(super) weight: u64,
    pub(super) chosen: Vec<SetId>,
    /// Parts that share no node, each with an unbalanced one.
    pub(super) parts: Vec<Graph>,
}

/// Reduces a graph; `None` if no forest balances it.
pub(super) fn reduce(mut graph: Graph, store: &mut Store) -> Option<Reduced> {
    let mut reduced = Reduced::default();
    graph.join_parallel(store);
    while let Some((node, excess)) = graph.narrow() {
        let edges: Vec<Edge> =
            graph.edges.iter().filter(|edge| edge.touches(node)).cloned().collect();
        match (&edges[..], excess) {
            ([edge], 1..) | ([edge], ..=-1) => {
                reduced.weight += edge.weight;
                reduced.chosen.push(edge.sets);
                graph.edges.retain(|other| other != edge);
                graph.contract(edge.ends);
            }
            ([], 1..) | ([], ..=-1) => return None,
            ([one, two], _) => {
                let (a, b) = (one.other(node), two.other(node));
                graph.remove(node);
                graph.edges.push(Edge {
                    ends: (a.min(b), a.max(b)),
                    weight: one.weight + two.weight,
                    sets: store.product(vec![one.sets, two.sets]),
                });
            }
            _ => graph.remove(node),
        }
        graph.join_parallel(store);
    }
    reduced.parts = graph.parts();
    reduced.parts.iter().all(Graph::may_balance).then_some(reduced)
}

impl Graph {
    /// A node that can be reduced, and its excess.
    fn narrow(&self) -> Option<(usize, i128)> {
        let mut counted = self.nodes.iter().zip(self.degrees());
        let narrow =
            counted.find(|((_, excess), degree)| *degree < if *excess == 0 { 3 } else { 2 });
        narrow.map(|(node, _)| *node)
    }

    fn remove(&mut self, node: usize) {
        self.nodes.retain(|(other, _)| *other != node);
        self.edges.retain(|edge| !edge.touches(node));
    }

    /// Makes one edge of the lightest between the same nodes, and puts edges in order.
    fn join_parallel(&mut self, store: &mut Store) {
        self.edges.sort_unstable();
        if self.edges.windows(2).all(|pair| pair[0].ends != pair[1].ends) {
            return;
        }
        let joined = self.edges.chunk_by(|a, b| a.ends == b.ends).map(|edges| {
            let lightest = edges.iter().take_while(|edge| edge.weight == edges[0].weight);
            let sets = store.choice(lightest.map(|edge| edge.sets).collect());
            Edge { sets, ..edges[0].clone() }
        });
        self.edges = joined.collect();
    }

    /// Parts that share no node, each with an unbalanced one.
    fn parts(self) -> Vec<Self> {
        let mut parts: Vec<Self> = Vec::new();
        let mut left: Vec<usize> = self.nodes.iter().map(|(node, _)| *node).collect();
        while let Some(first) = left.first().copied() {
            let mut reached = vec![first];
            let mut at = 0;
            while at < reached.len() {
                let node = reached[at];
                let near = self.edges.iter().filter(|edge| edge.touches(node));
                for other in near.map(|edge| edge.other(node)) {
                    if other != OUTSIDE && !reached.contains(&other) {
                        reached.push(other);
                    }
                }
                at += 1;
            }
            left.retain(|node| !reached.contains(node));
            let part = Self {
                nodes: self
                    .nodes
                    .iter()
                    .filter(|(node, _)| reached.contains(node))
                    .copied()
                    .collect(),
                edges: self
                    .edges
                    .iter()
                    .filter(|edge| reached.contains(&edge.ends.1))
                    .cloned()
                    .collect(),
            };
            parts.extend(
                Some(part).filter(|part| part.nodes.iter().any(|(_, excess)| *excess != 0)),
            );
        }
        parts
    }

    /// Whether a connected graph reaches the outside or adds up to zero.
    fn may_balance(&self) -> bool {
        self.edges.iter().any(|edge| edge.ends.0 == OUTSIDE)
            || self.nodes.iter().map(|(_, excess)| excess).sum::<i128>() == 0
    }
}
