//! The only place with colours: what each role looks like. Charts name roles, never colours.
//!
//! Roles that stand beside each other differ in lightness, so that they can be told apart without
//! seeing colours, and in a copy without any.

use plotters::style::{Color, RGBColor, ShapeStyle};

macro_rules! roles {
    ($($(#[$about:meta])* $role:ident $name:literal $red:literal $green:literal $blue:literal;)*) => {
        /// What something on a chart is for; it decides the colour.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Role {
            $($(#[$about])* $role,)*
        }

        impl Role {
            /// Every role.
            pub const ALL: &'static [Self] = &[$(Self::$role),*];

            /// The name of its class in SVG.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$role => $name,)*
                }
            }

            /// Red, green and blue.
            pub const fn rgb(self) -> (u8, u8, u8) {
                match self {
                    $(Self::$role => ($red, $green, $blue),)*
                }
            }
        }
    };
}

roles! {
    /// What is drawn on.
    Paper "paper" 255 255 255;
    /// Text and marks to be read.
    Ink "ink" 26 26 26;
    /// Text that stands back.
    Muted "muted" 92 92 92;
    /// Axes.
    Axis "axis" 140 140 140;
    /// Lines that help the eye.
    Grid "grid" 222 222 222;
    /// Areas that stand back.
    Wash "wash" 241 241 241;
    /// What does not agree.
    Alarm "alarm" 184 52 10;
    /// Areas of what does not agree.
    AlarmWash "alarm-wash" 250 219 205;
    /// The first of several things that are counted.
    Series1 "series-1" 0 114 178;
    /// The second.
    Series2 "series-2" 240 194 75;
    /// The third.
    Series3 "series-3" 122 31 79;
    /// The fourth.
    Series4 "series-4" 95 179 161;
    /// The fifth.
    Series5 "series-5" 34 26 64;
    /// The sixth, and all that have no other.
    Series6 "series-6" 226 213 192;
    /// Three steps below what was expected, from far below.
    Low3 "low-3" 33 92 150;
    /// Below.
    Low2 "low-2" 112 165 209;
    /// Somewhat below.
    Low1 "low-1" 200 220 238;
    /// Somewhat above.
    High1 "high-1" 246 212 180;
    /// Above.
    High2 "high-2" 232 153 90;
    /// Far above.
    High3 "high-3" 160 67 12;
    /// Verdicts, in the order of trust: as it should be.
    Sound "sound" 214 232 222;
    /// Within what rounding leaves open.
    Compatible "compatible" 183 207 226;
    /// Cut off instead of rounded.
    Truncated "truncated" 238 208 120;
    /// Cannot be checked.
    Unverifiable "unverifiable" 232 232 232;
}

/// Roles of things that are counted, in order.
const SERIES: [Role; 6] =
    [Role::Series1, Role::Series2, Role::Series3, Role::Series4, Role::Series5, Role::Series6];

impl Role {
    /// The role of the `at`-th thing that is counted; those beyond the last share one.
    pub fn series(at: usize) -> Self {
        SERIES.get(at).copied().unwrap_or(Self::Series6)
    }

    /// The role with this colour.
    pub(super) fn from_rgb(rgb: (u8, u8, u8)) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.rgb() == rgb)
    }

    /// Ink or paper, whichever can be read on it.
    pub fn text_on(self) -> Self {
        let (ink, paper) = (contrast(self, Self::Ink), contrast(self, Self::Paper));
        if ink >= paper { Self::Ink } else { Self::Paper }
    }

    /// As plotters fills with it.
    pub(super) fn filled(self) -> ShapeStyle {
        self.color().filled()
    }

    /// As plotters draws a line with it that is so many pixels wide.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a width is small and positive"
    )]
    pub(super) fn stroke(self, width: f64) -> ShapeStyle {
        self.color().stroke_width((width * super::plane::UNITS).round() as u32)
    }

    const fn color(self) -> RGBColor {
        let (red, green, blue) = self.rgb();
        RGBColor(red, green, blue)
    }

    /// `#0072b2`.
    pub(super) fn hex(self) -> String {
        let (red, green, blue) = self.rgb();
        format!("#{red:02x}{green:02x}{blue:02x}")
    }
}

/// A channel of sRGB as an amount of light.
fn linear(channel: u8) -> f64 {
    let share = f64::from(channel) / 255.0;
    if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
}

/// Relative luminance after WCAG 2.
fn luminance(role: Role) -> f64 {
    let (red, green, blue) = role.rgb();
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/// Contrast after WCAG 2, from 1 to 21.
pub(super) fn contrast(one: Role, other: Role) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[cfg(test)]
mod tests;
