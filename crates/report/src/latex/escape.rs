//! Text that LaTeX prints as it stands.

use crossfoot_core::visible;

/// A text of which LaTeX takes nothing for a command; signs that its fonts lack stand in
/// mathematics.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = None;
    for c in visible(text).chars() {
        // Two hyphens or quotes in a row would become one dash or quotation mark.
        if matches!(c, '-' | '\'' | '`' | ',' | '?' | '!') && last == Some(c) {
            out.push_str("{}");
        }
        match named(c) {
            Some(name) => out.push_str(name),
            None => out.push(c),
        }
        last = Some(c);
    }
    out
}

/// Whether there are characters left that pdflatex stops at.
pub(super) fn foreign(text: &str) -> bool {
    !text.chars().all(is_known)
}

/// Latin letters with accents and the punctuation of European languages.
fn is_known(c: char) -> bool {
    c.is_ascii() || ('\u{a1}'..='\u{17f}').contains(&c) || "–—‘’‚“”„…•‰€™".contains(c)
}

const fn named(c: char) -> Option<&'static str> {
    Some(match c {
        '&' => "\\&",
        '%' => "\\%",
        '$' => "\\$",
        '#' => "\\#",
        '_' => "\\_",
        '{' => "\\{",
        '}' => "\\}",
        '~' => "\\textasciitilde{}",
        '^' => "\\textasciicircum{}",
        '\\' => "\\textbackslash{}",
        '<' => "\\textless{}",
        '>' => "\\textgreater{}",
        '|' => "\\textbar{}",
        '"' => "\\textquotedbl{}",
        '`' => "\\textasciigrave{}",
        '[' => "{[}",
        ']' => "{]}",
        '*' => "{*}",
        '\n' | '\r' | '\t' => " ",
        '\u{a0}' | '\u{202f}' => "~",
        '\u{2009}' | '\u{200a}' | '\u{2006}' => "\\,",
        '\u{ad}' | '\u{200b}' | '\u{feff}' => "",
        '\u{2010}' | '\u{2011}' => "-",
        '−' => "$-$",
        '×' => "$\\times$",
        '÷' => "$\\div$",
        '±' => "$\\pm$",
        '·' => "$\\cdot$",
        '≈' => "$\\approx$",
        '≃' => "$\\simeq$",
        '≠' => "$\\neq$",
        '≤' => "$\\leq$",
        '≥' => "$\\geq$",
        '∞' => "$\\infty$",
        '√' => "$\\surd$",
        '∑' => "$\\sum$",
        '→' => "$\\rightarrow$",
        '←' => "$\\leftarrow$",
        '⌊' => "$\\lfloor$",
        '⌋' => "$\\rfloor$",
        '◇' => "$\\diamond$",
        '⨯' => "$\\times$",
        '°' => "$^\\circ$",
        '′' => "$'$",
        '‰' => "\\textperthousand{}",
        'α' => "$\\alpha$",
        'β' => "$\\beta$",
        'γ' => "$\\gamma$",
        'Δ' => "$\\Delta$",
        'δ' => "$\\delta$",
        'µ' | 'μ' => "$\\mu$",
        'σ' => "$\\sigma$",
        'χ' => "$\\chi$",
        '†' => "\\dag{}",
        '‡' => "\\ddag{}",
        '§' => "\\S{}",
        '¹' => "\\textsuperscript{1}",
        '²' => "\\textsuperscript{2}",
        '³' => "\\textsuperscript{3}",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{escape, foreign};

    #[test]
    fn nothing_is_a_command() {
        for (text, escaped) in [
            ("R&D, 34.55 % of $5 #1", "R\\&D, 34.55 \\% of \\$5 \\#1"),
            (
                "a_b{c}^d~e\\f",
                "a\\_b\\{c\\}\\textasciicircum{}d\\textasciitilde{}e\\textbackslash{}f",
            ),
            ("total[2023] -- ''x''", "total{[}2023{]} -{}- '{}'x'{}'"),
            ("−3 ≤ x × 2, 5 °C", "$-$3 $\\leq$ x $\\times$ 2, 5 $^\\circ$C"),
            ("a\u{1b}]", "a{[}U+001B{]}{]}"),
            ("<b>\n\"é\"", "\\textless{}b\\textgreater{} \\textquotedbl{}é\\textquotedbl{}"),
        ] {
            assert_eq!(escape(text), escaped);
        }
        assert!(!foreign(&escape("5 − 3 ≈ 2, “Müller” – Łódź")) && foreign("行政许可"));
    }
}
