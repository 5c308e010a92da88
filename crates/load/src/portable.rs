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

/// The text with a dash for every character that names may not have.
///
/// ```
/// assert_eq!(crossfoot_load::portable("sponsors/2024"), "sponsors-2024");
/// ```
pub fn portable(text: &str) -> String {
    text.chars().map(|c| if is_portable(c) { c } else { '-' }).collect()
}
