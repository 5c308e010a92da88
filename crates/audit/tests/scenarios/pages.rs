//! Every page is a test: the study in its example, audited, must give the findings that the example
//! lists.

use crossfoot_audit::{Audit, CauseKind, Code, audit};
use crossfoot_testing::Trial;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};

use crate::load;

/// Each page is `causes::NAME` or `codes::NAME`, whatever else is true of pages `pages::WHAT`.
pub(crate) fn trials() -> Vec<Trial> {
    let causes = CauseKind::ALL.iter().map(|kind| {
        trial("causes", kind.name(), move || {
            let found = run(kind.name(), kind.page(), "What happened");
            let best = format!("  {kind}");
            assert!(found.iter().any(|line| line.ends_with(&best)), "it is nowhere the best cause");
        })
    });
    let codes = Code::ALL.iter().map(|code| {
        trial("codes", code.name(), move || {
            let found = run(code.name(), code.page(), "What it checks");
            let start = format!("{code}  ");
            assert!(found.iter().any(|line| line.starts_with(&start)), "it is not found");
        })
    });
    let others = [
        trial("pages", "other-quantity", no_quantity_that_is_accounted_for_is_called_another),
        trial("pages", "acceptance", what_is_accepted_is_kept_and_not_open),
        trial("pages", "format", a_page_is_cut_into_files_and_findings),
    ];
    causes.chain(codes).chain(others).collect()
}

fn trial(kind: &str, name: &str, test: impl FnOnce() + Send + 'static) -> Trial {
    Trial::test(format!("{kind}::{name}"), || {
        test();
        Ok(())
    })
}

/// The parts of a page that are not prose.
#[derive(Default)]
struct Page {
    /// Its title and the titles of its sections.
    title: String,
    sections: Vec<String>,
    /// The files of its example: `toml study.toml`, `csv table.csv`.
    files: Vec<(String, String)>,
    /// One line per finding, from the block `text findings`.
    findings: Option<Vec<String>>,
}

impl Page {
    fn read(markdown: &str) -> Self {
        let mut page = Self::default();
        let mut info = String::new();
        let mut text = String::new();
        for event in Parser::new(markdown) {
            match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(opening))) => {
                    (info, text) = (opening.to_string(), String::new())
                }
                Event::Start(Tag::Heading { .. }) => text.clear(),
                Event::Text(part) | Event::Code(part) => text.push_str(&part),
                Event::End(TagEnd::Heading(HeadingLevel::H1)) => page.title = text.clone(),
                Event::End(TagEnd::Heading(_)) => page.sections.push(text.clone()),
                Event::End(TagEnd::CodeBlock) => page.block(&info, &text),
                _ => {}
            }
        }
        page
    }

    fn block(&mut self, info: &str, text: &str) {
        match info.split_once(' ') {
            Some(("text", "findings")) => {
                assert!(self.findings.is_none(), "{}: one list of findings", self.title);
                self.findings = Some(text.lines().map(columns).collect());
            }
            Some(("toml" | "csv" | "md", file)) => {
                self.files.push((file.to_owned(), text.to_owned()))
            }
            _ => panic!("{}: a block `{info}` is neither a file nor the findings", self.title),
        }
    }
}

/// A line with its columns two spaces apart, however far it aligns them.
fn columns(line: &str) -> String {
    line.split("  ")
        .map(str::trim)
        .filter(|column| !column.is_empty())
        .collect::<Vec<_>>()
        .join("  ")
}

/// The audit of the study in a page's example.
fn audit_of(page: &Page) -> Audit {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (file, text) in &page.files {
        std::fs::write(folder.path().join(file), text).expect("the example is written");
    }
    audit(&load(folder.path()))
}

/// Its open findings, as `CODE  TARGET  BEST-CAUSE`.
fn findings(page: &Page) -> Vec<String> {
    let audit = audit_of(page);
    audit
        .open_findings()
        .map(|finding| {
            let best = finding.causes.first().map_or("-", |cause| cause.kind.name());
            format!("{}  {}  {best}", finding.code, finding.target)
        })
        .collect()
}

/// Runs the example of a page: its findings, which are those that it lists.
fn run(name: &str, markdown: &str, first_section: &str) -> Vec<String> {
    let page = Page::read(markdown);
    assert_eq!(page.title, name, "the page is called by the name");
    let wanted = [first_section, "Why it matters", "Example", "When it is wrong"];
    assert!(
        page.sections
            .iter()
            .map(String::as_str)
            .filter(|section| *section != "References")
            .eq(wanted),
        "{name}: sections {:?}",
        page.sections
    );
    let found = findings(&page);
    let expected = page.findings.unwrap_or_else(|| panic!("{name}: the example lists no findings"));
    assert_eq!(found, expected, "{name}: found on the left, the page says what is on the right");
    found
}

/// In each of these examples the printed value is a quantity that a specific cause names, or that
/// the rule itself gives.
fn no_quantity_that_is_accounted_for_is_called_another() {
    let pages = [
        CauseKind::InvertedRatio,
        CauseKind::OtherBaseYear,
        CauseKind::OtherDenominator,
        CauseKind::StaleFigure,
        CauseKind::RowShifted,
        CauseKind::CellsSwapped,
    ];
    let pages = pages.map(CauseKind::page);
    for page in pages.into_iter().chain([Code::Truncated.page()]).map(Page::read) {
        let audit = audit_of(&page);
        let causes = audit.findings.iter().flat_map(|finding| &finding.causes);
        let again: Vec<_> = causes.filter(|cause| cause.kind == CauseKind::OtherQuantity).collect();
        assert!(again.is_empty(), "{}: {again:?}", page.title);
    }
}

fn what_is_accepted_is_kept_and_not_open() {
    let audit = audit_of(&Page::read(Code::UnmatchedAcceptance.page()));
    let accepted: Vec<&str> = audit
        .findings
        .iter()
        .filter(|finding| finding.accepted.is_some())
        .map(|finding| finding.id.as_str())
        .collect();
    assert_eq!(accepted, ["sum-mismatch:processed[2021]"]);
    assert_eq!(audit.open_findings().count(), audit.findings.len() - 1);
}

fn a_page_is_cut_into_files_and_findings() {
    let page = Page::read(
        "# name\n\nOne sentence.\n\n## Example\n\n```csv t.csv\na\n1\n```\n\n```text findings\nsum-mismatch    t.a[1]   -\n```\n",
    );
    assert_eq!((page.title.as_str(), page.sections), ("name", vec!["Example".to_owned()]));
    assert_eq!(page.files, [("t.csv".to_owned(), "a\n1\n".to_owned())]);
    assert_eq!(page.findings.expect("a list"), ["sum-mismatch  t.a[1]  -"]);
}
