//! Statements that hold in one reading and not in another: both readings, and the part that does not
//! hold.

use crossfoot_audit::{Audit, Record, check_name};
use crossfoot_core::formula::Truth;
use crossfoot_core::{Phrase, Study, say};

use super::findings::{captioned, items};
use super::{claims, count, roots};
use crate::disagreement::{reported, statement};
use crate::document::{Document, Item, Line, Tone};
use crate::values;

/// The statements of a study that hold in part, with both readings.
pub(super) fn readings(document: &mut Document, study: &Study, audit: &Audit) {
    let records = claims::checks(study).into_iter().map(|(id, _)| audit.record(study, id));
    let open: Vec<Record<'_>> = records.filter(Record::holds_in_part).collect();
    if open.is_empty() {
        return;
    }
    let claims = count::claims(open.len());
    document.heading(
        2,
        if open.len() == 1 {
            say!("{} holds in one of several readings only", claims)
        } else {
            say!("{} hold in one of several readings only", claims)
        },
    );
    items(document, &open, item);
}

fn item(record: &Record<'_>) -> Item {
    let mut body = vec![Line::from(statement(record.study(), record.id))];
    for reading in record.readings() {
        body.push(match reading.truth {
            Truth::True => roots::captioned(say!("holds:"), reading.says),
            Truth::Maybe => roots::captioned(say!("may hold:"), reading.says),
            Truth::False => {
                roots::captioned(say!("does not hold:"), Phrase::joined("; ", reading.against))
            }
        });
    }
    body.push(Line::toned(
        format!("{} · {}", check_name(record.study(), record.id), record.place()),
        Tone::Muted,
    ));
    let printed = reported(record).map(|reported| captioned(reported, Tone::Strong));
    Item {
        name: Line::toned(record.target.as_str(), Tone::Code),
        printed: printed.unwrap_or_default(),
        recomputed: Line::toned(values::recomputed(record), Tone::Note),
        body,
    }
}
