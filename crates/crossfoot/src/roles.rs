//! Headings that say nothing → the columns whose roles their figures play.

use crossfoot_audit::draft::{Assignment, Choice, Evidence, assign};
use crossfoot_core::Study;
use crossfoot_load::append::{Appending, Matching, Reason, Slot, file_names, propose};

/// Takes headings for the columns whose roles their figures play, or says what they may be. Says
/// how many ways there are where these are too many to try.
///
/// Every way is tried in memory: nothing is read or written.
pub fn by_role(appending: &Appending<'_>, matching: Matching) -> (Matching, Option<usize>) {
    let search = Search::new(appending, &matching);
    let headings = search.columns(&matching);
    match assign(matching.table, &headings, |choices| search.study_with(choices)) {
        Assignment::Sure(found) => (search.taken(matching, found), None),
        Assignment::Open(choices) => (search.narrowed(matching, &choices), None),
        Assignment::NotTried(ways) => (matching, Some(ways)),
    }
}

/// The headings to find columns for, and the table in which they are tried.
struct Search<'a> {
    appending: &'a Appending<'a>,
    /// The first rows, which are enough to see a role.
    sample: Matching,
    /// A name for a file that is never written.
    file: String,
    /// Headings that stand for no column, each with what it may be.
    unknown: Vec<(usize, Vec<Slot>)>,
}

impl<'a> Search<'a> {
    fn new(appending: &'a Appending<'a>, matching: &Matching) -> Self {
        let study = appending.loaded.study();
        let table = &study.tables[matching.table];
        Self {
            appending,
            sample: matching.first_rows(),
            file: file_names(table, appending.release).next().unwrap_or_default(),
            unknown: matching.unknown().map(|at| (at, matching.possible(study, at))).collect(),
        }
    }

    /// For every heading the columns that each of its choices prints.
    fn columns(&self, matching: &Matching) -> Vec<Vec<Vec<usize>>> {
        self.unknown
            .iter()
            .map(|(_, slots)| {
                slots.iter().map(|slot| matching.columns_of(*slot).to_vec()).collect()
            })
            .collect()
    }

    /// The heading and the column of a choice.
    fn chosen(&self, (heading, choice): Choice) -> (usize, Slot) {
        let (at, slots) = &self.unknown[heading];
        (*at, slots[choice])
    }

    /// The study with the release, were these choices right.
    fn study_with(&self, choices: &[Choice]) -> Option<Study> {
        let tried = choices.iter().fold(self.sample.clone(), |matching, choice| {
            let (heading, slot) = self.chosen(*choice);
            matching.with(heading, slot, Reason::Given)
        });
        let proposal = propose(self.appending, &tried.without_unknown(), &self.file).ok()?;
        Some(proposal.study)
    }

    /// The headings taken for what the evidence says.
    fn taken(&self, matching: Matching, found: Vec<(Choice, Evidence)>) -> Matching {
        found.into_iter().fold(matching, |matching, (choice, evidence)| {
            let (heading, slot) = self.chosen(choice);
            matching.with(heading, slot, Reason::Role(why(&evidence)))
        })
    }

    /// The headings with only the choices that fit.
    fn narrowed(&self, matching: Matching, choices: &[Choice]) -> Matching {
        self.unknown.iter().fold(matching, |matching, (heading, _)| {
            let chosen = choices.iter().map(|choice| self.chosen(*choice));
            let slots: Vec<Slot> =
                chosen.filter(|(at, _)| at == heading).map(|(_, slot)| slot).collect();
            if slots.is_empty() { matching } else { matching.perhaps(*heading, slots) }
        })
    }
}

fn why(evidence: &Evidence) -> String {
    format!(
        "its figures: {} of {} checks and repeated figures agree, by chance {}",
        evidence.holds.len(),
        evidence.tried(),
        evidence.chance()
    )
}
