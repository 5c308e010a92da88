//! The command line.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use crossfoot_ingest::Charset;
use crossfoot_report::chart::{KINDS, Size};
use crossfoot_report::formats::{self, Packed, Shown};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default());

/// Audits published statistics: recomputes every figure, says what disagrees and why.
#[derive(Debug, Parser)]
#[command(name = "crossfoot", version, styles = STYLES, after_help = "A study is a folder with a study.toml. Without one, commands use data/hgr-2021-2024 below the current folder.")]
pub(crate) struct Args {
    /// When to use colour
    #[arg(long, value_enum, default_value_t = When::Auto, global = true, value_name = "WHEN")]
    pub(crate) color: When,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check every rule and claim; exit 1 when there are findings
    #[command(after_help = "Examples:
  crossfoot check                                  the licences of China's human genetic resources
  crossfoot check data/*                           several studies, one after the other
  crossfoot check mine --format json > audit.json  everything that was checked, for machines
  crossfoot check --basis corrected                what would remain were the source errors put right
  crossfoot check data/* --format sarif            findings at their cells, for code scanning

Exit codes: 0 nothing to report, 1 findings, 2 could not run")]
    Check(Check),
    /// Check many studies side by side, and sum them up
    #[command(after_help = "Examples:
  crossfoot batch data --out audits                        every study in data and below: audit.json and audit.md each
  crossfoot batch data --out audits --changed              the same again, where only changed studies are built
  crossfoot batch 2024 2025 --out site --report html       full reports, with index.html that leads to them

A study that fails is told in its error.txt and in the summary, and stops no other. A run that was interrupted goes on with --changed.
Writes summary.md, index.html, summary.json and a table of all rules. Exit codes, the worst of all studies: 0 nothing to report, 1 findings, 2 could not run")]
    Batch(Batch),
    /// Set every table and claim beside what was recomputed
    #[command(after_help = "Examples:
  crossfoot reproduce
  crossfoot reproduce --basis corrected            the corrected tables, and every change
  crossfoot reproduce data/repositories --format markdown > repositories.md
  crossfoot reproduce --format latex > tables.tex  the tables for a paper, with notes on what disagrees")]
    Reproduce(Reproduce),
    /// Explain a code, a cause, a cell or a claim
    #[command(after_help = "Examples:
  crossfoot explain                                all codes and causes
  crossfoot explain sum-mismatch                   what a code means
  crossfoot explain root-causes                    how source errors are found
  crossfoot explain 'licences.total[2023]'         all that is known of a cell
  crossfoot explain claim:decline-text             and of a claim")]
    Explain(Explain),
    /// Find the fewest figures whose change satisfies every rule
    #[command(after_help = "Examples:
  crossfoot localise                                        all smallest sets of figures, and why no smaller can do
  crossfoot localise --fix licences.year                    a column that is right for certain
  crossfoot localise mine --weight 't.total[2023]=3'        a figure that is seldom wrong
  crossfoot localise mine --weight t.total=2 --format json  a column of them, with the proof for machines

Error localisation after Fellegi and Holt (1976), exact at any magnitude. Exit codes: 0 it ran, 2 could not run")]
    Localise(Localise),
    /// Hand a study on in the format of others
    #[command(after_help = "Examples:
  crossfoot export --format datapackage --out package    a Data Package with schemas, sources and the rules
  crossfoot export mine --format xlsx --out .            mine.xlsx: findings as notes and colours, for the owners of the data
  crossfoot export mine --format csvw --out web          CSV on the Web")]
    Export(Export),
    /// Analyse the series of a study: effects with their intervals, and what cannot be estimated
    #[command(after_help = "Examples:
  crossfoot stats                                  effects, intervals and, last, p-values
  crossfoot stats --base 2022 --level 90           indices from 2022, intervals of 90 %
  crossfoot stats --basis corrected                with the most probable source errors put right
  crossfoot stats mine --format csv > stats.csv    all estimates as rows")]
    Stats(Stats),
    /// Append a release to a table of a study
    #[command(after_help = "Examples:
  crossfoot add data/mine 2025.xlsx --release 2025 --dry-run      what it would bring, and no more
  crossfoot add data/mine 2025.xlsx --release 2025                the same, and written
  crossfoot add data/mine a.csv --release 2025-10 --map '件数=projects' --map '备注='

Reads CSV, TSV, XLSX, XLS, ODS, HTML, JATS, Markdown and tables pasted from a PDF. Headings are
matched by name and meaning in English and Chinese, and by what the rules of the study say of their
figures; the reason is told for each. What was published before is kept: `crossfoot revisions`
shows it. Exit codes: 0 added or shown, 2 could not be, and then nothing was written")]
    Add(Add),
    /// Write the report of a study
    #[command(after_help = "Examples:
  crossfoot report --out report                          Markdown with figures beside it
  crossfoot report mine --out . --format html            one file that holds all it needs, to send and to print
  crossfoot report mine --out zh --lang zh               in Chinese

Exits with 0 whatever was found; `crossfoot check` is for machines that must know")]
    Report(Report),
    /// Draw the charts of a study
    #[command(after_help = "Examples:
  crossfoot chart                                     every chart as SVG, into the folder charts
  crossfoot chart mine --kind stacked --format png    one kind, as a picture of 960 by 600 pixels
  crossfoot chart --basis corrected --lang zh         with the source errors put right, in Chinese
  crossfoot chart --size 480x300 --out figures        for a column of text

No font is needed, and the same study gives the same bytes on every machine")]
    Chart(Chart),
    /// Show what each release printed of every period, and how large the revisions were
    #[command(after_help = "Examples:
  crossfoot revisions mine                         periods down, releases across, revised figures marked
  crossfoot revisions mine --format json           every printing with its place, for machines")]
    Revisions(Revisions),
    /// Start a study: a commented scaffold, or what the columns and numbers of tables show
    #[command(after_help = "Examples:
  crossfoot new licences-2025                          a scaffold with a tiny example, to fill in
  crossfoot new licences-2025 --from table1.csv        columns, key, rules and series, drafted
  crossfoot new yearbook --from *.csv --out yearbook   several tables, in a folder of your own
  crossfoot new article --from article.xml             every table of an article
  crossfoot new old --from old.csv --encoding latin1   a text whose bytes do not show their encoding

A drafted rule says in how many rows it holds, how likely that is by chance and what the headers say. What could be chance is told, and not
drafted. Nothing is overwritten. Exit codes: 0 drafted, 2 could not be")]
    New(New),
}

/// Options of `new`.
#[derive(Debug, clap::Args)]
pub(crate) struct New {
    /// The name of the study: letters, digits, `-`, `_` and `.`
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// Files with tables: CSV and TSV in any encoding, workbooks, HTML, JATS XML, Markdown
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(crate) from: Vec<PathBuf>,
    /// The decimal mark of the files, `.` or `,`, where it is not told from their figures
    #[arg(long, value_name = "MARK", value_parser = decimal_mark)]
    pub(crate) decimal: Option<char>,
    /// The encoding of the files, where it is not told from their content
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub(crate) encoding: Option<Charset>,
    /// The folder of the study; without it data/ID
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

/// Options of `check`.
#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// Folders of studies
    #[arg(value_name = "STUDY")]
    pub(crate) studies: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) basis: Basis,
    /// How to write the result
    #[arg(long, default_value = "text", value_parser = one_of(formats::CHECK))]
    pub(crate) format: formats::Format<Shown>,
}

/// Options of `batch`.
#[derive(Debug, clap::Args)]
pub(crate) struct Batch {
    /// Folders in which, or in whose folders, there are studies
    #[arg(value_name = "DIR", required = true)]
    pub(crate) folders: Vec<PathBuf>,
    /// The folder to write into
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Studies at a time; without it one per core
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
    /// Build only studies whose files, or the options, are not those of the last run
    #[arg(long)]
    pub(crate) changed: bool,
    /// Write full reports besides
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) report: Option<ReportStyle>,
}

/// Options of `reproduce`.
#[derive(Debug, clap::Args)]
pub(crate) struct Reproduce {
    /// Folder of a study
    #[arg(value_name = "STUDY")]
    pub(crate) study: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) basis: Basis,
    /// How to write the result
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
    /// A code, a cause, a cell `table.column[key]`, a claim `claim:ID`, or the id of a check or
    /// finding
    #[arg(value_name = "WHAT")]
    pub(crate) what: Option<String>,
    /// Folder of the study that the cell or claim belongs to
    #[arg(long, value_name = "STUDY")]
    pub(crate) study: Option<PathBuf>,
}

/// Options of `localise`.
#[derive(Debug, clap::Args)]
pub(crate) struct Localise {
    /// Folder of a study
    #[arg(value_name = "STUDY")]
    pub(crate) study: Option<PathBuf>,
    /// What changing a figure weighs where it is not 1: `table.column[key]`, `claim:ID` or
    /// `table.column` for all of a column
    #[arg(long = "weight", value_name = "CELL=WEIGHT")]
    pub(crate) weights: Vec<String>,
    /// A figure, claim or column that may not change
    #[arg(long = "fix", value_name = "CELL")]
    pub(crate) fixed: Vec<String>,
    #[command(flatten)]
    pub(crate) format: Format,
}

/// Which numbers are used.
#[derive(Debug, clap::Args)]
pub(crate) struct Basis {
    /// Which numbers to use
    #[arg(long = "basis", value_enum, default_value_t = Numbers::Published, value_name = "BASIS")]
    pub(crate) numbers: Numbers,
}

/// The numbers as printed, or as the source errors would have them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Numbers {
    /// As printed
    Published,
    /// With the most probable source errors put right; nothing on disk changes
    Corrected,
}

/// Options of `stats`.
#[derive(Debug, clap::Args)]
pub(crate) struct Stats {
    /// Folder of a study
    #[arg(value_name = "STUDY")]
    pub(crate) study: Option<PathBuf>,
    /// Level of the confidence intervals, in percent
    #[arg(long, default_value_t = 95.0, value_name = "PERCENT")]
    pub(crate) level: f64,
    /// The period that indices start from; without it the first
    #[arg(long, value_name = "PERIOD")]
    pub(crate) base: Option<String>,
    #[command(flatten)]
    pub(crate) basis: Basis,
    /// How to write the result
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
    /// What the release is called, such as 2025 or 2025-10
    #[arg(long, value_name = "ID")]
    pub(crate) release: String,
    /// The table of the study, where the file fits several
    #[arg(long, value_name = "TABLE")]
    pub(crate) table: Option<String>,
    /// Which column a heading of the file is; without a column it is left out
    #[arg(long = "map", value_name = "HEADER=COLUMN")]
    pub(crate) map: Vec<String>,
    /// When it was published
    #[arg(long, value_name = "DATE")]
    pub(crate) published: Option<String>,
    /// The encoding of the file, where it is not told from its content
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub(crate) encoding: Option<Charset>,
    /// Its decimal mark, `.` or `,`, where that is not as in the table
    #[arg(long, value_name = "MARK", value_parser = decimal_mark)]
    pub(crate) decimal: Option<char>,
    /// Show what it would bring, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) format: Format,
}

fn encoding(name: &str) -> Result<Charset, String> {
    Charset::from_name(name).ok_or_else(|| format!("there is no encoding `{name}`; expected utf-8, utf-16, gb18030, big5, windows-1252 or another"))
}

fn decimal_mark(text: &str) -> Result<char, String> {
    match text {
        "." => Ok('.'),
        "," => Ok(','),
        _ => Err("expected `.` or `,`".to_owned()),
    }
}

/// Options of `report`.
#[derive(Debug, clap::Args)]
pub(crate) struct Report {
    /// Folder of a study
    #[arg(value_name = "STUDY")]
    pub(crate) study: Option<PathBuf>,
    /// The folder to write into
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// What to write
    #[arg(long, value_enum, default_value_t = ReportStyle::Markdown)]
    pub(crate) format: ReportStyle,
    /// In which language
    #[arg(long, value_enum, default_value_t = Lang::En)]
    pub(crate) lang: Lang,
}

/// A format of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportStyle {
    /// report.md for GitHub, and the figures beside it
    Markdown,
    /// report.html, one file without anything beside it
    Html,
}

/// Options of `export`.
#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// Folder of a study
    #[arg(value_name = "STUDY")]
    pub(crate) study: Option<PathBuf>,
    /// What to write
    #[arg(long, value_parser = one_of(formats::EXPORT))]
    pub(crate) format: formats::Format<Packed>,
    /// The folder to write into
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
}

/// Options of `chart`.
#[derive(Debug, clap::Args)]
pub(crate) struct Chart {
    /// Folder of a study
    #[arg(value_name = "STUDY")]
    pub(crate) study: Option<PathBuf>,
    /// The folder to write into
    #[arg(long, default_value = "charts", value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Draw only these kinds, separated by commas
    #[arg(long = "kind", value_name = "NAME", value_delimiter = ',', value_parser = PossibleValuesParser::new(kinds()))]
    pub(crate) kinds: Vec<String>,
    /// What to write
    #[arg(long, value_enum, default_value_t = ChartStyle::Svg)]
    pub(crate) format: ChartStyle,
    /// Width and height in pixels
    #[arg(long, default_value = "960x600", value_name = "WxH", value_parser = size)]
    pub(crate) size: Size,
    /// Pixels of a PNG for each pixel of the size
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=8))]
    pub(crate) scale: u8,
    #[command(flatten)]
    pub(crate) basis: Basis,
    /// The language of titles and labels
    #[arg(long, value_enum, default_value_t = Lang::En)]
    pub(crate) lang: Lang,
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
        formats.iter().find(|format| format.name == name).copied().ok_or("no such format")
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
        text.split_once(['x', '×']).ok_or("a size is written WIDTHxHEIGHT, such as 960x600")?;
    let side = |text: &str| text.trim().parse().ok().filter(|side| SIDES.contains(side));
    let (width, height) = side(width)
        .zip(side(height))
        .ok_or_else(|| format!("both sides lie between {} and {}", SIDES.start(), SIDES.end()))?;
    Ok(Size { width, height })
}

/// A format of charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ChartStyle {
    /// Sharp at every size
    Svg,
    /// Pixels
    Png,
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
    /// For machines: crossfoot.stats/1
    Json,
    /// For GitHub and papers
    Markdown,
    /// The same fields as rows
    Csv,
    /// The same rows as Parquet
    #[cfg(feature = "parquet")]
    Parquet,
}

/// How results are written.
#[derive(Debug, clap::Args)]
pub(crate) struct Format {
    /// How to write the result
    #[arg(long, value_enum, default_value_t = Style::Text)]
    pub(crate) format: Style,
}

/// An output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Style {
    /// For a terminal
    Text,
    /// For machines: JSON, whose `schema` names its version
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
