//! All statistics of a study, driven by what its manifest says of series, rankings and conclusions.

mod changes;
mod conclusions;
mod course;
mod events;
mod family;
mod lists;
mod measure;
mod mix;
mod parts;
mod ratio;
mod shares;
mod timeline;

use crossfoot_core::{Phrase, Series, Study, pattern, say};

use crate::{Bounds, ConfidenceInterval, Effect, Level, Reason, Test};
pub use conclusions::{Comparison, Drawn, Outcome};
use timeline::Timeline;

/// What an analysis may be asked for.
#[derive(Clone, Debug)]
pub struct Options {
    /// Level of all confidence intervals.
    pub level: Level,
    /// The period that indices start from; without it the first.
    pub base: Option<String>,
    /// Random tables of a Monte-Carlo test.
    pub draws: u32,
    /// Their seed.
    pub seed: u64,
}

impl Default for Options {
    /// 95 %, the first period, 10,000 tables from a fixed seed, so that the same study gives the
    /// same bytes.
    fn default() -> Self {
        Self { level: Level::CUSTOMARY, base: None, draws: 10_000, seed: 2_025 }
    }
}

/// Everything that was estimated for a study.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Analysis {
    /// The level of its intervals.
    pub level: Level,
    /// Families of estimates, in order.
    pub sections: Vec<Section>,
}

/// Estimates of one kind for one series or list.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Section {
    /// The kind: one word, the same in every study.
    pub kind: &'static str,
    /// The series, ranking or study that it is about.
    pub about: String,
    /// Its title.
    pub title: Phrase,
    /// How it was estimated, and what that assumes: a pattern of the catalogues.
    pub method: &'static str,
    /// What else a reader must know.
    pub notes: Vec<Phrase>,
    /// How it reads best.
    pub layout: Layout,
    /// The estimates.
    pub estimates: Vec<Estimate>,
}

/// How estimates read best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One line each.
    List,
    /// One line per subject, one column per measure and period.
    Grid,
    /// One line per subject and period, one column per measure.
    Measures,
}

/// One statistic.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Estimate {
    /// What it is about: a column, a share, a group.
    pub subject: Phrase,
    /// What is measured: a pattern of the catalogues.
    pub measure: &'static str,
    /// The period, or from which to which; empty for all.
    pub span: Phrase,
    /// The unit of the estimate and its range.
    pub scale: Scale,
    /// The statistic, or why there is none.
    pub result: Result<Value, Reason>,
    /// Whether it is another form of the estimate before it, which a page for readers leaves out.
    pub alternative: bool,
    /// What it says of a conclusion, if it is the answer to one.
    pub drawn: Option<Drawn>,
}

/// What an estimate is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Things.
    Count,
    /// Hundredths of another count.
    Percent,
    /// Relative change, in percent.
    Change,
    /// Differences of percentages.
    Points,
    /// Differences of percentages per period.
    PointsPerPeriod,
    /// Relative change per period, in percent.
    PercentPerPeriod,
    /// Things per period.
    CountPerPeriod,
    /// A number without unit, or in the unit of its column.
    Number,
    /// The same per period.
    NumberPerPeriod,
}

/// An estimate with what surrounds it.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Value {
    /// The size; absent where only bounds are known.
    pub estimate: Option<f64>,
    /// What it may be.
    pub range: Option<Range>,
    /// The test of no effect.
    pub test: Option<Test>,
    /// Its p-value, adjusted by Holm over all comparisons of the series, or all conclusions of a basis.
    pub adjusted: Option<f64>,
    /// In words, what a number does not say.
    pub note: Option<Phrase>,
}

/// A range around an estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Range {
    /// What the data leave plausible at a level.
    Confidence(ConfidenceInterval),
    /// What holds for every completion of a list.
    Bounds(Bounds),
}

impl Range {
    /// Lower and upper end.
    pub const fn ends(&self) -> (f64, f64) {
        match self {
            Self::Confidence(interval) => (interval.low, interval.high),
            Self::Bounds(bounds) => (bounds.low, bounds.high),
        }
    }

    /// Whether a value lies between the ends.
    pub fn contains(&self, value: f64) -> bool {
        let (low, high) = self.ends();
        low <= value && value <= high
    }
}

impl Value {
    /// A number alone; absent if it is infinite.
    pub(crate) fn number(estimate: f64) -> Self {
        Self { estimate: Some(estimate).filter(|estimate| estimate.is_finite()), ..Self::default() }
    }

    /// A number with its interval, both through an increasing function.
    pub(crate) fn interval(
        estimate: f64,
        interval: ConfidenceInterval,
        convert: impl Fn(f64) -> f64,
    ) -> Self {
        Self {
            range: Some(Range::Confidence(interval.map(&convert))),
            ..Self::number(convert(estimate))
        }
    }

    /// An effect, with estimate and interval through an increasing function.
    pub(crate) fn effect(effect: Effect, convert: impl Fn(f64) -> f64) -> Self {
        Self {
            test: Some(effect.test),
            ..Self::interval(effect.estimate, effect.interval, convert)
        }
    }

    /// Bounds, perhaps around a number; a number alone where they meet.
    pub(crate) fn bounds(
        estimate: Option<f64>,
        bounds: Bounds,
        convert: impl Fn(f64) -> f64,
    ) -> Self {
        /// Bounds that differ by less are the same but for the last bits.
        const SAME: f64 = 1e-12;
        if bounds.high - bounds.low <= SAME * bounds.high.abs() {
            return Self::number(convert(bounds.low));
        }
        let range = Range::Bounds(Bounds { low: convert(bounds.low), high: convert(bounds.high) });
        Self { estimate: estimate.map(convert), range: Some(range), ..Self::default() }
    }

    pub(crate) fn note(mut self, note: impl Into<Phrase>) -> Self {
        self.note = Some(note.into());
        self
    }
}

impl Estimate {
    pub(crate) fn new(
        subject: impl Into<Phrase>,
        measure: &'static str,
        span: impl Into<Phrase>,
        scale: Scale,
        result: Result<Value, Reason>,
    ) -> Self {
        Self {
            subject: subject.into(),
            measure,
            span: span.into(),
            scale,
            result,
            alternative: false,
            drawn: None,
        }
    }
}

/// Estimates of one subject over one span, which a section takes in one after the other.
pub(crate) struct Entry<'a> {
    estimates: &'a mut Vec<Estimate>,
    subject: Phrase,
    span: Phrase,
}

impl Entry<'_> {
    pub(crate) fn push(
        &mut self,
        measure: &'static str,
        scale: Scale,
        result: Result<Value, Reason>,
    ) {
        let (subject, span) = (self.subject.clone(), self.span.clone());
        self.estimates.push(Estimate::new(subject, measure, span, scale, result));
    }

    /// Adds another form of the estimate before it.
    pub(crate) fn push_alternative(
        &mut self,
        measure: &'static str,
        scale: Scale,
        result: Result<Value, Reason>,
    ) {
        self.push(measure, scale, result);
        if let Some(estimate) = self.estimates.last_mut() {
            estimate.alternative = true;
        }
    }
}

impl Section {
    pub(crate) fn new(
        kind: &'static str,
        about: &str,
        title: impl Into<Phrase>,
        method: &'static str,
    ) -> Self {
        let (about, title) = (about.to_owned(), title.into());
        Self {
            kind,
            about,
            title,
            method,
            notes: Vec::new(),
            layout: Layout::List,
            estimates: Vec::new(),
        }
    }

    /// Where to add the estimates of a subject over a span.
    pub(crate) fn entry(
        &mut self,
        subject: impl Into<Phrase>,
        span: impl Into<Phrase>,
    ) -> Entry<'_> {
        Entry { estimates: &mut self.estimates, subject: subject.into(), span: span.into() }
    }

    pub(crate) fn grid(mut self) -> Self {
        self.layout = Layout::Grid;
        self
    }

    pub(crate) fn measures(mut self) -> Self {
        self.layout = Layout::Measures;
        self
    }
}

/// The periods of all series of a study, each once; a series that cannot be put in order has none.
pub fn periods(study: &Study) -> Vec<String> {
    let lines = study.series.iter().filter_map(|series| Timeline::new(study, series).ok());
    let mut periods: Vec<String> = lines.flat_map(|line| line.periods).collect();
    periods.dedup();
    periods
}

/// Everything that can be estimated for the first of the named bases of a study; the others are
/// hypotheses under which its conclusions are tried.
///
/// ```
/// # use crossfoot_load::{Loaded, scaffold};
/// # let files = scaffold::blank("permits").map(|(name, text)| (name.to_owned(), text));
/// # let study = Loaded::from_texts("permits".as_ref(), &files.into()).unwrap().into_study();
/// use crossfoot_stats::{Options, analyse};
/// let analysis = analyse(&[("published", &study)], &Options::default());
/// let kinds: Vec<&str> = analysis.sections.iter().map(|section| section.kind).collect();
/// assert_eq!(kinds[..3], ["course", "index", "shares"]);
/// ```
pub fn analyse(bases: &[(&str, &Study)], options: &Options) -> Analysis {
    let mut sections = Vec::new();
    if let Some((_, study)) = bases.first() {
        sections.extend(conclusions::section(bases, options));
        for series in &study.series {
            let first = sections.len();
            match Timeline::new(study, series) {
                Ok(line) => {
                    sections.extend(course::sections(&line, options));
                    sections.extend(shares::sections(&line, options));
                    sections.extend(mix::sections(&line, options));
                    sections.extend(changes::sections(&line, options));
                    sections.extend(events::section(&line, options));
                    sections.extend(parts::sections(&line));
                }
                Err(reason) => sections.push(refused(series, reason)),
            }
            family::adjust_series(&mut sections[first..]);
        }
        sections.extend(study.rankings.iter().map(|ranking| lists::section(study, ranking)));
    }
    sections.retain(|section| !section.estimates.is_empty());
    Analysis { level: options.level, sections }
}

/// The section of a series whose periods cannot be put in order.
fn refused(series: &Series, reason: Reason) -> Section {
    let mut section = Section::new(
        "course",
        &series.id,
        say!("{}: course", &series.label),
        pattern!("Counts in the order of their periods."),
    );
    section.entry(&series.label, "").push(pattern!("course"), Scale::Count, Err(reason));
    section
}
