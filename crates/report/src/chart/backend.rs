//! A scene as a backend of plotters: what is drawn is recorded, by role and in tenths of pixels.

use std::convert::Infallible;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
};

use super::letters::Weight;
use super::palette::Role;
use super::plane::{UNITS, units};
use super::scene::{Frame, Paint, Point, Scene, Words};

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

fn point(at: BackendCoord) -> Point {
    (f64::from(at.0) / UNITS, f64::from(at.1) / UNITS)
}

/// The role of a colour; one that is not in the palette is drawn in ink.
fn role(color: BackendColor) -> Role {
    Role::from_rgb(color.rgb).unwrap_or(Role::Ink)
}

fn line(style: &impl BackendStyle) -> Paint {
    Paint::line(role(style.color()), f64::from(style.stroke_width()) / UNITS)
}

fn paint(style: &impl BackendStyle, fill: bool) -> Paint {
    if fill { Paint::fill(role(style.color())) } else { line(style) }
}

fn words<T: BackendTextStyle>(style: &T) -> Words {
    let mut words = Words::new(style.size() / UNITS).role(role(style.color()));
    if matches!(style.style(), FontStyle::Bold) {
        words.weight = Weight::Bold;
    }
    match style.anchor().h_pos {
        HPos::Left => words,
        HPos::Center => words.middle(),
        HPos::Right => words.end(),
    }
}

impl DrawingBackend for Scene {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (units(self.frame().right).unsigned_abs(), units(self.frame().bottom).unsigned_abs())
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Drawn {
        let (x, y) = point(at);
        self.rect(Frame::new(x, y, x + 1.0 / UNITS, y + 1.0 / UNITS), Paint::fill(role(color)));
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.line([point(from), point(to)], line(style));
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        one: BackendCoord,
        other: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let (one, other) = (point(one), point(other));
        let frame = Frame::new(
            one.0.min(other.0),
            one.1.min(other.1),
            one.0.max(other.0),
            one.1.max(other.1),
        );
        self.rect(frame, paint(style, fill));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.line(path.into_iter().map(point).collect::<Vec<_>>(), line(style));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        centre: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.circle(point(centre), f64::from(radius) / UNITS, paint(style, fill));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        points: I,
        style: &S,
    ) -> Drawn {
        self.polygon(points.into_iter().map(point).collect::<Vec<_>>(), paint(style, true));
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, at: BackendCoord) -> Drawn {
        let words = words(style);
        let (x, y) = point(at);
        match style.anchor().v_pos {
            VPos::Top => self.text((x, y + words.size * 0.8), text, words),
            VPos::Center => self.text((x, y), text, words.centred()),
            VPos::Bottom => self.text((x, y), text, words),
        };
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let words = words(style);
        Ok((units(words.width(text)).unsigned_abs(), units(words.size).unsigned_abs()))
    }
}

#[cfg(test)]
mod tests {
    use plotters::element::{PathElement, Rectangle};

    use super::super::Size;
    use super::super::plane::Plane;
    use super::super::scene::Shape;
    use super::*;

    #[test]
    fn elements_of_plotters_land_where_their_values_lie() {
        let mut scene = Scene::new(Size::DEFAULT);
        let plane = Plane::new(Frame::new(100.0, 50.0, 300.0, 250.0), 0.0..10.0, 0.0..100.0);
        plane.draw(&mut scene, &Rectangle::new([(0.0, 0.0), (5.0, 50.0)], Role::Series1.filled()));
        plane.draw(
            &mut scene,
            &PathElement::new(vec![(0.0, 0.0), (10.0, 100.0)], Role::Alarm.stroke(1.5)),
        );
        let shapes: Vec<_> = scene.items.iter().skip(1).map(|(_, shape)| shape).collect();
        let [Shape::Rect(frame, filled), Shape::Path(points, drawn)] = shapes.as_slice() else {
            panic!("{shapes:?}")
        };
        assert_eq!(
            (*frame, *filled),
            (Frame::new(100.0, 150.0, 200.0, 250.0), Paint::fill(Role::Series1))
        );
        assert_eq!(
            (points.as_slice(), *drawn),
            ([(100.0, 250.0), (300.0, 50.0)].as_slice(), Paint::line(Role::Alarm, 1.5))
        );
    }
}
