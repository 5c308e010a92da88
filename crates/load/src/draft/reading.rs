//! How a column is read: what its cells print, and which cells are something else.

use crossfoot_core::{Figure, NumberFormat, Unit, read_parts};

use super::filled::{Filled, has_digit};

/// What one of the figures in each cell is.
#[derive(Clone, Debug)]
pub(super) struct Kind {
    pub(super) unit: String,
    pub(super) role: Role,
    pub(super) scale: i64,
    pub(super) decimals: Option<u8>,
    pub(super) optional: bool,
}

impl Kind {
    pub(super) fn new(unit: &str, role: Role, optional: bool) -> Self {
        Self { unit: unit.to_owned(), role, scale: 1, decimals: None, optional }
    }
}

/// What a figure is to the first of its cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The first itself.
    Value,
    /// The whole of the first.
    Of,
    /// Its percentage.
    Percent,
    /// The number that the first, a percentage, stands for.
    Number,
    Deviation,
    Error,
    Low,
    High,
    /// Nothing that is known.
    Further,
}

impl Role {
    /// What follows the name of the column in formulas.
    pub(super) const fn suffix(self) -> &'static str {
        match self {
            Self::Value => "",
            Self::Of => "_of",
            Self::Percent => "_pct",
            Self::Number => "_n",
            Self::Deviation => "_sd",
            Self::Error => "_se",
            Self::Low => "_low",
            Self::High => "_high",
            Self::Further => "_second",
        }
    }

    /// What follows the label of the column.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Value => "",
            Self::Of => ", of",
            Self::Percent => ", %",
            Self::Number => ", number",
            Self::Deviation => ", SD",
            Self::Error => ", SE",
            Self::Low => ", low",
            Self::High => ", high",
            Self::Further => ", second number",
        }
    }
}

/// How a column is read.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) kinds: Vec<Kind>,
    /// The cells that are not what the column holds, by their position among the filled ones.
    pub(super) odd: Vec<usize>,
    /// The cell by which a column that looks numeric is words, by its position.
    pub(super) became_text: Option<usize>,
    pub(super) remarks: Vec<String>,
}

impl Reading {
    /// One figure of a known unit in each cell.
    pub(super) fn plain(unit: &str, odd: Vec<usize>) -> Self {
        let kind = Kind::new(unit, Role::Value, false);
        Self { kinds: vec![kind], odd, became_text: None, remarks: Vec::new() }
    }

    /// Words, because of a cell.
    pub(super) fn text(cells: &[Filled], because: Option<usize>) -> Self {
        let digits = cells.iter().filter(|cell| has_digit(&cell.text)).count();
        let numeric = digits * 2 >= cells.len();
        Self { became_text: because.filter(|_| numeric), ..Self::plain("text", Vec::new()) }
    }

    /// With what one printed unit stands for.
    pub(super) fn scaled(mut self, scale: i64) -> Self {
        self.kinds.iter_mut().for_each(|kind| kind.scale = scale);
        self
    }

    /// The figures of a text whose row has a unit of its own, if it can be read so.
    pub(super) fn read_as(
        &self,
        text: &str,
        unit: &str,
        format: NumberFormat,
    ) -> Option<Vec<Option<Figure>>> {
        let unit = Unit::from_name(unit);
        let parts: Vec<(&Unit, bool)> =
            self.kinds.iter().map(|kind| (&unit, kind.optional)).collect();
        read_parts(text, &parts, format).ok()
    }

    /// The figures of a text, if it can be read so.
    pub(super) fn read(&self, text: &str, format: NumberFormat) -> Option<Vec<Option<Figure>>> {
        let units: Vec<Unit> = self.kinds.iter().map(|kind| Unit::from_name(&kind.unit)).collect();
        let parts: Vec<(&Unit, bool)> =
            units.iter().zip(&self.kinds).map(|(unit, kind)| (unit, kind.optional)).collect();
        read_parts(text, &parts, format).ok()
    }

    pub(super) fn unit(&self) -> &str {
        self.kinds.first().map_or("text", |kind| &kind.unit)
    }
}
