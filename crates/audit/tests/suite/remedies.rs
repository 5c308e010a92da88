//! Remedies of generated studies: the right words or value, the checks that they open, and the
//! origin of a wrong value.

use std::collections::BTreeMap;

use crossfoot_audit::root::{Blamed, Proposal, RootCause, WordingChange};
use crossfoot_audit::{Audit, CauseKind, audit, check_name, corrected};
use crossfoot_core::{Decimal, Interval, Rational, Rounding, Study};
use crossfoot_load::Loaded;
use proptest::prelude::*;

/// The start of a manifest with one table; rules may follow.
const MANIFEST: &str = "[study]\nid = \"s\"\ntitle = \"S\"\nlanguage = \"en\"\n\n[[table]]\nid = \"t\"\nfile = \"t.csv\"\nkey = \"key\"\ncolumn = [\n{ header = \"key\", name = \"key\", unit = \"text\" },\n";

/// A study of one table.
pub(super) fn study(
    columns: &[(&str, &str)],
    rows: &[Vec<String>],
    rules: &str,
    claims: &str,
) -> Study {
    let described: String = columns
        .iter()
        .map(|(name, unit)| {
            format!("{{ header = \"{name}\", name = \"{name}\", unit = \"{unit}\" }},\n")
        })
        .collect();
    let header: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let lines: String =
        rows.iter().enumerate().map(|(at, row)| format!("r{at},{}\n", row.join(","))).collect();
    let mut files: BTreeMap<String, String> = [
        ("study.toml".to_owned(), format!("{MANIFEST}{described}]\n{rules}")),
        ("t.csv".to_owned(), format!("key,{}\n{lines}", header.join(","))),
    ]
    .into();
    if !claims.is_empty() {
        let header = "id,where,statement,published,unit,formula,approx";
        files.insert("claims.csv".to_owned(), format!("{header}\n{claims}"));
    }
    Loaded::from_texts("s".as_ref(), &files).unwrap_or_else(|error| panic!("{error}")).into_study()
}

pub(super) fn rule(target: &str, formula: &str) -> String {
    let id = target.replace(':', "-");
    format!("\n[[rule]]\nid = \"of-{id}\"\ntarget = \"{target}\"\nformula = '{formula}'\n")
}

fn ratio(part: u64, whole: u64) -> Rational {
    Rational::new(100 * i128::from(part), i128::from(whole)).expect("the whole is not zero")
}

fn rounded(value: &Rational, decimals: i8) -> Decimal {
    Rounding::HalfUp.apply(value, decimals).expect("it has few digits")
}

/// The change between two values in percent.
fn change(from: &Rational, to: &Rational) -> Rational {
    let quotient = to.checked_div(from).expect("it is not zero");
    (quotient - Rational::ONE) * Rational::from(100)
}

/// The root cause that blames a figure.
fn error_of<'a>(study: &Study, audit: &'a Audit, name: &str) -> Option<&'a RootCause> {
    audit.roots.errors().into_iter().find(|error| match error.blamed {
        Blamed::Figure(variable) => study.name(variable) == name,
        Blamed::Column(_) | Blamed::Rule(_) => false,
    })
}

/// Two rows with counts, wholes and their rates to two decimals, and a claim about the rates.
fn rates(counts: [u64; 2], wholes: [u64; 2], claim: &str) -> Study {
    let rows = [0, 1].map(|at| {
        let rate = rounded(&ratio(counts[at], wholes[at]), 2);
        vec![counts[at].to_string(), wholes[at].to_string(), rate.to_plain()]
    });
    let columns = [("revoked", "count"), ("all", "count"), ("rate", "percent")];
    study(
        &columns,
        &rows,
        &rule("t.rate", "share(revoked, all)"),
        &format!(
            "rise,1,the rate rose,{claim},percent,\"change(t.rate[\"\"r0\"\"], t.rate[\"\"r1\"\"])\",\n"
        ),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// A statement about a share prints the change of the number. The first remedy is other words;
    /// the second is the change of the share, computed from the counts.
    #[test]
    fn the_number_for_the_share_is_a_matter_of_words(
        counts in prop::array::uniform2(100_u64..900),
        wholes in prop::array::uniform2(2_000_u64..90_000),
    ) {
        let [from, to] = counts.map(|count| Rational::from(i128::from(count)));
        let printed = rounded(&change(&from, &to), 1);
        let study = rates(counts, wholes, &printed.to_plain());
        let audit = audit(&study);
        let error = error_of(&study, &audit, "claim:rise");
        prop_assume!(
            error.is_some_and(|error| error.kind.cause() == Some(CauseKind::ShareForCount))
        );
        let [words, value] = &error.expect("it is one").remedies[..] else {
            return Err(TestCaseError::fail("there are two remedies"));
        };
        prop_assert!(matches!(
            &words.proposal,
            Proposal::Wording(wording)
                if wording.change == WordingChange::Number && wording.corrected.is_none()
        ));
        let exact =
            change(&ratio(counts[0], wholes[0]), &ratio(counts[1], wholes[1]));
        prop_assert_eq!(
            &value.proposal,
            &Proposal::Value {
                value: rounded(&exact, 1),
                exact: Some(Interval::Point(exact)),
            }
        );
        prop_assert!(audit.roots.corrections.is_empty(), "the number is right");
        let (_, after) = corrected(&study, &audit);
        prop_assert_eq!(after.findings.len(), 1, "the words are as they were");
    }

    /// A statement calls a difference of percentages percent. The first remedy is other words.
    #[test]
    fn percent_for_percentage_points_is_a_matter_of_words(
        counts in prop::array::uniform2(1_000_u64..9_000),
        whole in 10_000_u64..40_000,
    ) {
        let [from, to] = counts.map(|count| rounded(&ratio(count, whole), 2).to_rational());
        let points = rounded(&(&to - &from), 2);
        let study = rates(counts, [whole; 2], &points.to_plain());
        let audit = audit(&study);
        let error = error_of(&study, &audit, "claim:rise");
        prop_assume!(
            error.is_some_and(|error| error.kind.cause() == Some(CauseKind::PercentForPoints))
        );
        let best = &error.expect("it is one").remedies[0].proposal;
        prop_assert!(matches!(
            best,
            Proposal::Wording(wording) if wording.change == WordingChange::PercentagePoints
        ));
    }

    /// A number includes rows that its words leave out, and it is the sum of two others. Another
    /// number opens the check of the sum. Other words open no check, so they come first.
    #[test]
    fn a_correction_that_opens_a_check_comes_after_words(
        inside in prop::collection::vec(1_u64..40, 1..4),
        outside in 1_u64..40,
        part in 0_u64..40,
    ) {
        let within: u64 = inside.iter().sum();
        let total = within + outside;
        let part = part.min(total);
        let rows: Vec<Vec<String>> = inside
            .iter()
            .map(|number| vec![number.to_string(), "2023".to_owned()])
            .chain([vec![outside.to_string(), "2020".to_owned()]])
            .collect();
        let claims = format!(
            "cases,1,cases since 2021,{total},count,sum(t.number where year >= 2021),\n\
             first,1,first part,{part},count,,\nsecond,1,second part,{},count,,\n",
            total - part
        );
        let sum = "claims.published[\"first\"] + claims.published[\"second\"]";
        let study = study(
            &[("number", "count"), ("year", "date")],
            &rows,
            &rule("claim:cases", sum),
            &claims,
        );
        let audit = audit(&study);
        let error = error_of(&study, &audit, "claim:cases");
        prop_assume!(
            error.is_some_and(|error| error.kind.cause() == Some(CauseKind::FilterDropped))
        );
        let [words, value] = &error.expect("it is one").remedies[..] else {
            return Err(TestCaseError::fail("there are two remedies"));
        };
        let Proposal::Wording(wording) = &words.proposal else {
            return Err(TestCaseError::fail("words come first"));
        };
        let WordingChange::Including(cells) = &wording.change else {
            return Err(TestCaseError::fail("a row is left out"));
        };
        let rows: Vec<usize> = cells.iter().map(|cell| cell.row).collect();
        prop_assert_eq!(rows, vec![inside.len()]);
        prop_assert!(words.opens.is_empty());
        let opens: Vec<String> = value.opens.iter().map(|id| check_name(&study, *id)).collect();
        prop_assert_eq!(opens, vec!["of-claim-cases".to_owned()]);
    }

    /// A total is misprinted, shares are computed from it, and one share is printed with a shifted
    /// decimal point. The misprint of the total was carried into that share, too; its correction is
    /// computed from the right total.
    #[test]
    fn a_misprint_of_a_value_that_was_wrong_before_is_traced(
        parts in prop::array::uniform4(200_u64..2_000),
        place in 0_usize..2,
    ) {
        let total: u64 = parts.iter().sum();
        let mut digits: Vec<char> = total.to_string().chars().collect();
        digits.swap(place, place + 1);
        let misprint: u64 = digits.iter().collect::<String>().parse().expect("a number");
        prop_assume!(misprint != total && digits[0] != '0');
        let shares: Vec<Decimal> =
            parts.iter().map(|part| rounded(&ratio(*part, misprint), 2)).collect();
        let off = rounded(&(ratio(parts[0], misprint) * Rational::from(10)), 2);
        let mut row: Vec<String> = parts.iter().map(u64::to_string).collect();
        row.push(misprint.to_string());
        row.push(off.to_plain());
        row.extend(shares[1..].iter().map(|share| share.to_plain()));
        let names = ["a", "b", "c", "d"];
        let columns: Vec<(String, &str)> = names
            .iter()
            .map(|name| ((*name).to_owned(), "count"))
            .chain([("all".to_owned(), "count")])
            .chain(names.iter().map(|name| (format!("{name}_pct"), "percent")))
            .collect();
        let columns: Vec<(&str, &str)> =
            columns.iter().map(|(name, unit)| (name.as_str(), *unit)).collect();
        let rules: String = names
            .iter()
            .map(|name| rule(&format!("t.{name}_pct"), &format!("share({name}, all)")))
            .chain([rule("t.all", "a + b + c + d")])
            .collect();
        let study = study(&columns, &[row], &rules, "");
        let audit = audit(&study);
        let [source, share] =
            ["t.all[r0]", "t.a_pct[r0]"].map(|name| error_of(&study, &audit, name));
        prop_assume!(source.is_some() && share.is_some());
        let (source, share) = (source.expect("it is one"), share.expect("it is one"));
        let (Blamed::Figure(all), Blamed::Figure(a)) = (source.blamed, share.blamed) else {
            return Err(TestCaseError::fail("figures are blamed"));
        };
        prop_assert_eq!(&share.computed_from, &vec![all]);
        prop_assert!(source.downstream.contains(&a));
        prop_assert_eq!(
            audit.roots.correction(a).map(|correction| correction.corrected),
            Some(rounded(&ratio(parts[0], total), 2))
        );
    }
}
