//! Spans that rows and columns are called by, such as ages: in `those aged 40–59` no number is a
//! statistic.

use std::collections::BTreeSet;

use crossfoot_core::{Numeral, Reading, Study};

use super::reason::Reason;

/// From where to where the groups of the tables of a study reach.
pub(super) struct Spans(BTreeSet<[i128; 2]>);

impl Spans {
    /// Those in the names of rows and columns.
    pub(super) fn new(study: &Study) -> Self {
        let mut found = BTreeSet::new();
        for table in &study.tables {
            let rows = (0..table.rows()).map(|row| table.key_text(row));
            let headers = table.columns.iter().map(|column| column.header.clone());
            found.extend(rows.chain(headers).filter_map(|text| span(&text)));
        }
        Self(found)
    }

    /// Gives the numbers that make up such a span the reason that they are part of a name.
    pub(super) fn name(&self, text: &str, numerals: &[Numeral], reasons: &mut [Option<Reason>]) {
        const JOINS: [&str; 7] = ["–", "-", "—", "to", "and", "through", "至"];
        for at in 1..numerals.len() {
            let pair = [&numerals[at - 1], &numerals[at]];
            let between = text.get(pair[0].range.end..pair[1].range.start).unwrap_or_default();
            let joined = JOINS.contains(&between.trim());
            let [Some(low), Some(high)] = pair.map(whole) else { continue };
            if joined && self.0.contains(&[low, high]) {
                reasons[at - 1].get_or_insert(Reason::Name);
                reasons[at].get_or_insert(Reason::Name);
            }
        }
    }
}

/// The value of a whole number.
fn whole(numeral: &Numeral) -> Option<i128> {
    match &numeral.reading {
        Reading::Quantity(quantity) => quantity.value.to_integer(),
        _ => None,
    }
}

/// The span that a name is, perhaps with a few words: `40–59`, `aged 18 to 24`.
fn span(name: &str) -> Option<[i128; 2]> {
    let numbers: Vec<&str> =
        name.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let [low, high] = numbers.as_slice() else { return None };
    let [low, high] = [low.parse().ok()?, high.parse().ok()?];
    let joined = ["–", "-", "—", " to ", "至", "~"].iter().any(|joint| {
        name.split_once(joint).is_some_and(|(before, behind)| {
            before.trim_end().ends_with(|c: char| c.is_ascii_digit())
                && behind.trim_start().starts_with(|c: char| c.is_ascii_digit())
        })
    });
    (joined && low < high).then_some([low, high])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_groups_are_spans() {
        assert_eq!(span("40–59"), Some([40, 59]));
        assert_eq!(span("Aged 18 to 24 years"), Some([18, 24]));
        assert_eq!(span("Ward 3, room 4"), None);
    }
}
