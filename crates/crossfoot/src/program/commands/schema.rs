//! `crossfoot schema`: the JSON Schema of `study.toml`, for editors, from the keys that its reader
//! asks for.

use crossfoot_load::{Key, Kind, Shape, shape};
use serde_json::{Map, Value, json};

use crate::program::DONE;
use crate::program::output::Output;

pub(crate) fn run(output: &mut Output) -> anyhow::Result<u8> {
    let mut schema = table(&shape());
    schema.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
    schema.insert("title".to_owned(), json!("study.toml of Crossfoot"));
    output.raw(&format!("{}\n", serde_json::to_string_pretty(&schema)?))?;
    Ok(DONE)
}

fn table(shape: &Shape) -> Map<String, Value> {
    let keys = shape.keys.iter().map(|key| (key.name.to_owned(), value(&key.kind)));
    let required: Vec<&str> =
        shape.keys.iter().filter(|key| key.required).map(|key: &Key| key.name).collect();
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("object"));
    schema.insert("properties".to_owned(), Value::Object(keys.collect()));
    schema.insert("required".to_owned(), json!(required));
    schema.insert("additionalProperties".to_owned(), json!(false));
    schema
}

fn value(kind: &Kind) -> Value {
    let texts = json!({ "type": ["string", "array"], "items": { "type": "string" } });
    match kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::OneOf(names) => json!({ "type": "string", "enum": names }),
        Kind::Texts => texts,
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Integer => json!({ "type": "integer" }),
        Kind::Integers => json!({ "type": "array", "items": { "type": "integer" } }),
        Kind::Lists => json!({ "type": "object", "additionalProperties": texts }),
        Kind::Table(below) => Value::Object(table(below)),
        Kind::Tables(below) => json!({ "type": "array", "items": table(below) }),
    }
}
