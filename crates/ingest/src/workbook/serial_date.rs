//! A date or time of a spreadsheet → ISO 8601, to the parts that its format shows:
//! `2023-06-01`, `2023-06`, `2023`, `08:30`.
//!
//! A sheet shows dates as its reader's country writes them; ISO is the one way that cannot be
//! misread.

use calamine::ExcelDateTime;

/// The text of a date in a cell with this format code.
pub(crate) fn show(date: &ExcelDateTime, code: &str) -> String {
    let shown = Parts::from_code(code);
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    if date.is_duration() {
        return duration(date.as_f64());
    }
    let calendar = match shown {
        Parts { year: true, month: false, day: false, .. } => format!("{year:04}"),
        Parts { year: true, month: true, day: false, .. } => format!("{year:04}-{month:02}"),
        Parts { year: false, month: false, day: false, time: true, .. } => String::new(),
        _ => format!("{year:04}-{month:02}-{day:02}"),
    };
    let clock = match shown {
        Parts { time: true, seconds: true, .. } => format!("{hour:02}:{minute:02}:{second:02}"),
        Parts { time: true, .. } => format!("{hour:02}:{minute:02}"),
        _ => String::new(),
    };
    let space = if calendar.is_empty() || clock.is_empty() { "" } else { " " };
    format!("{calendar}{space}{clock}")
}

/// Hours, which may be more than a day has, minutes and seconds.
#[expect(clippy::float_arithmetic, reason = "a sheet keeps a duration as a fraction of days")]
fn duration(days: f64) -> String {
    let seconds = (days * 86_400.0).round() as i64;
    let sign = if seconds < 0 { "-" } else { "" };
    let seconds = seconds.unsigned_abs();
    format!("{sign}{}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

/// What a format shows of a date.
struct Parts {
    year: bool,
    month: bool,
    day: bool,
    time: bool,
    seconds: bool,
}

impl Parts {
    fn from_code(code: &str) -> Self {
        let mut letters = String::new();
        let mut chars = code.chars();
        while let Some(c) = chars.next() {
            match c {
                '"' => drop(chars.by_ref().find(|c| *c == '"')),
                '[' => drop(chars.by_ref().find(|c| *c == ']')),
                '\\' | '_' | '*' => drop(chars.next()),
                ';' => break,
                _ => letters.extend(c.to_lowercase()),
            }
        }
        let (year, day, time) =
            (letters.contains(['y', 'e']), letters.contains('d'), letters.contains('h'));
        let seconds = letters.contains('s');
        // An `m` beside hours or seconds is minutes.
        let month = letters.contains('m') && (year || day || !(time || seconds));
        Self { year, month, day, time: time || seconds, seconds }
    }
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType::{DateTime, TimeDelta};

    use super::*;

    #[test]
    fn dates_are_shown_to_the_parts_of_their_format() {
        let date = ExcelDateTime::new(45_078.354_166_666_664, DateTime, false);
        for (code, text) in [
            ("mm-dd-yy", "2023-06-01"),
            ("yyyy\"年\"m\"月\"", "2023-06"),
            ("yyyy", "2023"),
            ("d-mmm", "2023-06-01"),
            ("m/d/yy h:mm", "2023-06-01 08:30"),
            ("h:mm:ss", "08:30:00"),
            ("[$-804]yyyy/m/d;@", "2023-06-01"),
        ] {
            assert_eq!(show(&date, code), text, "{code}");
        }
        assert_eq!(show(&ExcelDateTime::new(1.5, TimeDelta, false), "[h]:mm:ss"), "36:00:00");
    }
}
