//! `causes`: generates studies with misprints, lets every method look for them, and prints the
//! scores as Markdown.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Parser;
use crossfoot_audit::Code;
use crossfoot_bench::causes::{
    Case, Family, Generated, Generator, Method, Ranked, Score, Size, methods, percent,
};
use crossfoot_core::Study;

/// The first seed of the studies that methods may be tuned on.
const TUNING: u64 = 0;
/// The first seed of the studies whose scores are reported. They are used for nothing else.
const REPORT: u64 = 1_000_000_000;
/// Figures and misprints of the studies that only time is measured on.
const SCALES: [(usize, usize); 2] = [(100, 2), (1_000, 20)];

/// Studies of each family.
const FAMILY: u64 = 200;

/// How well root causes are found
#[derive(Debug, Parser)]
struct Options {
    /// Studies for each number of misprints; 2,000 unless told, or 20 big ones
    #[arg(long)]
    studies: Option<u64>,
    /// `tuning`, `report`, or seeds as START..END
    #[arg(long, default_value = "tuning")]
    seeds: Seeds,
    /// Misprints in each study
    #[arg(long, value_delimiter = ',', default_value = "1,2,3")]
    misprints: Vec<usize>,
    /// `all`, or the name of one method
    #[arg(long, default_value = "all")]
    method: String,
    /// Failures of each method to write as folders under target/causes
    #[arg(long, default_value_t = 0)]
    show: usize,
    /// Measure bigger tables instead
    #[arg(long)]
    scale: bool,
    /// Measure families of studies with one event of a kind instead
    #[arg(long)]
    families: bool,
}

/// Which studies.
#[derive(Clone, Debug)]
enum Seeds {
    From(u64),
    Range(Range<u64>),
}

impl FromStr for Seeds {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match (text, text.split_once("..")) {
            ("tuning", _) => Ok(Self::From(TUNING)),
            ("report", _) => Ok(Self::From(REPORT)),
            (_, Some((start, end))) => Ok(Self::Range(seed(start)?..seed(end)?)),
            _ => Err("expected `tuning`, `report` or START..END".to_owned()),
        }
    }
}

fn seed(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("invalid seed `{text}`"))
}

impl Seeds {
    fn range(&self, studies: u64) -> Range<u64> {
        match self {
            Self::From(start) => *start..start + studies,
            Self::Range(range) => range.clone(),
        }
    }
}

fn main() -> Result<()> {
    let options = Options::parse();
    // Times are of one core.
    rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build_global()
        .context("the audit cannot be kept to one core")?;
    let chosen: Vec<&dyn Method> = methods::ALL
        .into_iter()
        .filter(|method| options.method == "all" || options.method == method.name())
        .collect();
    if chosen.is_empty() {
        let all = methods::ALL.map(|method| format!("`{}`", method.name()));
        bail!("unknown method `{}`; expected `all`, {}", options.method, all.join(", "));
    }
    let seeds =
        options.seeds.range(options.studies.unwrap_or(if options.scale { 20 } else { 2_000 }));
    let mut bench = Bench {
        generator: Generator::new()?,
        methods: chosen,
        show: options.show,
        out: io::stdout().lock(),
    };
    if options.families {
        return bench.families(options.seeds.range(options.studies.unwrap_or(FAMILY)));
    }
    if options.scale {
        return SCALES.iter().try_for_each(|(cells, misprints)| {
            writeln!(bench.out, "### {cells} figures, {misprints} misprints\n")?;
            bench.run(seeds.clone(), *misprints, Size::Cells(*cells))
        });
    }
    options.misprints.iter().try_for_each(|misprints| {
        writeln!(
            bench.out,
            "### {misprints} {}\n",
            if *misprints == 1 { "misprint" } else { "misprints" }
        )?;
        bench.run(seeds.clone(), *misprints, Size::Published)
    })
}

/// A row of the table: what it measures, and how.
type Row = (&'static str, fn(&Score) -> String);

/// What runs share.
struct Bench<W> {
    generator: Generator,
    methods: Vec<&'static dyn Method>,
    show: usize,
    out: W,
}

impl<W: Write> Bench<W> {
    /// Every method on the studies of these seeds, with and without misprints.
    fn run(&mut self, seeds: Range<u64>, misprints: usize, size: Size) -> Result<()> {
        let mut cases: Vec<Vec<Case>> = self.methods.iter().map(|_| Vec::new()).collect();
        let mut alarms = Alarms { findings: 0, answers: vec![0; self.methods.len()] };
        let mut shown = vec![0; self.methods.len()];
        let mut kinds: BTreeMap<&'static str, Vec<Case>> = BTreeMap::new();
        for seed in seeds {
            let generated = self.generator.generate(seed, misprints, size)?;
            for (at, method) in self.methods.iter().enumerate() {
                let (ranked, kind, audit, time) = timed(*method, &generated.study);
                let case = Case::new(&generated, ranked.clone(), audit, time);
                if let Some(kind) = kind.filter(|_| method.name() == "crossfoot" && misprints == 1)
                {
                    kinds.entry(kind).or_default().push(case.clone());
                }
                if shown[at] < self.show && case.is_detectable() && case.place() != Some(0) {
                    shown[at] += 1;
                    show(*method, seed, &generated, &ranked, &mut self.out)?;
                }
                cases[at].push(case);
            }
            let clean = self.generator.generate(seed, 0, size)?;
            alarms.count(&self.methods, &clean.study);
        }
        let scores: Vec<Score> = cases.iter().map(|cases| Score::from_cases(cases)).collect();
        self.table(&scores, &alarms)?;
        self.reliability(&scores)?;
        self.kinds(kinds)
    }

    /// How good the first answers of Crossfoot are by the kind of error that they name.
    fn kinds(&mut self, kinds: BTreeMap<&'static str, Vec<Case>>) -> Result<()> {
        if kinds.is_empty() {
            return Ok(());
        }
        writeln!(
            self.out,
            "| kind of the first answer | answers | true | calibration error | answers ≥ 0.95 | of these wrong |\n|---|---:|---:|---:|---:|---:|"
        )?;
        for (kind, cases) in kinds {
            let score = Score::from_cases(&cases);
            let (sure, wrong) = sure_and_wrong(&cases);
            writeln!(
                self.out,
                "| {kind} | {} | {} | {} | {sure} | {wrong} |",
                score.detectable,
                share(score.first, score.detectable),
                calibration(&score),
            )?;
        }
        writeln!(self.out)?;
        Ok(())
    }

    /// Every family, one line for each method.
    fn families(&mut self, seeds: Range<u64>) -> Result<()> {
        writeln!(
            self.out,
            "| family | method | detectable | truth first | among three | right figures | calibration error | answers ≥ 0.95 | of these wrong |\n|---|---|---:|---:|---:|---:|---:|---:|---:|"
        )?;
        for family in Family::ALL {
            for method in self.methods.clone() {
                let mut cases = Vec::new();
                let mut shown = 0;
                for seed in seeds.clone() {
                    let generated = self.generator.family(seed, family)?;
                    let (ranked, _, audit, time) = timed(method, &generated.study);
                    let case = Case::new(&generated, ranked.clone(), audit, time);
                    if shown < self.show && !case.is_right() {
                        shown += 1;
                        show(method, seed, &generated, &ranked, &mut self.out)?;
                    }
                    cases.push(case);
                }
                let score = Score::from_cases(&cases);
                let (sure, wrong) = sure_and_wrong(&cases);
                writeln!(
                    self.out,
                    "| {} | {} | {} | {} | {} | {} | {} | {sure} | {wrong} |",
                    family.name(),
                    method.name(),
                    score.detectable,
                    share(score.first, score.detectable),
                    share(score.three, score.detectable),
                    share(score.figures, score.detectable),
                    calibration(&score),
                )?;
            }
        }
        Ok(())
    }

    fn table(&mut self, scores: &[Score], alarms: &Alarms) -> Result<()> {
        let names: Vec<&str> = self.methods.iter().map(|method| method.name()).collect();
        writeln!(self.out, "| | {} |\n|---|{}", names.join(" | "), "---:|".repeat(names.len()))?;
        let rows: &[Row] = &[
            ("studies", |score| score.studies.to_string()),
            ("undetectable", |score| share(score.undetectable, score.studies)),
            ("seen in part", |score| share(score.partial, score.studies)),
            ("what is seen first, of those seen in part", |score| {
                share(score.partial_first, score.partial)
            }),
            ("detectable: each misprint is seen", |score| share(score.detectable, score.studies)),
            ("**truth first**, of detectable", |score| share(score.first, score.detectable)),
            ("95 % interval", interval),
            ("**truth among the first three**", |score| share(score.three, score.detectable)),
            ("right figures first, whatever their values", |score| {
                share(score.figures, score.detectable)
            }),
            ("misprints that first answers name, of all seen", |score| {
                share(score.seen_changes, score.seen)
            }),
            ("right changes, of those in first answers", |score| {
                share(score.right_changes, score.changes)
            }),
            ("**calibration error**", calibration),
            ("truth tied with another answer", |score| share(score.ties, score.detectable)),
            ("ceiling: truth first, ties broken by chance", |score| {
                percent(score.ceiling, score.detectable)
            }),
            ("another answer more probable than the truth", |score| {
                share(score.less_probable, score.detectable)
            }),
            ("truth not among the answers", |score| share(score.missing, score.detectable)),
            ("audit, median and 95th percentile", |score| times(score.audit_time())),
            ("method besides", |score| times(score.method_time())),
        ];
        for (label, value) in rows {
            writeln!(
                self.out,
                "| {label} | {} |",
                scores.iter().map(value).collect::<Vec<_>>().join(" | ")
            )?;
        }
        writeln!(
            self.out,
            "| answers on studies without misprints | {} |",
            alarms.answers.iter().map(usize::to_string).collect::<Vec<_>>().join(" | ")
        )?;
        writeln!(
            self.out,
            "\nFindings on the same studies without misprints, other than digits cut off: {}.\n",
            alarms.findings
        )?;
        Ok(())
    }

    fn reliability(&mut self, scores: &[Score]) -> Result<()> {
        for (method, score) in
            self.methods.iter().zip(scores).filter(|(_, score)| score.calibration_error().is_some())
        {
            writeln!(
                self.out,
                "Reliability of {}:\n\n| probability | answers | mean | true |\n|---|---:|---:|---:|",
                method.name()
            )?;
            for (tenth, bin) in
                score.reliability.iter().enumerate().filter(|(_, bin)| bin.answers > 0)
            {
                let range = format!("{}–{} %", 10 * tenth, 10 * tenth + 10);
                writeln!(
                    self.out,
                    "| {range} | {} | {} | {} |",
                    bin.answers,
                    percent(bin.probability, bin.answers),
                    share(bin.right, bin.answers)
                )?;
            }
            writeln!(self.out)?;
        }
        Ok(())
    }
}

fn calibration(score: &Score) -> String {
    score.calibration_error().map_or("–".to_owned(), |error| format!("{error:.3}"))
}

/// The answers that are reported as sure, and how many of them are wrong.
fn sure_and_wrong(cases: &[Case]) -> (usize, usize) {
    let sure = cases.iter().filter(|case| case.is_sure());
    (sure.clone().count(), sure.filter(|case| !case.is_right()).count())
}

fn share(count: usize, whole: usize) -> String {
    percent(count as f64, whole)
}

/// What is put forward where nothing is wrong.
struct Alarms {
    findings: usize,
    /// Per method.
    answers: Vec<usize>,
}

impl Alarms {
    fn count(&mut self, methods: &[&dyn Method], clean: &Study) {
        let audit = crossfoot_audit::audit(clean);
        self.findings +=
            audit.findings.iter().filter(|finding| finding.code != Code::Truncated).count();
        for (answers, method) in self.answers.iter_mut().zip(methods) {
            *answers += usize::from(
                method.rank(clean, &audit).first().is_some_and(|ranked| !ranked.changes.is_empty()),
            );
        }
    }
}

/// A method's answers, the kind of error that the audit names where it names one only, and the times
/// of the audit and of the method.
#[expect(clippy::disallowed_methods, reason = "measuring time is what this binary is for")]
fn timed(
    method: &dyn Method,
    study: &Study,
) -> (Vec<Ranked>, Option<&'static str>, Duration, Duration) {
    let start = Instant::now();
    let audit = crossfoot_audit::audit(study);
    let audited = start.elapsed();
    let start = Instant::now();
    let ranked = method.rank(study, &audit);
    let took = start.elapsed();
    let kind = match audit.roots.errors()[..] {
        [only] => Some(only.kind.name()),
        _ => None,
    };
    (ranked, kind, audited, took)
}

#[expect(clippy::float_arithmetic, reason = "percentages")]
fn interval(score: &Score) -> String {
    let (low, high) = score.interval();
    format!("{:.1}–{:.1} %", 100.0 * low, 100.0 * high)
}

#[expect(clippy::float_arithmetic, reason = "milliseconds")]
fn times((median, high): (Duration, Duration)) -> String {
    format!("{:.2}, {:.2} ms", 1e3 * median.as_secs_f64(), 1e3 * high.as_secs_f64())
}

/// Writes a study whose truth did not come first into a folder, and says what is true and what the
/// method says.
fn show(
    method: &dyn Method,
    seed: u64,
    generated: &Generated,
    ranked: &[Ranked],
    out: &mut impl Write,
) -> Result<()> {
    let folder: PathBuf =
        Path::new("target/causes").join(format!("{seed}-{}", generated.truth.len()));
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    generated
        .files
        .write(&folder)
        .with_context(|| format!("{} cannot be written", folder.display()))?;
    let study = &generated.study;
    writeln!(out, "{}: {}", folder.display(), method.name())?;
    for misprint in &generated.truth {
        let followed: Vec<String> =
            misprint.propagated_into.iter().map(|variable| study.name(*variable)).collect();
        let followed = if followed.is_empty() {
            String::new()
        } else {
            format!(", followed by {}", followed.join(", "))
        };
        writeln!(
            out,
            "  truth: {} is {}, printed {} ({}){followed}",
            study.name(misprint.variable),
            misprint.right,
            misprint.printed,
            misprint.kind.name()
        )?;
    }
    for answer in ranked.iter().take(3) {
        let changes = answer.changes.iter().map(|(variable, value)| {
            format!(
                "{} is {}",
                study.name(*variable),
                value.map_or("another".to_owned(), |value| value.to_string())
            )
        });
        let probability =
            answer.probability.map_or(String::new(), |probability| format!(" ({probability:.3})"));
        writeln!(out, "  answer{probability}: {}", changes.collect::<Vec<_>>().join("; "))?;
    }
    writeln!(out)?;
    Ok(())
}
