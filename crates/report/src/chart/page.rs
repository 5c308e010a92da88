//! What surrounds every chart: a title that states the finding, what is shown, and where it is from.

use super::Chart;
use super::context::Context;
use super::layout::wrap_to;
use super::palette::Role;
use super::scene::{Frame, Paint, Scene, Words};
use crossfoot_core::Phrase;

/// The words of a chart.
pub(super) struct Heading {
    /// The file stem: stable, in kebab-case.
    pub(super) name: String,
    /// What the chart shows to be so.
    pub(super) title: Phrase,
    /// What is drawn, and in which unit.
    pub(super) subtitle: Phrase,
    /// For those who do not see the chart: what it says, with the numbers.
    pub(super) alt: Phrase,
}

/// A scene with its words, and the frame that is left for the marks.
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
/// Of letters, the distance between lines.
const LEADING: f64 = 1.3;

impl Page {
    /// Sets the title above, the source below.
    pub(super) fn new(context: &Context<'_>, heading: Heading) -> Self {
        let mut scene = Scene::new(context.size);
        let margin = scene.px(28.0);
        let inner = scene.frame().shrink(margin, scene.px(22.0), margin, scene.px(16.0));
        scene.group("title");
        let title = context.say(&heading.title);
        let heading_words = scene.heading();
        let mut y = lines(&mut scene, &title, heading_words, inner, inner.top, TITLE_LINES);
        y += scene.px(5.0);
        let (subtitle, muted) = (context.say(&heading.subtitle), scene.label().role(Role::Muted));
        y = lines(&mut scene, &subtitle, muted, inner, y, SUBTITLE_LINES);
        scene.group("source");
        let (source, small) = (context.say(&context.source()), scene.small().role(Role::Muted));
        let line = wrap_to(&source, small, inner.width(), 1).concat();
        let below = scene.text((inner.left, inner.bottom - small.size * 0.25), line, small);
        let rule = below.bottom - small.size * 1.4;
        scene.line([(inner.left, rule), (inner.right, rule)], Paint::line(Role::Grid, 1.0));
        scene.group("marks");
        let body = Frame::new(inner.left, y + scene.px(14.0), inner.right, rule - scene.px(10.0));
        Self { scene, body, name: heading.name, title, alt: context.say(&heading.alt) }
    }

    pub(super) fn finish(self) -> Chart {
        Chart { name: self.name, title: self.title, alt: self.alt, scene: self.scene }
    }
}

/// Sets a text in lines from `top`; says where the next would start.
fn lines(scene: &mut Scene, text: &str, words: Words, frame: Frame, top: f64, most: usize) -> f64 {
    let mut y = top;
    for line in wrap_to(text, words, frame.width(), most) {
        scene.text((frame.left, y + words.size), line, words);
        y += words.size * LEADING;
    }
    y
}
