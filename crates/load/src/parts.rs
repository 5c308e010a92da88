//! What the files of a study say, each read once; and the study that it makes.
//!
//! The two are separate, so that a study can be made again with a further release without a file
//! being read again.

use std::sync::Arc;

use crossfoot_core::{Aliases, Article, Source, Study, Table};
use crossfoot_ingest::PrintedTable;

use crate::claims::{self, Claims};
use crate::folder::Folder;
use crate::ledger::{self, Ledger};
use crate::manifest::Manifest;
use crate::releases::{self, Publications};
use crate::translations::{self, Translations};
use crate::{
    Problems, Reported, aliases, article, cycles, denominators, events, read_manifest, rules,
    series, unlisted,
};

/// What the files of a study say. A copy shares the cells of the tables.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    pub(crate) manifest: Arc<Manifest>,
    pub(crate) source: Arc<Source>,
    /// One per table of the manifest, or none where these were not understood.
    tables: Vec<Publications>,
    aliases: Aliases,
    events: Result<Option<Table>, Reported>,
    /// `None` where formulas that use claims cannot be looked at.
    claims: Option<Claims>,
    ledger: Option<Ledger>,
    article: Option<Arc<Article>>,
    translations: Option<Translations>,
}

impl Parts {
    /// Reads every file before the first that cannot be read ends this, so that all problems are
    /// reported at once. `None` where the manifest cannot be read.
    pub(crate) fn read(folder: &Folder<'_>, problems: &mut Problems) -> Option<Self> {
        let source = read_manifest(folder, problems)?;
        let manifest = Manifest::parse(&source, problems)?;
        let described = if manifest.tables_understood { manifest.tables.as_slice() } else { &[] };
        let tables = described
            .iter()
            .map(|spec| Publications::read(folder, spec, &manifest, &source, problems))
            .collect();
        Some(Self {
            tables,
            aliases: aliases::load(folder, &manifest, &source, problems),
            events: events::load(folder, problems),
            claims: claims::load(folder, manifest.number_format(), problems),
            ledger: ledger::load(folder, problems),
            article: article::load(folder, &manifest, &source, problems),
            translations: translations::load(folder, problems),
            manifest: Arc::new(manifest),
            source,
        })
    }

    /// The study that they make; `None` where that cannot be said for want of a part.
    pub(crate) fn study(&self, problems: &mut Problems) -> Option<Study> {
        let Self { manifest, source, .. } = self;
        let tables: Vec<Option<Table>> = self
            .tables
            .iter()
            .zip(&manifest.tables)
            .map(|(published, spec)| releases::merged(published, spec, problems))
            .collect();
        let all_read = manifest.tables_understood && tables.iter().all(Option::is_some);
        let (true, Ok(events), Some(claims)) = (all_read, &self.events, &self.claims) else {
            rules::check_syntax(manifest, source, self.claims.as_ref(), problems);
            return None;
        };
        let mut tables: Vec<Table> = tables.into_iter().flatten().collect();
        let published = tables.len();
        tables.extend(events.clone());
        let sound = problems.is_empty();
        let mut study =
            self.tables_and_claims(tables, events.is_some().then_some(published), claims);
        study.unlisted = unlisted::conditions(&study, manifest, problems);
        study.denominators = denominators::denominators(&study, manifest, problems);
        study.series = series::series(&study, manifest, problems);
        study.rankings = series::rankings(&study, manifest, problems);
        study.conclusions = series::conclusions(&study, manifest, problems);
        study.rules = rules::compile(&study, manifest, &claims.formulas, problems).into();
        if sound {
            cycles::check(&study, problems);
        }
        if let Some(ledger) = &self.ledger {
            ledger::check(ledger, &study, manifest.number_format(), problems);
            study.ledger = Some(ledger.entries.clone());
            study.ledger_source = Some(Arc::clone(&ledger.source));
        }
        if let Some(translations) = &self.translations {
            if sound {
                translations::check(translations, &study, problems);
            }
            study.translations = translations.by_language.clone();
        }
        Some(study)
    }

    /// A study of these tables and claims, to which everything that refers to them is added later.
    fn tables_and_claims(
        &self,
        tables: Vec<Table>,
        events: Option<usize>,
        claims: &Claims,
    ) -> Study {
        let Self { manifest, source, .. } = self;
        Study {
            id: manifest.id.clone(),
            title: manifest.title.clone(),
            citation: manifest.citation.clone(),
            link: manifest.link.clone(),
            licence: manifest.licence.clone(),
            language: manifest.language.clone(),
            translations: Default::default(),
            rounding: manifest.rounding,
            tables,
            events,
            claims: claims.claims.clone().into(),
            claims_source: claims.source.clone(),
            rules: Arc::default(),
            manifest: Arc::clone(source),
            unlisted: Default::default(),
            aliases: self.aliases.clone(),
            denominators: Vec::new(),
            series: Vec::new(),
            rankings: Vec::new(),
            conclusions: Vec::new(),
            accepted: manifest.accepted.clone(),
            ledger: None,
            ledger_source: None,
            article: self.article.clone(),
        }
    }

    /// The same with a release that a changed manifest describes as the last of a table.
    pub(crate) fn with_release(
        &self,
        source: Arc<Source>,
        table: usize,
        printed: &PrintedTable,
        problems: &mut Problems,
    ) -> Option<Self> {
        let manifest = Manifest::parse(&source, problems)?;
        let mut tables = self.tables.clone();
        let (spec, known) = (manifest.tables.get(table)?, tables.get_mut(table)?);
        known.add(printed, spec, &manifest, &source, problems);
        Some(Self { manifest: Arc::new(manifest), source, tables, ..self.clone() })
    }
}
