//! Names for files and folders that every system takes, and that need no quotes in a link.

/// Whether names of files and of studies may have this character.
///
/// ```
/// use crossfoot_load::is_portable;
/// assert!("licences-2025.csv".chars().all(is_portable) && !is_portable('/'));
/// ```
pub fn is_portable(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.')
}

/// Most characters of the id of a study. Each has at most four bytes in UTF-8, so that it can name a
/// file.
pub(crate) const MOST_ID: usize = 60;

/// Whether a study may have this id: it can name a file or folder on every system and be part of a
/// link.
///
/// ```
/// use crossfoot_load::is_study_id;
/// assert!(is_study_id("licences-2025") && !is_study_id("../up") && !is_study_id(".hidden"));
/// ```
pub fn is_study_id(id: &str) -> bool {
    let length = id.chars().count();
    (1..=MOST_ID).contains(&length) && !id.starts_with(['.', '-']) && id.chars().all(is_portable)
}

/// The text with a dash for every character that names may not have.
///
/// ```
/// assert_eq!(crossfoot_load::portable("sponsors/2024"), "sponsors-2024");
/// ```
pub fn portable(text: &str) -> String {
    text.chars().map(|c| if is_portable(c) { c } else { '-' }).collect()
}
