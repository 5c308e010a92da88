//! Taking keys out of a TOML table: wrong types, missing and unknown keys become problems with
//! places.

use std::sync::Arc;

use crossfoot_core::{Diagnostic, Source, Span, did_you_mean};
use toml_span::value::{Table, Value, ValueInner};

use super::shape::{Kind, Recorder, Shape};
use crate::Problems;

/// A text and its place in the manifest, without its quotes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text {
    pub(crate) value: String,
    pub(crate) span: Span,
}

impl Text {
    /// Another text at the same place.
    pub(crate) fn with_value(&self, value: impl Into<String>) -> Self {
        Self { value: value.into(), span: self.span }
    }
}

/// The keys of one TOML table that were not taken yet.
pub(crate) struct Fields<'de> {
    table: Table<'de>,
    pub(crate) span: Span,
    /// What the table is called in messages.
    what: String,
    source: Arc<Source>,
    known: Vec<Known>,
    /// Where the table stands in the manifest, such as `table.column`.
    path: String,
    recorder: Recorder,
}

/// A key that was asked for.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) key: &'static str,
    pub(super) kind: Kind,
    pub(super) required: bool,
}

impl<'de> Fields<'de> {
    /// The whole manifest.
    pub(crate) fn root(
        value: &mut Value<'de>,
        source: &Arc<Source>,
        recorder: &Recorder,
        problems: &mut Problems,
    ) -> Option<Self> {
        Self::new(value, source, "the manifest", (String::new(), recorder), problems)
    }

    fn new(
        value: &mut Value<'de>,
        source: &Arc<Source>,
        what: &str,
        (path, recorder): (String, &Recorder),
        problems: &mut Problems,
    ) -> Option<Self> {
        let span = span(value.span);
        match value.take() {
            ValueInner::Table(table) => Some(Self {
                table,
                span,
                what: what.to_owned(),
                source: Arc::clone(source),
                known: Vec::new(),
                path,
                recorder: recorder.clone(),
            }),
            other => {
                problems.push(Diagnostic::at(
                    source,
                    span,
                    format!("expected a table for {what}, found {}", kind(&other)),
                ));
                None
            }
        }
    }

    fn take(&mut self, key: &'static str, kind: Kind) -> Option<Value<'de>> {
        self.known.push(Known { key, kind, required: false });
        self.table.remove(key)
    }

    /// A table below a key of this one.
    fn below(
        &self,
        key: &str,
        value: &mut Value<'de>,
        what: &str,
        problems: &mut Problems,
    ) -> Option<Self> {
        let place = (format!("{}.{key}", self.path), &self.recorder);
        Self::new(value, &self.source, what, place, problems)
    }

    fn wrong_type(
        &self,
        key: &str,
        value: &ValueInner<'_>,
        at: toml_span::Span,
        wanted: &str,
        problems: &mut Problems,
    ) {
        problems.push(Diagnostic::at(
            &self.source,
            span(at),
            format!("expected {wanted} for `{key}`, found {}", kind(value)),
        ));
    }

    pub(crate) fn text(&mut self, key: &'static str, problems: &mut Problems) -> Option<Text> {
        self.text_of(key, Kind::Text, problems)
    }

    fn text_of(&mut self, key: &'static str, kind: Kind, problems: &mut Problems) -> Option<Text> {
        let mut value = self.take(key, kind)?;
        let at = value.span;
        match value.take() {
            ValueInner::String(text) => Some(Text { value: text.into_owned(), span: span(at) }),
            other => {
                self.wrong_type(key, &other, at, "a string", problems);
                None
            }
        }
    }

    /// What one of these texts means.
    pub(crate) fn one_of<T: Copy>(
        &mut self,
        key: &'static str,
        choices: &[(&'static str, T)],
        problems: &mut Problems,
    ) -> Option<T> {
        let names: Vec<&'static str> = choices.iter().map(|(name, _)| *name).collect();
        let text = self.text_of(key, Kind::OneOf(names.clone()), problems)?;
        let found = choices.iter().find(|(name, _)| *name == text.value);
        if found.is_none() {
            let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            let message = format!(
                "expected {} for `{key}`, found `{}`",
                alternatives(&quoted),
                crossfoot_core::quoted(&text.value)
            );
            problems.push(Diagnostic::at(&self.source, text.span, message));
        }
        found.map(|(_, meaning)| *meaning)
    }

    /// A text that is required and must not be empty.
    pub(crate) fn filled(&mut self, key: &'static str, problems: &mut Problems) -> Text {
        let before = problems.len();
        let text = self.required(key, problems);
        if text.value.trim().is_empty() && problems.len() == before {
            problems.push(Diagnostic::at(
                &self.source,
                text.span,
                format!("the `{key}` of {} is empty", self.what),
            ));
        }
        text
    }

    /// A text that is required and may be empty.
    pub(crate) fn required(&mut self, key: &'static str, problems: &mut Problems) -> Text {
        if !self.table.contains_key(key) {
            self.known.push(Known { key, kind: Kind::Text, required: true });
            problems.push(Diagnostic::at(
                &self.source,
                self.span,
                format!("{} has no `{key}`", self.what),
            ));
            return Text { value: String::new(), span: self.span };
        }
        let text = self.text(key, problems).unwrap_or_default();
        self.require(key);
        text
    }

    /// Notes that no such table lacks a key; who reads it reports where one does.
    pub(crate) fn require(&mut self, key: &str) {
        let asked = self.known.iter_mut().filter(|known| known.key == key);
        asked.for_each(|known| known.required = true);
    }

    pub(crate) fn flag(
        &mut self,
        key: &'static str,
        default: bool,
        problems: &mut Problems,
    ) -> bool {
        let Some(mut value) = self.take(key, Kind::Flag) else { return default };
        let at = value.span;
        match value.take() {
            ValueInner::Boolean(flag) => flag,
            other => {
                self.wrong_type(key, &other, at, "`true` or `false`", problems);
                default
            }
        }
    }

    pub(crate) fn integer(
        &mut self,
        key: &'static str,
        problems: &mut Problems,
    ) -> Option<(i64, Span)> {
        let mut value = self.take(key, Kind::Integer)?;
        let at = value.span;
        match value.take() {
            ValueInner::Integer(number) => Some((number, span(at))),
            other => {
                self.wrong_type(key, &other, at, "a whole number", problems);
                None
            }
        }
    }

    /// A list of whole numbers.
    pub(crate) fn integers(
        &mut self,
        key: &'static str,
        problems: &mut Problems,
    ) -> Vec<(i64, Span)> {
        let Some(mut value) = self.take(key, Kind::Integers) else { return Vec::new() };
        let at = value.span;
        let ValueInner::Array(items) = value.take() else {
            let message = format!("expected a list of whole numbers for `{key}`");
            problems
                .push(Diagnostic::at(&self.source, span(at), message).label("such as `[3, 9]`"));
            return Vec::new();
        };
        let numbers = items.into_iter().filter_map(|mut item| {
            let at = item.span;
            match item.take() {
                ValueInner::Integer(number) => Some((number, span(at))),
                other => {
                    self.wrong_type(key, &other, at, "whole numbers", problems);
                    None
                }
            }
        });
        numbers.collect()
    }

    /// A text or a list of texts.
    pub(crate) fn texts(&mut self, key: &'static str, problems: &mut Problems) -> Vec<Text> {
        let Some(value) = self.take(key, Kind::Texts) else { return Vec::new() };
        self.text_list(key, value, problems)
    }

    fn text_list(&self, key: &str, mut value: Value<'de>, problems: &mut Problems) -> Vec<Text> {
        let at = value.span;
        match value.take() {
            ValueInner::String(text) => vec![Text { value: text.into_owned(), span: span(at) }],
            ValueInner::Array(items) => {
                items.into_iter().flat_map(|item| self.text_list(key, item, problems)).collect()
            }
            other => {
                self.wrong_type(key, &other, at, "a string or a list of strings", problems);
                Vec::new()
            }
        }
    }

    /// `{ name = ["a", "b"], … }`.
    pub(crate) fn lists(
        &mut self,
        key: &'static str,
        problems: &mut Problems,
    ) -> Vec<(Text, Vec<String>)> {
        let Some(mut value) = self.take(key, Kind::Lists) else { return Vec::new() };
        let at = value.span;
        let ValueInner::Table(table) = value.take() else {
            problems.push(Diagnostic::at(
                &self.source,
                span(at),
                format!("expected named lists for `{key}`, such as {{ c = [\"a\", \"b\"] }}"),
            ));
            return Vec::new();
        };
        let pairs = table.into_iter().map(|(name, value)| {
            let texts = self.text_list(key, value, problems).into_iter().map(|text| text.value);
            (Text { value: name.name.into_owned(), span: span(name.span) }, texts.collect())
        });
        pairs.collect()
    }

    pub(crate) fn table(
        &mut self,
        key: &'static str,
        problems: &mut Problems,
    ) -> Option<Fields<'de>> {
        let mut value = self.take(key, Kind::Table(Shape::default()))?;
        self.below(key, &mut value, &format!("`[{key}]`"), problems)
    }

    pub(crate) fn tables(
        &mut self,
        key: &'static str,
        problems: &mut Problems,
    ) -> Vec<Fields<'de>> {
        let Some(mut value) = self.take(key, Kind::Tables(Shape::default())) else {
            return Vec::new();
        };
        let at = value.span;
        match value.take() {
            ValueInner::Array(items) => items
                .into_iter()
                .filter_map(|mut item| {
                    self.below(key, &mut item, &format!("this `[[{key}]]`"), problems)
                })
                .collect(),
            other => {
                self.wrong_type(key, &other, at, &format!("a list of `[[{key}]]`"), problems);
                Vec::new()
            }
        }
    }

    /// Reports every key that nobody asked for.
    pub(crate) fn finish(self, problems: &mut Problems) {
        self.recorder.note(&self.path, &self.known);
        let known: Vec<&str> = self.known.iter().map(|known| known.key).collect();
        for key in self.table.keys() {
            let message = format!("unknown key `{}` in {}", key.name, self.what);
            let mut problem = Diagnostic::at(&self.source, span(key.span), message);
            problem.label = did_you_mean(&key.name, known.iter().copied());
            problems.push(problem.help(format!("known keys: {}", known.join(", "))));
        }
    }
}

/// `a`, `b` or `c`.
fn alternatives(names: &[String]) -> String {
    match names {
        [first @ .., second, last] => {
            let mut all = first.to_vec();
            all.push(format!("{second} or {last}"));
            all.join(", ")
        }
        names => names.concat(),
    }
}

/// What a value is, in words.
fn kind(value: &ValueInner<'_>) -> &'static str {
    match value {
        ValueInner::String(_) => "a string",
        ValueInner::Integer(_) => "a whole number",
        ValueInner::Float(_) => "a decimal number",
        ValueInner::Boolean(_) => "a boolean",
        ValueInner::Array(_) => "a list",
        ValueInner::Table(_) => "a table",
    }
}

pub(crate) fn span(span: toml_span::Span) -> Span {
    Span::new(span.start, span.end)
}
