//! The programs that measure files of others, on small files.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use flate2::Compression;
use flate2::write::GzEncoder;

/// A file beside this one.
fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// All that a program prints.
fn printed(program: &str, arguments: &[&str], path: &Path) -> String {
    let output = Command::new(program).args(arguments).arg(path).output().expect("it runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

const DRAFTS: &str = env!("CARGO_BIN_EXE_drafts");
const ARTICLES: &str = env!("CARGO_BIN_EXE_articles");
const CLAIMS: &str = env!("CARGO_BIN_EXE_article-claims");
const MISPRINTS: &str = env!("CARGO_BIN_EXE_misprints");

/// The table of scores, without the times below it.
fn scores(printed: &str) -> &str {
    printed.split("\n\n").next().unwrap_or_default()
}

#[test]
fn drafts_are_scored_cell_by_cell() {
    let plain = printed(DRAFTS, &[], &file("ports.jl"));
    // The total of the totals is drafted both ways and annotated in one.
    assert!(plain.contains("| sum | 6 | 7 | 6 | 0.857 | 1.000 | 0.923 |"), "{plain}");
    assert!(plain.contains("2 tables, 1 refused; seconds: median "), "{plain}");
    assert!(plain.contains("  1  table.csv"), "{plain}");
}

#[test]
fn compressed_tables_are_scored_alike() {
    let scratch = tempfile::tempdir().expect("a folder");
    let compressed = scratch.path().join("ports.jl.gz");
    let mut encoder =
        GzEncoder::new(File::create(&compressed).expect("a file"), Compression::fast());
    encoder.write_all(&std::fs::read(file("ports.jl")).expect("the tables")).expect("written");
    encoder.finish().expect("written");
    let (compressed, plain) =
        (printed(DRAFTS, &[], &compressed), printed(DRAFTS, &[], &file("ports.jl")));
    assert_eq!(scores(&compressed), scores(&plain));
}

#[test]
fn shuffled_tables_are_the_same_for_a_seed_and_have_no_false_drafts() {
    let arguments = ["--shuffled", "20", "--seed", "5"];
    let once = printed(DRAFTS, &arguments, &file("ports.jl"));
    assert!(once.contains("| 20 | 0 | false drafts | 0 | 0 | 0 |"), "{once}");
    assert_eq!(once, printed(DRAFTS, &arguments, &file("ports.jl")));
}

#[test]
fn articles_are_counted_and_findings_are_shown() {
    let printed = printed(ARTICLES, &["--text-columns"], &file("articles"));
    for line in [
        "| tables with rows | 1 |",
        "| tables that are pictures | 1 |",
        "| tables read | 1 |",
        "| columns | 5 |",
        "| other columns that look numeric | 4 |",
        "| of these, read as numbers or dates | 3 |",
        "| non-empty cells of columns that look numeric | 20 |",
        "1 of 1 articles with tables (100.0 %) have a decided",
        "text: beds, Table 1 Beds by hospital., Ward: `A1, east`",
        "published 481, recomputed 418 (inconsistent)",
    ] {
        assert!(printed.contains(line), "{line}\n{printed}");
    }
}

#[test]
fn what_is_drafted_for_a_text_is_compared_with_what_people_made_of_it() {
    let study = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/hgr-2021-2024");
    let printed = printed(CLAIMS, &[], &study);
    for line in [
        "| numerals listed by hand | 277 |",
        "| of these, in the text | 276 |",
        "| of these, read as they are printed | 4 |",
        "| findings by hand | 22 |",
        "not in the text: 149, no (3.4, penalties 2021 to 2024)",
        "found again: total[2023] = collection + preservation + export + collaboration",
    ] {
        assert!(printed.contains(line), "{line}\n{printed}");
    }
}

#[test]
fn misprints_are_the_same_for_a_seed_and_some_are_found() {
    let arguments = ["--errors", "4", "--seed", "3", "--findings"];
    let once = printed(MISPRINTS, &arguments, &file("articles"));
    let counts = once.split("| misprints |").nth(1).expect("the counts");
    assert!(counts.contains("| all | 4 | 0 | 4 |"), "{once}");
    assert!(!counts.contains("| share found | 0.0 %"), "{once}");
    assert!(once.contains("finding: beds.xml: article.total[East] = adults + children"), "{once}");
    let again = printed(MISPRINTS, &arguments, &file("articles"));
    assert_eq!(again.split("| misprints |").nth(1), Some(counts));
}
