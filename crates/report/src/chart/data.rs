//! The figures of a chart as a table, for readers who draw or check them themselves.

use crossfoot_core::Phrase;

use super::context::Context;

/// What a chart draws: one row for each mark, numbers in full and without separators.
#[derive(Clone, Debug, Default)]
pub(super) struct Data {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Data {
    /// A table with these headings and no rows.
    pub(super) fn new<const N: usize>(context: &Context<'_>, header: [Phrase; N]) -> Self {
        let header = header.iter().map(|heading| context.say(heading)).collect();
        Self { header, rows: Vec::new() }
    }

    pub(super) fn push<const N: usize>(&mut self, row: [String; N]) {
        self.rows.push(row.to_vec());
    }

    /// As CSV with a heading line.
    pub(super) fn csv(&self) -> String {
        let mut out = csv::Writer::from_writer(Vec::new());
        for row in std::iter::once(&self.header).chain(&self.rows) {
            // Writing to memory cannot fail.
            let _ = out.write_record(row);
        }
        String::from_utf8(out.into_inner().unwrap_or_default()).unwrap_or_default()
    }
}

/// A number in full, without the noise of floats.
pub(super) fn plain(value: f64) -> String {
    let text = format!("{value:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// The same, or an empty text.
pub(super) fn plain_or_empty(value: Option<f64>) -> String {
    value.map_or_else(String::new, plain)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{paper_of, records};
    use super::plain;

    #[test]
    fn numbers_are_whole_and_without_noise() {
        assert_eq!(
            [0.0, -0.0, 5382.0, 26.514_307, 0.1 + 0.2].map(plain),
            ["0", "0", "5382", "26.514307", "0.3"]
        );
    }

    #[test]
    fn the_data_of_a_chart_are_what_it_draws() {
        let stacked = records(&paper_of("stacked")[0]);
        assert_eq!(stacked[0], ["Period", "Category", "As reported"]);
        assert_eq!(stacked.len(), 1 + 4 * 5, "four categories and the total of four years");
        assert!(
            stacked.contains(&["2023", "Collection permits", "1427"].map(str::to_owned).to_vec())
        );
    }
}
