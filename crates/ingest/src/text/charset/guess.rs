//! Which encoding bytes are in that are not UTF-8, and whether all lines are in the same.
//!
//! The detector knows letters of many languages, but takes a few Chinese words for Cyrillic ones,
//! and a sign such as `£` for Chinese. So what it says is held against the other readings: Chinese
//! consists of frequent characters, words of letters have their capitals in front.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use crossfoot_core::LoadError;
use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, SHIFT_JIS, WINDOWS_1252};

use super::frequent::is_frequent;
use super::{Charset, at_line, refuse};

/// What bytes are taken for.
pub(super) struct Guess {
    pub(super) charset: Charset,
    /// Whether they can hardly be anything else.
    pub(super) shown: bool,
}

/// The encoding of bytes that are not UTF-8; refuses what reads well in two.
pub(super) fn guess(name: &str, bytes: &[u8]) -> Result<Guess, LoadError> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let detected = Charset::widest(detector.guess(None, Utf8Detection::Deny)).0;
    let chinese: Vec<&'static Encoding> =
        [GB18030, BIG5].into_iter().filter(|encoding| is_chinese(encoding, bytes)).collect();
    let rivals = detected != GB18030
        && detected != BIG5
        && reads_well(detected, bytes)
        && (!detected.is_single_byte() || has_long_word(detected, bytes));
    let other = rivals.then_some(detected);
    match (chinese.as_slice(), other) {
        (&[one], None) => Ok(Guess { charset: Charset(one), shown: true }),
        (&[one, other, ..], _) | (&[one], Some(other)) => {
            let message = format!("ambiguous encoding: {} or {}", Charset(one), Charset(other));
            Err(refuse::file(name, message, "set --encoding, or save it as UTF-8"))
        }
        ([], Some(other)) if !other.is_single_byte() => {
            Ok(Guess { charset: Charset(other), shown: true })
        }
        ([], other) => {
            let damaged = [GB18030, BIG5]
                .into_iter()
                .find(|encoding| other.is_none() && is_mostly_chinese(encoding, bytes));
            let probably = damaged.or_else(|| western(detected, bytes)).unwrap_or(detected);
            Ok(Guess { charset: Charset(probably), shown: false })
        }
    }
}

impl Guess {
    /// Refuses a text of which some lines read well in this encoding, and others only in another.
    pub(super) fn one_encoding(&self, name: &str, bytes: &[u8]) -> Result<(), LoadError> {
        let lines =
            bytes.split(|byte| *byte == b'\n').enumerate().filter(|(_, line)| !line.is_ascii());
        let here = self.charset.0;
        let Some((first, _)) = lines.clone().find(|(_, line)| reads_well(here, line)) else {
            return Ok(());
        };
        let rivals = [GB18030, BIG5, WINDOWS_1252].into_iter().filter(|rival| *rival != here);
        for (at, line) in lines.filter(|(_, line)| !reads_well(here, line)) {
            if let Some(rival) =
                rivals.clone().find(|rival| reads_well(rival, line) && has_words(rival, line))
            {
                let column = line.iter().position(|byte| !byte.is_ascii()).unwrap_or_default() + 1;
                let message = format!(
                    "mixed encodings: this line is {}, but line {} is {}",
                    Charset(rival),
                    first + 1,
                    self.charset
                );
                let help = "the file seems to mix several encodings; save all of it as UTF-8";
                return Err(at_line(name, at + 1, column, message, help));
            }
        }
        Ok(())
    }
}

/// The text of bytes, of which the last may be the beginning of a character that was cut off.
fn text(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    /// Bytes of the longest character.
    const LONGEST: usize = 4;
    let most = if encoding.is_single_byte() { 1 } else { LONGEST };
    let mut wholes = (0..most).filter_map(|cut| bytes.get(..bytes.len().checked_sub(cut)?));
    wholes
        .find_map(|whole| encoding.decode_without_bom_handling_and_without_replacement(whole))
        .map(|text| text.into_owned())
}

/// Whether bytes read as words in an encoding.
fn reads_well(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    let Some(text) = text(encoding, bytes) else { return false };
    if encoding == GB18030 || encoding == BIG5 {
        is_chinese(encoding, bytes)
    } else if encoding == SHIFT_JIS || encoding == EUC_JP {
        // Half-width kana are in no word with others.
        !text.chars().any(|c| matches!(c, '\u{FF61}'..='\u{FF9F}')) || !text.chars().any(is_han)
    } else if encoding == EUC_KR {
        !text.chars().any(is_han)
    } else {
        text.split(|c: char| !is_part_of_word(c)).all(is_natural)
    }
}

/// Whether a line has words that its bytes rarely make by chance: any of Chinese, and of letters
/// those in which ASCII is more than an accident.
fn has_words(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    !encoding.is_single_byte()
        || text(encoding, bytes).is_some_and(|text| words(&text).any(is_word_with_ascii))
}

/// The words of a text: letters between other characters.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic())
}

fn is_word_with_ascii(word: &str) -> bool {
    !word.is_ascii() && word.chars().filter(char::is_ascii).count() > 1
}

/// Whether a word is long enough to be one: two Chinese characters are four letters by chance, and
/// not of one word.
fn has_long_word(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    /// Letters of a word.
    const LONG: usize = 5;
    text(encoding, bytes).is_some_and(|text| {
        words(&text).any(|word| !word.is_ascii() && word.chars().count() >= LONG)
    })
}

/// Whether most lines are Chinese, as in a file of which bytes were lost.
fn is_mostly_chinese(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_ascii());
    let (chinese, all) = lines.fold((0, 0), |(chinese, all), line| {
        (chinese + usize::from(is_chinese(encoding, line)), all + 1)
    });
    chinese * 3 >= all * 2
}

/// Whether bytes are Chinese: nearly all beyond ASCII are characters that the encoding holds first,
/// and punctuation, and half of them are frequent.
fn is_chinese(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    let held_first = if encoding == BIG5 { is_first_of_big5 } else { is_first_of_gb18030 };
    let Some(text) = text(encoding, bytes) else { return false };
    let (frequent, han) = text
        .chars()
        .filter(|c| is_han(*c))
        .fold((0, 0), |(frequent, all), c| (frequent + usize::from(is_frequent(c)), all + 1));
    han > 0 && frequent * 2 >= han && common_pairs(bytes, held_first)
}

/// Whether two bytes are one of the characters that Big5 holds first.
fn is_first_of_big5(lead: u8, trail: u8) -> bool {
    matches!((lead, trail), (0xA1..=0xC6, 0x40..=0x7E | 0xA1..=0xFE))
}

/// Whether two bytes are one of the characters that GB18030 holds first.
fn is_first_of_gb18030(lead: u8, trail: u8) -> bool {
    matches!((lead, trail), (0xA1..=0xA3 | 0xB0..=0xD7, 0xA1..=0xFE))
}

/// Whether nearly all bytes beyond ASCII come in pairs that stand for common characters; the last
/// may be cut off.
fn common_pairs(bytes: &[u8], common: fn(u8, u8) -> bool) -> bool {
    let (mut rest, mut found, mut all) = (bytes, 0, 0);
    while let [first, tail @ ..] = rest {
        rest = tail;
        if let (false, [second, behind @ ..]) = (first.is_ascii(), tail) {
            (found, all) = (found + usize::from(common(*first, *second)), all + 1);
            rest = behind;
        }
    }
    // In ten characters one may be rare.
    found * 10 >= all * 9
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// Letters, and signs that are in no word.
fn is_part_of_word(c: char) -> bool {
    c.is_alphabetic()
        || !c.is_ascii()
            && !c.is_whitespace()
            && !matches!(
                c,
                '’' | '‘' | '“' | '”' | '–' | '—' | '·' | '\u{AD}' | '…' | '„' | '«' | '»'
            )
}

/// Whether a word is written as words are: capitals in front or alone, no sign between letters, and
/// letters beyond ASCII among others of their kind.
fn is_natural(word: &str) -> bool {
    let inner = word.trim_matches(|c: char| !c.is_alphabetic());
    let letters: Vec<char> = inner.chars().collect();
    let plain = letters.iter().filter(|c| c.is_ascii()).count();
    let accented = letters.iter().filter(|c| is_accented(**c)).count();
    let others = letters.len() - plain - accented;
    let after = letters.get(1..).unwrap_or_default();
    let cased =
        !after.iter().any(|c| c.is_uppercase()) || !letters.iter().any(|c| c.is_lowercase());
    let one_script = others == 0 || plain + accented == 0;
    letters.iter().all(|c| c.is_alphabetic())
        && cased
        && one_script
        && (accented <= plain || letters.len() == 1)
}

/// Whether a character is a Latin letter beyond ASCII.
fn is_accented(c: char) -> bool {
    matches!(c, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | 'ª' | 'µ' | 'º')
}

/// Western European, where the detector's encoding is not the best name for it: all reads the same,
/// or its letters are no words and signs there, as in `12 ± 3` and `Cost £m`.
fn western(detected: &'static Encoding, bytes: &[u8]) -> Option<&'static Encoding> {
    let western = text(WINDOWS_1252, bytes)?;
    let signs = !western
        .chars()
        .any(|c| !c.is_ascii() && c.is_alphabetic() && !matches!(c, 'ª' | 'µ' | 'º'));
    let same = text(detected, bytes).as_ref() == Some(&western);
    let of_other_bytes = !detected.is_single_byte() && reads_well(WINDOWS_1252, bytes);
    (same || of_other_bytes || signs && has_no_words(detected, bytes)).then_some(WINDOWS_1252)
}

/// Whether nothing beyond ASCII is a word in this encoding: all is as short as units are, and
/// without vowels.
fn has_no_words(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    /// Letters of units, and of strings that are not words.
    const SHORT: usize = 3;
    let found = text(encoding, bytes).unwrap_or_default();
    words(&found).filter(|word| !word.is_ascii()).all(|word| {
        word.chars().count() <= SHORT
            && !word.contains(['a', 'e', 'i', 'o', 'u', 'y', 'A', 'E', 'I', 'O', 'U', 'Y'])
    })
}
