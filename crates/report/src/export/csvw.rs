//! CSV on the Web: the same tables as a Data Package has, described in the vocabulary of the W3C.

use crossfoot_core::{Study, Unit};
use serde_json::{Value, json};

use super::Files;
use super::tidy::{Field, Kind, Tidy};

/// The files: `csv-metadata.json` and one CSV per table.
pub fn csvw(study: &Study) -> Files {
    let tables = Tidy::all(study);
    let mut group = json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": "und" }],
        "dc:title": study.title,
        "tables": tables.iter().map(table).collect::<Vec<_>>(),
    });
    if !study.citation.is_empty() {
        group["dc:source"] = json!(study.citation);
    }
    if let Some(licence) = &study.licence {
        group["dc:license"] = json!(licence);
    }
    // Nothing in it can fail to be written.
    let text = serde_json::to_string_pretty(&group).unwrap_or_default() + "\n";
    let mut files = vec![("csv-metadata.json".to_owned(), text.into_bytes())];
    files.extend(tables.iter().map(|table| (table.file(), table.csv())));
    files
}

fn table(table: &Tidy<'_>) -> Value {
    let missing: Vec<&str> = std::iter::once("").chain(table.missing.iter().map(String::as_str).filter(|mark| !mark.is_empty())).collect();
    let mut schema = json!({ "columns": table.fields.iter().map(|field| column(field, &missing)).collect::<Vec<_>>() });
    if !table.key().is_empty() {
        schema["primaryKey"] = json!(table.key());
    }
    json!({ "url": table.file(), "dc:title": table.table.title, "notes": table.table.notes, "tableSchema": schema })
}

fn column(field: &Field<'_>, missing: &[&str]) -> Value {
    let datatype = match field.kind {
        Kind::Integer => json!("integer"),
        Kind::Number => json!("decimal"),
        Kind::Year => json!("gYear"),
        Kind::Month => json!("gYearMonth"),
        Kind::Day => json!("date"),
        Kind::Text | Kind::Qualifier => json!("string"),
    };
    let mut column = json!({ "name": field.name, "titles": field.name, "dc:description": field.column.label, "datatype": datatype, "null": missing });
    if matches!(field.kind, Kind::Integer | Kind::Number) && field.column.unit != Unit::Count {
        column["schema:unitText"] = json!(field.column.unit.name());
    }
    column
}
