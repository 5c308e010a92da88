//! Any text parsed, resolved in the first study and evaluated: no panic, and whole blocks of rows
//! give what single rows give.
#![no_main]

use std::path::Path;
use std::sync::LazyLock;

use crossfoot_core::formula::{Block, Published, Scope, Value, evaluate, inputs, parse, resolve};
use crossfoot_core::{ColumnId, Interval, Rational, Study};
use libfuzzer_sys::fuzz_target;

static STUDY: LazyLock<Study> = LazyLock::new(|| {
    crossfoot_load::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/hgr-2021-2024"))
        .expect("the first study loads")
});

fuzz_target!(|input: (u8, &str)| {
    let (choice, text) = input;
    let Ok(node) = parse(text) else { return };
    let study = &*STUDY;
    let table = usize::from(choice) % (study.tables.len() + 1);
    let row = (table < study.tables.len()).then_some(table);
    let column = usize::from(choice / 16);
    let this = row
        .filter(|table| column < study.tables[*table].columns.len())
        .map(|table| ColumnId { table, column });
    let Ok(formula) = resolve(
        &node,
        &Scope {
            tables: &study.tables,
            claims: &study.claims,
            denominators: &study.denominators,
            row,
            at: None,
            this,
        },
    ) else {
        return;
    };
    let rows = row.map_or(0, |table| study.tables[table].rows());
    let basis = Published::default();
    let lane = row.and_then(|_| Block::new(study, &basis, 0..rows).evaluate(&formula.expr));
    for row in row.map_or(vec![None], |_| (0..rows).map(Some).collect()) {
        let outcome = evaluate(&formula.expr, study, &basis, row);
        let _ = formula.expr.describe(study, row);
        inputs(&formula.expr, study, row, &mut |_| {});
        let quick = lane.as_ref().zip(row).and_then(|(lane, row)| {
            Rational::new(lane[row].numerator().into(), lane[row].denominator().into())
        });
        if let Some(quick) = quick {
            assert_eq!(
                outcome.map(|outcome| outcome.value),
                Ok(Value::Number(Interval::Point(quick)))
            );
        }
    }
});
