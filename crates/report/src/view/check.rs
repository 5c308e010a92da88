//! `crossfoot check`: root causes first, then the findings that remain, then how columns were
//! rounded and what was not checked.

use crossfoot_audit::Audit;
use crossfoot_core::Study;

use super::{findings, header, limits};
use crate::document::Document;

/// What was found in a study.
pub fn check(study: &Study, audit: &Audit) -> Document {
    let mut document = Document::default();
    header::header(&mut document, study, audit);
    findings::explained(&mut document, study, audit);
    limits::conventions(&mut document, study, audit);
    limits::inferred(&mut document, study, audit);
    limits::not_checked(&mut document, study, audit);
    document
}
