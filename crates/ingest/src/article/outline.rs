//! The sections of an article, as their headings come.

use crossfoot_core::{DateSpan, Part, Section};

/// The sections, and the current one.
#[derive(Debug)]
pub(crate) struct Outline {
    pub(crate) sections: Vec<Section>,
    pub(crate) current: usize,
    /// The headings around the current section: how deep each is, and its section.
    above: Vec<(u8, usize)>,
}

impl Default for Outline {
    fn default() -> Self {
        let body = Section { name: String::new(), title: String::new(), part: Part::Body };
        Self { sections: vec![body], current: 0, above: Vec::new() }
    }
}

impl Outline {
    /// A section under a heading, `level` deep. What it is for is that of the sections around it,
    /// unless its heading says it.
    pub(crate) fn heading(&mut self, level: u8, heading: &str) {
        while self.above.last().is_some_and(|(other, _)| *other >= level) {
            self.above.pop();
        }
        let (number, title) = numbered(heading);
        let around = self.above.last().map(|(_, section)| self.sections[*section].part);
        let before = self.sections[self.current].part;
        // Without a number, what follows the end of an article belongs to it.
        let rest = (number.is_none() && before == Part::Back).then_some(Part::Back);
        let part = around
            .filter(|part| *part != Part::Body)
            // Abstracts do not number their parts.
            .filter(|part| *part != Part::Abstract || number.is_none())
            .or_else(|| named_part(title).filter(|part| *part != Part::Abstract || !self.in_body()))
            .or(rest)
            .unwrap_or(Part::Body);
        self.open(Section {
            name: number.unwrap_or(title).to_owned(),
            title: title.to_owned(),
            part,
        });
        self.above.push((level, self.current));
    }

    /// Whether the body has begun, so that a summary is its end.
    fn in_body(&self) -> bool {
        let mut sections = self.sections.iter();
        sections.any(|section| section.part == Part::Body && !section.title.is_empty())
    }

    /// A section within the current one.
    pub(crate) fn nested(&mut self, heading: &str) {
        let (number, title) = numbered(heading);
        let part = match (self.sections[self.current].part, named_part(title)) {
            (Part::Body, Some(Part::Back)) => Part::Back,
            (part, _) => part,
        };
        self.open(Section {
            name: number.unwrap_or(title).to_owned(),
            title: title.to_owned(),
            part,
        });
    }

    /// Gives the current section its heading.
    pub(crate) fn rename(&mut self, heading: &str) {
        let (number, title) = numbered(heading);
        let section = &mut self.sections[self.current];
        section.name = number.unwrap_or(title).to_owned();
        section.title = title.to_owned();
    }

    /// A section as it is.
    pub(crate) fn open(&mut self, section: Section) {
        self.current = self.sections.len();
        self.sections.push(section);
    }
}

/// The number and the title of a heading: `3.1`, `Decline in permits`.
pub(crate) fn numbered(heading: &str) -> (Option<&str>, &str) {
    let heading = heading.trim().trim_end_matches([':', '：']);
    let end = heading.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(heading.len());
    let number = heading[..end].trim_end_matches('.');
    let (marks, title) = (&heading[number.len()..end], heading[end..].trim());
    let separated = !marks.is_empty() || heading[end..].starts_with(char::is_whitespace);
    let short = number.split('.').all(|digits| matches!(digits.len(), 1 | 2));
    let worded = title.starts_with(|c: char| c.is_alphabetic() || matches!(c, '“' | '"' | '‘'));
    // `18 September 2025` says when.
    let dated = DateSpan::read(title).is_some();
    match short && separated && worded && !dated {
        true => (Some(number), title),
        false => (None, heading),
    }
}

/// What a section is for, by its heading.
pub(crate) fn named_part(title: &str) -> Option<Part> {
    const ABSTRACT: [&str; 7] =
        ["abstract", "summary", "executive summary", "author summary", "摘要", "内容提要", "提要"];
    const REFERENCES: [&str; 10] = [
        "references",
        "reference list",
        "references and notes",
        "bibliography",
        "literature cited",
        "literature",
        "works cited",
        "参考文献",
        "參考文獻",
        "引用文献",
    ];
    const BACK: [&str; 33] = [
        "acknowledg",
        "funding",
        "author contribution",
        "authors' contribution",
        "authors contribution",
        "authors’ contribution",
        "author information",
        "author disclosure",
        "contributors",
        "conflict of interest",
        "conflicts of interest",
        "competing interest",
        "declaration of",
        "declarations",
        "disclosure",
        "data availability",
        "availability of data",
        "code availability",
        "data and code availability",
        "data sharing",
        "ethics statement",
        "ethics approval",
        "ethical approval",
        "publisher's note",
        "publisher’s note",
        "supporting information",
        "supplementary material",
        "supplementary information",
        "additional information",
        "abbreviations",
        "footnotes",
        "致谢",
        "基金",
    ];
    let title = bare(title);
    let spaceless: String = title.chars().filter(|c| !c.is_whitespace()).collect();
    if ABSTRACT.contains(&title.as_str()) || ABSTRACT.contains(&spaceless.as_str()) {
        Some(Part::Abstract)
    } else if REFERENCES.contains(&title.as_str()) {
        Some(Part::References)
    } else {
        BACK.iter().any(|start| title.starts_with(start)).then_some(Part::Back)
    }
}

/// The words of a heading, in small letters.
pub(crate) fn bare(heading: &str) -> String {
    heading.trim().trim_end_matches([':', '：', '.']).to_lowercase()
}

/// Whether a heading is one of those that begin the body of an article.
pub(crate) fn begins_body(title: &str) -> bool {
    const STARTS: [&str; 6] = ["introduction", "background", "引言", "前言", "绪论", "一、引言"];
    let title = bare(title);
    STARTS.contains(&title.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_have_numbers() {
        assert_eq!(numbered("3.1 Decline in permits"), (Some("3.1"), "Decline in permits"));
        assert_eq!(numbered("2. Methods"), (Some("2"), "Methods"));
        assert_eq!(numbered("2013 in review"), (None, "2013 in review"));
        assert_eq!(numbered("18 September 2025").0, None);
        assert_eq!(numbered("3.5% of all"), (None, "3.5% of all"));
        assert_eq!(numbered("Results"), (None, "Results"));
    }

    #[test]
    fn sections_inherit_what_they_are_for() {
        let mut outline = Outline::default();
        for (level, heading) in [
            (1, "Abstract"),
            (2, "Results"),
            (1, "1 Introduction"),
            (1, "Acknowledgements"),
            (1, "Generative AI statement"),
            (1, "References"),
            (1, "2 Appendix"),
        ] {
            outline.heading(level, heading);
        }
        let parts: Vec<_> = outline.sections.iter().skip(1).map(|section| section.part).collect();
        let [a, b, k, r] = [Part::Abstract, Part::Body, Part::Back, Part::References];
        assert_eq!(parts, [a, a, b, k, k, r, b]);
    }
}
