//! Small systems of linear equations.

/// The inverse of a small symmetric positive definite matrix, given by rows; `None` where it has
/// none.
///
/// Gauss–Jordan with the largest pivot; the trends of counts have two columns.
pub(crate) fn inverse<const N: usize>(mut matrix: [[f64; N]; N]) -> Option<[[f64; N]; N]> {
    let mut result = [[0.0; N]; N];
    (0..N).for_each(|at| result[at][at] = 1.0);
    for column in 0..N {
        let pivot = (column..N)
            .max_by(|a, b| matrix[*a][column].abs().total_cmp(&matrix[*b][column].abs()))?;
        if matrix[pivot][column].abs() < f64::MIN_POSITIVE {
            return None;
        }
        matrix.swap(column, pivot);
        result.swap(column, pivot);
        let scale = 1.0 / matrix[column][column];
        (0..N).for_each(|at| {
            matrix[column][at] *= scale;
            result[column][at] *= scale;
        });
        for row in (0..N).filter(|row| *row != column) {
            let factor = matrix[row][column];
            (0..N).for_each(|at| {
                matrix[row][at] -= factor * matrix[column][at];
                result[row][at] -= factor * result[column][at];
            });
        }
    }
    Some(result)
}

/// The matrix times a vector.
pub(crate) fn times<const N: usize>(matrix: &[[f64; N]; N], vector: &[f64; N]) -> [f64; N] {
    matrix.map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum())
}

/// The scalar product.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// A symmetric positive definite matrix as the product of a lower triangle and its mirror image
/// (Cholesky).
pub(crate) struct Factor(Vec<Vec<f64>>);

impl Factor {
    /// `None` for a matrix that is singular but for rounding, as where one regressor follows from the
    /// others.
    pub(crate) fn new(matrix: &[Vec<f64>]) -> Option<Self> {
        /// What is left of a diagonal element where a regressor follows from the others.
        const NOTHING: f64 = 1e-12;
        let mut rows: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
        for (i, given) in matrix.iter().enumerate() {
            let mut row: Vec<f64> = Vec::with_capacity(i + 1);
            for (j, other) in rows.iter().enumerate() {
                row.push((given[j] - dot(&row, other)) / other[j]);
            }
            let left = given[i] - dot(&row, &row);
            if left.is_nan() || left <= NOTHING * given[i] {
                return None;
            }
            row.push(left.sqrt());
            rows.push(row);
        }
        Some(Self(rows))
    }

    /// The logarithm of the determinant of the matrix.
    pub(crate) fn ln_determinant(&self) -> f64 {
        2.0 * self.0.iter().enumerate().map(|(at, row)| row[at].ln()).sum::<f64>()
    }

    /// The vector of which the matrix makes `right`.
    pub(crate) fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut found = self.forward(right);
        for i in (0..found.len()).rev() {
            let below: f64 = (i + 1..found.len()).map(|k| self.0[k][i] * found[k]).sum();
            found[i] = (found[i] - below) / self.0[i][i];
        }
        found
    }

    fn forward(&self, right: &[f64]) -> Vec<f64> {
        let mut found: Vec<f64> = Vec::with_capacity(right.len());
        for (row, value) in self.0.iter().zip(right) {
            found.push((value - dot(row, &found)) / row[found.len()]);
        }
        found
    }

    /// The diagonal of the inverse of the matrix.
    pub(crate) fn inverse_diagonal(&self) -> Vec<f64> {
        let size = self.0.len();
        (0..size)
            .map(|at| {
                let unit: Vec<f64> = (0..size).map(|i| f64::from(u8::from(i == at))).collect();
                let column = self.forward(&unit);
                dot(&column, &column)
            })
            .collect()
    }
}
