//! That colours can be told apart: by eyes without red or green cones, and without any colour.

use super::*;

type Light = [f64; 3];

/// What is left of linear RGB without one kind of cones, after Machado, Oliveira and Fernandes
/// (2009), severity 1.
const EYES: [(&str, [Light; 3]); 3] = [
    ("all cones", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
];

/// Roles that stand beside each other on a chart.
const TOGETHER: [&[Role]; 4] = [
    &[Role::Series1, Role::Series2, Role::Series3, Role::Series4],
    &[Role::Low3, Role::Low2, Role::Low1, Role::Paper],
    &[Role::High3, Role::High2, Role::High1, Role::Paper],
    &[Role::Low3, Role::High2],
];

/// CIE L*a*b* as an eye sees a role.
fn lab((red, green, blue): (u8, u8, u8), eye: &[Light; 3]) -> Light {
    let seen = [linear(red), linear(green), linear(blue)];
    let [r, g, b] = eye.map(|row| {
        row.iter().zip(seen).map(|(share, light)| share * light).sum::<f64>().clamp(0.0, 1.0)
    });
    let xyz = [
        0.4124 * r + 0.3576 * g + 0.1805 * b,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        0.0193 * r + 0.1192 * g + 0.9505 * b,
    ];
    let [x, y, z] = [xyz[0] / 0.950_47, xyz[1], xyz[2] / 1.088_83]
        .map(|t| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

fn pairs(roles: &[Role]) -> impl Iterator<Item = (Role, Role)> + '_ {
    roles
        .iter()
        .enumerate()
        .flat_map(move |(at, one)| roles[at + 1..].iter().map(move |other| (*one, *other)))
}

#[test]
fn every_role_has_a_colour_and_a_name_of_its_own() {
    for (one, other) in pairs(Role::ALL) {
        assert_ne!(one.rgb(), other.rgb(), "{one:?} and {other:?}");
        assert_ne!(one.name(), other.name(), "{one:?} and {other:?}");
    }
}

#[test]
fn roles_that_stand_together_are_told_apart_by_every_eye() {
    for (eye, matrix) in &EYES {
        for (one, other) in TOGETHER.iter().flat_map(|roles| pairs(roles)) {
            for (a, b) in [(one.rgb(), other.rgb()), (one.dark_rgb(), other.dark_rgb())] {
                let (a, b) = (lab(a, matrix), lab(b, matrix));
                let distance = a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
                assert!(
                    distance > 15.0,
                    "{one:?} and {other:?} are {distance:.0} apart with {eye}"
                );
            }
        }
    }
}

#[test]
fn roles_that_stand_together_are_told_apart_without_colour() {
    for (one, other) in TOGETHER.iter().flat_map(|roles| pairs(roles)) {
        for (a, b) in [(one.rgb(), other.rgb()), (one.dark_rgb(), other.dark_rgb())] {
            let step = (lab(a, &EYES[0].1)[0] - lab(b, &EYES[0].1)[0]).abs();
            assert!(step > 6.0, "{one:?} and {other:?} differ by {step:.0} in lightness");
        }
    }
}

#[test]
fn text_can_be_read() {
    for role in [Role::Ink, Role::Muted, Role::Alarm] {
        for ground in [Role::Paper, Role::Wash, Role::AlarmWash] {
            assert!(
                contrast(role, ground) >= 4.5,
                "{role:?} on {ground:?} has {:.1}",
                contrast(role, ground)
            );
        }
    }
    for role in Role::ALL {
        assert!(
            contrast(*role, role.text_on()) >= 4.5,
            "text on {role:?} has {:.1}",
            contrast(*role, role.text_on())
        );
    }
}

#[test]
fn text_can_be_read_in_the_dark() {
    // Axes carry no text.
    for role in Role::ALL.iter().filter(|role| **role != Role::Axis) {
        let least = contrast_of(role.dark_rgb(), role.text_on().dark_rgb());
        assert!(least >= 4.5, "text on {role:?} has {least:.1}");
    }
    for ground in [Role::Paper, Role::Wash, Role::AlarmWash] {
        for role in [Role::Ink, Role::Muted, Role::Alarm] {
            let least = contrast_of(role.dark_rgb(), ground.dark_rgb());
            assert!(least >= 4.5, "{role:?} on {ground:?} has {least:.1}");
        }
    }
}
