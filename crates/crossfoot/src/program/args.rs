//! The command line.

mod drafts;
mod help;

use std::ops::RangeInclusive;
use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use crossfoot_ingest::Charset;
use crossfoot_report::chart::{KINDS, Size};
use crossfoot_report::formats::{self, Packed, Shown};

use crate::program::batch::discovery::Part;
pub(crate) use drafts::{Audit, AuditFormat, Claims, ClaimsFormat, DraftFormat, New};
use drafts::{decimal_mark, encoding};
pub(crate) use help::command;

/// What every command takes.
const GLOBAL: &str = "Global options";

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default());

/// Audit published statistics: recompute every figure, and explain what disagrees
#[derive(Debug, Parser)]
#[command(name = "crossfoot", version, styles = STYLES)]
pub(crate) struct Args {
    /// When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never
    #[arg(long, value_enum, default_value_t = When::Auto, value_name = "WHEN")]
    #[arg(global = true, help_heading = GLOBAL, hide_possible_values = true)]
    pub(crate) color: When,
    /// Language of text, Markdown and reports: en or zh
    #[arg(long, value_enum, default_value_t = Lang::En)]
    #[arg(global = true, help_heading = GLOBAL, hide_possible_values = true)]
    pub(crate) lang: Lang,
    /// Write problems only; the exit code says the rest
    #[arg(long, short, global = true, help_heading = GLOBAL)]
    pub(crate) quiet: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Audit an article or a table: read it, draft its rules and statements, and check them
    Audit(Audit),
    /// Check every rule and claim; exit with 1 if there are findings
    Check(Check),
    /// Check many studies or articles in parallel and write a summary
    Batch(Batch),
    /// Draft the statements of a text about a study, and show what its lists lack
    Claims(Claims),
    /// Show every table and claim next to the recomputed values
    Reproduce(Reproduce),
    /// Explain a code or a cause, or a cell, claim, column, rule or table of a study
    Explain(Explain),
    /// Find the fewest figures whose change satisfies every rule
    Localise(Localise),
    /// Export a study to another format
    Export(Export),
    /// Analyse the series of a study: effect sizes with intervals
    Stats(Stats),
    /// Add a release to a table of a study
    Add(Add),
    /// Write the report of a study
    Report(Report),
    /// Draw the charts of a study
    Chart(Chart),
    /// Show the values of every release, and the size of revisions
    Revisions(Revisions),
    /// Start a study, from scratch or from tables
    New(New),
    /// Write a script that completes commands and options in a shell
    Completions(Completions),
    /// Write the manual as a page for `man`
    Man(Manual),
    /// Write the JSON Schema of study.toml, for editors
    Schema,
    /// Build studies of a batch that are named on stdin
    #[command(hide = true)]
    Worker(Worker),
}

/// Options of `check`.
#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// Folders of studies
    #[arg(value_name = "STUDY")]
    pub(crate) studies: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) basis: Basis,
    #[command(flatten)]
    pub(crate) text: Text,
    /// Output format
    #[arg(long, default_value = "text", value_parser = one_of(formats::CHECK))]
    pub(crate) format: formats::Format<Shown>,
    #[command(flatten)]
    pub(crate) failing: Failing,
    #[command(flatten)]
    pub(crate) new_baseline: NewBaseline,
}

/// Where known findings are written.
#[derive(Debug, clap::Args)]
pub(crate) struct NewBaseline {
    /// Write all findings to a file of known findings
    #[arg(long = "write-baseline", value_name = "FILE", conflicts_with = "baseline")]
    pub(crate) path: Option<PathBuf>,
}

/// Options of `batch`.
#[derive(Debug, clap::Args)]
pub(crate) struct Batch {
    /// Folders to search for studies or articles, including subfolders
    #[arg(value_name = "DIR", required = true)]
    pub(crate) folders: Vec<PathBuf>,
    /// Output folder
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Number of studies or articles in parallel [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
    /// Build only studies whose files or options changed since the last run
    #[arg(long)]
    pub(crate) changed: bool,
    /// Audit only a part of the studies or articles, such as 2/7, and write no summary
    #[arg(long, value_name = "K/N")]
    pub(crate) part: Option<Part>,
    /// Write the summary of what all parts came to
    #[arg(long, conflicts_with_all = ["part", "changed"])]
    pub(crate) merge: bool,
    /// Also write full reports of studies
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) report: Option<ReportStyle>,
    #[command(flatten)]
    pub(crate) failing: Failing,
    /// Memory for each study; a study that needs more fails
    #[arg(long, value_name = "MIB", default_value_t = 4_096, value_parser = clap::value_parser!(u64).range(64..))]
    pub(crate) memory_limit: u64,
    /// Time for each study; a study that needs longer fails
    #[arg(long, value_name = "SECONDS", default_value_t = 600, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) time_limit: u64,
}

/// Options of a process that builds studies of a batch.
#[derive(Debug, clap::Args)]
pub(crate) struct Worker {
    #[arg(long)]
    pub(crate) out: PathBuf,
    #[arg(long)]
    pub(crate) program: String,
    #[arg(long)]
    pub(crate) threads: usize,
    #[arg(long)]
    pub(crate) memory: u64,
    #[arg(long)]
    pub(crate) changed: bool,
    #[arg(long, value_enum)]
    pub(crate) report: Option<ReportStyle>,
    #[arg(long)]
    pub(crate) baseline: Option<PathBuf>,
}

/// Which findings fail a run.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub(crate) struct Failing {
    /// Which findings give exit code 1
    #[arg(long, value_enum, default_value_t = FailOn::Any, value_name = "WHICH")]
    pub(crate) fail_on: FailOn,
    /// Known findings, which do not fail the run
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
}

/// Findings of this kind and graver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// All that nobody accepted
    Any,
    /// Only those that rounding cannot explain
    Substantive,
}

/// Options of `completions`.
#[derive(Debug, clap::Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}

/// Options of `man`.
#[derive(Debug, clap::Args)]
pub(crate) struct Manual {
    /// The command that the page is about [default: the program]
    #[arg(value_name = "COMMAND")]
    pub(crate) of: Option<String>,
}

/// Options of `reproduce`.
#[derive(Debug, clap::Args)]
pub(crate) struct Reproduce {
    /// Folder of a study
    #[arg(value_name = "STUDY")]
    pub(crate) study: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) basis: Basis,
    #[command(flatten)]
    pub(crate) text: Text,
    /// Output format
    #[arg(long, default_value = "text", value_parser = one_of(formats::REPRODUCE))]
    pub(crate) format: formats::Format<Shown>,
}

/// Options of `revisions`.
#[derive(Debug, clap::Args)]
pub(crate) struct Revisions {
    /// Folder of a study
    #[arg(value_name = "STUDY")]
    pub(crate) study: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) format: Format,
}

/// Options of `explain`.
#[derive(Debug, clap::Args)]
pub(crate) struct Explain {
    /// A code, a cause, a cell `table.column[key]`, a claim `claim:ID`, a column `table.column`, a
    /// table, or the id of a rule, check or finding
    #[arg(value_name = "WHAT")]
    pub(crate) what: Option<String>,
    /// Folder of the study
    #[arg(long, value_name = "STUDY")]
    pub(crate) study: Option<PathBuf>,
}

/// Options of `localise`.
#[derive(Debug, clap::Args)]
pub(crate) struct Localise {
    /// Folder of a study
    #[arg(value_name = "STUDY")]
    pub(crate) study: Option<PathBuf>,
    /// The weight of changing a figure (default 1): `table.column[key]`, `claim:ID`, or
    /// `table.column` for a whole column
    #[arg(long = "weight", value_name = "CELL=WEIGHT")]
    pub(crate) weights: Vec<String>,
    /// A figure, claim or column that must not change
    #[arg(long = "fix", value_name = "CELL")]
    pub(crate) fixed: Vec<String>,
    /// Stop the search after this time and report the best change found
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub(crate) time: u64,
    #[command(flatten)]
    pub(crate) format: Format,
}

/// The text that a study is about.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Text {
    /// The text of the publication, to compare with the claims and numerals [default: as study.toml
    /// says]
    #[arg(long, value_name = "FILE")]
    pub(crate) article: Option<PathBuf>,
}

/// Which figures are used.
#[derive(Debug, clap::Args)]
pub(crate) struct Basis {
    /// Which figures to use
    #[arg(long = "basis", value_enum, default_value_t = Numbers::Published, value_name = "BASIS")]
    pub(crate) numbers: Numbers,
}

/// The figures as printed, or with the root causes corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Numbers {
    /// As printed
    Published,
    /// With the most probable root causes corrected; no file changes
    Corrected,
}

impl From<Numbers> for crate::Basis {
    fn from(numbers: Numbers) -> Self {
        match numbers {
            Numbers::Published => Self::Published,
            Numbers::Corrected => Self::Corrected,
        }
    }
}

/// Options of `stats`.
#[derive(Debug, clap::Args)]
pub(crate) struct Stats {
    /// Folder of a study
    #[arg(value_name = "STUDY")]
    pub(crate) study: Option<PathBuf>,
    /// Confidence level of the intervals, in percent
    #[arg(long, default_value_t = 95.0, value_name = "PERCENT")]
    pub(crate) level: f64,
    /// Base period of indices [default: the first]
    #[arg(long, value_name = "PERIOD")]
    pub(crate) base: Option<String>,
    #[command(flatten)]
    pub(crate) basis: Basis,
    /// Output format
    #[arg(long, value_enum, default_value_t = StatsStyle::Text)]
    pub(crate) format: StatsStyle,
}

/// Options of `add`.
#[derive(Debug, clap::Args)]
pub(crate) struct Add {
    /// Folder of the study
    #[arg(value_name = "STUDY")]
    pub(crate) study: PathBuf,
    /// The file as received
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The name of the release, such as 2025 or 2025-10
    #[arg(long, value_name = "ID")]
    pub(crate) release: String,
    /// The table of the study, if the file matches several
    #[arg(long, value_name = "TABLE")]
    pub(crate) table: Option<String>,
    /// Match a heading of the file to a column; an empty column leaves it out
    #[arg(long = "map", value_name = "HEADER=COLUMN")]
    pub(crate) map: Vec<String>,
    /// Date of publication
    #[arg(long, value_name = "DATE")]
    pub(crate) published: Option<String>,
    /// The encoding of the file [default: detected]
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub(crate) encoding: Option<Charset>,
    /// The decimal mark of the file, `.` or `,` [default: as in the table]
    #[arg(long, value_name = "MARK", value_parser = decimal_mark)]
    pub(crate) decimal: Option<char>,
    /// Preview the changes without writing them
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) format: Format,
}

/// Options of `report`.
#[derive(Debug, clap::Args)]
pub(crate) struct Report {
    /// Folder of a study
    #[arg(value_name = "STUDY")]
    pub(crate) study: Option<PathBuf>,
    /// Output folder
    #[arg(long, default_value = "report", value_name = "DIR")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) text: Text,
    /// Output format
    #[arg(long, value_enum, default_value_t = ReportStyle::Markdown)]
    pub(crate) format: ReportStyle,
}

/// A format of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportStyle {
    /// report.md for GitHub, with an appendix and figures next to it
    Markdown,
    /// report.html, one self-contained file
    Html,
    /// erratum.docx, what to correct, to send to authors
    Docx,
    /// letter.txt, the same as an e-mail to the authors
    Letter,
}

/// Options of `export`.
#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// Folder of a study
    #[arg(value_name = "STUDY")]
    pub(crate) study: Option<PathBuf>,
    /// Output format
    #[arg(long, value_parser = one_of(formats::EXPORT))]
    pub(crate) format: formats::Format<Packed>,
    /// Output folder, or the file of a format that has one
    #[arg(long, value_name = "PATH")]
    pub(crate) out: PathBuf,
    /// In CSV, mark cells that a spreadsheet would compute as text
    #[arg(long)]
    pub(crate) safe_cells: bool,
}

/// Options of `chart`.
#[derive(Debug, clap::Args)]
pub(crate) struct Chart {
    /// Folder of a study
    #[arg(value_name = "STUDY")]
    pub(crate) study: Option<PathBuf>,
    /// Output folder
    #[arg(long, default_value = "charts", value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Draw only these kinds, separated by commas
    #[arg(long = "kind", value_name = "NAME", value_delimiter = ',', value_parser = PossibleValuesParser::new(kinds()))]
    pub(crate) kinds: Vec<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t = ChartStyle::Svg)]
    pub(crate) format: ChartStyle,
    /// Width and height in pixels
    #[arg(long, default_value = "960x600", value_name = "WxH", value_parser = size)]
    pub(crate) size: Size,
    /// Scale factor of PNG files
    #[arg(long, default_value_t = 2, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=8))]
    pub(crate) scale: u8,
    #[command(flatten)]
    pub(crate) basis: Basis,
}

/// Reads the name of a format; `--help` lists all with what they are for.
fn one_of<W>(
    formats: &'static [formats::Format<W>],
) -> impl TypedValueParser<Value = formats::Format<W>>
where
    W: Copy + Send + Sync + 'static,
{
    let names = formats.iter().map(|format| PossibleValue::new(format.name).help(format.about));
    PossibleValuesParser::new(names).try_map(|name| {
        formats.iter().find(|format| format.name == name).copied().ok_or("unknown format")
    })
}

/// Every kind of chart with what it shows, as `--help` lists them.
fn kinds() -> Vec<PossibleValue> {
    KINDS.iter().map(|kind| PossibleValue::new(kind.name).help(kind.about)).collect()
}

/// Reads `960x600`.
fn size(text: &str) -> Result<Size, String> {
    /// Smaller, words have no room; larger, nobody means it.
    const SIDES: RangeInclusive<u32> = 240..=8_000;
    let (width, height) =
        text.split_once(['x', '×']).ok_or("expected WIDTHxHEIGHT, such as 960x600")?;
    let sides = [width, height].map(|text| text.trim().parse().ok());
    let [width, height] = sides.map(|side| side.filter(|side| SIDES.contains(side)));
    let (width, height) = width.zip(height).ok_or_else(|| {
        format!("expected width and height between {} and {}", SIDES.start(), SIDES.end())
    })?;
    Ok(Size { width, height })
}

/// A format of charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ChartStyle {
    /// Vector graphics
    Svg,
    /// Bitmap
    Png,
    /// The figures that are drawn
    Csv,
}

/// A language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// English
    En,
    /// Chinese, in simplified characters
    Zh,
}

/// An output format of `stats`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StatsStyle {
    /// For a terminal
    Text,
    /// For programs: crossfoot.stats/1
    Json,
    /// For GitHub and papers
    Markdown,
    /// Estimates as rows
    Csv,
    /// The same rows as Parquet
    #[cfg(feature = "parquet")]
    Parquet,
}

/// How results are written.
#[derive(Debug, clap::Args)]
pub(crate) struct Format {
    /// Output format
    #[arg(long, value_enum, default_value_t = Style::Text)]
    pub(crate) format: Style,
}

/// An output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Style {
    /// For a terminal
    Text,
    /// For programs: JSON; `schema` names its version
    Json,
    /// For GitHub and papers
    Markdown,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
