//! Headings that say nothing → the columns whose roles their figures play.

use crossfoot_audit::draft::{Assigned, Evidence, roles};
use crossfoot_core::say;
use crossfoot_load::append::{Appending, Matching, Reason, Slot, propose};

/// Assignments of columns that are tried; with more, every one of them would be likelier to fit by chance.
const MOST_TRIED: usize = 300;

/// Columns for some of the headings that are not known yet, which go by their numbers.
type Assignment = Vec<(usize, Slot)>;

/// Takes headings for the columns whose roles their figures play, where only one assignment of columns does more than chance would. Where several do,
/// they are what each heading may be.
pub(super) fn by_role(appending: &Appending<'_>, matching: Matching) -> Matching {
    let unknown: Vec<(usize, Vec<Slot>)> = matching.unknown().map(|at| (at, matching.possible(appending.study, at))).collect();
    let all = assignments(&unknown);
    if all.len() > MOST_TRIED {
        return matching;
    }
    let choices = |heading: usize| unknown.iter().find(|(at, _)| *at == heading).map_or(0, |(_, slots)| slots.len());
    let weigh = |assignment: &Assignment| {
        let supposed = assignment.iter().fold(matching.clone(), |matching, (heading, slot)| matching.with(*heading, *slot, Reason::Told));
        let proposal = propose(appending, &supposed.without_unknown()).ok()?;
        let assigned = assignment.iter().map(|(heading, slot)| Assigned { columns: matching.columns_of(*slot), choices: choices(*heading) });
        roles(&proposal.study, matching.table, &assigned.collect::<Vec<_>>(), all.len())
    };
    // Of assignments that convince, those to most headings.
    let mut convincing: Vec<(&Assignment, Vec<Evidence>)> = all.iter().filter_map(|assignment| Some((assignment, weigh(assignment)?))).collect();
    let most = convincing.iter().map(|(assignment, _)| assignment.len()).max().unwrap_or_default();
    convincing.retain(|(assignment, _)| assignment.len() == most);
    match convincing.as_slice() {
        [(assignment, evidence)] => assignment.iter().zip(evidence).fold(matching, |matching, ((heading, slot), evidence)| {
            let (holds, tried) = (evidence.holds.len().to_string(), evidence.tried().to_string());
            let why = say!("its figures: {} of {} checks and repeated figures agree, by chance {}", holds, tried, evidence.chance());
            matching.with(*heading, *slot, Reason::Role(why))
        }),
        several => several.iter().flat_map(|(assignment, _)| *assignment).fold(matching, |matching, (heading, slot)| matching.or(*heading, *slot)),
    }
}

/// Every way to take one or more of the headings for different columns.
fn assignments(unknown: &[(usize, Vec<Slot>)]) -> Vec<Assignment> {
    let mut all: Vec<Assignment> = vec![Vec::new()];
    for (heading, slots) in unknown {
        let free = |assignment: &Assignment, slot: &Slot| !assignment.iter().any(|(_, taken)| taken.overlaps(*slot));
        let longer: Vec<Assignment> = (all.iter())
            .flat_map(|known| {
                let slots = slots.iter().filter(move |slot| free(known, slot));
                slots.map(move |slot| known.iter().copied().chain([(*heading, *slot)]).collect())
            })
            .take(MOST_TRIED + 1)
            .collect();
        all.extend(longer);
    }
    all.retain(|assignment| !assignment.is_empty());
    all
}
