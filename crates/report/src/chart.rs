//! Charts of a study: one file per kind, each a specification that is drawn on a [`Scene`], from
//! which SVG and PNG are made alike.
//!
//! A kind reads what it shows into a small struct of its own, then draws it. The page sets title,
//! subtitle and source and leaves a frame for the marks; axes, labels and colours come from the
//! helpers, so that a kind is mostly its geometry:
//!
//! ```text
//! pub(super) fn charts(context: &Context<'_>) -> Vec<Chart> {
//!     context.each_series(|series| Some(Spec::from_series(context, series)?.draw(context)))
//! }
//!
//! let mut page = Page::new(context, Heading { name, title, subtitle, method, alt });     // words are phrases, said in the reader's language
//! let plane = Plane::new(page.body.shrink(50.0, 0.0, 0.0, 30.0), 0.0..4.0, 0.0..7_000.0); // axes of plotters: values to places
//! let scene = &mut page.scene;
//! axes::values(scene, &plane, 6, context::count);                                        // ticks at round values
//! scene.group("bars");
//! plane.draw(scene, &Rectangle::new([(0.2, 0.0), (0.8, 5_690.0)], Role::Series1.filled())); // an element of plotters
//! let words = scene.label().bold().middle();
//! scene.text(plane.at(0.5, 5_690.0), "5,690", words);                                    // words, measured with the bundled font
//! scene.hint("2021: 5,690 permits");                                                    // what the last mark says under a pointer
//! page.finish(data)                                                                      // and the figures as a table
//! ```
//!
//! Distances are said at the default size and shrink with `Scene::px`; letters shrink less, and
//! never below what can be read. A test draws every chart of every study in both languages at both
//! sizes: no two texts may overlap, none may leave the page.
#![expect(clippy::float_arithmetic, reason = "charts are geometry; no verdict depends on one")]

mod axes;
mod backend;
mod blast;
mod composition;
mod context;
mod data;
mod events;
#[cfg(feature = "png")]
mod font;
mod layout;
mod letters;
mod matrix;
mod page;
mod palette;
mod plane;
#[cfg(feature = "png")]
mod png;
mod ranking;
mod rates;
mod residuals;
mod scene;
mod slope;
mod stack;
mod stacked;
mod svg;
mod trajectory;
mod waterfall;

use crossfoot_audit::Audit;
use crossfoot_core::Study;
use crossfoot_stats::Analysis;

pub use palette::{Role, dark_colours};
pub use scene::Scene;

use crate::language::Language;
use context::Context;
use data::Data;

/// No letter is smaller, in pixels.
pub const LEAST_LETTERS: f64 = 9.0;

/// How large a chart is, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

impl Size {
    /// For a page or a screen.
    pub const DEFAULT: Self = Self { width: 960, height: 600 };
    /// For a column of text.
    pub const HALF: Self = Self { width: 480, height: 300 };
}

/// A picture with its words.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Chart {
    /// The stem of its file: stable, in kebab-case.
    pub name: String,
    /// What it shows to be so.
    pub title: String,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// What is drawn.
    pub scene: Scene,
    data: Data,
}

impl Chart {
    /// As SVG, with title and description for screen readers, and the values of marks as titles,
    /// which browsers show under the pointer.
    pub fn svg(&self) -> String {
        svg::render(self)
    }

    /// The figures that the chart draws, as CSV with headings in its language.
    pub fn csv(&self) -> String {
        self.data.csv()
    }

    /// As PNG, with `scale` pixels for each of the chart.
    #[cfg(feature = "png")]
    pub fn png(&self, scale: f32) -> Vec<u8> {
        png::render(&self.scene, scale)
    }
}

/// A kind of chart.
pub struct Kind {
    /// Its name, with which those of its charts start.
    pub name: &'static str,
    /// What it shows.
    pub about: &'static str,
    draw: fn(&Context<'_>) -> Vec<Chart>,
}

/// Every kind, in reading order.
pub static KINDS: &[Kind] = &[
    Kind {
        name: "stacked",
        about: "parts of a total by period, and printed totals that differ",
        draw: stacked::charts,
    },
    Kind {
        name: "composition",
        about: "what a total is made of, at 100 %",
        draw: composition::charts,
    },
    Kind {
        name: "slope",
        about: "shares in the first and last period with their intervals",
        draw: slope::charts,
    },
    Kind {
        name: "trajectory",
        about: "counts from 100 in the first period, with events",
        draw: trajectory::charts,
    },
    Kind {
        name: "rates",
        about: "how many of those that are counted, and at what rate, with intervals",
        draw: rates::charts,
    },
    Kind {
        name: "waterfall",
        about: "what each category adds to the change of a total",
        draw: waterfall::charts,
    },
    Kind {
        name: "residuals",
        about: "where the composition differs between periods",
        draw: residuals::charts,
    },
    Kind {
        name: "ranking",
        about: "members of a list by share, coloured by group",
        draw: ranking::charts,
    },
    Kind { name: "audit", about: "a table as a heat map of verdicts", draw: matrix::charts },
    Kind {
        name: "blast-radius",
        about: "what was computed from a root cause",
        draw: blast::charts,
    },
];

/// All charts that what the manifest says of a study allows, in reading order.
///
/// The study is drawn as it is given: for the corrected basis, give the corrected study with its
/// audit.
///
/// ```
/// # use crossfoot_load::{Loaded, scaffold};
/// # let files = scaffold::blank("permits")
/// #     .map(|(name, text)| (name.to_owned(), text.replace("1,204", "1,240")));
/// # let study = Loaded::from_texts("permits".as_ref(), &files.into()).unwrap().into_study();
/// # let audit = crossfoot_audit::audit(&study);
/// # let analysis = crossfoot_stats::analyse(&[("published", &study)], &Default::default());
/// use crossfoot_report::Language;
/// use crossfoot_report::chart::{Size, charts};
/// let charts = charts(&study, &audit, &analysis, &Language::english(), Size::DEFAULT);
/// assert_eq!(charts[0].name, "stacked-permits");
/// assert!(charts[0].svg().starts_with("<svg "));
/// ```
pub fn charts(
    study: &Study,
    audit: &Audit,
    analysis: &Analysis,
    language: &Language,
    size: Size,
) -> Vec<Chart> {
    KINDS.iter().flat_map(|kind| kind.charts(study, audit, analysis, language, size)).collect()
}

impl Kind {
    /// The charts of this kind: one for each series or list that has what it takes.
    pub fn charts(
        &self,
        study: &Study,
        audit: &Audit,
        analysis: &Analysis,
        language: &Language,
        size: Size,
    ) -> Vec<Chart> {
        (self.draw)(&Context { study, audit, analysis, language, size })
    }
}

#[cfg(test)]
mod tests;
