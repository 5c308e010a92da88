//! Root causes in each family of generated studies: how often the truth comes first, and how often
//! an answer that is reported as sure is wrong. No benchmark uses these seeds.

use std::ops::Range;
use std::time::Duration;

use crossfoot_audit::audit;
use crossfoot_bench::causes::{Case, Family, Generator, Score, methods};

/// Seeds of the studies of each family.
const SEEDS: Range<u64> = 7_000_000_000..7_000_000_200;

/// The cases of a family, with the answers of Crossfoot.
fn cases(family: Family) -> Vec<Case> {
    let generator = Generator::new().expect("a scratch folder");
    let method = methods::ALL.iter().find(|method| method.name() == "crossfoot");
    let method = method.expect("it is one of the methods");
    let cases = SEEDS.map(|seed| {
        let generated = generator.family(seed, family).expect("a study of the family");
        let ranked = method.rank(&generated.study, &audit(&generated.study));
        Case::new(&generated, ranked, Duration::ZERO, Duration::ZERO)
    });
    cases.collect()
}

/// Fails if the truth comes first in fewer studies than `first` percent, or if more than one in
/// `wrong` sure answers are wrong.
fn assert_found(family: Family, first: usize, wrong: usize) {
    let cases = cases(family);
    let score = Score::from_cases(&cases);
    assert_eq!(score.detectable, cases.len(), "each event is seen");
    assert!(
        100 * score.first >= first * cases.len(),
        "{}: the truth comes first in {} of {}",
        family.name(),
        score.first,
        cases.len()
    );
    let sure: Vec<&Case> = cases.iter().filter(|case| case.is_sure()).collect();
    let not_right = sure.iter().filter(|case| !case.is_right()).count();
    assert!(
        wrong * not_right <= sure.len(),
        "{}: {not_right} of {} sure answers are wrong",
        family.name(),
        sure.len()
    );
}

#[test]
fn slips_in_two_way_tables() {
    assert_found(Family::TwoWay, 90, 20);
}

#[test]
fn slips_that_half_of_the_figures_follow() {
    assert_found(Family::FollowedByHalf, 80, 20);
}

#[test]
fn slips_in_monthly_tables() {
    assert_found(Family::Monthly, 88, 20);
}

#[test]
fn slips_beside_shares_of_rounded_shares() {
    assert_found(Family::ShareOfShares, 62, 20);
}

#[test]
fn shares_cut_off_alone() {
    assert_found(Family::Truncated, 98, 20);
}

#[test]
fn shares_rounded_twice() {
    assert_found(Family::RoundedTwice, 98, 20);
}

#[test]
fn shares_made_to_add_up() {
    assert_found(Family::ForcedSum, 88, 20);
}

#[test]
fn shares_of_another_total() {
    assert_found(Family::OtherDenominator, 90, 20);
}

/// A swap may also be two other slips.
#[test]
fn cells_swapped() {
    assert_found(Family::Swapped, 80, 15);
}

#[test]
fn next_cells_repeated() {
    assert_found(Family::NeighbourRepeated, 98, 20);
}

/// Two counts of a row that repeat the row before may also be two other slips.
#[test]
fn rows_not_updated() {
    assert_found(Family::StaleRow, 57, 8);
}

/// Of four or five places that report one count, the wrong ones are found.
#[test]
fn sources_that_differ() {
    assert_found(Family::SeveralSources, 94, 20);
}

/// Where a search ends early, its answers are not sure.
#[test]
fn many_wrong_digits_in_two_way_tables() {
    assert_found(Family::ManyInTwoWay, 88, 20);
}

#[test]
fn counts_rounded_to_base_five_are_no_errors() {
    let cases = cases(Family::BaseFive);
    assert!(cases.iter().all(Case::is_right), "nothing is wrong, and nothing is answered");
}
