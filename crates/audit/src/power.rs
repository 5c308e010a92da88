//! Detection power: how likely a check is to reject a random printed value. A check that nothing
//! can fail says nothing.

use crossfoot_core::formula::{Expr, Function, Gap, Published, Truth, Value, evaluate};
use crossfoot_core::{Figure, Interval, Qualifier, Rational, Study, Unit};

use crate::check::{Printed, printed};
use crate::{CheckId, Recomputed};

/// The share of printable values that the check would reject, between 0 and 1; `None` where nothing
/// was recomputed.
///
/// power = max(0, 1 − accepted ÷ printable). Printable values have the figure's number of decimals:
/// from 0 to 100 for a percentage, with as many digits as printed for others. Accepted values lie
/// within the recomputed interval and rounding.
///
/// - A statement in words has the power 0.5.
/// - A condition that may hold whatever the inputs are has the power 0.
/// - Figures printed as a bound (`>15`), other conditions, and conditions about rounded inputs have
///   no power.
pub(crate) fn power(
    study: &Study,
    id: CheckId,
    recomputed: &Result<Recomputed, Gap>,
) -> Option<f64> {
    let Ok(recomputed) = recomputed else { return None };
    match (recomputed, printed(study, id)) {
        (Recomputed::Truth(Truth::Maybe, sides), _) => sides
            .as_ref()
            .is_none_or(|(left, _, right)| left.width().zip(right.width()).is_none())
            .then_some(0.0),
        (Recomputed::Truth(..), Printed::Words) => Some(0.5),
        (Recomputed::ShareOfSome(whole), Printed::Figure(figure, ..)) => grim_power(whole, figure),
        (Recomputed::Number(value), Printed::Figure(figure, unit, about, _))
            if figure.qualifier == Qualifier::Is =>
        {
            Some(number_power(value, figure, unit, about))
        }
        _ => None,
    }
}

/// The [`grim_power`] of a printed share of which both parts are known: the power of the check if
/// only the whole were known.
pub(crate) fn share_power(study: &Study, basis: &Published, id: CheckId) -> Option<f64> {
    let Expr::Call(Function::Share, parts) = &study.rules[id.rule].formula.as_ref()?.expr else {
        return None;
    };
    let Printed::Figure(figure, ..) = printed(study, id) else { return None };
    match evaluate(parts.get(1)?, study, basis, id.row).ok()?.value {
        Value::Number(whole) => grim_power(whole.as_point()?, figure),
        _ => None,
    }
}

/// The power of the GRIM test (Brown & Heathers 2017): max(0, 1 − N ÷ 10^D), where N is the whole
/// and D the decimals of the proportion, two more than those of its percentage.
///
/// ```
/// use crossfoot_audit::grim_power;
/// use crossfoot_core::{NumberFormat, Rational, Unit, read_figure};
/// let format = NumberFormat { decimal: Some('.'), ..Default::default() };
/// let whole = Rational::from(5_382);
/// for (share, power) in [("34.5%", 0.0), ("34.55%", 0.4618), ("34.551%", 0.94618)] {
///     let share = read_figure(share, &Unit::Percent, format).unwrap();
///     assert_eq!(grim_power(&whole, &share), Some(power));
/// }
/// ```
pub fn grim_power(whole: &Rational, figure: &Figure) -> Option<f64> {
    let reachable =
        whole.checked_div(&Rational::power_of_ten(i32::from(figure.value().decimals()) + 2))?;
    let power = Rational::ONE - reachable;
    Some(if power.signum() < 0 { 0.0 } else { power.to_f64() })
}

fn number_power(value: &Interval, figure: &Figure, unit: &Unit, about: bool) -> f64 {
    let step = figure.unit();
    let printable = match printable(figure, unit).to_integer() {
        Some(printable) => Rational::from(printable),
        None => return 1.0,
    };
    let value = if about { value.widen(&step) } else { value.clone() };
    let Some(width) = value.width() else { return 0.0 };
    let accepted =
        width.checked_div(&step).map_or(Rational::ONE, |steps| steps.floor() + Rational::ONE);
    let missed = accepted.checked_div(&printable).unwrap_or(Rational::ONE);
    let power = Rational::ONE - missed;
    if power.signum() < 0 { 0.0 } else { power.to_f64() }
}

/// How many values could have been printed instead of a figure.
pub(crate) fn printable(figure: &Figure, unit: &Unit) -> Rational {
    match unit {
        Unit::Percent | Unit::Points => {
            Rational::power_of_ten(i32::from(figure.value().decimals()) + 2) + Rational::ONE
        }
        _ => {
            Rational::power_of_ten(figure.value().mantissa().unsigned_abs().to_string().len() as i32)
        }
    }
}
