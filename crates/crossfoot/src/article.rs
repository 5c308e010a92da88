//! An article → its audit: tables read, rules and statements drafted, everything checked.

mod lists;
mod places;

use std::path::Path;

use crossfoot_audit::article::{Statements, statements};
use crossfoot_core::{Article, LoadError};
use crossfoot_ingest::{Received, ReceivedArticle};
use crossfoot_load::draft::NamedTables;
use crossfoot_load::{Loaded, MANIFEST};

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
    /// The study with the drafted claims, audited.
    pub audited: Audited,
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
    decimal: Option<char>,
) -> Result<AuditedArticle, LoadError> {
    let ReceivedArticle { mut received, article, .. } = received;
    let inputs = if received.tables.is_empty() {
        Vec::new()
    } else {
        let named = NamedTables::from_received(&received, id, decimal)?;
        received.notes = named.notes;
        let named = named.tables.into_iter();
        named.map(|(stem, table)| Input { csv: table.to_csv().to_owned(), stem, table }).collect()
    };
    let mut drafted = if inputs.is_empty() {
        Drafted::without_tables(id, folder)?
    } else {
        crate::draft(id, &inputs, folder, decimal)?
    };
    let statements = statements(&drafted.study, &article);
    let claims = lists::claim_ids(&article, &statements);
    let mut files = drafted.files.clone();
    if let Some(list) = lists::claims(&article, &statements, &claims) {
        files.insert("claims.csv".to_owned(), list);
    }
    let mut study = Loaded::from_texts(folder, &files)?.into_study();
    places::in_article(&mut study, &inputs, &article, &received.name);
    if let Some(list) = lists::numbers(&article, &statements, &claims) {
        files.insert("numbers.csv".to_owned(), list);
    }
    debug_assert!(files.contains_key(MANIFEST));
    drafted.files = files;
    let audited = Audited::new(study);
    Ok(AuditedArticle { article, received, drafted, statements, claims, audited })
}
