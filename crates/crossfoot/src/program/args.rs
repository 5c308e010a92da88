//! The command line.

mod drafts;

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

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default());

/// Audit published statistics: recompute every figure, and explain what disagrees
#[derive(Debug, Parser)]
#[command(name = "crossfoot", version, styles = STYLES, after_help = "A study is a folder with a study.toml. The default is data/hgr-2021-2024.")]
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
    /// Audit an article or a table: read it, draft its rules and statements, and check them
    #[command(after_help = "Examples:
  crossfoot audit article.xml                        show what was found
  crossfoot audit paper.docx --out data/paper        write the study, for a person to complete
  crossfoot audit page.html --format json > it.json  every numeral with what it states

Reads JATS XML, HTML, DOCX, Markdown, text as copied from a page, and every format of tables that
`new` reads. Writes nothing without --out. A numeral is bound to a formula if the words around it
and its value leave no doubt; the others are listed.
Exit codes: 0 no findings, 1 findings, 2 could not run")]
    Audit(Audit),
    /// Check every rule and claim; exit with 1 if there are findings
    #[command(after_help = "Examples:
  crossfoot check                                  check data/hgr-2021-2024
  crossfoot check data/*                           check several studies
  crossfoot check mine --format json > audit.json  write every check as JSON
  crossfoot check --basis corrected                check again with the root causes corrected
  crossfoot check mine --article paper.xml         compare the claims and numerals with the text
  crossfoot check data/* --format sarif            mark findings at their cells, for code scanning

Exit codes: 0 no findings, 1 findings, 2 could not run")]
    Check(Check),
    /// Check many studies or articles in parallel and write a summary
    #[command(after_help = "Examples:
  crossfoot batch data --out audits                    check every study below data
  crossfoot batch data --out audits --changed          build only studies that changed
  crossfoot batch 2024 2025 --out site --report html   write full reports and an index.html
  crossfoot batch articles --out audits                audit every article below a folder
  crossfoot batch data --out audits --part 2/7         do the second of seven parts, on any machine
  crossfoot batch data --out audits --merge            join the parts to what one run would write

Writes audit.json and audit.md for each study, summary.md, index.html, summary.json and a table of
all rules. A study that fails, or needs more memory or time than the limits allow, does not stop the
others: its error.txt and the summary say why.
--changed also resumes an interrupted run.
A folder without studies is one of articles (.xml, .html, .docx, .md, .txt): each is audited as by
`crossfoot audit`, with article.json and article.md, and the summary lists all their findings.
Exit codes, the highest of all studies: 0 no findings, 1 findings, 2 could not run")]
    Batch(Batch),
    /// Draft the statements of a text about a study, and show what its lists lack
    #[command(after_help = "Examples:
  crossfoot claims mine --from paper.xml                 show what the lists have and lack
  crossfoot claims mine --from paper.md --format json    the same for programs: crossfoot.claims/1

Reads every format that `audit` reads. Writes nothing: copy the rows that you want to keep.
Exit codes: 0 done, 2 could not run")]
    Claims(Claims),
    /// Show every table and claim next to the recomputed values
    #[command(after_help = "Examples:
  crossfoot reproduce
  crossfoot reproduce --basis corrected            show the corrected tables and every change
  crossfoot reproduce data/repositories --format markdown > repositories.md
  crossfoot reproduce --format latex > tables.tex  set tables for a paper, with notes on findings")]
    Reproduce(Reproduce),
    /// Explain a code, a cause, a cell or a claim
    #[command(after_help = "Examples:
  crossfoot explain                                list all codes and causes
  crossfoot explain sum-mismatch                   explain a code
  crossfoot explain root-causes                    explain how root causes are found
  crossfoot explain 'licences.total[2023]'         show everything about a cell
  crossfoot explain claim:decline-text             show everything about a claim")]
    Explain(Explain),
    /// Find the fewest figures whose change satisfies every rule
    #[command(after_help = "Examples:
  crossfoot localise                                        list all smallest sets, with a proof
  crossfoot localise --fix licences.year                    treat a column as correct
  crossfoot localise mine --weight 't.total[2023]=3'        trust one figure more than others
  crossfoot localise mine --weight t.total=2 --format json  weight a column; write the proof as JSON

Error localisation after Fellegi and Holt (1976), in exact arithmetic.
Exit codes: 0 done, 2 could not run")]
    Localise(Localise),
    /// Export a study to another format
    #[command(after_help = "Examples:
  crossfoot export --format datapackage --out package    Data Package with schemas, sources and the rules
  crossfoot export mine --format xlsx --out .            mine.xlsx with findings as cell notes and colours
  crossfoot export mine --format csvw --out web          CSV on the Web

CSV files hold every cell as it is. With --safe-cells, cells that start with =, +, - or @ and are not
numbers get an apostrophe.")]
    Export(Export),
    /// Analyse the series of a study: effect sizes with intervals
    #[command(after_help = "Examples:
  crossfoot stats                                  effect sizes, intervals and p-values
  crossfoot stats --base 2022 --level 90           indices relative to 2022, intervals of 90 %
  crossfoot stats --basis corrected                analyse the corrected figures
  crossfoot stats mine --format csv > stats.csv    write all estimates as rows

If something cannot be estimated, the output gives the reason.")]
    Stats(Stats),
    /// Add a release to a table of a study
    #[command(after_help = "Examples:
  crossfoot add data/mine 2025.xlsx --release 2025 --dry-run      preview the changes
  crossfoot add data/mine 2025.xlsx --release 2025                preview and write them
  crossfoot add data/mine a.csv --release 2025-10 --map '件数=projects' --map '备注='

Reads CSV, TSV, XLSX, XLS, ODS, DOCX, HTML, JATS, Markdown and tables pasted from a PDF. Headings
are matched by name and meaning in English and Chinese, and by the rules that their figures satisfy.
The output gives the reason for each match. Earlier releases are kept: `crossfoot revisions` shows
them. Exit codes: 0 added or previewed, 2 failed, and nothing was written")]
    Add(Add),
    /// Write the report of a study
    #[command(after_help = "Examples:
  crossfoot report mine                                  Markdown, in the folder report
  crossfoot report mine --format html                    one self-contained file, to read and to print
  crossfoot report mine --format docx                    what to correct, as a Word document
  crossfoot report mine --format letter --article a.xml  an e-mail to the authors that quotes them
  crossfoot report mine --out zh --lang zh               in Chinese

Page one has what to correct: the place, the reported value, the problem, a proposed correction,
how sure it is, and whether a conclusion changes. With --article it quotes the text.

Exits with 0 even if there are findings; scripts should use `crossfoot check`.")]
    Report(Report),
    /// Draw the charts of a study
    #[command(after_help = "Examples:
  crossfoot chart                                     every chart as SVG, in the folder charts
  crossfoot chart mine --kind stacked --format png    one kind, as PNG of 960 by 600 pixels
  crossfoot chart --basis corrected --lang zh         the corrected figures, in Chinese
  crossfoot chart --size 480x300 --out figures        narrow charts, for a column of text

The font is included; the same study gives the same files on every machine.")]
    Chart(Chart),
    /// Show the values of every release, and the size of revisions
    #[command(after_help = "Examples:
  crossfoot revisions mine                         one row per period, one column per release
  crossfoot revisions mine --format json           write every value with its place")]
    Revisions(Revisions),
    /// Start a study, from scratch or from tables
    #[command(after_help = "Examples:
  crossfoot new licences-2025                          start from a small commented example
  crossfoot new licences-2025 --from table1.csv        draft columns, key, rules and series
  crossfoot new yearbook --from *.csv --out yearbook   draft several tables, in another folder
  crossfoot new article --from article.xml             draft the tables and claims of an article
  crossfoot new old --from old.csv --encoding latin1   set an encoding that cannot be detected

Each drafted rule has a comment: in how many rows it holds, how likely that is by chance, and what
the headers suggest. Relations that may hold by chance are listed, not drafted. An article with
prose (JATS XML, HTML, DOCX, Markdown, text) also gives claims.csv, each claim with its sentence,
and numbers.csv. Nothing is overwritten. Exit codes: 0 drafted, 2 failed")]
    New(New),
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
    /// Language of text and Markdown
    #[arg(long, value_enum, default_value_t = Lang::En)]
    pub(crate) lang: Lang,
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
    /// Language of the summary, of audits and reports
    #[arg(long, value_enum, default_value_t = Lang::En)]
    pub(crate) lang: Lang,
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
    #[arg(long, value_enum)]
    pub(crate) lang: Lang,
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
    /// Language of text and Markdown
    #[arg(long, value_enum, default_value_t = Lang::En)]
    pub(crate) lang: Lang,
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
    /// Folder of the study with the cell or claim
    #[arg(long, value_name = "STUDY")]
    pub(crate) study: Option<PathBuf>,
    /// Language of the explanation
    #[arg(long, value_enum, default_value_t = Lang::En)]
    pub(crate) lang: Lang,
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
    /// Language of the report
    #[arg(long, value_enum, default_value_t = Lang::En)]
    pub(crate) lang: Lang,
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
    /// Language of titles and labels
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
