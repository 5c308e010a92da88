//! What Crossfoot writes for other programs, held against their schemas.

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::Value;

/// A JSON Schema.
pub struct Schema {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Schema {
    /// Compiles a schema; panics if it is invalid.
    pub fn new(schema: Value) -> Self {
        const NAME: &str = "schema.json";
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource(NAME, schema).expect("a name of its own");
        let index = compiler.compile(NAME, &mut schemas).expect("a schema");
        Self { schemas, index }
    }

    /// What of the schema a value does not obey.
    pub fn broken(&self, value: &Value) -> Option<String> {
        self.schemas.validate(value, self.index).err().map(|error| error.to_string())
    }
}
