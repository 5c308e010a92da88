//! What was drafted for a study, as entries of its manifest.

use crossfoot_audit::draft::{Draft, DraftDenominator, DraftRule, Listing, Timeline};
use crossfoot_core::{Study, Table};
use crossfoot_load::scaffold::{Entry, Field};

/// Rules, series and rankings.
pub(super) fn entries(study: &Study, draft: &Draft) -> Vec<Entry> {
    let rules = draft.rules.iter().map(|drafted| rule(study, drafted));
    let denominators = draft.denominators.iter().map(denominator);
    let series =
        draft.timelines.iter().map(|timeline| series(&study.tables[timeline.table], timeline));
    let rankings =
        draft.listings.iter().map(|listing| ranking(&study.tables[listing.table], listing));
    rules.chain(denominators).chain(series).chain(rankings).collect()
}

fn text(key: &'static str, value: &str) -> (&'static str, Field) {
    (key, Field::Text(value.to_owned()))
}

fn rule(study: &Study, drafted: &DraftRule) -> Entry {
    let mut fields = vec![text("id", &drafted.id), text("label", &drafted.label)];
    match drafted.targets.as_slice() {
        [] => {
            fields.extend(drafted.rows.as_ref().map(|rows| text("rows", rows)));
            fields.push(text("condition", &drafted.formula));
        }
        [single] => {
            fields.push(text("target", single));
            fields.extend(drafted.rows.as_ref().map(|rows| text("rows", rows)));
            fields.push(text("formula", &drafted.formula));
        }
        several => fields
            .extend([("target", Field::List(several.to_vec())), text("formula", &drafted.formula)]),
    }
    Entry {
        kind: "rule",
        comments: vec![drafted.rests_on(study).to_string()],
        fields,
        commented: false,
    }
}

fn denominator(drafted: &DraftDenominator) -> Entry {
    let mut fields = vec![
        text("id", &drafted.id),
        text("label", &drafted.label),
        text("part", &drafted.part),
        text("share", &drafted.share),
    ];
    fields.extend(drafted.rows.as_ref().map(|rows| text("where", rows)));
    let comments = vec![drafted.rests_on().to_string()];
    Entry { kind: "denominator", comments, fields, commented: false }
}

fn names(table: &Table, columns: &[usize]) -> Field {
    Field::List(columns.iter().map(|column| table.columns[*column].name.to_string()).collect())
}

fn name(table: &Table, column: usize) -> &str {
    &table.columns[column].name
}

fn series(table: &Table, timeline: &Timeline) -> Entry {
    let mut fields = vec![
        text("id", &table.id),
        text("label", &table.title),
        text("table", &table.id),
        text("period", name(table, timeline.period)),
    ];
    if let Some(total) = timeline.total {
        fields
            .extend([text("total", name(table, total)), ("parts", names(table, &timeline.parts))]);
    }
    if !timeline.others.is_empty() {
        fields.push(("others", names(table, &timeline.others)));
    }
    let comments = if timeline.sure {
        Vec::new()
    } else {
        vec!["rows are not consecutive periods; decide whether this is a series".to_owned()]
    };
    Entry { kind: "series", comments, fields, commented: !timeline.sure }
}

fn ranking(table: &Table, listing: &Listing) -> Entry {
    let mut fields = vec![
        text("id", &table.id),
        text("label", &table.title),
        text("table", &table.id),
        text("share", name(table, listing.share)),
    ];
    fields.extend(listing.group.map(|group| text("group", name(table, group))));
    let listed = format!("{}.{:02}", listing.listed / 100, listing.listed % 100);
    let mut comments = vec![format!("the listed shares add up to {listed} %")];
    if listing.listed < WHOLE {
        comments.push("if others are left out, set `complete = false` in the table".to_owned());
    }
    if !listing.sure {
        comments.push(
            "no column has ranks by these shares; decide whether this is a ranking".to_owned(),
        );
    }
    Entry { kind: "ranking", comments, fields, commented: !listing.sure }
}

/// Shares that add up to this, in hundredths of a percent, leave nobody out, but for rounding.
const WHOLE: i128 = 9_950;
