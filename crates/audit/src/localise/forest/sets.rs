//! Many sets of figures in little space: choices and products that share their parts.

use std::collections::{BTreeSet, HashMap};

/// A family of sets in a [`Store`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::localise) struct SetId(usize);

/// A family of sets.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Family {
    /// The set of one figure.
    Figure(usize),
    /// The sets of each; no set is in two.
    Choice(Vec<SetId>),
    /// The unions of one set of each; of none, the empty set.
    Product(Vec<SetId>),
}

/// Families, each once.
#[derive(Default)]
pub(in crate::localise) struct Store {
    families: Vec<Family>,
    ids: HashMap<Family, SetId>,
}

impl Store {
    /// The set of one figure.
    pub(in crate::localise) fn figure(&mut self, figure: usize) -> SetId {
        self.id(Family::Figure(figure))
    }

    /// The sets of all families, which have none in common.
    pub(super) fn choice(&mut self, families: Vec<SetId>) -> SetId {
        let mut among = Vec::with_capacity(families.len());
        for family in families {
            match &self.families[family.0] {
                Family::Choice(nested) => among.extend(nested.iter().copied()),
                _ => among.push(family),
            }
        }
        among.sort_unstable();
        if let [only] = among[..] { only } else { self.id(Family::Choice(among)) }
    }

    /// The unions of one set of each family.
    pub(super) fn product(&mut self, families: Vec<SetId>) -> SetId {
        let mut factors = Vec::with_capacity(families.len());
        for family in families {
            match &self.families[family.0] {
                Family::Product(nested) => factors.extend(nested.iter().copied()),
                _ => factors.push(family),
            }
        }
        factors.sort_unstable();
        if let [only] = factors[..] { only } else { self.id(Family::Product(factors)) }
    }

    fn id(&mut self, family: Family) -> SetId {
        let next = SetId(self.families.len());
        let id = *self.ids.entry(family.clone()).or_insert(next);
        if id == next {
            self.families.push(family);
        }
        id
    }

    /// All figures of a family.
    pub(in crate::localise) fn figures(&self, family: SetId) -> BTreeSet<usize> {
        let (mut figures, mut seen) = (BTreeSet::new(), BTreeSet::new());
        let mut pending = vec![family];
        while let Some(family) = pending.pop() {
            if !seen.insert(family) {
                continue;
            }
            match &self.families[family.0] {
                Family::Figure(figure) => {
                    figures.insert(*figure);
                }
                Family::Choice(parts) | Family::Product(parts) => pending.extend(parts),
            }
        }
        figures
    }

    /// The parts within `own` of the sets that otherwise have just the figures of `others`; `None`
    /// if there are none.
    pub(in crate::localise) fn restricted(
        &mut self,
        family: SetId,
        own: &BTreeSet<usize>,
        others: &BTreeSet<usize>,
    ) -> Option<SetId> {
        self.restrict(family, own, others, &mut HashMap::new())
    }

    fn restrict(
        &mut self,
        family: SetId,
        own: &BTreeSet<usize>,
        others: &BTreeSet<usize>,
        known: &mut HashMap<SetId, Option<SetId>>,
    ) -> Option<SetId> {
        if let Some(restricted) = known.get(&family) {
            return *restricted;
        }
        let restricted = match self.families[family.0].clone() {
            Family::Figure(figure) if own.contains(&figure) => Some(family),
            Family::Figure(figure) => others.contains(&figure).then(|| self.product(Vec::new())),
            Family::Choice(parts) => {
                let parts: Vec<SetId> = parts
                    .into_iter()
                    .filter_map(|part| self.restrict(part, own, others, known))
                    .collect();
                (!parts.is_empty()).then(|| self.choice(parts))
            }
            Family::Product(factors) => {
                let factors: Option<Vec<SetId>> = factors
                    .into_iter()
                    .map(|factor| self.restrict(factor, own, others, known))
                    .collect();
                factors.map(|factors| self.product(factors))
            }
        };
        known.insert(family, restricted);
        restricted
    }

    /// The sets one by one, at most `most`.
    pub(in crate::localise) fn expand(&self, family: SetId, most: usize) -> Vec<Vec<usize>> {
        match &self.families[family.0] {
            Family::Figure(figure) => vec![vec![*figure]],
            Family::Choice(families) => {
                let mut sets = Vec::new();
                for family in families {
                    sets.extend(self.expand(*family, most - sets.len()));
                    if sets.len() == most {
                        break;
                    }
                }
                sets
            }
            Family::Product(factors) => {
                factors.iter().fold(vec![Vec::new()], |sets: Vec<Vec<usize>>, factor| {
                    let expanded = self.expand(*factor, most);
                    let unions = sets.iter().flat_map(|set| {
                        expanded.iter().map(move |other| [set.as_slice(), other].concat())
                    });
                    unions.take(most).collect()
                })
            }
        }
    }
}
