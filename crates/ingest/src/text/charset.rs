//! Bytes → text: which encoding they are in, and where they are in none.

mod frequent;
mod guess;

use std::fmt;
use std::sync::Arc;

use crossfoot_core::{Diagnostic, LoadError, Source, Span};
use encoding_rs::{DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use crate::refuse;

/// The encoding of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charset(&'static Encoding);

impl Charset {
    /// The encoding with this name, in any case and by any of its aliases: `gb18030`, `GBK`,
    /// `utf-16le`, `big5`, `latin1`.
    pub fn from_name(name: &str) -> Option<Self> {
        Encoding::for_label(name.as_bytes()).map(Self::widest)
    }

    /// GB18030 holds all of GBK and GB2312, and a text that needs it would break with them.
    fn widest(encoding: &'static Encoding) -> Self {
        Self(if encoding == GBK { GB18030 } else { encoding })
    }
}

/// Its usual name.
impl fmt::Display for Charset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0.name() {
            "gb18030" => "GB18030",
            name => name,
        })
    }
}

/// The text, its encoding, and what is to be said about that.
pub(crate) fn decode(
    name: &str,
    bytes: &[u8],
    stated: Option<Charset>,
) -> Result<(Arc<Source>, Charset, Vec<String>), LoadError> {
    let mut shown = true;
    let (charset, start) = match (stated, Encoding::for_bom(bytes)) {
        (Some(stated), Some((marked, length))) if stated.0 == marked => (stated, length),
        (Some(stated), Some((marked, _))) => {
            let message = format!(
                "the byte order mark says {}, but --encoding says {}",
                Charset(marked),
                stated
            );
            return Err(refuse::file(name, message, "leave out --encoding"));
        }
        (Some(stated), _) => (stated, 0),
        (None, Some((marked, length))) => (Charset(marked), length),
        (None, None) => {
            let (detected, is_shown) = detect(name, bytes)?;
            shown = is_shown;
            (detected, 0)
        }
    };
    let text = decode_as(name, &bytes[start..], charset, stated.is_some())?;
    // Programs that add a mark do so where there is one already.
    let text = text.trim_start_matches('\u{FEFF}').to_owned();
    let Some(source) = Source::new(name, text) else {
        return Err(refuse::file(
            name,
            "this file is larger than 4 GiB",
            "split it, or keep only the tables",
        ));
    };
    if let Some(at) = memchr::memchr(0, source.text().as_bytes()) {
        let message = "unexpected NUL byte in the text".to_owned();
        return Err(refuse::stretch(
            &source,
            Span::new(at, at + 1),
            message,
            "the file is not text, or it is damaged",
        ));
    }
    if source.text().trim().is_empty() {
        return Err(refuse::file(
            name,
            "this file is empty",
            "expected a row of headings and at least one row below it",
        ));
    }
    let is_note = stated.is_none() && charset.0 != UTF_8;
    let notes = is_note.then(|| match shown {
        true => format!("detected encoding: {}", charset),
        false => {
            format!("guessed encoding: {}; if words look wrong, set --encoding", charset)
        }
    });
    Ok((source, charset, notes.into_iter().collect()))
}

/// The encoding of bytes that do not announce it, and whether they show it.
fn detect(name: &str, bytes: &[u8]) -> Result<(Charset, bool), LoadError> {
    if let Some(utf16) = unmarked_utf16(bytes) {
        return Ok((Charset(utf16), true));
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Ok((Charset(UTF_8), true));
    }
    let guess = guess::guess(name, bytes)?;
    // A stray byte in a UTF-8 text is not an encoding.
    if let (Some(utf8), Some((line, column, byte))) = lines(bytes, guess.charset) {
        let message = format!("byte 0x{byte:02X} is not valid UTF-8, but line {} is UTF-8", utf8);
        let help = "the file seems to mix several encodings; save all of it as UTF-8".to_owned();
        return Err(at_line(name, line, column, message, help));
    }
    guess.one_encoding(name, bytes)?;
    Ok((guess.charset, guess.shown))
}

/// UTF-16 without a mark: nearly every table has commas, digits or line ends, and one of the two
/// bytes of each is zero.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    /// Bytes that are looked at.
    const PREFIX: usize = 4_096;
    /// One character of this many at least must be plain.
    const PLAIN: usize = 20;
    let pairs = bytes.get(..bytes.len().min(PREFIX) / 2 * 2)?.as_chunks::<2>().0;
    let [high, low] = [0, 1].map(|side| pairs.iter().filter(|pair| pair[side] == 0).count());
    // A text in UTF-8 with a zero in it is damaged; half of what is plain in UTF-16 are zeros.
    if std::str::from_utf8(bytes).is_ok() && (high + low) * 4 < pairs.len() {
        return None;
    }
    // A Chinese character now and then has a zero as its other byte, such as 一.
    const OTHERS: usize = 4;
    match (high, low) {
        _ if low * PLAIN > pairs.len() && low > high * OTHERS => Some(UTF_16LE),
        _ if high * PLAIN > pairs.len() && high > low * OTHERS => Some(UTF_16BE),
        _ => None,
    }
}

/// The first line that is certainly UTF-8, and line, column and byte of the first place that
/// certainly is not.
fn lines(bytes: &[u8], guess: Charset) -> (Option<usize>, Option<(usize, usize, u8)>) {
    let (mut in_utf8, mut in_other) = (None, None);
    for (at, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        match std::str::from_utf8(line) {
            Ok(text) if in_utf8.is_none() && certainly_utf8(text, guess) => in_utf8 = Some(at + 1),
            Err(error) if in_other.is_none() => {
                let (valid, rest) = line.split_at(error.valid_up_to());
                in_other = Some((
                    at + 1,
                    String::from_utf8_lossy(valid).chars().count() + 1,
                    rest.first().copied().unwrap_or_default(),
                ));
            }
            _ => {}
        }
    }
    (in_utf8, in_other)
}

/// Two bytes of Chinese in GB18030 or Big5 can be one letter in UTF-8 by chance; a line of common
/// Chinese characters in UTF-8 hardly can be anything else. Letters of a single byte never are
/// UTF-8 by chance.
fn certainly_utf8(text: &str, guess: Charset) -> bool {
    let mut foreign = text.chars().filter(|c| !c.is_ascii()).peekable();
    foreign.peek().is_some()
        && (guess.0.is_single_byte() || foreign.clone().count() > 1 && foreign.all(is_common))
}

/// Whether a character is common in Chinese texts.
fn is_common(c: char) -> bool {
    matches!(
        c,
        '\u{2010}'..='\u{2044}'
            | '\u{3000}'..='\u{303F}'
            | '\u{4E00}'..='\u{9FA5}'
            | '\u{FF00}'..='\u{FFEF}'
    )
}

/// Decodes, or says where the bytes are not in that encoding.
fn decode_as(
    name: &str,
    bytes: &[u8],
    charset: Charset,
    stated: bool,
) -> Result<String, LoadError> {
    let mut decoder = charset.0.new_decoder_without_bom_handling();
    let most =
        decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(bytes.len());
    let mut text = String::with_capacity(most);
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    let DecoderResult::Malformed(wrong, behind) = result else { return Ok(text) };
    let byte = bytes
        .get(read.saturating_sub(usize::from(wrong) + usize::from(behind)))
        .copied()
        .unwrap_or_default();
    let line = text.matches('\n').count() + 1;
    let column = text.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
    let cut_off = charset.0 != UTF_8 && read == bytes.len() && behind == 0;
    let message = match cut_off {
        true => format!("the text ends inside a character of {}", charset),
        false => format!("byte 0x{byte:02X} is not valid {charset}"),
    };
    let help = match (stated, charset.0 == UTF_8) {
        _ if cut_off => "the file is cut off; get it again".to_owned(),
        (true, _) => "leave out --encoding to detect it, or set another".to_owned(),
        (false, true) => "the file is damaged; get it again".to_owned(),
        (false, false) => {
            "the file mixes encodings or is damaged; set --encoding if you know it, or \
                           save it as UTF-8"
                .to_owned()
        }
    };
    Err(at_line(name, line, column, message, help))
}

fn at_line(
    name: &str,
    line: usize,
    column: usize,
    message: impl fmt::Display,
    help: impl fmt::Display,
) -> LoadError {
    LoadError {
        problems: vec![
            Diagnostic::bare(format!("{name}:{line}:{column}: {message}")).help(help.to_string()),
        ],
    }
}
