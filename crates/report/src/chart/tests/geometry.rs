//! What the charts of the paper must show whatever their layout: lengths in proportion to the
//! figures, marks where their dates are.

use super::super::scene::{Frame, Point, Shape};
use super::*;

fn chart(name: &str) -> Chart {
    paper()
        .into_iter()
        .find(|chart| chart.name == name)
        .unwrap_or_else(|| panic!("there is a chart {name}"))
}

/// Rectangles of a role in the group `bars`.
fn bars(chart: &Chart, role: Role) -> Vec<Frame> {
    let rects = chart.scene.items.iter().filter_map(|(group, shape)| match shape {
        Shape::Rect(frame, paint) if *group == "bars" && paint.fill == Some(role) => Some(*frame),
        _ => None,
    });
    rects.collect()
}

fn heights(chart: &Chart, role: Role) -> Vec<f64> {
    bars(chart, role).iter().map(Frame::height).collect()
}

/// Paths of a role in a group.
fn paths(chart: &Chart, group: &str, role: Role) -> Vec<Vec<Point>> {
    let paths = chart.scene.items.iter().filter_map(|(of, shape)| match shape {
        Shape::Path(points, paint)
            if *of == group && paint.stroke.is_some_and(|(of, _)| of == role) =>
        {
            Some(points.clone())
        }
        _ => None,
    });
    paths.collect()
}

/// That lengths are to each other as figures are, but for what a tenth of a pixel is.
fn assert_in_proportion(lengths: &[f64], figures: &[f64]) {
    assert_eq!(lengths.len(), figures.len(), "{lengths:?}");
    let (length, figure) = (lengths.iter().sum::<f64>(), figures.iter().sum::<f64>());
    for (at, (one, other)) in lengths.iter().zip(figures).enumerate() {
        let wanted = length * other / figure;
        assert!((one - wanted).abs() < 0.3, "the {at}th is {one} pixels long and not {wanted:.1}");
    }
}

#[test]
fn stacked_bars_are_as_high_as_their_counts() {
    let chart = chart("stacked-licences");
    let all = [Role::Series4, Role::Series1, Role::Series2, Role::Series3]
        .map(|role| heights(&chart, role))
        .concat();
    let counts = [
        3661.0, 4729.0, 3853.0, 1871.0, 1966.0, 2090.0, 1427.0, 251.0, 63.0, 80.0, 92.0, 82.0, 1.0,
        10.0, 10.0,
    ];
    assert_in_proportion(&all, &counts);
    // They stand on the axis, and each on the one below it.
    let (lower, upper) = (bars(&chart, Role::Series4), bars(&chart, Role::Series1));
    let zero = lower[0].bottom;
    for (lower, upper) in lower.iter().zip(&upper) {
        assert_eq!((lower.bottom, lower.top), (zero, upper.bottom));
    }
    // The printed total of 2023 lies as far above the axis as it is large.
    let printed = paths(&chart, "printed", Role::Alarm);
    let [line] = printed.as_slice() else { panic!("one printed total differs: {printed:?}") };
    assert_in_proportion(&[zero - line[0].1, lower[2].height()], &[5328.0, 3853.0]);
    assert!(
        lower[2].left > line[0].0 && lower[2].right < line[1].0,
        "the mark crosses the bar of 2023"
    );
}

#[test]
fn compositions_fill_the_whole() {
    let chart = chart("composition-licences");
    let roles = [Role::Series1, Role::Series2, Role::Series3, Role::Series4];
    let all: Vec<Frame> = roles.iter().flat_map(|role| bars(&chart, *role)).collect();
    let whole = (bars(&chart, Role::Series3)[0].top, bars(&chart, Role::Series4)[0].bottom);
    for bar in bars(&chart, Role::Series4) {
        let parts: Vec<&Frame> = all.iter().filter(|other| other.left == bar.left).collect();
        let (top, bottom) = parts.iter().fold((f64::MAX, 0.0_f64), |(top, bottom), part| {
            (top.min(part.top), bottom.max(part.bottom))
        });
        let filled: f64 = parts.iter().map(|part| part.height()).sum();
        assert!((filled - (bottom - top)).abs() < 0.01, "no gaps");
        assert_eq!((top, bottom), (whole.0, whole.1), "all bars reach from 0 to 100 %");
    }
    let share = bars(&chart, Role::Series4)[3].height()
        / (bars(&chart, Role::Series4)[3].bottom - bars(&chart, Role::Series3)[2].top);
    assert!((share - 1871.0 / 2214.0).abs() < 0.002, "{share}");
}

#[test]
fn trajectories_start_together_and_events_lie_at_their_dates() {
    let chart = chart("trajectory-licences");
    let [total, collection] =
        [Role::Ink, Role::Series1].map(|role| paths(&chart, "lines", role).remove(0));
    assert_eq!(total[0], collection[0], "both start from 100");
    // Of the distance to zero, which is the axis below the last point.
    let hundred = paths(&chart, "axes", Role::Axis)
        .into_iter()
        .filter(|path| path[0].1 == path[1].1)
        .map(|path| path[0].1);
    let (zero, hundred) =
        hundred.fold((0.0_f64, f64::MAX), |(low, high), y| (low.max(y), high.min(y)));
    assert_eq!(hundred, total[0].1);
    assert_in_proportion(&[zero - total[3].1, zero - hundred], &[2214.0, 5690.0]);
    assert_in_proportion(&[zero - collection[3].1, zero - hundred], &[251.0, 1966.0]);
    // The event that the manifest names: July 2023, just behind the middle of the year.
    let stems = paths(&chart, "events", Role::Alarm);
    let year = total[3].0 - total[2].0;
    let at = (stems[0][1].0 - total[2].0) / year;
    assert!((at - 0.5 / 12.0).abs() < 0.01, "{at} years behind the middle of 2023");
}

#[test]
fn rates_lie_within_their_intervals() {
    let chart = chart("rates-licences-revocations");
    assert_in_proportion(&heights(&chart, Role::Axis), &[317.0, 309.0, 203.0, 236.0]);
    let drawn = paths(&chart, "rates", Role::Ink);
    let (line, whiskers): (Vec<_>, Vec<_>) = drawn.into_iter().partition(|path| path.len() == 4);
    let upright: Vec<_> = whiskers.iter().filter(|path| path[0].0 == path[1].0).collect();
    assert_eq!(upright.len(), 4);
    for (point, whisker) in line[0].iter().zip(upright) {
        assert!(whisker[0].1 > point.1 && point.1 > whisker[1].1, "{point:?} lies in {whisker:?}");
    }
}

#[test]
fn steps_of_a_waterfall_lead_from_total_to_total() {
    let chart = chart("waterfall-licences");
    let totals: Vec<f64> = bars(&chart, Role::Muted).iter().map(Frame::width).collect();
    assert_in_proportion(&totals, &[5690.0, 6900.0, 5382.0, 2214.0]);
    let fall: Vec<f64> =
        [Role::Series4, Role::Series1].iter().map(|role| bars(&chart, *role)[2].width()).collect();
    assert_in_proportion(&[fall[0], fall[1], totals[0]], &[1982.0, 1176.0, 5690.0]);
    // The total that is reported for 2023 is marked on the bar of the sum.
    let (zero, sum) = (bars(&chart, Role::Muted)[2].left, totals[2]);
    let [mark] = &*paths(&chart, "bars", Role::Alarm) else { panic!("one total differs") };
    assert_in_proportion(&[mark[0].0 - zero, sum], &[5328.0, 5382.0]);
}
