//! `[[series]]`, `[[ranking]]` and `[[conclusion]]`: what the statistics are about, with names not
//! yet looked up.

use std::sync::Arc;

use crossfoot_core::{Diagnostic, Expect, Source};

use super::fields::{Fields, Text};
use crate::Problems;

/// One `[[series]]`.
#[derive(Debug)]
pub(crate) struct SeriesSpec {
    pub(crate) id: Text,
    pub(crate) label: Option<String>,
    pub(crate) table: Text,
    pub(crate) period: Text,
    pub(crate) total: Option<Text>,
    pub(crate) parts: Vec<Text>,
    pub(crate) others: Vec<Text>,
    pub(crate) rates: Vec<RateSpec>,
    pub(crate) events: Vec<Text>,
    pub(crate) milestones: Vec<Text>,
}

/// One `[[series.rate]]`.
#[derive(Debug)]
pub(crate) struct RateSpec {
    pub(crate) count: Text,
    pub(crate) of: Text,
    pub(crate) disjoint: bool,
    /// `[[series.rate.group]]`: `count` and `of` each.
    pub(crate) groups: Vec<(Text, Text)>,
    pub(crate) caveat: Option<String>,
}

/// One `[[ranking]]`.
#[derive(Debug)]
pub(crate) struct RankingSpec {
    pub(crate) id: Text,
    pub(crate) label: Option<String>,
    pub(crate) table: Text,
    pub(crate) share: Text,
    pub(crate) group: Option<Text>,
    pub(crate) whole: i64,
    pub(crate) below: Option<i64>,
    pub(crate) caveat: Option<String>,
}

/// One `[[conclusion]]`.
#[derive(Debug)]
pub(crate) struct ConclusionSpec {
    pub(crate) id: Text,
    pub(crate) label: Option<String>,
    pub(crate) expect: Option<Expect>,
    pub(crate) question: QuestionSpec,
}

/// What decides it.
#[derive(Debug)]
pub(crate) enum QuestionSpec {
    /// A column, perhaps in another, between two rows.
    Change { count: Text, of: Option<Text>, from: Text, to: Text },
    /// A group of a ranking.
    Group { ranking: Text, group: Text },
}

impl SeriesSpec {
    /// The series, if it was understood.
    pub(super) fn read(mut fields: Fields<'_>, problems: &mut Problems) -> Option<Self> {
        let before = problems.len();
        let series = Self {
            id: fields.filled("id", problems),
            label: fields.text("label", problems).map(|text| text.value),
            table: fields.filled("table", problems),
            period: fields.filled("period", problems),
            total: fields.text("total", problems),
            parts: fields.texts("parts", problems),
            others: fields.texts("others", problems),
            rates: fields
                .tables("rate", problems)
                .into_iter()
                .map(|fields| RateSpec::read(fields, problems))
                .collect(),
            events: fields.texts("events", problems),
            milestones: fields.texts("milestones", problems),
        };
        fields.finish(problems);
        (problems.len() == before).then_some(series)
    }
}

impl RateSpec {
    fn read(mut fields: Fields<'_>, problems: &mut Problems) -> Self {
        let rate = Self {
            count: fields.filled("count", problems),
            of: fields.filled("of", problems),
            disjoint: fields.flag("disjoint", false, problems),
            groups: fields
                .tables("group", problems)
                .into_iter()
                .map(|fields| group(fields, problems))
                .collect(),
            caveat: fields.text("caveat", problems).map(|text| text.value),
        };
        fields.finish(problems);
        rate
    }
}

fn group(mut fields: Fields<'_>, problems: &mut Problems) -> (Text, Text) {
    let group = (fields.filled("count", problems), fields.filled("of", problems));
    fields.finish(problems);
    group
}

impl RankingSpec {
    /// The ranking, if it was understood.
    pub(super) fn read(
        mut fields: Fields<'_>,
        source: &Arc<Source>,
        problems: &mut Problems,
    ) -> Option<Self> {
        /// Shares are printed in percent.
        const CUSTOMARY_WHOLE: i64 = 100;
        let before = problems.len();
        let [whole, below] =
            ["whole", "below"].map(|key| above_zero(key, &mut fields, source, problems));
        let ranking = Self {
            id: fields.filled("id", problems),
            label: fields.text("label", problems).map(|text| text.value),
            table: fields.filled("table", problems),
            share: fields.filled("share", problems),
            group: fields.text("group", problems),
            whole: whole.unwrap_or(CUSTOMARY_WHOLE),
            below,
            caveat: fields.text("caveat", problems).map(|text| text.value),
        };
        fields.finish(problems);
        (problems.len() == before).then_some(ranking)
    }
}

/// A whole number that must be above zero.
fn above_zero(
    key: &'static str,
    fields: &mut Fields<'_>,
    source: &Arc<Source>,
    problems: &mut Problems,
) -> Option<i64> {
    let (number, span) = fields.integer(key, problems)?;
    if number <= 0 {
        let message = format!("expected a number above 0 for `{key}`, found {number}");
        problems.push(Diagnostic::at(source, span, message));
    }
    Some(number)
}

impl ConclusionSpec {
    /// The conclusion, if it was understood.
    pub(super) fn read(
        mut fields: Fields<'_>,
        source: &Arc<Source>,
        problems: &mut Problems,
    ) -> Option<Self> {
        let before = problems.len();
        let id = fields.filled("id", problems);
        let label = fields.text("label", problems).map(|text| text.value);
        let [count, of, from, to, ranking, group] =
            ["count", "of", "from", "to", "ranking", "group"].map(|key| fields.text(key, problems));
        let directions = [("less", Expect::Less), ("more", Expect::More)];
        let expect = fields.one_of("expect", &directions, problems);
        let span = fields.span;
        if expect.is_some() && group.is_some() {
            let message = "`expect` is for changes; a group of a list has no direction";
            problems.push(Diagnostic::at(source, span, message));
        }
        fields.finish(problems);
        let question = match (count, of, from, to, ranking, group) {
            (Some(count), of, Some(from), Some(to), None, None) => {
                Some(QuestionSpec::Change { count, of, from, to })
            }
            (None, None, None, None, Some(ranking), Some(group)) => {
                Some(QuestionSpec::Group { ranking, group })
            }
            _ => None,
        };
        // A key that is misspelt or of the wrong type is already reported.
        if question.is_none() && problems.len() == before {
            let message = format!("conclusion `{}` is incomplete", id.value);
            problems.push(
                Diagnostic::at(source, span, message)
                    .label("expected `count`, `from` and `to`, or `ranking` and `group`"),
            );
        }
        question.filter(|_| problems.len() == before).map(|question| Self {
            id,
            label,
            expect,
            question,
        })
    }
}
