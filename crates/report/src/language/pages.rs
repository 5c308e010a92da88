//! The pages of codes, of kinds of causes and of the model of root causes. The English pages are next
//! to the code and are executable examples; translations are shorter.

use crossfoot_audit::{CauseKind, Code, root};

/// The page in English.
pub(super) fn english(name: &str) -> Option<&'static str> {
    let model = (name == root::NAME).then_some(root::PAGE);
    let cause = CauseKind::from_name(name).map(CauseKind::page);
    Code::from_name(name).map(Code::page).or(cause).or(model)
}

/// The page in Chinese.
pub(super) fn chinese(name: &str) -> Option<&'static str> {
    CHINESE.iter().find(|(known, _)| *known == name).map(|(_, page)| *page)
}

static CHINESE: &[(&str, &str)] = &[
    ("absent-numeral", include_str!("../../locales/zh/absent-numeral.md")),
    ("absent-quote", include_str!("../../locales/zh/absent-quote.md")),
    ("adjacent-transposition", include_str!("../../locales/zh/adjacent-transposition.md")),
    ("cells-swapped", include_str!("../../locales/zh/cells-swapped.md")),
    ("change-mismatch", include_str!("../../locales/zh/change-mismatch.md")),
    ("changed-numeral", include_str!("../../locales/zh/changed-numeral.md")),
    ("claim-mismatch", include_str!("../../locales/zh/claim-mismatch.md")),
    ("condition-violated", include_str!("../../locales/zh/condition-violated.md")),
    ("conflicting-sources", include_str!("../../locales/zh/conflicting-sources.md")),
    ("count-mismatch", include_str!("../../locales/zh/count-mismatch.md")),
    ("decimal-shift", include_str!("../../locales/zh/decimal-shift.md")),
    ("digit-added", include_str!("../../locales/zh/digit-added.md")),
    ("digit-omitted", include_str!("../../locales/zh/digit-omitted.md")),
    ("digit-repeated", include_str!("../../locales/zh/digit-repeated.md")),
    ("digit-replaced", include_str!("../../locales/zh/digit-replaced.md")),
    ("digit-swap", include_str!("../../locales/zh/digit-swap.md")),
    ("earlier-vintage", include_str!("../../locales/zh/earlier-vintage.md")),
    ("faulty-input", include_str!("../../locales/zh/faulty-input.md")),
    ("filter-dropped", include_str!("../../locales/zh/filter-dropped.md")),
    ("forced-sum", include_str!("../../locales/zh/forced-sum.md")),
    ("formula-mismatch", include_str!("../../locales/zh/formula-mismatch.md")),
    ("infeasible", include_str!("../../locales/zh/infeasible.md")),
    ("inverted-ratio", include_str!("../../locales/zh/inverted-ratio.md")),
    ("misprinted-input", include_str!("../../locales/zh/misprinted-input.md")),
    ("neighbour-repeated", include_str!("../../locales/zh/neighbour-repeated.md")),
    ("other-base-year", include_str!("../../locales/zh/other-base-year.md")),
    ("other-denominator", include_str!("../../locales/zh/other-denominator.md")),
    ("other-quantity", include_str!("../../locales/zh/other-quantity.md")),
    ("percent-for-points", include_str!("../../locales/zh/percent-for-points.md")),
    ("points-mismatch", include_str!("../../locales/zh/points-mismatch.md")),
    ("rank-mismatch", include_str!("../../locales/zh/rank-mismatch.md")),
    ("root-causes", include_str!("../../locales/zh/root-causes.md")),
    ("rounded-twice", include_str!("../../locales/zh/rounded-twice.md")),
    ("row-shifted", include_str!("../../locales/zh/row-shifted.md")),
    ("running-total", include_str!("../../locales/zh/running-total.md")),
    ("share-for-count", include_str!("../../locales/zh/share-for-count.md")),
    ("share-mismatch", include_str!("../../locales/zh/share-mismatch.md")),
    ("sign", include_str!("../../locales/zh/sign.md")),
    ("stale-figure", include_str!("../../locales/zh/stale-figure.md")),
    ("sum-mismatch", include_str!("../../locales/zh/sum-mismatch.md")),
    ("truncated", include_str!("../../locales/zh/truncated.md")),
    ("truncation", include_str!("../../locales/zh/truncation.md")),
    ("unexplained-numeral", include_str!("../../locales/zh/unexplained-numeral.md")),
    ("unlisted-numeral", include_str!("../../locales/zh/unlisted-numeral.md")),
    ("unmatched-acceptance", include_str!("../../locales/zh/unmatched-acceptance.md")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_a_translation_with_its_name_and_sections() {
        let codes = Code::ALL.iter().map(|code| code.name());
        let causes = CauseKind::ALL.iter().map(|kind| kind.name());
        let names: Vec<&str> = codes.chain(causes).chain([root::NAME]).collect();
        for name in &names {
            let page = chinese(name).unwrap_or_else(|| panic!("{name} has no page in Chinese"));
            assert!(page.starts_with(&format!("# {name}\n\n")), "{name}");
            assert!(page.matches("\n## ").count() >= 3, "{name}");
            assert!(
                english(name).is_some_and(|english| english.starts_with(&format!("# {name}\n")))
            );
        }
        assert_eq!(CHINESE.len(), names.len(), "each page belongs to a code or a cause");
    }
}
