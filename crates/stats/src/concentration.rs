//! Concentration of a list that is cut: what holds for every way in which the unlisted rest may be
//! distributed.

use crate::Reason;

/// The least and the greatest value over all completions of a list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// No completion is below.
    pub low: f64,
    /// No completion is above; it may only be approached.
    pub high: f64,
}

/// Shares of the largest members of a whole; the rest belongs to members that each have at most
/// `cap`.
///
/// Shares are taken as printed and assumed to add up to the whole once all members are listed. How
/// many members are not listed is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct CutList {
    /// Shares of 1, the largest first.
    shares: Vec<f64>,
    rest: f64,
    cap: f64,
}

/// What a sum of printed shares may exceed its whole by: rounding in the last bits, not in print.
const SLACK: f64 = 1e-9;

impl CutList {
    /// A list of shares of `whole` (100 for percentages), whose unlisted members have at most `cap`
    /// each.
    ///
    /// # Errors
    /// [`Reason::Mismatch`] for an empty list, [`Reason::NotAShare`] for negative shares, more than
    /// the whole, a cap that is not positive or exceeds the smallest share listed.
    ///
    /// ```
    /// use crossfoot_stats::CutList;
    /// let list = CutList::new(&[40.0, 30.0], 100.0, 20.0).unwrap();
    /// // By hand: the least is 0.16 + 0.09, the rest being dust; the most adds 0.2 and 0.1.
    /// let bounds = list.herfindahl();
    /// assert!((bounds.low - 0.25).abs() < 1e-12 && (bounds.high - 0.30).abs() < 1e-12);
    /// assert!(CutList::new(&[60.0, 50.0], 100.0, 1.0).is_err());
    /// ```
    pub fn new(listed: &[f64], whole: f64, cap: f64) -> Result<Self, Reason> {
        let shares = falling(listed, whole);
        let (rest, cap) = (1.0 - shares.iter().sum::<f64>(), cap / whole);
        match shares.last() {
            None => Err(Reason::Mismatch),
            Some(least) if *least >= 0.0 && rest >= -SLACK && cap > 0.0 && cap <= least + SLACK => {
                Ok(Self { shares, rest: rest.max(0.0), cap })
            }
            Some(_) => Err(Reason::NotAShare),
        }
    }

    /// The share that is not listed, from 0 to 1.
    pub const fn rest(&self) -> f64 {
        self.rest
    }

    /// Unlisted members at the cap, and what is left for one more.
    fn fullest(&self) -> (f64, f64) {
        let full = (self.rest / self.cap + SLACK).floor();
        (full, (self.rest - full * self.cap).max(0.0))
    }

    /// CR_k: the share of the `k` largest members, from 0 to 1. A point while `k` are listed.
    ///
    /// ```
    /// use crossfoot_stats::CutList;
    /// let list = CutList::new(&[40.0, 30.0], 100.0, 20.0).unwrap();
    /// assert_eq!(list.largest(1).low, list.largest(1).high);
    /// let three = list.largest(3);
    /// assert!((three.low - 0.7).abs() < 1e-12 && (three.high - 0.9).abs() < 1e-12);
    /// ```
    pub fn largest(&self, k: usize) -> Bounds {
        let listed: f64 = self.shares.iter().take(k).sum();
        let more = k.saturating_sub(self.shares.len()) as f64 * self.cap;
        Bounds { low: listed, high: listed + more.min(self.rest) }
    }

    /// The Herfindahl–Hirschman index Σ share², from 0 to 1 (× 10,000 on the customary scale).
    ///
    /// Least where the rest is dust, most where it sits in members at the cap. Reference: Hirschman
    /// (1964), Am. Econ. Rev. 54:761.
    pub fn herfindahl(&self) -> Bounds {
        let listed: f64 = self.shares.iter().map(|share| share * share).sum();
        let (full, left) = self.fullest();
        Bounds { low: listed, high: listed + full * self.cap * self.cap + left * left }
    }

    /// The Gini coefficient Σ (2 i − N − 1) share / N, shares in rising order, N members.
    ///
    /// Least where the rest is spread evenly over as few members as the cap allows; 1 is approached
    /// by ever more members with next to nothing, so that the upper bound is always 1. Reference:
    /// Gini (1912); Cowell (2011), Measuring Inequality.
    ///
    /// ```
    /// use crossfoot_stats::CutList;
    /// // Two members of 40 and 20, the rest of 40 in at least two of 20: ranks 1 to 4 have weights −3, −1, 1, 3:
    /// // by hand (−3 · 0.2 − 0.2 + 0.2 + 3 · 0.4) / 4 = 0.15.
    /// let bounds = CutList::new(&[40.0, 20.0], 100.0, 20.0).unwrap().gini();
    /// assert!((bounds.low - 0.15).abs() < 1e-12 && bounds.high == 1.0);
    /// ```
    pub fn gini(&self) -> Bounds {
        if self.rest <= SLACK {
            let all = gini(&self.shares, 0.0, 0.0);
            return Bounds { low: all, high: all };
        }
        let members = (self.rest / self.cap - SLACK).ceil();
        Bounds { low: gini(&self.shares, members, self.rest / members), high: 1.0 }
    }

    /// Bounds of the share of a group whose listed members have `listed` of `whole`: to them
    /// come from nothing to all of the rest.
    ///
    /// ```
    /// use crossfoot_stats::CutList;
    /// let bounds = CutList::new(&[40.0, 30.0], 100.0, 20.0).unwrap().group(30.0, 100.0);
    /// assert!((bounds.low - 0.3).abs() < 1e-12 && (bounds.high - 0.6).abs() < 1e-12);
    /// ```
    pub fn group(&self, listed: f64, whole: f64) -> Bounds {
        Bounds { low: listed / whole, high: listed / whole + self.rest }
    }

    /// The Herfindahl–Hirschman index of groups whose listed members have `groups` of `whole`:
    /// least where the rest is spread over ever more other groups, most where all of it belongs to
    /// the largest.
    ///
    /// ```
    /// use crossfoot_stats::CutList;
    /// let bounds = CutList::new(&[40.0, 30.0], 100.0, 20.0).unwrap().group_herfindahl(&[40.0, 30.0], 100.0);
    /// assert!((bounds.low - 0.25).abs() < 1e-12 && (bounds.high - 0.58).abs() < 1e-12);
    /// ```
    pub fn group_herfindahl(&self, groups: &[f64], whole: f64) -> Bounds {
        let low: f64 = groups.iter().map(|group| (group / whole).powi(2)).sum();
        let largest = groups.iter().map(|group| group / whole).fold(0.0, f64::max);
        Bounds { low, high: low + 2.0 * largest * self.rest + self.rest * self.rest }
    }

    /// CR_k of groups whose listed members have `groups` of `whole`: the share of the `k` largest
    /// groups, from 0 to 1.
    ///
    /// The rest may go to groups that are listed or not, however many, in parts of any size. Least:
    /// the sum of the `k` largest listed, for no group loses what it has, and ever more other
    /// groups may share the rest, each with next to nothing.
    ///
    /// Greatest: the same sum and all of the rest, for no `k` groups can have more than what is listed
    /// of them and the rest. It is reached where the rest belongs to the largest, which majorises
    /// every other completion. Reference: Marshall, Olkin and Arnold (2011), Inequalities: Theory of
    /// Majorization and Its Applications, chapters 1 and 13.
    ///
    /// ```
    /// use crossfoot_stats::CutList;
    /// let bounds = CutList::new(&[40.0, 30.0], 100.0, 20.0).unwrap().group_largest(&[40.0, 30.0], 100.0, 1);
    /// assert!((bounds.low - 0.4).abs() < 1e-12 && (bounds.high - 0.7).abs() < 1e-12);
    /// ```
    pub fn group_largest(&self, groups: &[f64], whole: f64, k: usize) -> Bounds {
        let low: f64 = falling(groups, whole).iter().take(k).sum();
        Bounds { low, high: if k == 0 { low } else { low + self.rest } }
    }

    /// The Gini coefficient of groups that together have all that is listed, with
    /// `groups` of `whole`; formula as in [`Self::gini`].
    ///
    /// The rest may go to groups that are listed or not, however many, in parts of any size. Least
    /// where no further group exists and the rest raises the smallest listed groups to one level,
    /// as water would:
    ///
    /// 1. Among completions with a given number of groups, that which raises the smallest to one
    ///    level, further groups from nothing, is majorised by every other, and the coefficient
    ///    grows with majorisation.
    /// 2. One more group does not make it smaller. It draws the level down and leaves what is above
    ///    the level as it is: the groups above have the same sum, now as a smaller fraction of all
    ///    groups. At that fraction the curve of what the largest groups have together is no lower
    ///    than before; from there on it was a straight line to 1 and is now concave, so that it is
    ///    no lower anywhere. By Lorenz dominance the coefficient is no less.
    ///
    /// The greatest is approached where the largest group has all of the rest but next to nothing,
    /// and ever more groups share that: the upper bound is 1, as for members. Reference: Marshall,
    /// Olkin and Arnold (2011), Inequalities, chapters 1 and 13; Cowell (2011), Measuring
    /// Inequality.
    ///
    /// ```
    /// use crossfoot_stats::CutList;
    /// // A rest of 20 after 50, 20 and 10: the level is 25. Weights −2, 0, 2, by hand (−2 · 0.25 + 2 · 0.5) / 3 = 1/6.
    /// let bounds = CutList::new(&[50.0, 20.0, 10.0], 100.0, 10.0).unwrap().group_gini(&[50.0, 20.0, 10.0], 100.0);
    /// assert!((bounds.low - 1.0 / 6.0).abs() < 1e-12 && bounds.high == 1.0);
    /// ```
    pub fn group_gini(&self, groups: &[f64], whole: f64) -> Bounds {
        let groups = falling(groups, whole);
        if self.rest <= SLACK {
            let all = gini(&groups, 0.0, 0.0);
            return Bounds { low: all, high: all };
        }
        // The groups that are raised are the last, as few as have a level that the next larger one
        // is not below.
        let raised = (0..groups.len()).rev().find_map(|above| {
            let members = (groups.len() - above) as f64;
            let level = (groups[above..].iter().sum::<f64>() + self.rest) / members;
            (above == 0 || level <= groups[above - 1])
                .then(|| gini(&groups[..above], members, level))
        });
        Bounds { low: raised.unwrap_or(0.0), high: 1.0 }
    }
}

/// Numbers of `whole` as shares of 1, the largest first.
fn falling(numbers: &[f64], whole: f64) -> Vec<f64> {
    let mut shares: Vec<f64> = numbers.iter().map(|number| number / whole).collect();
    shares.sort_by(|a, b| b.total_cmp(a));
    shares
}

/// The Gini coefficient of shares in falling order that sum to 1 with
/// `others` further members of `each`.
fn gini(shares: &[f64], others: f64, each: f64) -> f64 {
    let members = shares.len() as f64 + others;
    // Ranks 1 … others: their sum of 2 i − N − 1 is others · (others − N).
    let low = others * (others - members) * each;
    let high: f64 = shares
        .iter()
        .enumerate()
        .map(|(at, share)| (2.0 * (members - at as f64) - members - 1.0) * share)
        .sum();
    (low + high) / members
}
