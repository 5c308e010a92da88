//! Any text read as one figure and as several: no panic, and what was read prints as something that
//! reads the same.
#![no_main]

use crossfoot_core::{NumberFormat, ReadError, Unit, read_figure, read_figures};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, u8, &str)| {
    let (choice, parts, text) = input;
    let units = [
        Unit::Count,
        Unit::Percent,
        Unit::Points,
        Unit::Ratio,
        Unit::from_name("RMB"),
        Unit::from_name("million"),
    ];
    let unit = &units[usize::from(choice) % units.len()];
    let decimal = [None, Some('.'), Some(',')][usize::from(choice / 16) % 3];
    let format = NumberFormat { decimal, negative_parentheses: choice >= 128 };
    if let Ok(figure) = read_figure(text, unit, format) {
        assert!(text.get(figure.span().range()).is_some(), "the figure stands in its text");
        let _ = figure.interval(false, None, choice % 2 == 1);
        let plain = figure.value().to_plain();
        let point = NumberFormat { decimal: Some('.'), negative_parentheses: false };
        match read_figure(&plain, unit, point) {
            Ok(again) => {
                assert_eq!(again.value().to_rational(), figure.value().to_rational(), "{plain}")
            }
            // `123456789012345678 million` has more digits when written out.
            Err(why) => assert_eq!(why, ReadError::TooLong, "{plain}"),
        }
    }
    let all: Vec<&Unit> = units
        .iter()
        .cycle()
        .skip(usize::from(choice) % units.len())
        .take(usize::from(parts % 5))
        .collect();
    if let Ok(figures) = read_figures(text, &all, format) {
        assert!(
            figures.iter().all(|figure| text.get(figure.span().range()).is_some()),
            "every figure stands in its text"
        );
    }
});
