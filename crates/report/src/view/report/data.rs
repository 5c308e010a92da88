//! Where the figures are from, which files were read, and how to make this report again.

use crossfoot_core::say;

use super::super::thousands;
use super::method::below;
use crate::document::{Align, Block, Document, Line, Table, Tone};
use crate::report::Inputs;

pub(super) fn data(inputs: &Inputs<'_>) -> Document {
    let study = inputs.study;
    let mut document = Document::default();
    let facts = [
        (say!("Citation"), study.citation.clone()),
        (say!("Address"), study.link.clone().unwrap_or_default()),
        (say!("Licence of the data"), study.licence.clone().unwrap_or_default()),
        (say!("Made with"), format!("Crossfoot {}", env!("CARGO_PKG_VERSION"))),
    ];
    let facts = facts.into_iter().filter(|(_, fact)| !fact.is_empty());
    document.list(
        facts
            .map(|(name, fact)| {
                Line::toned(say!("{}: ", name), Tone::Muted).then(fact, Tone::Plain)
            })
            .collect(),
    );
    let again = Line::toned(say!("Reproduce with: "), Tone::Muted);
    document.paragraph(again.then(format!("crossfoot report {}", study.id), Tone::Code));
    if let Some(provenance) = inputs.provenance {
        document.blocks.push(Block::Details(
            Line::toned(say!("Source of the data"), Tone::Strong),
            vec![Block::Quotation(below(provenance, 1))],
        ));
    }
    let rows = inputs.files.iter().map(|(name, bytes, sha256)| {
        vec![
            vec![Line::toned(name.as_str(), Tone::Code)],
            vec![Line::from(thousands(*bytes))],
            vec![Line::toned(sha256.as_str(), Tone::Code)],
        ]
    });
    let header = [say!("file"), say!("bytes"), say!("SHA-256")].map(Line::from).to_vec();
    let table =
        Table { header, align: vec![Align::Left, Align::Right, Align::Left], rows: rows.collect() };
    if !table.rows.is_empty() {
        document.heading(2, say!("Files"));
        document.table(table);
    }
    document
}
