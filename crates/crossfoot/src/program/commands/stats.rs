//! `crossfoot stats`.

use anyhow::{Context, bail};
use crossfoot_core::suggestion;
#[cfg(feature = "parquet")]
use crossfoot_load::frames;
use crossfoot_stats::{Level, Options, periods};

use crate::program::args::{Stats, StatsStyle};
use crate::program::output::Output;
use crate::program::{DONE, studies};

pub(crate) fn run(options: &Stats, output: &mut Output) -> anyhow::Result<u8> {
    let level = level(options.level)?;
    let audited = studies::open(options.study.as_deref())?;
    let bases = audited.bases().starting_with(options.basis.numbers.into());
    let (basis, study) = bases.first();
    if let Some(base) = &options.base {
        let known = periods(study);
        if !known.contains(base) {
            let nearest = suggestion(base, known.iter().map(String::as_str))
                .map(|name| format!("; did you mean `{name}`?"));
            bail!(
                "unknown period `{base}`: no series of {} has it{}",
                study.id,
                nearest.unwrap_or_default()
            )
        }
    }
    let options_of = Options { level, base: options.base.clone(), ..Options::default() };
    let analysis = bases.statistics(&options_of);
    let document = crossfoot_report::stats(study, &analysis).in_language(&output.language(study));
    match options.format {
        StatsStyle::Text => output.text(&document)?,
        StatsStyle::Markdown => output.markdown(&document)?,
        StatsStyle::Json => output.raw(&crossfoot_report::stats_json(study, basis, &analysis)?)?,
        StatsStyle::Csv => output.raw(&crossfoot_report::stats_csv(basis, &analysis)?)?,
        #[cfg(feature = "parquet")]
        StatsStyle::Parquet => {
            let mut frame = frames::from_csv(&crossfoot_report::stats_csv(basis, &analysis)?)?;
            output.binary(&frames::export(&mut frame, frames::FrameFormat::Parquet)?)?;
        }
    }
    Ok(DONE)
}

#[expect(clippy::float_arithmetic, reason = "a level is a float; no verdict depends on it")]
fn level(percent: f64) -> anyhow::Result<Level> {
    Level::new(percent / 100.0)
        .with_context(|| format!("expected a level between 0 and 100 %, found {percent}"))
}
