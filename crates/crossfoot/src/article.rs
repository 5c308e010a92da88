//! An article → its audit: tables read, rules and statements drafted, everything checked.

mod beside;
mod lists;
mod places;

use std::path::Path;

use crossfoot_audit::article::{Statements, statements};
use crossfoot_core::{Article, Block, BlockKind, LoadError, Part, Study};
use crossfoot_ingest::{Received, ReceivedArticle};
use crossfoot_load::draft::NamedTables;
use crossfoot_load::{Loaded, portable};
use crossfoot_report::document::Document;
use crossfoot_report::{ArticleAudit, Reception};

pub use beside::{TextClaims, claims_of_text};

use crate::{Audited, Drafted, Input};

/// An article and everything that was found in it.
#[derive(Debug)]
pub struct AuditedArticle {
    /// The article.
    pub article: Article,
    /// What was received: its format, its tables, and what is to be said of how it was read.
    pub received: Received,
    /// The study that was drafted from its tables, with the files of all of it.
    pub drafted: Drafted,
    /// What became of every numeral.
    pub statements: Statements,
    /// The claim of each numeral that was drafted, in the order of the numerals.
    pub claims: Vec<Option<String>>,
    /// The same of each word that compares.
    pub comparison_claims: Vec<Option<String>>,
    /// The study with the drafted claims, audited.
    pub audited: Audited,
}

impl AuditedArticle {
    /// What `crossfoot audit` shows, for any renderer of [`report`](crate::report).
    pub fn document(&self) -> Document {
        self.shown(crossfoot_report::article)
    }

    /// The same for machines: `crossfoot.article/1`.
    ///
    /// # Errors
    /// None in practice: every value of the model has a JSON form.
    pub fn json(&self) -> serde_json::Result<String> {
        self.shown(crossfoot_report::article_json)
    }

    fn shown<T>(&self, show: impl FnOnce(&ArticleAudit<'_>) -> T) -> T {
        let file = self.received.name.as_str();
        let notes = self.received.notes.iter().map(|note| (file.to_owned(), note.clone()));
        let reception = Reception {
            columns_as_text: self.drafted.columns_as_text.clone(),
            problems: self.drafted.problems.clone(),
            notes: notes.collect(),
        };
        show(&ArticleAudit {
            file,
            article: &self.article,
            statements: &self.statements,
            claims: &self.claims,
            comparison_claims: &self.comparison_claims,
            study: &self.audited.study,
            audit: &self.audited.audit,
            reception: &reception,
            grid: &|cell| self.drafted.grid(cell),
        })
    }
}

/// Drafts a study named `id` from an article, and audits it. Nothing is read or written; messages
/// name the files as they will be in `folder`. `decimal` is the decimal mark of all tables, if it
/// is known.
///
/// # Errors
/// [`LoadError`] if the tables cannot be read without doubt, or the drafted study cannot be loaded.
///
/// ```
/// use crossfoot::ingest::{Options, read_article_bytes};
///
/// let page = "<h1>Permits</h1><p>In 2023, 5,382 permits were granted.</p>\
///     <table><tr><th>Year<th>Permits<tr><td>2022<td>6,900<tr><td>2023<td>5,328</table>";
/// let received = read_article_bytes("permits.html", page.as_bytes(), Options::default()).unwrap();
/// let audited = crossfoot::audit_article("permits", received, "permits".as_ref(), None).unwrap();
/// assert_eq!(audited.statements.numerals.len(), 2);
/// ```
pub fn audit_article(
    id: &str,
    received: ReceivedArticle,
    folder: &Path,
    mut decimal: Option<char>,
) -> Result<AuditedArticle, LoadError> {
    let ReceivedArticle { mut received, mut article, .. } = received;
    let inputs = inputs(id, &mut received, &mut article, &mut decimal)?;
    let mut text = draft_with_text(id, &inputs, &article, folder, decimal)?;
    places::in_article(&mut text.study, &inputs, &article, &received.name);
    let TextDraft { drafted, statements, claims, comparison_claims, study, note } = text;
    received.notes.extend(note);
    let audited = Audited::new(study);
    Ok(AuditedArticle {
        article,
        received,
        drafted,
        statements,
        claims,
        comparison_claims,
        audited,
    })
}

/// The name of the study that a file becomes.
///
/// ```
/// assert_eq!(crossfoot::study_name("articles/Table 2.xlsx".as_ref()), "Table-2");
/// ```
pub fn study_name(file: &Path) -> String {
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let name = portable(stem.as_deref().unwrap_or_default());
    let name = name.trim_start_matches(['.', '-']);
    if name.is_empty() { "article".to_owned() } else { name.to_owned() }
}

/// A study that was drafted from tables and a text about them.
#[derive(Debug)]
pub struct TextDraft {
    /// The study that was drafted from the tables, with the files of all of it.
    pub drafted: Drafted,
    /// What became of every numeral.
    pub statements: Statements,
    /// The claim of each numeral that was drafted, in the order of the numerals.
    pub claims: Vec<Option<String>>,
    /// The same of each word that compares.
    pub comparison_claims: Vec<Option<String>>,
    /// The study with the drafted claims.
    pub study: Study,
    /// Why the statements were not checked, if they could not be.
    pub note: Option<String>,
}

/// Drafts a study named `id` from tables, as [`draft()`](crate::draft()), and the claims and numerals
/// of a text about them. Without tables, the study has claims and numerals only.
///
/// # Errors
/// [`LoadError`] if the drafted study cannot be loaded.
///
/// ```
/// use crossfoot::ingest::{Options, read_text_bytes};
///
/// let text = b"In 2023, 1,204 permits were granted.";
/// let read = read_text_bytes("text.txt", text, Options::default()).unwrap();
/// let drafted =
///     crossfoot::draft_with_text("permits", &[], &read.article, "permits".as_ref(), None).unwrap();
/// assert!(drafted.drafted.files["numbers.csv"].contains("1,204"));
/// ```
pub fn draft_with_text(
    id: &str,
    inputs: &[Input],
    article: &Article,
    folder: &Path,
    decimal: Option<char>,
) -> Result<TextDraft, LoadError> {
    let mut drafted = if inputs.is_empty() {
        Drafted::without_tables(id, folder)?
    } else {
        crate::draft(id, inputs, folder, decimal)?
    };
    let statements = statements(&drafted.study, article);
    let mut claims = lists::claim_ids(article, &statements);
    let mut comparison_claims = lists::comparison_ids(&statements);
    let list = lists::claims(article, &statements, &claims, &comparison_claims);
    drafted.files.extend(list.map(|list| (CLAIMS.to_owned(), list)));
    let mut note = None;
    let mut loaded = Loaded::from_texts(folder, &drafted.files);
    // A statement that no claim can express must hide neither the others nor what the tables show.
    while let Err(error) = &loaded {
        let faulty = lists::faulty(error, drafted.files.get(CLAIMS).map_or("", String::as_str));
        let without = if faulty.is_empty() { "the statements were" } else { "a statement was" };
        note.get_or_insert_with(|| format!("{without} not checked: {error}"));
        let all = claims.iter_mut().chain(&mut comparison_claims);
        let left_out = all.filter(|claim| {
            claim.as_ref().is_some_and(|id| faulty.is_empty() || faulty.contains(id))
        });
        let left_out = left_out.map(|claim| *claim = None).count();
        drafted.files.remove(CLAIMS);
        let list = lists::claims(article, &statements, &claims, &comparison_claims);
        drafted.files.extend(list.map(|list| (CLAIMS.to_owned(), list)));
        loaded = Loaded::from_texts(folder, &drafted.files);
        if left_out == 0 {
            break;
        }
    }
    let study = loaded?.into_study();
    let all: Vec<(usize, usize)> = (1..).zip(0..claims.len()).collect();
    let list = lists::numbers(article, &statements, (&claims, &comparison_claims), &all);
    drafted.files.extend(list.map(|list| (NUMBERS.to_owned(), list)));
    Ok(TextDraft { drafted, statements, claims, comparison_claims, study, note })
}

const CLAIMS: &str = "claims.csv";
const NUMBERS: &str = "numbers.csv";

/// The tables of an article that have rows, and what is to be said of how they were read. Where
/// their decimal mark is in doubt, it is a point, as in running text in English.
fn inputs(
    id: &str,
    received: &mut Received,
    article: &mut Article,
    decimal: &mut Option<char>,
) -> Result<Vec<Input>, LoadError> {
    let mut filled = Vec::new();
    for (at, table) in received.tables.iter().enumerate() {
        filled.extend((table.rows() > 0).then_some(at));
    }
    // Captions and notes count the tables that are left.
    for block in &mut article.blocks {
        block.kind = match block.kind {
            BlockKind::Caption(Some(table)) => {
                BlockKind::Caption(filled.iter().position(|at| *at == table))
            }
            BlockKind::Note(table) => match filled.iter().position(|at| *at == table) {
                Some(table) => BlockKind::Note(table),
                None => BlockKind::Paragraph,
            },
            kind => kind,
        };
    }
    if filled.is_empty() {
        return Ok(Vec::new());
    }
    let named = match NamedTables::from_received(received, id, *decimal) {
        Err(error) if decimal.is_none() => {
            let named = NamedTables::from_received(received, id, Some('.')).map_err(|_| error)?;
            *decimal = Some('.');
            let note = "a mark of numbers may separate thousands or decimals; it was read as a \
                        decimal point";
            let notes = named.notes.into_iter().chain([note.to_owned()]).collect();
            NamedTables { notes, ..named }
        }
        named => named?,
    };
    received.notes = named.notes;
    let tables = named.tables.into_iter();
    let tables = tables.map(|(stem, table)| Input { csv: table.to_csv().to_owned(), stem, table });
    Ok(tables.collect())
}

/// Whether an article has running text: one of tables alone may have titles and notes, and a sentence
/// or two below them.
///
/// ```
/// use crossfoot::ingest::{Options, read_text_bytes};
///
/// let read = read_text_bytes("a.txt", b"In 2023, 12 of 48 came.", Options::default()).unwrap();
/// assert!(crossfoot::has_prose(&read.article, false) && !crossfoot::has_prose(&read.article, true));
/// ```
pub fn has_prose(article: &Article, has_tables: bool) -> bool {
    /// A text of fewer bytes may be a note of a table.
    const LONG: usize = 300;
    let texts = article.blocks.iter().filter(|block| is_text(article, block));
    let texts: Vec<usize> = texts.map(|block| block.prose.text().len()).collect();
    texts.len() > usize::from(has_tables) || texts.iter().sum::<usize>() >= LONG
}

/// Whether a block is a paragraph of the text that ends as a sentence does.
fn is_text(article: &Article, block: &Block) -> bool {
    let of_text = matches!(article.section(block).part, Part::Abstract | Part::Body);
    let text = block.prose.text().trim_end();
    let ends = text.ends_with(['.', '!', '?', '。', '！', '？']);
    block.kind == BlockKind::Paragraph && of_text && ends
}
