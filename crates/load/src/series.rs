//! `[[series]]`, `[[ranking]]` and `[[conclusion]]` → what the study says of its tables as data,
//! every name looked up.

use crossfoot_core::{
    CellId, Conclusion, Diagnostic, Question, Ranking, RateOf, Series, Study, Unit, did_you_mean,
};

use crate::Problems;
use crate::manifest::{
    ConclusionSpec, Manifest, QuestionSpec, RankingSpec, RateSpec, SeriesSpec, Text,
};
use crate::names::{column, path, same_table, table};

/// The series of the study.
pub(crate) fn series(study: &Study, manifest: &Manifest, problems: &mut Problems) -> Vec<Series> {
    report_duplicates(study, "series", manifest.series.iter().map(|spec| &spec.id), problems);
    manifest.series.iter().filter_map(|spec| one_series(study, spec, problems)).collect()
}

/// The lists by share of the study.
pub(crate) fn rankings(
    study: &Study,
    manifest: &Manifest,
    problems: &mut Problems,
) -> Vec<Ranking> {
    report_duplicates(study, "ranking", manifest.rankings.iter().map(|spec| &spec.id), problems);
    manifest.rankings.iter().filter_map(|spec| ranking(study, spec, problems)).collect()
}

/// The conclusions of the study, whose rankings are known.
pub(crate) fn conclusions(
    study: &Study,
    manifest: &Manifest,
    problems: &mut Problems,
) -> Vec<Conclusion> {
    report_duplicates(
        study,
        "conclusion",
        manifest.conclusions.iter().map(|spec| &spec.id),
        problems,
    );
    let found = manifest.conclusions.iter().filter_map(|spec| {
        let question = question(study, spec, problems)?;
        Some(Conclusion {
            id: spec.id.value.clone(),
            label: spec.label.clone().unwrap_or_else(|| spec.id.value.clone()),
            expect: spec.expect,
            question,
        })
    });
    found.collect()
}

fn report_duplicates<'a>(
    study: &Study,
    what: &str,
    ids: impl Iterator<Item = &'a Text>,
    problems: &mut Problems,
) {
    let mut seen: Vec<&str> = Vec::new();
    for id in ids {
        if seen.contains(&id.value.as_str()) {
            problems.push(Diagnostic::at(
                &study.manifest,
                id.span,
                format!("duplicate {what} id `{}`", id.value),
            ));
        }
        seen.push(&id.value);
    }
}

fn one_series(study: &Study, spec: &SeriesSpec, problems: &mut Problems) -> Option<Series> {
    let before = problems.len();
    let table = table(study, &spec.table, problems)?;
    let mut columns = Columns { study, table, problems };
    let total = spec.total.as_ref().and_then(|name| columns.number(name));
    let parts = columns.parts(total, &spec.parts);
    let others = spec.others.iter().filter_map(|name| columns.number(name)).collect();
    let rates = spec.rates.iter().map(|rate| columns.rate(rate)).collect();
    let period = columns.period(&spec.period);
    let events = spec.events.iter().filter_map(|id| event(study, id, problems)).collect();
    let milestones = spec.milestones.iter().filter_map(|id| event(study, id, problems)).collect();
    let label = spec.label.clone().unwrap_or_else(|| study.tables[table].title.clone());
    let series = Series {
        id: spec.id.value.clone(),
        label,
        table,
        period,
        total,
        parts,
        others,
        rates,
        events,
        milestones,
    };
    if series.counts().is_empty() && problems.len() == before {
        let message = format!("series `{}` has no column of numbers", series.id);
        problems.push(
            Diagnostic::at(&study.manifest, spec.id.span, message)
                .label("add `total`, `parts`, `others` or `[[series.rate]]`"),
        );
    }
    (problems.len() == before).then_some(series)
}

/// The columns of a table, looked up by name. One that is not found is reported, and the first
/// column stands for it.
struct Columns<'a> {
    study: &'a Study,
    table: usize,
    problems: &'a mut Problems,
}

impl Columns<'_> {
    fn find(&mut self, name: &Text, wanted: &str, fits: fn(&Unit) -> bool) -> usize {
        column(self.study, self.table, name, wanted, fits, self.problems).unwrap_or_default()
    }

    /// A column of numbers, if it is found.
    fn number(&mut self, name: &Text) -> Option<usize> {
        column(self.study, self.table, name, "a number", Unit::is_number, self.problems)
    }

    /// The parts of a total, which must have one unit and scale.
    fn parts(&mut self, total: Option<usize>, names: &[Text]) -> Vec<usize> {
        let mut parts: Vec<usize> = Vec::new();
        for name in names {
            let Some(found) = self.number(name) else { continue };
            let columns = &self.study.tables[self.table].columns;
            let (part, first) = (&columns[found], total.or(parts.first().copied()));
            if let Some(first) = first.map(|first| &columns[first])
                && (&first.unit, first.scale) != (&part.unit, part.scale)
            {
                let message =
                    format!("`{}` has another unit or scale than `{}`", part.name, first.name);
                self.problems.push(
                    Diagnostic::at(&self.study.manifest, name.span, message)
                        .label("list it in `others`"),
                );
            }
            parts.push(found);
        }
        parts
    }

    fn count(&mut self, name: &Text) -> usize {
        self.find(name, "a count", is_count)
    }

    fn period(&mut self, name: &Text) -> usize {
        self.find(name, "a date", |unit| *unit == Unit::Date)
    }

    fn rate(&mut self, spec: &RateSpec) -> RateOf {
        RateOf {
            count: self.count(&spec.count),
            of: self.count(&spec.of),
            disjoint: spec.disjoint,
            groups: spec
                .groups
                .iter()
                .map(|(events, exposure)| (self.count(events), self.count(exposure)))
                .collect(),
            caveat: spec.caveat.clone(),
        }
    }
}

fn is_count(unit: &Unit) -> bool {
    *unit == Unit::Count
}

fn ranking(study: &Study, spec: &RankingSpec, problems: &mut Problems) -> Option<Ranking> {
    let table = table(study, &spec.table, problems)?;
    let share = column(study, table, &spec.share, "a number", Unit::is_number, problems);
    let group = spec
        .group
        .as_ref()
        .map(|name| column(study, table, name, "a text", |unit| *unit == Unit::Text, problems));
    let label = spec.label.clone().unwrap_or_else(|| study.tables[table].title.clone());
    let group = group.map_or(Some(None), |found| found.map(Some))?;
    Some(Ranking {
        id: spec.id.value.clone(),
        label,
        table,
        share: share?,
        group,
        whole: spec.whole,
        below: spec.below,
        caveat: spec.caveat.clone(),
    })
}

fn question(study: &Study, spec: &ConclusionSpec, problems: &mut Problems) -> Option<Question> {
    match &spec.question {
        QuestionSpec::Change { count, of, from, to } => {
            let fits = if of.is_some() { is_count } else { Unit::is_number };
            let wanted = if of.is_some() { "a count" } else { "a number" };
            let counted = path(study, count, wanted, fits, problems)?;
            let of = match of {
                None => None,
                Some(of) => Some(
                    path(study, of, "a count", is_count, problems)
                        .filter(|found| same_table(study, counted, *found, of, problems))?,
                ),
            };
            let [from, to] = [from, to].map(|key| {
                row(study, counted.table, key, problems).map(|row| CellId { column: counted, row })
            });
            Some(Question::Change { from: from?, to: to?, of })
        }
        QuestionSpec::Group { ranking, group } => {
            let Some(index) = study.rankings.iter().position(|known| known.id == ranking.value)
            else {
                let names = study.rankings.iter().map(|known| known.id.as_str());
                let problem = Diagnostic::at(
                    &study.manifest,
                    ranking.span,
                    format!("there is no ranking `{}`", ranking.value),
                );
                problems.push(problem.label(did_you_mean(&ranking.value, names)));
                return None;
            };
            let known = &study.rankings[index];
            let table = &study.tables[known.table];
            let groups: Vec<_> = known
                .group
                .into_iter()
                .flat_map(|column| (0..table.rows()).map(move |row| table.text(column, row)))
                .collect();
            if !groups.iter().any(|name| name.trim() == group.value) {
                let problem = Diagnostic::at(
                    &study.manifest,
                    group.span,
                    format!("ranking `{}` has no group `{}`", known.id, group.value),
                );
                problems.push(
                    problem
                        .label(did_you_mean(&group.value, groups.iter().map(|name| name.trim()))),
                );
                return None;
            }
            Some(Question::Group { ranking: index, group: group.value.clone() })
        }
    }
}

fn row(study: &Study, table: usize, key: &Text, problems: &mut Problems) -> Option<usize> {
    let found = study.tables[table].row(&[key.value.trim()]);
    if found.is_none() {
        let message = format!("table `{}` has no row `{}`", study.tables[table].id, key.value);
        let problem = Diagnostic::at(&study.manifest, key.span, message);
        problems.push(problem.help(format!(
            "a row is named by its key, such as `{}`",
            study.tables[table].key_text(0)
        )));
    }
    found
}

/// The row of an event in the table of events.
fn event(study: &Study, id: &Text, problems: &mut Problems) -> Option<usize> {
    let events = study.events.map(|events| &study.tables[events]);
    let found = events.and_then(|events| events.row(&[id.value.as_str()]));
    if found.is_none() {
        let names: Vec<String> = events
            .map(|events| (0..events.rows()).map(|row| events.key_text(row)).collect())
            .unwrap_or_default();
        let problem =
            Diagnostic::at(&study.manifest, id.span, format!("there is no event `{}`", id.value));
        problems.push(problem.label(did_you_mean(&id.value, names.iter().map(String::as_str))));
    }
    found
}
