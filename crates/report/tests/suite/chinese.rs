//! Reports of the studies in `data/` in Chinese: nothing that the program says is left in English.

use std::collections::BTreeSet;
use std::path::Path;

use crossfoot_audit::{audit, corrected};
use crossfoot_core::formula::KEYWORDS;
use crossfoot_core::{CellId, ColumnId, Study, Unit, Variable};
use crossfoot_report::document::Document;
use crossfoot_report::{Language, check, explain_study, localise, markdown, reproduce, stats};
use crossfoot_stats::{Options, analyse};

const STUDIES: [&str; 2] = ["hgr-2021-2024", "repositories"];
/// So many English words in a row are a sentence.
const WORDS: usize = 3;

fn load(id: &str) -> Study {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(id);
    crossfoot_load::load(&folder).unwrap_or_else(|error| panic!("{error}"))
}

/// Every figure and claim of a study by name.
fn names(study: &Study) -> Vec<String> {
    let cells = study.published().iter().enumerate().flat_map(|(table, known)| {
        let all = (0..known.columns.len()).flat_map(move |column| {
            (0..known.rows()).map(move |row| CellId { column: ColumnId { table, column }, row })
        });
        all.filter(|cell| study.cell(*cell).figure().is_some()).map(Variable::Cell)
    });
    cells
        .chain((0..study.claims.len()).map(Variable::Claim))
        .map(|variable| study.name(variable))
        .collect()
}

/// All that Crossfoot says of a study.
fn documents(id: &str) -> Vec<Document> {
    let study = load(id);
    let found = audit(&study);
    let (corrected, on_corrected) = corrected(&study, &audit(&study));
    let analysis = analyse(
        &[("published", &study), ("corrected", &corrected)],
        &Options { draws: 1_000, ..Options::default() },
    );
    let explained =
        names(&study).into_iter().filter_map(|name| explain_study(&study, &found, &name));
    let located = crossfoot_audit::localise(&study, &Default::default());
    let bases = [(&study, &found), (&corrected, &on_corrected)];
    let checked =
        bases.into_iter().flat_map(|(study, audit)| [check(study, audit), reproduce(study, audit)]);
    let all = checked.chain(explained);
    all.chain([stats(&study, &analysis), localise(&study, &located, &found.roots)]).collect()
}

/// What is quoted as it stands in every language: the citation, formulas, and the keys in names of
/// cells.
fn quoted(study: &Study) -> BTreeSet<String> {
    let mut texts = BTreeSet::from([study.citation.clone()]);
    texts.extend(
        study
            .published()
            .iter()
            .flat_map(|table| (0..table.rows()).map(|row| format!("[{}]", table.key_text(row)))),
    );
    for rule in study.rules.iter() {
        texts.insert(rule.text.clone());
        let rows = rule.rows_of().map_or(0, |table| study.tables[table].rows());
        if let Some(formula) = &rule.formula {
            let rows = (0..rows).map(Some).chain([None]);
            texts.extend(rows.map(|row| formula.expr.describe(study, row)));
        }
    }
    texts
}

/// What a study says itself, in whatever language: never the program's words.
fn data(study: &Study) -> BTreeSet<String> {
    let mut texts: BTreeSet<String> = quoted(study);
    texts.insert(study.title.clone());
    texts.extend(study.rules.iter().map(|rule| rule.label.clone()));
    for table in &study.tables {
        texts.insert(table.title.clone());
        texts.extend(table.notes.iter().cloned());
        texts.extend(table.columns.iter().map(|column| column.label.clone()));
        for (at, _) in
            table.columns.iter().enumerate().filter(|(_, column)| column.unit == Unit::Text)
        {
            texts.extend((0..table.rows()).map(|row| table.text(at, row).into_owned()));
        }
        texts.extend((0..table.rows()).map(|row| table.key_text(row)));
    }
    for claim in study.claims.iter() {
        texts.extend([claim.statement.clone(), claim.section.clone()]);
        texts
            .extend(study.claims_source.iter().map(|source| source.field(claim.span).into_owned()));
    }
    let rates =
        study.series.iter().flat_map(|series| &series.rates).filter_map(|rate| rate.caveat.clone());
    let rankings = study
        .rankings
        .iter()
        .flat_map(|ranking| [Some(ranking.label.clone()), ranking.caveat.clone()])
        .flatten();
    let labels = study
        .series
        .iter()
        .map(|series| series.label.clone())
        .chain(study.conclusions.iter().map(|conclusion| conclusion.label.clone()));
    texts.extend(rates.chain(rankings).chain(labels));
    texts
}

/// Stretches of English words with single spaces between; words of the formula language do not
/// count.
fn sentences(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in text.split(|c: char| !(c.is_ascii_alphabetic() || matches!(c, '-' | '\'' | ' '))) {
        for run in part.split("  ") {
            let words: Vec<&str> = run
                .split(' ')
                .filter(|piece| piece.len() > 1 && !KEYWORDS.contains(piece))
                .collect();
            if words.len() >= WORDS {
                found.push(words.join(" "));
            }
        }
    }
    found
}

/// English sentences in the documents of a study, some texts apart.
fn left(id: &str, language: &Language, apart: BTreeSet<String>) -> BTreeSet<String> {
    let mut apart: Vec<String> = apart.into_iter().filter(|text| text.contains(' ')).collect();
    apart.sort_by_key(|text| std::cmp::Reverse(text.len()));
    let mut left = BTreeSet::new();
    for document in documents(id) {
        let mut text =
            markdown(&document.in_language(language)).replace('\\', "").replace("**", "");
        for own in &apart {
            text = text.replace(own.as_str(), "·");
        }
        left.extend(sentences(&text));
    }
    left
}

#[test]
fn nothing_that_the_program_says_is_left_in_english() {
    for id in STUDIES {
        assert_eq!(left(id, &Language::chinese(), data(&load(id))), BTreeSet::new(), "{id}");
    }
}

#[test]
fn nothing_of_the_studies_is_left_in_english_but_what_is_quoted() {
    for id in STUDIES {
        let study = load(id);
        let chinese = Language::from_code("zh", &study).expect("Chinese");
        assert_eq!(left(id, &chinese, quoted(&study)), BTreeSet::new(), "{id}");
    }
}

/// The text without what stands in code.
fn without_code(text: &str) -> String {
    text.split('`').step_by(2).collect()
}

#[test]
fn nothing_of_a_chinese_study_is_left_in_chinese_but_what_is_quoted() {
    let study = load("hgr-2025-09");
    let english = Language::from_code("en", &study).expect("English");
    let mut quoted: Vec<String> =
        quoted(&study).into_iter().filter(|text| !text.is_empty()).collect();
    quoted.sort_by_key(|text| std::cmp::Reverse(text.len()));
    for document in documents("hgr-2025-09") {
        let mut text = without_code(&markdown(&document.in_language(&english)).replace('\\', ""));
        for own in &quoted {
            text = text.replace(own.as_str(), "·");
        }
        let left: Vec<&str> = text
            .lines()
            .filter(|line| line.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)))
            .collect();
        assert!(left.is_empty(), "{left:#?}");
    }
}

#[test]
fn names_in_code_are_the_same_in_every_language() {
    let study = load("hgr-2021-2024");
    let chinese = Language::from_code("zh", &study).expect("Chinese");
    let cell = explain_study(&study, &audit(&study), "licences.total[2023]").expect("a cell");
    let text = markdown(&cell.in_language(&chinese));
    assert!(text.contains("`adjacent-transposition`"), "{text}");
    assert!(text.contains("`licences.total[2023]`"), "{text}");
}

#[test]
fn english_sentences_are_seen() {
    assert_eq!(
        sentences("共 3 项：two digits changed places（p = 0.98）"),
        ["two digits changed places"]
    );
    assert!(sentences("Wilson 区间 `licences.total[2023]` CR1").is_empty());
}
