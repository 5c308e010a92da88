//! Studies with misprints whose truth is known, loaded from files as a user's would be.
//!
//! A misprint strikes any figure that is still right, with the same probability. Half of them
//! happened when the figure was printed; the others earlier, and then figures computed from it may
//! follow the misprint. What is computed wrongly but printed as computed is not a misprint.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use crossfoot_audit::disagreements;
use crossfoot_core::{CellId, ColumnId, Decimal, Study, Variable};
use tempfile::TempDir;

use super::files::Files;
use super::plan::{Plan, Recipe, Slot, TABLE};
use super::release::{Computed, Slip, print};
use super::slip::{Around, Kind, misprint};
use crate::random::Random;

/// How often a figure was wrong before others were computed from it.
const UPSTREAM: (u64, u64) = (1, 2);
/// How often a figure that is computed from one that was wrong upstream follows it.
const FOLLOWED: (u64, u64) = (3, 4);
/// Categories of studies that are bigger than those in publications.
const BIG_CATEGORIES: usize = 5;
/// Makes the counts of a study independent of its shape.
const COUNTS: u64 = 0xC0C0_C0C0_C0C0_C0C0;
/// Makes the slips of a study independent of its shape, which is the same with and without them.
const SLIPS: u64 = 0x5115_5115_5115_5115;

/// How big studies are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// As tables in publications are: 2 to 6 years, 3 to 7 categories.
    Published,
    /// About so many figures in the table.
    Cells(usize),
}

/// One figure that was printed wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misprint {
    /// The cell or claim.
    pub variable: Variable,
    /// What happened.
    pub kind: Kind,
    /// What was printed.
    pub printed: Decimal,
    /// What should have been printed.
    pub right: Decimal,
    /// Figures that are wrong because they were computed from it, at first or second hand.
    pub propagated_into: Vec<Variable>,
    /// Whether it can be seen: alone, it would make checks disagree that otherwise do not.
    pub seen: bool,
}

/// A generated study.
#[derive(Debug)]
pub struct Generated {
    /// As loaded.
    pub study: Study,
    /// What was printed wrong; two figures where cells were swapped.
    pub truth: Vec<Misprint>,
    /// Whether more checks disagree than without misprints.
    pub detectable: bool,
    /// As written.
    pub files: Files,
}

/// Makes studies; it keeps one folder for all of them.
#[derive(Debug)]
pub struct Generator {
    folder: TempDir,
}

impl Generator {
    /// A generator with its own folder.
    ///
    /// # Errors
    /// When no temporary folder can be made.
    pub fn new() -> Result<Self> {
        Ok(Self { folder: tempfile::tempdir().context("a temporary folder cannot be made")? })
    }

    /// The study of that seed, with so many misprints.
    ///
    /// # Errors
    /// When the files cannot be written or, which would be a fault of the generator, not be loaded.
    pub fn generate(&self, seed: u64, misprints: usize, size: Size) -> Result<Generated> {
        let plan = plan(seed, size);
        let clean = print(&plan, &[]).context("a study without slips cannot be computed")?;
        let events = events(&plan, &clean, misprints, &mut Random::new(seed ^ SLIPS))?;
        self.with_events(seed, &plan, &clean, &events)
    }

    /// The study in which these things went wrong.
    pub(super) fn with_events(
        &self,
        seed: u64,
        plan: &Plan,
        clean: &[Computed],
        events: &[Vec<Slip>],
    ) -> Result<Generated> {
        let slips: Vec<Slip> = events.concat();
        let printed =
            print(plan, &slips).context("the slips leave figures that cannot be computed")?;
        let files = Files::from_plan(plan, &printed);
        let study = self.load(&files, seed)?;
        let when_clean = disagreements(&self.load(&Files::from_plan(plan, clean), seed)?);
        let detectable = !disagreements(&study).is_subset(&when_clean);
        let mut misprinted = Vec::new();
        for event in events {
            let alone =
                print(plan, event).context("a slip leaves figures that cannot be computed")?;
            let seen = !disagreements(&self.load(&Files::from_plan(plan, &alone), seed)?)
                .is_subset(&when_clean);
            for slip in event {
                misprinted.push(truth(plan, &study, clean, slip, seen)?);
            }
        }
        Ok(Generated { study, truth: misprinted, detectable, files })
    }

    fn load(&self, files: &Files, seed: u64) -> Result<Study> {
        files.write(self.folder.path()).context("a generated study cannot be written")?;
        crossfoot_load::load(self.folder.path())
            .with_context(|| format!("the study of seed {seed} cannot be loaded"))
    }
}

pub(super) fn plan(seed: u64, size: Size) -> Plan {
    let (mut random, mut counted) = (Random::new(seed), Random::new(seed ^ COUNTS));
    let (rows, categories) = match size {
        Size::Published => (2 + random.index(5), 3 + random.index(5)),
        Size::Cells(cells) => {
            let columns = Plan::draw(
                &mut Random::new(seed),
                &mut Random::new(seed ^ COUNTS),
                2,
                BIG_CATEGORIES,
            )
            .columns
            .len();
            ((cells / columns).max(2), BIG_CATEGORIES)
        }
    };
    Plan::draw(&mut random, &mut counted, rows, categories)
}

/// The slips of each misprint. No figure is struck that an earlier misprint has made wrong: it
/// would have two right values.
fn events(
    plan: &Plan,
    clean: &[Computed],
    misprints: usize,
    random: &mut Random,
) -> Result<Vec<Vec<Slip>>> {
    /// Draws before it is clear that nothing can be misprinted.
    const MOST_DRAWS: usize = 100_000;
    let mut events: Vec<Vec<Slip>> = Vec::new();
    for _ in 0..MOST_DRAWS {
        if events.len() == misprints {
            break;
        }
        let figures =
            print(plan, &events.concat()).context("slips leave figures that cannot be computed")?;
        let slot = random.index(plan.quantities.len());
        if figures[slot].printed != clean[slot].printed {
            continue;
        }
        let Some(struck) = strike(plan, clean, slot, random) else { continue };
        if struck.iter().any(|(slot, ..)| figures[*slot].printed != clean[*slot].printed) {
            continue;
        }
        let event = followed(plan, clean, &events.concat(), struck, random);
        let with_it: Vec<Slip> = events.concat().into_iter().chain(event.clone()).collect();
        if print(plan, &with_it).is_some() && print(plan, &event).is_some() {
            events.push(event);
        }
    }
    anyhow::ensure!(
        events.len() == misprints,
        "{misprints} figures cannot be misprinted in this study"
    );
    Ok(events)
}

/// What happens to a figure: the figures struck, with what is printed there. Nothing where the kind
/// that was drawn cannot happen.
pub(super) fn strike(
    plan: &Plan,
    figures: &[Computed],
    slot: Slot,
    random: &mut Random,
) -> Option<Vec<(Slot, Kind, Decimal)>> {
    /// Kinds drawn for one figure before another figure is drawn.
    const MOST_KINDS: usize = 50;
    let quantity = &plan.quantities[slot];
    let around = Around {
        figure: &figures[slot],
        rounded: matches!(quantity.recipe, Recipe::Share { .. } | Recipe::Change { .. }),
        signed: is_difference(&quantity.recipe),
        before: row_before(plan, slot).map(|before| figures[before].printed),
    };
    (0..MOST_KINDS).find_map(|_| match Kind::draw(random) {
        kind @ Kind::CellsSwapped => {
            let others = neighbours(plan, slot);
            let other = (!others.is_empty()).then(|| random.pick(&others))?;
            let (here, there) = (figures[slot].printed, figures[other].printed);
            (here.to_rational() != there.to_rational())
                .then(|| vec![(slot, kind, there), (other, kind, here)])
        }
        kind => Some(vec![(slot, kind, misprint(kind, &around, random)?)]),
    })
}

/// Whether figures of this kind have signs.
fn is_difference(recipe: &Recipe) -> bool {
    match recipe {
        Recipe::Change { .. } => true,
        Recipe::Sum(terms) => terms.iter().any(|(minus, _)| *minus),
        Recipe::Given(_) | Recipe::Share { .. } | Recipe::Copy(_) => false,
    }
}

/// Which of the figures computed from those that were struck follow them. Figures struck before
/// have been computed already.
pub(super) fn followed(
    plan: &Plan,
    figures: &[Computed],
    before: &[Slip],
    struck: Vec<(Slot, Kind, Decimal)>,
    random: &mut Random,
) -> Vec<Slip> {
    let upstream = random.chance(UPSTREAM);
    let fixed: BTreeSet<Slot> =
        before.iter().map(|slip| slip.slot).chain(struck.iter().map(|(slot, ..)| *slot)).collect();
    let mut slips = Vec::new();
    for (slot, kind, printed) in struck {
        let readers =
            plan.readers(slot).into_iter().filter(|reader| upstream && !fixed.contains(reader));
        let used_by = readers.filter(|_| random.chance(FOLLOWED)).collect();
        slips.push(Slip { slot, kind, right: figures[slot].printed, printed, used_by });
    }
    slips
}

/// Column and row of a figure of the table.
fn position(plan: &Plan, slot: Slot) -> Option<(usize, usize)> {
    plan.columns.iter().enumerate().find_map(|(column, of)| {
        Some((column, of.slots.iter().position(|other| *other == Some(slot))?))
    })
}

pub(super) fn row_before(plan: &Plan, slot: Slot) -> Option<Slot> {
    let (column, row) = position(plan, slot)?;
    plan.columns[column].slots[row.checked_sub(1)?]
}

/// The cells above and below, and the cells of the same row with the same kind of figure.
pub(super) fn neighbours(plan: &Plan, slot: Slot) -> Vec<Slot> {
    let Some((column, row)) = position(plan, slot) else { return Vec::new() };
    let above_and_below = [row.checked_sub(1), row.checked_add(1)]
        .into_iter()
        .flatten()
        .filter_map(|row| *plan.columns[column].slots.get(row)?);
    let alike = plan
        .columns
        .iter()
        .enumerate()
        .filter(|(other, of)| *other != column && of.unit == plan.columns[column].unit);
    above_and_below.chain(alike.filter_map(|(_, of)| of.slots[row])).collect()
}

fn truth(
    plan: &Plan,
    study: &Study,
    clean: &[Computed],
    slip: &Slip,
    seen: bool,
) -> Result<Misprint> {
    let alone = print(plan, std::slice::from_ref(slip))
        .context("a slip leaves figures that cannot be computed")?;
    let wrong = (0..clean.len())
        .filter(|slot| *slot != slip.slot && alone[*slot].printed != clean[*slot].printed);
    Ok(Misprint {
        variable: variable(plan, study, slip.slot)?,
        kind: slip.kind,
        printed: slip.printed,
        right: slip.right,
        propagated_into: wrong.map(|slot| variable(plan, study, slot)).collect::<Result<_>>()?,
        seen,
    })
}

/// The cell or claim of the loaded study.
fn variable(plan: &Plan, study: &Study, slot: Slot) -> Result<Variable> {
    if let Some(claim) = plan.claims.iter().position(|claim| claim.slot == slot) {
        return Ok(Variable::Claim(claim));
    }
    let (column, row) =
        position(plan, slot).context("a figure is neither in the table nor claimed")?;
    let table = study.table(TABLE).context("the generated study has lost its table")?;
    let column = study.tables[table]
        .column(&plan.columns[column].name)
        .context("the generated table has lost a column")?;
    Ok(Variable::Cell(CellId { column: ColumnId { table, column }, row }))
}

#[cfg(test)]
mod tests {
    use crossfoot_audit::{Code, Finding};

    use super::*;

    fn generated(seed: u64, misprints: usize) -> Generated {
        Generator::new().unwrap().generate(seed, misprints, Size::Published).unwrap()
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes() {
        for seed in 0..20 {
            let (one, other) = (generated(seed, 2), generated(seed, 2));
            assert_eq!((one.files, one.truth), (other.files, other.truth));
        }
    }

    #[test]
    fn without_misprints_only_columns_that_are_cut_off_have_findings() {
        let generator = Generator::new().unwrap();
        for seed in 0..300 {
            let generated = generator.generate(seed, 0, Size::Published).unwrap();
            assert!(generated.truth.is_empty() && !generated.detectable);
            let findings = crossfoot_audit::audit(&generated.study).findings;
            assert!(
                findings.iter().all(|finding| finding.code == Code::Truncated),
                "seed {seed}: {findings:?}"
            );
        }
    }

    #[test]
    fn big_studies_are_as_big_as_asked_for() {
        let generator = Generator::new().unwrap();
        for seed in 0..10 {
            let generated = generator.generate(seed, 2, Size::Cells(100)).unwrap();
            let figures = generated.study.tables[0].figures();
            assert!((80..=110).contains(&figures), "seed {seed}: {figures} figures");
        }
    }

    #[test]
    fn the_audit_finds_what_disagrees() {
        let generator = Generator::new().unwrap();
        for seed in 0..150 {
            let study = generator.generate(seed, 2, Size::Published).unwrap().study;
            let findings = crossfoot_audit::audit(&study).findings;
            let found: BTreeSet<_> = findings.iter().filter_map(Finding::check_id).collect();
            assert_eq!(found, disagreements(&study), "seed {seed}");
        }
    }

    #[test]
    fn what_is_said_to_be_printed_is_printed() {
        let generator = Generator::new().unwrap();
        for seed in 0..200 {
            let generated = generator.generate(seed, 2, Size::Published).unwrap();
            for misprint in &generated.truth {
                let printed = value(&generated.study, misprint.variable);
                assert_eq!(
                    printed.map(Decimal::to_rational),
                    Some(misprint.printed.to_rational()),
                    "seed {seed}"
                );
                assert_ne!(
                    misprint.printed.to_rational(),
                    misprint.right.to_rational(),
                    "seed {seed}"
                );
            }
        }
    }

    #[test]
    fn every_kind_occurs_and_some_misprints_are_followed() {
        let mut kinds = BTreeSet::new();
        let mut followed = 0;
        for seed in 0..1_000 {
            let plan = plan(seed, Size::Published);
            let clean = print(&plan, &[]).unwrap();
            let slips = events(&plan, &clean, 1, &mut Random::new(seed)).unwrap().concat();
            followed += usize::from(slips.iter().any(|slip| !slip.used_by.is_empty()));
            kinds.extend(slips.iter().map(|slip| slip.kind));
        }
        assert_eq!(kinds, BTreeSet::from(Kind::ALL));
        assert!((100..400).contains(&followed), "{followed}");
    }

    /// What is derived follows the misprint: the study differs from its clean twin there, and only
    /// there.
    #[test]
    fn figures_that_follow_a_misprint_are_changed() {
        let generator = Generator::new().unwrap();
        for seed in 0..100 {
            let (clean, generated) = (
                generator.generate(seed, 0, Size::Published).unwrap(),
                generator.generate(seed, 1, Size::Published).unwrap(),
            );
            let touched: Vec<Variable> = generated
                .truth
                .iter()
                .flat_map(|misprint| {
                    std::iter::once(misprint.variable).chain(misprint.propagated_into.clone())
                })
                .collect();
            for variable in all(&clean.study) {
                let same = value(&clean.study, variable) == value(&generated.study, variable);
                assert!(
                    same || touched.contains(&variable),
                    "seed {seed}: {}",
                    clean.study.name(variable)
                );
                assert!(
                    !same || !touched.contains(&variable) || generated.truth.len() > 1,
                    "seed {seed}: {}",
                    clean.study.name(variable)
                );
            }
        }
    }

    fn value(study: &Study, variable: Variable) -> Option<Decimal> {
        study.printed(variable).figure().map(crossfoot_core::Figure::value)
    }

    fn all(study: &Study) -> Vec<Variable> {
        let cells = study.tables.iter().enumerate().flat_map(|(table, of)| {
            (0..of.columns.len()).flat_map(move |column| {
                (0..of.rows()).map(move |row| {
                    Variable::Cell(CellId { column: ColumnId { table, column }, row })
                })
            })
        });
        cells.chain((0..study.claims.len()).map(Variable::Claim)).collect()
    }
}
