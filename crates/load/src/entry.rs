//! A release → its entry in `study.toml`. All else of the manifest stays as it is, byte for byte.

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value};

use crate::toml_text::quoted;

/// What `study.toml` says of a release.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// The name of the release.
    pub id: &'a str,
    /// Its file in the folder of the study.
    pub file: &'a str,
    /// When it was published.
    pub published: Option<&'a str>,
    /// What a reader must know of it.
    pub note: Option<&'a str>,
    /// The decimal mark of its file, where it differs from the table's.
    pub decimal: Option<char>,
    /// Headings of the file, and the header or name that each of them is; empty where it is left
    /// out.
    pub columns: Vec<(String, String)>,
}

impl Entry<'_> {
    /// As it is written, with a blank line above.
    ///
    /// ```
    /// use crossfoot_load::Entry;
    /// let columns = vec![("Permits".to_owned(), "total".to_owned())];
    /// let entry = Entry {
    ///     id: "2025",
    ///     file: "t-2025.csv",
    ///     published: None,
    ///     note: None,
    ///     decimal: None,
    ///     columns,
    /// };
    /// let written = r#"
    ///   [[table.release]]
    ///   id = "2025"
    ///   file = "t-2025.csv"
    ///   columns = { "Permits" = "total" }
    /// "#;
    /// assert_eq!(entry.to_toml(), written);
    /// ```
    pub fn to_toml(&self) -> String {
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

    /// The manifest with the entry after the releases of its table; its line ends are those of the
    /// manifest. `None` where the manifest has no such table, or where the change would be more
    /// than an insertion.
    pub(crate) fn added_to(&self, manifest: &str, table: usize) -> Option<String> {
        // The editor ends every line, and with a line feed alone. So only what it inserts is taken
        // from its text.
        let mut plain = manifest.replace("\r\n", "\n");
        let open = !plain.ends_with('\n');
        plain.extend(open.then_some('\n'));
        let mut document: DocumentMut = plain.parse().ok()?;
        match document.get_mut("table")? {
            Item::ArrayOfTables(tables) => self.push(tables.get_mut(table)?)?,
            Item::Value(Value::Array(tables)) => {
                self.push_inline(tables.get_mut(table)?.as_inline_table_mut()?)?;
            }
            _ => return None,
        }
        let edited = document.to_string();
        let (at, inserted) = insertion(&plain, &edited)?;
        let (before, after) = manifest.split_at(offset_with_line_ends(manifest, at));
        let line_end = if manifest.contains("\r\n") { "\r\n" } else { "\n" };
        let opening = if open && after.is_empty() { line_end } else { "" };
        Some(format!("{before}{opening}{}{after}", inserted.replace('\n', line_end)))
    }

    /// The entry as a table, written as [`to_toml`](Self::to_toml) writes it.
    fn table(&self) -> Option<Table> {
        let mut document: DocumentMut = self.to_toml().parse().ok()?;
        let mut written = document.remove("table")?.into_table().ok()?;
        let releases = written.remove("release")?.into_array_of_tables().ok()?;
        let mut entry = releases.into_iter().next()?;
        // After what is before it, not at its position in the text that it was parsed from.
        entry.set_position(None);
        Some(entry)
    }

    fn push(&self, table: &mut Table) -> Option<()> {
        let releases = Item::ArrayOfTables(ArrayOfTables::new());
        match table.entry("release").or_insert(releases) {
            Item::ArrayOfTables(releases) => releases.push(self.table()?),
            Item::Value(Value::Array(releases)) => releases.push(self.table()?.into_inline_table()),
            _ => return None,
        }
        Some(())
    }

    fn push_inline(&self, table: &mut InlineTable) -> Option<()> {
        let releases = table.entry("release").or_insert(Value::Array(Array::new()));
        releases.as_array_mut()?.push(self.table()?.into_inline_table());
        Some(())
    }
}

/// Where a text was inserted into another, and what; `None` where they differ otherwise.
fn insertion<'a>(before: &str, after: &'a str) -> Option<(usize, &'a str)> {
    let added = after.len().checked_sub(before.len())?;
    let start = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    let start = (0..=start).rev().find(|at| before.is_char_boundary(*at))?;
    let inserted = after.get(start..start + added)?;
    (before.get(start..)? == after.get(start + added..)?).then_some((start, inserted))
}

/// The offset in a text of an offset in the same text with line feeds alone.
fn offset_with_line_ends(text: &str, plain: usize) -> usize {
    let mut left = plain;
    for (at, byte) in text.bytes().enumerate() {
        let dropped = byte == b'\r' && text.as_bytes().get(at + 1) == Some(&b'\n');
        if left == 0 {
            return at;
        }
        left -= usize::from(!dropped);
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = "[study]\nid = \"s\"\n\n[[table]]\nid = \"a\"\n\n  [[table.column]]\n  \
                            name = \"x\"\n\n# the second\n[[table]]\nid = \"b\"";

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
    fn an_entry_follows_its_table_and_precedes_the_comment_of_the_next() {
        let [first, second] = [0, 1].map(|at| entry().added_to(MANIFEST, at).unwrap());
        assert!(
            first.contains("name = \"x\"\n\n  [[table.release]]\n")
                && first.contains("\"\" }\n\n# the second"),
            "{first}"
        );
        assert!(second.starts_with(&format!("{MANIFEST}\n\n  [[table.release]]")), "{second}");
        assert_eq!(entry().added_to(MANIFEST, 2), None);
    }

    #[test]
    fn a_further_entry_follows_the_first() {
        let once = entry().added_to(MANIFEST, 0).unwrap();
        let twice = entry().added_to(&once, 0).unwrap();
        assert_eq!(twice.matches(&entry().to_toml()).count(), 2, "{twice}");
        assert!(twice.ends_with("# the second\n[[table]]\nid = \"b\""), "{twice}");
    }

    #[test]
    fn an_entry_is_added_to_tables_that_are_written_on_one_line() {
        let manifest = "table = [{ id = \"a\", column = [{ name = \"x\" }] }] # all\n";
        let added = entry().added_to(manifest, 0).unwrap();
        assert!(added.starts_with("table = [{ id = \"a\", column = [{ name = \"x\" }]"), "{added}");
        assert!(added.ends_with("}] # all\n") && added.contains("release = [{ id = "), "{added}");
    }

    #[test]
    fn texts_that_look_like_tables_are_left_alone() {
        let manifest =
            "[study]\nnotes = \"\"\"\n[[table]]\nid = 1\n\"\"\"\n[[table]]\nid = \"a\"\n";
        let added = entry().added_to(manifest, 0).unwrap();
        assert!(added.starts_with(manifest), "{added}");
    }

    #[test]
    fn lines_end_as_those_around_them() {
        let manifest = MANIFEST.replace('\n', "\r\n");
        let written = entry().added_to(&manifest, 0).unwrap();
        assert_eq!(written.matches('\n').count(), written.matches("\r\n").count(), "{written:?}");
        assert_eq!(written.replace("\r\n", "\n"), entry().added_to(MANIFEST, 0).unwrap());
    }
}
