//! Catalogues of gettext (`locales/*.po`): English patterns and what they are in another language.
//!
//! Read here and not by a crate, since those that read the format do not fit: `rspolib` takes a
//! text for a path where such a file exists, and this crate does no I/O; `polib` keeps the latter
//! of two equal messages in silence, and panics on a line that it does not expect. What is read is
//! what the catalogues need: no contexts and no plurals, which patterns do without.

use std::collections::BTreeMap;

/// One message of a catalogue.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Message {
    /// The English pattern.
    pub(super) english: String,
    /// The pattern in the other language; empty where it is not translated, or where the
    /// translation is marked `fuzzy`, that is, as one that nobody has confirmed.
    pub(super) translation: String,
}

/// What is translated in a catalogue, by the English pattern. One that cannot be read translates
/// nothing, and the tests say on which line.
pub(super) fn translations(po: &str) -> BTreeMap<String, String> {
    messages(po)
        .unwrap_or_default()
        .into_iter()
        .filter(|message| !message.translation.is_empty())
        .map(|message| (message.english, message.translation))
        .collect()
}

/// All messages of a catalogue in its order, without its header.
///
/// # Errors
///
/// The line that cannot be read, and what was expected there.
pub(super) fn messages(po: &str) -> Result<Vec<Message>, String> {
    let mut reader = Reader::default();
    for (at, line) in po.lines().enumerate() {
        reader.read(line.trim()).map_err(|expected| format!("line {}: {expected}", at + 1))?;
    }
    reader.messages.retain(|message| !message.english.is_empty());
    Ok(reader.messages)
}

/// Where the reader is in a message.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Field {
    #[default]
    Outside,
    English,
    Translation,
    /// A translation that is read over.
    Fuzzy,
}

#[derive(Default)]
struct Reader {
    messages: Vec<Message>,
    field: Field,
    /// Whether the message that comes next is marked.
    fuzzy: bool,
}

impl Reader {
    fn read(&mut self, line: &str) -> Result<(), &'static str> {
        if line.is_empty() {
            return Ok(());
        }
        if let Some(comment) = line.strip_prefix('#') {
            let flags = comment.strip_prefix(',').unwrap_or_default();
            self.fuzzy |= flags.split(',').any(|flag| flag.trim() == "fuzzy");
            return Ok(());
        }
        let (keyword, quoted) =
            line.split_at(line.find('"').ok_or("a text in quotes is expected")?);
        let text = unquote(quoted).ok_or("the text in quotes is not well-formed")?;
        match (keyword.trim_end(), self.field) {
            ("msgid", Field::Outside | Field::Translation | Field::Fuzzy) => {
                self.messages.push(Message { english: String::new(), translation: String::new() });
                self.field = Field::English;
            }
            ("msgstr", Field::English) => {
                self.field = if self.fuzzy { Field::Fuzzy } else { Field::Translation };
                self.fuzzy = false;
            }
            ("", _) => {}
            _ => return Err("`msgid`, `msgstr` or more of the text is expected"),
        }
        match (self.messages.last_mut(), self.field) {
            (Some(message), Field::English) => message.english += &text,
            (Some(message), Field::Translation) => message.translation += &text,
            (_, Field::Fuzzy) => {}
            _ => return Err("`msgid` is expected"),
        }
        Ok(())
    }
}

/// The text of a string in quotes; `None` where the quotes or an escape are wrong.
fn unquote(quoted: &str) -> Option<String> {
    let mut chars = quoted.strip_prefix('"')?.strip_suffix('"')?.chars();
    let mut text = String::with_capacity(quoted.len());
    while let Some(character) = chars.next() {
        text.push(match character {
            '"' => return None,
            '\\' => match chars.next()? {
                'n' => '\n',
                't' => '\t',
                same @ ('"' | '\\') => same,
                _ => return None,
            },
            other => other,
        });
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::{messages, translations};

    const PO: &str = r#"# Of a translator.
msgid ""
msgstr ""
"Language: zh_CN\n"

#. charts
msgid "{} of {}"
msgstr "{1} 中的 {0}"

#, fuzzy
msgid "guessed"
msgstr "猜测"
"的"

msgid ""
"in \"quotes\", "
"a backslash \\, and\n"
msgstr ""
"“引号”、\\，"
"以及\n"

msgid "not yet"
msgstr ""

#~ msgid "gone"
#~ msgstr "已删"
"#;

    #[test]
    fn messages_are_read_in_order_over_several_lines_and_with_escapes() {
        let read = messages(PO).expect("a catalogue");
        let english: Vec<&str> = read.iter().map(|message| message.english.as_str()).collect();
        let long = "in \"quotes\", a backslash \\, and\n";
        assert_eq!(english, ["{} of {}", "guessed", long, "not yet"]);
        assert_eq!(read[2].translation, "“引号”、\\，以及\n");
    }

    #[test]
    fn what_is_guessed_or_empty_is_not_said() {
        let known = translations(PO);
        assert_eq!(known.len(), 2);
        assert_eq!(known["{} of {}"], "{1} 中的 {0}");
    }

    #[test]
    fn what_cannot_be_read_is_named_by_its_line() {
        for (po, line) in [
            ("msgid \"a\"\nmsgid \"b\"", "line 2: "),
            ("msgstr \"a\"", "line 1: "),
            ("\"a\"", "line 1: "),
            ("\n\nmsgctxt \"a\"", "line 3: "),
            ("msgid \"a", "line 1: "),
            ("msgid \"a\\q\"", "line 1: "),
            ("msgid \"a\" b\"", "line 1: "),
            ("msgid", "line 1: "),
        ] {
            let error = messages(po).expect_err(po);
            assert!(error.starts_with(line), "{po}: {error}");
        }
    }
}
