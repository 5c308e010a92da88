//! The text of the publication beside its study: numerals that the list lacks, has too many or has
//! otherwise, quotes that the text does not have, and where claims stand in it.
//!
//! The list and the text are aligned by their digits, so that one row too many or too few does not
//! shift all that follow. What is left over in both is aligned again, since tables and their notes may
//! stand elsewhere. Numerals in the list of references do not count.
//!
//! ```
//! use crossfoot_audit::{Difference, text};
//! use crossfoot_load::{Loaded, scaffold};
//!
//! // The example of `crossfoot new`, with a text and a list that lacks one of its two numerals.
//! let mut files = std::collections::BTreeMap::from(
//!     scaffold::blank("permits").map(|(name, text)| (name.to_owned(), text)),
//! );
//! let manifest = files["study.toml"].replacen("id =", "article = \"text.md\"\nid =", 1);
//! files.insert("study.toml".to_owned(), manifest);
//! files.insert("text.md".to_owned(), "In 2023, 1,204 permits were granted.".to_owned());
//! let list = "n,where,numeral,about,covers,reason\n1,,2023,year,,date\n";
//! files.insert("numbers.csv".to_owned(), list.to_owned());
//! let study = Loaded::from_texts("permits".as_ref(), &files).unwrap().into_study();
//!
//! let article = study.article.as_ref().unwrap();
//! let found = text::compare(&study, article);
//! let [Difference::Unlisted(passage)] = found.differences[..] else { panic!() };
//! assert_eq!(passage.text(article), "1,204");
//! ```

mod align;
mod atoms;
mod beside;
mod quotes;

use std::ops::Range;

use crossfoot_core::{Account, Article, ClaimId, LedgerEntry, Place, Span, Study};

use atoms::{Atom, Listed, Printed};
pub use beside::{Beside, beside};

/// A stretch of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Passage {
    /// Its block, by index.
    pub block: usize,
    /// Where it starts in the prose of the block.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

impl Passage {
    /// What it says.
    pub fn text(self, article: &Article) -> &str {
        &article.blocks[self.block].prose.text()[self.start..self.end]
    }

    /// The section that it stands in.
    pub fn section(self, article: &Article) -> &str {
        &article.section(&article.blocks[self.block]).name
    }

    /// The sentence that it starts in.
    pub fn sentence(self, article: &Article) -> &str {
        article.blocks[self.block].prose.text()[self.sentence_range(article)].trim()
    }

    /// Its sentence up to it, and from it on.
    pub fn sides(self, article: &Article) -> (&str, &str) {
        let Range { start, end } = self.sentence_range(article);
        let text = article.blocks[self.block].prose.text();
        (text[start..self.start].trim_start(), text[self.start..end].trim_end())
    }

    fn sentence_range(self, article: &Article) -> Range<usize> {
        let prose = &article.blocks[self.block].prose;
        let sentence = prose.sentence_at(self.start).map(|at| prose.sentences()[at].clone());
        sentence.unwrap_or(0..prose.text().len())
    }

    /// The stretch of the received file.
    pub fn span(self, article: &Article) -> Span {
        article.blocks[self.block].prose.source(self.start..self.end)
    }

    /// Where it stands in the received file.
    pub fn place(self, article: &Article) -> Place {
        article.source.place(self.span(article))
    }
}

/// Something in which a study and its text differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// A numeral of the text that is not listed.
    Unlisted(Passage),
    /// A listed numeral, by its entry, that the text does not have; and the one before it.
    Absent(usize, Option<Passage>),
    /// A listed numeral that is another in the text.
    Changed(usize, Passage),
    /// A claim, by its index, whose quote the text does not have.
    Quote(usize),
}

impl Difference {
    /// Where the text has it, or has what stands before it.
    pub const fn passage(self) -> Option<Passage> {
        match self {
            Self::Unlisted(passage) | Self::Changed(_, passage) => Some(passage),
            Self::Absent(_, before) => before,
            Self::Quote(_) => None,
        }
    }
}

/// How a study and its text compare.
#[derive(Clone, Debug, Default)]
pub struct TextAudit {
    /// Numerals of the text, without those in the list of references.
    pub numerals: usize,
    /// In which numerals the list and the text differ, in order of the text; then quotes.
    pub differences: Vec<Difference>,
    /// The numerals of the text that each entry of the list has a part of, by index.
    pub entries: Vec<(usize, Passage)>,
    /// Where each claim stands, if that is known from its quote or its numeral.
    pub claims: Vec<Option<Passage>>,
}

impl TextAudit {
    /// In how many numerals the list and the text differ.
    pub fn changed_numerals(&self) -> usize {
        let differences = self.differences.iter();
        differences.filter(|difference| !matches!(difference, Difference::Quote(_))).count()
    }
}

/// Compares a study with its text.
pub fn compare(study: &Study, article: &Article) -> TextAudit {
    let mut found = TextAudit { claims: vec![None; study.claims.len()], ..TextAudit::default() };
    if let Some(ledger) = &study.ledger {
        numerals(study, ledger, article, &mut found);
    }
    for (at, claim) in study.claims.iter().enumerate().filter(|(_, claim)| !claim.quote.is_empty())
    {
        match quotes::find(article, &claim.quote, &claim.position) {
            Some(passage) => found.claims[at] = Some(passage),
            None => found.differences.push(Difference::Quote(at)),
        }
    }
    found
}

/// Compares the numerals of the list with those of the text.
fn numerals(study: &Study, ledger: &[LedgerEntry], article: &Article, found: &mut TextAudit) {
    let listed = Listed::new(ledger, article);
    let printed = Printed::new(article, &listed.words());
    let pairs = align::align(&listed.atoms, &printed.atoms);
    let moved = align::moved(&listed.atoms, &printed.atoms, &pairs);
    found.numerals = printed.numerals.iter().filter(|numeral| numeral.counts).count();
    let mut partners: Vec<Option<usize>> = vec![None; ledger.len()];
    for (list, text) in pairs.iter().chain(&moved) {
        partners[listed.atoms[*list].owner].get_or_insert(printed.atoms[*text].owner);
    }
    for (entry, partner) in ledger.iter().zip(&partners) {
        let (Some(Account::Covers(name)), Some(partner)) = (&entry.account, partner) else {
            continue;
        };
        let claim = ClaimId::unqualified(name).and_then(|id| study.claim(id));
        if let Some(claim) = claim {
            found.claims[claim].get_or_insert(printed.numerals[*partner].passage);
        }
    }
    found.entries = pairs
        .iter()
        .chain(&moved)
        .map(|(list, text)| {
            let numeral = printed.atoms[*text].owner;
            (listed.atoms[*list].owner, printed.numerals[numeral].passage)
        })
        .collect();
    found.differences = differences(&listed, &printed, [&pairs, &moved], &partners);
}

/// What is unpaired, in the order of the text; of the pairs, the first are in the order of both.
fn differences(
    listed: &Listed<'_>,
    printed: &Printed<'_>,
    [pairs, moved]: [&[(usize, usize)]; 2],
    partners: &[Option<usize>],
) -> Vec<Difference> {
    let entries =
        unpaired(&listed.atoms, pairs.iter().map(|pair| pair.0), moved.iter().map(|pair| pair.0));
    let numerals =
        unpaired(&printed.atoms, pairs.iter().map(|pair| pair.1), moved.iter().map(|pair| pair.1));
    let mut numerals: Vec<Unpaired> =
        numerals.into_iter().filter(|open| printed.numerals[open.owner].counts).collect();
    let mut all: Vec<(usize, Difference)> = Vec::new();
    for entry in entries {
        // A part of it is elsewhere: the other part has changed. All of it is missing: what the
        // text has instead, between the same two neighbours, is what it has become.
        let place = match partners[entry.owner] {
            Some(partner) => numerals.iter().position(|open| open.owner == partner),
            None => numerals.iter().position(|open| open.gap == entry.gap),
        };
        let instead = place
            .map(|at| numerals.remove(at).passage(printed))
            .or_else(|| partners[entry.owner].map(|numeral| printed.numerals[numeral].passage));
        let difference = match instead {
            Some(passage) => Difference::Changed(entry.owner, passage),
            None => {
                let before =
                    entry.gap.checked_sub(1).map(|pair| printed.atoms[pairs[pair].1].owner);
                let before = before.map(|numeral| printed.numerals[numeral].passage);
                Difference::Absent(entry.owner, before)
            }
        };
        all.push((entry.gap, difference));
    }
    for open in numerals {
        all.push((open.gap, Difference::Unlisted(open.passage(printed))));
    }
    all.sort_by_key(|(gap, _)| *gap);
    all.into_iter().map(|(_, difference)| difference).collect()
}

/// A numeral or an entry some of whose parts have no partner.
struct Unpaired {
    owner: usize,
    /// The first such part.
    first: usize,
    /// How many pairs in the order of both stand before it.
    gap: usize,
    /// Whether no part has a partner.
    is_whole: bool,
}

impl Unpaired {
    /// The numeral in the text, or that part of it that has no partner.
    fn passage(&self, printed: &Printed<'_>) -> Passage {
        let whole = printed.numerals[self.owner].passage;
        if self.is_whole { whole } else { printed.atoms[self.first].passage(whole) }
    }
}

fn unpaired(
    atoms: &[Atom<'_>],
    paired: impl Iterator<Item = usize>,
    moved: impl Iterator<Item = usize>,
) -> Vec<Unpaired> {
    let mut gaps: Vec<Option<usize>> = vec![None; atoms.len()];
    paired.for_each(|at| gaps[at] = Some(1));
    moved.for_each(|at| gaps[at] = Some(0));
    let mut found: Vec<Unpaired> = Vec::new();
    let mut gap = 0;
    let mut last_paired = None;
    for (at, atom) in atoms.iter().enumerate() {
        if let Some(pairs) = gaps[at] {
            gap += pairs;
            last_paired = Some(atom.owner);
            if let Some(open) = found.last_mut().filter(|open| open.owner == atom.owner) {
                open.is_whole = false;
            }
        } else if found.last().is_none_or(|open| open.owner != atom.owner) {
            let is_whole = last_paired != Some(atom.owner);
            found.push(Unpaired { owner: atom.owner, first: at, gap, is_whole });
        }
    }
    found
}
