//! Records: one check with all that is known of it, of the study that the paper is about.

use std::path::Path;
use std::sync::LazyLock;

use crossfoot_audit::{Audit, Grade, Record, Reported, audit};
use crossfoot_core::{Study, Verdict};

static PAPER: LazyLock<(Study, Audit)> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/hgr-2021-2024");
    let study = crossfoot_load::load(&folder).unwrap_or_else(|error| panic!("{error}"));
    let audit = audit(&study);
    (study, audit)
});

fn record(name: &str) -> Record<'static> {
    let (study, audit) = &*PAPER;
    let mut records = audit.records(study).filter(|record| record.name == name);
    records.next().unwrap_or_else(|| panic!("a check is called {name}"))
}

#[test]
fn every_check_has_a_record_with_its_verdict_and_finding() {
    let (study, audit) = &*PAPER;
    let records: Vec<Record<'_>> = audit.records(study).collect();
    let checks: Vec<_> = audit.checks().collect();
    assert!(records.iter().map(|record| (record.id, record.verdict)).eq(checks));
    for record in &records {
        let found = record.finding.is_some();
        assert_eq!(found, record.verdict.disagrees(), "{}", record.name);
        assert_eq!(record.grade().is_some(), found, "{}", record.name);
    }
    let of_findings = audit.findings.iter().filter_map(|finding| audit.record_of(study, finding));
    assert!(
        of_findings
            .map(|record| record.id)
            .eq(records.iter().filter(|record| record.finding.is_some()).map(|record| record.id))
    );
}

#[test]
fn a_record_says_what_was_printed_and_recomputed_and_why() {
    let total = record("total[2023]");
    assert_eq!(total.target, "licences.total[2023]");
    assert_eq!(total.verdict, Verdict::Inconsistent);
    let Reported::Figure { figure, .. } = &total.reported else { panic!("a figure") };
    let recomputed = total.number().and_then(|value| value.as_point()).map(ToString::to_string);
    assert_eq!((figure.value().to_plain(), recomputed.as_deref()), ("5328".into(), Some("5382")));
    assert_eq!(total.causes()[0].value.map(|value| value.to_plain()).as_deref(), Some("5382"));
    let errors: Vec<String> =
        total.root_causes().iter().map(|error| error.name(total.study())).collect();
    assert_eq!(errors, ["licences.total[2023]"]);
}

#[test]
fn a_record_has_a_name_for_people() {
    assert_eq!(record("total[2023]").label().to_string(), "Table 1, 2023, Total permits");
}

#[test]
fn a_cut_off_figure_is_a_matter_of_rounding() {
    let (study, audit) = &*PAPER;
    let cut_off = audit.records(study).filter(|record| record.verdict == Verdict::Truncated);
    let grades: Vec<Option<Grade>> = cut_off.map(|record| record.grade()).collect();
    assert!(!grades.is_empty() && grades.iter().all(|grade| *grade == Some(Grade::Rounding)));
}

/// 1 of 3 is 33.33 %. A percentage is off by one in its last place, or by two; a count by one.
#[test]
fn a_unit_of_the_last_place_is_a_matter_of_rounding_unless_it_is_counted() {
    const MANIFEST: &str = r#"
[study]
id = "s"
title = "S"
language = "en"

[[table]]
id = "t"
file = "t.csv"
key = "year"
column = [
    { header = "year", name = "year", unit = "date" },
    { header = "all", name = "all", unit = "count" },
    { header = "a", name = "a", unit = "count" },
    { header = "b", name = "b", unit = "count" },
    { header = "share", name = "share", unit = "percent" },
]

[[rule]]
id = "sum"
target = "t.all"
formula = "a + b"

[[rule]]
id = "share"
target = "t.share"
formula = "share(a, all)"
"#;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("study.toml"), MANIFEST).unwrap();
    let rows = "year,all,a,b,share\n2021,3,1,2,33.34\n2022,3,1,2,33.36\n2023,3,1,1,33.33\n";
    std::fs::write(folder.path().join("t.csv"), rows).unwrap();
    let study = crossfoot_load::load(folder.path()).unwrap_or_else(|error| panic!("{error}"));
    let audit = audit(&study);
    let grades: Vec<(String, Option<Grade>)> = audit
        .records(&study)
        .filter(|record| record.verdict.disagrees())
        .map(|record| (record.name.clone(), record.grade()))
        .collect();
    let expected = [
        ("sum[2023]", Grade::Substantive),
        ("share[2021]", Grade::Rounding),
        ("share[2022]", Grade::Substantive),
    ];
    assert_eq!(grades, expected.map(|(name, grade)| (name.to_owned(), Some(grade))));
}
