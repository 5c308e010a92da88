//! What a heading of a file as received stands for, and why.

use std::borrow::Cow;

/// A heading of the file.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Heading {
    /// As it is printed.
    pub text: String,
    /// Its place in the file.
    pub place: String,
    /// What it stands for.
    pub stands_for: StandsFor,
}

impl Heading {
    /// The columns that it stands for, and why.
    pub(super) fn slot(&self) -> Option<(Slot, &Reason)> {
        match &self.stands_for {
            StandsFor::Columns(slot, reason) => Some((*slot, reason)),
            StandsFor::LeftOut(_) | StandsFor::Unknown(_) | StandsFor::OtherUnit(_) => None,
        }
    }
}

/// What a heading stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StandsFor {
    /// Columns of the table, and why.
    Columns(Slot, Reason),
    /// Nothing, for this reason.
    LeftOut(Reason),
    /// Nothing that is sure; what it may be.
    Unknown(Vec<Slot>),
    /// Nothing, since it would be this in another unit.
    OtherUnit(Slot),
}

/// A printed column of the table, or one of several figures that its cells print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    pub(super) printed: usize,
    pub(super) part: Option<usize>,
}

impl Slot {
    /// Whether both mean some figure alike.
    pub fn overlaps(self, other: Self) -> bool {
        self.printed == other.printed
            && (self.part.is_none() || other.part.is_none() || self.part == other.part)
    }
}

/// Why a heading is taken for a column.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The user says so.
    Given,
    /// It was so in the release of this name.
    Before(String),
    /// It is the header of the table's own file.
    Header,
    /// It is a name of the column.
    Name,
    /// It is the term of official statistics for the same thing.
    Meaning,
    /// Its cells play the role of the column, as these words say.
    Role(String),
}

impl Reason {
    /// In words.
    pub fn describe(&self) -> Cow<'_, str> {
        match self {
            Self::Given => "as given with --map".into(),
            Self::Before(release) => format!("as in release {release}").into(),
            Self::Header => "the same heading".into(),
            Self::Name => "the same name".into(),
            Self::Meaning => "the same meaning".into(),
            Self::Role(why) => why.into(),
        }
    }

    /// The surest first.
    pub(super) const fn rank(&self) -> u8 {
        match self {
            Self::Given => 0,
            Self::Before(_) => 1,
            Self::Header => 2,
            Self::Name => 3,
            Self::Meaning => 4,
            Self::Role(_) => 5,
        }
    }
}
