//! Taking keys out of a TOML table: wrong types, missing and unknown keys become problems with
//! places.

use std::sync::Arc;

use crossfoot_core::{Diagnostic, Source, Span, did_you_mean};
use toml_span::value::{Table, Value, ValueInner};

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
    known: Vec<&'static str>,
}

impl<'de> Fields<'de> {
    pub(crate) fn new(
        value: &mut Value<'de>,
        source: &Arc<Source>,
        what: &str,
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

    fn take(&mut self, key: &'static str) -> Option<Value<'de>> {
        self.known.push(key);
        self.table.remove(key)
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
        let mut value = self.take(key)?;
        let at = value.span;
        match value.take() {
            ValueInner::String(text) => Some(Text { value: text.into_owned(), span: span(at) }),
            other => {
                self.wrong_type(key, &other, at, "a string", problems);
                None
            }
        }
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
            self.known.push(key);
            problems.push(Diagnostic::at(
                &self.source,
                self.span,
                format!("{} has no `{key}`", self.what),
            ));
            return Text { value: String::new(), span: self.span };
        }
        self.text(key, problems).unwrap_or_default()
    }

    pub(crate) fn flag(
        &mut self,
        key: &'static str,
        default: bool,
        problems: &mut Problems,
    ) -> bool {
        let Some(mut value) = self.take(key) else { return default };
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
        let mut value = self.take(key)?;
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
        let Some(mut value) = self.take(key) else { return Vec::new() };
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
        let Some(value) = self.take(key) else { return Vec::new() };
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
        let Some(mut value) = self.take(key) else { return Vec::new() };
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
        let mut value = self.take(key)?;
        Fields::new(&mut value, &self.source, &format!("`[{key}]`"), problems)
    }

    pub(crate) fn tables(
        &mut self,
        key: &'static str,
        problems: &mut Problems,
    ) -> Vec<Fields<'de>> {
        let Some(mut value) = self.take(key) else { return Vec::new() };
        let at = value.span;
        match value.take() {
            ValueInner::Array(items) => items
                .into_iter()
                .filter_map(|mut item| {
                    Fields::new(&mut item, &self.source, &format!("this `[[{key}]]`"), problems)
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
        for key in self.table.keys() {
            let message = format!("unknown key `{}` in {}", key.name, self.what);
            let mut problem = Diagnostic::at(&self.source, span(key.span), message);
            problem.label = did_you_mean(&key.name, self.known.iter().copied());
            problems.push(problem.help(format!("known keys: {}", self.known.join(", "))));
        }
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
