//! Codes of languages after BCP 47, as far as studies use them.

/// Whether a text is the code of a language: two or three small letters, then perhaps script,
/// region or variant.
///
/// ```
/// use crossfoot_core::is_language_code;
/// assert!(["zh", "en", "pt-BR", "zh-Hans-CN"].into_iter().all(is_language_code));
/// assert!(!["", "Chinese", "en_US", "zh-"].into_iter().any(is_language_code));
/// ```
pub fn is_language_code(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().is_some_and(|part| {
        matches!(part.len(), 2 | 3) && part.bytes().all(|byte| byte.is_ascii_lowercase())
    });
    language
        && parts.all(|part| {
            (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}
