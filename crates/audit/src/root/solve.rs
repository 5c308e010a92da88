//! A rule solved for one of its inputs: which values of it would give the printed target.

use crossfoot_core::formula::{
    Aggregate, AggregateKind, Comparison, Expr, Function, Value, evaluate, times_read,
};
use crossfoot_core::{CellId, ColumnId, Interval, Rational, Study, Variable};

use super::fit::Taken;
use super::memo::Memo;
use super::overlay::Overlay;

/// A formula on a row, with the numbers that its other inputs have.
#[derive(Clone, Copy)]
pub(super) struct Equation<'a> {
    pub(super) study: &'a Study,
    pub(super) basis: &'a Overlay<'a>,
    pub(super) row: Option<usize>,
    pub(super) unknown: Variable,
    /// What the basis takes figures to be.
    pub(super) taken: &'a [Taken],
    pub(super) wholes: &'a Wholes,
}

/// Sums over rows, which are the same for every unknown: by where their expression is, the row, and
/// what figures are taken to be.
pub(super) type Wholes = Memo<(usize, Option<usize>, Vec<Taken>), Option<Interval>>;

impl Equation<'_> {
    /// Every value of the unknown for which the formula can give a value of `goal`. `None` where
    /// the formula reads the unknown more than once or in a way that cannot be undone.
    pub(super) fn solve(&self, expr: &Expr, goal: Interval) -> Option<Interval> {
        match expr {
            Expr::Cell(..) | Expr::Claim(_) => Some(goal),
            Expr::Negate(inner) => self.solve(inner, -goal),
            Expr::Sum(parts) => self.solve_sum(parts, &goal),
            Expr::Product(parts) => self.solve_product(parts, &goal),
            Expr::Call(function, parts) => self.solve_call(*function, parts, goal),
            Expr::Compare(left, rest) => {
                let [(Comparison::Equal, right)] = rest.as_slice() else { return None };
                match (self.count(left), self.count(right)) {
                    (1, 0) => self.solve(left, self.value(right)?),
                    (0, 1) => self.solve(right, self.value(left)?),
                    _ => None,
                }
            }
            Expr::Aggregate(aggregate) => self.term(expr, aggregate, &goal),
            _ => None,
        }
    }

    /// Solves a sum, whose parts are marked as subtracted or not.
    fn solve_sum(&self, parts: &[(bool, Expr)], goal: &Interval) -> Option<Interval> {
        let (subtracted, part) =
            self.only(parts.iter().map(|(subtracted, part)| (*subtracted, part)))?;
        let others = parts.iter().filter(|(_, other)| !std::ptr::eq(other, part));
        let rest = others.map(|(minus, other)| {
            self.value(other).map(|value| if *minus { -value } else { value })
        });
        let rest =
            rest.reduce(|a, b| Some(&a? + &b?)).unwrap_or(Some(Interval::Point(Rational::ZERO)))?;
        self.solve(part, if subtracted { &rest - goal } else { goal - &rest })
    }

    /// Solves a product, whose parts are marked as divisors or not.
    fn solve_product(&self, parts: &[(bool, Expr)], goal: &Interval) -> Option<Interval> {
        let (divides, part) = self.only(parts.iter().map(|(divides, part)| (*divides, part)))?;
        let others = parts.iter().filter(|(_, other)| !std::ptr::eq(other, part));
        let rest = others.map(|(divides, other)| {
            self.value(other)
                .and_then(|value| if *divides { value.reciprocal() } else { Some(value) })
        });
        let rest =
            rest.reduce(|a, b| Some(&a? * &b?)).unwrap_or(Some(Interval::Point(Rational::ONE)))?;
        self.solve(part, if divides { quotient(&rest, goal)? } else { quotient(goal, &rest)? })
    }

    fn solve_call(&self, function: Function, parts: &[Expr], goal: Interval) -> Option<Interval> {
        let (at, part) = self.only(parts.iter().enumerate())?;
        let hundred = Interval::Point(Rational::from(100));
        let goal = match (function, at) {
            (Function::Share, 0) => quotient(&(&goal * &self.argument(parts, 1)?), &hundred)?,
            (Function::Share, _) => quotient(&(&self.argument(parts, 0)? * &hundred), &goal)?,
            (Function::Change, 0) => quotient(&self.argument(parts, 1)?, &factor(&goal))?,
            (Function::Change, _) => &self.argument(parts, 0)? * &factor(&goal),
            (Function::Points, 0) => &self.argument(parts, 1)? - &goal,
            (Function::Points, _) => &goal + &self.argument(parts, 0)?,
            (Function::Part, at) => quotient(&(&goal * &hundred), &self.argument(parts, 1 - at)?)?,
            (Function::Abs, _)
                if self.value(part)?.middle().is_some_and(|value| value.signum() < 0) =>
            {
                -goal
            }
            (Function::Abs, _) => goal,
            (Function::Sum | Function::Mean, _) => {
                let all = function.taking_part(parts, self.study, self.row);
                let count = if function == Function::Mean { all.len() as i128 } else { 1 };
                let sum = &goal * &Interval::Point(Rational::from(count));
                let others = all.into_iter().filter(|other| !std::ptr::eq(*other, part));
                others
                    .map(|part| self.value(part))
                    .try_fold(sum, |rest, value| Some(&rest - &value?))?
            }
            (Function::Min | Function::Max | Function::Years, _) => return None,
        };
        self.solve(part, goal)
    }

    fn argument(&self, parts: &[Expr], at: usize) -> Option<Interval> {
        self.value(parts.get(at)?)
    }

    /// The unknown as a term of a sum over rows.
    fn term(&self, expr: &Expr, aggregate: &Aggregate, goal: &Interval) -> Option<Interval> {
        let Variable::Cell(CellId { column, .. }) = self.unknown else { return None };
        if aggregate.kind == AggregateKind::Mean {
            let [sum, count] = [AggregateKind::Sum, AggregateKind::Count]
                .map(|kind| Aggregate { kind, ..aggregate.clone() });
            let [sum, count] = [sum, count].map(|one| Expr::Aggregate(Box::new(one)));
            let wholes = Memo::new();
            return Equation { wholes: &wholes, ..*self }.solve(&sum, goal * &self.value(&count)?);
        }
        if aggregate.kind != AggregateKind::Sum
            || aggregate.column.map(|own| ColumnId { table: aggregate.table, column: own })
                != Some(column)
        {
            return None;
        }
        let key = (std::ptr::from_ref(expr).addr(), self.row, self.taken.to_vec());
        let whole = self.wholes.get(key, |_| self.value(expr))?;
        let Value::Number(own) =
            evaluate(&self.reference()?, self.study, self.basis, None).ok()?.value
        else {
            return None;
        };
        // The rounding width of the unknown's own row is taken out with its value, so that it is
        // not counted twice.
        let rest = match (whole.low().zip(own.low()), whole.high().zip(own.high())) {
            (Some((low, own_low)), Some((high, own_high))) => {
                Interval::closed(low.value - own_low.value, high.value - own_high.value)
            }
            _ => return None,
        };
        Some(goal - &rest)
    }

    fn reference(&self) -> Option<Expr> {
        match self.unknown {
            Variable::Cell(cell) => {
                Some(Expr::Cell(cell.column, crossfoot_core::formula::RowRef::At(cell.row)))
            }
            Variable::Claim(claim) => Some(Expr::Claim(claim)),
        }
    }

    /// The single part that reads the unknown, once.
    fn only<'e, T>(&self, parts: impl Iterator<Item = (T, &'e Expr)>) -> Option<(T, &'e Expr)> {
        let mut reading = parts
            .map(|(mark, part)| (self.count(part), mark, part))
            .filter(|(count, ..)| *count > 0);
        let (count, mark, part) = reading.next()?;
        (count == 1 && reading.next().is_none()).then_some((mark, part))
    }

    /// How often a part reads the unknown.
    fn count(&self, expr: &Expr) -> usize {
        times_read(expr, self.study, self.row, self.unknown)
    }

    fn value(&self, expr: &Expr) -> Option<Interval> {
        match evaluate(expr, self.study, self.basis, self.row) {
            Ok(outcome) if !outcome.bounded => match outcome.value {
                Value::Number(value) => Some(value),
                _ => None,
            },
            _ => None,
        }
    }
}

/// `None` where the divisor may be zero.
fn quotient(dividend: &Interval, divisor: &Interval) -> Option<Interval> {
    Some(dividend * &divisor.reciprocal()?)
}

/// 1 + change ÷ 100.
fn factor(change: &Interval) -> Interval {
    let hundredth = Interval::Point(Rational::power_of_ten(-2));
    &(change * &hundredth) + &Interval::Point(Rational::ONE)
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use crossfoot_core::formula::Published;
    use proptest::prelude::*;

    use super::*;

    /// Formulas, what they count, and what they can be solved for.
    const FORMULAS: [(&str, &str, &[&str]); 19] = [
        ("a", "count", &["a"]),
        ("a + b - c", "count", &["a", "b", "c"]),
        ("a - (b - c)", "count", &["a", "b", "c"]),
        ("-a + b", "count", &["a", "b"]),
        ("2 * (a - b)", "count", &["a", "b"]),
        ("a * b / c", "ratio", &["a", "b", "c"]),
        ("share(a, b)", "percent", &["a", "b"]),
        ("share(a + b, c)", "percent", &["a", "b", "c"]),
        ("share(a, b + c)", "percent", &["a", "b", "c"]),
        ("share(a, a + b)", "percent", &["b"]),
        ("change(a, b)", "percent", &["a", "b"]),
        ("change(a - b, c)", "percent", &["a", "b", "c"]),
        ("part(p, a)", "count", &["p", "a"]),
        ("points(p, q)", "points", &["p", "q"]),
        ("p + q", "percent", &["p", "q"]),
        ("sum(t.a)", "count", &["a"]),
        ("sum(t.p)", "percent", &["p"]),
        ("mean(a, b, c)", "count", &["a", "b", "c"]),
        ("mean(t.p)", "percent", &["p"]),
    ];
    const COLUMNS: [&str; 5] = ["a", "b", "c", "p", "q"];

    /// A rule for each formula, over a table of three rows.
    static STUDY: LazyLock<Study> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        let mut manifest =
            "[study]\nid = \"s\"\ntitle = \"S\"\nlanguage = \"en\"\n\n[[table]]\nid = \"t\"\nfile = \"t.csv\"\ncolumn = [\n".to_owned();
        let units = COLUMNS.map(|name| (name, if name < "p" { "count" } else { "percent" }));
        let targets =
            FORMULAS.iter().enumerate().map(|(at, (_, unit, _))| (format!("x{at}"), *unit));
        let columns: Vec<(String, &str)> =
            units.iter().map(|(name, unit)| ((*name).to_owned(), *unit)).chain(targets).collect();
        for (name, unit) in &columns {
            manifest +=
                &format!("{{ header = \"{name}\", name = \"{name}\", unit = \"{unit}\" }},\n");
        }
        manifest += "]\n";
        for (at, (formula, ..)) in FORMULAS.iter().enumerate() {
            manifest += &format!(
                "\n[[rule]]\nid = \"r{at}\"\ntarget = \"t.x{at}\"\nformula = \"{formula}\"\n"
            );
        }
        let header: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
        let row = vec!["1"; columns.len()].join(",");
        std::fs::write(folder.path().join("study.toml"), manifest).unwrap();
        std::fs::write(
            folder.path().join("t.csv"),
            format!("{}\n{row}\n{row}\n{row}\n", header.join(",")),
        )
        .unwrap();
        crossfoot_load::load(folder.path()).unwrap_or_else(|error| panic!("{error}"))
    });

    fn cell(column: usize, row: usize) -> Variable {
        Variable::Cell(CellId { column: ColumnId { table: 0, column }, row })
    }

    /// A formula in the first row, with a column of it as the unknown.
    struct Case<'a> {
        formula: usize,
        column: usize,
        values: &'a [(Variable, Interval)],
    }

    impl Case<'_> {
        /// The value of the formula; `None` where a divisor may be zero.
        fn value(&self) -> Option<Interval> {
            self.ask(|equation, expr| equation.value(expr))
        }

        /// The values of the unknown for which the formula can give a value of `goal`.
        fn solve(&self, goal: Interval) -> Option<Interval> {
            self.ask(|equation, expr| equation.solve(expr, goal))
        }

        fn ask<T>(&self, question: impl FnOnce(Equation<'_>, &Expr) -> T) -> T {
            let published = Published { bases: vec![None], ..Published::default() };
            let overlay = Overlay::new(&published, self.values);
            let unknown = cell(self.column, 0);
            let equation = Equation {
                study: &STUDY,
                basis: &overlay,
                row: Some(0),
                unknown,
                taken: &[],
                wholes: &Memo::new(),
            };
            question(equation, &STUDY.rules[self.formula].formula.as_ref().unwrap().expr)
        }
    }

    fn thousandths(value: i128) -> Rational {
        Rational::new(value, 1_000).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        /// A value of the unknown solves a formula if and only if the formula can give the goal
        /// with that value. The other figures are rounded or exact.
        #[test]
        fn what_solves_a_formula_meets_its_goal_and_nothing_else_does(
            formula in 0..FORMULAS.len(),
            mantissas in prop::collection::vec(1_i128..10_000, 15),
            rounded in prop::collection::vec(any::<bool>(), 15),
            tried in 1_i128..1_000_000,
            half_width in 0_i128..50,
            share in 0_i128..=16,
        ) {
            let mut values: Vec<(Variable, Interval)> = Vec::new();
            for (at, mantissa) in mantissas.iter().enumerate() {
                let value = Rational::from(*mantissa);
                let half = Rational::new(1, 2).unwrap();
                let value = if rounded[at] {
                    Interval::closed(&value - &half, value + half)
                } else {
                    Interval::Point(value)
                };
                values.push((cell(at % 5, at / 5), value));
            }
            for name in FORMULAS[formula].2 {
                let column = COLUMNS.iter().position(|column| column == name).unwrap();
                let printed = values[column].clone();
                // A goal that some value reaches, and the value that reaches it.
                let reaching = thousandths(tried);
                values[column].1 = Interval::Point(reaching.clone());
                let value = Case { formula, column, values: &values }.value();
                let Some(middle) = value.and_then(|value| value.middle()) else { continue };
                let goal = Interval::closed(
                    &middle - &thousandths(half_width),
                    middle + thousandths(half_width),
                );
                values[column].1 = printed.1.clone();
                let found = Case { formula, column, values: &values }.solve(goal.clone());
                let Some(found) = found else { continue };
                prop_assert!(
                    found.contains(&reaching),
                    "{} for {name}: {found:?} has not {reaching:?}",
                    FORMULAS[formula].0
                );
                let (Some(low), Some(high)) = (found.low(), found.high()) else { continue };
                // Within, at the ends, and beyond.
                let width = &high.value - &low.value;
                let candidate = &low.value + &(&width * &Rational::new(share - 4, 8).unwrap());
                if candidate.signum() <= 0 {
                    continue;
                }
                values[column].1 = Interval::Point(candidate.clone());
                let gives = Case { formula, column, values: &values }.value();
                values[column].1 = printed.1;
                let Some(gives) = gives else { continue };
                prop_assert_eq!(
                    gives.meets(&goal),
                    found.contains(&candidate),
                    "{} for {}: {:?} in {:?}, {:?} of {:?}",
                    FORMULAS[formula].0,
                    name,
                    candidate,
                    found,
                    gives,
                    goal
                );
            }
        }

        /// What is read twice is not solved for.
        #[test]
        fn an_unknown_read_twice_has_no_solution(a in 1_i128..1_000, b in 1_i128..1_000) {
            let formula =
                FORMULAS.iter().position(|(formula, ..)| *formula == "share(a, a + b)").unwrap();
            let values = [
                (cell(0, 0), Interval::Point(Rational::from(a))),
                (cell(1, 0), Interval::Point(Rational::from(b))),
            ];
            let case = Case { formula, column: 0, values: &values };
            let value = case.value().expect("a sum of positive counts is not zero");
            prop_assert_eq!(case.solve(value), None);
        }
    }
}
