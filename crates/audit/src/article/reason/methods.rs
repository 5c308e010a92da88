//! Settings of laboratories in sections on methods, and bounds that laws set.

use crossfoot_core::{Qualifier, Unit};

use super::Reason;
use super::context::Context;

/// Units that sections on methods use for doses and settings. Years, months, people and percentages
/// are not among them: they describe the sample.
const SETTINGS: [&str; 26] = [
    "°C", "mL", "µL", "L", "mg", "µg", "ng", "pg", "mm", "µm", "nm", "cm", "M", "µM", "mM", "nM",
    "V", "Hz", "kHz", "MHz", "GHz", "ms", "seconds", "minutes", "g", "kDa",
];

pub(super) fn reason(context: &Context) -> Option<Reason> {
    if setting(context) {
        return Some(Reason::Method);
    }
    legal_bound(context).then_some(Reason::LegalThreshold)
}

fn setting(context: &Context) -> bool {
    let heading = context.heading.to_lowercase();
    let methods =
        ["method", "material", "procedure", "protocol", "experimental", "preparation", "方法"];
    let unit = context.quantity().map(|quantity| &quantity.unit);
    let measured = matches!(unit, Some(Unit::Measure(name)) if SETTINGS.contains(&&**name));
    measured && methods.iter().any(|word| heading.contains(word))
}

/// "studies of over 3,000 people (Rules, Article 27)", "holding more than 50 % of the shares".
fn legal_bound(context: &Context) -> bool {
    let sentence = context.sentence;
    let law = ["Rules", "Regulations", "Article", "Act ", "Law", "Directive"];
    let demand =
        ["criteri", "requir", "defin", " must ", " shall ", "obliged", "Refers", "involving over"];
    let only = context.before.trim_end().ends_with("only");
    let bound =
        context.numeral.qualifier != Qualifier::Is && context.numeral.qualifier != Qualifier::About;
    // "… over 3,000 people. (Rules, Article 27)": the sentence is what the article says.
    let cited = context.rest.starts_with('(')
        && context.rest.find(')').is_some_and(|end| context.rest[..end].contains("Article"));
    if bound && cited {
        return true;
    }
    let legal = law.iter().any(|word| sentence.contains(word));
    (bound || only)
        && context.quantity().is_some()
        && legal
        && demand.iter().any(|word| sentence.contains(word))
}
