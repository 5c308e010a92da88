//! A table of counts and whether its rows are distributed alike.

use crate::distribution::noncentrality;
use crate::{ConfidenceInterval, Level, Reason, Test, holm};

/// Counts in rows (periods) and columns (categories), none of whose rows or columns is all zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountTable {
    rows: usize,
    columns: usize,
    cells: Vec<u64>,
}

/// How far apart the rows of a table are.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Association {
    /// Cramér's V: 0 where all rows are distributed alike, 1 where the row tells the column.
    pub cramers_v: f64,
    /// Its interval, by inverting the noncentral chi-square distribution.
    pub interval: ConfidenceInterval,
    /// Pearson's chi-square test.
    pub chi_square: Test,
    /// The likelihood-ratio (G) test.
    pub likelihood_ratio: Test,
    /// The smallest expected count; the two tests are approximations that need it to be at least 5.
    pub smallest_expected: f64,
}

/// One pair of rows compared.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Pair {
    /// The earlier row.
    pub first: usize,
    /// The later row.
    pub second: usize,
    /// Cramér's V of the two.
    pub cramers_v: f64,
    /// The interval of V.
    pub interval: ConfidenceInterval,
    /// The chi-square test of the two.
    pub test: Test,
    /// Its p-value, adjusted by Holm over all pairs.
    pub adjusted: f64,
}

impl CountTable {
    /// A table from rows of equal length.
    ///
    /// # Errors
    /// [`Reason::Mismatch`] for rows of different lengths, [`Reason::OnePeriod`] and
    /// [`Reason::OneCategory`] for fewer than two rows or columns, [`Reason::ZeroTotal`] where a
    /// row or column is all zero: leave it out and say so.
    ///
    /// ```
    /// use crossfoot_stats::{CountTable, Reason};
    /// assert!(CountTable::new(&[vec![3, 1], vec![1, 3]]).is_ok());
    /// assert_eq!(CountTable::new(&[vec![3, 0], vec![1, 0]]), Err(Reason::ZeroTotal));
    /// ```
    pub fn new(rows: &[Vec<u64>]) -> Result<Self, Reason> {
        let columns = rows.first().map_or(0, Vec::len);
        if rows.iter().any(|row| row.len() != columns) {
            return Err(Reason::Mismatch);
        }
        let table = Self { rows: rows.len(), columns, cells: rows.concat() };
        match (table.rows, table.columns) {
            (0 | 1, _) => Err(Reason::OnePeriod),
            (_, 0 | 1) => Err(Reason::OneCategory),
            _ if table.row_totals().contains(&0) || table.column_totals().contains(&0) => {
                Err(Reason::ZeroTotal)
            }
            _ => Ok(table),
        }
    }

    /// Sums of the rows.
    pub fn row_totals(&self) -> Vec<u64> {
        self.cells.chunks(self.columns).map(|row| row.iter().sum()).collect()
    }

    /// Sums of the columns.
    pub fn column_totals(&self) -> Vec<u64> {
        (0..self.columns)
            .map(|column| self.cells.iter().skip(column).step_by(self.columns).sum())
            .collect()
    }

    /// One row.
    pub fn row(&self, row: usize) -> &[u64] {
        &self.cells[row * self.columns..(row + 1) * self.columns]
    }

    /// All cells, row by row.
    pub fn cells(&self) -> &[u64] {
        &self.cells
    }

    fn total(&self) -> f64 {
        self.cells.iter().sum::<u64>() as f64
    }

    /// Expected counts if all rows were distributed alike: row total × column total / total.
    pub fn expected(&self) -> Vec<f64> {
        let (rows, columns, total) = (self.row_totals(), self.column_totals(), self.total());
        rows.iter()
            .flat_map(|row| {
                columns
                    .iter()
                    .map(|column| *row as f64 * *column as f64 / total)
                    .collect::<Vec<_>>()
            })
            .collect()
    }

    /// Whether and how far the rows differ in their distribution over the columns.
    ///
    /// χ² = Σ (o − e)² / e, G = 2 Σ o ln(o / e), both on (r − 1)(c − 1) degrees of freedom; V =
    /// √(χ² / (n · min(r − 1, c − 1))). The ends of the interval are √(λ / (n · min(r − 1, c − 1)))
    /// for the noncentralities λ at which a χ² as large, or as small, has probability (1 − level) /
    /// 2. Assumes that the counted things are independent. Reference: Smithson (2003), Confidence
    /// Intervals, ch. 4; R `chisq.test(table)`.
    ///
    /// ```
    /// use crossfoot_stats::{CountTable, Level};
    /// // By hand: every cell is 2 away from its expected 4, so χ² = 4 · 4/4 = 4 and V = √(4/16).
    /// let found = CountTable::new(&[vec![6, 2], vec![2, 6]]).unwrap().association(Level::CUSTOMARY);
    /// assert!((found.chi_square.statistic.unwrap() - 4.0).abs() < 1e-12 && (found.cramers_v - 0.5).abs() < 1e-12);
    /// ```
    pub fn association(&self, level: Level) -> Association {
        let expected = self.expected();
        let observed = self.cells.iter().map(|cell| *cell as f64);
        let pairs = observed.zip(expected.iter().copied());
        let pearson: f64 = pairs.clone().map(|(o, e)| (o - e) * (o - e) / e).sum();
        let likelihood: f64 =
            2.0 * pairs.filter(|(o, _)| *o > 0.0).map(|(o, e)| o * (o / e).ln()).sum::<f64>();
        let df = ((self.rows - 1) * (self.columns - 1)) as f64;
        let ends = [1.0 - level.tail(), level.tail()].map(|p| noncentrality(pearson, df, p));
        let [low, high] = ends.map(|noncentrality| self.cramers_v(noncentrality));
        Association {
            cramers_v: self.cramers_v(pearson),
            interval: ConfidenceInterval { low, high, level },
            chi_square: Test::chi_square(pearson, df),
            likelihood_ratio: Test::chi_square(likelihood.max(0.0), df),
            smallest_expected: expected.iter().copied().fold(f64::INFINITY, f64::min),
        }
    }

    /// Cramér's V for a χ² or noncentrality.
    fn cramers_v(&self, statistic: f64) -> f64 {
        let scale = self.total() * (self.rows.min(self.columns) - 1) as f64;
        (statistic / scale).sqrt().min(1.0)
    }

    /// Adjusted residuals, row by row: (o − e) / √(e (1 − row share) (1 − column share)), about
    /// standard normal if rows are distributed alike.
    ///
    /// Reference: Haberman (1973), Biometrics 29:205; R `chisq.test(table)$stdres`.
    ///
    /// ```
    /// use crossfoot_stats::CountTable;
    /// // By hand: 2 / √(4 · ½ · ½) = 2.
    /// let residuals = CountTable::new(&[vec![6, 2], vec![2, 6]]).unwrap().adjusted_residuals();
    /// assert_eq!(residuals, [2.0, -2.0, -2.0, 2.0]);
    /// ```
    pub fn adjusted_residuals(&self) -> Vec<f64> {
        let (rows, columns, total) = (self.row_totals(), self.column_totals(), self.total());
        let outside_row: Vec<f64> = rows.iter().map(|row| 1.0 - *row as f64 / total).collect();
        let outside_column: Vec<f64> =
            columns.iter().map(|column| 1.0 - *column as f64 / total).collect();
        let cells = self.cells.iter().zip(self.expected()).enumerate();
        cells
            .map(|(at, (observed, expected))| {
                let (row, column) = (at / self.columns, at % self.columns);
                let variance = expected * outside_row[row] * outside_column[column];
                (*observed as f64 - expected) / variance.sqrt()
            })
            .collect()
    }

    /// Every pair of rows, earlier row first, with p-values adjusted by Holm. Columns that are
    /// empty in both rows of a pair are left out of it.
    ///
    /// # Errors
    /// A pair that shares only one column is a reason instead.
    ///
    /// ```
    /// use crossfoot_stats::{CountTable, Level};
    /// let table = CountTable::new(&[vec![6, 2], vec![2, 6], vec![4, 4]]).unwrap();
    /// assert_eq!(table.pairs(Level::CUSTOMARY).len(), 3);
    /// ```
    pub fn pairs(&self, level: Level) -> Vec<Result<Pair, Reason>> {
        let all = (0..self.rows)
            .flat_map(|first| (first + 1..self.rows).map(move |second| (first, second)));
        let mut pairs: Vec<Result<Pair, Reason>> = all
            .map(|(first, second)| {
                let (kept_first, kept_second) = self
                    .row(first)
                    .iter()
                    .zip(self.row(second))
                    .filter(|(a, b)| **a + **b > 0)
                    .map(|(a, b)| (*a, *b))
                    .unzip();
                let found = Self::new(&[kept_first, kept_second])?.association(level);
                let (cramers_v, interval, test) =
                    (found.cramers_v, found.interval, found.chi_square);
                Ok(Pair { first, second, cramers_v, interval, test, adjusted: test.p_value })
            })
            .collect();
        let adjusted =
            holm(&pairs.iter().flatten().map(|pair| pair.test.p_value).collect::<Vec<_>>());
        pairs
            .iter_mut()
            .flatten()
            .zip(adjusted)
            .for_each(|(pair, p_value)| pair.adjusted = p_value);
        pairs
    }
}
