//! A number of 32 bits kept as two of 16, so that it fits after other fields where a whole one
//! would leave a gap.

/// High half, then low half: they order as the number does.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Halves([u16; 2]);

impl Halves {
    #[inline]
    pub(crate) const fn new(number: u32) -> Self {
        Self([(number >> 16) as u16, number as u16])
    }

    #[inline]
    pub(crate) const fn get(self) -> u32 {
        (self.0[0] as u32) << 16 | self.0[1] as u32
    }
}
