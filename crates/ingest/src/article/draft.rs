//! An article while it is read, and what every format does with it at the end.

use std::sync::Arc;

use crossfoot_core::{Article, Block, BlockKind, Part, Prose, Section, Source};

use crate::article::outline::{Outline, begins_body};
use crate::article::{mentions, sentences};

/// The blocks of an article in the order of the file.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) outline: Outline,
    pub(crate) blocks: Vec<Block>,
}

impl Draft {
    /// Adds a block to the current section.
    pub(crate) fn push(&mut self, kind: BlockKind, prose: Prose) {
        if !prose.text().is_empty() {
            self.blocks.push(Block { section: self.outline.current, kind, prose });
        }
    }

    /// If no style names the title, a short first paragraph is the title.
    pub(crate) fn title_first(&mut self) {
        /// Bytes of the longest title.
        const LONGEST: usize = 250;
        let titled = self.blocks.iter().any(|block| block.kind == BlockKind::Title);
        let Some(first) = self.blocks.first_mut().filter(|_| !titled) else { return };
        let text = first.prose.text();
        let short = text.len() <= LONGEST && !text.ends_with(['.', ':', '。', '：']);
        if first.kind == BlockKind::Paragraph && short {
            first.kind = BlockKind::Title;
        }
    }

    /// The finished article: front matter named, references marked, sentences cut.
    pub(crate) fn finish(mut self, source: &Arc<Source>) -> Article {
        self.name_front();
        self.drop_empty();
        let sections = &self.outline.sections;
        for block in &mut self.blocks {
            let part = sections.get(block.section).map_or(Part::Body, |section| section.part);
            let mut prose = std::mem::take(&mut block.prose);
            if matches!(part, Part::Abstract | Part::Body) {
                mentions::mark(&mut prose);
            }
            let one = matches!(part, Part::Front | Part::References)
                || matches!(block.kind, BlockKind::Title | BlockKind::Heading);
            let cut = match one {
                true => std::iter::once(0..prose.text().len()).collect(),
                false => sentences::sentences(&prose),
            };
            block.prose = prose.with_sentences(cut);
        }
        let mut titles = self.blocks.iter().filter(|block| block.kind == BlockKind::Title);
        let title = titles.next().map(|block| block.prose.text().to_owned());
        Article::new(Arc::clone(source), title, self.outline.sections, self.blocks)
    }

    /// What comes before the first heading is the front matter where an abstract or an introduction
    /// comes later; its last long paragraph is the abstract where no heading says so.
    fn name_front(&mut self) {
        let sections = &mut self.outline.sections;
        let has_abstract = sections.iter().any(|section| section.part == Part::Abstract);
        let begins = sections.iter().any(|section| begins_body(&section.title));
        let own = sections[0].part == Part::Body
            && sections[0].title.is_empty()
            && self.blocks.iter().any(|block| block.section == 0);
        if !own || !has_abstract && !begins {
            return;
        }
        sections[0] = named(FRONT, Part::Front);
        let last = self.blocks.iter().rposition(|block| block.section == 0 && is_abstract(block));
        let Some(at) = last.filter(|_| !has_abstract) else { return };
        sections.insert(1, named(ABSTRACT, Part::Abstract));
        for block in self.blocks.iter_mut().filter(|block| block.section > 0) {
            block.section += 1;
        }
        self.blocks[at].section = 1;
    }

    /// Removes empty sections, but keeps at least one.
    fn drop_empty(&mut self) {
        let mut used = vec![false; self.outline.sections.len()];
        self.blocks.iter().for_each(|block| used[block.section] = true);
        used[0] |= !used.contains(&true);
        let mut kept = 0;
        let places: Vec<usize> = used
            .iter()
            .map(|used| {
                kept += usize::from(*used);
                kept.saturating_sub(1)
            })
            .collect();
        let mut keep = used.into_iter();
        self.outline.sections.retain(|_| keep.next().unwrap_or(true));
        self.blocks.iter_mut().for_each(|block| block.section = places[block.section]);
    }
}

/// The names of sections without a heading.
pub(crate) const FRONT: &str = "front matter";
pub(crate) const ABSTRACT: &str = "abstract";

/// A section without a heading.
pub(crate) fn named(name: &str, part: Part) -> Section {
    Section { name: name.to_owned(), title: String::new(), part }
}

/// Whether a paragraph of the front matter is the abstract: several sentences, and no licence.
fn is_abstract(block: &Block) -> bool {
    /// Bytes of the shortest abstract.
    const LONG: usize = 200;
    /// Sentences that it has at least.
    const STOPS: usize = 3;
    let text = block.prose.text();
    block.kind == BlockKind::Paragraph
        && text.len() >= LONG
        && text.matches(". ").count() + text.matches('。').count() + 1 >= STOPS
        && !text.starts_with(['©', '✉'])
}
