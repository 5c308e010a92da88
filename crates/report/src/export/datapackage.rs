//! Data Packages (version 2): the tables as CSV with schemas, sources, licences, and the rules as an extension.
//!
#![doc = include_str!("datapackage.md")]

use crossfoot_core::{Study, Target, Unit};
use serde::Serialize;

use super::Files;
use super::tidy::{Field, Kind, Tidy, csv, slug};

/// The profile that a package declares.
const PROFILE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";
/// The version of the extension.
const RULES: &str = "crossfoot.rules/1";

#[derive(Serialize)]
struct Package<'a> {
    #[serde(rename = "$schema")]
    profile: &'static str,
    name: String,
    title: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sources: Vec<SourceOf<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    licenses: Vec<Licence<'a>>,
    resources: Vec<Resource<'a>>,
    crossfoot: Extension<'a>,
}

#[derive(Serialize)]
struct SourceOf<'a> {
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
}

#[derive(Serialize)]
struct Licence<'a> {
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'static str>,
    title: &'a str,
}

#[derive(Serialize)]
struct Resource<'a> {
    name: String,
    title: &'a str,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
    path: String,
    r#type: &'static str,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    schema: Schema<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema<'a> {
    fields: Vec<FieldJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    primary_key: Vec<&'a str>,
    missing_values: Vec<String>,
}

#[derive(Serialize)]
struct FieldJson<'a> {
    name: &'a str,
    title: &'a str,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scale: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none", rename = "shareOf")]
    share_of: Option<&'a str>,
}

#[derive(Serialize)]
struct Extension<'a> {
    schema: &'static str,
    rules: Vec<RuleJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    denominators: Vec<DenominatorJson<'a>>,
}

#[derive(Serialize)]
struct RuleJson<'a> {
    id: &'a str,
    label: &'a str,
    target: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<&'a str>,
    formula: &'a str,
}

#[derive(Serialize)]
struct DenominatorJson<'a> {
    id: &'a str,
    label: &'a str,
    part: String,
    share: String,
    rows: Vec<String>,
}

/// The files of a package: `datapackage.json` and one CSV per table, the claims among them.
pub fn datapackage(study: &Study) -> Files {
    let tables = Tidy::all(study);
    let mut resources: Vec<Resource<'_>> = tables.iter().map(resource).collect();
    let mut files: Files = tables.iter().map(|table| (table.file(), table.csv())).collect();
    if !study.claims.is_empty() {
        resources.push(claims_resource());
        files.push((CLAIMS.to_owned(), claims(study)));
    }
    let package = Package {
        profile: PROFILE,
        name: slug(&study.id),
        title: &study.title,
        sources: source(study),
        licenses: study.licence.iter().map(|licence| self::licence(licence)).collect(),
        resources,
        crossfoot: extension(study),
    };
    // Nothing in it can fail to be written.
    let text = serde_json::to_string_pretty(&package).unwrap_or_default() + "\n";
    files.insert(0, ("datapackage.json".to_owned(), text.into_bytes()));
    files
}

fn source(study: &Study) -> Vec<SourceOf<'_>> {
    let path = study.link.as_ref().map(|link| link.strip_prefix("doi ").map_or_else(|| link.clone(), |doi| format!("https://doi.org/{doi}")));
    let title = if study.citation.is_empty() { &study.title } else { &study.citation };
    vec![SourceOf { title, path }]
}

/// The licence by the name that the Open Definition gives it, where it is one of those that data are published under.
fn licence(written: &str) -> Licence<'_> {
    const KNOWN: [(&str, &str, &str); 4] = [
        ("CC BY 4.0", "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC BY-SA 4.0", "CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
        ("CC0 1.0", "CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("OGL 3.0", "OGL-UK-3.0", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"),
    ];
    let known = KNOWN.iter().find(|(title, name, _)| written.eq_ignore_ascii_case(title) || written.eq_ignore_ascii_case(name));
    known.map_or(Licence { name: "notspecified", path: None, title: written }, |(_, name, path)| Licence { name, path: Some(path), title: written })
}

fn resource<'a>(table: &'a Tidy<'a>) -> Resource<'a> {
    let incomplete = if table.table.complete { None } else { Some("Rows are known to be missing from what was published.") };
    let description: Vec<&str> = table.table.notes.iter().map(String::as_str).chain(incomplete).collect();
    let missing = std::iter::once(String::new()).chain(table.missing.iter().filter(|mark| !mark.is_empty()).cloned());
    Resource {
        name: slug(&table.table.id),
        title: &table.table.title,
        description: description.join(" "),
        path: table.file(),
        r#type: "table",
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        schema: Schema { fields: table.fields.iter().map(field).collect(), primary_key: table.key(), missing_values: missing.collect() },
    }
}

fn field<'a>(field: &'a Field<'a>) -> FieldJson<'a> {
    let number = matches!(field.kind, Kind::Integer | Kind::Number);
    let column = field.column;
    FieldJson {
        name: &field.name,
        title: &column.label,
        r#type: type_name(field.kind),
        unit: number.then(|| column.unit.name()),
        scale: (number && column.scale != 1).then_some(column.scale),
        share_of: column.base.as_deref().filter(|_| number && column.unit == Unit::Percent),
    }
}

const fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer => "integer",
        Kind::Number => "number",
        Kind::Year => "year",
        Kind::Month => "yearmonth",
        Kind::Day => "date",
        Kind::Text | Kind::Qualifier => "string",
    }
}

const CLAIMS: &str = "data/claims.csv";
const CLAIM_FIELDS: [(&str, &str, &str); 7] = [
    ("id", "Stable name", "string"),
    ("section", "Where it stands", "string"),
    ("statement", "Paraphrase", "string"),
    ("printed", "What was printed", "string"),
    ("unit", "What the printed number counts", "string"),
    ("formula", "The formula that it asserts", "string"),
    ("approx", "Whether the text says \"about\"", "boolean"),
];

fn claims_resource() -> Resource<'static> {
    let field = |(name, title, r#type): (&'static str, &'static str, &'static str)| FieldJson {
        name,
        title,
        r#type,
        unit: None,
        scale: None,
        share_of: None,
    };
    Resource {
        name: "claims".to_owned(),
        title: "Statements of the text",
        description: String::new(),
        path: CLAIMS.to_owned(),
        r#type: "table",
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        schema: Schema { fields: CLAIM_FIELDS.map(field).into(), primary_key: vec!["id"], missing_values: vec![String::new()] },
    }
}

fn claims(study: &Study) -> Vec<u8> {
    let header: Vec<String> = CLAIM_FIELDS.iter().map(|(name, ..)| (*name).to_owned()).collect();
    let formula = |index: usize| study.rules.iter().find(|rule| rule.target == Target::Claim(index) && rule.id.starts_with("claim:"));
    let rows = study.claims.iter().enumerate().map(|(index, claim)| {
        let printed = study.claims_source.as_ref().map_or_else(String::new, |source| source.field(claim.span).trim().to_owned());
        let formula = formula(index).map_or_else(String::new, |rule| rule.text.clone());
        let texts = [claim.id.clone(), claim.section.clone(), claim.statement.clone(), printed, claim.unit.name().to_owned(), formula];
        texts.into_iter().chain([claim.approx.to_string()]).collect()
    });
    let rows: Vec<Vec<String>> = std::iter::once(header).chain(rows).collect();
    csv(rows.iter())
}

fn extension(study: &Study) -> Extension<'_> {
    // Claims carry their formulas themselves.
    let own = study.rules.iter().filter(|rule| !rule.id.starts_with("claim:"));
    let path = |column| format!("{}.{}", study.column(column).0.id, study.column(column).1.name);
    let rules = own.map(|rule| RuleJson {
        id: &rule.id,
        label: &rule.label,
        target: match rule.target {
            Target::Column(column) => Some(path(column)),
            Target::Cell(_) | Target::Claim(_) => rule.variable(None).map(|variable| study.name(variable)),
            Target::Condition(_) => None,
        },
        rows: match rule.target {
            Target::Condition(Some(table)) => Some(&study.tables[table].id),
            _ => None,
        },
        formula: &rule.text,
    });
    let denominators = study.denominators.iter().map(|denominator| DenominatorJson {
        id: &denominator.id,
        label: &denominator.label,
        part: path(denominator.part),
        share: path(denominator.share),
        rows: denominator.rows.iter().map(|row| study.tables[denominator.part.table].key_text(*row)).collect(),
    });
    Extension { schema: RULES, rules: rules.collect(), denominators: denominators.collect() }
}
