//! Members of a list by their share, coloured by the group that they belong to.

use crossfoot_core::{Phrase, Ranking, say};

use super::Chart;
use super::context::{Context, stem};
use super::data::{Data, plain};
use super::layout::{fit, wrap_to};
use super::page::{Heading, Page};
use super::palette::Role;
use super::plane::Plane;
use super::scene::{Frame, Paint, Scene};

/// Members beyond these are told by their number.
const MOST: usize = 16;

/// A member of the list.
struct Member {
    name: String,
    share: f64,
    /// As printed, with its unit.
    shown: String,
    group: Option<String>,
}

/// One chart per list.
pub(super) fn charts(context: &Context<'_>) -> Vec<Chart> {
    context.study.rankings.iter().filter_map(|ranking| chart(context, ranking)).collect()
}

fn chart(context: &Context<'_>, ranking: &Ranking) -> Option<Chart> {
    let members = members(context, ranking);
    let first = members.first()?;
    let groups = groups(&members);
    let title = match groups.first() {
        Some((group, share, count)) if groups.len() > 1 => {
            say!(
                "{} of the {} listed are from {}, together {} %",
                count.to_string(),
                members.len().to_string(),
                group.as_str(),
                rounded(*share)
            )
        }
        _ => say!("{} is first with {}", first.name.as_str(), first.shown.as_str()),
    };
    let each = members.iter().map(|member| match &member.group {
        Some(group) => format!("{} ({group}) {}", member.name, member.shown),
        None => format!("{} {}", member.name, member.shown),
    });
    let alt =
        say!("{}: {}.", Phrase::from(ranking.label.as_str()), each.collect::<Vec<_>>().join("; "));
    let table = &context.study.tables[ranking.table];
    let label = Phrase::from(ranking.label.as_str());
    let cut = if table.complete { Phrase::default() } else { say!("; the list is not complete") };
    let subtitle = match ranking.group {
        Some(column) => say!(
            "{}: listed members by share, coloured by {}{}",
            label,
            Phrase::from(table.columns[column].label.as_str()),
            cut
        ),
        None => say!("{}: listed members by share{}", label, cut),
    };
    let method = if groups.len() > 1 { say!("sums computed") } else { Phrase::default() };
    let mut page = Page::new(
        context,
        Heading { name: stem("ranking", &ranking.id), title, subtitle, method, alt },
    );
    let hidden = members.len().saturating_sub(MOST);
    draw(&mut page.scene, page.body, &members[..members.len() - hidden], &groups);
    if hidden > 0 {
        let words = page.scene.small().role(Role::Muted).end();
        page.scene.text(
            (page.body.right, page.body.bottom),
            context.say(&say!("and {} more", hidden.to_string())),
            words,
        );
    }
    Some(page.finish(data(context, &members)))
}

fn data(context: &Context<'_>, members: &[Member]) -> Data {
    let header = [say!("Member"), say!("Group"), say!("Share, percent")];
    let mut data = Data::new(context, header);
    for member in members {
        let group = member.group.clone().unwrap_or_default();
        data.push([member.name.clone(), group, plain(member.share)]);
    }
    data
}

/// The listed members, the largest first.
fn members(context: &Context<'_>, ranking: &Ranking) -> Vec<Member> {
    let table = &context.study.tables[ranking.table];
    let column = &table.columns[ranking.share];
    let listed = (0..table.rows()).filter_map(|row| {
        let figure = column.cells[row].figure()?;
        Some(Member {
            name: context.row(ranking.table, row),
            share: figure.value().to_rational().to_f64(),
            shown: context.say(&column.unit.quantity(figure.value().to_string())),
            group: ranking.group.map(|group| context.data(table.text(group, row).trim())),
        })
    });
    let mut members: Vec<Member> = listed.collect();
    members.sort_by(|a, b| b.share.total_cmp(&a.share));
    members
}

/// The groups with what their listed members have and how many they are, the largest first.
fn groups(members: &[Member]) -> Vec<(String, f64, usize)> {
    let mut groups: Vec<(String, f64, usize)> = Vec::new();
    for (group, share) in
        members.iter().filter_map(|member| Some((member.group.clone()?, member.share)))
    {
        match groups.iter_mut().find(|(known, ..)| *known == group) {
            Some((_, sum, count)) => (*sum, *count) = (*sum + share, *count + 1),
            None => groups.push((group, share, 1)),
        }
    }
    groups.sort_by(|a, b| b.1.total_cmp(&a.1));
    groups
}

/// A sum of printed shares, without the noise of floats.
fn rounded(share: f64) -> String {
    format!("{share:.2}")
}

fn draw(scene: &mut Scene, body: Frame, members: &[Member], groups: &[(String, f64, usize)]) {
    let step = body.height() / members.len().max(1) as f64;
    let mut label = scene.label();
    label.size = label.size.min(step * 0.78).max(super::LEAST_LETTERS);
    let widest = members.iter().map(|member| label.width(&member.name)).fold(0.0, f64::max);
    let names = widest.min(body.width() * 0.4);
    let gap = scene.px(8.0);
    let notes = members.iter().map(|member| {
        label.bold().width(&member.shown)
            + member.group.as_ref().map_or(0.0, |group| gap + label.width(group))
    });
    let notes = (notes.fold(0.0, f64::max) + 1.0).min(body.width() * 0.32);
    let inner =
        Frame::new(body.left + names + gap, body.top, body.right - notes - gap, body.bottom);
    let longest = members.iter().map(|member| member.share).fold(0.0, f64::max);
    let plane = Plane::new(inner, 0.0..longest.max(f64::MIN_POSITIVE), 0.0..1.0);
    for (at, member) in members.iter().enumerate() {
        let middle = inner.top + step * (at as f64 + 0.5);
        let half = (step * 0.36).min(scene.px(14.0));
        let role = member
            .group
            .as_ref()
            .and_then(|group| groups.iter().position(|(known, ..)| known == group))
            .map_or(Role::Series1, Role::series);
        let bar = Frame::new(inner.left, middle - half, plane.x(member.share), middle + half);
        scene.rect(bar, Paint::fill(role).outlined(Role::Axis, 0.5));
        scene.hint(format!("{}: {}", member.name, member.shown));
        let most = if step > label.size * 2.5 { 2 } else { 1 };
        let lines = wrap_to(&member.name, label, names, most);
        scene.lines((inner.left - gap, middle), &lines, 1.15, label.end());
        let number =
            scene.text((bar.right + gap, middle), member.shown.as_str(), label.bold().centred());
        if let Some(group) = &member.group {
            let room = body.right - number.right - gap;
            scene.text(
                (number.right + gap, middle),
                fit(group, label, room),
                label.role(Role::Muted).centred(),
            );
        }
    }
    scene.line([(inner.left, inner.top), (inner.left, inner.bottom)], Paint::line(Role::Axis, 1.0));
}

#[cfg(test)]
mod tests {
    use super::super::scene::Shape;
    use super::super::tests::paper_of;
    use super::*;

    #[test]
    fn bars_are_as_long_as_shares_and_coloured_by_group() {
        let chart = paper_of("ranking").remove(0);
        let bars: Vec<(f64, Role)> = (chart.scene.items.iter())
            .filter_map(|(_, shape)| match shape {
                Shape::Rect(frame, paint) if *frame != chart.scene.frame() => {
                    Some((frame.width(), paint.fill?))
                }
                _ => None,
            })
            .collect();
        let shares = [4.80, 4.03, 3.82, 2.89, 2.40, 2.27, 1.93, 1.66, 1.61, 1.51, 1.44, 1.15, 1.02];
        assert_eq!(bars.len(), shares.len());
        for ((width, _), share) in bars.iter().zip(shares) {
            assert!((width / bars[0].0 - share / shares[0]).abs() < 0.002, "{width} for {share}");
        }
        let china = [0, 6, 7, 8].map(|at| bars[at].1);
        assert!(china.iter().all(|role| *role == Role::Series1) && bars[1].1 != Role::Series1);
    }
}
