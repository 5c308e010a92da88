//! Headings that say nothing → the columns whose roles their figures play.

use crossfoot_audit::draft::{Assignment, Choice, Evidence, assign};
use crossfoot_core::{Phrase, say};
use crossfoot_load::append::{Appending, Matching, Reason, Slot, file_names, propose};

/// Takes headings for the columns whose roles their figures play, or says what they may be. Says
/// how many ways there are where these are too many to try.
pub(super) fn by_role(appending: &Appending<'_>, matching: Matching) -> (Matching, Option<usize>) {
    let study = appending.loaded.study();
    // The file is named, and not written, for as long as headings are only tried.
    let file =
        file_names(&study.tables[matching.table], appending.release).next().unwrap_or_default();
    let unknown: Vec<(usize, Vec<Slot>)> =
        matching.unknown().map(|at| (at, matching.possible(study, at))).collect();
    let headings: Vec<Vec<Vec<usize>>> = unknown
        .iter()
        .map(|(_, slots)| slots.iter().map(|slot| matching.columns_of(*slot).to_vec()).collect())
        .collect();
    let at = |(heading, choice): Choice| (unknown[heading].0, unknown[heading].1[choice]);
    let some = matching.first_rows();
    let study_with = |choices: &[Choice]| {
        let take = |matching: Matching, choice: &Choice| {
            let (heading, slot) = at(*choice);
            matching.with(heading, slot, Reason::Told)
        };
        propose(appending, &choices.iter().fold(some.clone(), take).without_unknown(), &file)
            .ok()
            .map(|proposal| proposal.study)
    };
    match assign(matching.table, &headings, study_with) {
        Assignment::Sure(found) => {
            let take = |matching: Matching, (choice, evidence): (Choice, Evidence)| {
                let (heading, slot) = at(choice);
                matching.with(heading, slot, Reason::Role(why(&evidence)))
            };
            (found.into_iter().fold(matching, take), None)
        }
        Assignment::Open(choices) => {
            let may_be = |matching: Matching, heading: usize| {
                let slots: Vec<Slot> = choices
                    .iter()
                    .map(|choice| at(*choice))
                    .filter(|(at, _)| *at == heading)
                    .map(|(_, slot)| slot)
                    .collect();
                if slots.is_empty() { matching } else { matching.perhaps(heading, slots) }
            };
            (unknown.iter().map(|(heading, _)| *heading).fold(matching, may_be), None)
        }
        Assignment::NotTried(ways) => (matching, Some(ways)),
    }
}

fn why(evidence: &Evidence) -> Phrase {
    let (holds, tried) = (evidence.holds.len().to_string(), evidence.tried().to_string());
    say!(
        "its figures: {} of {} checks and repeated figures agree, by chance {}",
        holds,
        tried,
        evidence.chance()
    )
}
