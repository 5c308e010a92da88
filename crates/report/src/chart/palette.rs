//! The only place with colours: what each role looks like. Charts name roles, never colours.
//!
//! Roles that stand beside each other differ in lightness, so that they can be told apart without
//! seeing colours, and in a copy without any.

use plotters::style::{Color, RGBColor, ShapeStyle};

/// The channels of a colour that is written `0xrrggbb`.
const fn channels(colour: u32) -> (u8, u8, u8) {
    let [_, red, green, blue] = colour.to_be_bytes();
    (red, green, blue)
}

macro_rules! roles {
    ($($(#[$about:meta])* $role:ident $name:literal $light:literal $dark:literal;)*) => {
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
                    $(Self::$role => channels($light),)*
                }
            }

            /// Red, green and blue on dark paper, where light and dark are exchanged.
            pub const fn dark_rgb(self) -> (u8, u8, u8) {
                match self {
                    $(Self::$role => channels($dark),)*
                }
            }
        }
    };
}

roles! {
    /// What is drawn on.
    Paper "paper" 0xffffff 0x15181b;
    /// Text and marks to be read.
    Ink "ink" 0x1a1a1a 0xe8e8e6;
    /// Text that stands back.
    Muted "muted" 0x5c5c5c 0xa9aeb3;
    /// Axes.
    Axis "axis" 0x8c8c8c 0x8a8f94;
    /// Lines that help the eye.
    Grid "grid" 0xdedede 0x33393f;
    /// Areas that stand back.
    Wash "wash" 0xf1f1f1 0x1f2428;
    /// What does not agree.
    Alarm "alarm" 0xb8340a 0xff9d7a;
    /// Areas of what does not agree.
    AlarmWash "alarm-wash" 0xfadbcd 0x4a2413;
    /// The first of several things that are counted.
    Series1 "series-1" 0x0072b2 0x4b9fd8;
    /// The second.
    Series2 "series-2" 0xf0c24b 0x6b540d;
    /// The third.
    Series3 "series-3" 0x7a1f4f 0xf2b6d2;
    /// The fourth.
    Series4 "series-4" 0x5fb3a1 0x2b7265;
    /// The fifth.
    Series5 "series-5" 0x221a40 0xcfc8f2;
    /// The sixth, and all that have no other.
    Series6 "series-6" 0xe2d5c0 0x5d4d38;
    /// Three steps below what was expected, from far below.
    Low3 "low-3" 0x215c96 0x9cc8f0;
    /// Below.
    Low2 "low-2" 0x70a5d1 0x36648f;
    /// Somewhat below.
    Low1 "low-1" 0xc8dcee 0x24384a;
    /// Somewhat above.
    High1 "high-1" 0xf6d4b4 0x4a3320;
    /// Above.
    High2 "high-2" 0xe8995a 0x8a5626;
    /// Far above.
    High3 "high-3" 0xa0430c 0xf2b48a;
    /// Verdicts, in the order of trust: as it should be.
    Sound "sound" 0xd6e8de 0x23382c;
    /// Within what rounding leaves open.
    Compatible "compatible" 0xb7cfe2 0x263f52;
    /// Cut off instead of rounded.
    Truncated "truncated" 0xeed078 0x5c4710;
    /// Cannot be checked.
    Unverifiable "unverifiable" 0xe8e8e8 0x2b2f33;
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
        hex(self.rgb())
    }
}

fn hex((red, green, blue): (u8, u8, u8)) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// CSS declarations that make the charts of a page dark: they use variables such as `--chart-ink`,
/// and fall back on light colours.
///
/// ```
/// let dark = crossfoot_report::chart::dark_colours();
/// assert!(dark.contains("--chart-paper: #15181b; "));
/// ```
pub fn dark_colours() -> String {
    let roles = Role::ALL.iter();
    roles.map(|role| format!("--chart-{}: {}; ", role.name(), hex(role.dark_rgb()))).collect()
}

/// A channel of sRGB as an amount of light.
fn linear(channel: u8) -> f64 {
    let share = f64::from(channel) / 255.0;
    if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
}

/// Relative luminance after WCAG 2.
fn luminance((red, green, blue): (u8, u8, u8)) -> f64 {
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/// Contrast after WCAG 2, from 1 to 21.
pub(super) fn contrast(one: Role, other: Role) -> f64 {
    contrast_of(one.rgb(), other.rgb())
}

fn contrast_of(one: (u8, u8, u8), other: (u8, u8, u8)) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[cfg(test)]
mod tests;
