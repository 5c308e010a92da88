//! Why a numeral is not a statistic: a year of the literature, the number of a table, a p-value.
//!
//! Every rule needs evidence in the marks of the reader, in the words beside the numeral or in the
//! part of the article. A numeral without any is taken for a statistic, because a reason given
//! wrongly would hide errors.

mod context;
mod dates;
mod lists;
mod methods;
mod names;
mod references;
mod statistics;

use crossfoot_core::{Article, Block, Numeral};

use context::Context;

/// Why a numeral is not a statistic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The year of a cited work: "(Field and Marsh, 2019)".
    CitationYear,
    /// The number of a cited work in the list of references: `[12]`, or raised.
    CitationNumber,
    /// The year of a cited law or rule: "(Water Act, 2014)".
    StatuteYear,
    /// The number of an article, paragraph or order of the law: "Article 12 (1)".
    ArticleNumber,
    /// The number of a table.
    TableReference,
    /// The number of a figure.
    FigureReference,
    /// The number of something that accompanies the article: "Text S1".
    SupplementReference,
    /// The number of a section or of a heading.
    SectionNumber,
    /// The number of an equation, or an operand of one.
    Formula,
    /// Dates, volumes, identifiers and licence of the article itself.
    PublicationMetadata,
    /// A mark that ties an author to an institution.
    AffiliationMark,
    /// A number of the list of references.
    ReferenceList,
    /// The number or year of a case or permit: `[2015] No. 83`.
    CaseDocket,
    /// An address, an accession or a grant.
    Identifier,
    /// The version of a program, or of a licence.
    Version,
    /// A p-value.
    PValue,
    /// A statistic of a test, its degrees of freedom, or a level: the 95 of "95% CI".
    Statistic,
    /// A part of a name: "COVID-19", "Type 2", "Phase 3".
    Name,
    /// A day, a time of day, or when something happened that is not counted here.
    Date,
    /// The period of the data beside it: "in 2023".
    PeriodLabel,
    /// A bound that a law or rule sets.
    LegalThreshold,
    /// A part of a unit: "per 100,000", "m2".
    Unit,
    /// A dose, temperature, wavelength or setting in a section on methods.
    Method,
    /// A word that counts nothing: "First, …".
    NotAQuantity,
    /// The number of an item of a list: "(1)".
    ListMark,
}

impl Reason {
    /// All reasons, in the order of their documentation.
    pub const ALL: [Self; 25] = [
        Self::CitationYear,
        Self::CitationNumber,
        Self::StatuteYear,
        Self::ArticleNumber,
        Self::TableReference,
        Self::FigureReference,
        Self::SupplementReference,
        Self::SectionNumber,
        Self::Formula,
        Self::PublicationMetadata,
        Self::AffiliationMark,
        Self::ReferenceList,
        Self::CaseDocket,
        Self::Identifier,
        Self::Version,
        Self::PValue,
        Self::Statistic,
        Self::Name,
        Self::Date,
        Self::PeriodLabel,
        Self::LegalThreshold,
        Self::Unit,
        Self::Method,
        Self::NotAQuantity,
        Self::ListMark,
    ];

    /// Its name in lists of numerals.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CitationYear => "citation-year",
            Self::CitationNumber => "citation-number",
            Self::StatuteYear => "statute-year",
            Self::ArticleNumber => "article-number",
            Self::TableReference => "table-reference",
            Self::FigureReference => "figure-reference",
            Self::SupplementReference => "supplement-reference",
            Self::SectionNumber => "section-number",
            Self::Formula => "formula",
            Self::PublicationMetadata => "publication-metadata",
            Self::AffiliationMark => "affiliation-mark",
            Self::ReferenceList => "reference-list",
            Self::CaseDocket => "case-docket",
            Self::Identifier => "identifier",
            Self::Version => "version",
            Self::PValue => "p-value",
            Self::Statistic => "statistic",
            Self::Name => "name",
            Self::Date => "date",
            Self::PeriodLabel => "period-label",
            Self::LegalThreshold => "legal-threshold",
            Self::Unit => "unit",
            Self::Method => "method",
            Self::NotAQuantity => "not-a-quantity",
            Self::ListMark => "list-mark",
        }
    }
}

/// Why a numeral of a block is not a statistic; `None` where it looks like one.
pub fn reason(article: &Article, block: &Block, numeral: &Numeral) -> Option<Reason> {
    let context = Context::new(article, block, numeral);
    references::front_and_back(&context)
        .or_else(|| dates::cited(&context))
        .or_else(|| references::numbered(&context))
        .or_else(|| lists::reason(&context))
        .or_else(|| statistics::reason(&context))
        .or_else(|| names::reason(&context))
        .or_else(|| dates::period(&context))
        .or_else(|| methods::reason(&context))
}

#[cfg(test)]
mod tests {
    use crossfoot_core::{BlockKind, Part, Prose, Section, Source, read_numerals};

    use super::*;

    /// The numerals of a block with their reasons, `-` for none.
    fn reasons(part: Part, kind: BlockKind, heading: &str, text: &str) -> Vec<String> {
        let mut prose = Prose::default();
        prose.push(text, 0);
        let block = Block { section: 0, kind, prose };
        let section = Section { name: heading.into(), title: heading.into(), part };
        let source = Source::new("article.txt", text.to_owned()).unwrap();
        let article = Article::new(source, None, vec![section], vec![block]);
        let block = &article.blocks[0];
        let numerals = read_numerals(text).into_iter().map(|numeral| {
            let reason = reason(&article, block, &numeral).map_or("-", Reason::name);
            format!("{}: {reason}", &text[numeral.range])
        });
        numerals.collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = reasons(Part::Body, BlockKind::Paragraph, "Results", text);
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn statistics_have_no_reason() {
        for text in [
            "Permits fell by 58.4% to 2,214 (n = 512), of which thirteen were renewed.",
            "The odds ratio was 1.8, against 2.4 among 120 women.",
            "In all, 12 of 45 sites (26.7%) closed; one site reopened.",
            "The city ranked third, behind the second largest port.",
            "共5,328件，占68.5%，下降7个百分点。",
        ] {
            let found = reasons(Part::Body, BlockKind::Paragraph, "Results", text);
            assert!(!found.is_empty());
            assert!(found.iter().all(|found| found.ends_with(": -")), "{found:?}");
        }
    }

    #[test]
    fn references_to_the_article_the_law_and_the_literature() {
        check(
            "As Tables 1, 2 and Fig. 3 show (Field and Marsh, 2019; Hill et al., 2020).",
            &[
                "1: table-reference",
                "2: table-reference",
                "3: figure-reference",
                "2019: citation-year",
                "2020: citation-year",
            ],
        );
        check(
            "Article 12 (1) of the Water Act (Water Act, 2014) binds ports [4, 5], says Hill (2018).",
            &[
                "12: article-number",
                "1: article-number",
                "2014: statute-year",
                "4: citation-number",
                "5: citation-number",
                "2018: citation-year",
            ],
        );
        check("如表1所示，共有12所。", &["1: table-reference", "12所: -"]);
        check(
            "Permit [2015] No. 83 was revoked by the No. 2 River Court; see Table S4.",
            &[
                "2015: case-docket",
                "83: case-docket",
                "2: not-a-quantity",
                "4: supplement-reference",
            ],
        );
    }

    #[test]
    fn what_tests_print_and_names_hold() {
        check(
            "It rose by 4.1 (95% CI 3.2 to 5.0, P < 0.001; t(34) = 2.7) per 100,000.",
            &[
                "4.1: -",
                "95%: statistic",
                "3.2: -",
                "5.0: -",
                "0.001: p-value",
                "34: statistic",
                "2.7: statistic",
                "100,000: unit",
            ],
        );
        check(
            "COVID-19 and IL-6 in Type 2 diabetes, with R version 4.2.2, for £370 million.",
            &["19: name", "6: name", "2: name", "4.2.2: version", "£370 million: -"],
        );
    }

    #[test]
    fn periods_days_order_and_lists() {
        check(
            "First, from 2021 to 2024 it fell; on 20 December 2020 (1) one port and (2) two closed.",
            &[
                "First: not-a-quantity",
                "2021: period-label",
                "2024: period-label",
                "20 December 2020: date",
                "1: list-mark",
                "one: -",
                "2: list-mark",
                "two: -",
            ],
        );
    }

    #[test]
    fn times_of_day() {
        check(
            "Between 05:30 and 11:10 hours, at 7:52 p.m. and 12:30:15, at a ratio of 3:1 or 1:10 a year.",
            &[
                "05:30: date",
                "11:10 hours: date",
                "7:52: date",
                "12:30:15: date",
                "3: -",
                "1: -",
                "1: -",
                "10: -",
            ],
        );
    }

    #[test]
    fn parts_of_the_article_and_of_its_methods() {
        let front = reasons(Part::Front, BlockKind::Paragraph, "", "Received 3 May 2025");
        assert_eq!(front, ["3 May 2025: publication-metadata"]);
        let text = "3.1 Permits after 2023";
        let heading = reasons(Part::Body, BlockKind::Heading, "Results", text);
        assert_eq!(heading, ["3.1: section-number", "2023: period-label"]);
        let text = "Samples of 5 mL from 40 patients were kept at 37 °C.";
        let methods = reasons(Part::Body, BlockKind::Paragraph, "Materials and methods", text);
        assert_eq!(methods, ["5 mL: method", "40: -", "37 °C: method"]);
    }

    #[test]
    fn names_are_stable_and_unique() {
        let mut names = Reason::ALL.map(Reason::name).to_vec();
        assert!(names.iter().all(|name| name.bytes().all(|c| c.is_ascii_lowercase() || c == b'-')));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Reason::ALL.len());
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "[0-9.,%()=<×第年月三十百万成 aPSFig\u{200A}—−³£°\\[\\]]{0,40}") {
            for part in [Part::Front, Part::Body, Part::Back] {
                let _ = reasons(part, BlockKind::Paragraph, "Methods", &text);
            }
        }
    }
}
