//! What surrounds every chart: a title that states the finding, what is shown, and where it is
//! from.

use super::Chart;
use super::context::Context;
use super::data::Data;
use super::layout::{balance, wrap_to};
use super::palette::Role;
use super::scene::{Frame, Paint, Point, Scene, Words};
use crossfoot_core::Phrase;

/// The words of a chart.
pub(super) struct Heading {
    /// The file stem: stable, in kebab-case.
    pub(super) name: String,
    /// What the chart shows to be so.
    pub(super) title: Phrase,
    /// What is drawn, and in which unit.
    pub(super) subtitle: Phrase,
    /// How the marks were computed from the figures of the study; empty if the figures themselves
    /// are drawn.
    pub(super) method: Phrase,
    /// For those who do not see the chart: what it says, with the numbers.
    pub(super) alt: Phrase,
}

/// A scene with its words, and the frame that is left for the marks.
#[derive(Clone)]
pub(super) struct Page {
    pub(super) scene: Scene,
    pub(super) body: Frame,
    name: String,
    title: String,
    alt: String,
}

/// How many lines the words may take.
const TITLE_LINES: usize = 2;
const SUBTITLE_LINES: usize = 2;
const SOURCE_LINES: usize = 2;
const NOTE_LINES: usize = 3;
/// Of letters, the distance between lines.
const LEADING: f64 = 1.3;

impl Page {
    /// Sets the title above, the source below.
    pub(super) fn new(context: &Context<'_>, heading: Heading) -> Self {
        let mut scene = Scene::new(context.size);
        let margin = scene.px(28.0);
        let inner = scene.frame().shrink(margin, scene.px(22.0), margin, scene.px(16.0));
        scene.group("heading");
        let title = context.say(&heading.title);
        let heading_words = scene.heading();
        let wrapped = balance(&title, heading_words, inner.width(), TITLE_LINES);
        let mut y = lines(&mut scene, wrapped, heading_words, (inner.left, inner.top));
        y += scene.px(5.0);
        let (subtitle, muted) = (context.say(&heading.subtitle), scene.label().role(Role::Muted));
        y = lines(
            &mut scene,
            wrap_to(&subtitle, muted, inner.width(), SUBTITLE_LINES),
            muted,
            (inner.left, y),
        );
        scene.group("source");
        let (source, small) =
            (context.say(&context.source(&heading.method)), scene.small().role(Role::Muted));
        let lines = wrap_to(&source, small, inner.width(), SOURCE_LINES);
        let height = small.size * LEADING;
        let top = inner.bottom - height * lines.len() as f64;
        for (at, line) in lines.into_iter().enumerate() {
            scene.text((inner.left, top + height * at as f64 + small.size * 1.05), line, small);
        }
        let rule = top - small.size * 0.15;
        scene.line([(inner.left, rule), (inner.right, rule)], Paint::line(Role::Grid, 1.0));
        scene.group("marks");
        let body = Frame::new(inner.left, y + scene.px(14.0), inner.right, rule - scene.px(10.0));
        Self { scene, body, name: heading.name, title, alt: context.say(&heading.alt) }
    }

    /// Sets what a reader must know of the figures above the source.
    pub(super) fn note(&mut self, text: &str) {
        let words = self.scene.small().role(Role::Muted);
        let wrapped = wrap_to(text, words, self.body.width(), NOTE_LINES);
        let height = words.size * LEADING * wrapped.len() as f64;
        let frame = Frame { top: self.body.bottom - height, ..self.body };
        self.scene.group("note");
        for (at, line) in wrapped.into_iter().enumerate() {
            self.scene.text(
                (frame.left, frame.top + words.size * (LEADING * at as f64 + 1.0)),
                line,
                words,
            );
        }
        self.body.bottom -= height + self.scene.px(6.0);
        self.scene.group("marks");
    }

    /// The chart, with the figures that it draws.
    pub(super) fn finish(self, data: Data) -> Chart {
        Chart { name: self.name, title: self.title, alt: self.alt, scene: self.scene, data }
    }
}

/// Sets lines below a corner; says where the next would start.
fn lines(scene: &mut Scene, lines: Vec<String>, words: Words, (left, top): Point) -> f64 {
    let mut y = top;
    for line in lines {
        scene.text((left, y + words.size), line, words);
        y += words.size * LEADING;
    }
    y
}
