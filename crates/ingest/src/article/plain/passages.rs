//! Lines of a plain text → passages, each with one duty: a paragraph, a heading, the caption or a
//! note of a table. A passage that a page break or a table cuts in two is joined again.

use std::collections::BTreeSet;
use std::ops::Range;

use crossfoot_core::Part;

use crate::article::outline::{bare, begins_body, named_part, numbered};
use crate::markup::builder;
use crate::table::kinds::is_note;
use crate::text::pasted::Line;

/// What a passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Title,
    Heading(u8),
    Paragraph,
    /// An item of a list.
    Item,
    /// The caption of a region, or of a figure.
    Caption(Option<usize>),
    /// A note of a region.
    Note(usize),
    /// The place of a region.
    Table(usize),
}

/// Lines that belong together.
#[derive(Clone, Debug)]
pub(super) struct Passage<'a> {
    pub(super) kind: Kind,
    /// Its first line.
    pub(super) first: &'a str,
    /// Its last line.
    pub(super) last: &'a str,
    /// Its lines in the source.
    pub(super) lines: Vec<Range<usize>>,
    /// Whether its first line is alone between blank ones, or lines are paragraphs.
    pub(super) alone: bool,
}

/// A line of more bytes is a whole paragraph.
const LONG_LINE: usize = 200;

/// Cuts lines into passages, with the regions among them.
pub(super) fn cut<'a>(lines: &[Line<'a>], regions: &[Range<usize>]) -> Vec<Passage<'a>> {
    let all: usize = lines.iter().map(|line| line.text.len()).sum();
    let long: usize =
        lines.iter().map(|line| line.text.len()).filter(|length| *length > LONG_LINE).sum();
    let wrapped = long * 2 < all;
    let width = usual_width(lines);
    let mut passages: Vec<Passage<'a>> = Vec::new();
    let mut regions = regions.iter().enumerate().peekable();
    let mut at = 0;
    while at < lines.len() {
        if let Some((index, region)) = regions.next_if(|(_, region)| region.start == at) {
            passages.push(Passage {
                kind: Kind::Table(index),
                first: "",
                last: "",
                lines: Vec::new(),
                alone: true,
            });
            at = region.end;
            continue;
        }
        let line = &lines[at];
        let range = line.start..line.start + line.text.len();
        let last = passages.last();
        let after_heading = last.is_some_and(|above| starts_alone(above, line, width));
        let above = passages.last_mut().filter(|above| {
            wrapped
                && line.blanks == 0
                && !matches!(above.kind, Kind::Table(_))
                && !is_item(line.text)
                && !is_bare_heading(line.text)
                && !after_heading
        });
        match above {
            Some(above) => {
                above.lines.push(range);
                above.last = line.text;
                above.alone = false;
            }
            None => passages.push(Passage {
                kind: if is_item(line.text) { Kind::Item } else { Kind::Paragraph },
                first: line.text,
                last: line.text,
                lines: vec![range],
                alone: !wrapped
                    || line.blanks > 0
                    || at == 0
                    || is_bare_heading(line.text)
                    || after_heading,
            }),
        }
        at += 1;
    }
    passages
}

/// Bytes that nine of ten lines do not exceed.
fn usual_width(lines: &[Line<'_>]) -> usize {
    let mut lengths: Vec<usize> = lines.iter().map(|line| line.text.len()).collect();
    lengths.sort_unstable();
    lengths.get(lengths.len() * 9 / 10).copied().unwrap_or(0)
}

/// Whether a line of its own is a heading above a paragraph without a blank line between them: by
/// its number or its words, or because it ends before the line is full and no sentence does.
fn starts_alone(passage: &Passage<'_>, next: &Line<'_>, width: usize) -> bool {
    let line = passage.first;
    let short = line.len() * 10 < width * 6 && next.text.len() * 10 > width * 8;
    let capital = [line, next.text].iter().all(|text| text.starts_with(char::is_uppercase));
    passage.lines.len() == 1
        && passage.alone
        && passage.kind == Kind::Paragraph
        && (heading(line).is_some()
            || short && capital && !line.ends_with(['.', ',', ';', ':', '?', '!', '-']))
}

/// Whether a line is one of the headings that articles have, and nothing else.
fn is_bare_heading(line: &str) -> bool {
    line.starts_with(char::is_uppercase) && heading(line).is_some() && is_known(line)
}

/// Whether a line is an item of a list.
fn is_item(line: &str) -> bool {
    let bullet = ["- ", "– ", "• ", "· ", "* ", "● ", "○ ", "▪ "];
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = (1..3).contains(&digits) && line[digits..].starts_with(") ");
    bullet.iter().any(|mark| line.starts_with(mark)) || numbered
}

/// How deep a heading is that shows itself by its number or its words.
pub(crate) fn heading(line: &str) -> Option<u8> {
    /// Bytes of the longest heading.
    const LONGEST: usize = 150;
    let line = line.trim_matches('*');
    let ends = line.ends_with(['.', ',', ';', '。', '，', '；']);
    if line.len() > LONGEST || ends {
        return None;
    }
    let (number, title) = numbered(line);
    let words = title.split_whitespace().count();
    let first = title.chars().next().is_some_and(|c| !c.is_lowercase());
    match number {
        Some(number) if words < 20 && first => Some(number.split('.').count().min(6) as u8),
        Some(_) => None,
        None => is_known(title).then_some(1).or_else(|| chinese(line)),
    }
}

/// How deep a line is that is numbered as headings in Chinese are: `一、政策回望`, `（一）总数`.
fn chinese(line: &str) -> Option<u8> {
    const NUMBERS: &str = "一二三四五六七八九十";
    let bare = line.trim_start_matches(['（', '(']);
    let rest = bare.trim_start_matches(|c| NUMBERS.contains(c));
    let level = match bare.len() < line.len() {
        true => rest.starts_with(['）', ')']).then_some(2),
        false => rest.starts_with('、').then_some(1),
    };
    level.filter(|_| rest.len() < bare.len() && line.chars().count() < 30)
}

/// Whether a heading is one of those that articles have.
fn is_known(title: &str) -> bool {
    const KNOWN: [&str; 21] = [
        "methods",
        "method",
        "materials and methods",
        "data and methods",
        "methods and materials",
        "data",
        "results",
        "findings",
        "results and discussion",
        "discussion",
        "conclusion",
        "conclusions",
        "limitations",
        "related work",
        "experiments",
        "appendix",
        "方法",
        "结果",
        "讨论",
        "结论",
        "结语",
    ];
    let bare = bare(title);
    let short = bare.chars().count() < 60;
    short && (KNOWN.contains(&bare.as_str()) || named_part(&bare).is_some() || begins_body(&bare))
}

impl Passage<'_> {
    /// Bytes of its text.
    pub(super) fn length(&self) -> usize {
        self.lines.iter().map(Range::len).sum()
    }

    /// Whether it is a paragraph of sentences, and no note.
    pub(super) fn is_prose(&self) -> bool {
        /// Bytes of the shortest paragraph that is one for certain.
        const LONG: usize = 80;
        let ends = self.last.trim_end_matches(['"', '”', '*', ')', ']', '）']);
        let stopped = ends.ends_with(['.', '!', '?', '。', '！', '？', ':', '：']);
        self.length() >= LONG
            && (stopped || has_sentence(self.first))
            && !is_note(self.first)
            && !self.first.contains('\t')
    }

    /// Whether its last sentence is not ended.
    fn is_cut(&self) -> bool {
        let ends = self.last.trim_end_matches(['"', '”', '*', ')', ']', '）', '\'']);
        !ends.ends_with(['.', '!', '?', ':', ';', '。', '！', '？', '：', '；', '…'])
    }

    /// Whether it goes on with another passage.
    pub(super) fn goes_on(&self, next: &Passage<'_>) -> bool {
        /// Bytes of a paragraph whose last sentence a capital letter may continue.
        const LONG: usize = 80;
        /// Bytes of what continues it.
        const REST: usize = 60;
        let start = next.first.trim_start_matches(['*', '(', '“', '"']);
        let small = start.starts_with(|c: char| c.is_lowercase());
        let last = self.last.trim_end_matches('*');
        let prose = self.lines.len() > 1 || self.first.contains(". ") || has_sentence(self.first);
        let latin = last.ends_with(|c: char| c.is_ascii_alphanumeric() || c == ',')
            && start.starts_with(|c: char| c.is_ascii_alphanumeric());
        self.is_cut()
            && (small && self.length() >= LONG / 2
                || last.ends_with(',') && prose && latin
                || latin && prose && self.length() >= LONG && next.length() >= REST)
    }
}

/// Whether a line has the words of a sentence and not those of a list of names.
fn has_sentence(line: &str) -> bool {
    /// Words of the shortest sentence that fills a line.
    const WORDS: usize = 12;
    let words: Vec<&str> = line.split_whitespace().collect();
    let small = words.iter().filter(|word| word.starts_with(|c: char| c.is_lowercase())).count();
    words.len() >= WORDS && small * 2 >= words.len()
}

/// Decides what each passage is, by itself and by what is around it.
pub(super) fn classify(passages: &mut [Passage<'_>]) {
    let mut in_references = false;
    for passage in passages.iter_mut().filter(|passage| !matches!(passage.kind, Kind::Table(_))) {
        let one = passage.lines.len() == 1 && passage.alone;
        let level = heading(passage.first).filter(|_| one);
        if let Some(level) = level.filter(|_| !in_references || is_known(passage.first)) {
            in_references = named_part(numbered(passage.first).1) == Some(Part::References);
            passage.kind = Kind::Heading(level);
        } else if is_caption(passage.first) || is_figure(passage.first) {
            passage.kind = Kind::Caption(None);
        }
    }
    for at in 0..passages.len() {
        if let Kind::Table(region) = passages[at].kind {
            caption(passages, at, region);
            notes(passages, at, region);
        }
    }
}

/// Whether the first line of a passage is that of a caption of a table, and no sentence about one
/// that goes on in the next line.
pub(crate) fn is_caption(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| !c.is_whitespace() && c != '表');
    let rest = rest.trim_start_matches('表').trim_start();
    let number = rest.trim_start_matches(['S', 'A', 'B', 'I', 'V', 'X']);
    let title = number.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
    let numbered = title.len() < rest.len();
    builder::is_caption(line) && numbered && !title.starts_with(char::is_lowercase)
}

/// Whether a text is the caption of a figure: `Figure 2. Permits by office`.
fn is_figure(text: &str) -> bool {
    let lower = text.trim_start_matches('*').to_lowercase();
    let rest = ["figure ", "fig. ", "图"].iter().find_map(|start| lower.strip_prefix(start));
    let Some(rest) = rest else { return false };
    let title = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let marked = title.starts_with(['.', ':', '|', '．', '：']) || text.starts_with("FIG");
    title.len() < rest.len() && marked
}

/// Finds the caption of the table at a position: the passage above it that says it is one, or a
/// short one that is no sentence.
fn caption(passages: &mut [Passage<'_>], at: usize, region: usize) {
    /// Bytes of the longest caption that does not say it is one.
    const LONGEST: usize = 150;
    let Some(above) = at.checked_sub(1) else { return };
    let passage = &passages[above];
    let short = passage.length() <= LONGEST
        && passage.kind == Kind::Paragraph
        && !passage.first.contains(". ")
        && !passage.last.ends_with(['.', ',', ';', '。', '，']);
    if passage.kind != Kind::Caption(None) && !short {
        return;
    }
    passages[above].kind = Kind::Caption(Some(region));
    // `Table 1` may be on a line of its own.
    let number = above.checked_sub(1).filter(|at| passages[*at].kind == Kind::Caption(None));
    if let Some(number) = number.filter(|_| short) {
        passages[number].kind = Kind::Caption(Some(region));
    }
}

/// Finds the notes of the table at a position: those that say it, and where the paragraph that the
/// table interrupts goes on later, definitions before that.
fn notes(passages: &mut [Passage<'_>], at: usize, region: usize) {
    /// Passages of the longest list of definitions.
    const MOST: usize = 20;
    let behind = at + 1;
    let last = (behind..passages.len())
        .find(|at| !matches!(passages[*at].kind, Kind::Paragraph | Kind::Item))
        .unwrap_or(passages.len());
    let cut = passages[..at].iter().rev().find(|passage| passage.kind == Kind::Paragraph).cloned();
    let cut = cut.filter(Passage::is_cut);
    let own = (behind..last)
        .take_while(|at| is_note(passages[*at].first) && !resumes(cut.as_ref(), &passages[*at]))
        .count();
    let defined = passages.get(behind).is_some_and(|passage| {
        let label = passage.first.split([':', '：']).next().unwrap_or_default();
        label.len() < passage.first.len() && label.chars().count() <= 30
    });
    let resumed =
        (behind..last.min(behind + MOST)).find(|at| resumes(cut.as_ref(), &passages[*at]));
    let end = match resumed.filter(|_| defined) {
        Some(resumed) => resumed,
        None => behind + own,
    };
    passages[behind..end].iter_mut().for_each(|passage| passage.kind = Kind::Note(region));
}

/// Whether a paragraph that was cut goes on in a passage with a small letter.
fn resumes(cut: Option<&Passage<'_>>, passage: &Passage<'_>) -> bool {
    passage.first.starts_with(|c: char| c.is_lowercase())
        && cut.is_some_and(|cut| cut.goes_on(passage))
}

/// Joins paragraphs that a page break or a table cut in two.
pub(super) fn join<'a>(passages: Vec<Passage<'a>>) -> Vec<Passage<'a>> {
    let mut joined: Vec<Passage<'a>> = Vec::with_capacity(passages.len());
    let mut open: Option<usize> = None;
    for next in passages {
        match next.kind {
            Kind::Table(_) | Kind::Caption(_) | Kind::Note(_) => {}
            Kind::Title | Kind::Heading(_) => open = None,
            Kind::Paragraph | Kind::Item => {
                let before = open.and_then(|open| joined.get_mut(open));
                let goes_on = next.kind == Kind::Paragraph;
                if let Some(before) = before.filter(|before| goes_on && before.goes_on(&next)) {
                    before.lines.extend(next.lines);
                    before.last = next.last;
                    continue;
                }
                open = Some(joined.len());
            }
        }
        joined.push(next);
    }
    joined
}

/// How a line ends within a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// With a word.
    Word,
    /// With a hyphen of a word that goes on.
    Hyphen,
    /// With a hyphen that only divides a word, as the text writes that without one elsewhere.
    Divided,
}

/// The words of a text, to know those that a hyphen only divides at the end of a line.
pub(super) fn words(text: &str) -> BTreeSet<&str> {
    let divided = text.contains("-\n") || text.contains("-\r");
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|_| divided);
    words.collect()
}

/// How a line ends, by what comes in the next.
pub(super) fn end(above: &str, below: &str, words: &BTreeSet<&str>) -> End {
    let Some(start) = above.strip_suffix('-') else { return End::Word };
    let start = start.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let rest = below.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    if start.is_empty() || rest.is_empty() {
        return End::Word;
    }
    let small = rest.starts_with(char::is_lowercase) && start.ends_with(char::is_lowercase);
    match small && words.contains(format!("{start}{rest}").as_str()) {
        true => End::Divided,
        false => End::Hyphen,
    }
}
