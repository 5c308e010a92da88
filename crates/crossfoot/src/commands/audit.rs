//! `crossfoot audit`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crossfoot_ingest::{Options as Reading, read_article};
use crossfoot_load::portable;

use super::check::FINDINGS;
use super::new;
use crate::args::{Audit, AuditFormat};
use crate::output::Output;

pub(crate) fn run(options: &Audit, output: &mut Output) -> anyhow::Result<ExitCode> {
    let reading = Reading { charset: options.encoding };
    let received = read_article(&options.file, reading)?;
    let id = id(&options.file);
    let folder = options.out.clone().unwrap_or_else(|| PathBuf::from(&id));
    if options.out.is_some() {
        new::refuse_to_overwrite(&folder)?;
    }
    let audited = crossfoot::audit_article(&id, received, &folder, options.decimal)?;
    if options.out.is_some() {
        new::write_study(&audited.drafted.files, &folder)?;
    }
    match options.format {
        AuditFormat::Text => output.text(&audited.document())?,
        AuditFormat::Markdown => output.markdown(&audited.document())?,
        AuditFormat::Json => output.raw(&audited.json()?)?,
    }
    let audited = &audited.audited;
    let open = audited.audit.open_findings().next().is_some();
    Ok(if open { ExitCode::from(FINDINGS) } else { ExitCode::SUCCESS })
}

/// The study that a file becomes is named after it.
fn id(file: &Path) -> String {
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let id = portable(stem.as_deref().unwrap_or_default());
    let id = id.trim_start_matches(['.', '-']);
    if id.is_empty() { "article".to_owned() } else { id.to_owned() }
}
