//! `crossfoot claims`.

use crossfoot_core::visible;
use crossfoot_ingest::{Options as Reading, read_text};
use crossfoot_report::{TextBeside, claims_json};

use crate::program::args::{Claims, ClaimsFormat};
use crate::program::output::Output;
use crate::program::{DONE, studies};

pub(crate) fn run(options: &Claims, output: &mut Output) -> anyhow::Result<u8> {
    let study = crossfoot_load::load(&studies::folder(options.study.as_deref()))?;
    let read = read_text(&options.from, Reading { charset: options.encoding })?;
    let found = crate::claims_of_text(&study, read.article);
    let shown = TextBeside {
        study: &study,
        article: &found.article,
        statements: &found.statements,
        text: &found.text,
        beside: &found.beside,
        claims: &found.claims,
        lacking_claims: found.lacking_claims,
        missing_claims: found.missing_claims.as_deref(),
        lacking_numbers: found.lacking_numbers,
        missing_numbers: found.missing_numbers.as_deref(),
    };
    match options.format {
        ClaimsFormat::Text => {
            let document = crossfoot_report::claims(&shown);
            output.text(&document.in_language(&output.language(&study)))?;
            rows("claims.csv", shown.missing_claims, output)?;
            rows("numbers.csv", shown.missing_numbers, output)?;
        }
        ClaimsFormat::Json => output.raw(&claims_json(&shown)?)?,
    }
    Ok(DONE)
}

/// Rows that a list lacks, unbroken so that they can be copied.
fn rows(list: &str, missing: Option<&str>, output: &mut Output) -> anyhow::Result<()> {
    let Some(missing) = missing else { return Ok(()) };
    output.raw("\n")?;
    let heading = crossfoot_report::lacking(list);
    output.text(&heading.in_language(&studies::plain_language(output.lang())))?;
    output.raw(&visible(missing))?;
    Ok(())
}
