//! Drafts → the text of `study.toml`, with comments for whoever goes on from there.

use std::fmt::Write as _;

use crate::draft::{ColumnDraft, TableDraft};
use crate::toml_text::quoted;

/// Everything that a drafted manifest says.
///
/// ```
/// use crossfoot_load::scaffold::{Entry, Field, Scaffold};
///
/// let rule = Entry {
///     kind: "rule",
///     fields: vec![
///         ("id", Field::Text("all".to_owned())),
///         ("target", Field::Text("patients.all".to_owned())),
///         ("formula", Field::Text("women + men".to_owned())),
///     ],
///     ..Entry::default()
/// };
/// let study = Scaffold { id: "patients".to_owned(), entries: vec![rule], ..Scaffold::default() };
/// assert!(study.to_toml().contains("[[rule]]\nid = \"all\"\ntarget = \"patients.all\"\n"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Scaffold {
    /// The name of the study.
    pub id: String,
    /// The language of the publication, `en` or `zh`.
    pub language: String,
    /// Its tables.
    pub tables: Vec<TableDraft>,
    /// Its rules, series and rankings, in the order in which they are written.
    pub entries: Vec<Entry>,
}

/// A rule, a series or a ranking: a TOML table of texts and lists of texts.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// `rule`, `series`, `ranking`.
    pub kind: &'static str,
    /// The comment above it.
    pub comments: Vec<String>,
    /// Its keys.
    pub fields: Vec<(&'static str, Field)>,
    /// Whether it is written as a comment, for a person to decide.
    pub commented: bool,
}

/// The value of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// A text.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
}

impl Scaffold {
    /// The text of `study.toml`.
    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        self.write_study(&mut out);
        for table in &self.tables {
            write_table(&mut out, table);
        }
        for (kind, section) in KINDS {
            let entries: Vec<&Entry> =
                self.entries.iter().filter(|entry| entry.kind == *kind).collect();
            if !entries.is_empty() {
                let _ = write!(out, "\n# {}\n", rule_before(section));
            }
            entries.iter().for_each(|entry| write_entry(&mut out, entry));
        }
        out.push_str(AFTERWORD);
        out
    }

    fn write_study(&self, out: &mut String) {
        let _ = write!(
            out,
            "# Drafted by `crossfoot new`. Comments give the evidence for each rule; \
             change or delete whatever is wrong.\n\
             # Keys: crates/load/src/study.md; formulas: crates/core/src/formula/language.md.\n\n\
             [study]\nid = {}\ntitle = {}  # as in the publication\n\
             # citation = \"Authors (year) title. Journal volume:pages\"\n\
             # doi = \"10.1234/abcd\"\n\
             # licence = \"CC BY 4.0\"\n\
             # rounding = \"half-up\"  # only where the publication states one\n\
             language = {}\n",
            quoted(&self.id),
            quoted(&self.title()),
            quoted(&self.language),
        );
    }

    fn title(&self) -> String {
        match self.tables.as_slice() {
            [single] => single.title.clone(),
            _ => self.id.replace(['-', '_'], " "),
        }
    }
}

/// The end: what only a person knows.
const AFTERWORD: &str = "\n# You can add `[[conclusion]]`, a statement that `crossfoot stats` \
    tests, and `[[accept]]`, a known finding with the reason.\n\
    # Statements of the text go to claims.csv, each with the formula that it asserts.\n";

/// A heading at the right of a line.
fn rule_before(heading: &str) -> String {
    const WIDTH: usize = 78;
    format!("{:-<1$} {heading}", "", WIDTH.saturating_sub(heading.chars().count() + 1).max(4))
}

/// The kinds of entries in their order, each with the heading of its section.
const KINDS: &[(&str, &str)] = &[
    ("rule", "rules"),
    ("denominator", "bases of shares that are not reported"),
    ("series", "for `stats`: counts over time"),
    ("ranking", "for `stats`: rankings by share"),
];

fn write_table(out: &mut String, table: &TableDraft) {
    let _ = write!(
        out,
        "\n# {}\n\n[[table]]\nid = {}\nfile = {}\ntitle = {}\n",
        rule_before(&comment(&table.id)),
        quoted(&table.id),
        quoted(&table.file),
        quoted(&table.title)
    );
    match table.key.as_slice() {
        [] => out.push_str(
            "# key = \"…\"  # no column identifies the rows; they are named by line, `#4`\n",
        ),
        [single] => {
            let _ = writeln!(out, "key = {}", quoted(single));
        }
        several => {
            let _ = writeln!(out, "key = {}", list(several));
        }
    }
    if !table.headings.is_empty() {
        let lines: Vec<String> = table.headings.iter().map(u32::to_string).collect();
        let _ = writeln!(out, "headings = [{}]", lines.join(", "));
    }
    if !table.missing.is_empty() {
        let marks: Vec<String> = table
            .missing
            .iter()
            .map(|mark| format!("{} = \"not explained\"", quoted(mark)))
            .collect();
        let _ = writeln!(out, "missing = {{ {} }}  # explain the marks", marks.join(", "));
    }
    if let Some(mark) = table.format.decimal {
        let _ = writeln!(out, "decimal = \"{mark}\"");
    }
    if table.format.negative_parentheses {
        out.push_str("negative_parentheses = true\n");
    }
    if !table.notes.is_empty() {
        let _ = writeln!(out, "notes = {}", list(&table.notes));
    }
    out.push_str("# complete = false  # if rows are left out, as in a top ten\n");
    table.columns.iter().for_each(|column| write_column(out, column));
    for row in &table.rows {
        let _ = writeln!(
            out,
            "\n  [[table.row]]\n  line = {}\n  unit = {}",
            row.line,
            quoted(&row.unit)
        );
    }
}

fn write_column(out: &mut String, column: &ColumnDraft) {
    out.push('\n');
    for remark in &column.remarks {
        let _ = writeln!(out, "  # {}", comment(remark));
    }
    let _ = writeln!(out, "  [[table.column]]\n  header = {}", quoted(&column.header));
    if let [part] = column.parts.as_slice() {
        let _ = writeln!(
            out,
            "  name = {}\n  label = {}\n  unit = {}",
            quoted(&part.name),
            quoted(&part.label),
            quoted(&part.unit)
        );
        if part.scale != 1 {
            let _ = writeln!(out, "  scale = {}", part.scale);
        }
        if let Some(decimals) = part.decimals {
            let _ = writeln!(out, "  decimals = {decimals}");
        }
        return;
    }
    out.push_str("  parts = [\n");
    for part in &column.parts {
        let scale =
            if part.scale == 1 { String::new() } else { format!(", scale = {}", part.scale) };
        let optional = if part.optional { ", optional = true" } else { "" };
        let _ = writeln!(
            out,
            "    {{ name = {}, label = {}, unit = {}{scale}{optional} }},",
            quoted(&part.name),
            quoted(&part.label),
            quoted(&part.unit)
        );
    }
    out.push_str("  ]\n");
}

fn write_entry(out: &mut String, entry: &Entry) {
    let mut text = format!("[[{}]]\n", entry.kind);
    for (key, field) in &entry.fields {
        let value = match field {
            Field::Text(value) => quoted(value),
            Field::List(values) => list(values),
        };
        let _ = writeln!(text, "{key} = {value}");
    }
    out.push('\n');
    entry.comments.iter().for_each(|line| {
        let _ = writeln!(out, "# {}", comment(line));
    });
    if entry.commented {
        text.lines().for_each(|line| {
            let _ = writeln!(out, "# {line}");
        });
    } else {
        out.push_str(&text);
    }
}

/// A comment ends with its line.
fn comment(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn list(values: &[String]) -> String {
    format!("[{}]", values.iter().map(|value| quoted(value)).collect::<Vec<_>>().join(", "))
}

/// The files of a new study: a scaffold to fill in, and a tiny table that its rules hold for.
///
/// ```
/// use crossfoot_load::scaffold::blank;
/// let names = blank("permits").map(|(name, _)| name);
/// assert_eq!(names, ["study.toml", "permits.csv", "claims.csv", "SOURCE.md"]);
/// ```
pub fn blank(id: &str) -> [(&'static str, String); 4] {
    let manifest = include_str!("scaffold/blank.toml").replace("ID", &escaped(id));
    [
        ("study.toml", manifest),
        ("permits.csv", include_str!("scaffold/permits.csv").to_owned()),
        ("claims.csv", include_str!("scaffold/claims.csv").to_owned()),
        ("SOURCE.md", source(id)),
    ]
}

/// The page that says where a study comes from, to be filled in.
pub fn source(id: &str) -> String {
    include_str!("scaffold/source.md").replace("ID", id)
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
