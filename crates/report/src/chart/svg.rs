//! A scene as SVG. Words keep their widths in any font. Each mark has the class of its role, and the
//! colour of a role is a CSS variable: a page that sets it changes the colours of all charts.
//! Programs that do not know variables use the plain attributes.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::Chart;
use super::letters::Weight;
use super::palette::Role;
use super::scene::{Anchor, Paint, Point, Shape, Text};
use crate::markup::escape;

/// The bundled font by the names that it has on people's machines, then what is there.
const FAMILIES: &str = "'Noto Sans SC','Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',system-ui,sans-serif";
/// How far paper surrounds words on lines, in pixels.
pub(super) const HALO: f64 = 3.0;
/// Lengths of dashes and gaps, in pixels.
pub(super) const DASHES: [f64; 2] = [4.0, 3.0];

pub(super) fn render(chart: &Chart) -> String {
    let (size, name) = (chart.scene.size, escape(&chart.name));
    let (width, height) = (size.width, size.height);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-labelledby=\"{name}-title {name}-desc\" font-family=\"{FAMILIES}\">\n<title id=\"{name}-title\">{}</title>\n\
         <desc id=\"{name}-desc\">{}</desc>\n",
        escape(&chart.title),
        escape(&chart.alt),
    );
    out += &style(chart);
    let mut open: Option<&str> = None;
    let mut seen: Vec<&str> = Vec::new();
    for (at, (group, shape)) in chart.scene.items.iter().enumerate() {
        if open != Some(*group) {
            out.push_str(if open.is_some() { "</g>\n" } else { "" });
            let again = seen.iter().filter(|known| *known == group).count();
            let number = if again > 0 { format!("-{}", again + 1) } else { String::new() };
            out += &format!("<g id=\"{name}-{group}{number}\">\n");
            seen.push(group);
            open = Some(group);
        }
        let mark = element(shape);
        match (chart.scene.hints.get(&at), mark.strip_suffix("/>")) {
            (Some(hint), Some(mark)) => {
                let name = shape.name();
                out += &format!("{mark}><title>{}</title></{name}>\n", escape(hint));
            }
            _ => out += &(mark + "\n"),
        }
    }
    out.push_str(if open.is_some() { "</g>\n" } else { "" });
    out + "</svg>\n"
}

/// The colours of the roles in use, each a variable that falls back on its plain colour.
fn style(chart: &Chart) -> String {
    let mut used = BTreeSet::new();
    for (_, shape) in &chart.scene.items {
        match shape {
            Shape::Rect(_, paint)
            | Shape::Path(_, paint)
            | Shape::Polygon(_, paint)
            | Shape::Circle(_, _, paint) => {
                used.extend(paint.fill.map(|role| ("fill", role)));
                used.extend(paint.stroke.map(|(role, _)| ("stroke", role)));
            }
            Shape::Text(text) => {
                used.insert(("fill", text.words.role));
                used.extend(text.words.halo.then_some(("stroke", Role::Paper)));
            }
        }
    }
    let mut out = "<style>".to_owned();
    for (what, role) in used {
        let (name, hex) = (role.name(), role.hex());
        out += &format!(".{what}-{name}{{{what}:var(--chart-{name},{hex})}}");
    }
    out + "</style>\n"
}

fn element(shape: &Shape) -> String {
    match shape {
        Shape::Rect(frame, paint) => {
            let (width, height) = (number(frame.width().max(0.0)), number(frame.height().max(0.0)));
            format!(
                "<rect x=\"{}\" y=\"{}\" width=\"{width}\" height=\"{height}\"{}/>",
                number(frame.left),
                number(frame.top),
                painted(paint)
            )
        }
        Shape::Path(points, paint) => {
            format!("<polyline points=\"{}\"{}/>", places(points), painted(paint))
        }
        Shape::Polygon(points, paint) => {
            format!("<polygon points=\"{}\"{}/>", places(points), painted(paint))
        }
        Shape::Circle((x, y), radius, paint) => {
            format!(
                "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}/>",
                number(*x),
                number(*y),
                number(*radius),
                painted(paint)
            )
        }
        Shape::Text(text) => words(text),
    }
}

fn words(text: &Text) -> String {
    let words = text.words;
    let anchor = match words.anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::End => " text-anchor=\"end\"",
    };
    let weight = if words.weight == Weight::Bold { " font-weight=\"700\"" } else { "" };
    let fill = format!(" class=\"fill-{}\" fill=\"{}\"", words.role.name(), words.role.hex());
    let halo = if words.halo {
        let (name, hex) = (Role::Paper.name(), Role::Paper.hex());
        let fill = fill.replacen("class=\"", &format!("class=\"stroke-{name} "), 1);
        format!(
            "{fill} stroke=\"{hex}\" stroke-width=\"{}\" stroke-linejoin=\"round\" paint-order=\"stroke\"",
            number(HALO)
        )
    } else {
        fill
    };
    format!(
        "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{weight}{anchor} textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\"{halo}>{}</text>",
        number(text.at.0),
        number(text.at.1),
        number(words.size),
        number(text.width),
        escape(&text.text)
    )
}

/// The attributes of a paint, and the classes that let a page change it.
fn painted(paint: &Paint) -> String {
    let mut classes = Vec::new();
    let mut out = String::new();
    match paint.fill {
        Some(role) => {
            classes.push(format!("fill-{}", role.name()));
            out += &format!(" fill=\"{}\"", role.hex());
        }
        None => out += " fill=\"none\"",
    }
    if let Some((role, width)) = paint.stroke {
        classes.push(format!("stroke-{}", role.name()));
        out += &format!(" stroke=\"{}\" stroke-width=\"{}\"", role.hex(), number(width));
    }
    if paint.dashed {
        out += &format!(" stroke-dasharray=\"{} {}\"", number(DASHES[0]), number(DASHES[1]));
    }
    format!(" class=\"{}\"{out}", classes.join(" "))
}

fn places(points: &[Point]) -> String {
    let mut out = String::new();
    for (at, (x, y)) in points.iter().enumerate() {
        out.push_str(if at > 0 { " " } else { "" });
        // Writing to a text cannot fail.
        let _ = write!(out, "{},{}", number(*x), number(*y));
    }
    out
}

/// With at most two decimals.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
