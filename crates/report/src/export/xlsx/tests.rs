//! What is said at the cells of a workbook.

use std::path::Path;

use crossfoot_audit::{Audit, Subject, audit};
use crossfoot_core::{Study, Variable};

use super::remarks::remarks;
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
        assert!(remarks[&variable].lines.iter().any(|line| line.starts_with(&code)), "{}", finding.id);
    }
    assert_eq!(claims, 14);
}
