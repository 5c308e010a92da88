//! A study and its audit, and the bases on which both can be looked at.

mod scenario;

use crossfoot_audit::{Audit, Record, audit, corrected};
use crossfoot_core::Study;
use crossfoot_load::{Listed, fingerprint};
use crossfoot_report::document::Document;
use crossfoot_report::{Inputs, Language, Report};
use crossfoot_stats::{Analysis, Options, analyse};

/// Which numbers an analysis uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// As they were published.
    #[default]
    Published,
    /// With the root causes corrected.
    Corrected,
}

impl Basis {
    /// The name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Corrected => "corrected",
        }
    }
}

/// A study and everything that was found in it.
///
/// ```
/// # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/hgr-2021-2024");
/// let audited = crossfoot::open(folder).unwrap();
/// let names: Vec<String> = audited.bases().names().map(str::to_owned).collect();
/// assert_eq!(names[..2], ["published", "corrected"]);
/// ```
#[derive(Debug)]
pub struct Audited {
    /// The study.
    pub study: Study,
    /// What was found in it.
    pub audit: Audit,
}

impl Audited {
    /// Audits a study as it was published.
    pub fn new(study: Study) -> Self {
        let audit = audit(&study);
        Self { study, audit }
    }

    /// One record per check, in order, each made on demand.
    pub fn records(&self) -> impl Iterator<Item = Record<'_>> {
        self.audit.records(&self.study)
    }

    /// The first record of a check (`total[2023]`) or of what it is about (`licences.total[2023]`,
    /// `claim:decline`).
    pub fn record(&self, name: &str) -> Option<Record<'_>> {
        self.records().find(|record| record.name == name || record.target == name)
    }

    /// What `crossfoot check` shows, for any renderer of [`report`](crate::report).
    pub fn document(&self) -> Document {
        crossfoot_report::check(&self.study, &self.audit)
    }

    /// The same for machines: `crossfoot.audit/1`.
    ///
    /// # Errors
    /// None in practice: every value of the model has a JSON form.
    pub fn json(&self) -> serde_json::Result<String> {
        crossfoot_report::audit_json(&self.study, &self.audit)
    }

    /// The study with its root causes corrected, audited again. Its root causes stay those of the
    /// published figures.
    #[must_use]
    pub fn corrected(&self) -> Self {
        let (study, audit) = corrected(&self.study, &self.audit);
        Self { study, audit }
    }

    /// The same on another basis.
    #[must_use]
    pub fn on(self, basis: Basis) -> Self {
        match basis {
            Basis::Published => self,
            Basis::Corrected => self.corrected(),
        }
    }

    /// The study on every basis that is worth knowing of: as published, with its root causes
    /// corrected, and under the most probable rival hypotheses. A rival replaces the root causes of
    /// its own group of findings in the corrected study. The most probable rivals for several groups
    /// together are a basis, too. All are made in memory from one reading of the files, so that they
    /// cannot differ otherwise.
    pub fn bases(&self) -> Bases {
        let roots = &self.audit.roots;
        let mut all = vec![(Basis::Published.name().to_owned(), self.study.clone())];
        if roots.corrections.is_empty() {
            return Bases(all);
        }
        all.push((Basis::Corrected.name().to_owned(), roots.corrected(&self.study)));
        all.extend(scenario::rivals(roots).into_iter().map(|scenario| {
            (scenario.name(&self.study), self.study.with(scenario.changes(roots)))
        }));
        Bases(all)
    }

    /// The statistics of the study and whether its conclusions hold on every basis.
    pub fn statistics(&self, options: &Options) -> Analysis {
        self.bases().statistics(options)
    }

    /// The report of the study. `files` are those it was read from, `provenance` says in Markdown
    /// where they come from.
    pub fn report(
        &self,
        files: &[Listed],
        provenance: Option<&str>,
        language: &Language,
    ) -> Report {
        let listed: Vec<_> =
            files.iter().map(|file| (file.name.clone(), file.bytes, file.sha256.clone())).collect();
        let inputs = Inputs {
            study: &self.study,
            audit: &self.audit,
            analysis: &self.statistics(&Options::default()),
            files: &listed,
            fingerprint: &fingerprint(files),
            provenance,
        };
        Report::of(&inputs, language)
    }
}

/// A study on several bases, each with its name. The first is the one that estimates are of.
#[derive(Debug)]
pub struct Bases(Vec<(String, Study)>);

impl Bases {
    /// The bases with this one first. Where nothing is to be corrected, both are the same study.
    #[must_use]
    pub fn starting_with(mut self, first: Basis) -> Self {
        match (first, self.0.as_mut_slice()) {
            (Basis::Published, _) | (_, []) => {}
            (Basis::Corrected, [(name, _)]) => *name = first.name().to_owned(),
            (Basis::Corrected, several) => several.swap(0, 1),
        }
        self
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// The study on the first basis, and its name. There is always one.
    pub fn first(&self) -> (&str, &Study) {
        let (name, study) = &self.0[0];
        (name, study)
    }

    /// The statistics on the first basis, and whether conclusions hold on all of them.
    pub fn statistics(&self, options: &Options) -> Analysis {
        let named: Vec<(&str, &Study)> =
            self.0.iter().map(|(name, study)| (name.as_str(), study)).collect();
        analyse(&named, options)
    }
}
