//! What to correct in all studies of a batch, on one page.

use crossfoot_audit::{Audit, Grade};
use crossfoot_core::{Phrase, Study, say};
use crossfoot_stats::{Options, analyse};
use serde::{Deserialize, Serialize};

use super::{StudySummary, linked_name};
use crate::document::{Align, Document, Grid, Line, Outcome, Table, Tags, Tone};
use crate::erratum::{Sources, entries};
use crate::{Language, html};

/// One thing to correct in a study, in the language of the batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErratumSummary {
    /// How grave it is, by name.
    pub grade: String,
    /// Its place, for people.
    pub place: String,
    /// What is reported.
    pub reported: String,
    /// What to write instead; empty if that is not known.
    pub correction: String,
    /// How sure that is.
    pub certainty: String,
}

impl ErratumSummary {
    /// What to correct in an audited study, without its effect on conclusions.
    pub(super) fn all(study: &Study, audit: &Audit, language: &Language) -> Vec<Self> {
        let analysis = analyse(&[], &Options::default());
        let corrected = (study, audit);
        let entries = entries(Sources { study, audit, corrected, analysis: &analysis });
        let rows = entries.into_iter().map(|entry| Self {
            grade: entry.grade.name().to_owned(),
            place: language.say(&entry.place),
            reported: language.say(&entry.reported),
            correction: entry
                .proposals
                .first()
                .map(|one| language.say(&one.said))
                .unwrap_or_default(),
            certainty: language.say(&entry.certainty),
        });
        rows.collect()
    }
}

/// The page: a row for each thing to correct, study by study.
pub fn errata(studies: &[StudySummary], language: &Language) -> String {
    let rows = studies
        .iter()
        .flat_map(|study| study.errata.iter().map(move |erratum| (study, row(study, erratum))));
    let (named, rows): (Vec<&StudySummary>, Vec<_>) = rows.unzip();
    let title = match rows.len() {
        1 => say!("1 correction in {} studies", studies.len().to_string()),
        many => say!("{} corrections in {} studies", many.to_string(), studies.len().to_string()),
    };
    let header = [
        say!("study"),
        say!("grade"),
        say!("place"),
        say!("as reported"),
        say!("proposed correction"),
        say!("certainty"),
    ];
    let tags = named
        .into_iter()
        .map(|study| Tags { outcome: Outcome::Disagrees, section: study.name.as_str().into() });
    let mut document = Document::default();
    document.heading(1, title.clone());
    document.grid(Some(Grid {
        id: "errata".to_owned(),
        caption: say!("What to correct, study by study").into(),
        tags: tags.collect(),
        table: Table { header: header.map(Line::from).to_vec(), align: vec![Align::Left; 6], rows },
        sortable: true,
        ..Grid::default()
    }));
    html::render(&document.in_language(language), &language.say(&title), language)
}

fn row(study: &StudySummary, erratum: &ErratumSummary) -> Vec<Vec<Line>> {
    let grade: Phrase = match erratum.grade == Grade::Rounding.name() {
        true => say!("rounding"),
        false => say!("substantive"),
    };
    vec![
        vec![linked_name(study)],
        vec![Line::from(grade)],
        vec![Line::from(erratum.place.as_str())],
        vec![Line::toned(erratum.reported.as_str(), Tone::Bad)],
        vec![Line::toned(erratum.correction.as_str(), Tone::Strong)],
        vec![Line::from(erratum.certainty.as_str())],
    ]
}
