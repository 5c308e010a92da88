//! Lists of a study that are no tables of it: its claims, its names of institutions, its
//! translations.

use std::collections::BTreeSet;

use crossfoot_core::Study;

use super::{FieldJson, Resource, Schema};
use crate::export::tidy::{csv, unused};
use crate::values::claim_text;

/// A list whose first field names a row.
pub(super) struct List {
    /// The name of its resource, which no other has.
    pub(super) name: String,
    title: &'static str,
    fields: Vec<ListField>,
    rows: Vec<Vec<String>>,
}

struct ListField {
    name: String,
    title: String,
    r#type: &'static str,
}

/// The lists of a study; those without rows are none.
pub(super) struct Lists {
    pub(super) claims: Option<List>,
    pub(super) aliases: Option<List>,
    pub(super) translations: Option<List>,
}

impl Lists {
    /// The lists, under names that no table has.
    pub(super) fn from_study(study: &Study, tables: impl Iterator<Item = String>) -> Self {
        let mut taken: BTreeSet<String> = tables.collect();
        Self {
            claims: claims(study).named(&mut taken),
            aliases: aliases(study).named(&mut taken),
            translations: translations(study).named(&mut taken),
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &List> {
        [&self.claims, &self.aliases, &self.translations].into_iter().flatten()
    }
}

impl List {
    /// The list under a name that is not taken yet; `None` where it has no rows.
    fn named(self, taken: &mut BTreeSet<String>) -> Option<Self> {
        (!self.rows.is_empty()).then(|| Self { name: unused(self.name, taken), ..self })
    }

    pub(super) fn file(&self) -> String {
        format!("data/{}.csv", self.name)
    }

    pub(super) fn csv(&self) -> Vec<u8> {
        let header: Vec<String> = self.fields.iter().map(|field| field.name.clone()).collect();
        csv(std::iter::once(&header).chain(&self.rows))
    }

    pub(super) fn resource(&self) -> Resource<'_> {
        let primary_key = self.fields.iter().take(1).map(|field| field.name.as_str()).collect();
        let fields = self.fields.iter().map(ListField::json).collect();
        let schema = Schema { fields, primary_key, missing_values: vec![""] };
        Resource::new(self.name.clone(), self.title, String::new(), self.file(), schema)
    }
}

impl ListField {
    fn json(&self) -> FieldJson<'_> {
        FieldJson {
            name: &self.name,
            title: self.title.as_str().into(),
            r#type: self.r#type,
            unit: None,
            scale: None,
            share_of: None,
            missing_values: None,
        }
    }
}

fn fields<const N: usize>(all: [(&str, &str, &'static str); N]) -> Vec<ListField> {
    all.map(|(name, title, r#type)| ListField {
        name: name.to_owned(),
        title: title.to_owned(),
        r#type,
    })
    .into()
}

fn claims(study: &Study) -> List {
    let rows = study.claims.iter().enumerate().map(|(index, claim)| {
        let printed = claim_text(study, index);
        let rule = study.rules.iter().find(|rule| rule.own_claim() == Some(index));
        let formula = rule.map_or_else(String::new, |rule| rule.text.clone());
        let texts = [
            claim.id.to_string(),
            claim.section.clone(),
            claim.statement.clone(),
            printed,
            claim.unit.name().to_owned(),
            formula,
        ];
        texts.into_iter().chain([claim.approx.to_string()]).collect()
    });
    let fields = fields([
        ("id", "Stable name", "string"),
        ("section", "Section of the text", "string"),
        ("statement", "Paraphrase", "string"),
        ("printed", "What was printed", "string"),
        ("unit", "What the printed number counts", "string"),
        ("formula", "The formula that it asserts", "string"),
        ("approx", "Whether the text says \"about\"", "boolean"),
    ]);
    List {
        name: "claims".to_owned(),
        title: "Statements of the text",
        fields,
        rows: rows.collect(),
    }
}

fn aliases(study: &Study) -> List {
    let rows = study.aliases.all().map(|(spelling, alias)| {
        vec![spelling.to_owned(), alias.institution.clone(), alias.group.clone()]
    });
    let fields = fields([
        ("name", "A spelling of its name", "string"),
        ("institution", "The institution, by one name for all its spellings", "string"),
        ("group", "The group that it belongs to; itself where it is of none", "string"),
    ]);
    List {
        name: "aliases".to_owned(),
        title: "Names of institutions",
        fields,
        rows: rows.collect(),
    }
}

fn translations(study: &Study) -> List {
    let texts: BTreeSet<&String> =
        study.translations.values().flat_map(|texts| texts.keys()).collect();
    let rows = texts.iter().map(|text| {
        let said = study.translations.values().map(|texts| texts.get(*text).cloned());
        std::iter::once((*text).clone()).chain(said.map(Option::unwrap_or_default)).collect()
    });
    let languages = study.translations.keys().map(|code| ListField {
        name: code.clone(),
        title: format!("The text in the language {code}"),
        r#type: "string",
    });
    let fields = fields([("text", "A text of the study", "string")]).into_iter().chain(languages);
    List {
        name: "translations".to_owned(),
        title: "Texts in other languages",
        fields: fields.collect(),
        rows: rows.collect(),
    }
}
