//! Cases published elsewhere: each folder of `tests/scenarios` holds a small study and, in
//! `expected.txt`, the verdict and the best cause of every check.

use std::path::Path;

use crossfoot_audit::{audit, check_name};
use crossfoot_testing::{Trial, by_hand, each, folders, root};

use crate::load;

pub(crate) fn trials() -> Vec<Trial> {
    each("scenarios", folders(&root().join("tests/scenarios")), |folder| {
        by_hand(&folder.join("expected.txt"), &outcome(folder))
    })
}

/// Every check of the study in a folder, as `CHECK-ID  VERDICT  BEST-CAUSE`.
fn outcome(folder: &Path) -> String {
    let study = load(folder);
    let audit = audit(&study);
    let lines = audit.checks().map(|(id, verdict)| {
        let best = audit
            .finding(id)
            .and_then(|finding| finding.causes.first())
            .map_or("-", |cause| cause.kind.name());
        format!("{}  {verdict}  {best}\n", check_name(&study, id))
    });
    lines.collect()
}
