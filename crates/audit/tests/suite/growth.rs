//! The search of root causes grows with the size of a study as promised, however many figures are
//! wrong: in work that is counted, at three sizes.

use crossfoot_audit::audit;
use crossfoot_core::Study;

use super::remedies::{rule, study};

/// What four times as much of everything may cost: a little more than four times as much.
const MOST_GROWTH: usize = 6;
/// The work that one study may cost, however large: the limit of the search, the same again where
/// groups turn out to blame the same figures, and what begins before a limit is reached.
const MOST_WORK: usize = 24_000_000;

/// Figures without a pattern, the same in every run.
fn figure(at: usize) -> u64 {
    let mixed = (at as u64 + 1).wrapping_mul(6_364_136_223_846_793_005).rotate_left(23);
    1_000 + mixed.wrapping_mul(1_442_695_040_888_963_407) % 98_000
}

/// Shares of one denominator, every tenth of which is wrong.
fn shares(rows: usize) -> Study {
    let total: u64 = (0..rows).map(figure).sum();
    let rows: Vec<Vec<String>> = (0..rows)
        .map(|at| {
            let hundredths = 10_000 * figure(at) / total + if at % 10 == 3 { 70 } else { 0 };
            let share = format!("{}.{:02}", hundredths / 100, hundredths % 100);
            vec![figure(at).to_string(), share]
        })
        .collect();
    let columns = [("n", "count"), ("share", "percent")];
    study(&columns, &rows, &rule("t.share", "share(n, sum(t.n))"), "")
}

/// Statements about pairs of cells of one column, all of which are wrong.
fn statements(count: usize) -> Study {
    let rows: Vec<Vec<String>> = (0..50).map(|at| vec![figure(at).to_string()]).collect();
    let claims = (0..count).map(|at| {
        let (a, b) = (at * 7 % 50, (at * 11 + 3) % 50);
        let wrong = figure(a) + figure(b) + 7 + figure(at) % 1_000;
        format!("c{at},1,s,{wrong},count,\"t.n[\"\"r{a}\"\"] + t.n[\"\"r{b}\"\"]\",\n")
    });
    study(&[("n", "count")], &rows, "", &claims.collect::<String>())
}

/// A table with as many rows as rules, a third of whose sums are wrong.
fn sums(size: usize) -> Study {
    let terms: Vec<String> = (0..=size).map(|at| format!("a{at}")).collect();
    let totals: Vec<String> = (0..size).map(|at| format!("s{at}")).collect();
    let columns: Vec<(&str, &str)> =
        terms.iter().chain(&totals).map(|name| (name.as_str(), "count")).collect();
    let rows: Vec<Vec<String>> = (0..size)
        .map(|row| {
            let terms = (0..=size).map(|at| term(row, at));
            let totals = (0..size).map(|at| {
                let wrong = if (row + at) % 3 == 0 { 10 + figure(row + at) % 90 } else { 0 };
                term(row, at) + term(row, at + 1) + wrong
            });
            terms.chain(totals).map(|figure| figure.to_string()).collect()
        })
        .collect();
    let rules: String =
        (0..size).map(|at| rule(&format!("t.s{at}"), &format!("a{at} + a{}", at + 1))).collect();
    study(&columns, &rows, &rules, "")
}

fn term(row: usize, column: usize) -> u64 {
    figure(row * 1_000 + column)
}

fn work(study: &Study) -> usize {
    audit(study).roots.work
}

#[test]
fn wrong_sums_cost_little_more_than_their_number() {
    // Twice as many rows and rules are four times as many checks.
    let costs = [8, 16, 32].map(|size| work(&sums(size)));
    assert!(costs[1] <= MOST_GROWTH * costs[0], "{costs:?}");
    assert!(costs[2] <= MOST_GROWTH * costs[1], "{costs:?}");
}

/// Each wrong share may come from any part of the denominator, which all shares read.
#[test]
fn shares_of_one_denominator_end_at_the_limit() {
    for rows in [25, 100, 400] {
        let cost = work(&shares(rows));
        assert!(cost <= MOST_WORK, "{rows} shares: {cost}");
    }
}

/// Where all statements about a column are wrong, no order of them is better than another.
#[test]
fn what_cannot_be_searched_through_ends_at_the_limit() {
    for count in [20, 40, 80] {
        let cost = work(&statements(count));
        assert!(cost <= MOST_WORK, "{count} statements: {cost}");
    }
}
