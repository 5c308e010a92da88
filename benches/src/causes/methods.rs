//! Methods that name the misprints of a study, each in its file, and the list of them.

mod crossfoot;
mod fellegi_holt;
mod local;
mod typo;

use crossfoot_audit::Audit;
use crossfoot_core::{Decimal, Study, Variable};

/// One answer: the figures that were misprinted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranked {
    /// How probable it is that this and nothing else happened, where the method says so.
    pub probability: Option<f64>,
    /// What was misprinted, and its right value if the method gives one.
    pub changes: Vec<(Variable, Option<Decimal>)>,
}

/// A way of finding misprints.
pub trait Method {
    /// The name in tables and on the command line.
    fn name(&self) -> &'static str;

    /// Its answers, the most probable first; none where it finds nothing.
    fn rank(&self, study: &Study, audit: &Audit) -> Vec<Ranked>;
}

/// All methods, in the order of the tables.
pub const ALL: [&dyn Method; 4] = [
    &crossfoot::Crossfoot,
    &local::OneFindingAtATime,
    &typo::SingleTypoCorrector,
    &fellegi_holt::FellegiHolt,
];
