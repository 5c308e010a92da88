//! Whether the first figures of the columns of a table tend to be too low or too high, tested once for
//! all formats.

use crossfoot_audit::ColumnRevisions;
use crossfoot_stats::{Effect, Level, holm, mean_revision};

/// The test of the mean revision of a column.
pub(crate) struct MeanTest {
    /// The mean with its interval and test.
    pub(crate) effect: Effect,
    /// The p-value, adjusted by Holm over the columns of the table.
    pub(crate) adjusted: f64,
}

/// The test of each column, in order; `None` for too few revisions, and where none scatter.
pub(crate) fn mean_tests<'a>(
    columns: impl Iterator<Item = &'a ColumnRevisions>,
) -> Vec<Option<MeanTest>> {
    let effects: Vec<Option<Effect>> = columns.map(mean).collect();
    let p_values: Vec<f64> = effects.iter().flatten().map(|effect| effect.test.p_value).collect();
    let mut adjusted = holm(&p_values).into_iter();
    let tests = effects.into_iter().map(|effect| {
        let effect = effect?;
        Some(MeanTest { effect, adjusted: adjusted.next()? })
    });
    tests.collect()
}

fn mean(column: &ColumnRevisions) -> Option<Effect> {
    let differences: Vec<f64> =
        column.differences().map(|difference| difference.to_f64()).collect();
    mean_revision(&differences, Level::CUSTOMARY).ok()
}
