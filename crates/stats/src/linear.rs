//! Small systems of linear equations.

/// The inverse of a small symmetric positive definite matrix, given by rows; `None` where it has
/// none.
///
/// Gauss–Jordan with the largest pivot; regressions here have two to four columns.
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
