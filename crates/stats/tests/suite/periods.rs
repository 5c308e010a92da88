//! Analyses of small series: missing cells, periods that cannot be compared, magnitudes far apart.

#![allow(clippy::float_arithmetic, reason = "statistics are floats")]

use std::fs;

use crossfoot_core::Study;
use crossfoot_stats::{Analysis, Estimate, Options, Scale, analyse};

/// A study of two parts and their total, by period.
fn study(rows: &[(String, &str, &str, &str)]) -> Study {
    study_of("unit = \"count\"", rows)
}

/// The same with a unit, and perhaps a scale, of all columns.
fn study_of(unit: &str, rows: &[(String, &str, &str, &str)]) -> Study {
    let folder = tempfile::tempdir().expect("a folder");
    let lines: Vec<String> =
        rows.iter().map(|(period, a, b, total)| format!("{period},{a},{b},{total}\n")).collect();
    fs::write(folder.path().join("t.csv"), format!("period,a,b,total\n{}", lines.concat()))
        .expect("the table is written");
    let columns: Vec<String> =
        [("period", "unit = \"date\""), ("a", unit), ("b", unit), ("total", unit)]
            .iter()
            .map(|(name, unit)| {
                format!("[[table.column]]\nheader = \"{name}\"\nname = \"{name}\"\n{unit}\n")
            })
            .collect();
    let manifest = format!(
        "[study]\nid = \"s\"\ntitle = \"S\"\n[[table]]\nid = \"t\"\nfile = \"t.csv\"\nkey = \"period\"\n{}\
         [[series]]\nid = \"s\"\nlabel = \"S\"\ntable = \"t\"\nperiod = \"period\"\ntotal = \"total\"\nparts = [\"a\", \"b\"]\n",
        columns.concat()
    );
    fs::write(folder.path().join("study.toml"), manifest).expect("the manifest is written");
    crossfoot_load::load(folder.path()).expect("the study loads")
}

fn analysis(rows: &[(String, &str, &str, &str)]) -> Analysis {
    analyse(&[("published", &study(rows))], &Options::default())
}

fn find<'a>(analysis: &'a Analysis, kind: &str, measure: &str, subject: &str) -> &'a Estimate {
    let section = analysis.sections.iter().find(|section| section.kind == kind);
    section
        .expect("the section")
        .estimates
        .iter()
        .rfind(|estimate| estimate.measure == measure && estimate.subject == subject)
        .expect("the estimate")
}

#[test]
fn a_missing_cell_leaves_the_statistics_of_the_rest() {
    let rows = [
        ("2018", "5", "10", "15"),
        ("2019", "8", "9", "17"),
        ("2020", "", "12", ""),
        ("2021", "6", "11", "17"),
        ("2022", "9", "8", "17"),
    ];
    let rows = rows.map(|(period, a, b, total)| (period.to_owned(), a, b, total));
    let found = analysis(&rows);
    let swing = find(&found, "course", "swing", "a").result.as_ref().expect("a swing");
    // 9 − 5 in percent of the mean, 7.
    assert!((swing.estimate.expect("a size") - 400.0 / 7.0).abs() < 1e-9);
    let turns = find(&found, "course", "turns", "a").result.as_ref().expect("turns");
    assert_eq!(
        turns.note.as_ref().expect("a note").to_string(),
        "up to 2019, down to 2021, up to 2022"
    );
    let index = find(&found, "index", "index", "a").result.as_ref().expect("an index");
    assert_eq!(index.estimate, Some(180.0));
    for (kind, measure, subject) in [
        ("trends", "trend, as counted", "a"),
        ("share-trends", "slope", "a / total"),
        ("shares", "swing", "a / total"),
    ] {
        assert!(find(&found, kind, measure, subject).result.is_ok(), "{kind}");
    }
    // Before the gap there are only two years.
    let next = find(&found, "scatter", "next period", "a").result.as_ref().expect_err("too few");
    assert_eq!(
        next.to_string(),
        "cannot be estimated from two earlier annual points; at least 3 are needed"
    );
}

#[test]
fn days_and_cumulative_periods_are_refused_with_the_reason() {
    for (periods, expected) in [
        (
            ["2024-01-01", "2024-01-02", "2024-01-03"],
            "the periods cannot be compared: 2024-01-01 is shorter than a month; months, quarters and years are analysed",
        ),
        (
            ["Jan 2024", "Jan–Feb 2024", "Jan–Mar 2024"],
            "the periods cannot be compared: 2024-01 is part of 2024-01–2024-02: for cumulative counts, list the differences",
        ),
    ] {
        let rows = periods.map(|period| (period.to_owned(), "1", "2", "3"));
        let found = analysis(&rows);
        let reason = found.sections[0].estimates[0].result.as_ref().expect_err("a reason");
        assert_eq!(reason.to_string(), expected);
    }
}

/// A count of 10^15 beside a count of 1 takes no longer than others, because the cost of exact tests
/// and random tables is bounded. With 10^16 the sums would not fit.
#[test]
fn magnitudes_far_apart_are_bounded() {
    let rows: Vec<(String, &str, &str, &str)> = (2015..2024)
        .map(|year| {
            let [b, total] = if year % 2 == 0 {
                ["999999999999998", "999999999999999"]
            } else {
                ["499999999999998", "499999999999999"]
            };
            (year.to_string(), "1", b, total)
        })
        .collect();
    let found = analysis(&rows);
    let composition = found.sections.iter().find(|section| section.kind == "composition");
    let first = &composition.expect("the composition").estimates[0];
    let value = first.result.as_ref().expect("a value");
    // Too small for chi-square, too large for random tables.
    assert!(value.test.is_none() && value.estimate.is_some());
}

/// Five years of two parts and their total.
fn years(values: [[&str; 3]; 5]) -> Vec<(String, &str, &str, &str)> {
    let rows = (2020..).zip(values);
    rows.map(|(year, [a, b, total])| (year.to_string(), a, b, total)).collect()
}

fn size(estimate: &Estimate) -> f64 {
    estimate.result.as_ref().expect("a value").estimate.expect("a size")
}

#[test]
fn amounts_in_thousands_are_a_series_without_draws() {
    let rows = years([
        ["1.5", "4", "5.5"],
        ["1.2", "3.8", "5"],
        ["1.4", "4.1", "5.5"],
        ["1.3", "3.9", "5.2"],
        ["3", "4", "7"],
    ]);
    let study = study_of("unit = \"EUR\"\nscale = 1000", &rows);
    let found = analyse(&[("published", &study)], &Options::default());
    let value = find(&found, "course", "value", "a");
    assert_eq!((size(value), value.scale), (3_000.0, Scale::Number));
    assert!((size(find(&found, "course", "change", "a")) - 100.0).abs() < 1e-9);
    let earlier = find(&found, "scatter", "against earlier", "a").result.as_ref().expect("a value");
    assert!(earlier.test.expect("a test").p_value < 0.05);
    // Nothing was counted, so that nothing was drawn.
    let share = find(&found, "shares", "share", "a / total").result.as_ref().expect("a share");
    assert!(share.range.is_none() && (share.estimate.expect("a size") - 300.0 / 7.0).abs() < 1e-9);
    let all = found.sections.iter().flat_map(|section| &section.estimates);
    assert!(!all.into_iter().any(|estimate| estimate.measure == "dispersion"));
    let contribution = find(&found, "contributions", "contribution", "a");
    assert!((size(contribution) - 100.0 * 1.5 / 5.5).abs() < 1e-9);
}

#[test]
fn percentages_change_in_points() {
    let rows = years([
        ["-1.5", "4", "5.5"],
        ["1.2", "3.8", "5"],
        ["0", "4.1", "5.5"],
        ["1.3", "3.9", "5.2"],
        ["9.5", "4", "7"],
    ]);
    let study = study_of("unit = \"percent\"", &rows);
    let found = analyse(&[("published", &study)], &Options::default());
    let difference = find(&found, "course", "difference", "a");
    assert_eq!((size(difference), difference.scale), (11.0, Scale::Points));
    let earlier = find(&found, "scatter", "against earlier", "a");
    assert_eq!(earlier.scale, Scale::Points);
    assert!(earlier.result.as_ref().expect("a value").test.expect("a test").p_value < 0.05);
    let next = find(&found, "scatter", "next period", "b");
    assert_eq!(next.scale, Scale::Percent);
}

/// A change between two years has a test of draws only where the other years scatter no more than draws.
#[test]
fn a_share_that_scatters_has_no_test_of_draws() {
    for (parts, tested) in
        [(["300", "310", "295", "304", "420"], true), (["300", "410", "290", "400", "420"], false)]
    {
        let rows = years(parts.map(|part| [part, "500", "1000"]));
        let found = analysis(&rows);
        let steps = found.sections.iter().find(|section| section.kind == "share-changes");
        let last =
            steps.expect("the section").estimates.iter().find(|estimate| {
                estimate.span == "2023 to 2024" && estimate.subject == "a / total"
            });
        let value = last.expect("the step").result.as_ref().expect("a value");
        assert_eq!((value.test.is_some(), value.range.is_some()), (tested, tested), "{parts:?}");
        // Either way it is compared with what the four years led to expect.
        let earlier = find(&found, "share-scatter", "against earlier", "a / total");
        let p = earlier.result.as_ref().expect("a value").test.expect("a test").p_value;
        assert_eq!(p < 0.05, tested, "{parts:?}: {p}");
    }
}

/// A quarter is expected from the same quarter of earlier years, and not from one year alone.
#[test]
fn the_next_quarter_is_expected_from_the_same_season() {
    let values = ["200", "990", "510", "300", "210", "1010", "490", "310", "190"];
    let quarters = (0..).map(|at| format!("{}-Q{}", 2022 + at / 4, at % 4 + 1));
    let rows: Vec<_> = quarters.zip(values).map(|(name, a)| (name, a, "500", "2000")).collect();
    let found = analysis(&rows);
    let next = find(&found, "scatter", "next period", "a").result.as_ref().expect("a value");
    assert!(next.range.expect("a range").contains(1_000.0), "{next:?}");
    assert!(!next.range.expect("a range").contains(500.0), "{next:?}");
    let share = find(&found, "share-scatter", "next period", "a / total");
    assert!(share.result.as_ref().expect("a share").range.expect("a range").contains(50.0));
    let early = analysis(&rows[..6]);
    for (kind, subject) in [("scatter", "a"), ("share-scatter", "a / total")] {
        let reason = find(&early, kind, "next period", subject).result.as_ref().expect_err("few");
        assert_eq!(
            reason.to_string(),
            "cannot be estimated from six earlier quarterly points; at least 8 are needed"
        );
    }
}
