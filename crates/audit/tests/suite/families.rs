//! Causes in generated studies: the cause that was put in is found.

use crossfoot_audit::{Audit, CauseKind, audit};
use crossfoot_core::{Decimal, Rational, Rounding, Study, Verdict};
use proptest::prelude::*;

use super::remedies::{rule, study};

fn rounded(value: &Rational, decimals: i8, rounding: Rounding) -> Decimal {
    rounding.apply(value, decimals).expect("it has few digits")
}

fn percent(part: u64, whole: u64) -> Rational {
    Rational::new(100 * i128::from(part), i128::from(whole)).expect("the whole is not zero")
}

fn hundredths(share: u64) -> String {
    format!("{}.{:02}", share / 100, share % 100)
}

/// The kind of the best cause of the finding about the first row of a column.
fn best_cause(study: &Study, audit: &Audit, target: &str) -> Option<CauseKind> {
    let finding = audit.findings.iter().find(|finding| finding.target == target)?;
    assert!(study.find_cell(target).is_some(), "{target} is a cell");
    finding.causes.first().map(|cause| cause.kind)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// A part was divided by the whole of another row, by the sum of all rows, or by the rest of the
    /// whole.
    #[test]
    fn the_whole_of_another_row_or_of_none_is_another_denominator(
        wholes in prop::collection::vec(1_000_u64..9_000, 4),
        parts in prop::collection::vec(100_u64..900, 4),
        other in 1_usize..4,
        which in 0_usize..3,
    ) {
        let all: u64 = wholes.iter().sum();
        let denominator = match which {
            0 => wholes[other],
            1 => all,
            _ => wholes[0] - parts[0],
        };
        let shares: Vec<Decimal> = (0..4)
            .map(|row| {
                let whole = if row == 0 { denominator } else { wholes[row] };
                rounded(&percent(parts[row], whole), 2, Rounding::HalfUp)
            })
            .collect();
        let right = rounded(&percent(parts[0], wholes[0]), 2, Rounding::HalfUp);
        prop_assume!(shares[0].to_rational() != right.to_rational());
        let rows: Vec<Vec<String>> = (0..4)
            .map(|row| {
                vec![parts[row].to_string(), wholes[row].to_string(), shares[row].to_plain()]
            })
            .collect();
        let study = study(
            &[("part", "count"), ("whole", "count"), ("pct", "percent")],
            &rows,
            &rule("t.pct", "share(part, whole)"),
            "",
        );
        let audit = audit(&study);
        let causes = &audit.findings[0].causes;
        prop_assert!(
            causes.iter().any(|cause| cause.kind == CauseKind::OtherDenominator),
            "{causes:?}"
        );
    }

    /// The ratio of two rounded shares was cut off. No value within their rounding gives it, so it is
    /// truncated.
    #[test]
    fn a_figure_of_rounded_figures_that_only_cutting_off_gives_is_truncated(
        shares in prop::collection::vec(prop::array::uniform2(1_000_u64..9_000), 5),
        row in 0_usize..5,
    ) {
        let mut rows: Vec<Vec<String>> = shares
            .iter()
            .map(|[part, whole]| {
                let ratio = rounded(&percent(*part, *whole), 0, Rounding::HalfUp);
                vec![hundredths(*part), hundredths(*whole), ratio.to_plain()]
            })
            .collect();
        let [part, whole] = shares[row];
        let cut = rounded(&percent(part, whole), 0, Rounding::Truncate);
        // Half a unit of the inputs' last place moves a quotient below 200 % by less than 0.16.
        let fraction = &percent(part, whole) - &cut.to_rational();
        prop_assume!(fraction > Rational::new(66, 100).expect("a fraction") && part < 2 * whole);
        rows[row][2] = cut.to_plain();
        let study = study(
            &[("part", "percent"), ("whole", "percent"), ("ratio", "percent")],
            &rows,
            &rule("t.ratio", "share(part, whole)"),
            "",
        );
        let audit = audit(&study);
        let verdict = audit.rules[0].verdict(Some(row));
        prop_assert_eq!(verdict, Some(Verdict::Truncated));
        let target = format!("t.ratio[r{row}]");
        prop_assert_eq!(best_cause(&study, &audit, &target), Some(CauseKind::Truncation));
    }
}
