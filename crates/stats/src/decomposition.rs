//! What a change is made of: contributions of parts, rate and mix, size and structure. Each
//! decomposition sums to its change.

use crossfoot_core::Rational;

use crate::Reason;

/// What each part contributed to the change of a total.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Contributions {
    /// Change of each part.
    pub parts: Vec<Rational>,
    /// What the parts leave of the change of the printed total; zero where they add up to it in
    /// both periods.
    pub residual: Rational,
    /// Change of the total.
    pub total: Rational,
    /// 100 / total before: what turns a change into percentage points of the total's relative
    /// change.
    to_points: Rational,
}

impl Contributions {
    /// A change in percentage points of the total's relative change, exactly.
    pub fn points(&self, change: &Rational) -> Rational {
        change * &self.to_points
    }
}

/// The contribution of each part to the change of the total: to − from, also in points of its
/// relative change, 100 (to − from) / total before.
///
/// Parts and residual sum to the change of the total exactly.
///
/// # Errors
/// [`Reason::Mismatch`] for lists of different lengths, [`Reason::ZeroTotal`] for a total of zero
/// before, [`Reason::Negative`] for one below.
///
/// ```
/// use crossfoot_core::Rational;
/// use crossfoot_stats::contributions;
/// let [from, to] = [[60, 40], [30, 50]].map(|parts| parts.map(Rational::from));
/// let found = contributions(&from, &to, &Rational::from(100), &Rational::from(80)).unwrap();
/// assert_eq!(found.parts, [-30, 10].map(Rational::from));
/// assert_eq!((found.residual.signum(), found.total.to_string().as_str()), (0, "-20"));
/// assert_eq!(found.points(&found.parts[0]).to_string(), "-30");
/// assert!(contributions(&from[..1], &to, &Rational::from(1), &Rational::from(3)).is_err());
/// ```
pub fn contributions(
    from: &[Rational],
    to: &[Rational],
    total_from: &Rational,
    total_to: &Rational,
) -> Result<Contributions, Reason> {
    if from.len() != to.len() {
        return Err(Reason::Mismatch);
    }
    if total_from.signum() < 0 {
        return Err(Reason::Negative);
    }
    let to_points = Rational::from(100).checked_div(total_from).ok_or(Reason::ZeroTotal)?;
    let parts: Vec<Rational> = from.iter().zip(to).map(|(from, to)| to - from).collect();
    let total = total_to - total_from;
    let residual = parts.iter().fold(total.clone(), |rest, part| &rest - part);
    Ok(Contributions { residual, parts, total, to_points })
}

/// A change of an overall rate in two effects.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RateAndMix {
    /// From rates that changed within groups.
    pub rate: Rational,
    /// From groups whose share of the whole changed.
    pub mix: Rational,
}

/// The change of an overall rate, by groups given as (events, exposure), into the effect of rates
/// and the effect of the mix, exactly.
///
/// Rate effect Σ (r₁ − r₀)(s₀ + s₁) / 2, mix effect Σ (s₁ − s₀)(r₀ + r₁) / 2, with r the rate and s
/// the share of exposure of each group; they sum to the change of the overall rate. Reference:
/// Kitagawa (1955), J. Am. Stat. Assoc. 50:1168.
///
/// # Errors
/// [`Reason::Mismatch`] for lists of different lengths, [`Reason::ZeroTotal`] where a group has no
/// exposure in either period: it has no rate.
///
/// ```
/// use crossfoot_stats::rate_and_mix;
/// // Rates stay 10 % and 50 %; half of the exposure becomes a quarter: all of the change is mix.
/// let found = rate_and_mix(&[(1, 10), (5, 10)], &[(3, 30), (5, 10)]).unwrap();
/// assert_eq!((found.rate.to_f64(), found.mix.to_f64()), (0.0, -0.1));
/// assert!(rate_and_mix(&[(0, 0)], &[(1, 2)]).is_err());
/// ```
pub fn rate_and_mix(from: &[(u64, u64)], to: &[(u64, u64)]) -> Result<RateAndMix, Reason> {
    if from.len() != to.len() {
        return Err(Reason::Mismatch);
    }
    let (whole_from, whole_to) = (total_exposure(from), total_exposure(to));
    let (mut rate, mut mix) = (Rational::ZERO, Rational::ZERO);
    for ((events_from, exposure_from), (events_to, exposure_to)) in from.iter().zip(to) {
        let (r0, r1) = (
            ratio(*events_from, i128::from(*exposure_from))?,
            ratio(*events_to, i128::from(*exposure_to))?,
        );
        let (s0, s1) = (ratio(*exposure_from, whole_from)?, ratio(*exposure_to, whole_to)?);
        rate = &rate + &(&(&r1 - &r0) * &(&s0 + &s1));
        mix = &mix + &(&(&s1 - &s0) * &(&r0 + &r1));
    }
    let half = ratio(1, 2)?;
    Ok(RateAndMix { rate: &rate * &half, mix: &mix * &half })
}

fn total_exposure(groups: &[(u64, u64)]) -> i128 {
    groups.iter().map(|(_, exposure)| i128::from(*exposure)).sum()
}

fn ratio(part: u64, whole: i128) -> Result<Rational, Reason> {
    Rational::new(i128::from(part), whole).ok_or(Reason::ZeroTotal)
}

/// The change of a part in two effects.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Divisia {
    /// From the total that changed.
    pub size: f64,
    /// From the share of the part that changed.
    pub structure: f64,
}

/// The change of a part (part = total × share) into the effect of the total and the effect of the
/// share, by the additive log-mean Divisia index.
///
/// L ln(total₁ / total₀) and L ln(share₁ / share₀) with the log-mean L = (x₁ − x₀) / ln(x₁ / x₀),
/// or x where nothing changed. They sum to x₁ − x₀. For a part of zero the limit applies: all of its
/// change is structure. Reference: Ang (2005), Energy Policy 33:867; on zeros Ang & Liu (2007),
/// Energy Policy 35:238.
///
/// # Errors
/// [`Reason::ZeroTotal`] for a total of zero, [`Reason::Negative`] for a value below.
///
/// ```
/// use crossfoot_stats::divisia;
/// // The total doubles, the share stays: all is size.
/// let found = divisia((10.0, 100.0), (20.0, 200.0)).unwrap();
/// assert!((found.size - 10.0).abs() < 1e-12 && found.structure.abs() < 1e-12);
/// assert_eq!(divisia((0.0, 100.0), (5.0, 50.0)).unwrap().structure, 5.0);
/// assert!(divisia((0.0, 0.0), (1.0, 2.0)).is_err());
/// ```
pub fn divisia(from: (f64, f64), to: (f64, f64)) -> Result<Divisia, Reason> {
    if [from.0, from.1, to.0, to.1].iter().any(|value| *value < 0.0) {
        return Err(Reason::Negative);
    }
    if from.1 == 0.0 || to.1 == 0.0 {
        return Err(Reason::ZeroTotal);
    }
    let change = to.0 - from.0;
    if from.0 == 0.0 || to.0 == 0.0 {
        return Ok(Divisia { size: 0.0, structure: change });
    }
    let mean = if from.0 == to.0 { to.0 } else { change / (to.0 / from.0).ln() };
    let size = mean * (to.1 / from.1).ln();
    Ok(Divisia { size, structure: change - size })
}
