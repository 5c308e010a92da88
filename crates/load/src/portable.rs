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

/// Characters of the id of a study; in UTF-8 at most four bytes each, so that a file can have it as
/// its name.
pub(crate) const MOST_ID: usize = 60;

/// Whether a study may have this id: it can name a file or folder anywhere, and stand in a link.
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
