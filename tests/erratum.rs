//! Page one: what to correct, as Markdown, as a Word document and as a letter.

use std::collections::BTreeSet;
use std::fs;
use std::sync::LazyLock;

use crossfoot_core::Variable;
use crossfoot_ingest::{Options, read_article};
use crossfoot_testing::root;

use crate::run::run;

const PAPER: &str = "data/hgr-2021-2024";

/// A file that a format of the report writes, with further options.
fn written(format: &str, file: &str, more: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().to_str().expect("a path in UTF-8");
    let arguments = [&["report", PAPER, "--format", format, "--out", out], more].concat();
    let done = run(&arguments);
    assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""), "{arguments:?}");
    fs::read(folder.path().join(file)).expect("the file is written")
}

fn text(format: &str, file: &str, more: &[&str]) -> String {
    String::from_utf8(written(format, file, more)).expect("UTF-8")
}

/// The report of the paper, which most tests read.
static REPORT: LazyLock<String> = LazyLock::new(|| text("markdown", "report.md", &[]));

/// The cells of the rows of page one, without rows that follow from others.
fn rows(page: &str) -> Vec<Vec<&str>> {
    let page = page.split("## What could not be checked").next().expect("page one");
    let rows = page.lines().filter(|line| line.starts_with("| ["));
    rows.map(|row| row.trim_matches('|').split(" | ").map(str::trim).collect()).collect()
}

/// Page one covers every check that disagrees. The rows of the paper together have its 22 findings
/// (the first row explains five of them, the column of revocations two).
#[test]
fn every_finding_has_a_row() {
    let audited = crossfoot::open(root().join(PAPER)).expect("the study opens");
    let page = &*REPORT;
    let roots = audited.audit.roots.telling();
    assert!(roots.iter().all(|root| root.probability >= 0.2), "all are put forward");
    let explained: BTreeSet<_> = roots.iter().flat_map(|root| &root.explains).collect();
    let findings = audited.audit.open_findings().count();
    assert_eq!((findings, explained.len(), rows(page).len()), (22, 16, roots.len() + 6));
}

/// The report of the study of a scenario.
fn page_of(scenario: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().to_str().expect("a path in UTF-8");
    let study = format!("tests/scenarios/{scenario}");
    let done = run(&["report", &study, "--out", out]);
    assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""), "{scenario}");
    fs::read_to_string(folder.path().join("report.md")).expect("the report")
}

#[test]
fn a_rule_that_may_not_be_followed_is_no_error_of_the_authors() {
    let page = page_of("shares-that-complement-each-other");
    assert!(page.contains("the publication may not follow this rule"), "{page}");
}

#[test]
fn an_improbable_root_cause_is_not_put_forward() {
    let page = page_of("base-5-stated");
    assert!(page.contains("certain that they contradict each other"), "{page}");
    assert!(!page.contains("unclear ("), "{page}");
}

#[test]
fn figures_in_thousands_are_not_reckoned_with_as_printed() {
    let page = page_of("total-in-thousands");
    assert!(!page.contains("187,412 + 138,107"), "{page}");
}

#[test]
fn the_first_row_is_the_root_cause_that_most_depends_on() {
    let page = &*REPORT;
    let rows = rows(page);
    let [_, place, reported, problem, correction, certainty, _] = rows[0][..] else {
        panic!("{:?}", rows[0])
    };
    assert_eq!(place, "Table 1, 2023, Total permits");
    assert_eq!([reported, correction], ["**5,328**", "**5,382**"]);
    assert!(problem.contains("1,427 + 92 + 10 + 3,853 = 5,382"), "{problem}");
    assert!(problem.contains("section 3.1 also has 5,382"), "{problem}");
    assert_eq!(certainty, "almost certain (p > 0.99)");
}

#[test]
fn page_one_names_no_machine_names() {
    let page = &*REPORT;
    for row in rows(page) {
        let cells = row[1..].join(" ");
        assert!(!cells.contains('`') && !cells.contains("licences.") && !cells.contains("claim:"));
    }
}

#[test]
fn the_text_is_quoted_only_where_it_is_at_hand() {
    let article = "data/hgr-2021-2024/article.md";
    let quote = "Thirteen foreign organisations reach a participation of at least 1%.";
    assert!(
        text("letter", "letter.txt", &["--article", article])
            .replace("\n     ", " ")
            .contains(quote)
    );
    let without = text("letter", "letter.txt", &[]);
    assert!(!without.contains(quote));
    assert!(without.contains("number of foreign organisations with 1\u{a0}% or more"), "{without}");
}

#[test]
fn a_letter_fits_the_lines_of_a_mail() {
    for language in ["en", "zh"] {
        let letter = text("letter", "letter.txt", &["--lang", language]);
        let long: Vec<&str> = letter.lines().filter(|line| line.chars().count() > 72).collect();
        assert_eq!(long, Vec::<&str>::new());
    }
}

#[test]
fn the_word_document_has_the_rows_of_page_one() {
    let bytes = written("docx", "erratum.docx", &[]);
    assert!(bytes == written("docx", "erratum.docx", &[]), "the same study gives the same bytes");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("erratum.docx");
    fs::write(&path, &bytes).expect("the document is written");
    let read = read_article(&path, Options::default()).expect("it can be read again");
    assert!(read.article.blocks[0].prose.text().starts_with("Audit report: "));
    let printed: Vec<String> =
        read.received.tables.iter().map(|table| table.source().text().to_owned()).collect();
    let page = &*REPORT;
    for row in rows(page) {
        let place = row[1];
        assert!(printed.iter().any(|table| table.contains(place)), "{place} is in {printed:?}");
    }
}

#[test]
fn the_report_is_short_and_leads_to_the_rest() {
    let page = &*REPORT;
    let words = page.split_whitespace().count();
    assert!(words < 6_200, "a third of 18,600 words: {words}");
    let appendix = text("markdown", "appendix.md", &[]);
    for row in rows(page) {
        let (_, target) = row[0].split_once("(appendix.md#").expect("a link");
        let wanted = target.trim_end_matches(')');
        let headings = appendix.lines().filter_map(|line| line.strip_prefix("### "));
        assert!(headings.map(slug).any(|found| found == wanted), "{wanted} is a heading");
    }
}

/// How GitHub names a heading.
fn slug(heading: &str) -> String {
    let kept = heading.to_lowercase().replace(' ', "-");
    kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect()
}

#[test]
fn corrections_of_page_one_are_those_of_the_audit() {
    let audited = crossfoot::open(root().join(PAPER)).expect("the study opens");
    let page = &*REPORT;
    let cells = audited.audit.roots.corrections.iter().filter_map(|correction| {
        let Variable::Cell(_) = correction.variable else { return None };
        Some(correction.corrected.to_string())
    });
    for corrected in cells {
        assert!(page.contains(&corrected), "{corrected} is proposed");
    }
}
