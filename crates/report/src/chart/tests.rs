//! Every chart of every study, in every language and size: words stand clear of each other and within the page.

use std::fs;
use std::path::{Path, PathBuf};

use crossfoot_audit::audit;
use crossfoot_stats::{Options, analyse};

use super::*;

const SIZES: [(&str, Size); 2] = [("default", Size::DEFAULT), ("half", Size::HALF)];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The studies of `data` and those that the statistics are tested with, each with its folder's name.
fn studies() -> Vec<(String, Study)> {
    let mut folders: Vec<PathBuf> = ["data", "tests/statistics"]
        .iter()
        .flat_map(|folder| fs::read_dir(root().join(folder)).expect("the folder is read"))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.join("study.toml").is_file())
        .collect();
    folders.sort();
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    folders.iter().map(|path| (name(path), crossfoot_load::load(path).expect("the study loads"))).collect()
}

/// The charts of one kind of the paper, at the default size.
pub(super) fn paper(kind: &str) -> Vec<Chart> {
    let study = crossfoot_load::load(&root().join("data/hgr-2021-2024")).expect("the study loads");
    let (audit, analysis) = (audit(&study), analyse(&[("published", &study)], &Options { draws: 100, ..Options::default() }));
    let kind = KINDS.iter().find(|known| known.name == kind).expect("a kind of that name");
    kind.charts(&study, &audit, &analysis, &Language::english(), Size::DEFAULT)
}

/// Draws all charts of a study and hands each to a check, with what to call it.
fn each(check: impl Fn(&str, &Chart)) {
    for (folder, study) in studies() {
        let (audit, analysis) = (audit(&study), analyse(&[("published", &study)], &Options { draws: 100, ..Options::default() }));
        for language in [Language::english(), Language::chinese()] {
            for (size_name, size) in SIZES {
                for chart in charts(&study, &audit, &analysis, &language, size) {
                    check(&format!("{folder}, {}, {}, {size_name}", chart.name, language.code), &chart);
                }
            }
        }
    }
}

#[test]
fn words_stand_clear_of_each_other_and_within_the_page() {
    each(|name, chart| {
        let texts: Vec<_> = chart.scene.texts().collect();
        let page = chart.scene.frame();
        for (at, text) in texts.iter().enumerate() {
            let frame = text.frame();
            let inside = frame.left >= 0.0 && frame.top >= 0.0 && frame.right <= page.right && frame.bottom <= page.bottom;
            assert!(inside, "{name}: `{}` leaves the page: {frame:?}", text.text);
            assert!(text.words.size >= LEAST_LETTERS, "{name}: `{}` is {} pixels high", text.text, text.words.size);
            for other in &texts[at + 1..] {
                assert!(!frame.overlaps(&other.frame()), "{name}: `{}` lies on `{}`", text.text, other.text);
            }
        }
    });
}

#[test]
fn marks_lie_within_the_page_and_where_numbers_are() {
    each(|name, chart| {
        let page = chart.scene.frame();
        let inside = |(x, y): (f64, f64)| x >= -0.5 && y >= -0.5 && x <= page.right + 0.5 && y <= page.bottom + 0.5;
        for (group, shape) in &chart.scene.items {
            let points = match shape {
                scene::Shape::Rect(frame, _) => vec![(frame.left, frame.top), (frame.right, frame.bottom)],
                scene::Shape::Path(points, _) | scene::Shape::Polygon(points, _) => points.clone(),
                scene::Shape::Circle(centre, ..) => vec![*centre],
                scene::Shape::Text(_) => Vec::new(),
            };
            assert!(points.iter().all(|point| inside(*point)), "{name}: {group} leaves the page: {shape:?}");
        }
    });
}

#[test]
fn charts_say_what_they_show_and_have_names_of_their_own() {
    each(|name, chart| {
        let stem = chart.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        assert!(stem, "{name}: `{}` is no name of a file", chart.name);
        assert!(
            chart.title.chars().count() > 8 && chart.alt.chars().count() > chart.title.chars().count() / 2,
            "{name}: {} / {}",
            chart.title,
            chart.alt
        );
        assert!(!chart.svg().contains("{}") && !chart.svg().contains("NaN"), "{name}: something is not filled in");
    });
    let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
    let mut unique = names.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(names.len(), unique.len());
}

#[test]
fn the_same_chart_has_the_same_bytes() {
    let (_, study) = studies().into_iter().find(|(name, _)| name == "hgr-2021-2024").expect("the study");
    let (audit, analysis) = (audit(&study), analyse(&[("published", &study)], &Options { draws: 100, ..Options::default() }));
    let draw = || charts(&study, &audit, &analysis, &Language::english(), Size::HALF).remove(0);
    let (one, other) = (draw(), draw());
    assert_eq!(one.svg(), other.svg());
    let picture = one.png(1.0);
    assert!(picture.starts_with(b"\x89PNG") && picture == other.png(1.0));
}
