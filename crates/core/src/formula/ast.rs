//! What a formula says, before names are looked up.

use crate::{Decimal, Span};

/// A part of a formula and its place in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// The stretch of the formula's text.
    pub span: Span,
}

/// The kinds of nodes. Sums, products and comparisons are kept flat, so that long ones do not nest.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `3.5`
    Number(Decimal),
    /// `"United States"`
    Text(String),
    /// `any`: some whole number that is not published.
    Any,
    /// `licences.total[2023]`, `total`, `self`.
    Reference(Reference),
    /// `sum(…)`
    Call(String, Vec<Argument>),
    /// Terms and whether each is subtracted.
    Sum(Vec<(bool, Node)>),
    /// Factors and whether each divides.
    Product(Vec<(bool, Node)>),
    /// `-x`
    Negate(Box<Node>),
    /// `a < b < c`
    Compare(Box<Node>, Vec<(Comparison, Node)>),
    /// `a and b`
    And(Vec<Node>),
    /// `a or b`
    Or(Vec<Node>),
    /// `not a`
    Not(Box<Node>),
}

/// A name of a column or cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The table before the dot.
    pub table: Option<(String, Span)>,
    /// The column, or a table's name alone.
    pub name: (String, Span),
    /// The row, or range of rows, between brackets.
    pub key: Option<(Key, Span)>,
}

/// How a row is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// `[2023]`, `["sponsor", "Shanghai"]`: the parts of its key.
    Parts(Vec<String>),
    /// `[#4]`: the line of the file.
    Line(u32),
    /// `[#4..#12]`, `["Bread".."Milk"]`: all rows from one to another.
    Range(Box<Self>, Box<Self>),
}

/// What is between commas in a call: `column where condition within span over n`.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// The value.
    pub value: Node,
    /// The rows it runs over.
    pub filter: Option<Node>,
    /// The span of dates that the rows lie in.
    pub within: Option<Node>,
    /// How many rows there are, listed or not.
    pub over: Option<Node>,
}

/// A comparison of two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    /// As written in a formula.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Unequal => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }
}
