//! How likely a figure is printed where another belongs, given that it was printed wrong.

use std::ops::RangeInclusive;

use crossfoot_core::{CellId, Decimal, Interval, Rational, Rounding, Study, Variable};

use crate::RuleAudit;
use crate::cause::{CauseKind, is_rounded_twice, priors, shares_made_whole};
use crate::neighbours;
use crate::slip::Slip;

/// How a figure came to be printed in the place of another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Misprint {
    /// The name of the likeliest kind; `arbitrary` where no kind gives the printed figure.
    pub(super) kind: Option<CauseKind>,
    /// The probability that a misprint of the right figure gives the printed one, of all kinds
    /// together.
    pub(super) weight: f64,
}

/// Places that a decimal point may be off.
pub(super) const SHIFTS: [i32; 6] = [1, -1, 2, -2, 3, -3];
/// Shifts, each before or after rounding.
const SHIFT_WAYS: f64 = 12.0;
/// The printed figure of the row before, or the right one.
const STALE_WAYS: f64 = 2.0;
/// The cell to the left, or the one to the right.
const NEIGHBOUR_WAYS: f64 = 2.0;

/// The misprint of each kind, weighed one after the other.
struct Tally {
    best: Misprint,
    total: f64,
}

impl Tally {
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    fn add(&mut self, kind: CauseKind, weight: f64) {
        self.total += weight;
        if weight > self.best.weight {
            self.best = Misprint { kind: Some(kind), weight };
        }
    }
}

/// What is printed at a variable.
#[derive(Clone, Copy)]
pub(super) struct PrintedFigure<'a> {
    pub(super) study: &'a Study,
    pub(super) rules: &'a [RuleAudit],
    pub(super) variable: Variable,
    pub(super) value: Decimal,
}

impl PrintedFigure<'_> {
    /// How it came to be if `right` should have been printed. `exact` is the right value before
    /// rounding, where it was computed; `cutting` is the probability that a figure here is cut off.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    pub(super) fn misprint(
        &self,
        right: Decimal,
        exact: Option<&Interval>,
        cutting: f64,
    ) -> Misprint {
        let printed = self.value;
        let mut tally = Tally { best: Misprint { kind: None, weight: 0.0 }, total: 0.0 };
        if (right.mantissa() < 0) == (printed.mantissa() < 0) {
            let digits = right.digits().len() as f64;
            for slip in Slip::ALL {
                if let Some(ways) = slip.ways(right, printed) {
                    tally.add(
                        slip.kind(),
                        slip.kind().prior() / ways as f64 * digits / priors::TYPICAL_DIGITS,
                    );
                }
            }
        }
        if printed.mantissa() != 0 {
            if let Some(ways) = shift_ways(right, exact, printed) {
                tally.add(CauseKind::DecimalShift, priors::DECIMAL_SHIFT / SHIFT_WAYS / ways);
            }
            if right.mantissa() == -printed.mantissa() {
                tally.add(CauseKind::Sign, priors::SIGN);
            }
            if self.is_of_row_before() {
                tally.add(CauseKind::StaleFigure, priors::STALE_FIGURE / STALE_WAYS);
            }
            if self.is_of_neighbour() {
                tally
                    .add(CauseKind::NeighbourRepeated, priors::NEIGHBOUR_REPEATED / NEIGHBOUR_WAYS);
            }
        }
        if let Variable::Cell(cell) = self.variable
            && let Some(shares) = shares_made_whole(self.study, cell, right)
        {
            tally.add(CauseKind::ForcedSum, priors::FORCED_SUM / shares as f64);
        }
        if exact.and_then(Interval::as_point).is_some_and(|exact| is_rounded_twice(exact, printed))
        {
            tally.add(CauseKind::RoundedTwice, priors::ROUNDED_TWICE);
        }
        if printed.decimals() == right.decimals()
            && exact.is_some_and(|exact| is_cut_off(exact, printed))
        {
            tally.add(CauseKind::Truncation, cutting);
        }
        Misprint { kind: tally.best.kind, weight: tally.total + arbitrary(right, printed) }
    }

    /// An upper bound on the probability of any misprint that gives it, whatever the right figure
    /// is; except a figure cut off, and two exchanged.
    ///
    /// With n digits printed in r runs, the slip that made them had at least as many ways as is
    /// taken here: see [`Slip::ways`].
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    pub(super) fn likeliest(&self) -> f64 {
        let digits = self.value.digits();
        let (n, bytes) = (digits.len() as f64, digits.as_bytes());
        let runs = 1 + bytes.windows(2).filter(|pair| pair[0] != pair[1]).count();
        // An exchange keeps the digits; it is one of at least as many as there are runs beyond the
        // first, less two that it may have joined.
        let exchanges = runs.saturating_sub(3).max(1) as f64;
        let repeated =
            if runs < bytes.len() { typed(Slip::DigitRepeated, n - 1.0, runs as f64) } else { 0.0 };
        let stale = if self.is_of_row_before() { priors::STALE_FIGURE / STALE_WAYS } else { 0.0 };
        let beside =
            if self.is_of_neighbour() { priors::NEIGHBOUR_REPEATED / NEIGHBOUR_WAYS } else { 0.0 };
        let slips = [
            typed(Slip::AdjacentTransposition, n, exchanges).max(typed(
                Slip::DigitSwap,
                n,
                exchanges,
            )),
            typed(Slip::DigitReplaced, n, 9.0 * n),
            typed(Slip::DigitOmitted, n + 1.0, runs as f64),
            typed(Slip::DigitAdded, n - 1.0, 8.0 * n).max(repeated),
            priors::SIGN,
        ];
        // Two slips never give the same figure from the same other, except for leading zeros; a
        // shift of the point may also be a zero added.
        slips.into_iter().fold(0.0, f64::max)
            + priors::DECIMAL_SHIFT / SHIFT_WAYS
            + stale
            + beside
            + arbitrary(self.value, self.value)
    }

    fn is_of_neighbour(&self) -> bool {
        let Variable::Cell(cell) = self.variable else { return false };
        neighbours::repeated(self.study, self.rules, cell).next().is_some()
    }

    fn is_of_row_before(&self) -> bool {
        let Variable::Cell(CellId { column, row }) = self.variable else { return false };
        let before =
            row.checked_sub(1).and_then(|row| self.study.cell(CellId { column, row }).figure());
        before.is_some_and(|before| before.value() == self.value)
    }
}

/// The probability of a slip on so many digits that gives one of `ways` figures.
#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
fn typed(slip: Slip, digits: f64, ways: f64) -> f64 {
    slip.kind().prior() * digits / priors::TYPICAL_DIGITS / ways
}

/// The probability of a figure that no slip explains: any of as many digits, seldom one of more or
/// fewer.
#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
fn arbitrary(right: Decimal, printed: Decimal) -> f64 {
    let lengths = (right.digits().len() as i32, printed.digits().len() as i32);
    let values = 10_f64.powi(lengths.0.max(lengths.1));
    let same = lengths.0 == lengths.1 && right.decimals() == printed.decimals();
    (priors::UNEXPLAINED / values).max(priors::NOTHING_FITS)
        * if same { 1.0 } else { priors::OTHER_LENGTH }
}

/// How many figures a shift of the decimal point may have made, if `printed` is one of them: a
/// single one after rounding; before rounding as many, for each figure that should have been
/// printed, as what is known of the exact value allows. A shift before rounding needs at least two
/// printed digits as evidence.
#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
fn shift_ways(right: Decimal, exact: Option<&Interval>, printed: Decimal) -> Option<f64> {
    let value = printed.to_rational();
    let factors = SHIFTS.map(Rational::power_of_ten);
    if factors.iter().any(|factor| &right.to_rational() * factor == value) {
        return Some(1.0);
    }
    let exact = exact.filter(|_| printed.mantissa().unsigned_abs() >= 10)?;
    let usual = rounded(exact, Rounding::HalfUp, right.decimals())?;
    factors.into_iter().find_map(|factor| {
        let shifted = exact * &Interval::Point(factor);
        let all = rounded(&shifted, Rounding::HalfUp, printed.decimals())?;
        all.contains(&printed.mantissa()).then(|| (size(&all) / size(&usual)).max(1.0))
    })
}

/// The mantissas that the values of an interval round to.
pub(super) fn rounded(
    values: &Interval,
    rounding: Rounding,
    decimals: i8,
) -> Option<RangeInclusive<i64>> {
    let low = rounding.apply(&values.low()?.value, decimals)?.mantissa();
    let high = rounding.apply(&values.high()?.value, decimals)?.mantissa();
    Some(low..=high)
}

#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
fn size(mantissas: &RangeInclusive<i64>) -> f64 {
    mantissas.end().saturating_sub(*mantissas.start()) as f64 + 1.0
}

/// Whether cutting off the digits of a value gives what is printed, and rounding them does not.
fn is_cut_off(exact: &Interval, printed: Decimal) -> bool {
    let [cut, rounded] = [Rounding::Truncate, Rounding::HalfUp].map(|rounding| {
        rounded(exact, rounding, printed.decimals())
            .is_some_and(|all| all.contains(&printed.mantissa()))
    });
    cut && !rounded
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use crossfoot_core::ColumnId;
    use proptest::prelude::*;

    use super::*;

    /// A count, and below it another.
    static STUDY: LazyLock<Study> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        let manifest = "[study]\nid = \"s\"\ntitle = \"S\"\nlanguage = \"en\"\n\n[[table]]\nid = \"t\"\nfile = \"t.csv\"\ncolumn = [{ header = \"n\", name = \"n\", unit = \"count\" }]\n";
        std::fs::write(folder.path().join("study.toml"), manifest).unwrap();
        std::fs::write(folder.path().join("t.csv"), "n\n417\n523\n").unwrap();
        crossfoot_load::load(folder.path()).unwrap_or_else(|error| panic!("{error}"))
    });

    const fn cell(row: usize) -> Variable {
        Variable::Cell(CellId { column: ColumnId { table: 0, column: 0 }, row })
    }

    fn printed_at(row: usize, value: Decimal) -> PrintedFigure<'static> {
        PrintedFigure { study: &STUDY, rules: &[], variable: cell(row), value }
    }

    fn integer(value: i64) -> Decimal {
        Decimal::new(value, 0).unwrap()
    }

    /// The misprint of a whole number, if nothing was computed or cut off.
    fn misprint(right: i64, printed: i64, row: usize) -> Misprint {
        printed_at(row, integer(printed)).misprint(integer(right), None, 0.0)
    }

    /// Whether a slip left zeros in front, which are not printed.
    fn loses_zero(slip: Slip, right: Decimal, printed: Decimal) -> bool {
        let missing = right.digits().len() as i32 - printed.digits().len() as i32;
        let expected = match slip {
            Slip::AdjacentTransposition | Slip::DigitSwap | Slip::DigitReplaced => 0,
            Slip::DigitOmitted => 1,
            Slip::DigitAdded | Slip::DigitRepeated => -1,
        };
        missing != expected
    }

    #[test]
    fn misprints_are_named_by_the_likeliest_slip() {
        let cases = [
            (5382, 5328, CauseKind::AdjacentTransposition),
            (582, 5382, CauseKind::DigitAdded),
            (582, 285, CauseKind::DigitSwap),
            (71, 710, CauseKind::DecimalShift),
            (71, -71, CauseKind::Sign),
        ];
        for (right, printed, kind) in cases {
            assert_eq!(misprint(right, printed, 0).kind, Some(kind), "{right} printed {printed}");
        }
        assert_eq!(misprint(968, 417, 1).kind, Some(CauseKind::StaleFigure));
        assert_eq!(misprint(968, 417, 0).kind, None);
        // Three pairs of neighbours, three of four digits typed; and the share of misprints of any
        // kind that are such.
        let expected = priors::ADJACENT_TRANSPOSITION / 3.0 + priors::UNEXPLAINED / 1e4;
        assert!((misprint(5382, 5328, 0).weight - expected).abs() < 1e-12);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        /// The bound that the search relies on. Figures that came about in several ways at once are
        /// left out: those that lost a leading zero, such as 1,001 printed 101, and those that
        /// equal the row before and are a slip as well.
        #[test]
        #[expect(clippy::float_arithmetic, reason = "probabilities")]
        fn no_misprint_is_likelier_than_the_likeliest(
            mantissa in -200_000_i64..200_000,
            decimals in 0_i8..4,
            others in prop::collection::vec(-200_000_i64..200_000, 10),
            row in 0_usize..2,
        ) {
            let printed =
                Decimal::new(if mantissa % 50 == 0 { 417 } else { mantissa }, decimals).unwrap();
            let figure = printed_at(row, printed);
            let most = figure.likeliest();
            for decimals in (decimals - 1).max(0)..=decimals + 1 {
                let others = others.iter().filter_map(|other| Decimal::new(*other, decimals));
                for right in crate::slip::neighbours(printed, decimals)
                    .into_iter()
                    .chain(others)
                    .filter(|right| *right != printed)
                {
                    let slips: Vec<Slip> = Slip::ALL
                        .into_iter()
                        .filter(|slip| slip.ways(right, printed).is_some())
                        .collect();
                    let others =
                        [right.mantissa() == -printed.mantissa(), figure.is_of_row_before()];
                    if slips.iter().any(|slip| loses_zero(*slip, right, printed))
                        || slips.len() + others.into_iter().filter(|other| *other).count() > 1
                    {
                        continue;
                    }
                    let weight = figure.misprint(right, None, 0.0).weight;
                    prop_assert!(
                        weight <= most + 1e-12,
                        "{} printed {}: {weight} > {most}",
                        right.to_plain(),
                        printed.to_plain()
                    );
                }
            }
        }
    }
}
