//! Data Packages (version 2): the tables as CSV with schemas, sources, licences, and the rules as
//! an extension.
//!
#![doc = include_str!("datapackage.md")]

mod extension;
mod lists;

use std::borrow::Cow;

use crossfoot_audit::Audit;
use crossfoot_core::{Study, Unit};
use serde::Serialize;

use super::Files;
use super::tidy::{Field, Kind, Tidy, slug};
use crate::json::pretty;
use extension::Extension;
use lists::{List, Lists};

/// The profile that a package declares.
const PROFILE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";
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
    missing_values: Vec<&'a str>,
}

#[derive(Serialize)]
struct FieldJson<'a> {
    name: &'a str,
    title: Cow<'a, str>,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scale: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none", rename = "shareOf")]
    share_of: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none", rename = "missingValues")]
    missing_values: Option<[&'static str; 1]>,
}

/// The files of a package: `datapackage.json` and one CSV per table, and one each for claims, names
/// and translations.
pub fn datapackage(study: &Study, audit: &Audit) -> Files {
    let tables = Tidy::all(study);
    let lists = Lists::from_study(study, tables.iter().map(|table| table.name.clone()));
    let package = Package {
        profile: PROFILE,
        name: slug(&study.id),
        title: &study.title,
        sources: source(study),
        licenses: study.licence.iter().map(|licence| self::licence(licence)).collect(),
        resources: tables.iter().map(resource).chain(lists.all().map(List::resource)).collect(),
        crossfoot: Extension::from_study(study, audit, &tables, &lists),
    };
    // Nothing in it can fail to be written.
    let text = pretty(&package).unwrap_or_default();
    let mut files = vec![("datapackage.json".to_owned(), text.into_bytes())];
    files.extend(tables.iter().map(|table| (table.file(), table.csv())));
    files.extend(lists.all().map(|list| (list.file(), list.csv())));
    files
}

fn source(study: &Study) -> Vec<SourceOf<'_>> {
    let title = if study.citation.is_empty() { &study.title } else { &study.citation };
    vec![SourceOf { title, path: study.address() }]
}

/// The licence by the name that the Open Definition gives it, where it is one of those that data
/// are published under.
fn licence(written: &str) -> Licence<'_> {
    const KNOWN: [(&str, &str, &str); 4] = [
        ("CC BY 4.0", "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC BY-SA 4.0", "CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
        ("CC0 1.0", "CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        (
            "OGL 3.0",
            "OGL-UK-3.0",
            "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        ),
    ];
    let known = KNOWN.iter().find(|(title, name, _)| {
        written.eq_ignore_ascii_case(title) || written.eq_ignore_ascii_case(name)
    });
    known.map_or(Licence { name: "notspecified", path: None, title: written }, |(_, name, path)| {
        Licence { name, path: Some(path), title: written }
    })
}

fn resource<'a>(table: &'a Tidy<'a>) -> Resource<'a> {
    let incomplete = if table.table.complete {
        None
    } else {
        Some("Rows are known to be missing from what was published.")
    };
    let description: Vec<&str> =
        table.table.notes.iter().map(String::as_str).chain(incomplete).collect();
    let primary_key = table.key.iter().map(String::as_str).collect();
    let schema = Schema {
        fields: table.fields.iter().map(field).collect(),
        primary_key,
        missing_values: table.marks(),
    };
    Resource::new(
        table.name.clone(),
        &table.table.title,
        description.join(" "),
        table.file(),
        schema,
    )
}

impl<'a> Resource<'a> {
    /// A table in CSV.
    const fn new(
        name: String,
        title: &'a str,
        description: String,
        path: String,
        schema: Schema<'a>,
    ) -> Self {
        Self {
            name,
            title,
            description,
            path,
            r#type: "table",
            format: "csv",
            mediatype: "text/csv",
            encoding: "utf-8",
            schema,
        }
    }
}

fn field<'a>(field: &'a Field<'a>) -> FieldJson<'a> {
    let figures = field.figures();
    FieldJson {
        name: &field.name,
        title: field.label(),
        r#type: type_name(field.kind),
        unit: figures.map(|column| column.unit.name()),
        scale: figures.map(|column| column.scale).filter(|scale| *scale != 1),
        share_of: figures
            .filter(|column| column.unit == Unit::Percent)
            .and_then(|column| column.base.as_deref()),
        // A line may be written like a mark, such as 99.
        missing_values: (field.kind == Kind::Line).then_some([""]),
    }
}

const fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer | Kind::Line => "integer",
        Kind::Number => "number",
        Kind::Year => "year",
        Kind::Month => "yearmonth",
        Kind::Day => "date",
        Kind::Text | Kind::Qualifier => "string",
    }
}
