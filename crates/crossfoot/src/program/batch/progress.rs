//! How far a batch is, on stderr where that is a terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Count, rate, remaining time and the study that was begun last.
const TEMPLATE: &str = "{wide_bar} {pos}/{len}  {per_sec}  {eta} left\n{msg}";

/// A bar for so many studies; hidden where nobody would or wants to see it.
pub(crate) fn bar(studies: usize, quiet: bool) -> ProgressBar {
    let bar = if quiet { ProgressBar::hidden() } else { ProgressBar::new(studies as u64) };
    if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
        bar.set_style(style);
    }
    // A study that takes long must not look like a program that hangs.
    if !bar.is_hidden() {
        bar.enable_steady_tick(Duration::from_millis(200));
    }
    bar
}
