//! The formula language and the manifest at work: small studies written here, and what becomes of
//! every check.

use std::collections::BTreeMap;

use crossfoot_audit::{Recomputed, audit};
use crossfoot_core::{CellId, ColumnId, Study};
use crossfoot_load::Loaded;

/// The parts of a manifest: of its table, which is `t`, and its rules.
pub(crate) struct Manifest<'a> {
    pub(crate) table: &'a str,
    pub(crate) rules: &'a str,
}

impl Manifest<'_> {
    fn files(&self, csv: &str) -> BTreeMap<String, String> {
        let Self { table, rules } = self;
        let manifest = format!(
            "[study]\nid = \"s\"\ntitle = \"S\"\nlanguage = \"en\"\n\n\
             [[table]]\nid = \"t\"\nfile = \"t.csv\"\n{table}\n{rules}\n"
        );
        [("study.toml".to_owned(), manifest), ("t.csv".to_owned(), csv.to_owned())].into()
    }

    pub(crate) fn study(&self, csv: &str) -> Study {
        let loaded = Loaded::from_texts("s".as_ref(), &self.files(csv));
        loaded.unwrap_or_else(|error| panic!("{error}")).into_study()
    }

    /// Why the study cannot be loaded.
    pub(crate) fn error(&self, csv: &str) -> String {
        match Loaded::from_texts("s".as_ref(), &self.files(csv)) {
            Ok(_) => panic!("this study can be loaded"),
            Err(error) => error.to_string(),
        }
    }

    /// Every check: its name, its verdict, and what was recomputed or why nothing could be.
    pub(crate) fn outcome(&self, csv: &str) -> Vec<String> {
        let study = self.study(csv);
        let audit = audit(&study);
        let records = audit.records(&study).map(|record| {
            let recomputed = match &record.recomputed {
                Ok(Recomputed::Number(value)) => value.to_string(),
                Ok(Recomputed::Truth(truth, _)) => truth.to_string(),
                Ok(_) => "-".to_owned(),
                Err(gap) => gap.describe(&study).to_string(),
            };
            format!("{} {} {recomputed}", record.name, record.verdict)
        });
        records.collect()
    }
}

const UNKNOWN: &str = r#"
column = [
  { header = "Item", name = "item", unit = "text" },
  { header = "A", name = "a", unit = "count" },
  { header = "B", name = "b", unit = "number" },
  { header = "P", name = "p", unit = "percent" },
  { header = "M", name = "m", unit = "RMB" },
]
"#;

pub(crate) fn rule(target: &str, formula: &str) -> String {
    format!("[[rule]]\nid = \"r\"\ntarget = \"{target}\"\nformula = '{formula}'\n")
}

#[test]
fn a_number_of_unknown_unit_fits_every_other_number() {
    let csv = "Item,A,B,P,M\nx,4,2.0,50.0%,8\n";
    for (target, formula, outcome) in [
        ("t.b", "a - 2", "r[#2] exact 2"),
        ("t.p", "share(b, a)", "r[#2] compatible [195/4, 205/4]"),
        ("t.p", "b / a * 100", "r[#2] compatible [195/4, 205/4]"),
        ("t.a", "b + b", "r[#2] compatible [39/10, 41/10]"),
        ("t.m", "b * a", "r[#2] compatible [39/5, 41/5]"),
        ("t.b", "share(a, a) / p", "r[#2] compatible [2000/1001, 2000/999]"),
    ] {
        let manifest = Manifest { table: UNKNOWN, rules: &rule(target, formula) };
        assert_eq!(manifest.outcome(csv), [outcome], "{target} = {formula}");
    }
}

#[test]
fn other_units_stay_strict_beside_a_number_of_unknown_unit() {
    let csv = "Item,A,B,P,M\nx,4,2.0,50.0%,8\n";
    for (target, formula, message) in [
        ("t.b", "a + p", "one cannot add a count and a percentage"),
        ("t.b", "share(m, a)", "`share` needs values of one kind"),
        ("t.p", "a", "the target is a percentage, but the formula gives a count"),
        ("t.b", "item", "the formula gives a text"),
    ] {
        let error = Manifest { table: UNKNOWN, rules: &rule(target, formula) }.error(csv);
        assert!(error.contains(message), "{target} = {formula}: {error}");
    }
}

#[test]
fn a_whole_number_of_unknown_unit_is_rounded() {
    let manifest = Manifest { table: UNKNOWN, rules: &rule("t.a", "b + 1") };
    assert_eq!(manifest.outcome("Item,A,B,P,M\nx,4,3,1%,1\n"), ["r[#2] compatible [7/2, 9/2]"]);
}

#[test]
fn means_of_values_and_of_rows() {
    let csv = "Item,A,B,P,M\nx,4,2.0,50.0%,8\ny,7,2.5,60.0%,9\n";
    for (target, formula, outcome) in [
        ("t.a[#2]", "mean(1, 4, 7)", "r exact 4"),
        ("t.a[#3]", "mean(1, 4)", "r inconsistent 5/2"),
        ("t.b[#2]", "mean(t.a)", "r inconsistent 11/2"),
        ("t.b[#2]", r#"mean(t.a where item != "x")"#, "r inconsistent 7"),
        ("t.b[#2]", r#"mean(t.a where item = "z")"#, "r unverifiable no row passes the filter"),
        ("t.b[#2]", "mean(t.p)", "r inconsistent [1099/20, 1101/20]"),
        // Which rows pass is open, so that only the range of their values is known.
        ("t.b[#2]", "mean(t.a where p > 50)", "r inconsistent [4, 7]"),
    ] {
        let manifest = Manifest { table: UNKNOWN, rules: &rule(target, formula) };
        assert_eq!(manifest.outcome(csv), [outcome], "{target} = {formula}");
    }
}

const ROWS: &str = r#"
key = "item"
missing = { "x" = "not asked" }
column = [
  { header = "Item", name = "item", unit = "text" },
  { header = "N", name = "n", unit = "count" },
]
"#;

/// What becomes of a rule on the cell `t.n[Total]`.
fn total(csv: &str, formula: &str) -> String {
    let rules = format!("[[rule]]\nid = \"r\"\ntarget = \"t.n[Total]\"\nformula = '''{formula}'''");
    Manifest { table: ROWS, rules: &rules }.outcome(csv).concat()
}

#[test]
fn aggregates_run_over_a_range_of_rows() {
    let csv = "Item,N\nOats,9\nBread,4\nMilk,1\nEggs,7\nTotal,12\n";
    for (formula, outcome) in [
        ("sum(self[#3..#5])", "r exact 12"),
        (r#"sum(self["Bread".."Eggs"])"#, "r exact 12"),
        ("sum(t.n[Bread .. #5])", "r exact 12"),
        (r#"sum(t.n["Bread".."Eggs"] where item != "Milk")"#, "r inconsistent 11"),
        ("sum(self[#4..#4])", "r inconsistent 1"),
        ("mean(self[#3..#5])", "r inconsistent 4"),
        ("min(self[#3..#5])", "r inconsistent 1"),
        ("max(self[#3..#5])", "r inconsistent 7"),
        ("count(t.n[#3..#5])", "r inconsistent 3"),
        ("count(t[#2..#5] where item != \"Milk\")", "r inconsistent 3"),
        (r#"sum(self[#3..#5] where item = "Oats")"#, "r unverifiable no row passes the filter"),
    ] {
        assert_eq!(total(csv, formula), outcome, "{formula}");
    }
}

#[test]
fn empty_cells_of_a_range_are_not_there_and_marks_are_missing() {
    let csv = "Item,N\nBread,4\nDairy,\nMilk,1\nWine,–\nBeer,x\nTotal,5\n";
    for (formula, outcome) in [
        ("sum(self[#2..#4])", "r exact 5"),
        ("mean(self[#2..#4])", "r inconsistent 5/2"),
        ("count(t.n[#2..#4])", "r inconsistent 2"),
        ("min(self[#2..#4]) * 5", "r exact 5"),
        ("sum(self[#3..#3])", "r unverifiable t.n[Dairy] is empty"),
        ("sum(self[#2..#5])", "r unverifiable t.n[Wine] is marked not applicable"),
        ("sum(self[#6..#6])", "r unverifiable t.n[Beer] is not asked"),
        (
            r#"sum(self where item = "Dairy" or item = "Milk")"#,
            "r unverifiable t.n[Dairy] is empty",
        ),
    ] {
        assert_eq!(total(csv, formula), outcome, "{formula}");
    }
}

#[test]
fn a_range_has_no_unlisted_rows() {
    let table = format!("complete = false\n{ROWS}");
    for (formula, outcome) in [
        ("sum(self[#2..#3])", "r exact 3"),
        (r#"sum(self where item != "Total")"#, "r feasible (−∞, ∞)"),
    ] {
        let manifest = Manifest { table: &table, rules: &rule("t.n[Total]", formula) };
        assert_eq!(manifest.outcome("Item,N\nA,1\nB,2\nTotal,3\n"), [outcome], "{formula}");
    }
}

#[test]
fn a_range_must_be_one() {
    let csv = "Item,N\nBread,4\nMilk,1\nTotal,5\n";
    for (formula, message) in [
        ("sum(self[#3..#2])", "this range ends on line 2, before it starts on line 3"),
        ("sum(self[#2..#9])", "table `t` has no row `#9`"),
        ("sum(self[#2])", "`sum` runs over rows, and this is one row"),
        ("self[#2..#3] + 1", "a range of rows is not one value"),
        ("sum(self[#2..])", "cannot stand here"),
    ] {
        let error = Manifest { table: ROWS, rules: &rule("t.n[Total]", formula) }.error(csv);
        assert!(error.contains(message), "{formula}: {error}");
    }
}

#[test]
fn a_sum_over_a_range_that_holds_its_target_reads_itself() {
    let csv = "Item,N\nBread,4\nTotal,4\n";
    let error = Manifest { table: ROWS, rules: &rule("t.n[Total]", "sum(self[#2..#3])") };
    assert!(error.error(csv).contains("reads its own target t.n[Total]"));
}

const COLUMNS: &str = r#"
key = "item"
column = [
  { header = "Item", name = "item", unit = "text" },
  { header = "A", name = "a", unit = "count" },
  { header = "B", name = "b", unit = "count" },
  { header = "Sum", name = "sum", unit = "count" },
]
"#;

/// A rule on the rows that `rows` names.
fn on_rows(rows: &str, rest: &str) -> String {
    format!("[[rule]]\nid = \"r\"\nrows = '{rows}'\n{rest}\n")
}

const SUM: &str = "target = \"t.sum\"\nformula = \"a + b\"";

#[test]
fn a_rule_is_checked_on_the_rows_that_it_names_and_on_no_other() {
    let csv = "Item,A,B,Sum\nx,1,2,3\nRanks,1,1,\ny,2,2,5\nz,4,4,8\n";
    for (rows, outcome) in [
        ("t where line != 3", vec!["r[x] exact 3", "r[y] inconsistent 4", "r[z] exact 8"]),
        ("t where line >= 3 and line <= 4 and item != \"Ranks\"", vec!["r[y] inconsistent 4"]),
        (r#"t where item = "x""#, vec!["r[x] exact 3"]),
        ("t where sum > 4", vec!["r[y] inconsistent 4", "r[z] exact 8"]),
    ] {
        let rules = on_rows(rows, SUM);
        assert_eq!(Manifest { table: COLUMNS, rules: &rules }.outcome(csv), outcome, "{rows}");
    }
    let condition = on_rows("t where line < 3", "condition = \"a < b\"");
    assert_eq!(Manifest { table: COLUMNS, rules: &condition }.outcome(csv), ["r[x] exact holds"]);
}

#[test]
fn a_finding_on_chosen_rows_has_its_row_and_causes() {
    let study = Manifest { table: COLUMNS, rules: &on_rows("t where line > 2", SUM) }
        .study("Item,A,B,Sum\nx,1,2,9\ny,20,21,14\nz,4,4,8\n");
    let audit = audit(&study);
    let finding = audit.record_of(&study, &audit.findings[0]).unwrap();
    assert_eq!((finding.name.as_str(), audit.total()), ("r[y]", 2));
    assert_eq!(finding.causes()[0].kind.name(), "adjacent-transposition");
    assert_eq!(audit.verdict(finding.id), finding.verdict);
    let error = audit.roots.errors()[0];
    assert_eq!(error.name(&study), "t.sum[y]");
}

#[test]
fn many_rows_are_chosen_across_blocks() {
    let rows: String = (0..2_000).map(|row| format!("{row},1,1,{}\n", 2 + row % 2)).collect();
    let rules = on_rows("t where line >= 510 and line <= 515", SUM);
    let outcome =
        Manifest { table: COLUMNS, rules: &rules }.outcome(&format!("Item,A,B,Sum\n{rows}"));
    let expected: Vec<String> = (508..=513)
        .map(|row| format!("r[{row}] {} 2", if row % 2 == 0 { "exact" } else { "inconsistent" }))
        .collect();
    assert_eq!(outcome, expected);
}

#[test]
fn a_column_named_line_is_meant_before_the_line() {
    let table = COLUMNS.replace("name = \"b\"", "name = \"line\"");
    let rules = on_rows("t where line = 2", "condition = \"a = 1\"");
    let outcome =
        Manifest { table: &table, rules: &rules }.outcome("Item,A,B,Sum\nx,1,3,9\ny,1,2,9\n");
    assert_eq!(outcome, ["r[y] exact holds"]);
}

#[test]
fn rows_must_name_rows_of_the_target() {
    let csv = "Item,A,B,Sum\nx,1,2,3\n";
    for (rows, rest, message) in [
        ("u where line = 2", SUM, "there is no table `u`"),
        ("t where line = 7", SUM, "no row of `t` passes this condition"),
        ("t where line + 1", SUM, "a comparison is needed after `where`, not a count"),
        ("t where lines = 2", SUM, "table `t` has no column `lines`"),
        ("t when line = 2", SUM, "cannot stand here"),
        (
            "t where line = 2",
            "target = \"t.sum[x]\"\nformula = \"3\"",
            "`rows` chooses among the rows of a column, and this target is one value",
        ),
    ] {
        let error = Manifest { table: COLUMNS, rules: &on_rows(rows, rest) }.error(csv);
        assert!(error.contains(message), "{rows}: {error}");
    }
}

const SHARES: &str = r#"
key = "item"
column = [
  { header = "Item", name = "item", unit = "text" },
  { header = "N", name = "n", unit = "count" },
  { header = "%", name = "pct", unit = "percent" },
]
"#;

#[test]
fn the_rounding_of_a_column_is_told_once_for_rules_of_different_rows() {
    let csv = "Item,N,%\nx,1,33.3\ny,2,66.7\nu,1,16.7\nv,5,83.3\n";
    let rules = "[[rule]]\nid = \"first\"\ntarget = \"t.pct\"\nrows = \"t where line <= 3\"\n\
                 formula = \"share(n, sum(t.n[#2..#3]))\"\n[[rule]]\nid = \"second\"\n\
                 target = \"t.pct\"\nrows = \"t where line >= 4\"\n\
                 formula = \"share(n, sum(t.n[#4..#5]))\"";
    let study = Manifest { table: SHARES, rules }.study(csv);
    let conventions = audit(&study).conventions;
    assert_eq!(conventions.len(), 1, "{conventions:?}");
    assert_eq!((conventions[0].supports, conventions[0].fits_none), (4, 0));
}

#[test]
fn a_bare_name_in_the_formula_of_a_cell_is_a_column_in_its_row() {
    let csv = "Item,N,%\nx,1,25\ny,3,57\nTotal,4,100\n";
    for (targets, formula, outcome) in [
        (
            r#""t.pct[#2]", "t.pct[#3]""#,
            "share(n, n[#4])",
            vec!["r-pct[#2] exact 25", "r-pct[#3] inconsistent 75"],
        ),
        (r#""t.pct[y]""#, "share(n, n[Total])", vec!["r inconsistent 75"]),
        (r#""t.n[Total]""#, "n[x] + prev(n)", vec!["r exact 4"]),
        (r#""t.n[Total]""#, "sum(n where line < 4)", vec!["r exact 4"]),
        (r#""t.n[Total]""#, "line", vec!["r exact 4"]),
        (r#""t.n[Total]""#, "max(self[#2..#3]) + 1", vec!["r exact 4"]),
    ] {
        let rules = format!("[[rule]]\nid = \"r\"\ntarget = [{targets}]\nformula = '{formula}'");
        assert_eq!(Manifest { table: SHARES, rules: &rules }.outcome(csv), outcome, "{formula}");
    }
    for (target, formula, message) in [
        ("t.n[x]", "prev(n)", "the first row has no row before it"),
        ("t.n[x]", "self", "reads its own target t.n[x]"),
        ("t.n[x]", "m", "table `t` has no column `m`"),
    ] {
        let error = Manifest { table: SHARES, rules: &rule(target, formula) }.error(csv);
        assert!(error.contains(message), "{formula}: {error}");
    }
}

#[test]
fn keys_may_hold_any_sign() {
    let csv = "Item,N,%\nexcl. duties,1,25\nincl. duties,1,26\na]b,2,50\n\"say \"\"x\"\"\",2,50\n\
               \"c, d\",4,100\n[e],4,100\n";
    let rules = r#"
        [[rule]]
        id = "r"
        target = [
          't.pct[excl. duties]', 't.pct["incl. duties"]', 't.pct[a]b]', "t.pct['say \"x\"']",
          't.pct[c, d]', 't.pct["[e]"]',
        ]
        formula = '''share(n, n["c, d"])'''

        [[rule]]
        id = "one"
        target = 't.n["c, d"]'
        formula = '''n["excl. duties"] + n["incl. duties"] + t.n["a]b"] + t.n['say "x"'] - n["[e]"] + 2'''

        [[rule]]
        id = "rows"
        target = "t.pct"
        rows = '''t where item = 'say "x"' or item = "excl. duties"'''
        formula = '''share(n, n["c, d"])'''
    "#;
    let manifest = Manifest { table: SHARES, rules };
    let expected = [
        "r-pct[excl. duties] exact 25",
        "r-pct[\"incl. duties\"] inconsistent 25",
        "r-pct[a]b] exact 50",
        "r-pct['say \"x\"'] exact 50",
        "r-pct[c, d] exact 100",
        "r-pct[\"[e]\"] exact 100",
        "one exact 4",
        "rows[excl. duties] exact 25",
        "rows[say \"x\"] exact 50",
    ];
    assert_eq!(manifest.outcome(csv), expected);
    let study = manifest.study(csv);
    for row in 0..study.tables[0].rows() {
        for column in 0..3 {
            let column = ColumnId { table: 0, column };
            let name = study.cell_name(CellId { column, row });
            assert_eq!(study.find_cell(&name), Some(CellId { column, row }), "{name}");
        }
    }
}

#[test]
fn composite_keys_may_hold_any_sign() {
    let table = SHARES.replace("key = \"item\"", "key = [\"item\", \"n\"]");
    let csv = "Item,N,%\n\"\"\"x\"\"\",1,25\n\"say \"\"x\"\", y\",1,26\n'z',2,50\na.b,2,50\n";
    let study = Manifest { table: &table, rules: "" }.study(csv);
    for row in 0..study.tables[0].rows() {
        let cell = CellId { column: ColumnId { table: 0, column: 2 }, row };
        let name = study.cell_name(cell);
        assert_eq!(study.find_cell(&name), Some(cell), "{name}");
    }
}

#[test]
fn targets_of_several_tables_have_ids_of_their_own() {
    let table = format!("{SHARES}\n[[table]]\nid = \"u\"\nfile = \"t.csv\"\n{SHARES}");
    let rules = "[[rule]]\nid = \"r\"\ntarget = [\"t.n[x]\", \"u.n[x]\", \"u.pct[x]\"]\nformula = \"1 + 0\"";
    let outcome = Manifest { table: &table, rules }.outcome("Item,N,%\nx,1,1\n");
    assert_eq!(outcome, ["r-t.n[x] exact 1", "r-u.n[x] exact 1", "r-pct[x] exact 1"]);
}

/// The best cause of the only finding, with its sentence and what the condition reads.
fn condition(csv: &str, condition: &str) -> (Option<String>, Vec<String>) {
    let rules = on_rows("t", &format!("condition = '{condition}'"));
    let study = Manifest { table: COLUMNS, rules: &rules }.study(csv);
    let audit = audit(&study);
    let [finding] = audit.findings.as_slice() else { panic!("one finding") };
    let record = audit.record_of(&study, finding).expect("the finding is about a check");
    let cause = record.causes().first();
    let cause = cause.map(|cause| {
        assert!(cause.probability > 0.5, "{} {}", cause.detail, cause.probability);
        format!("{}: {}", cause.kind, cause.detail)
    });
    (cause, record.inputs().into_iter().map(|input| study.name(input)).collect())
}

#[test]
fn a_violated_condition_names_its_cells_and_the_misprint_that_explains_it() {
    let (cause, reads) = condition("Item,A,B,Sum\nx,412,385,797\ny,412,358,797\n", "a + b = sum");
    let expected = "misprinted-input: t.b[y] is wrong: two neighbouring digits changed places: \
                    385 was printed 358";
    assert_eq!(cause.as_deref(), Some(expected));
    assert_eq!(reads, ["t.a[y]", "t.b[y]", "t.sum[y]"]);
    // Many values of either figure would do: none is named.
    let (cause, reads) = condition("Item,A,B,Sum\nx,412,385,797\ny,412,558,797\n", "a > b");
    assert_eq!((cause, reads.len()), (None, 2));
}

#[test]
fn a_condition_on_a_whole_column_names_the_misprinted_cell() {
    let csv = "Item,A,B,Sum\nx,412,385,797\ny,302,508,801\nz,204,101,305\n";
    let rules = "[[rule]]\nid = \"r\"\ncondition = \"sum(t.a) + sum(t.b) = sum(t.sum)\"";
    let study = Manifest { table: COLUMNS, rules }.study(csv);
    let audit = audit(&study);
    let cause = &audit.findings[0].causes[0];
    let expected = "t.sum[y] is wrong: two neighbouring digits changed places: 810 was printed 801";
    assert_eq!(cause.detail.to_string(), expected);
}

#[test]
fn claims_may_write_their_unit() {
    let files: BTreeMap<String, String> = [
        (
            "study.toml",
            "[study]\nid = \"s\"\ntitle = \"S\"\nlanguage = \"en\"\n[[table]]\nid = \"t\"\nfile = \"t.csv\"\n\
             key = \"year\"\ncolumn = [{ header = \"Year\", name = \"year\", unit = \"date\" }, \
             { header = \"P\", name = \"p\", unit = \"percent\" }]\n",
        ),
        ("t.csv", "Year,P\n2020,10\n2021,17\n"),
        (
            "claims.csv",
            "id,where,statement,published,unit,formula,approx\n\
             a,1,rise,7 percentage points,points,\"points(t.p[2020], t.p[2021])\",\n\
             b,1,rise,7个百分点,points,\"points(t.p[2020], t.p[2021])\",\n\
             c,1,rise,8 pp,points,\"points(t.p[2020], t.p[2021])\",\n\
             d,1,share,17 percent,percent,t.p[2021],\n",
        ),
    ]
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .into();
    let study = Loaded::from_texts("s".as_ref(), &files).unwrap().into_study();
    let verdicts: Vec<String> =
        audit(&study).checks().map(|(_, verdict)| verdict.to_string()).collect();
    assert_eq!(verdicts, ["compatible", "compatible", "compatible", "compatible"]);
}
