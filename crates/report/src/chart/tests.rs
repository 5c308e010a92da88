//! Every chart of every study, in every language and size: words stand clear of each other and
//! within the page.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use crossfoot_audit::audit;
use crossfoot_stats::{Options, analyse};
use crossfoot_testing::{all, root, snapshot};

use super::*;

mod geometry;

const SIZES: [(&str, Size); 3] =
    [("default", Size::DEFAULT), ("half", Size::HALF), ("small", Size { width: 360, height: 240 })];

/// A study with what charts are drawn from.
struct Drawn {
    folder: String,
    study: Study,
    audit: Audit,
    analysis: Analysis,
}

/// The studies of `data`, those that the statistics are tested with, and one with more of
/// everything than has room.
static STUDIES: LazyLock<Vec<Drawn>> = LazyLock::new(|| {
    let mut folders: Vec<PathBuf> = ["data", "tests/charts", "tests/statistics"]
        .iter()
        .flat_map(|folder| fs::read_dir(root().join(folder)).expect("the folder is read"))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.join("study.toml").is_file())
        .collect();
    folders.sort();
    folders.iter().map(|folder| Drawn::load(folder)).collect()
});

impl Drawn {
    fn load(folder: &std::path::Path) -> Self {
        let study = crossfoot_load::load(folder).expect("the study loads");
        let options = Options { draws: 100, ..Options::default() };
        let (audit, analysis) = (audit(&study), analyse(&[("published", &study)], &options));
        let folder = folder.file_name().expect("a name").to_string_lossy().into_owned();
        Self { folder, study, audit, analysis }
    }

    fn charts(&self, language: &Language, size: Size) -> Vec<Chart> {
        charts(&self.study, &self.audit, &self.analysis, language, size)
    }
}

/// The charts of the paper in English at the default size.
fn paper() -> Vec<Chart> {
    let study = STUDIES.iter().find(|drawn| drawn.folder == "hgr-2021-2024").expect("the study");
    study.charts(&Language::english(), Size::DEFAULT)
}

/// Those of one kind.
pub(super) fn paper_of(kind: &str) -> Vec<Chart> {
    paper().into_iter().filter(|chart| chart.name.starts_with(&format!("{kind}-"))).collect()
}

/// The rows of a chart's data, its headings first.
pub(super) fn records(chart: &Chart) -> Vec<Vec<String>> {
    let csv = chart.csv();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    let records = reader.records().map(|record| record.expect("records are even"));
    records.map(|record| record.iter().map(str::to_owned).collect()).collect()
}

/// Draws all charts of a study and hands each to a check, with what to call it.
fn each(check: impl Fn(&str, &Chart)) {
    for drawn in STUDIES.iter() {
        for language in
            [Language::english(), Language::chinese()].map(|language| language.with(&drawn.study))
        {
            for (size_name, size) in SIZES {
                for chart in drawn.charts(&language, size) {
                    check(
                        &format!(
                            "{}, {}, {}, {size_name}",
                            drawn.folder, chart.name, language.code
                        ),
                        &chart,
                    );
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
            let inside = frame.left >= 0.0
                && frame.top >= 0.0
                && frame.right <= page.right
                && frame.bottom <= page.bottom;
            assert!(inside, "{name}: `{}` leaves the page: {frame:?}", text.text);
            assert!(
                text.words.size >= LEAST_LETTERS,
                "{name}: `{}` is {} pixels high",
                text.text,
                text.words.size
            );
            for other in &texts[at + 1..] {
                assert!(
                    !frame.overlaps(&other.frame()),
                    "{name}: `{}` lies on `{}`",
                    text.text,
                    other.text
                );
            }
        }
    });
}

#[test]
fn marks_lie_within_the_page_and_where_numbers_are() {
    each(|name, chart| {
        let page = chart.scene.frame();
        for (group, shape) in &chart.scene.items {
            let points = match shape {
                scene::Shape::Rect(frame, _) => {
                    vec![(frame.left, frame.top), (frame.right, frame.bottom)]
                }
                scene::Shape::Path(points, _) | scene::Shape::Polygon(points, _) => points.clone(),
                scene::Shape::Circle(centre, ..) => vec![*centre],
                scene::Shape::Text(_) => Vec::new(),
            };
            let inside = points.iter().all(|(x, y)| {
                *x >= -0.5 && *y >= -0.5 && *x <= page.right + 0.5 && *y <= page.bottom + 0.5
            });
            assert!(inside, "{name}: {group} leaves the page: {shape:?}");
        }
    });
}

#[test]
fn charts_say_what_they_show_and_have_names_of_their_own() {
    each(|name, chart| {
        let stem = chart
            .name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        assert!(stem, "{name}: `{}` is no name of a file", chart.name);
        assert!(
            chart.title.chars().count() > 8
                && chart.alt.chars().count() > chart.title.chars().count() / 2,
            "{name}: {} / {}",
            chart.title,
            chart.alt
        );
        let svg = chart.svg();
        assert!(!svg.contains("{}") && !svg.contains("NaN"), "{name}: something is not filled in");
        // Several charts may stand in one page, each with what its title and description are found
        // by.
        let ids: Vec<&str> =
            svg.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert!(
            ids.len() == unique.len() && ids.iter().all(|id| id.starts_with(&chart.name)),
            "{name}: {ids:?}"
        );
    });
    let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
    let mut unique = names.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(names.len(), unique.len());
}

#[test]
fn charts_say_which_figures_they_draw() {
    let study = STUDIES.iter().find(|drawn| drawn.folder == "hgr-2021-2024").expect("the study");
    let (corrected, on_corrected) = crossfoot_audit::corrected(&study.study, &study.audit);
    let put_right =
        charts(&corrected, &on_corrected, &study.analysis, &Language::english(), Size::DEFAULT);
    for (basis, charts) in [("as reported", paper()), ("corrected", put_right)] {
        for chart in charts {
            let texts: Vec<&str> = chart.scene.texts().map(|text| text.text.as_str()).collect();
            let said = format!("Figures {basis}");
            assert!(texts.iter().any(|text| text.starts_with(&said)), "{}: {texts:?}", chart.name);
            let warns =
                texts.iter().any(|text| text.starts_with("Reported figures that are wrong"));
            let drawn = ["trajectory-licences", "rates-licences-revocations"];
            assert_eq!(
                warns,
                basis == "as reported" && drawn.contains(&&*chart.name),
                "{}",
                chart.name
            );
        }
    }
}

#[test]
fn values_are_shown_under_the_pointer_and_colours_are_variables() {
    let svg = paper_of("stacked").remove(0).svg();
    assert!(svg.contains("<title>2023, Collection permits: 1,427</title></rect>"));
    assert!(svg.contains(".fill-series-1{fill:var(--chart-series-1,#0072b2)}"));
    assert!(
        svg.contains("class=\"fill-series-1\" fill=\"#0072b2\""),
        "for programs without variables"
    );
}

#[test]
fn the_same_chart_has_the_same_bytes() {
    let (one, other) = (paper().remove(0), paper().remove(0));
    assert_eq!(one.svg(), other.svg());
    #[cfg(feature = "png")]
    {
        let picture = one.png(0.5);
        assert!(picture.starts_with(b"\x89PNG") && picture == other.png(0.5));
    }
}

fn show_point((x, y): &scene::Point) -> String {
    format!("{x:.0},{y:.0}")
}

fn show_points(points: &[scene::Point]) -> String {
    points.iter().map(show_point).collect::<Vec<_>>().join(" ")
}

fn show_paint(paint: &scene::Paint) -> String {
    let fill = paint.fill.map(|role| format!(" {}", role.name())).unwrap_or_default();
    let stroke = paint
        .stroke
        .map(|(role, width)| format!(" {} line of {width:.1}", role.name()))
        .unwrap_or_default();
    format!("{fill}{stroke}{}", if paint.dashed { " dashed" } else { "" })
}

/// A scene as lines, rounded to whole pixels: enough to see what moved.
fn dump(chart: &Chart) -> String {
    let mut out = format!("{}\n{}\n", chart.title, chart.alt);
    let mut open = "";
    for (group, shape) in &chart.scene.items {
        if *group != open {
            out += &format!("\n{group}\n");
            open = group;
        }
        out += &match shape {
            scene::Shape::Rect(frame, how) => {
                format!(
                    "rect {:.0},{:.0} {:.0}x{:.0}{}\n",
                    frame.left,
                    frame.top,
                    frame.width(),
                    frame.height(),
                    show_paint(how)
                )
            }
            scene::Shape::Path(path, how) => {
                format!("path {}{}\n", show_points(path), show_paint(how))
            }
            scene::Shape::Polygon(path, how) => {
                format!("polygon {}{}\n", show_points(path), show_paint(how))
            }
            scene::Shape::Circle(centre, radius, how) => {
                format!("circle {} {radius:.0}{}\n", show_point(centre), show_paint(how))
            }
            scene::Shape::Text(text) => format!(
                "text {} {:.0} {} `{}`\n",
                show_point(&text.at),
                text.words.size,
                text.words.role.name(),
                text.text
            ),
        };
    }
    out
}

#[test]
fn charts_of_the_paper_are_drawn_as_they_were() {
    let folder = root().join("crates/report/src/chart/snapshots");
    let compared = paper()
        .into_iter()
        .map(|chart| snapshot(&folder.join(format!("{}.txt", chart.name)), &dump(&chart)));
    if let Err(different) = all(compared) {
        panic!("look at the charts, then `just bless`:\n{different}");
    }
}
