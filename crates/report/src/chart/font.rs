//! The bundled font: the outlines of its letters, and their widths. No font of the machine is
//! ever asked for.

use std::sync::LazyLock;

use ttf_parser::{Face, GlyphId, OutlineBuilder};

use super::letters::Weight;

/// Noto Sans CJK SC, cut down as `fonts/README.md` says.
static REGULAR: LazyLock<Option<Face<'static>>> =
    LazyLock::new(|| Face::parse(include_bytes!("../../fonts/NotoSansSC-Regular.otf"), 0).ok());
static BOLD: LazyLock<Option<Face<'static>>> =
    LazyLock::new(|| Face::parse(include_bytes!("../../fonts/NotoSansSC-Bold.otf"), 0).ok());

/// Units of the font per em.
const EM: f64 = 1000.0;
/// What stands for a character that the font lacks.
const REPLACEMENT: char = '□';

/// A character found in one of the fonts.
pub(super) struct Glyph {
    face: &'static Face<'static>,
    id: GlyphId,
    /// Whether a bold letter is drawn from the regular weight, and needs a heavier line.
    pub(super) thin: bool,
}

/// The character in one font.
fn find(
    font: &'static LazyLock<Option<Face<'static>>>,
    character: char,
) -> Option<(&'static Face<'static>, GlyphId)> {
    let face = font.as_ref()?;
    Some((face, face.glyph_index(character)?))
}

/// The character, in the bold font where that has it.
pub(super) fn glyph(character: char, weight: Weight) -> Option<Glyph> {
    let bold = if weight == Weight::Bold { find(&BOLD, character) } else { None };
    let thin = weight == Weight::Bold && bold.is_none();
    let (face, id) =
        bold.or_else(|| find(&REGULAR, character)).or_else(|| find(&REGULAR, REPLACEMENT))?;
    Some(Glyph { face, id, thin })
}

impl Glyph {
    /// How far the next letter stands, in em.
    pub(super) fn advance(&self) -> f64 {
        f64::from(self.face.glyph_hor_advance(self.id).unwrap_or(1000)) / EM
    }

    /// Draws the outline, in thousandths of an em above the baseline.
    pub(super) fn outline(&self, into: &mut impl OutlineBuilder) {
        self.face.outline_glyph(self.id, into);
    }
}

#[cfg(test)]
mod tests {
    use super::super::letters::{HANZI, advance};
    use super::*;

    #[test]
    fn what_charts_say_can_be_drawn() {
        let figures = "0123456789,.%+−×÷–—…≈≠≤≥→←↑↓■▲▼●○◇≃✓“”‘’é";
        let chinese = "许可收集保藏出境国际合作撤销率已公布重新计算，。：；（）《》";
        for text in [figures, chinese] {
            for character in text.chars() {
                let face = REGULAR.as_ref().expect("the font is read");
                assert!(face.glyph_index(character).is_some(), "{character}");
            }
        }
        assert!(!glyph('A', Weight::Bold).expect("a letter").thin);
        assert!(glyph('鬯', Weight::Bold).expect("a rare hanzi").thin);
    }

    /// `SNAPSHOTS=overwrite` makes the table.
    #[test]
    fn the_table_of_widths_is_that_of_the_font() {
        let table = [Weight::Regular, Weight::Bold].map(table).concat();
        let place = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/widths.txt");
        crossfoot_testing::snapshot(place.as_ref(), &table).expect("the table is up to date");
        for character in ('\0'..='\u{ffff}').step_by(7) {
            let drawn = glyph(character, Weight::Bold).expect("a letter").advance();
            assert_eq!(advance(character, Weight::Bold), drawn, "{character:?}");
        }
    }

    /// The widths of a weight, a line for each run of letters that are not as wide as a hanzi.
    fn table(weight: Weight) -> String {
        let (mut table, mut next) = (String::new(), None);
        for character in '\0'..='\u{ffff}' {
            let width = (glyph(character, weight).expect("a letter").advance() * EM).round() as u16;
            if width == HANZI {
                continue;
            }
            if next != Some(character as u32) {
                table += &format!("\n{} {:X}", weight.name(), character as u32);
            }
            table += &format!(" {width}");
            next = Some(character as u32 + 1);
        }
        table + "\n"
    }
}
