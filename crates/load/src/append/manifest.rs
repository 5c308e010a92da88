//! A release → its entry in `study.toml`, and the places where that may stand. All else of the
//! manifest stays as it is, byte for byte.

use crate::toml_text::quoted;

/// What `study.toml` says of a release.
pub(super) struct Entry<'a> {
    pub(super) id: &'a str,
    pub(super) file: &'a str,
    pub(super) published: Option<&'a str>,
    pub(super) note: Option<&'a str>,
    pub(super) decimal: Option<char>,
    /// Headings of the file, and the header or name that each of them is; empty where it is left
    /// out.
    pub(super) columns: Vec<(String, String)>,
}

impl Entry<'_> {
    /// As it is written, with a blank line above.
    pub(super) fn to_toml(&self) -> String {
        let mut text = format!(
            "\n  [[table.release]]\n  id = {}\n  file = {}\n",
            quoted(self.id),
            quoted(self.file)
        );
        let decimal = self.decimal.map(String::from);
        for (key, value) in
            [("published", self.published), ("note", self.note), ("decimal", decimal.as_deref())]
        {
            text.extend(value.map(|value| format!("  {key} = {}\n", quoted(value))));
        }
        if !self.columns.is_empty() {
            let pairs: Vec<String> = self
                .columns
                .iter()
                .map(|(header, column)| format!("{} = {}", quoted(header), quoted(column)))
                .collect();
            text += &format!("  columns = {{ {} }}\n", pairs.join(", "));
        }
        text
    }

    /// The manifest with the entry at each of the places where it may stand, the likeliest first.
    /// Its lines end as those of the manifest do.
    pub(super) fn written_into(
        &self,
        manifest: &str,
        table: usize,
    ) -> impl Iterator<Item = String> {
        let line_end = if manifest.contains("\r\n") { "\r\n" } else { "\n" };
        let entry = self.to_toml().replace('\n', line_end);
        places(manifest, table).into_iter().map(move |place| {
            let (before, after) = manifest.split_at(place);
            let open = if before.ends_with('\n') { "" } else { line_end };
            format!("{before}{open}{entry}{after}")
        })
    }
}

/// The places in a manifest where an entry of a table may stand, the likeliest first: behind all
/// that belongs to the table and before the comments of what follows. `at` is the number of the
/// table.
fn places(manifest: &str, at: usize) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut offset = 0;
    for line in manifest.split_inclusive('\n') {
        starts.push((
            offset,
            line.trim_matches(|c: char| {
                c.is_whitespace() || c == crossfoot_ingest::text::file::BYTE_ORDER_MARK
            }),
        ));
        offset += line.len();
    }
    let tables: Vec<usize> =
        (0..starts.len()).filter(|line| is_header(starts[*line].1, "table")).collect();
    let Some(first) = tables.get(at) else { return Vec::new() };
    let ends = (first + 1..starts.len()).filter(|line| {
        starts[*line].1.starts_with('[')
            && !starts[*line].1.trim_start_matches('[').trim_start().starts_with("table.")
    });
    let behind = |line: usize| {
        let mut line = line;
        while line > first + 1
            && (starts[line - 1].1.is_empty() || starts[line - 1].1.starts_with('#'))
        {
            line -= 1;
        }
        starts.get(line).map_or(manifest.len(), |(offset, _)| *offset)
    };
    ends.map(behind).chain([manifest.len()]).collect()
}

fn is_header(line: &str, name: &str) -> bool {
    line.strip_prefix("[[")
        .and_then(|rest| rest.split_once("]]"))
        .is_some_and(|(inside, _)| inside.trim() == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = "[study]\nid = \"s\"\n\n[[table]]\nid = \"a\"\n\n  [[table.column]]\n  name = \"x\"\n\n# the second\n[[table]]\nid = \"b\"";

    fn entry() -> Entry<'static> {
        let columns = vec![("a\\b".to_owned(), String::new())];
        Entry {
            id: "2\"5",
            file: "a.csv",
            published: None,
            note: None,
            decimal: Some(','),
            columns,
        }
    }

    #[test]
    fn an_entry_stands_behind_its_table_and_before_the_comment_of_the_next() {
        let [first, second] = [0, 1].map(|at| entry().written_into(MANIFEST, at).next().unwrap());
        assert!(
            first.contains("name = \"x\"\n\n  [[table.release]]\n")
                && first.contains("\"\" }\n\n# the second"),
            "{first}"
        );
        assert!(second.starts_with(&format!("{MANIFEST}\n\n  [[table.release]]")), "{second}");
        assert_eq!(entry().written_into(MANIFEST, 2).count(), 0);
    }

    #[test]
    fn lines_end_as_those_around_them_and_a_byte_order_mark_stays() {
        let manifest = format!("\u{feff}{}", MANIFEST.replace('\n', "\r\n"));
        let written = entry().written_into(&manifest, 0).next().unwrap();
        assert!(
            written.starts_with('\u{feff}')
                && written.matches('\n').count() == written.matches("\r\n").count(),
            "{written:?}"
        );
    }
}
