//! What must be found in the studies of `data/`: facts about the publications, which no command
//! rewrites.

use std::collections::{BTreeMap, BTreeSet};

use crossfoot_testing::{folders, name, root};
use serde_json::Value;

use crate::run::run;

const PAPER: &str = "data/hgr-2021-2024";

/// Every finding about the paper, in the order of its tables and text, with the best cause.
const FINDINGS: [(&str, &str); 22] = [
    ("sum-mismatch:total[2023]", "adjacent-transposition"),
    ("share-mismatch:share-preservation[2023]", "decimal-shift"),
    ("truncated:revocation-rate[2022]", "truncation"),
    ("truncated:revocation-rate[2024]", "truncation"),
    ("sum-mismatch:processed[2021]", "adjacent-transposition"),
    ("sum-mismatch:processed[2022]", "adjacent-transposition"),
    ("condition-violated:shares-sum[2023]", "-"),
    ("claim-mismatch:one-decline", "conflicting-sources"),
    ("claim-mismatch:one-drop", "conflicting-sources"),
    ("claim-mismatch:claim:revoked-proportion-abstract", "share-for-count"),
    ("claim-mismatch:claim:rules-date-2", "other-quantity"),
    ("claim-mismatch:claim:regulations-year-table-1", "other-quantity"),
    ("claim-mismatch:claim:total-2023-text", "faulty-input"),
    ("truncated:claim:decline-text", "truncation"),
    ("truncated:claim:revocations-growth", "truncation"),
    ("claim-mismatch:claim:cooperation-share-rise-2023", "percent-for-points"),
    ("claim-mismatch:claim:foreign-organisations", "filter-dropped"),
    ("claim-mismatch:claim:criminal-cases", "filter-dropped"),
    ("claim-mismatch:claim:more-cooperation-4-1", "share-for-count"),
    ("claim-mismatch:claim:more-cooperation-4-4", "share-for-count"),
    ("claim-mismatch:claim:prison-term-4-5", "-"),
    ("claim-mismatch:claim:more-projects-5", "share-for-count"),
];

/// Every root cause in the paper: what is blamed, the kind, and the checks it explains; those
/// that explain most first.
const SOURCE_ERRORS: [(&str, &str, &[&str]); 11] = [
    (
        "licences.total[2023]",
        "adjacent-transposition",
        &["total[2023]", "shares-sum[2023]", "one-decline", "one-drop", "claim:total-2023-text"],
    ),
    ("licences.revocation_pct", "truncation", &["revocation-rate[2022]", "revocation-rate[2024]"]),
    ("licences.preservation_pct[2023]", "decimal-shift", &["share-preservation[2023]"]),
    ("licences.processed[2021]", "adjacent-transposition", &["processed[2021]"]),
    ("licences.processed[2022]", "adjacent-transposition", &["processed[2022]"]),
    (
        "claim:revoked-proportion-abstract",
        "share-for-count",
        &["claim:revoked-proportion-abstract"],
    ),
    ("claim:decline-text", "truncation", &["claim:decline-text"]),
    ("claim:revocations-growth", "truncation", &["claim:revocations-growth"]),
    (
        "claim:cooperation-share-rise-2023",
        "percent-for-points",
        &["claim:cooperation-share-rise-2023"],
    ),
    ("claim:foreign-organisations", "filter-dropped", &["claim:foreign-organisations"]),
    ("claim:criminal-cases", "filter-dropped", &["claim:criminal-cases"]),
];

/// What Table 1 and the figures that rest on it should print: computed by hand from the four
/// categories, 5,382 permits in all.
const CORRECTED: [(&str, &str, &str); 12] = [
    ("licences.total[2023]", "5328", "5382"),
    ("licences.collection_pct[2023]", "26.78", "26.51"),
    ("licences.preservation_pct[2023]", "17.27", "1.71"),
    ("licences.collaboration_pct[2023]", "72.32", "71.59"),
    ("licences.revocation_pct[2022]", "4.47", "4.48"),
    ("licences.revocation_pct[2023]", "3.81", "3.77"),
    ("licences.revocation_pct[2024]", "10.65", "10.66"),
    ("licences.processed[2021]", "6070", "6007"),
    ("licences.processed[2022]", "7290", "7209"),
    ("licences.processed[2023]", "5531", "5585"),
    ("claim:decline-abstract", "58.4", "58.9"),
    ("claim:drop-abstract", "3114", "3168"),
];

/// The audit of a study as JSON, with the exit code.
fn audit(study: &str) -> (i32, Value) {
    let run = run(&["check", study, "--format", "json"]);
    assert_eq!(run.stderr, "", "{study}");
    (run.code.expect("an exit code"), serde_json::from_str(&run.stdout).expect("JSON"))
}

fn list(audit: &Value, key: &str) -> Vec<Value> {
    audit[key].as_array().unwrap_or_else(|| panic!("`{key}` is a list")).clone()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("`{key}` is a text in {value}"))
}

/// Every check by its id.
fn checks(audit: &Value) -> BTreeMap<String, Value> {
    list(audit, "rules").into_iter().map(|rule| (text(&rule, "id").to_owned(), rule)).collect()
}

/// Every verdict once, and each that disagrees has a finding.
fn assert_complete(audit: &Value) {
    let rules = list(audit, "rules");
    assert_eq!(checks(audit).len(), rules.len(), "every check has an id of its own");
    let mut counted: BTreeMap<String, u64> = BTreeMap::new();
    for rule in &rules {
        *counted.entry(text(rule, "verdict").to_owned()).or_default() += 1;
    }
    let counts = audit["counts"].as_object().expect("`counts` is an object").iter();
    let counts: BTreeMap<String, u64> = counts
        .map(|(verdict, count)| (verdict.clone(), count.as_u64().expect("a count")))
        .collect();
    assert_eq!(
        counts.keys().map(String::as_str).collect::<Vec<_>>(),
        VERDICTS,
        "every verdict is counted"
    );
    assert_eq!(counted, counts.into_iter().filter(|(_, count)| *count > 0).collect());
    let disagreeing = rules.iter().filter(|rule| {
        ["truncated", "inconsistent", "infeasible"].contains(&text(rule, "verdict"))
    });
    let disagreeing: BTreeSet<String> =
        disagreeing.map(|rule| format!("{}:{}", text(rule, "code"), text(rule, "id"))).collect();
    let found: BTreeSet<String> =
        list(audit, "findings").iter().map(|finding| text(finding, "id").to_owned()).collect();
    assert_eq!(found, disagreeing);
}

const VERDICTS: [&str; 8] = [
    "compatible",
    "exact",
    "feasible",
    "inconsistent",
    "infeasible",
    "rounded",
    "truncated",
    "unverifiable",
];

#[test]
fn every_report_has_its_study() {
    for folder in folders(&root().join("reports")) {
        let study = root().join("data").join(name(&folder));
        assert!(
            study.join("study.toml").is_file(),
            "reports/{} is left over from a study that is gone",
            name(&folder)
        );
    }
}

#[test]
fn the_paper_has_these_findings_and_causes() {
    let (code, audit) = audit(PAPER);
    assert_eq!(code, 1);
    let checks = checks(&audit);
    let found = list(&audit, "findings");
    let found = found.iter().map(|finding| {
        let (_, check) = text(finding, "id").split_once(':').expect("code:check");
        (text(finding, "id"), checks[check]["causes"][0]["kind"].as_str().unwrap_or("-"))
    });
    assert_eq!(found.collect::<Vec<_>>(), FINDINGS);
    assert_complete(&audit);
}

#[test]
fn the_sums_of_the_paper() {
    let checks = checks(&audit(PAPER).1);
    for (id, published, recomputed, verdict) in [
        ("total[2021]", "5,690", "5690", "exact"),
        ("total[2022]", "6,900", "6900", "exact"),
        ("total[2023]", "5,328", "5382", "inconsistent"),
        ("total[2024]", "2,214", "2214", "exact"),
        ("processed[2021]", "6,070", "6007", "inconsistent"),
        ("processed[2022]", "7,290", "7209", "inconsistent"),
        ("processed[2023]", "5,531", "5531", "exact"),
        ("processed[2024]", "2,450", "2450", "exact"),
        ("share-preservation[2023]", "17.27 %", "1.73", "inconsistent"),
        ("revocation-rate[2022]", "4.47 %", "4.48", "truncated"),
        ("revocation-rate[2024]", "10.65 %", "10.66", "truncated"),
        ("claim:growth-2022", "21 %", "21", "rounded"),
        ("claim:decline-abstract", "58.4 %", "58.4", "rounded"),
        ("claim:drop-abstract", "3,114", "3114", "exact"),
        ("claim:collection-decline", "82.4 %", "82.4", "rounded"),
        ("claim:us-share", "8.11 %", "8.11", "compatible"),
        ("claim:swiss-share", "6.22 %", "6.22", "compatible"),
        ("claim:uk-share", "4.03 %", "4.03", "compatible"),
    ] {
        let check = &checks[id];
        let recomputed_text = check["recomputed"]["text"].as_str();
        assert_eq!(
            (check["published"].as_str(), recomputed_text, text(check, "verdict")),
            (Some(published), Some(recomputed), verdict),
            "{id}"
        );
    }
}

#[test]
fn every_other_share_of_the_paper_is_right() {
    let checks = checks(&audit(PAPER).1);
    let rules = [
        "share-collection",
        "share-preservation",
        "share-export",
        "share-collaboration",
        "revocation-rate",
    ];
    let shares =
        rules.iter().flat_map(|rule| (2021..=2024).map(move |year| format!("{rule}[{year}]")));
    let wrong: Vec<String> =
        shares.filter(|id| !["exact", "rounded"].contains(&text(&checks[id], "verdict"))).collect();
    assert_eq!(
        wrong,
        ["share-preservation[2023]", "revocation-rate[2022]", "revocation-rate[2024]"]
    );
}

#[test]
fn the_shares_make_up_the_whole_in_all_years_but_2023() {
    let checks = checks(&audit(PAPER).1);
    let verdicts = [2021, 2022, 2023, 2024]
        .map(|year| text(&checks[&format!("shares-sum[{year}]")], "verdict").to_owned());
    assert_eq!(verdicts, ["compatible", "compatible", "inconsistent", "compatible"]);
}

#[test]
fn how_the_columns_of_the_paper_were_rounded() {
    let conventions = list(&audit(PAPER).1, "conventions");
    let counts = |convention: &Value| {
        ["supports", "breaks", "fits_none"].map(|key| convention[key].as_u64().expect("a count"))
    };
    let found: Vec<(&str, &str, [u64; 3])> = conventions
        .iter()
        .map(|convention| {
            (text(convention, "column"), text(convention, "rounding"), counts(convention))
        })
        .collect();
    assert_eq!(
        found,
        [
            ("licences.collection_pct", "half-up", [4, 0, 0]),
            ("licences.preservation_pct", "half-up", [3, 0, 1]),
            ("licences.export_pct", "half-up", [4, 0, 0]),
            ("licences.collaboration_pct", "half-up", [4, 0, 0]),
            ("licences.revocation_pct", "truncate", [4, 0, 0]),
        ]
    );
}

#[test]
fn every_numeral_of_the_paper_is_accounted_for() {
    let (_, audit) = audit(PAPER);
    let coverage = &audit["coverage"];
    assert_eq!(coverage["unexplained"], 0);
    let reasons = coverage["not_statistics"]
        .as_object()
        .expect("reasons")
        .values()
        .map(|count| count.as_u64().expect("a count"));
    let covered = coverage["covered"].as_u64().expect("a count");
    assert_eq!(coverage["numerals"].as_u64(), Some(covered + reasons.sum::<u64>()));
}

#[test]
fn the_commentaries_have_no_findings() {
    let (code, audit) = audit("data/repositories");
    assert_eq!(code, 0);
    assert_eq!(list(&audit, "findings"), Vec::<Value>::new());
    assert_complete(&audit);
}

#[test]
fn an_accepted_finding_does_not_fail_the_run() {
    let (code, audit) = audit("tests/acceptance/matched");
    assert_eq!(code, 0);
    let findings = list(&audit, "findings");
    assert_eq!(findings.len(), 1);
    assert_eq!(
        (text(&findings[0], "id"), text(&findings[0], "accepted")),
        ("sum-mismatch:total[2023]", "an erratum gives 1,523")
    );
}

#[test]
fn an_acceptance_that_matches_nothing_is_a_finding() {
    let (code, audit) = audit("tests/acceptance/unmatched");
    assert_eq!(code, 1);
    let findings = list(&audit, "findings");
    assert_eq!(findings.len(), 1);
    assert_eq!(
        (text(&findings[0], "id"), &findings[0]["accepted"]),
        ("unmatched-acceptance:sum-mismatch:total[2023]", &Value::Null)
    );
}

#[test]
fn a_study_that_cannot_be_read_hides_no_other() {
    let run = run(&[
        "check",
        "data/repositories",
        "tests/broken/rows-ragged",
        "tests/acceptance/matched",
        "--format",
        "json",
    ]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.ends_with("3 problems; tests/broken/rows-ragged was not checked\n\n"),
        "{}",
        run.stderr
    );
    let audits: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(audits.as_array().or_else(|| audits["studies"].as_array()).map(Vec::len), Some(2));
}

#[test]
fn the_papers_source_errors_explain_its_findings() {
    let (_, audit) = audit(PAPER);
    let texts = |value: &Value, key: &str| {
        list(value, key)
            .iter()
            .map(|text| text.as_str().expect("a text").to_owned())
            .collect::<Vec<_>>()
    };
    let found: Vec<(String, String, Vec<String>)> = list(&audit, "root_causes")
        .iter()
        .map(|cause| {
            (
                text(cause, "blamed").to_owned(),
                text(cause, "kind").to_owned(),
                texts(cause, "explains"),
            )
        })
        .collect();
    let owned = |(blamed, kind, explains): &(&str, &str, &[&str])| {
        (
            (*blamed).to_owned(),
            (*kind).to_owned(),
            explains.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>(),
        )
    };
    assert_eq!(found, SOURCE_ERRORS.iter().map(owned).collect::<Vec<_>>());
    let total = &list(&audit, "root_causes")[0];
    assert_eq!(
        texts(total, "confirmed_by"),
        ["claim:total-2023-text"],
        "the text of section 3.1 has the right total"
    );
    let carried = list(total, "downstream");
    let carried: Vec<&str> = carried.iter().map(|change| text(change, "target")).collect();
    assert_eq!(
        (carried.len(), carried.contains(&"licences.preservation_pct[2023]")),
        (7, true),
        "17.27 is 92 in percent of 5,328, and the decimal point is off"
    );
    let processed = list(&audit, "root_causes")
        .into_iter()
        .find(|cause| text(cause, "blamed") == "licences.processed[2022]")
        .expect("it is found");
    assert_eq!(
        texts(&processed, "decided_by"),
        ["licences.revocations[2022]", "licences.processed[2022]"],
        "390 permits revoked would also do"
    );
}

/// The remedies of a root cause: words, value, and the findings that they cause.
fn remedies(audit: &Value, blamed: &str) -> Vec<[String; 3]> {
    let causes = list(audit, "root_causes");
    let cause = causes.iter().find(|cause| text(cause, "blamed") == blamed).expect("it is one");
    list(cause, "remedies")
        .iter()
        .map(|remedy| {
            let opens = list(remedy, "opens");
            let opens: Vec<&str> = opens.iter().filter_map(Value::as_str).collect();
            let words = remedy["words"].as_str().unwrap_or_default();
            let value = remedy["value"].as_str().unwrap_or_default();
            [words.to_owned(), value.to_owned(), opens.join(", ")]
        })
        .collect()
}

/// What each statement of the paper should say, and which findings a correction of its number would
/// cause.
#[test]
fn remedies_are_words_or_values_and_are_audited_again() {
    let (_, audit) = audit(PAPER);
    assert_eq!(
        remedies(&audit, "claim:revoked-proportion-abstract"),
        [["the number, not the share", "16.3", ""], ["", "182.6", ""]],
        "236 of 2,214 are 2.826 times 203 of 5,382"
    );
    assert_eq!(
        remedies(&audit, "claim:criminal-cases"),
        [["including Forgery (Years: 2020)", "", ""], ["", "1", "criminal-parts"]]
    );
    assert_eq!(
        remedies(&audit, "claim:cooperation-share-rise-2023"),
        [["percentage points, not percent", "", ""]]
    );
    let words = &checks(&audit)["claim:more-cooperation-4-1"]["remedies"][0]["words"];
    assert_eq!(words, "the share, not the number");
}

/// Statements that hold in one reading only, and the figures that speak against the other.
#[test]
fn statements_that_hold_in_one_reading_say_what_speaks_against_them() {
    let (_, audit) = audit(PAPER);
    let checks = checks(&audit);
    for (claim, against) in [
        ("claim:turning-point", "Total permits 2023 (5,328) > Total permits 2022 (6,900)"),
        ("claim:more-export-4-4", "Export permits 2024 (10) > Export permits 2023 (10)"),
    ] {
        let readings = list(&checks[claim], "readings");
        let failing = readings.iter().find(|reading| reading["holds"] == false);
        let failing = failing.unwrap_or_else(|| panic!("{claim} holds in each reading"));
        assert_eq!(failing["against"][0], against);
        assert_eq!(text(&checks[claim], "verdict"), "exact", "it holds in the other one");
    }
    assert_eq!(
        text(&checks["claim:us-primary-4-3"], "verdict"),
        "feasible",
        "sponsors below 1 % are not listed"
    );
}

#[test]
fn the_corrected_basis_is_what_the_paper_should_print() {
    let (_, audit) = audit(PAPER);
    let corrections = list(&audit, "corrections");
    for (target, published, corrected) in CORRECTED {
        let found = corrections
            .iter()
            .find(|change| text(change, "target") == target)
            .unwrap_or_else(|| panic!("{target} is corrected"));
        assert_eq!(
            (text(found, "published"), text(found, "corrected")),
            (published, corrected),
            "{target}"
        );
    }
    let of_tables =
        corrections.iter().filter(|change| text(change, "target").starts_with("licences.")).count();
    assert_eq!(
        of_tables,
        CORRECTED.len() - 2,
        "nothing else in Table 1 changes, the export share of 0.19 % least of all"
    );
    let run = run(&["check", PAPER, "--basis", "corrected", "--format", "json"]);
    let again: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(text(&again, "basis"), "corrected");
    let left = list(&again, "findings");
    assert!(
        left.iter().all(|finding| text(finding, "target").starts_with("claim:")),
        "Table 1 is without findings: {left:?}"
    );
    assert!(
        left.iter().any(|finding| text(finding, "target") == "claim:cooperation-share-rise-2023"),
        "4.45 % is about 4 % by chance: percentage points were called percent"
    );
}

/// 62, 33 and 13 are 35.23, 18.75 and 7.39 % of 176 alone, and 27, 17 and 8 are 49.09, 30.91 and
/// 14.55 % of 55 alone.
#[test]
fn the_monthly_release_rests_on_wholes_that_it_does_not_print() {
    let (code, audit) = audit("data/hgr-2025-09");
    assert_eq!(code, 0);
    assert_complete(&audit);
    let wholes: Vec<_> = list(&audit, "denominators")
        .iter()
        .map(|whole| ["id", "least", "greatest"].map(|key| text(whole, key).to_owned()))
        .collect();
    assert_eq!(wholes, [["sponsors", "176", "176"], ["cros", "55", "55"]]);
    assert!(list(&audit, "unresolved_names").is_empty(), "every institution is known");
}

#[test]
fn a_name_that_nothing_resolves_is_listed() {
    let (_, audit) = audit("tests/roots/name-not-resolved");
    assert_eq!(list(&audit, "unresolved_names"), ["Pfizer Holding"]);
    assert_eq!(
        text(&checks(&audit)["group"], "verdict"),
        "exact",
        "15 are of the group, under two names in two languages"
    );
}
