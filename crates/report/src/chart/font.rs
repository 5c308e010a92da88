//! The bundled font: how wide a text is, and the outlines of its letters. No font of the machine is
//! ever asked for.

use std::sync::LazyLock;

use ttf_parser::{Face, GlyphId, OutlineBuilder};

/// Noto Sans CJK SC, cut down as `fonts/README.md` says.
static REGULAR: LazyLock<Option<Face<'static>>> =
    LazyLock::new(|| Face::parse(include_bytes!("../../fonts/NotoSansSC-Regular.otf"), 0).ok());
static BOLD: LazyLock<Option<Face<'static>>> =
    LazyLock::new(|| Face::parse(include_bytes!("../../fonts/NotoSansSC-Bold.otf"), 0).ok());

/// Units of the font per em.
const EM: f64 = 1000.0;
/// What stands for a character that the font lacks.
const REPLACEMENT: char = '□';

/// How heavy letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

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

/// How far the next letter stands behind those of ASCII, which most texts are made of, by weight.
static ASCII: LazyLock<[[f64; 128]; 2]> = LazyLock::new(|| {
    [Weight::Regular, Weight::Bold].map(|weight| {
        std::array::from_fn(|code| {
            u8::try_from(code)
                .ok()
                .and_then(|code| glyph(char::from(code), weight))
                .map_or(0.0, |glyph| glyph.advance())
        })
    })
});

/// How wide a character is, in em.
pub(super) fn advance(character: char, weight: Weight) -> f64 {
    let known = ASCII[usize::from(weight == Weight::Bold)].get(character as usize);
    known.copied().or_else(|| Some(glyph(character, weight)?.advance())).unwrap_or(0.0)
}

/// How wide a text is at a size, in pixels.
pub(super) fn width(text: &str, size: f64, weight: Weight) -> f64 {
    letters(text).map(|character| advance(character, weight)).sum::<f64>() * size
}

/// The letters that a text is drawn with. The dots of the font's own ellipsis stand in the middle
/// of the line, as Chinese has them and others do not.
pub(super) fn letters(text: &str) -> impl Iterator<Item = char> {
    let chinese = text.chars().any(is_wide);
    let letters = text.chars().map(move |character| match character {
        '…' if !chinese => [Some('.'); 3],
        other => [Some(other), None, None],
    });
    letters.flatten().flatten()
}

/// How far a text reaches above and below its baseline, in em.
pub(super) fn reach(text: &str) -> (f64, f64) {
    /// Of capitals and figures, and of hanzi.
    const CAPITALS: f64 = 0.75;
    const HANZI: (f64, f64) = (0.86, 0.10);
    const DESCENDERS: f64 = 0.22;
    if text.chars().any(is_wide) {
        return HANZI;
    }
    let below =
        if text.contains(['g', 'j', 'p', 'q', 'y', 'Q', ',', ';', '(', ')', '[', ']', '/', '_']) {
            DESCENDERS
        } else {
            0.02
        };
    (CAPITALS, below)
}

/// Whether a character fills a square, as hanzi and full-width forms do.
pub(super) const fn is_wide(character: char) -> bool {
    matches!(character as u32, 0x2E80..=0x9FFF | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6)
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn widths_are_those_of_the_font() {
        assert_eq!(width("国际", 10.0, Weight::Regular), 20.0);
        assert!(width("iii", 10.0, Weight::Regular) < width("mmm", 10.0, Weight::Regular));
        assert!(width("total", 10.0, Weight::Regular) < width("total", 10.0, Weight::Bold));
    }
}
