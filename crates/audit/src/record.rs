//! One check with everything that is known of it: what every format and view reads. Nothing outside
//! this crate evaluates a rule.
//!
//! Records are made when they are asked for, one at a time, so that an audit of a million rows keeps
//! one byte per check. What was computed for a finding is kept there and not computed again.

mod grade;
mod label;
mod readings;

pub use grade::Grade;
pub use label::{part_name, place_name, section_name, table_label, table_name};
pub use readings::Reading;

use std::sync::Arc;

use crossfoot_core::formula::Gap;
use crossfoot_core::{
    Acceptance, DateSpan, Figure, Interval, Missing, Phrase, Place, Reproduces, Rule, Source, Span,
    Study, Target, Unit, Variable, Verdict,
};

use crate::check::{
    Check, Printed, check, check_name, printed, target_name, target_place, target_stretch,
};
use crate::incomplete::{self, Completion};
use crate::power;
use crate::readers::inputs_of;
use crate::revisions::{self, Revised};
use crate::root::{Remedy, RootCause};
use crate::{Audit, Cause, CheckId, Finding, Recomputed};

/// One rule on one row, with everything that is known of it.
///
/// ```
/// # use crossfoot_load::{Loaded, scaffold};
/// # let files = scaffold::blank("permits")
/// #     .map(|(name, text)| (name.to_owned(), text.replace("1,204", "1,240")));
/// # let study = Loaded::from_texts("permits".as_ref(), &files.into()).unwrap().into_study();
/// let audit = crossfoot_audit::audit(&study);
/// let record = audit.records(&study).next().unwrap();
/// assert_eq!(record.target, "permits.total[2023]");
/// assert_eq!(record.figure().unwrap().value().to_plain(), "1240");
/// assert_eq!(record.number().unwrap().as_point().unwrap().to_string(), "1204");
/// assert_eq!(record.causes()[0].kind.name(), "adjacent-transposition");
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Record<'a> {
    /// Which rule, on which row.
    pub id: CheckId,
    /// The stable id of the check, for machines: `total[2023]`, `claim:decline`.
    pub name: String,
    /// What it is about, for machines: `licences.total[2023]`, `claim:decline`.
    pub target: String,
    /// What was printed.
    pub reported: Reported,
    /// What was recomputed, or why nothing could be.
    pub recomputed: Result<Recomputed, Gap>,
    /// The verdict.
    pub verdict: Verdict,
    /// Which conventions turn the recomputed value into the printed one, where both are single
    /// numbers.
    pub reproduces: Option<Reproduces>,
    /// The finding, if the check disagrees.
    pub finding: Option<&'a Finding>,
    study: &'a Study,
    audit: &'a Audit,
}

/// What a check is about prints.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Reported {
    /// A figure.
    Figure {
        /// The number with its digits.
        figure: Figure,
        /// What it counts.
        unit: Unit,
        /// Whether the text says "about".
        approx: bool,
        /// What one printed unit stands for: 1,000 in a table in thousands.
        scale: i64,
    },
    /// A date.
    Date(DateSpan),
    /// Words: a direction or an order.
    Words,
    /// Nothing: a condition.
    Nothing,
    /// No figure, and why.
    Missing(Missing),
}

impl Audit {
    /// The record of one check.
    ///
    /// ```
    /// # use crossfoot_audit::{Audit, Record};
    /// # use crossfoot_core::Study;
    /// /// What disagrees, a line each.
    /// fn disagreements(study: &Study, audit: &Audit) -> Vec<String> {
    ///     let records = audit.records(study).filter(|record| record.verdict.disagrees());
    ///     records.map(|record| format!("{} ({})", record.label(), record.place())).collect()
    /// }
    /// ```
    pub fn record<'a>(&'a self, study: &'a Study, id: CheckId) -> Record<'a> {
        Record::new(study, self, id, self.finding(id))
    }

    /// The records of all checks, in order, each made when it is asked for.
    pub fn records<'a>(&'a self, study: &'a Study) -> impl Iterator<Item = Record<'a>> {
        self.checks().map(move |(id, _)| self.record(study, id))
    }

    /// The record of the check that a finding is about, if it is about one.
    pub fn record_of<'a>(&'a self, study: &'a Study, finding: &'a Finding) -> Option<Record<'a>> {
        finding.check_id().map(|id| Record::new(study, self, id, Some(finding)))
    }
}

impl<'a> Record<'a> {
    fn new(study: &'a Study, audit: &'a Audit, id: CheckId, finding: Option<&'a Finding>) -> Self {
        let known = finding.and_then(|finding| finding.check.clone());
        let Check { verdict, recomputed, reproduces } =
            known.unwrap_or_else(|| check(study, &audit.basis, id));
        Self {
            id,
            name: check_name(study, id),
            target: target_name(study, id),
            reported: printed(study, id).into(),
            recomputed,
            verdict,
            reproduces,
            finding,
            study,
            audit,
        }
    }

    /// The name for people: `Table 1, 2023, Total permits`.
    pub fn label(&self) -> Phrase {
        label::label(self.study, self.id)
    }

    /// The study that it is of.
    pub const fn study(&self) -> &'a Study {
        self.study
    }

    /// The rule.
    pub fn rule(&self) -> &'a Rule {
        &self.study.rules[self.id.rule]
    }

    /// The cell or claim that it is about; a condition is about none.
    pub fn variable(&self) -> Option<Variable> {
        self.rule().variable(self.id.row)
    }

    /// The claim that it is about, by its position.
    pub fn claim(&self) -> Option<usize> {
        match self.rule().target {
            Target::Claim(claim) => Some(claim),
            _ => None,
        }
    }

    /// Where it stands.
    pub fn place(&self) -> Place {
        target_place(self.study, self.id)
    }

    /// The file that holds it, and the stretch of that file.
    pub fn stretch(&self) -> (&'a Arc<Source>, Span) {
        target_stretch(self.study, self.id)
    }

    /// The printed figure.
    pub const fn figure(&self) -> Option<&Figure> {
        match &self.reported {
            Reported::Figure { figure, .. } => Some(figure),
            _ => None,
        }
    }

    /// The recomputed number, an interval where its inputs are rounded.
    pub const fn number(&self) -> Option<&Interval> {
        match &self.recomputed {
            Ok(Recomputed::Number(value)) => Some(value),
            _ => None,
        }
    }

    /// How likely a random printed value would have been caught.
    pub fn power(&self) -> Option<f64> {
        power::power(self.study, self.id, &self.recomputed)
    }

    /// The same of a share, were only its whole known (GRIM).
    pub fn share_power(&self) -> Option<f64> {
        power::share_power(self.study, &self.audit.basis, self.id)
    }

    /// How a sum over rows that are not all listed can come about.
    pub fn completion(&self) -> Option<Completion> {
        incomplete::completion(self.study, &self.audit.basis, self.id, &self.recomputed)
    }

    /// What the formula reads, in its order, each once.
    pub fn inputs(&self) -> Vec<Variable> {
        inputs_of(self.study, self.id)
    }

    /// The figures that the formula reads and that a later release revised.
    pub fn revised_inputs(&self) -> Vec<Revised> {
        revisions::read(self.study, self.id)
    }

    /// What may have happened, the most probable first.
    pub fn causes(&self) -> &'a [Cause] {
        self.finding.map_or(&[], |finding| &finding.causes)
    }

    /// The ways to read a statement: the parts of an `or` at the top of its formula. Empty if there
    /// is only one way.
    pub fn readings(&self) -> Vec<Reading> {
        readings::readings(self.study, &self.audit.basis, self.id)
    }

    /// Whether it is a statement that holds in some of its readings and not in others.
    pub fn holds_in_part(&self) -> bool {
        readings::hold_in_part(&self.readings())
    }

    /// How grave the disagreement is; `None` where nothing disagrees.
    pub fn grade(&self) -> Option<Grade> {
        self.verdict.disagrees().then(|| Grade::from_record(self))
    }

    /// The acceptance that names its finding.
    pub fn accepted(&self) -> Option<&'a Acceptance> {
        Some(&self.study.accepted[self.finding?.accepted?])
    }

    /// What would put it right, the best first. Empty if root causes elsewhere explain it.
    pub fn remedies(&self) -> &'a [Remedy] {
        self.audit.roots.remedies(self.study, self.id)
    }

    /// The root causes that explain it, those that explain most first.
    pub fn root_causes(&self) -> Vec<&'a RootCause> {
        self.audit.roots.explaining(self.id)
    }
}

impl From<Printed<'_>> for Reported {
    fn from(printed: Printed<'_>) -> Self {
        match printed {
            Printed::Figure(figure, unit, approx, scale) => {
                Self::Figure { figure: *figure, unit: unit.clone(), approx, scale }
            }
            Printed::Date(date) => Self::Date(date),
            Printed::Words => Self::Words,
            Printed::Nothing => Self::Nothing,
            Printed::Missing(_, why) => Self::Missing(why),
        }
    }
}
