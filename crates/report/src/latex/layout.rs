//! A table on a page: what floats, what breaks across pages, and how wide its columns are.

use crate::document::Align;

/// Tables with more rows break across pages.
const MOST_FLOATING: usize = 40;
/// Characters of small type that a page of usual width holds.
const PAGE: usize = 92;
/// The size of type that suits most tables.
pub(super) const USUAL: &str = "\\small";
/// Columns of words narrower than this are never wrapped.
const NARROW: usize = 18;

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// Words as they are.
    Left,
    /// Numbers.
    Right,
    /// Text in lines of so many hundredths of the page.
    Wrapped(usize),
}

impl Column {
    const fn wraps(self) -> bool {
        matches!(self, Self::Wrapped(_))
    }

    fn spec(self) -> String {
        match self {
            Self::Left => "l".to_owned(),
            Self::Right => "r".to_owned(),
            Self::Wrapped(hundredths) => {
                format!(">{{\\raggedright\\arraybackslash}}p{{0.{hundredths:02}\\linewidth}}")
            }
        }
    }
}

/// A table with everything in LaTeX already.
pub(super) struct Sheet {
    pub(super) caption: String,
    pub(super) label: String,
    pub(super) columns: Vec<Column>,
    pub(super) header: Vec<String>,
    /// A command.
    pub(super) size: &'static str,
    pub(super) rows: Vec<Vec<String>>,
    pub(super) notes: Vec<String>,
}

impl Sheet {
    pub(super) fn render(&self) -> String {
        let spec: String = self.columns.iter().map(|column| column.spec()).collect();
        let header = line(&self.header);
        let rows: String = self.rows.iter().map(|row| line(row)).collect();
        let Self { caption, label, size, .. } = self;
        if self.rows.len() > MOST_FLOATING || self.columns.iter().all(|column| column.wraps()) {
            let notes: String =
                self.notes.iter().map(|note| format!("\\noindent {note}\\par\n")).collect();
            let below = if notes.is_empty() {
                notes
            } else {
                format!("{{\\footnotesize\\raggedright\n{notes}}}\n")
            };
            return format!(
                "{{{size}\n\\begin{{longtable}}{{@{{}}{spec}@{{}}}}\n  \\caption{{{caption}}}\\label{{{label}}} \\\\\n  \\toprule\n{header}  \\midrule\n  \
                 \\endfirsthead\n  \\toprule\n{header}  \\midrule\n  \\endhead\n  \\bottomrule\n  \\endfoot\n{rows}\\end{{longtable}}\n}}\n{below}"
            );
        }
        let notes: String = self.notes.iter().map(|note| format!("    {note}\\par\n")).collect();
        let below = match notes.is_empty() {
            true => String::new(),
            false => format!(
                "  \\par\\smallskip\n  \\begin{{minipage}}{{\\linewidth}}\\footnotesize\\raggedright\n{notes}  \\end{{minipage}}\n"
            ),
        };
        format!(
            "\\begin{{table}}[htbp]\n  \\centering{size}\n  \\caption{{{caption}}}\\label{{{label}}}\n  \\begin{{tabular}}{{@{{}}{spec}@{{}}}}\n  \
             \\toprule\n{header}  \\midrule\n{rows}  \\bottomrule\n  \\end{{tabular}}\n{below}\\end{{table}}\n"
        )
    }
}

/// A row of a table.
fn line(cells: &[String]) -> String {
    format!("  {} \\\\\n", cells.join(" & "))
}

/// The columns of a table, their headings, and the size of its type: where it would not fit the
/// page, headings are stacked, then words are wrapped, and at last everything is set small.
pub(super) fn columns(
    align: &[Align],
    mut header: Vec<String>,
    rows: &[Vec<String>],
) -> (Vec<Column>, Vec<String>, &'static str) {
    let bodies: Vec<usize> = (0..align.len()).map(|column| widest(rows, column)).collect();
    let mut widths: Vec<usize> =
        bodies.iter().zip(&header).map(|(body, heading)| shown(heading).max(*body)).collect();
    if !fits(&widths) {
        for ((heading, align), (width, body)) in
            header.iter_mut().zip(align).zip(widths.iter_mut().zip(&bodies))
        {
            let lines = broken(heading, *body);
            *width = lines.iter().map(|line| shown(line)).max().unwrap_or(0).max(*body);
            if lines.len() > 1 {
                let side = if *align == Align::Right { 'r' } else { 'l' };
                *heading = format!(
                    "\\begin{{tabular}}[b]{{@{{}}{side}@{{}}}}{}\\end{{tabular}}",
                    lines.join("\\\\")
                );
            }
        }
    }
    let fits = fits(&widths);
    // The columns with their widths, and whether they wrap.
    let sized: Vec<(Align, usize, bool)> = align
        .iter()
        .zip(widths)
        .map(|(align, width)| (*align, width, !fits && *align == Align::Left && width > NARROW))
        .collect();
    let wide: usize = sized.iter().filter(|(.., wraps)| *wraps).map(|(_, width, _)| width).sum();
    let fixed: usize =
        sized.iter().map(|(_, width, wraps)| if *wraps { 2 } else { width + 2 }).sum();
    let left = PAGE.saturating_sub(fixed).max(PAGE / 4);
    let columns = sized.into_iter().map(|(align, width, wraps)| match align {
        // Hundredths of the page, shared out by what the columns hold.
        _ if wraps => Column::Wrapped((left * width * 100 / (wide * PAGE)).clamp(10, 90)),
        Align::Left => Column::Left,
        Align::Right => Column::Right,
    });
    let size = if fits || fixed + NARROW <= PAGE {
        USUAL
    } else {
        "\\scriptsize\\setlength{\\tabcolsep}{3pt}"
    };
    (columns.collect(), header, size)
}

/// How wide the widest text of a column is.
fn widest(rows: &[Vec<String>], column: usize) -> usize {
    rows.iter().filter_map(|row| row.get(column)).map(|text| shown(text)).max().unwrap_or(0)
}

/// Whether columns of these widths fit beside each other.
fn fits(widths: &[usize]) -> bool {
    widths.iter().map(|width| width + 2).sum::<usize>() <= PAGE
}

/// A heading in lines that are no longer than the figures below, as far as its words allow.
fn broken(heading: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in heading.split(' ') {
        match lines.last_mut() {
            Some(line) if shown(line) + 1 + shown(word) <= most => *line = format!("{line} {word}"),
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// About how many characters a text in LaTeX shows.
fn shown(text: &str) -> usize {
    let plain = text.replace("\\textsuperscript", "").replace("\\textit", "");
    plain.chars().filter(|c| !matches!(c, '\\' | '{' | '}' | '$')).count()
}

#[cfg(test)]
mod tests {
    use super::{Align, Column, USUAL, columns};

    /// A table whose second column holds a word of so many letters.
    fn set(header: &[String; 3], letters: usize) -> (Vec<Column>, Vec<String>, &'static str) {
        let row = ["x".to_owned(), "y".repeat(letters), "1,234\\textsuperscript{a}".to_owned()];
        columns(&[Align::Left, Align::Left, Align::Right], header.to_vec(), &[row.to_vec()])
    }

    #[test]
    fn headings_are_stacked_and_words_wrapped_only_where_they_must() {
        let header = ["a", "b", "a long heading"].map(str::to_owned);
        assert_eq!(
            set(&header, 60),
            (vec![Column::Left, Column::Left, Column::Right], header.to_vec(), USUAL)
        );
        let stacked = "\\begin{tabular}[b]{@{}r@{}}a long\\\\heading\\end{tabular}";
        let (columns, headings, _) = set(&header, 76);
        assert_eq!(columns, [Column::Left, Column::Left, Column::Right]);
        assert_eq!(headings[2], stacked);
        let (columns, _, size) = set(&header, 300);
        assert_eq!(columns, [Column::Left, Column::Wrapped(84), Column::Right]);
        assert_eq!(size, USUAL);
        let (_, _, size) = super::columns(
            &[Align::Right; 9],
            vec![String::new(); 9],
            &[vec!["1,234,567,890".to_owned(); 9]],
        );
        assert!(size.starts_with("\\scriptsize"), "{size}");
    }
}
