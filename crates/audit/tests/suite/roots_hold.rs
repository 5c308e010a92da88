//! What must hold for the root causes of any study: the order of rows and rules does not matter,
//! and corrections remove the findings.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use crossfoot_audit::root::Blamed;
use crossfoot_audit::{RootCauses, Subject, audit};
use crossfoot_core::{Cell, CellId, Decimal, Figure, Span, Study, Variable};
use crossfoot_testing::{folders, root};
use proptest::prelude::*;

/// Answers less probable than this share of the best one are not compared, because a search may cut
/// them.
const COMPARED: f64 = 0.05;

fn load(folder: &Path) -> Study {
    crossfoot_load::load(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
}

/// Answers about the whole study as text, with their probabilities.
#[expect(clippy::float_arithmetic, reason = "probabilities")]
fn answers(study: &Study) -> BTreeMap<String, f64> {
    let ranked = audit(study).roots.ranked(50);
    let best = ranked.first().map_or(1.0, |ranked| ranked.probability);
    let likely = ranked.into_iter().filter(|ranked| ranked.probability >= COMPARED * best);
    // Answers that differ only in rules that they blame have the same changes.
    let mut all = BTreeMap::new();
    for ranked in likely {
        *all.entry(describe(study, &ranked.changes)).or_insert(0.0) += ranked.probability;
    }
    all
}

/// Changed figures with their right values, in alphabetical order.
fn describe(study: &Study, changes: &[(Variable, Decimal)]) -> String {
    let mut changes: Vec<String> = changes
        .iter()
        .map(|(variable, right)| format!("{} {}", study.name(*variable), right.to_plain()))
        .collect();
    changes.sort();
    changes.join("; ")
}

/// A share in percent with two decimals, rounded half up.
fn share(part: u64, all: u64) -> String {
    let hundredths = (20_000 * part + all) / (2 * all);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// A text whose stretches, which each start with a certain line, are in another order. Anything
/// before the first stays there.
fn shuffled(text: &str, start: &str, order: &[usize]) -> String {
    let mut stretches: Vec<String> = Vec::new();
    for line in text.lines() {
        if line == start || stretches.is_empty() {
            stretches.push(String::new());
        }
        if let Some(last) = stretches.last_mut() {
            *last += &format!("{line}\n");
        }
    }
    let mut rest: Vec<(usize, String)> = stretches.split_off(1).into_iter().enumerate().collect();
    rest.sort_by_key(|(at, _)| order.get(*at));
    stretches.concat() + &rest.into_iter().map(|(_, text)| text + "\n").collect::<String>()
}

/// The study of a folder, with the rows of its tables and the rules of its manifest in another
/// order.
fn reordered(folder: &Path, rows: &[usize], rules: &[usize]) -> Study {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    for entry in fs::read_dir(folder).expect("the folder of a study") {
        let path = entry.expect("a file can be listed").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("a file can be read");
        let text = match name.as_str() {
            "study.toml" => shuffled(&text, "[[rule]]", rules),
            "claims.csv" | "expected.txt" => text,
            _ => {
                let (header, lines) = text.split_once('\n').expect("a header");
                let mut lines: Vec<(usize, &str)> = lines.lines().enumerate().collect();
                lines.sort_by_key(|(at, _)| rows.get(*at));
                lines.into_iter().fold(format!("{header}\n"), |all, (_, line)| all + line + "\n")
            }
        };
        fs::write(scratch.path().join(name), text).expect("a file is written");
    }
    load(scratch.path())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// None of these studies has rules between rows, or repeats a figure of the row before.
    #[test]
    #[expect(clippy::float_arithmetic, reason = "probabilities")]
    fn the_order_of_rows_and_rules_changes_no_answer(
        folder in prop::sample::select(folders(&root().join("tests/roots"))),
        rows in Just((0..12).collect::<Vec<usize>>()).prop_shuffle(),
        rules in Just((0..12).collect::<Vec<usize>>()).prop_shuffle(),
    ) {
        let (expected, found) =
            (answers(&load(&folder)), answers(&reordered(&folder, &rows, &rules)));
        let same = expected.len() == found.len()
            && expected.iter().zip(&found).all(|((a, p), (b, q))| a == b && (p - q).abs() < 1e-6);
        prop_assert!(same, "{}: {:?} in another order {:?}", folder.display(), expected, found);
    }

    /// One figure of a table is replaced by any number: the corrected basis has no finding, changes
    /// no figure twice, and agrees with the errors about what is right.
    #[test]
    fn corrections_of_one_misprint_mend_the_study(
        parts in prop::collection::vec(prop::array::uniform3(20_u64..9_000), 2..5),
        row in 0_usize..5,
        column in 0_usize..6,
        digits in 1_u64..9_000,
    ) {
        let mut rows: Vec<Vec<String>> = parts
            .iter()
            .map(|[a, b, c]| {
                let all = a + b + c;
                vec![
                    a.to_string(),
                    b.to_string(),
                    c.to_string(),
                    all.to_string(),
                    share(*a, all),
                    share(*b, all),
                ]
            })
            .collect();
        let row = row % rows.len();
        rows[row][column] = if column < 4 {
            digits.to_string()
        } else {
            format!("{}.{:02}", digits / 100, digits % 100)
        };
        let mut study = table(&rows);
        let found = audit(&study);
        let changed: Vec<Variable> =
            found.roots.corrections.iter().map(|correction| correction.variable).collect();
        prop_assert!(changed.windows(2).all(|pair| pair[0] < pair[1]), "{rows:?}");
        prop_assert_eq!(found.roots.groups.is_empty(), found.findings.is_empty());
        if let Some(reason) = unmended(&found.roots) {
            prop_assert!(false, "{}: {:?}", reason, rows);
        }
        let corrections: Vec<(Variable, Decimal)> = found
            .roots
            .corrections
            .iter()
            .map(|correction| (correction.variable, correction.corrected))
            .collect();
        let rules_blamed =
            found.roots.errors().iter().any(|error| matches!(error.blamed, Blamed::Rule(_)));
        let explained = found.findings.iter().all(|finding| match finding.subject {
            Subject::Check(id) => {
                found.roots.errors().iter().any(|error| error.explains.contains(&id))
            }
            Subject::Numeral(_) | Subject::Text(_) | Subject::Acceptance(_) => false,
        });
        for (variable, value) in corrections {
            set(&mut study, variable, value);
        }
        let left = audit(&study).findings;
        prop_assert!(
            left.is_empty() || rules_blamed || !explained,
            "{:?} of {:?}",
            left.iter().map(|finding| finding.subject).collect::<Vec<_>>(),
            rows
        );
    }
}

/// An error about a figure whose right value is the printed one.
fn unmended(roots: &RootCauses) -> Option<String> {
    let errors = roots.errors();
    let unmended = errors.into_iter().find(|error| match error.blamed {
        Blamed::Figure(variable) => roots
            .correction(variable)
            .is_none_or(|correction| Some(correction.published) == error.right),
        Blamed::Column(_) | Blamed::Rule(_) => false,
    });
    unmended.map(|error| error.detail.to_string())
}

/// A table of three counts, their sum, and the shares of the first two.
fn table(rows: &[Vec<String>]) -> Study {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let columns = [
        ("a", "count"),
        ("b", "count"),
        ("c", "count"),
        ("all", "count"),
        ("a_pct", "percent"),
        ("b_pct", "percent"),
    ];
    let described: String = columns
        .iter()
        .map(|(name, unit)| {
            format!("{{ header = \"{name}\", name = \"{name}\", unit = \"{unit}\" }},\n")
        })
        .collect();
    let rules = [("all", "a + b + c"), ("a_pct", "share(a, all)"), ("b_pct", "share(b, all)")];
    let rules: String = rules
        .iter()
        .map(|(target, formula)| {
            format!(
                "\n[[rule]]\nid = \"{target}\"\ntarget = \"t.{target}\"\nformula = \"{formula}\"\n"
            )
        })
        .collect();
    let manifest = format!(
        "[study]\nid = \"s\"\ntitle = \"S\"\nlanguage = \"en\"\n\n[[table]]\nid = \"t\"\nfile = \"t.csv\"\ncolumn = [\n{described}]\n{rules}"
    );
    let lines: String = rows.iter().map(|row| row.join(",") + "\n").collect();
    fs::write(scratch.path().join("study.toml"), manifest).expect("the manifest is written");
    fs::write(scratch.path().join("t.csv"), format!("a,b,c,all,a_pct,b_pct\n{lines}"))
        .expect("the table is written");
    load(scratch.path())
}

/// Prints another number at a variable.
fn set(study: &mut Study, variable: Variable, value: Decimal) {
    let cell = match variable {
        Variable::Cell(CellId { column, row }) => {
            &mut Arc::make_mut(&mut study.tables[column.table].columns[column.column].cells)[row]
        }
        Variable::Claim(claim) => &mut Arc::make_mut(&mut study.claims)[claim].published,
    };
    if let Cell::Number(figure) = cell {
        *figure = Figure::new(value, figure.qualifier, Span::default());
    }
}
