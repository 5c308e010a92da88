//! The text beside its study: what differs is found where it differs, and nowhere else.

use std::collections::BTreeMap;

use crossfoot_audit::{Audit, audit};
use crossfoot_core::Study;
use crossfoot_load::Loaded;

const MANIFEST: &str = r#"[study]
id = "clinics"
title = "Clinics"
language = "en"
article = "article.md"

[[table]]
id = "clinics"
file = "clinics.csv"
key = "year"
column = [
  { header = "Year", name = "year", unit = "date" },
  { header = "Visits", name = "visits", unit = "count" },
]
"#;

const ARTICLE: &str = "# Clinics\n\n## 1 Results\n\nOn 13 April 2024 the clinics reported 5,328 \
    visits, and 2,214 a year later (Ito, 2019).\nThat is about two-thirds less, or −58.4%.\n\n\
    ## 2 Discussion\n\nThirteen of 27 clinics were closed. In 2024, 12 appealed.\n\n\
    ## References\n\nIto, A. (2019). Clinics. 14, 1–9.\n";

/// All numerals of the article, in order.
const LISTED: [&str; 13] = [
    "1",
    "13",
    "2024",
    "5,328",
    "2,214",
    "2019",
    "two-thirds",
    "58.4",
    "2",
    "Thirteen",
    "27",
    "2024",
    "12",
];

fn list(numerals: &[&str]) -> String {
    let rows = numerals.iter().zip(1..).map(|(numeral, number)| {
        format!("{number},1,\"{numeral}\",about {number},,not-checked-here\n")
    });
    "n,where,numeral,about,covers,reason\n".to_owned() + &rows.collect::<String>()
}

fn study(article: &str, more: &[(&str, String)]) -> (Study, Audit) {
    let mut files = BTreeMap::from([
        ("study.toml".to_owned(), MANIFEST.to_owned()),
        ("clinics.csv".to_owned(), "Year,Visits\n2024,\"5,328\"\n2025,\"2,214\"\n".to_owned()),
        ("article.md".to_owned(), article.to_owned()),
    ]);
    files.extend(more.iter().map(|(name, text)| ((*name).to_owned(), text.clone())));
    let study = Loaded::from_texts("clinics".as_ref(), &files).expect("a study").into_study();
    let audit = audit(&study);
    (study, audit)
}

/// The findings, each with what the text has there.
fn found(article: &str, more: &[(&str, String)]) -> Vec<String> {
    let (study, audit) = study(article, more);
    let article = study.article.as_ref().expect("the article");
    audit
        .findings
        .iter()
        .map(|finding| {
            let said = audit.passage(&study, finding).map(|passage| passage.text(article));
            format!("{} {}", finding.id, said.unwrap_or("-"))
        })
        .collect()
}

fn numerals(listed: &[&str]) -> Vec<String> {
    found(ARTICLE, &[("numbers.csv", list(listed))])
}

#[test]
fn a_list_that_has_all_has_no_finding() {
    assert_eq!(numerals(&LISTED), Vec::<String>::new());
}

/// Whichever row is left out, added or changed, only that one is reported.
#[test]
fn one_row_more_or_less_shifts_no_other() {
    for at in 0..LISTED.len() {
        // The number of a heading need not be listed.
        if !["1", "2"].contains(&LISTED[at]) {
            let mut without = LISTED.to_vec();
            without.remove(at);
            let found = numerals(&without);
            let [one] = found.as_slice() else { panic!("{at}: {found:?}") };
            assert!(one.starts_with("unlisted-numeral:"), "{one}");
            assert!(one.ends_with(&format!(" {}", LISTED[at])) || at == 7, "{at}: {one}");
            let mut changed = LISTED.to_vec();
            changed[at] = "777";
            let found = numerals(&changed);
            assert_eq!(found.len(), 1, "{at}: {found:?}");
            assert!(found[0].starts_with(&format!("changed-numeral:{} ", at + 1)), "{found:?}");
        }
        let mut with = LISTED.to_vec();
        with.insert(at, "777");
        let found = numerals(&with);
        assert_eq!(found.len(), 1, "{at}: {found:?}");
        assert!(found[0].starts_with(&format!("absent-numeral:{} ", at + 1)), "{found:?}");
    }
}

/// Where a table floats to is the printer's choice.
#[test]
fn what_stands_elsewhere_is_not_missing() {
    let mut moved = LISTED.to_vec();
    moved.rotate_left(5);
    assert_eq!(numerals(&moved), Vec::<String>::new());
}

#[test]
fn a_quote_is_found_whatever_its_spaces_and_leads_to_its_section() {
    let claims = "id,where,statement,published,unit,formula,approx,quote,position\n\
        closed,2,Closed clinics,13,count,,,Thirteen of  27 clinics\twere closed.,13:1\n\
        visits,2,Visits,\"2,214\",count,clinics.visits[2024],,,\n\
        lost,2,Appeals,12,count,,,\"In 2025, 12 appealed.\",\n";
    let listed = list(&LISTED)
        .replace("5,1,\"2,214\",about 5,,not-checked-here", "5,1,\"2,214\",about 5,claim:visits,");
    let more = [("claims.csv", claims.to_owned()), ("numbers.csv", listed)];
    assert_eq!(found(ARTICLE, &more), ["claim-mismatch:claim:visits 2,214", "absent-quote:lost -"]);
    let (study, audit) = study(ARTICLE, &more);
    let (article, text) = (study.article.expect("an article"), audit.text.expect("a text"));
    let passage = text.claims[0].expect("the quote");
    assert_eq!(
        (passage.section(&article), passage.place(&article).line()),
        ("2", 10),
        "{}",
        passage.sentence(&article)
    );
}

#[test]
fn chinese_numerals_are_compared_as_well() {
    let article = "# 许可\n\n2024年共批准十二项，占３４.５％，其中近三成来自上海。\n";
    let all = [("numbers.csv", list(&["2024", "十二", "34.5", "三成"]))];
    assert_eq!(found(article, &all), Vec::<String>::new());
    let found = found(article, &[("numbers.csv", list(&["2024", "34.5", "三成"]))]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("unlisted-numeral:"), "{found:?}");
}
