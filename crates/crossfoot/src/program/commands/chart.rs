//! `crossfoot chart`: the charts of a study as files.

use anyhow::bail;
use crossfoot_report::chart::KINDS;
use crossfoot_stats::Options;

use crate::Audited;
use crate::program::args::{Chart, ChartStyle};
use crate::program::files::{self, Files};
use crate::program::output::Output;
use crate::program::{DONE, studies};

pub(crate) fn run(options: &Chart, output: &mut Output) -> anyhow::Result<u8> {
    let folder = studies::folder(options.study.as_deref());
    let published = crate::open(&folder)?;
    let basis = options.basis.numbers.into();
    let analysis = published.bases().starting_with(basis).statistics(&Options::default());
    let Audited { study, audit } = published.on(basis);
    let language = output.language(&study);
    let wanted = KINDS.iter().filter(|kind| {
        options.kinds.is_empty() || options.kinds.iter().any(|name| name == kind.name)
    });
    let charts: Vec<_> = wanted
        .flat_map(|kind| kind.charts(&study, &audit, &analysis, &language, options.size))
        .collect();
    if charts.is_empty() {
        bail!(
            "{} has nothing to draw in these charts: add a [[series]] or [[ranking]] to its study.toml; \
             a table is drawn where a figure disagrees",
            folder.display()
        )
    }
    let drawn: Files = charts
        .iter()
        .map(|chart| match options.format {
            ChartStyle::Svg => (format!("{}.svg", chart.name), chart.svg().into_bytes()),
            ChartStyle::Png => (format!("{}.png", chart.name), chart.png(f32::from(options.scale))),
            ChartStyle::Csv => (format!("{}.csv", chart.name), chart.csv().into_bytes()),
        })
        .collect();
    files::write_outputs(&folder, &options.out, &drawn)?;
    output.written(&options.out, &drawn)?;
    Ok(DONE)
}
