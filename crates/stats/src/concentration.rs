//! Concentration of a list of printed shares: bounds that hold for all values that round to these
//! shares, and for every distribution of an unlisted rest.

use crate::Reason;

/// The least and the greatest value over all completions of a list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// No completion is below.
    pub low: f64,
    /// No completion is above; it may only be approached.
    pub high: f64,
}

impl Bounds {
    /// Bounds that meet.
    pub const fn exact(value: f64) -> Self {
        Self { low: value, high: value }
    }

    /// Both ends through an increasing function.
    pub(crate) fn map(self, function: impl Fn(f64) -> f64) -> Self {
        Self { low: function(self.low), high: function(self.high) }
    }
}

/// The shares of the members of a whole, each between two bounds. Any number of further members may
/// not be listed; each of these has at most a cap.
///
/// A completion gives every listed member a share within its bounds and every unlisted one a share
/// up to the cap, so that all add up to the whole. Every result holds for all completions. The
/// reasoning rests on majorisation: the Herfindahl–Hirschman index, the Gini coefficient of a given
/// number of members and the sums of the largest shares all grow with it.
///
/// - The most even completion of a given number of members raises all to one level, as far as their
///   bounds allow. Every other completion majorises it.
/// - In the most uneven completion the k largest have T(k) = min(the k greatest upper bounds, the whole − the
///   lower bounds of all but the k greatest). No completion has more, since both are limits.
///   It is reached if all bounds are equally wide, as for shares with the same decimals.
///
/// Reference: Marshall, Olkin and Arnold (2011), Inequalities: Theory of Majorization and Its
/// Applications, chapters 1 and 13; Veinott (1971), Management Science 17:547.
#[derive(Clone, Debug, PartialEq)]
pub struct ShareList {
    /// Shares of 1, in the order given.
    members: Vec<Bounds>,
    /// What an unlisted member has at most; `None` where all members are listed.
    cap: Option<f64>,
}

/// How far sums of shares may be from their whole: rounding in the last bits, not in print.
const SLACK: f64 = 1e-9;
/// Steps beyond which the least Gini coefficient is not computed: about a second of work.
const MOST_STEPS: f64 = 1e8;

impl ShareList {
    /// A list of shares of `whole` (100 for percentages). With a `cap`, further members may exist
    /// that have at most the cap each, unless the listed members must have the whole.
    ///
    /// # Errors
    /// [`Reason::Mismatch`] for an empty list; [`Reason::NotAShare`] for shares that must exceed the
    /// whole together, or cannot reach it without unlisted members, and for a cap that is not
    /// positive or exceeds the upper bound of a listed share.
    ///
    /// ```
    /// use crossfoot_stats::{Bounds, ShareList};
    /// let list = ShareList::new(&[Bounds::exact(40.0), Bounds::exact(30.0)], 100.0, Some(20.0)).unwrap();
    /// // By hand: the least is 0.16 + 0.09, the rest being dust; the most adds 0.2 and 0.1.
    /// let bounds = list.herfindahl();
    /// assert!((bounds.low - 0.25).abs() < 1e-12 && (bounds.high - 0.30).abs() < 1e-12);
    /// assert!(ShareList::new(&[Bounds::exact(60.0), Bounds::exact(50.0)], 100.0, Some(1.0)).is_err());
    /// // Three times 33.3 is the whole, of equal parts, and so may be 33.4 and twice 33.3.
    /// let thirds = [Bounds { low: 33.25, high: 33.35 }; 3];
    /// assert_eq!(ShareList::new(&thirds, 100.0, Some(33.35)).unwrap().gini().low, 0.0);
    /// ```
    pub fn new(listed: &[Bounds], whole: f64, cap: Option<f64>) -> Result<Self, Reason> {
        let members: Vec<Bounds> =
            listed.iter().map(|share| share.map(|end| end.max(0.0) / whole)).collect();
        let smallest = members.iter().map(|share| share.high).fold(f64::INFINITY, f64::min);
        let cap = cap.map(|cap| cap / whole);
        let list = Self { members, cap };
        let (least, most) = (list.least(), list.most());
        let fits = match cap {
            Some(cap) => cap > 0.0 && cap <= smallest + SLACK,
            None => most >= 1.0 - SLACK,
        };
        let negative = listed.iter().any(|share| share.high < 0.0);
        match listed {
            [] => Err(Reason::Mismatch),
            _ if negative || least > 1.0 + SLACK || !fits => Err(Reason::NotAShare),
            // If nothing can be left, there are no further members.
            _ if least >= 1.0 - SLACK => Ok(Self { cap: None, ..list }),
            _ => Ok(list),
        }
    }

    /// What the listed members have at least.
    fn least(&self) -> f64 {
        self.members.iter().map(|share| share.low).sum()
    }

    /// What they have at most, regardless of the whole.
    fn most(&self) -> f64 {
        self.members.iter().map(|share| share.high).sum()
    }

    /// The share that is not listed, from 0 to 1.
    ///
    /// ```
    /// use crossfoot_stats::{Bounds, ShareList};
    /// let list = ShareList::new(&[Bounds { low: 59.5, high: 60.5 }], 100.0, Some(30.0)).unwrap();
    /// let rest = list.unlisted();
    /// assert!((rest.low - 0.395).abs() < 1e-12 && (rest.high - 0.405).abs() < 1e-12);
    /// ```
    pub fn unlisted(&self) -> Bounds {
        match self.cap {
            None => Bounds::exact(0.0),
            Some(_) => {
                Bounds { low: (1.0 - self.most()).max(0.0), high: (1.0 - self.least()).max(0.0) }
            }
        }
    }

    /// The share of one member, by its position in the list.
    ///
    /// ```
    /// use crossfoot_stats::{Bounds, ShareList};
    /// // Two parts make up the whole, so that what one has the other lacks.
    /// let parts = [Bounds { low: 59.5, high: 60.5 }, Bounds { low: 39.9, high: 40.1 }];
    /// let first = ShareList::new(&parts, 100.0, None).unwrap().share(0);
    /// assert!((first.low - 0.599).abs() < 1e-12 && (first.high - 0.601).abs() < 1e-12);
    /// ```
    pub fn share(&self, member: usize) -> Bounds {
        let own = self.members[member];
        let others = (self.least() - own.low, self.most() - own.high);
        let low = if self.cap.is_some() { own.low } else { own.low.max(1.0 - others.1) };
        Bounds { low, high: own.high.min(1.0 - others.0).max(low) }
    }

    /// Groups of the members, from 0 on, by the group of each. Unlisted members may belong to any of
    /// them or to any number of other groups, so that a group may have any part of the rest.
    ///
    /// ```
    /// use crossfoot_stats::{Bounds, ShareList};
    /// let list = ShareList::new(&[Bounds::exact(40.0), Bounds::exact(20.0), Bounds::exact(10.0)], 100.0, Some(10.0)).unwrap();
    /// let second = list.groups(&[0, 1, 1]).share(1);
    /// assert!((second.low - 0.3).abs() < 1e-12 && (second.high - 0.6).abs() < 1e-12);
    /// ```
    #[must_use]
    pub fn groups(&self, group: &[usize]) -> Self {
        let count = group.iter().map(|group| group + 1).max().unwrap_or_default();
        let mut members = vec![Bounds::exact(0.0); count];
        for (share, group) in self.members.iter().zip(group) {
            members[*group].low += share.low;
            members[*group].high += share.high;
        }
        // With the rest a group may have up to the whole.
        let cap = self.cap.map(|_| 1.0);
        members.iter_mut().for_each(|group| group.high = cap.unwrap_or(group.high));
        Self { members, cap }
    }

    /// CR_k: the share of the `k` largest members, from 0 to 1.
    ///
    /// ```
    /// use crossfoot_stats::{Bounds, ShareList};
    /// let list = ShareList::new(&[Bounds::exact(40.0), Bounds::exact(30.0)], 100.0, Some(20.0)).unwrap();
    /// assert_eq!(list.largest(1).low, list.largest(1).high);
    /// let three = list.largest(3);
    /// assert!((three.low - 0.7).abs() < 1e-12 && (three.high - 0.9).abs() < 1e-12);
    /// ```
    pub fn largest(&self, k: usize) -> Bounds {
        let even = falling(self.most_even());
        let uneven = self.most_uneven();
        let low: f64 = even.iter().take(k).sum();
        let listed: f64 = uneven.iter().take(k).sum();
        let more = k.saturating_sub(uneven.len()) as f64 * self.cap.unwrap_or(0.0);
        Bounds { low, high: (listed + more).min(1.0).max(low) }
    }

    /// The Herfindahl–Hirschman index Σ share², from 0 to 1 (× 10,000 on the customary scale).
    ///
    /// Least where the rest is dust, most where it sits in members at the cap. Reference: Hirschman
    /// (1964), Am. Econ. Rev. 54:761.
    pub fn herfindahl(&self) -> Bounds {
        let uneven = self.most_uneven();
        let rest = (1.0 - uneven.iter().sum::<f64>()).max(0.0);
        let unlisted = self.cap.map_or(0.0, |cap| {
            let full = (rest / cap + SLACK).floor();
            full * cap * cap + (rest - full * cap).max(0.0).powi(2)
        });
        let low = squares(&self.most_even());
        Bounds { low, high: (squares(&uneven) + unlisted).max(low) }
    }

    /// The Gini coefficient Σ (2 i − N − 1) share / N, shares in rising order, N members.
    ///
    /// With unlisted members the upper bound is 1, which ever more of them with next to nothing
    /// approach. The lower bound is reached by the most even completion for some number of unlisted
    /// members: from the fewest that can hold the rest to the most that leave every listed member its
    /// lower bound. More unlisted members never make it smaller. They lower the level and leave the
    /// members above it unchanged. These have the same sum, now as a smaller fraction of all members.
    /// At that fraction the curve of what the largest have together is at least as high as before. From
    /// there on it was a straight line to 1 and is now concave, so that it is at least as high
    /// everywhere. A list so long that trying all numbers takes too many steps has the lower bound 0.
    /// Reference: Gini (1912); Cowell (2011), Measuring Inequality.
    ///
    /// ```
    /// use crossfoot_stats::{Bounds, ShareList};
    /// // Two members of 40 and 20, the rest of 40 in at least two of 20: ranks 1 to 4 have weights −3, −1, 1, 3:
    /// // by hand (−3 · 0.2 − 0.2 + 0.2 + 3 · 0.4) / 4 = 0.15.
    /// let bounds = ShareList::new(&[Bounds::exact(40.0), Bounds::exact(20.0)], 100.0, Some(20.0)).unwrap().gini();
    /// assert!((bounds.low - 0.15).abs() < 1e-12 && bounds.high == 1.0);
    /// ```
    pub fn gini(&self) -> Bounds {
        let Some(cap) = self.cap else {
            let low = gini(falling(self.most_even()), 0.0, 0.0);
            return Bounds { low, high: gini(self.most_uneven(), 0.0, 0.0).max(low) };
        };
        let rest = self.unlisted();
        let [fewest, most] = [rest.low, rest.high].map(|rest| (rest / cap - SLACK).ceil().max(0.0));
        let tries = most - fewest + 1.0;
        if tries * self.members.len() as f64 > MOST_STEPS {
            return Bounds { low: 0.0, high: 1.0 };
        }
        let low = (0..tries as usize)
            .map(|more| {
                let members = fewest + more as f64;
                let level = self.level(members);
                gini(falling(self.raised(level)), members, level.min(cap))
            })
            .fold(1.0, f64::min);
        Bounds { low, high: 1.0 }
    }

    /// The listed members of the most even completion: at their lower bounds where the rest may be
    /// dust.
    fn most_even(&self) -> Vec<f64> {
        match self.cap {
            Some(_) => self.members.iter().map(|share| share.low).collect(),
            None => self.raised(self.level(0.0)),
        }
    }

    /// The listed members of the most uneven completion, the largest first.
    fn most_uneven(&self) -> Vec<f64> {
        let highs = falling(self.members.iter().map(|share| share.high).collect());
        let lows = falling(self.members.iter().map(|share| share.low).collect());
        let mut of_others = self.least();
        let (mut upper, mut so_far) = (0.0, 0.0);
        let shares = highs.iter().zip(&lows).map(|(high, low)| {
            upper += high;
            of_others -= low;
            let together = f64::min(upper, 1.0 - of_others);
            let share = together - so_far;
            so_far = together;
            share
        });
        shares.collect()
    }

    /// The listed members at a level, as far as their bounds allow.
    fn raised(&self, level: f64) -> Vec<f64> {
        self.members.iter().map(|share| level.clamp(share.low, share.high)).collect()
    }

    /// The sum of all shares at a level, with this number of unlisted members.
    fn sum_at(&self, level: f64, unlisted: f64) -> f64 {
        let listed: f64 = self.members.iter().map(|share| level.clamp(share.low, share.high)).sum();
        listed + unlisted * level.min(self.cap.unwrap_or(0.0))
    }

    /// The level at which all shares, with this number of unlisted members, add up to the whole.
    fn level(&self, unlisted: f64) -> f64 {
        let cap = self.cap.unwrap_or(0.0);
        let mut bends: Vec<f64> =
            self.members.iter().flat_map(|share| [share.low, share.high]).collect();
        bends.extend([0.0, cap]);
        bends.sort_by(f64::total_cmp);
        let above = bends.partition_point(|level| self.sum_at(*level, unlisted) < 1.0);
        let (Some(low), Some(high)) = (above.checked_sub(1).map(|at| bends[at]), bends.get(above))
        else {
            // Up to rounding in the last bits the members have all at the first or last bend.
            return bends[above.min(bends.len() - 1)];
        };
        let (at_low, at_high) = (self.sum_at(low, unlisted), self.sum_at(*high, unlisted));
        low + (high - low) * (1.0 - at_low) / (at_high - at_low)
    }
}

fn falling(mut shares: Vec<f64>) -> Vec<f64> {
    shares.sort_by(|a, b| b.total_cmp(a));
    shares
}

fn squares(shares: &[f64]) -> f64 {
    shares.iter().map(|share| share * share).sum()
}

/// The Gini coefficient of shares in falling order that sum to 1 with `others` further members of
/// `each`, which is at most the smallest.
fn gini(shares: Vec<f64>, others: f64, each: f64) -> f64 {
    let members = shares.len() as f64 + others;
    // Ranks 1 … others: their sum of 2 i − N − 1 is others · (others − N).
    let low = others * (others - members) * each;
    let high: f64 = shares
        .iter()
        .enumerate()
        .map(|(at, share)| (2.0 * (members - at as f64) - members - 1.0) * share)
        .sum();
    ((low + high) / members).max(0.0)
}
