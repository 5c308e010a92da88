//! What the page itself says: labels, hints and messages, with their translations.

use std::collections::BTreeMap;

use crossfoot::core::{Phrase, pattern};
use crossfoot::report::Language;

/// Every sentence of the page, as `page/` has it in English.
const WORDS: [&str; 32] = [
    pattern!("Skip to the content"),
    pattern!("Check published statistics"),
    pattern!(
        "Every figure of a table or an article is computed again. What disagrees is shown with its cause. Your files stay on this computer."
    ),
    pattern!("Drop files here, or choose them"),
    pattern!("CSV, XLSX, XLS, ODS, HTML, JATS, DOCX, Markdown or text; or all files of a study."),
    pattern!("Paste a table or a text"),
    pattern!("Table or text"),
    pattern!("Check"),
    pattern!("Examples:"),
    pattern!("Stop"),
    pattern!("Download"),
    pattern!("Report"),
    pattern!("Report in Markdown (ZIP)"),
    pattern!("Letter to the authors"),
    pattern!("Study (ZIP)"),
    pattern!("Corrected tables (ZIP)"),
    pattern!("JSON"),
    pattern!("Rules, claims and tables"),
    pattern!(
        "Change a file of the study and check it again. Rules are in study.toml, claims in claims.csv."
    ),
    pattern!("File"),
    pattern!("Content of the file"),
    pattern!("Check again"),
    pattern!("Explanation"),
    pattern!("Close"),
    pattern!("Light"),
    pattern!("Dark"),
    pattern!("The program failed on this file. It is ready for another one."),
    pattern!("Checking {} …"),
    pattern!("Checked {} in {} ms."),
    pattern!("Choose one table or article, or all files of a study with its study.toml."),
    pattern!("This file is not a text."),
    pattern!("Stopped."),
];

/// The sentences of the page in a language, by what they are in English. Gaps are numbered.
pub fn words(language: &Language) -> BTreeMap<&'static str, String> {
    let words = WORDS.into_iter().map(|word| {
        let gaps = ["{0}", "{1}"].map(Phrase::from);
        (word, language.say(&Phrase::Said(word, gaps.into())))
    });
    words.collect()
}
