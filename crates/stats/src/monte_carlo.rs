//! Monte-Carlo p-values where expected counts are too small for chi-square: random tables with the
//! same margins (Patefield 1981, AS 159).

use statrs::function::gamma::ln_gamma;

use crate::CountTable;
use crate::random::Random;

/// The Monte-Carlo test of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct MonteCarlo {
    /// (1 + tables at least as extreme) / (1 + tables drawn): never zero.
    pub p_value: f64,
    /// The p-value of the most extreme table that was drawn or observed. If it is large, no table with
    /// these margins shows anything.
    pub least_p: f64,
    /// Standard error of the p-value.
    pub standard_error: f64,
    /// Tables drawn.
    pub draws: u32,
    /// The seed; the same one gives the same p-value on every machine.
    pub seed: u64,
}

/// Statistics this close to the observed one count as equal: they are sums in another order.
const TIE: f64 = 1.0 - 64.0 * f64::EPSILON;

impl CountTable {
    /// The p-value of Pearson's chi-square among `draws` random tables with the margins of this
    /// one.
    ///
    /// Conditional on both margins, as Fisher's exact test is. Reference: Patefield (1981), Appl.
    /// Stat. 30:91; R `chisq.test(table, simulate.p.value = TRUE, B = draws)`, which draws by the
    /// same algorithm from other random numbers.
    ///
    /// ```
    /// use crossfoot_stats::CountTable;
    /// // Fisher's tea: two of the four tables with these margins are as extreme, p = 34/70.
    /// let found = CountTable::new(&[vec![3, 1], vec![1, 3]]).unwrap().monte_carlo(20_000, 1);
    /// assert!((found.p_value - 34.0 / 70.0).abs() < 4.0 * found.standard_error);
    /// // The most extreme ones, with all or none of 4 right, have p = 2/70.
    /// assert!((found.least_p - 2.0 / 70.0).abs() < 0.01);
    /// ```
    pub fn monte_carlo(&self, draws: u32, seed: u64) -> MonteCarlo {
        let (rows, columns) = (self.row_totals(), self.column_totals());
        // χ² is Σ o²/e − n, and e = row × column / n: only Σ o²/(row × column) varies.
        let weights: Vec<f64> = rows
            .iter()
            .flat_map(|row| {
                columns
                    .iter()
                    .map(|column| 1.0 / (*row as f64 * *column as f64))
                    .collect::<Vec<_>>()
            })
            .collect();
        let observed = weighted_squares(self.cells(), &weights);
        let tables = Tables::new(rows, columns);
        let (mut random, mut drawn) = (Random::new(seed), vec![0; self.cells().len()]);
        let (mut extreme, mut most, mut at_most) = (0_u32, observed, 0_u32);
        for _ in 0..draws {
            tables.draw(&mut random, &mut drawn);
            let found = weighted_squares(&drawn, &weights);
            extreme += u32::from(found >= observed * TIE);
            if found * TIE > most {
                (most, at_most) = (found, 1);
            } else {
                at_most += u32::from(found >= most * TIE);
            }
        }
        let p_value = f64::from(extreme + 1) / f64::from(draws + 1);
        MonteCarlo {
            p_value,
            least_p: f64::from(at_most + 1) / f64::from(draws + 1),
            standard_error: (p_value * (1.0 - p_value) / f64::from(draws.max(1))).sqrt(),
            draws,
            seed,
        }
    }
}

fn weighted_squares(cells: &[u64], weights: &[f64]) -> f64 {
    cells.iter().zip(weights).map(|(cell, weight)| (*cell as f64) * (*cell as f64) * weight).sum()
}

/// The margins of the tables, and logarithms of factorials as far as they are tabled.
struct Tables {
    rows: Vec<u64>,
    columns: Vec<u64>,
    ln_factorial: Vec<f64>,
}

impl Tables {
    fn new(rows: Vec<u64>, columns: Vec<u64>) -> Self {
        /// Beyond this a table would take more memory than it saves time.
        const MOST_TABLED: u64 = 1_000_000;
        let total: u64 = rows.iter().sum();
        let mut ln_factorial = vec![0.0];
        let mut sum = 0.0;
        for k in 1..=total.min(MOST_TABLED) {
            sum += (k as f64).ln();
            ln_factorial.push(sum);
        }
        Self { rows, columns, ln_factorial }
    }

    /// One table, each with its probability given the margins: cell by cell from its hypergeometric
    /// distribution given those before it.
    fn draw(&self, random: &mut Random, cells: &mut [u64]) {
        let width = self.columns.len();
        let mut left = self.columns.clone();
        let mut below: u64 = self.rows.iter().sum();
        for (row, total) in self.rows[..self.rows.len() - 1].iter().enumerate() {
            let (mut in_row, mut others) = (*total, below);
            for column in 0..width - 1 {
                let cell = self.hypergeometric(random, in_row, left[column], others);
                cells[row * width + column] = cell;
                others -= left[column];
                left[column] -= cell;
                in_row -= cell;
            }
            cells[row * width + width - 1] = in_row;
            left[width - 1] -= in_row;
            below -= total;
        }
        cells[(self.rows.len() - 1) * width..].copy_from_slice(&left);
    }

    /// How many of `drawn` things, out of `all`, are among the `marked`: by inversion outward from
    /// the mode.
    fn hypergeometric(&self, random: &mut Random, drawn: u64, marked: u64, all: u64) -> u64 {
        let (lowest, highest) = ((drawn + marked).saturating_sub(all), drawn.min(marked));
        if lowest == highest {
            return lowest;
        }
        let mode = (((drawn + 1) as f64 * (marked + 1) as f64 / (all + 2) as f64) as u64)
            .clamp(lowest, highest);
        let start = self.hypergeometric_weight(drawn, marked, all, mode);
        let mut level = random.uniform() - start;
        if level < 0.0 {
            return mode;
        }
        // In floats throughout, since conversions would take longer than the arithmetic; `rest` is
        // what neither is marked nor drawn, if x were 0.
        let [drawn, marked, lowest, highest] =
            [drawn, marked, lowest, highest].map(|count| count as f64);
        let rest = all as f64 - drawn - marked;
        let (mut above, mut below) = (mode as f64, mode as f64);
        let (mut rising, mut falling) = (start, start);
        while above < highest || below > lowest {
            if above < highest {
                rising *=
                    (marked - above) * (drawn - above) / ((above + 1.0) * (rest + above + 1.0));
                above += 1.0;
                level -= rising;
                if level < 0.0 {
                    return above as u64;
                }
            }
            if below > lowest {
                falling *=
                    below * (rest + below) / ((marked - below + 1.0) * (drawn - below + 1.0));
                below -= 1.0;
                level -= falling;
                if level < 0.0 {
                    return below as u64;
                }
            }
            // What is left is lost in rounding.
            if rising + falling < f64::EPSILON * start {
                break;
            }
        }
        mode
    }

    /// The probability that `x` of `drawn` things, out of `all`, are among the `marked`.
    fn hypergeometric_weight(&self, drawn: u64, marked: u64, all: u64, x: u64) -> f64 {
        let over = [drawn, all - drawn, marked, all - marked];
        let under = [all, x, drawn - x, marked - x, all + x - drawn - marked];
        let over = over.into_iter().fold(0.0, |sum, count| sum + self.ln_factorial(count));
        under.into_iter().fold(over, |sum, count| sum - self.ln_factorial(count)).exp()
    }

    fn ln_factorial(&self, count: u64) -> f64 {
        let tabled = self.ln_factorial.get(count as usize).copied();
        tabled.unwrap_or_else(|| ln_gamma(count as f64 + 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every table with the margins of `[[2, 1, 0], [0, 1, 2]]`, with its exact probability,
    /// against the frequency of drawing it.
    #[test]
    fn tables_are_drawn_with_their_probability() {
        let tables = Tables::new(vec![3, 3], vec![2, 2, 2]);
        let (mut random, mut cells) = (Random::new(7), vec![0; 6]);
        let mut counts = std::collections::BTreeMap::new();
        const DRAWS: u32 = 100_000;
        for _ in 0..DRAWS {
            tables.draw(&mut random, &mut cells);
            *counts.entry(cells.clone()).or_insert(0_u32) += 1;
        }
        assert_eq!(counts.len(), 7);
        for (cells, count) in counts {
            assert_eq!((cells[0] + cells[3], cells[1] + cells[4], cells[2] + cells[5]), (2, 2, 2));
            // Each column holds 2 things, of which the first row has 0, 1 or 2; 3 of 6 are in it.
            let ways: f64 = cells[..3].iter().map(|cell| [1.0, 2.0, 1.0][*cell as usize]).product();
            let p = ways / 20.0;
            let error = (p * (1.0 - p) / f64::from(DRAWS)).sqrt();
            assert!((f64::from(count) / f64::from(DRAWS) - p).abs() < 5.0 * error, "{cells:?}");
        }
    }
}
