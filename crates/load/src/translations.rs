//! `translations.csv` → what texts of a study are in other languages. A text that is not in the
//! study is a problem, so that none is lost unseen.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crossfoot_core::{
    Diagnostic, Source, Span, Study, Unit, did_you_mean, is_language_code, quoted,
};

use crate::Problems;
use crate::folder::Folder;
use crate::list::{self, check_has_rows, whole_header};
use crossfoot_ingest::PrintedTable;

/// The column of original texts; every other column is a language.
const TEXT: &str = "text";

/// The translations of a study and their file.
#[derive(Clone, Debug)]
pub(crate) struct Translations {
    /// Code of the language → original text → translation.
    pub(crate) by_language: BTreeMap<String, BTreeMap<String, String>>,
    /// The place of every text in the file.
    texts: BTreeMap<String, Span>,
    source: Arc<Source>,
}

/// The translations in the folder, if there is a file of them that can be read.
pub(crate) fn load(folder: &Folder<'_>, problems: &mut Problems) -> Option<Translations> {
    const FILE: &str = "translations.csv";
    let table = list::read_table(folder, FILE, problems).ok()??;
    let source = table.source();
    let (text, languages) = header(&table, problems)?;
    let mut found = Translations {
        by_language: BTreeMap::new(),
        texts: BTreeMap::new(),
        source: Arc::clone(source),
    };
    for row in 0..table.rows() {
        let span = table.field(row, text);
        let own = source.field(span).trim().to_owned();
        if own.is_empty() {
            problems.push(Diagnostic::at(source, span, "this line has no text to translate"));
        } else if found.texts.insert(own.clone(), span).is_some() {
            problems.push(Diagnostic::at(
                source,
                span,
                format!("duplicate text `{}`", quoted(&own)),
            ));
        }
        for (column, code) in &languages {
            let field = source.field(table.field(row, *column));
            let translated = field.trim().to_owned();
            if !translated.is_empty() {
                found.by_language.entry(code.clone()).or_default().insert(own.clone(), translated);
            }
        }
    }
    Some(found)
}

/// The positions of the texts and of the languages, with their codes.
fn header(table: &PrintedTable, problems: &mut Problems) -> Option<(usize, Vec<(usize, String)>)> {
    let before = problems.len();
    let names = table.columns(problems);
    let whole = whole_header(table);
    let text = names.iter().position(|name| name == TEXT);
    let languages: Vec<(usize, String)> =
        names.into_iter().enumerate().filter(|(at, _)| Some(*at) != text).collect();
    if text.is_none() {
        problems.push(
            Diagnostic::at(table.source(), whole, format!("missing column `{TEXT}`"))
                .help("expected `text` and a column for each language code, such as `text,zh`"),
        );
    } else if languages.is_empty() {
        problems.push(
            Diagnostic::at(table.source(), whole, "missing column for a language")
                .help("expected `text` and a column for each language code, such as `text,zh`"),
        );
    }
    for (at, code) in &languages {
        if !is_language_code(code) {
            let problem = Diagnostic::at(
                table.source(),
                table.header()[*at],
                format!("`{}` is not a language code", quoted(code)),
            );
            problems.push(problem.label("expected one such as `zh` or `en`"));
        }
    }
    if problems.len() == before {
        check_has_rows(table, problems);
    }
    text.filter(|_| problems.len() == before).map(|text| (text, languages))
}

/// Reports texts that are not in the study.
pub(crate) fn check(translations: &Translations, study: &Study, problems: &mut Problems) {
    let mut open: BTreeMap<&str, Span> =
        translations.texts.iter().map(|(text, span)| (text.as_str(), *span)).collect();
    each_text(study, &mut |text| {
        open.remove(text.trim());
    });
    if open.is_empty() {
        return;
    }
    let mut known = BTreeSet::new();
    // Cells are not suggested: there may be millions.
    names(study).for_each(|text| {
        known.insert(text);
    });
    let mut unknown: Vec<(&str, Span)> = open.into_iter().collect();
    unknown.sort_by_key(|(_, span)| span.range().start);
    for (text, span) in unknown {
        let problem = Diagnostic::at(
            &translations.source,
            span,
            format!("text `{}` not found in the study", quoted(text)),
        );
        problems.push(problem.label(did_you_mean(text, known.iter().copied())));
    }
}

/// Every text of a study that a document may show.
fn each_text(study: &Study, take: &mut impl FnMut(&str)) {
    names(study).for_each(&mut *take);
    for table in &study.tables {
        for (at, _) in
            table.columns.iter().enumerate().filter(|(_, column)| column.unit == Unit::Text)
        {
            (0..table.lines.len()).for_each(|row| take(&table.text(at, row)));
            // A text that a later release changed is still in the earlier one.
            let printed =
                table.releases.iter().filter_map(|release| release.columns[at].as_ref()).flatten();
            printed.for_each(|cell| take(&table.source.field(cell.span())));
        }
    }
    for claim in study.claims.iter() {
        study.claims_source.iter().for_each(|source| take(&source.field(claim.span)));
    }
}

/// Its texts outside cells.
fn names(study: &Study) -> impl Iterator<Item = &str> {
    let tables = study.tables.iter().flat_map(|table| {
        let columns = table.columns.iter().flat_map(|column| {
            let measure = if let Unit::Measure(name) = &column.unit { Some(&**name) } else { None };
            [column.label.as_str(), column.name.as_str()].into_iter().chain(measure)
        });
        let marks = table.missing.iter().map(|(_, meaning)| meaning.as_str());
        std::iter::once(table.title.as_str())
            .chain(table.notes.iter().map(String::as_str))
            .chain(columns)
            .chain(marks)
    });
    let claims = study.claims.iter().flat_map(|claim| {
        let measure = if let Unit::Measure(name) = &claim.unit { Some(&**name) } else { None };
        [claim.section.as_str(), claim.statement.as_str()].into_iter().chain(measure)
    });
    let rules = study.rules.iter().map(|rule| rule.label.as_str());
    let rates = study
        .series
        .iter()
        .flat_map(|series| &series.rates)
        .filter_map(|rate| rate.caveat.as_deref());
    let rankings = study.rankings.iter().flat_map(|ranking| {
        std::iter::once(ranking.label.as_str()).chain(ranking.caveat.as_deref())
    });
    let labels = study
        .series
        .iter()
        .map(|series| series.label.as_str())
        .chain(study.conclusions.iter().map(|conclusion| conclusion.label.as_str()));
    let accepted = study.accepted.iter().map(|accepted| accepted.reason.as_str());
    let ledger = study.ledger.iter().flatten().map(|entry| entry.about.as_str());
    [study.title.as_str(), study.citation.as_str()]
        .into_iter()
        .chain(tables)
        .chain(claims)
        .chain(rules)
        .chain(rates)
        .chain(rankings)
        .chain(labels)
        .chain(accepted)
        .chain(ledger)
}
