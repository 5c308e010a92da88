//! The formats of `check` that other programs read: SARIF is held against the schema of OASIS,
//! JUnit is read as XML, workflow commands are taken apart.

use std::fs;

use crossfoot_testing::{Schema, root};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

use crate::run::run;

/// Studies with findings, with an accepted one, with an acceptance that matches nothing, in
/// Chinese, and one that cannot be read.
const STUDIES: [&str; 5] = [
    "data/hgr-2021-2024",
    "tests/acceptance/matched",
    "tests/acceptance/unmatched",
    "data/hgr-2025-09",
    "tests/broken/table-header-only",
];

fn check(studies: &[&str], format: &str) -> String {
    let run = run(&[["check", "--format", format].as_slice(), studies].concat());
    assert_eq!(
        run.code,
        Some(if studies.contains(&STUDIES[4]) { 2 } else { 1 }),
        "{studies:?} as {format}"
    );
    run.stdout
}

fn sarif(studies: &[&str]) -> Value {
    serde_json::from_str(&check(studies, "sarif")).expect("JSON")
}

#[test]
fn sarif_obeys_the_schema_of_oasis() {
    let text = fs::read_to_string(root().join("tests/fixtures/sarif-schema-2.1.0.json"))
        .expect("the schema is read");
    let mut schema: Value = serde_json::from_str(&text).expect("JSON");
    // A bracket too many makes it no regular expression under the rules of JSON Schema; nothing
    // here states a language.
    for of in ["run", "toolComponent"] {
        let language = schema["definitions"][of]["properties"]["language"]
            .as_object_mut()
            .expect("the property");
        assert_eq!(
            language.remove("pattern"),
            Some("^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$".into())
        );
    }
    let schema = Schema::new(schema);
    for studies in [&STUDIES[..], &STUDIES[..1], &STUDIES[4..]] {
        let log = sarif(studies);
        assert_eq!(schema.broken(&log), None, "{studies:?}");
    }
    let mut log = sarif(&STUDIES[..1]);
    log["runs"][0]["results"][0]["level"] = "grave".into();
    assert!(schema.broken(&log).is_some(), "the schema refuses what it does not know");
}

/// Each region holds, character by character, what the message says was printed.
#[test]
fn sarif_marks_the_figures_themselves() {
    let log = sarif(&STUDIES[..4]);
    assert_eq!(log["runs"][0]["columnKind"], "unicodeCodePoints");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let (mut cells, mut suppressed) = (0, 0);
    for result in results {
        let place = &result["locations"][0]["physicalLocation"];
        let (uri, region) =
            (place["artifactLocation"]["uri"].as_str().expect("a path"), &place["region"]);
        let number = |name: &str| region[name].as_u64().expect("a number") as usize;
        let text =
            fs::read_to_string(root().join(uri)).unwrap_or_else(|error| panic!("{uri}: {error}"));
        let line: Vec<char> =
            text.lines().nth(number("startLine") - 1).expect("a line").chars().collect();
        assert_eq!(number("startLine"), number("endLine"));
        let marked: String =
            line[number("startColumn") - 1..number("endColumn") - 1].iter().collect();
        let message = result["message"]["text"].as_str().expect("a message");
        let name = result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]
            .as_str()
            .expect("a name");
        assert!(message.starts_with(&format!("{name}: ")), "{message}");
        if let Some((printed, _)) = message
            .split_once(": printed ")
            .and_then(|(_, behind)| behind.split_once([' ', ',']))
            .filter(|_| uri.contains("licences"))
        {
            assert!(marked.contains(printed.trim_end_matches(',')), "{message} marks {marked}");
            cells += 1;
        }
        suppressed += result["suppressions"]
            .as_array()
            .expect("in every result, as the standard demands")
            .len();
    }
    assert!(cells > 4, "{cells} figures of tables were compared");
    assert_eq!(suppressed, 1, "the accepted finding is suppressed");
    let prints: Vec<String> =
        results.iter().map(|result| result["partialFingerprints"].to_string()).collect();
    let mut once = prints.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), prints.len(), "no two findings have one fingerprint");
}

#[test]
fn what_could_not_be_checked_stands_in_the_same_file() {
    let log = sarif(&STUDIES[3..]);
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let said = invocation["toolExecutionNotifications"][0]["message"]["text"].as_str();
    assert_eq!(said, Some("tests/broken/table-header-only: this file has a header and no rows"));
}

/// The attributes of every element of that name.
fn elements(xml: &str, name: &str) -> Vec<Vec<(String, String)>> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut found = Vec::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Eof => return found,
            Event::Start(element) | Event::Empty(element) if element.name().as_ref() == name => {
                let attributes =
                    element.attributes().map(|attribute| attribute.expect("an attribute"));
                let pair = |attribute: quick_xml::events::attributes::Attribute<'_>| {
                    (attribute.key.as_ref().to_owned(), attribute.value.to_string())
                };
                found.push(attributes.map(pair).collect());
            }
            _ => {}
        }
    }
}

#[test]
fn junit_counts_what_it_holds() {
    let xml = check(&STUDIES, "junit");
    let suites = elements(&xml, "testsuite");
    let names: Vec<&str> = suites.iter().map(|suite| suite[0].1.as_str()).collect();
    assert_eq!(
        names,
        ["hgr-2021-2024", "matched", "unmatched", "hgr-2025-09", "tests/broken/table-header-only"]
    );
    let total = &elements(&xml, "testsuites")[0];
    for (attribute, element) in [
        ("tests", "testcase"),
        ("failures", "failure"),
        ("errors", "error"),
        ("skipped", "skipped"),
    ] {
        let count = |attributes: &[(String, String)]| {
            let (_, count) =
                attributes.iter().find(|(name, _)| name == attribute).expect("a count");
            count.parse::<usize>().expect("a number")
        };
        let found = elements(&xml, element).len();
        assert_eq!(
            (count(total), suites.iter().map(|suite| count(suite)).sum()),
            (found, found),
            "{attribute}"
        );
    }
}

#[test]
fn every_finding_is_one_workflow_command_on_one_line() {
    let commands = check(&STUDIES, "github");
    let results = sarif(&STUDIES)["runs"][0]["results"].as_array().expect("results").len();
    assert_eq!(commands.lines().count(), results + 1, "and one for the study that cannot be read");
    for command in commands.lines() {
        let (properties, text) =
            command.strip_prefix("::").and_then(|rest| rest.split_once("::")).expect("a command");
        let (kind, properties) = properties.split_once(' ').expect("properties");
        assert!(["error", "warning", "notice"].contains(&kind), "{command}");
        for property in properties.split(',') {
            let (name, value) = property.split_once('=').expect("a value");
            assert!(
                ["file", "line", "endLine", "col", "endColumn", "title"].contains(&name)
                    && !value.contains(':'),
                "{command}"
            );
        }
        assert!(!text.is_empty());
    }
}
