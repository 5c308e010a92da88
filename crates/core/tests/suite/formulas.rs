//! Properties of formulas: intervals are sound, blocks of rows agree with single rows, no text
//! makes the parser panic.

use std::cell;
use std::collections::BTreeMap;
use std::sync::Arc;

use crossfoot_core::formula::{
    Aggregate, AggregateKind, Basis, Block, Comparison, Expr, Formula, Function, Known, Published,
    RowRef, Truth, Type, Value, evaluate, parse,
};
use crossfoot_core::{
    Cell, CellId, Column, ColumnId, Decimal, Figure, Interval, Qualifier, Rational, Rounding, Rule,
    RuleName, Source, Span, Study, Table, Target, Unit,
};
use proptest::prelude::*;

/// A study of one table with one column of figures.
fn study(unit: Unit, figures: impl Iterator<Item = Decimal>) -> Study {
    let source = Source::new("test.csv", String::new()).expect("an empty text fits");
    let cells: Vec<Cell> = figures
        .map(|value| Cell::Number(Figure::new(value, Qualifier::Is, Span::default())))
        .collect();
    let lines = (0..cells.len()).map(|row| row as u32 + 2).collect();
    let column = Column {
        name: "x".into(),
        header: "x".into(),
        label: "x".into(),
        unit,
        base: None,
        scale: 1,
        cells: Arc::new(cells),
    };
    let table = Table::new("t", source.clone(), vec![column], lines);
    Study {
        id: "s".into(),
        title: "s".into(),
        citation: String::new(),
        link: None,
        licence: None,
        language: None,
        translations: Default::default(),
        rounding: None,
        tables: vec![table],
        events: None,
        claims: Arc::default(),
        claims_source: None,
        rules: Arc::default(),
        manifest: source,
        unlisted: BTreeMap::new(),
        aliases: Default::default(),
        denominators: Vec::new(),
        series: Vec::new(),
        rankings: Vec::new(),
        conclusions: Vec::new(),
        accepted: Vec::new(),
        ledger: None,
        ledger_source: None,
        article: None,
    }
}

/// The values that the authors held, of which the table prints roundings.
struct True(Vec<Rational>);

impl Basis for True {
    fn number(&self, _: &Study, cell: CellId, _: &Figure) -> Interval {
        Interval::Point(self.0[cell.row].clone())
    }

    fn is_exact(&self, _: &Study, _: ColumnId) -> bool {
        false
    }
}

const X: ColumnId = ColumnId { table: 0, column: 0 };
const ROWS: usize = 5;

fn formula() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        (0..ROWS).prop_map(|row| Expr::Cell(X, RowRef::At(row))),
        (-20_i128..20).prop_map(|value| Expr::Number(Rational::from(value))),
        Just(Expr::Cell(X, RowRef::Current)),
        (1..3_usize).prop_map(|rows| Expr::Cell(X, RowRef::Before(rows))),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let parts = prop::collection::vec((any::<bool>(), inner.clone()), 2..4);
        let pair = prop::collection::vec(inner.clone(), 2);
        let function = prop::sample::select(vec![
            Function::Share,
            Function::Change,
            Function::Points,
            Function::Part,
            Function::Min,
            Function::Max,
            Function::Sum,
            Function::Mean,
        ]);
        prop_oneof![
            parts.clone().prop_map(|mut parts| {
                parts[0].0 = false;
                Expr::Sum(parts)
            }),
            parts.prop_map(|mut parts| {
                parts[0].0 = false;
                Expr::Product(parts)
            }),
            (function, pair).prop_map(|(function, pair)| Expr::Call(function, pair)),
            inner.clone().prop_map(|part| Expr::Negate(Box::new(part))),
            inner.prop_map(|part| Expr::Call(Function::Abs, vec![part])),
        ]
    })
}

fn number(value: Value<'_>) -> Interval {
    match value {
        Value::Number(interval) => interval,
        other => panic!("not a number: {other}"),
    }
}

proptest! {
    /// Whatever is true behind rounded figures, the interval of a formula over the printed ones
    /// holds the formula's true value.
    #[test]
    fn intervals_hold_the_truth(values in prop::collection::vec(-100_000_i128..100_000, ROWS), decimals in 0_i8..3, expr in formula()) {
        let truth: Vec<Rational> = values.iter().map(|value| Rational::new(*value, 997).unwrap()).collect();
        let study = study(Unit::Percent, truth.iter().map(|value| Rounding::HalfEven.apply(value, decimals).unwrap()));
        let (truth, published) = (True(truth), Published::default());
        if let Ok(printed) = evaluate(&expr, &study, &published, Some(1)) {
            let exact = evaluate(&expr, &study, &truth, Some(1));
            prop_assert!(exact.is_ok(), "a value from rounded figures and none from exact ones");
            let exact = number(exact.unwrap().value);
            let printed = number(printed.value);
            prop_assert!(printed.contains(exact.as_point().unwrap()), "{printed} lacks {exact}");
        }
    }

    /// A comparison that is certain of rounded figures holds for the true values.
    #[test]
    fn certainty_is_certain(values in prop::collection::vec(-5_000_i128..5_000, 2), sign in 0..6_usize) {
        let signs = [Comparison::Equal, Comparison::Unequal, Comparison::Less, Comparison::LessOrEqual, Comparison::Greater, Comparison::GreaterOrEqual];
        let truth: Vec<Rational> = values.iter().map(|value| Rational::new(*value, 100).unwrap()).collect();
        let study = study(Unit::Percent, truth.iter().map(|value| Rounding::HalfUp.apply(value, 0).unwrap()));
        let [first, second] = [0, 1].map(|row| Expr::Cell(X, RowRef::At(row)));
        let expr = Expr::Compare(Box::new(first), vec![(signs[sign], second)]);
        let (truth, published) = (True(truth), Published::default());
        let printed = evaluate(&expr, &study, &published, None).unwrap().value;
        let exact = evaluate(&expr, &study, &truth, None).unwrap().value;
        prop_assert!(printed == Value::Truth(Truth::Maybe) || printed == exact, "{printed} of the printed, {exact} of the true values");
    }

    /// The quick path over blocks of rows gives what the formula gives row by row, or leaves the
    /// row to it.
    #[test]
    fn blocks_agree_with_rows(values in prop::collection::vec(prop_oneof![0_i64..20_000, 0_i64..900_000_000_000_000_000], ROWS), expr in formula()) {
        let study = study(Unit::Count, values.iter().map(|value| Decimal::new(*value, 0).unwrap()));
        let published = Published::default();
        let mut block = Block::new(&study, &published, 0..ROWS);
        if let Some(lane) = block.evaluate(&expr) {
            for (row, fast) in lane.iter().enumerate().filter(|(_, fast)| fast.denominator() != 0) {
                let slow = number(evaluate(&expr, &study, &published, Some(row)).unwrap().value);
                prop_assert_eq!(slow, Interval::Point(Rational::new(fast.numerator().into(), fast.denominator().into()).unwrap()));
            }
        }
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,60}", nested in 0..200_usize) {
        let _ = parse(&text);
        let _ = parse(&format!("{}{text}", "(".repeat(nested)));
        let _ = parse(&format!("{}{text}", "- ".repeat(nested)));
        let _ = parse(&format!("{}1", "not ".repeat(nested)));
    }
}

#[test]
fn a_long_sum_is_not_a_deep_one() {
    let sum = vec!["x"; 2_000].join(" + ");
    assert!(parse(&sum).is_ok());
    let deep = format!("{}x{}", "(".repeat(40), ")".repeat(40));
    assert!(parse(&deep).is_ok());
    assert!(
        parse(&format!("({deep})")).is_err_and(|error| error.message.contains("at most 40 deep"))
    );
}

/// Figures as published, which count how often they are asked for.
struct Counting {
    published: Published,
    asked: cell::Cell<usize>,
}

impl Basis for Counting {
    fn number(&self, study: &Study, cell: CellId, figure: &Figure) -> Interval {
        self.asked.set(self.asked.get() + 1);
        self.published.number(study, cell, figure)
    }

    fn known(&self) -> Option<&Known> {
        self.published.known()
    }
}

/// `sum(t.x)`, or `sum(t.x where sum(t.x) <= sum(t.x))`.
fn total(filter: Option<Expr>) -> Expr {
    Expr::Aggregate(Box::new(Aggregate {
        kind: AggregateKind::Sum,
        table: 0,
        column: Some(0),
        range: None,
        filter,
        within: None,
        over: None,
    }))
}

#[test]
fn the_work_of_a_rule_grows_with_its_rows_and_not_with_their_square() {
    let alike = Expr::Compare(Box::new(total(None)), vec![(Comparison::LessOrEqual, total(None))]);
    for expr in [total(None), total(Some(alike))] {
        let expr = Expr::Call(Function::Share, vec![Expr::Cell(X, RowRef::Current), expr]);
        for rows in [50_usize, 500, 5_000] {
            let figures = (0..rows).map(|row| Decimal::new(row as i64 + 1, 0).expect("fits"));
            let mut study = study(Unit::Count, figures);
            let rule = Rule {
                id: RuleName::Rule("r".into()),
                label: String::new(),
                target: Target::Column(X),
                formula: Some(Formula { expr: expr.clone(), ty: Type::Number(None) }),
                rows: None,
                text: String::new(),
                source: Arc::clone(&study.manifest),
                span: Span::default(),
            };
            study.rules = Arc::new(vec![rule]);
            let mut published = Published::default();
            published.prepare(&study);
            let counting = Counting { published, asked: cell::Cell::new(0) };
            let formula = &study.rules[0].formula.as_ref().expect("a formula").expr;
            for row in 0..rows {
                let known = evaluate(formula, &study, &counting, Some(row)).expect("a share");
                let plain = Published::default();
                if row % (rows / 5) == 0 && rows < 5_000 {
                    let again = evaluate(formula, &study, &plain, Some(row)).expect("a share");
                    assert_eq!(known, again);
                }
            }
            assert_eq!(counting.asked.get(), rows, "each row asks for its own figure alone");
        }
    }
}
