//! The texts of an XLS workbook of which something is raised.

use std::collections::BTreeMap;

use crate::table::marks::Runs;
use crate::workbook::biff::{SHARED_TEXT, Stream, cell, long, short};

const FONT: u16 = 0x0031;
const TEXTS: u16 = 0x00FC;
const CONTINUED: u16 = 0x003C;

/// What a font says of text above the line.
const RAISED: u16 = 1;
/// No font has this number, and those after it are numbered as if one had.
const NO_FONT: u16 = 4;

/// The texts of a workbook of which something is raised, by their numbers.
#[derive(Default)]
pub(crate) struct Marks(BTreeMap<u32, Runs>);

impl Marks {
    /// The texts of a workbook, as far as they can be followed.
    pub(crate) fn read(stream: &Stream) -> Self {
        let mut fonts = Vec::new();
        let mut pieces: Vec<&[u8]> = Vec::new();
        let mut open = false;
        for (kind, body) in stream.globals() {
            open = kind == TEXTS || open && kind == CONTINUED;
            pieces.extend(open.then_some(body));
            fonts.extend((kind == FONT).then(|| short(body, 8) == Some(RAISED)));
        }
        if !fonts.contains(&true) {
            return Self::default();
        }
        let mut texts = Texts { pieces, piece: 0, at: 8 };
        let each = std::iter::from_fn(|| texts.next(&fonts));
        Self((0..).zip(each).filter(|(_, runs)| runs.any_raised()).collect())
    }

    /// The texts on a sheet, by row and column from 0.
    pub(crate) fn on_sheet(&self, stream: &Stream, sheet: usize) -> BTreeMap<(u32, u32), Runs> {
        let cells =
            stream.sheet(sheet).filter(|(kind, _)| *kind == SHARED_TEXT && !self.0.is_empty());
        cells
            .filter_map(|(_, body)| Some((cell(body)?, self.0.get(&long(body, 6)?)?.clone())))
            .collect()
    }
}

/// The table of all texts, which goes on over several records.
struct Texts<'a> {
    pieces: Vec<&'a [u8]>,
    piece: usize,
    at: usize,
}

impl Texts<'_> {
    /// The next text, whose stretches say their fonts.
    fn next(&mut self, fonts: &[bool]) -> Option<Runs> {
        let length = short(&self.take(2)?, 0)?;
        let flags = *self.take(1)?.first()?;
        let stretches = if flags & 8 != 0 { short(&self.take(2)?, 0)? } else { 0 };
        let more = if flags & 4 != 0 { long(&self.take(4)?, 0)? } else { 0 };
        let units = self.units(usize::from(length), flags & 1 == 1)?;
        let mut cuts = vec![(0, false)];
        for _ in 0..stretches {
            let stretch = self.take(4)?;
            let font = short(&stretch, 2)?;
            let font = if font > NO_FONT { font - 1 } else { font };
            cuts.push((
                usize::from(short(&stretch, 0)?),
                fonts.get(usize::from(font)).is_some_and(|raised| *raised),
            ));
        }
        self.take(usize::try_from(more).ok()?)?;
        let mut runs = Runs::default();
        for (at, (start, raised)) in cuts.iter().enumerate() {
            let end = cuts.get(at + 1).map_or(units.len(), |next| next.0).min(units.len());
            runs.push(
                *raised,
                &String::from_utf16_lossy(units.get(*start..end).unwrap_or_default()),
            );
        }
        Some(runs)
    }

    /// Characters; where a record ends among them, the next one says again whether they take one
    /// byte or two.
    fn units(&mut self, length: usize, mut wide: bool) -> Option<Vec<u16>> {
        let mut units = Vec::with_capacity(length);
        while units.len() < length {
            if self.at >= self.pieces.get(self.piece)?.len() {
                wide = self.take(1)?.first()? & 1 == 1;
            }
            let unit = self.take(if wide { 2 } else { 1 })?;
            units.push(short(&unit, 0).or_else(|| unit.first().copied().map(u16::from))?);
        }
        Some(units)
    }

    /// The next bytes, across records.
    fn take(&mut self, count: usize) -> Option<Vec<u8>> {
        let mut taken = Vec::new();
        while taken.len() < count {
            let left = self.pieces.get(self.piece)?.get(self.at..).unwrap_or_default();
            let part = left.get(..count - taken.len()).unwrap_or(left);
            taken.extend_from_slice(part);
            self.at += part.len();
            if taken.len() < count {
                (self.piece, self.at) = (self.piece + 1, 0);
            }
        }
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `é120` and its raised `2`, cut within the characters and then within the stretches; the
    /// second record goes on in two bytes a character.
    #[test]
    fn a_text_goes_on_over_records() {
        let pieces: Vec<&[u8]> =
            vec![b"\x05\0\x08\x01\0\xE91", b"\x012\x000\x002\x00\x04\x00", b"\x05\0\x01\0\0x"];
        let mut texts = Texts { pieces, piece: 0, at: 0 };
        let runs = std::iter::from_fn(|| texts.next(&[false, false, false, false, true]));
        let finished: Vec<_> = runs.map(Runs::finish).collect();
        assert_eq!(finished, [("é120".to_owned(), Some("2".to_owned())), ("x".to_owned(), None)]);
    }
}
