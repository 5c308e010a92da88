//! The remark at the cells of a workbook.

use std::collections::BTreeMap;
use std::path::Path;

use crossfoot_audit::{Audit, Subject, audit};
use crossfoot_core::{Study, Variable, Verdict};

use super::headings;
use super::remarks::{Remark, remarks};
use crate::Language;

fn load(id: &str) -> (Study, Audit) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(id);
    let study = crossfoot_load::load(&folder).unwrap_or_else(|error| panic!("{error}"));
    let audit = audit(&study);
    (study, audit)
}

#[test]
fn every_finding_about_a_figure_or_claim_is_told_there() {
    let (study, audit) = load("hgr-2021-2024");
    let remarks = remarks(&study, &audit, &Language::english());
    let mut claims = 0;
    for finding in audit.open_findings() {
        let Subject::Check(id) = finding.subject else { continue };
        let Some(variable) = study.rules[id.rule].variable(id.row) else { continue };
        claims += usize::from(matches!(variable, Variable::Claim(_)));
        let code = format!("{}: ", finding.code.name());
        assert!(
            remarks[&variable].lines.iter().any(|line| line.starts_with(&code)),
            "{}",
            finding.id
        );
    }
    assert_eq!(claims, 15);
}

/// The remark at `table.column[key]` or `claim:id`.
fn remark<'a>(study: &Study, remarks: &'a BTreeMap<Variable, Remark>, name: &str) -> &'a Remark {
    let found = remarks.iter().find(|(variable, _)| study.name(**variable) == name);
    found.map(|(_, remark)| remark).unwrap_or_else(|| panic!("nothing is said at {name}"))
}

#[test]
fn colours_agree_with_the_verdicts() {
    let (study, audit) = load("hgr-2021-2024");
    let remarks = remarks(&study, &audit, &Language::english());
    for cut_off in [
        "licences.revocation_pct[2022]",
        "licences.revocation_pct[2024]",
        "claim:revocations-growth",
    ] {
        assert!(!remark(&study, &remarks, cut_off).bad, "{cut_off}");
    }
    // The claim is cut off, and disagrees with another one.
    for bad in ["licences.total[2023]", "licences.preservation_pct[2023]", "claim:decline-text"] {
        assert!(remark(&study, &remarks, bad).bad, "{bad}");
    }
    for (variable, remark) in &remarks {
        let verdicts = audit
            .checks()
            .filter(|(id, _)| study.rules[id.rule].variable(id.row) == Some(*variable))
            .map(|(_, verdict)| verdict);
        let verdicts: Vec<Verdict> = verdicts.filter(|verdict| verdict.disagrees()).collect();
        if !verdicts.is_empty() {
            assert_eq!(
                remark.bad,
                verdicts.iter().any(|verdict| *verdict != Verdict::Truncated),
                "{}",
                study.name(*variable)
            );
        }
    }
}

#[test]
fn a_disagreement_is_a_sentence() {
    let (study, audit) = load("hgr-2021-2024");
    let remarks = remarks(&study, &audit, &Language::english());
    for (place, sentence) in [
        ("licences.year[2023]", "this condition does not hold: 116.54 to 116.58 = 100"),
        ("licences.total[2023]", "printed 5,328, recomputed 5,382"),
        ("claim:more-projects-5", "the text says increased, which does not hold: 1,871 > 3,853"),
        (
            "claim:regulations-year-table-1",
            "printed 2023, and events.date[hgr-regulations] prints 2019-07-01",
        ),
    ] {
        let lines = &remark(&study, &remarks, place).lines;
        assert!(lines.iter().any(|line| line == sentence), "{place}: {lines:?}");
    }
}

#[test]
fn headings_and_texts_are_those_of_the_owners() {
    let (chinese, audit) = load("hgr-2025-09");
    assert_eq!(headings(&chinese.tables[0]), ["维度", "地区", "项目数(项)", "占比"]);
    let language = Language::own(&chinese);
    assert_eq!(language.code, "zh");
    for finding in super::claims(&chinese, &audit, &BTreeMap::new(), &language).iter().skip(1) {
        assert!(
            chinese.claims.iter().any(|claim| finding.texts.contains(&claim.statement)),
            "{:?}",
            finding.texts
        );
    }
    // Counts and percentages stood under one heading.
    let (english, _) = load("hgr-2021-2024");
    assert_eq!(
        headings(&english.tables[0])[..4],
        ["Year", "Total permits (Items)", "Collection permits", "Collection permits, percent"]
    );
    assert_eq!(Language::own(&english).code, "en");
}

#[test]
fn root_causes_stand_above_what_follows_from_them() {
    let (study, audit) = load("hgr-2021-2024");
    let rows = super::causes::causes(&study, &audit, &Language::english());
    let lines: Vec<String> = rows.iter().map(|row| row.texts[..3].join(" | ")).collect();
    assert_eq!(lines[1], "Table 1, 2023, Total permits | 5,328 | 5,382");
    assert_eq!(lines[2], "Table 1, 2023, Collection permits, percent | 26.78 % | 26.51 %");
    assert!(rows[1].texts[3].starts_with("almost certain (p"), "{:?}", rows[1].texts);
    assert_eq!(rows[2].texts[4], "follows from: Table 1, 2023, Total permits");
}

#[test]
fn years_are_numbers_and_other_dates_texts() {
    assert_eq!(super::year("2023"), Some((2023.0, "0".to_owned(), 6.0)));
    assert_eq!(super::year("2025年"), Some((2025.0, "0\"年\"".to_owned(), 8.0)));
    assert_eq!(super::year("2025-09"), None);
    assert_eq!(super::year("２０２５"), None, "full-width digits are kept as they are");
}
