//! Studies whose texts are translated: the language of the report is not that of the study.

use std::fs;

use crossfoot_core::Study;
use crossfoot_report::{Language, markdown, reproduce};

const MANIFEST: &str = r#"
[study]
id = "xukezheng"
title = "行政许可"
language = "zh"

[[table]]
id = "licences"
file = "licences.csv"
title = "表一"
key = "year"
column = [
  { header = "年份", name = "year", label = "年份", unit = "date" },
  { header = "合计", name = "total", label = "合计", unit = "count" },
  { header = "采集", name = "collection", label = "采集", unit = "count" },
  { header = "保藏", name = "preservation", label = "保藏", unit = "count" },
]

[[rule]]
id = "total"
label = "两类许可之和等于合计"
target = "licences.total"
formula = "collection + preservation"
"#;

/// A study in Chinese, with what `translations.csv` says of it.
fn study(translations: &str) -> Study {
    let folder = tempfile::tempdir().expect("a folder");
    let files = [
        ("study.toml", MANIFEST),
        ("licences.csv", "年份,合计,采集,保藏\n2023,190,60,49\n"),
        ("translations.csv", translations),
    ];
    files
        .iter()
        .for_each(|(name, text)| fs::write(folder.path().join(name), text).expect("a file"));
    crossfoot_load::load(folder.path()).unwrap_or_else(|error| panic!("{error}"))
}

fn translated(study: &Study, code: &str) -> String {
    let language = Language::from_code(code, study).expect("a language");
    markdown(&reproduce(study, &crossfoot_audit::audit(study)).in_language(&language))
}

#[test]
fn a_chinese_study_is_shown_in_english() {
    let study = study(
        "text,en\n行政许可,Administrative licences\n合计,Total\n两类许可之和等于合计,both kinds add up to the total\n保藏,\n",
    );
    let english = translated(&study, "en");
    for wanted in [
        "# `xukezheng` Administrative licences",
        "| Total |",
        "rule: both kinds add up to the total",
        "| 保藏 |",
        "The one check",
    ] {
        assert!(english.contains(wanted), "{wanted} is not in {english}");
    }
    let chinese = translated(&study, "zh");
    for wanted in ["# `xukezheng` 行政许可", "规则：两类许可之和等于合计", "唯一可判定的检查"]
    {
        assert!(chinese.contains(wanted), "{wanted} is not in {chinese}");
    }
}

#[test]
fn a_language_that_is_not_known_is_none() {
    let study = study("text,fr\n合计,Total\n");
    assert!(Language::from_code("fr", &study).is_none());
    assert!(Language::CODES.iter().all(|code| {
        Language::from_code(code, &study).is_some_and(|language| language.code == *code)
    }));
}
