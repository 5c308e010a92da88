//! The text that a study is about, where its manifest names one.

use std::sync::Arc;

use crossfoot_core::{Article, Diagnostic, Source};
use crossfoot_ingest::ReceivedArticle;

use crate::Problems;
use crate::folder::Folder;
use crate::manifest::Manifest;

/// The article that the manifest names; none if it names none, or if the file cannot be read, which
/// is reported.
pub(crate) fn load(
    folder: &Folder<'_>,
    manifest: &Manifest,
    source: &Arc<Source>,
    problems: &mut Problems,
) -> Option<Arc<Article>> {
    let file = manifest.article.as_ref()?;
    if !folder.has(&file.value) {
        let message = format!("the article `{}` is not in this folder", file.value);
        problems.push(Diagnostic::at(source, file.span, message).label("file not found"));
        return None;
    }
    match folder.read_article(&file.value, problems)? {
        Ok(ReceivedArticle { article, .. }) => Some(Arc::new(article)),
        Err(error) => {
            problems.extend(error.problems);
            None
        }
    }
}
