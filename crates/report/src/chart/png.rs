//! A scene as PNG: the same marks, and the outlines of the letters.

use tiny_skia::{
    Color, FillRule, LineJoin, Paint as Ink, Path, PathBuilder, Pixmap, Rect, Stroke, StrokeDash,
    Transform,
};
use ttf_parser::OutlineBuilder;

use super::font::glyph;
use super::letters::{self, Weight};
use super::palette::Role;
use super::scene::{Paint, Point, Scene, Shape, Text};
use super::svg::{DASHES, HALO};

/// Larger pictures are drawn smaller; nobody means them.
const MOST_PIXELS: f64 = 20_000.0;
/// What the line of a bold letter adds where only the regular one is known, in em.
const HEAVIER: f64 = 0.035;

/// `scale` pixels of the picture are one of the scene.
pub(super) fn render(scene: &Scene, scale: f32) -> Vec<u8> {
    let frame = scene.frame();
    let most = MOST_PIXELS / frame.width().max(frame.height()).max(1.0);
    let scale = if scale.is_finite() && scale > 0.0 { f64::from(scale).min(most) } else { 1.0 };
    let Some(mut picture) =
        Pixmap::new(pixels(frame.width() * scale), pixels(frame.height() * scale))
    else {
        return Vec::new();
    };
    picture.fill(Color::WHITE);
    let mut canvas = Canvas {
        picture: &mut picture,
        scale: Transform::from_scale(single(scale), single(scale)),
    };
    scene.items.iter().for_each(|(_, shape)| canvas.shape(shape));
    picture.encode_png().unwrap_or_default()
}

struct Canvas<'a> {
    picture: &'a mut Pixmap,
    scale: Transform,
}

impl Canvas<'_> {
    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Rect(frame, paint) => {
                let rect = Rect::from_ltrb(
                    single(frame.left),
                    single(frame.top),
                    single(frame.right),
                    single(frame.bottom),
                );
                self.path(rect.map(PathBuilder::from_rect), paint);
            }
            Shape::Path(points, paint) => self.path(polyline(points, false), paint),
            Shape::Polygon(points, paint) => self.path(polyline(points, true), paint),
            Shape::Circle(centre, radius, paint) => {
                self.path(
                    PathBuilder::from_circle(single(centre.0), single(centre.1), single(*radius)),
                    paint,
                );
            }
            Shape::Text(text) => self.text(text),
        }
    }

    fn path(&mut self, path: Option<Path>, paint: &Paint) {
        let Some(path) = path else { return };
        if let Some(role) = paint.fill {
            self.picture.fill_path(&path, &ink(role), FillRule::Winding, self.scale, None);
        }
        if let Some((role, width)) = paint.stroke {
            let dash =
                paint.dashed.then(|| StrokeDash::new(DASHES.map(single).to_vec(), 0.0)).flatten();
            let stroke = Stroke { width: single(width), dash, ..Stroke::default() };
            self.picture.stroke_path(&path, &ink(role), &stroke, self.scale, None);
        }
    }

    fn text(&mut self, text: &Text) {
        let (mut x, y) = text.start();
        let size = text.words.size;
        let (mut letters, mut thin) = (Letters::new(size), Letters::new(size));
        for glyph in
            letters::letters(&text.text).filter_map(|character| glyph(character, text.words.weight))
        {
            let into = if glyph.thin { &mut thin } else { &mut letters };
            into.at = (x, y);
            glyph.outline(into);
            x += glyph.advance() * size;
        }
        let (letters, thin) = (letters.path.finish(), thin.path.finish());
        if text.words.halo {
            let halo =
                Stroke { width: single(HALO), line_join: LineJoin::Round, ..Stroke::default() };
            for path in [&letters, &thin].into_iter().flatten() {
                self.picture.stroke_path(path, &ink(Role::Paper), &halo, self.scale, None);
            }
        }
        let fill = Paint::fill(text.words.role);
        self.path(letters, &fill);
        debug_assert!(thin.is_none() || text.words.weight == Weight::Bold);
        self.path(thin, &fill.outlined(text.words.role, size * HEAVIER));
    }
}

/// Outlines of letters as a path, each where it stands.
struct Letters {
    path: PathBuilder,
    /// The start of the letter on the baseline.
    at: Point,
    /// Pixels per thousandth of an em.
    step: f64,
}

impl Letters {
    fn new(size: f64) -> Self {
        Self { path: PathBuilder::new(), at: (0.0, 0.0), step: size / 1000.0 }
    }

    fn place(&self, x: f32, y: f32) -> (f32, f32) {
        (single(self.at.0 + f64::from(x) * self.step), single(self.at.1 - f64::from(y) * self.step))
    }
}

impl OutlineBuilder for Letters {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.place(x1, y1), self.place(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) =
            (self.place(x1, y1), self.place(x2, y2), self.place(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

fn polyline(points: &[Point], closed: bool) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (at, (x, y)) in points.iter().enumerate() {
        if at == 0 {
            path.move_to(single(*x), single(*y))
        } else {
            path.line_to(single(*x), single(*y))
        }
    }
    if closed {
        path.close();
    }
    path.finish()
}

fn ink(role: Role) -> Ink<'static> {
    let (red, green, blue) = role.rgb();
    let mut ink = Ink::default();
    ink.set_color_rgba8(red, green, blue, u8::MAX);
    ink
}

#[expect(clippy::cast_possible_truncation, reason = "places need no more digits")]
const fn single(value: f64) -> f32 {
    value as f32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 1 and the most that is allowed"
)]
fn pixels(value: f64) -> u32 {
    value.round().clamp(1.0, MOST_PIXELS) as u32
}
