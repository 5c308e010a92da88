//! What is on a chart: marks and texts with their places, from which SVG and PNG are drawn alike.

use std::collections::BTreeMap;

use super::Size;
use super::letters::{self, Weight};
use super::palette::Role;

/// A place, in pixels from the upper left corner.
pub(super) type Point = (f64, f64);

/// An upright rectangle, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Frame {
    pub(super) const fn new(left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self { left, top, right, bottom }
    }

    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Without a margin on each side: left, top, right, bottom.
    pub(super) fn shrink(&self, left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self::new(self.left + left, self.top + top, self.right - right, self.bottom - bottom)
    }

    /// Whether two share more than a hair.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        const HAIR: f64 = 0.5;
        let (wide, high) = (
            self.right.min(other.right) - self.left.max(other.left),
            self.bottom.min(other.bottom) - self.top.max(other.top),
        );
        wide > HAIR && high > HAIR
    }
}

/// How a mark is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Paint {
    pub(super) fill: Option<Role>,
    /// Role and width of its line.
    pub(super) stroke: Option<(Role, f64)>,
    pub(super) dashed: bool,
}

impl Paint {
    pub(super) fn fill(role: Role) -> Self {
        Self { fill: Some(role), ..Self::default() }
    }

    pub(super) fn line(role: Role, width: f64) -> Self {
        Self { stroke: Some((role, width)), ..Self::default() }
    }

    pub(super) const fn outlined(mut self, role: Role, width: f64) -> Self {
        self.stroke = Some((role, width));
        self
    }

    pub(super) const fn dashed(mut self) -> Self {
        self.dashed = true;
        self
    }
}

/// Which end of a text its place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How words are set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    pub(super) size: f64,
    pub(super) weight: Weight,
    pub(super) role: Role,
    pub(super) anchor: Anchor,
    /// Whether their place is the middle of their height, and not the baseline.
    pub(super) centred: bool,
    /// Whether paper surrounds them, so that they can be read on lines.
    pub(super) halo: bool,
}

impl Words {
    /// Words in ink that start at their place.
    pub(super) const fn new(size: f64) -> Self {
        Self {
            size,
            weight: Weight::Regular,
            role: Role::Ink,
            anchor: Anchor::Start,
            centred: false,
            halo: false,
        }
    }

    pub(super) const fn bold(mut self) -> Self {
        self.weight = Weight::Bold;
        self
    }

    pub(super) const fn role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }

    pub(super) const fn middle(mut self) -> Self {
        self.anchor = Anchor::Middle;
        self
    }

    pub(super) const fn end(mut self) -> Self {
        self.anchor = Anchor::End;
        self
    }

    pub(super) const fn centred(mut self) -> Self {
        self.centred = true;
        self
    }

    pub(super) const fn halo(mut self) -> Self {
        self.halo = true;
        self
    }

    /// How wide a character is in them.
    pub(super) fn advance(&self, character: char) -> f64 {
        letters::advance(character, self.weight) * self.size
    }

    /// How wide a text is in them.
    pub(super) fn width(&self, text: &str) -> f64 {
        letters::width(text, self.size, self.weight)
    }
}

/// A text in its place.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) text: String,
    /// Where its anchor and its baseline meet.
    pub(super) at: Point,
    pub(super) words: Words,
    pub(super) width: f64,
}

impl Text {
    /// The left end of the baseline.
    pub(super) fn start(&self) -> Point {
        let back = match self.words.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => self.width / 2.0,
            Anchor::End => self.width,
        };
        (self.at.0 - back, self.at.1)
    }

    /// What it covers.
    pub(super) fn frame(&self) -> Frame {
        let (x, y) = self.start();
        let (above, below) = letters::reach(&self.text);
        Frame::new(x, y - above * self.words.size, x + self.width, y + below * self.words.size)
    }
}

/// A mark or a text.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    Rect(Frame, Paint),
    /// A line through points.
    Path(Vec<Point>, Paint),
    Polygon(Vec<Point>, Paint),
    Circle(Point, f64, Paint),
    Text(Text),
}

impl Shape {
    /// The name of its element in SVG.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Rect(..) => "rect",
            Self::Path(..) => "polyline",
            Self::Polygon(..) => "polygon",
            Self::Circle(..) => "circle",
            Self::Text(_) => "text",
        }
    }
}

/// Marks and texts in the order in which they are drawn, in named groups.
///
/// It is a backend of plotters, so that what plotters draws lands in it too.
#[derive(Clone, Debug)]
pub struct Scene {
    pub(super) size: Size,
    /// Shapes, each with the group that it belongs to.
    pub(super) items: Vec<(&'static str, Shape)>,
    /// What shapes say under a pointer, by their index in `items`.
    pub(super) hints: BTreeMap<usize, String>,
    group: &'static str,
}

impl Scene {
    /// Nothing but paper.
    pub(super) fn new(size: Size) -> Self {
        let mut scene = Self { size, items: Vec::new(), hints: BTreeMap::new(), group: "paper" };
        scene.rect(scene.frame(), Paint::fill(Role::Paper));
        scene
    }

    /// All of it.
    pub(super) fn frame(&self) -> Frame {
        Frame::new(0.0, 0.0, f64::from(self.size.width), f64::from(self.size.height))
    }

    /// How much smaller than at the default size distances are.
    pub(super) fn zoom(&self) -> f64 {
        let of = Size::DEFAULT;
        (f64::from(self.size.width) / f64::from(of.width))
            .min(f64::from(self.size.height) / f64::from(of.height))
    }

    /// A distance that is `pixels` at the default size.
    pub(super) fn px(&self, pixels: f64) -> f64 {
        pixels * self.zoom()
    }

    /// Letters shrink less than distances, and never below what can be read.
    fn letters(&self, pixels: f64) -> Words {
        Words::new((pixels * (0.3 + 0.7 * self.zoom())).max(super::LEAST_LETTERS))
    }

    /// The words of titles.
    pub(super) fn heading(&self) -> Words {
        self.letters(23.0).bold()
    }

    /// The words of labels.
    pub(super) fn label(&self) -> Words {
        self.letters(14.0)
    }

    /// The words of ticks and remarks.
    pub(super) fn small(&self) -> Words {
        self.letters(12.5)
    }

    /// Begins a group; what is drawn from now on belongs to it.
    pub(super) const fn group(&mut self, name: &'static str) {
        self.group = name;
    }

    pub(super) fn push(&mut self, shape: Shape) {
        self.items.push((self.group, shape));
    }

    /// What the mark drawn last says under a pointer.
    pub(super) fn hint(&mut self, text: impl Into<String>) {
        if let Some(last) = self.items.len().checked_sub(1) {
            self.hints.insert(last, text.into());
        }
    }

    pub(super) fn rect(&mut self, frame: Frame, paint: Paint) {
        self.push(Shape::Rect(frame, paint));
    }

    pub(super) fn line(&mut self, points: impl Into<Vec<Point>>, paint: Paint) {
        self.push(Shape::Path(points.into(), paint));
    }

    pub(super) fn polygon(&mut self, points: impl Into<Vec<Point>>, paint: Paint) {
        self.push(Shape::Polygon(points.into(), paint));
    }

    pub(super) fn circle(&mut self, centre: Point, radius: f64, paint: Paint) {
        self.push(Shape::Circle(centre, radius, paint));
    }

    /// Whether a text would stand clear of all that are set already.
    pub(super) fn has_room(&self, at: Point, text: &str, words: Words) -> bool {
        let frame = Self::placed(at, text.to_owned(), words).frame();
        self.texts().all(|other| !other.frame().overlaps(&frame))
    }

    /// Sets a text; says what it covers.
    pub(super) fn text(&mut self, at: Point, text: impl Into<String>, words: Words) -> Frame {
        let text = Self::placed(at, text.into(), words);
        let frame = text.frame();
        if !text.text.is_empty() {
            self.push(Shape::Text(text));
        }
        frame
    }

    /// Sets lines of a text one below the other around a point; `leading`, in letters, is the
    /// distance between them.
    pub(super) fn lines(&mut self, at: Point, lines: &[String], leading: f64, words: Words) {
        let words = words.centred();
        for (line, text) in lines.iter().enumerate() {
            let down = (line as f64 - (lines.len() as f64 - 1.0) / 2.0) * words.size * leading;
            self.text((at.0, at.1 + down), text.as_str(), words);
        }
    }

    /// A text on its baseline.
    fn placed(at: Point, text: String, words: Words) -> Text {
        let (above, below) = letters::reach(&text);
        // Labels in a line stand on one baseline, whether their letters descend or not.
        let below =
            if below > above / 2.0 || text.chars().any(letters::is_wide) { below } else { 0.0 };
        let down = if words.centred { (above - below) * words.size / 2.0 } else { 0.0 };
        Text { width: words.width(&text), text, at: (at.0, at.1 + down), words }
    }

    /// The texts.
    pub(super) fn texts(&self) -> impl Iterator<Item = &Text> {
        self.items
            .iter()
            .filter_map(|(_, shape)| if let Shape::Text(text) = shape { Some(text) } else { None })
    }
}
