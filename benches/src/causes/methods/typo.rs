//! The deductive correction of typing errors: Scholtus (2009), as the R packages deducorrect and
//! deductive implement it.
//!
//! A figure is corrected when one typing error turns the value that balances a violated sum into
//! the printed one, and when it is in no sum that holds. Among corrections that exclude each
//! other, those that mend most sums win; where several do, none of them is made.

use crossfoot_audit::Audit;
use crossfoot_core::formula::{AggregateKind, Expr};
use crossfoot_core::{CellId, ColumnId, Decimal, Study, Unit, Variable};

use super::super::checked_rows;
use super::{Method, Ranked};

/// Corrects single typing errors in sums of counts.
pub(super) struct SingleTypoCorrector;

impl Method for SingleTypoCorrector {
    fn name(&self) -> &'static str {
        "single-typo corrector"
    }

    fn rank(&self, study: &Study, _: &Audit) -> Vec<Ranked> {
        let balances = Balances::from_study(study);
        let corrected = balances.corrections().into_iter().filter_map(|correction| {
            let right = Decimal::new(i64::try_from(correction.value).ok()?, 0)?;
            Some((balances.variables[correction.figure].0, Some(right)))
        });
        let changes: Vec<_> = corrected.collect();
        if changes.is_empty() { Vec::new() } else { vec![Ranked { probability: None, changes }] }
    }
}

/// Figures that are whole numbers, and sums of them that must be zero: position of the figure and
/// its factor.
#[derive(Debug, Default)]
struct Balances {
    variables: Vec<(Variable, i128)>,
    sums: Vec<Vec<(usize, i128)>>,
}

/// A figure that may be corrected, to which value, and the sums that this mends.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Correction {
    figure: usize,
    value: i128,
    mends: Vec<usize>,
}

impl Balances {
    fn from_study(study: &Study) -> Self {
        let mut balances = Self::default();
        for rule in study.rules.iter() {
            for row in checked_rows(study, rule) {
                let (Some(target), Some(formula)) = (rule.variable(row), &rule.formula) else {
                    continue;
                };
                let mut terms = vec![(target, -1)];
                if collect(study, &formula.expr, row, 1, &mut terms).is_some() {
                    balances.add(study, &terms);
                }
            }
        }
        balances
    }

    /// Adds a sum of figures, unless one of them is not a whole number.
    fn add(&mut self, study: &Study, terms: &[(Variable, i128)]) {
        let values: Option<Vec<i128>> =
            terms.iter().map(|(variable, _)| count(study, *variable)).collect();
        let Some(values) = values else { return };
        let mut sum = Vec::new();
        for ((variable, factor), value) in terms.iter().zip(values) {
            let known = self.variables.iter().position(|(other, _)| other == variable);
            let at = known.unwrap_or(self.variables.len());
            if known.is_none() {
                self.variables.push((*variable, value));
            }
            sum.push((at, *factor));
        }
        self.sums.push(sum);
    }

    fn residual(&self, sum: &[(usize, i128)]) -> i128 {
        sum.iter().map(|(at, factor)| factor * self.variables[*at].1).sum()
    }

    fn corrections(&self) -> Vec<Correction> {
        let residuals: Vec<i128> = self.sums.iter().map(|sum| self.residual(sum)).collect();
        let in_balance: Vec<&[(usize, i128)]> = self
            .sums
            .iter()
            .zip(&residuals)
            .filter(|(_, residual)| **residual == 0)
            .map(|(sum, _)| sum.as_slice())
            .collect();
        let mut found: Vec<Correction> = Vec::new();
        for (at, sum) in self.sums.iter().enumerate().filter(|(at, _)| residuals[*at] != 0) {
            for (figure, factor) in sum {
                if in_balance.iter().any(|sum| holds(sum, *figure)) {
                    continue;
                }
                let printed = self.variables[*figure].1;
                let value = printed - residuals[at] / factor;
                if strsim::osa_distance(&printed.to_string(), &value.to_string()) != 1 {
                    continue;
                }
                match found.iter_mut().find(|other| (other.figure, other.value) == (*figure, value))
                {
                    Some(other) => other.mends.push(at),
                    None => found.push(Correction { figure: *figure, value, mends: vec![at] }),
                }
            }
        }
        self.groups(found).iter().flat_map(|group| self.certain(group)).collect()
    }

    /// Two corrections of which only one can be made: they are in the same sum.
    fn exclude(&self, one: &Correction, other: &Correction) -> bool {
        one.figure == other.figure
            || self.sums.iter().any(|sum| holds(sum, one.figure) && holds(sum, other.figure))
    }

    /// Corrections that exclude each other, at first or second hand.
    fn groups(&self, mut rest: Vec<Correction>) -> Vec<Vec<Correction>> {
        let mut groups = Vec::new();
        while let Some(first) = rest.pop() {
            let mut group = vec![first];
            let mut at = 0;
            while at < group.len() {
                let (near, far) =
                    rest.into_iter().partition(|other| self.exclude(&group[at], other));
                rest = far;
                group.extend::<Vec<_>>(near);
                at += 1;
            }
            groups.push(group);
        }
        groups
    }

    /// The corrections that belong to every best choice within a group.
    fn certain(&self, group: &[Correction]) -> Vec<Correction> {
        let mut best: (usize, Vec<Vec<Correction>>) = (0, Vec::new());
        self.choose(group, &mut Vec::new(), &mut best);
        let in_all = group
            .iter()
            .filter(|correction| best.1.iter().all(|choice| choice.contains(correction)));
        in_all.cloned().collect()
    }

    /// Every choice of corrections that do not exclude each other; `best` keeps those that mend
    /// most.
    fn choose(
        &self,
        rest: &[Correction],
        chosen: &mut Vec<Correction>,
        best: &mut (usize, Vec<Vec<Correction>>),
    ) {
        if mended(chosen) + mended(rest) < best.0 {
            return;
        }
        let Some((first, rest)) = rest.split_first() else {
            if mended(chosen) > best.0 {
                *best = (mended(chosen), Vec::new());
            }
            best.1.push(chosen.clone());
            return;
        };
        if chosen.iter().all(|other| !self.exclude(other, first)) {
            chosen.push(first.clone());
            self.choose(rest, chosen, best);
            chosen.pop();
        }
        self.choose(rest, chosen, best);
    }
}

/// The whole number that a figure prints.
fn count(study: &Study, variable: Variable) -> Option<i128> {
    let figure = study.printed(variable).figure()?;
    if *study.unit(variable) == Unit::Count {
        figure.value().to_rational().to_integer()
    } else {
        None
    }
}

/// How many sums a choice mends.
fn mended(choice: &[Correction]) -> usize {
    choice.iter().map(|correction| correction.mends.len()).sum()
}

fn holds(sum: &[(usize, i128)], figure: usize) -> bool {
    sum.iter().any(|(at, _)| *at == figure)
}

/// The terms of a formula that only adds and subtracts figures.
fn collect(
    study: &Study,
    expr: &Expr,
    row: Option<usize>,
    factor: i128,
    terms: &mut Vec<(Variable, i128)>,
) -> Option<()> {
    match expr {
        Expr::Cell(column, at) => {
            terms.push((Variable::Cell(CellId { column: *column, row: at.resolve(row)? }), factor))
        }
        Expr::Claim(claim) => terms.push((Variable::Claim(*claim), factor)),
        Expr::Negate(inner) => collect(study, inner, row, -factor, terms)?,
        Expr::Sum(parts) => {
            for (minus, part) in parts {
                collect(study, part, row, if *minus { -factor } else { factor }, terms)?;
            }
        }
        Expr::Aggregate(aggregate)
            if aggregate.kind == AggregateKind::Sum
                && aggregate.filter.is_none()
                && aggregate.over.is_none() =>
        {
            let column = ColumnId { table: aggregate.table, column: aggregate.column? };
            terms.extend(
                aggregate.rows(study).map(|row| (Variable::Cell(CellId { column, row }), factor)),
            );
        }
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R1 of Scholtus (2009), section 4: x1+x2=x3; x2=x4; x5+x6+x7=x8; x3+x8=x9; x9−x10=x11.
    fn corrected(values: [i128; 11]) -> Vec<(usize, i128)> {
        let sums: [&[(usize, i128)]; 5] = [
            &[(1, 1), (2, 1), (3, -1)],
            &[(2, 1), (4, -1)],
            &[(5, 1), (6, 1), (7, 1), (8, -1)],
            &[(3, 1), (8, 1), (9, -1)],
            &[(9, 1), (10, -1), (11, -1)],
        ];
        let sums =
            sums.map(|sum| sum.iter().map(|(at, factor)| (at - 1, *factor)).collect()).to_vec();
        let variables =
            values.iter().enumerate().map(|(at, value)| (Variable::Claim(at), *value)).collect();
        let mut made: Vec<_> = Balances { variables, sums }
            .corrections()
            .into_iter()
            .map(|made| (made.figure + 1, made.value))
            .collect();
        made.sort_unstable();
        made
    }

    #[test]
    fn corrects_the_published_examples() {
        assert_eq!(corrected([1452, 116, 1568, 116, 323, 76, 12, 411, 1979, 1842, 137]), []);
        assert_eq!(
            corrected([1452, 116, 1568, 161, 323, 76, 12, 411, 1979, 1842, 137]),
            [(4, 116)]
        );
        assert_eq!(
            corrected([1452, 116, 1568, 161, 323, 76, 12, 411, 19979, 1842, 137]),
            [(4, 116), (9, 1979)]
        );
        assert_eq!(
            corrected([1452, 116, 1568, 161, 0, 0, 0, 411, 19979, 1842, 137]),
            [(4, 116), (9, 1979)]
        );
        assert_eq!(corrected([1452, 116, 1568, 161, 0, 0, 0, 0, 19979, 1842, 137]), [(4, 116)]);
    }
}
