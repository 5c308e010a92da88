//! Figures and claims of a drafted study → their places in the article, where a reader looks for
//! them: the files of the study may never be written.

use std::sync::Arc;

use crossfoot_core::{Article, Origins, Received, Source, Spot, Study};

use crate::Input;

/// Lets every place of the study be one in the article that is named `file`.
pub(super) fn in_article(study: &mut Study, inputs: &[Input], article: &Article, file: &str) {
    for (table, input) in study.tables.iter_mut().zip(inputs) {
        if table.source.text() == input.table.source().text() {
            table.source = Arc::clone(input.table.source());
        }
    }
    let Some(claims) = &study.claims_source else { return };
    let mut origins = Origins::new(file, Some(Arc::clone(&article.source)));
    for claim in study.claims.iter() {
        let Some(spot) = spot(&claim.position) else { return };
        origins.push(Received { written: claim.span, spot, at: (0, 0) });
    }
    let written = Source::written(claims.name(), claims.text().to_owned(), origins);
    study.claims_source = written.or_else(|| study.claims_source.clone());
}

/// `12:34` as a place.
fn spot(position: &str) -> Option<Spot> {
    let (line, column) = position.split_once(':')?;
    Some(Spot::text(line.parse().ok()?, column.parse().ok()?))
}
