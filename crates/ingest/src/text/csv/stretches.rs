//! CSV text → stretches of whole records, each of which can be cut into fields by itself.

use std::ops::Range;

use memchr::{memchr, memchr2};

use super::record::closing;

/// Bytes of one stretch at least: some hundred rows, whose text and fields stay in the nearest
/// cache of the core that reads them.
const LENGTH: usize = 16 * 1_024;

/// Some whole records.
#[derive(Clone, Debug)]
pub struct Stretch {
    /// Their place in the text.
    pub range: Range<usize>,
    /// Whether there is a quote among them.
    pub quoted: bool,
}

/// The text from a byte on, which must be the start of a record, in stretches that end where a
/// record does.
///
/// A line end inside quotes ends no record, so the quotes are followed from the start; nothing else
/// has to be looked at.
pub(super) fn stretches(text: &str, from: usize) -> Vec<Stretch> {
    let mut found = Vec::new();
    let mut start = from;
    while start < text.len() {
        let (end, quoted) = record_end(text.as_bytes(), start, start + LENGTH);
        found.push(Stretch { range: start..end, quoted });
        start = end;
    }
    found
}

/// The first end of a record at or after `target`, when a record starts at `at`, and whether a
/// quote is before it.
fn record_end(text: &[u8], mut at: usize, target: usize) -> (usize, bool) {
    let mut quoted = false;
    loop {
        let stop = if at < target {
            let near = &text[at..text.len().min(target)];
            memchr(b'"', near)
                .map(|offset| at + offset)
                .or_else(|| (target < text.len()).then_some(target))
        } else {
            memchr2(b'"', b'\n', &text[at..]).map(|offset| at + offset)
        };
        at = match stop {
            None => return (text.len(), quoted),
            Some(quote) if text[quote] == b'"' => {
                quoted = true;
                after_quote(text, quote)
            }
            Some(line_end) if at >= target => return (line_end + 1, quoted),
            Some(target) => target,
        };
    }
}

/// Where to go on after a quote outside quotes: after the field that it opens, or after itself
/// where it is only text.
fn after_quote(text: &[u8], quote: usize) -> usize {
    let opens = quote == 0 || matches!(text[quote - 1], b',' | b'\n' | b'\r');
    if !opens {
        return quote + 1;
    }
    closing(text, quote + 1, b'"').map_or(text.len(), |close| close + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The ends of all records as the csv crate sees them.
    fn record_ends(text: &str) -> Vec<usize> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut record = csv::ByteRecord::new();
        let mut ends = Vec::new();
        while reader.read_byte_record(&mut record).unwrap() {
            ends.push(reader.position().byte() as usize);
        }
        ends
    }

    proptest! {
        #[test]
        fn a_record_ends_where_csv_says(text in "[ab\",\n]{0,40}", target in 0_usize..40) {
            let text = text.trim_start_matches('\n');
            let (end, quoted) = record_end(text.as_bytes(), 0, target.min(text.len()));
            prop_assert_eq!(quoted, text[..end].contains('"'));
            let ends = record_ends(text);
            // Empty lines after a record belong to no record.
            let after_blank = text[..end].trim_end_matches('\n').len() + 1;
            prop_assert!(end == text.len() || ends.contains(&end) || ends.contains(&after_blank), "{} in {:?}", end, ends);
        }
    }

    #[test]
    fn stretches_cover_the_text() {
        let text = "key,\"a \"\"quoted\"\"\nname\"\n".repeat(20_000);
        let found = stretches(&text, 0);
        assert!(found.len() > 5);
        assert!(found.windows(2).all(|pair| pair[0].range.end == pair[1].range.start));
        assert!(found.iter().all(|stretch| text[stretch.range.clone()].starts_with("key,")
            && text[..stretch.range.end].ends_with("name\"\n")));
        assert_eq!(found.last().map(|last| last.range.end), Some(text.len()));
    }
}
