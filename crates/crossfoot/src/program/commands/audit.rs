//! `crossfoot audit`.

use std::path::PathBuf;

use crossfoot_ingest::{Options as Reading, read_article};

use super::check::fails;
use super::new;
use crate::Audited;
use crate::program::args::{Audit, AuditFormat};
use crate::program::baseline;
use crate::program::output::Output;
use crate::program::{DONE, FINDINGS};

pub(crate) fn run(options: &Audit, output: &mut Output) -> anyhow::Result<u8> {
    let reading = Reading { charset: options.encoding };
    let received = read_article(&options.file, reading)?;
    let id = crate::study_name(&options.file);
    let folder = options.out.clone().unwrap_or_else(|| PathBuf::from(&id));
    if options.out.is_some() {
        new::refuse_to_overwrite(&folder)?;
    }
    let mut audited = crate::audit_article(&id, received, &folder, options.decimal)?;
    if options.out.is_some() {
        new::write_study(&audited.drafted.files, &folder)?;
    }
    let Audited { study, audit } = &mut audited.audited;
    let own = std::iter::once((study, audit));
    baseline::apply(&options.failing, &options.new_baseline, own, output)?;
    let document = audited.document().in_language(&output.language(&audited.audited.study));
    match options.format {
        AuditFormat::Text => output.text(&document)?,
        AuditFormat::Markdown => output.markdown(&document)?,
        AuditFormat::Json => output.raw(&audited.json()?)?,
    }
    let Audited { study, audit } = &audited.audited;
    Ok(if fails(study, audit, options.failing.fail_on) { FINDINGS } else { DONE })
}
