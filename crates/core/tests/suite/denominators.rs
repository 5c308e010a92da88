//! Denominators that were not printed: exactly the whole numbers for which every share prints as it
//! does.

use std::collections::BTreeMap;
use std::sync::Arc;

use crossfoot_core::formula::{Gap, Published};
use crossfoot_core::{
    Bound, Cell, Column, ColumnId, Decimal, Denominator, Figure, Interval, Qualifier, Rational,
    Reproduces, Rounding, Source, Span, Study, Table, Unit,
};
use proptest::prelude::*;

fn column(name: &str, unit: Unit, values: &[Decimal]) -> Column {
    let figures = values.iter().map(|value| Figure::new(*value, Qualifier::Is, Span::default()));
    Column {
        name: name.into(),
        header: name.into(),
        label: name.into(),
        unit,
        base: None,
        scale: 1,
        cells: Arc::new(figures.map(Cell::Number).collect()),
    }
}

/// A study of parts and their shares.
fn study(parts: &[i64], shares: &[Decimal], rounding: Option<Rounding>) -> Study {
    let source = Source::new("test.csv", String::new()).expect("an empty text fits");
    let parts_as_printed: Vec<Decimal> =
        parts.iter().map(|part| Decimal::new(*part, 0).expect("fits")).collect();
    let columns = vec![
        column("part", Unit::Count, &parts_as_printed),
        column("share", Unit::Percent, shares),
    ];
    let lines = (0..parts.len()).map(|row| row as u32 + 2).collect();
    let table = Table::new("t", source.clone(), columns, lines);
    let [part, share] = [0, 1].map(|column| ColumnId { table: 0, column });
    let denominator = Denominator {
        id: "d".into(),
        label: "d".into(),
        part,
        share,
        rows: (0..parts.len()).collect(),
        span: Span::default(),
    };
    Study {
        id: "s".into(),
        title: "s".into(),
        citation: String::new(),
        link: None,
        licence: None,
        language: None,
        translations: Default::default(),
        rounding,
        tables: vec![table],
        events: None,
        claims: Arc::default(),
        claims_source: None,
        rules: Arc::default(),
        manifest: source,
        unlisted: BTreeMap::new(),
        aliases: Default::default(),
        denominators: vec![denominator],
        series: Vec::new(),
        rankings: Vec::new(),
        conclusions: Vec::new(),
        accepted: Vec::new(),
        ledger: None,
        ledger_source: None,
        article: None,
    }
}

fn candidates(
    parts: &[i64],
    shares: &[Decimal],
    rounding: Option<Rounding>,
    except: Option<usize>,
) -> Result<Interval, Gap> {
    let study = study(parts, shares, rounding);
    study.denominators[0].candidates(&study, &Published::default(), except)
}

fn percent(part: i64, whole: i64) -> Rational {
    Rational::new(i128::from(part) * 100, i128::from(whole)).expect("a whole above zero")
}

fn shares(texts: &[(i64, i8)]) -> Vec<Decimal> {
    texts.iter().map(|(digits, decimals)| Decimal::new(*digits, *decimals).expect("fits")).collect()
}

/// From a release that prints 62, 33 and 13 projects as 35.23 %, 18.75 % and 7.39 % of a whole that
/// it does not print.
#[test]
fn a_release_leaves_only_176_as_the_whole_of_its_shares() {
    let printed = shares(&[(3523, 2), (1875, 2), (739, 2)]);
    let whole = Ok(Interval::Point(Rational::from(176)));
    assert_eq!(candidates(&[62, 33, 13], &printed, None, None), whole);
    assert_eq!(candidates(&[62, 33, 13], &printed, None, Some(0)), whole);
    let misprinted = shares(&[(3253, 2), (1875, 2), (739, 2)]);
    assert_eq!(candidates(&[62, 33, 13], &misprinted, None, None), Err(Gap::NoWhole(0)));
    assert_eq!(candidates(&[62, 33, 13], &misprinted, None, Some(0)), whole);
}

#[test]
fn shares_of_nothing_bound_from_below_only() {
    for (part, share, rounding, except, least) in [
        (1, (0, 0), None, None, 200),
        (1, (0, 0), Some(Rounding::Truncate), None, 101),
        (0, (0, 2), None, None, 1),
        (7, (10, 0), None, Some(0), 1),
    ] {
        let found = candidates(&[part], &shares(&[share]), rounding, except);
        let at_least = Interval::at_least(Bound::closed(Rational::from(least)));
        assert_eq!(found, Ok(at_least), "{part} as {share:?}");
    }
}

proptest! {
    #[test]
    fn candidates_are_those_that_print_every_share(
        whole in 1_i64..400,
        picks in prop::collection::vec(0_i64..=100, 1..5),
        decimals in 0_i8..3,
        rounding in prop::sample::select(Rounding::ALL.to_vec()),
    ) {
        let parts: Vec<i64> = picks.iter().map(|pick| whole * pick / 100).collect();
        let printed: Vec<Decimal> = parts.iter().map(|part| rounding.apply(&percent(*part, whole), decimals).unwrap()).collect();
        let found = candidates(&parts, &printed, Some(rounding), None).unwrap();
        for other in 1..1_000 {
            // What rounds to an even digit is allowed both ends of its interval, and reads a half
            // either way.
            let fits = parts
                .iter()
                .zip(&printed)
                .all(|(part, share)| Reproduces::from_value(&percent(*part, other), *share).under(rounding));
            let among = found.contains(&Rational::from(i128::from(other)));
            prop_assert!(!fits || among, "{other} prints {printed:?} of {parts:?}, and is not among {found}");
            prop_assert!(fits || !among || rounding == Rounding::HalfEven, "{other} does not print {printed:?} of {parts:?}, and is among {found}");
        }
    }
}
