//! A number of a spreadsheet → the text that its number format shows, on decimal digits throughout.
//!
//! Covered are general numbers, decimals, thousands, percentages, scaling by thousands, literal
//! text and currency signs, and the sections for negative numbers and zero. Not covered are
//! fractions, exponents, conditions, and digits with text among them: such a number is shown as in
//! a cell without a format. So is one in a cell without a format: with up to 15 digits, which is
//! all that the cell holds.

/// A number in digits: `0.d₁d₂… × 10^point`.
struct Digits {
    negative: bool,
    digits: Vec<u8>,
    point: i32,
}

impl Digits {
    /// The 15 digits that every double keeps; what a sheet shows is rounded from them.
    fn new(value: f64) -> Option<Self> {
        let printed = format!("{:.14e}", value.is_finite().then_some(value)?);
        let (mantissa, exponent) = printed.split_once('e')?;
        let mut digits: Vec<u8> =
            mantissa.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
        while digits.last() == Some(&0) {
            digits.pop();
        }
        let point = if digits.is_empty() { 0 } else { exponent.parse::<i32>().ok()? + 1 };
        Some(Self { negative: mantissa.starts_with('-') && !digits.is_empty(), digits, point })
    }

    /// The digit before (from 0 upward) or after (from −1 downward) the decimal mark.
    fn at(&self, power: i32) -> u8 {
        usize::try_from(self.point - 1 - power)
            .ok()
            .and_then(|at| self.digits.get(at))
            .copied()
            .unwrap_or(0)
    }

    /// Rounds half away from zero, as spreadsheets do.
    fn round(&mut self, decimals: i32) {
        let Ok(kept) = usize::try_from(self.point + decimals) else {
            self.digits.clear();
            return;
        };
        if kept >= self.digits.len() {
            return;
        }
        let up = self.digits[kept] >= 5;
        self.digits.truncate(kept);
        if !up {
            return;
        }
        for digit in self.digits.iter_mut().rev() {
            if *digit < 9 {
                *digit += 1;
                return;
            }
            *digit = 0;
        }
        self.digits.insert(0, 1);
        self.point += 1;
    }

    /// The number without a format.
    fn general(&self) -> String {
        format!("{}{}", if self.negative { "-" } else { "" }, self.plain())
    }

    /// Plain digits, as many as there are.
    fn plain(&self) -> String {
        let decimals = (self.digits.len() as i32 - self.point).max(0);
        self.fixed(decimals, decimals, 1, false)
    }

    /// Digits with decimals between two numbers of them, with leading zeros and thousands
    /// separators.
    fn fixed(&self, least: i32, most: i32, whole: i32, thousands: bool) -> String {
        let mut text = String::new();
        for power in (0..self.point.max(whole)).rev() {
            text.push(char::from(b'0' + self.at(power)));
            if thousands && power > 0 && power % 3 == 0 {
                text.push(',');
            }
        }
        let decimals = (1..=most).rev().find(|at| *at <= least || self.at(-at) != 0).unwrap_or(0);
        if decimals > 0 {
            text.push('.');
            text.extend((1..=decimals).map(|at| char::from(b'0' + self.at(-at))));
        }
        text
    }
}

/// The text of a number in a cell with this format code; the flag says whether the format is
/// covered.
pub(crate) fn show(value: f64, code: &str) -> (String, bool) {
    /// Beyond these powers of ten zeros are not written out.
    const WRITTEN_OUT: i32 = 20;
    let Some(digits) = Digits::new(value) else { return (value.to_string(), true) };
    if digits.point.abs() > WRITTEN_OUT {
        return (format!("{value:E}"), true);
    }
    let sections = sections(code);
    let (section, signed) = match (sections.as_slice(), digits.negative, digits.digits.is_empty()) {
        ([_, second, ..], true, _) => (second, false),
        ([_, _, third, ..], _, true) => (third, false),
        ([first, ..], negative, _) => (first, negative),
        ([], ..) => return (digits.general(), true),
    };
    match Section::read(section) {
        Some(Section { general: true, before, behind, .. }) => {
            let sign = if signed { "-" } else { "" };
            (format!("{sign}{before}{}{behind}", digits.plain()), true)
        }
        Some(section) => (section.show(digits, signed), true),
        None => (digits.general(), false),
    }
}

/// One of the formats that semicolons separate: for positive numbers, negative ones, zero.
#[derive(Default)]
struct Section {
    general: bool,
    before: String,
    behind: String,
    whole: i32,
    least: i32,
    most: i32,
    digits: bool,
    /// Whether its digits are all `?`, of which those that are not needed are blank.
    blanks: bool,
    thousands: bool,
    /// Powers of ten by which the number is shown larger.
    shift: i32,
}

impl Section {
    fn read(code: &str) -> Option<Self> {
        let mut section = Self::default();
        let (mut decimal, mut closed, mut commas) = (false, false, 0);
        let mut chars = code.chars().peekable();
        if code.trim().eq_ignore_ascii_case("general") || code.trim() == "@" || code.is_empty() {
            return Some(Self { general: true, ..section });
        }
        while let Some(c) = chars.next() {
            let mut literal = String::new();
            match c {
                '"' => literal.extend(chars.by_ref().take_while(|c| *c != '"')),
                '\\' => literal.extend(chars.next()),
                '_' | '*' => drop(chars.next()),
                '[' => {
                    let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    match inside.strip_prefix('$') {
                        Some(currency) => {
                            literal.push_str(currency.split('-').next().unwrap_or_default())
                        }
                        None if inside.starts_with(['<', '>', '=']) => return None,
                        None => {}
                    }
                }
                '0' | '#' | '?' if closed => return None,
                '0' | '#' | '?' => {
                    section.blanks = c == '?' && (section.blanks || !section.digits);
                    section.digits = true;
                    section.thousands |= commas > 0 && !decimal;
                    commas = 0;
                    match (decimal, c) {
                        (false, '0') => section.whole += 1,
                        (false, _) => section.whole += i32::from(section.whole > 0),
                        (true, '0') => {
                            (section.most, section.least) = (section.most + 1, section.most + 1)
                        }
                        (true, _) => section.most += 1,
                    }
                }
                '.' if section.digits && !decimal
                    || chars.peek().is_some_and(|next| matches!(next, '0' | '#')) =>
                {
                    decimal = true
                }
                ',' if section.digits && !closed => commas += 1,
                '%' => {
                    section.shift += 2;
                    literal.push('%');
                }
                'E' | 'e' | '/' | '@' => return None,
                _ => literal.push(c),
            }
            if !literal.is_empty() {
                closed = section.digits;
                let side = if closed { &mut section.behind } else { &mut section.before };
                side.push_str(&literal);
            }
        }
        section.shift -= 3 * commas;
        section.before = section.before.trim_start().to_owned();
        section.behind.truncate(section.behind.trim_end().len());
        Some(section)
    }

    fn show(&self, mut digits: Digits, signed: bool) -> String {
        let sign = if signed { "-" } else { "" };
        if !self.digits {
            return format!("{sign}{}{}", self.before, self.behind);
        }
        if !digits.digits.is_empty() {
            digits.point += self.shift;
        }
        digits.round(self.most);
        let number = digits.fixed(self.least, self.most, self.whole, self.thousands);
        // Where a text stands for zero, as in `"-"??`, nothing else does.
        let replaced = self.blanks && !(self.before.is_empty() && self.behind.is_empty());
        let zero = if number.is_empty() && !replaced { "0" } else { "" };
        format!("{sign}{}{zero}{number}{}", self.before, self.behind)
    }
}

/// A format cut at its semicolons, those except those in quotes.
fn sections(code: &str) -> Vec<String> {
    let mut sections = vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    for c in code.chars() {
        if c == ';' && !quoted && !escaped {
            sections.push(String::new());
            continue;
        }
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        if let Some(last) = sections.last_mut() {
            last.push(c);
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_a_sheet_shows_them() {
        for (value, code, text) in [
            (2454.0, "General", "2454"),
            (50810.751000000004, "General", "50810.751"),
            (0.1 + 0.2, "General", "0.3"),
            (-0.5, "", "-0.5"),
            (0.3455, "0.00%", "34.55%"),
            (0.34545, "0.00%", "34.55%"),
            (0.999996, "0.00%", "100.00%"),
            (0.004, "0%", "0%"),
            (0.0, "0.00%", "0.00%"),
            (5690.0, "#,##0", "5,690"),
            (1234567.891, "#,##0.00", "1,234,567.89"),
            (0.0, "#,##0", "0"),
            (12.5, "0.0##", "12.5"),
            (12.0, "0.0##", "12.0"),
            (2.675, "0.00", "2.68"),
            (1234.0, "#,##0,", "1"),
            (1500.0, "0.0,\"k\"", "1.5k"),
            (-1234.0, "#,##0_);(#,##0)", "(1,234)"),
            (0.0, "#,##0;-#,##0;\"-\"", "-"),
            (0.0, "_(* #,##0.0_);_(* \\(#,##0.0\\);_(* \"-\"??_);_(@_)", "-"),
            (12.0, "[$€-407] 0.00", "€ 12.00"),
            (7.0, "000", "007"),
            (1966.0, "#,##0\"项\"", "1,966项"),
            (1e300, "General", "1E300"),
        ] {
            assert_eq!(show(value, code), (text.to_owned(), true), "{value} as {code}");
        }
        for code in ["# ?/?", "0.00E+00", "[>100]0.0;0", "000-0000"] {
            assert_eq!(show(0.5, code), ("0.5".to_owned(), false), "{code}");
        }
    }
}
