//! The corrected basis: a study with the figures that root causes change, audited again.

use crossfoot_core::Study;

use crate::{Audit, RootCauses, examine};

impl RootCauses {
    /// The study with every corrected figure in place, in memory: nothing on disk changes.
    pub fn corrected(&self, study: &Study) -> Study {
        study.with(self.corrections.iter().map(|change| (change.variable, change.corrected)))
    }
}

/// Corrects an audited study by the best hypothesis about each group of its findings and audits it
/// again. The root causes are those of the study as published; everything else is about the
/// corrected one. A statement whose words should change keeps its number and its finding, even if
/// the corrected figures happen to give that number.
///
/// ```
/// # use crossfoot_load::{Loaded, scaffold};
/// # let files = scaffold::blank("permits")
/// #     .map(|(name, text)| (name.to_owned(), text.replace("1,204", "1,240")));
/// # let study = Loaded::from_texts("permits".as_ref(), &files.into()).unwrap().into_study();
/// use crossfoot_audit::{audit, corrected};
/// let (study, after) = corrected(&study, &audit(&study));
/// assert_eq!(after.findings.len(), 0);
/// ```
pub fn corrected(study: &Study, published: &Audit) -> (Study, Audit) {
    let corrected = published.roots.corrected(study);
    let audit = Audit {
        corrected_from: Some(published.findings.len()),
        roots: published.roots.clone(),
        ..examine(&corrected, &published.roots.reworded())
    };
    (corrected, audit)
}
