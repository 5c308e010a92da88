//! Ids that a manifest gives: each kind is a type of its own, so that none is taken for another.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use crate::Phrase;

/// What an id of a claim starts with where ids of other things may be written too.
const CLAIM: &str = "claim:";

macro_rules! ids {
    ($($(#[$about:meta])* $name:ident;)*) => {$(
        $(#[$about])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl<T: Into<Arc<str>>> From<T> for $name {
            fn from(text: T) -> Self {
                Self(text.into())
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                &*self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                &*self.0 == *other
            }
        }

        impl PartialEq<String> for $name {
            fn eq(&self, other: &String) -> bool {
                &*self.0 == other.as_str()
            }
        }

        impl From<&$name> for Phrase {
            fn from(id: &$name) -> Self {
                Self::from(id.as_str())
            }
        }

        impl From<$name> for Phrase {
            fn from(id: $name) -> Self {
                Self::from(id.as_str())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&*self.0, f)
            }
        }
    )*};
}

ids! {
    /// The id of a table, which formulas use: `licences`.
    TableId;
    /// The name of a column, which formulas use: `total`.
    ColumnName;
    /// The id of a claim: `decline-text`.
    ClaimId;
    /// The id of a rule of the manifest: `total`.
    RuleId;
}

impl ClaimId {
    /// The id as it is written where ids of cells and rules may be written too:
    /// `claim:decline-text`.
    pub fn qualified(&self) -> String {
        format!("{CLAIM}{self}")
    }

    /// The id in `claim:ID`; `None` where a text does not name a claim.
    ///
    /// ```
    /// use crossfoot_core::ClaimId;
    /// assert_eq!(ClaimId::unqualified("claim:decline-text"), Some("decline-text"));
    /// assert_eq!(ClaimId::unqualified("licences.total[2023]"), None);
    /// ```
    pub fn unqualified(text: &str) -> Option<&str> {
        text.strip_prefix(CLAIM)
    }
}

/// What names a rule in every output: its id in the manifest, or the claim that it checks.
///
/// ```
/// use crossfoot_core::RuleName;
/// let [rule, claim] = [RuleName::Rule("total".into()), RuleName::Claim("decline".into())];
/// assert_eq!((rule.to_string(), claim.to_string()), ("total".into(), "claim:decline".into()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuleName {
    /// A rule of the manifest.
    Rule(RuleId),
    /// The formula of a claim in `claims.csv`.
    Claim(ClaimId),
}

impl RuleName {
    /// The claim whose own formula the rule is.
    pub const fn claim(&self) -> Option<&ClaimId> {
        match self {
            Self::Claim(claim) => Some(claim),
            Self::Rule(_) => None,
        }
    }
}

impl From<&RuleName> for Phrase {
    fn from(name: &RuleName) -> Self {
        Self::from(name.to_string())
    }
}

impl fmt::Display for RuleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rule(id) => id.fmt(f),
            Self::Claim(id) => f.pad(&id.qualified()),
        }
    }
}
