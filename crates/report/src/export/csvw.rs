//! CSV on the Web: the same tables as a Data Package has, described in the vocabulary of the W3C.

use crossfoot_core::{Study, Unit, is_language_code};
use serde_json::{Value, json};

use super::Files;
use super::tidy::{Field, Kind, Tidy};
use crate::json::pretty;

/// The code for texts of a language that the study does not tell.
const UNDETERMINED: &str = "und";

/// The files: `csv-metadata.json` and one CSV per table.
pub fn csvw(study: &Study) -> Files {
    let tables = Tidy::all(study);
    let language =
        study.language.as_deref().filter(|code| is_language_code(code)).unwrap_or(UNDETERMINED);
    let mut group = json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": language }],
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
    let text = pretty(&group).unwrap_or_default();
    let mut files = vec![("csv-metadata.json".to_owned(), text.into_bytes())];
    files.extend(tables.iter().map(|table| (table.file(), table.csv())));
    files
}

fn table(table: &Tidy<'_>) -> Value {
    let missing = table.marks();
    let mut schema = json!({ "columns": table.fields.iter().map(|field| column(field, &missing)).collect::<Vec<_>>() });
    if !table.key.is_empty() {
        schema["primaryKey"] = json!(table.key);
    }
    json!({ "url": table.file(), "dc:title": table.table.title, "notes": table.table.notes, "tableSchema": schema })
}

fn column(field: &Field<'_>, missing: &[&str]) -> Value {
    let datatype = match field.kind {
        Kind::Integer | Kind::Line => json!("integer"),
        Kind::Number => json!("decimal"),
        Kind::Year => json!("gYear"),
        Kind::Month => json!("gYearMonth"),
        Kind::Day => json!("date"),
        Kind::Text | Kind::Qualifier => json!("string"),
    };
    // A line may be written like a mark, such as 99.
    let missing = if field.kind == Kind::Line { &[""] } else { missing };
    let mut column = json!({ "name": field.name, "titles": field.name, "dc:description": field.label(), "datatype": datatype, "null": missing });
    if let Some(figures) = field.figures().filter(|figures| figures.unit != Unit::Count) {
        column["schema:unitText"] = json!(figures.unit.name());
    }
    column
}
