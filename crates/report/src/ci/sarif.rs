//! SARIF 2.1.0 (OASIS): every finding at its cell. GitHub shows it at the lines of a file.

use std::collections::BTreeMap;

use crossfoot_audit::{Audit, Code, Finding};
use crossfoot_core::{Diagnostic, Study};
use serde::Serialize;

use crate::json::pretty;

use super::{Checked, Level, Region, accepted, message, sources};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const VERSION: &str = "2.1.0";
/// The folder that paths start from.
const ROOT: &str = "%SRCROOT%";
/// The name of the fingerprint; another version of it would make every finding a new one.
const FINGERPRINT: &str = "crossfootFinding/v1";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    invocations: [Invocation; 1],
    original_uri_base_ids: BTreeMap<&'static str, Described>,
    column_kind: &'static str,
    results: Vec<Found>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Text,
    full_description: Text,
    help: Help,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Help {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Described {
    description: Text,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    /// Empty where nothing is accepted: the standard wants it in all results of a run or in none.
    suppressions: Vec<Suppression>,
}

/// `external`: it stands in the manifest, not where the finding is.
#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    status: &'static str,
    justification: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Stretch,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Stretch {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical {
    fully_qualified_name: String,
}

/// One log with one run, whatever the number of studies. Accepted findings are suppressed results;
/// what could not be checked is a notification.
///
/// # Errors
/// None in practice: every value of the model has a JSON form.
pub fn render(checked: &Checked) -> serde_json::Result<String> {
    let results = checked.audits.iter().flat_map(|(study, audit)| {
        audit.findings.iter().map(|finding| found(study, audit, finding))
    });
    let problems = checked.failures.iter().flat_map(|failure| {
        failure.problems.iter().map(|problem| notification(&failure.folder, problem))
    });
    let run = Run {
        tool: Tool {
            driver: Driver {
                name: "Crossfoot",
                semantic_version: env!("CARGO_PKG_VERSION"),
                rules: Code::ALL.into_iter().map(rule).collect(),
            },
        },
        invocations: [Invocation {
            execution_successful: checked.failures.is_empty(),
            tool_execution_notifications: problems.collect(),
        }],
        original_uri_base_ids: BTreeMap::from([(
            ROOT,
            Described { description: text("The folder in which crossfoot was run.") },
        )]),
        column_kind: "unicodeCodePoints",
        results: results.collect(),
    };
    pretty(&Log { schema: SCHEMA, version: VERSION, runs: [run] })
}

fn text(text: impl Into<String>) -> Text {
    Text { text: text.into() }
}

fn rule(code: Code) -> Rule {
    let page = code.page();
    Rule {
        id: code.name(),
        short_description: text(paragraph(page.split_once('\n').map_or(page, |(_, below)| below))),
        full_description: text(paragraph(
            page.split_once("## What it checks\n").map_or("", |(_, below)| below),
        )),
        help: Help { text: page, markdown: page },
        default_configuration: Configuration { level: Level::from_code(code).name() },
    }
}

/// The first paragraph on one line.
fn paragraph(text: &str) -> String {
    text.trim_start()
        .split("\n\n")
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn found(study: &Study, audit: &Audit, finding: &Finding) -> Found {
    let related = sources(study, audit, finding).into_iter().enumerate();
    let related = related.map(|(at, (said, region))| Location {
        id: Some(at + 1),
        message: Some(text(said)),
        ..Location::from_region(&region)
    });
    let logical = vec![Logical { fully_qualified_name: finding.target.clone() }];
    Found {
        rule_id: finding.code.name(),
        rule_index: Code::ALL.into_iter().position(|code| code == finding.code).unwrap_or_default(),
        level: Level::from_code(finding.code).name(),
        message: text(message(study, audit, finding)),
        locations: [Location {
            logical_locations: logical,
            ..Location::from_region(&Region::from_finding(study, finding))
        }],
        related_locations: related.collect(),
        partial_fingerprints: BTreeMap::from([(
            FINGERPRINT,
            format!("{}/{}", study.id, finding.id),
        )]),
        suppressions: accepted(study, finding).map(suppression).into_iter().collect(),
    }
}

fn suppression(reason: &str) -> Suppression {
    Suppression { kind: "external", status: "accepted", justification: reason.to_owned() }
}

fn notification(folder: &str, problem: &Diagnostic) -> Notification {
    let locations = problem
        .place
        .iter()
        .map(|(source, span)| Location::from_region(&Region::from_stretch((source, *span))))
        .collect();
    Notification {
        level: "error",
        message: text(format!("{folder}: {}", problem.message)),
        locations,
    }
}

impl Location {
    fn from_region(region: &Region) -> Self {
        let stretch = Stretch {
            start_line: region.start.line(),
            start_column: region.start.column(),
            end_line: region.end.line(),
            end_column: region.end.column(),
        };
        Self {
            id: None,
            physical_location: Physical {
                artifact_location: artifact(&region.file),
                region: stretch,
            },
            logical_locations: Vec::new(),
            message: None,
        }
    }
}

/// A path as a URI: relative to the folder of the run, unless it is absolute.
fn artifact(path: &str) -> Artifact {
    let encoded = percent_encoded(path);
    if path.starts_with('/') {
        return Artifact { uri: format!("file://{encoded}"), uri_base_id: None };
    }
    Artifact { uri: encoded, uri_base_id: Some(ROOT) }
}

/// Everything but the unreserved characters of RFC 3986 and the slash.
fn percent_encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte))
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{artifact, paragraph};

    #[test]
    fn paths_are_uris() {
        let uris =
            ["data/a b%.csv", "数.csv", "c:x.csv", "/srv/a.csv"].map(|path| artifact(path).uri);
        assert_eq!(uris, ["data/a%20b%25.csv", "%E6%95%B0.csv", "c%3Ax.csv", "file:///srv/a.csv"]);
        assert!(artifact("/srv/a.csv").uri_base_id.is_none());
    }

    #[test]
    fn descriptions_are_one_line() {
        assert_eq!(
            paragraph("\n\nOne sentence\nthat goes on.\n\n## More\n"),
            "One sentence that goes on."
        );
    }
}
