//! What an element is for in an article: in JATS, and in a page.

use crossfoot_core::{MarkKind, Part};

use crate::article::draft::{ABSTRACT, FRONT};

/// What an element is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// It and all in it are no text of the article.
    Dropped,
    /// The rows of a table.
    Cells,
    /// A stretch of a block.
    Mark(MarkKind),
    /// A block of running text.
    Paragraph,
    /// What separates blocks, and holds some.
    Separator,
    /// The title of the article.
    Title,
    /// A heading of a page, and how deep it is.
    Heading(u8),
    /// A section that gets its heading from within.
    Section,
    /// A section that says what it is for, and its name until a heading gives it another.
    Part(Part, &'static str),
    /// The heading of the section around it.
    Own,
    /// What is printed before a heading, a caption or a note.
    Label,
    /// What frames a table or a figure, and interrupts a paragraph.
    Frame,
    /// What interrupts a paragraph with blocks of its own.
    Aside,
    /// The caption of a frame.
    Caption,
    /// The notes of a frame.
    Note,
    /// Data that are separated from those before them.
    Datum,
    /// A letter, a number or a sign of a formula.
    Token,
    /// A space.
    Break,
}

/// The roles of the elements of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Jats,
    Page,
}

/// An attribute of an element, by its name.
pub(crate) type Attribute<'a> = &'a dyn Fn(&str) -> Option<String>;

/// What is around an element of JATS.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Around {
    /// The part is that of names, dates and identifiers, or of references.
    pub(crate) is_data: bool,
    /// In the entry of a reference.
    pub(crate) in_entry: bool,
    /// In a frame.
    pub(crate) in_frame: bool,
    /// In a caption.
    pub(crate) in_caption: bool,
}

/// The role of an element of JATS.
pub(crate) fn jats(element: &str, attribute: Attribute<'_>, around: Around) -> Option<Role> {
    Some(match element {
        "front" | "front-stub" => Role::Part(Part::Front, FRONT),
        "abstract" | "trans-abstract" => Role::Part(Part::Abstract, ABSTRACT),
        "body" => Role::Part(Part::Body, ""),
        "back" => Role::Part(Part::Back, "back matter"),
        "floats-group" => Role::Part(Part::Body, "tables and figures"),
        "ref-list" => Role::Part(Part::References, "references"),
        "ack" => Role::Part(Part::Back, "acknowledgements"),
        "app" | "glossary" | "notes" | "bio" => Role::Section,
        "fn-group" if !around.in_frame => Role::Section,
        "sec" => Role::Section,
        "article-title" if !around.in_entry => Role::Title,
        "title" if around.in_caption => Role::Separator,
        "title" if !around.in_frame => Role::Own,
        "label" => Role::Label,
        "table-wrap" | "fig" | "supplementary-material" => Role::Frame,
        "boxed-text" => Role::Aside,
        "caption" => Role::Caption,
        "table-wrap-foot" | "attrib" | "permissions" if around.in_frame => Role::Note,
        "fn" if around.in_frame => Role::Note,
        // A footnote where its mark is.
        "fn" if !around.is_data => Role::Aside,
        "table" => Role::Cells,
        "tex-math" | "annotation" | "annotation-xml" | "alt-text" | "long-desc" | "object-id"
        | "sub-article" | "response" | "processing-meta" => Role::Dropped,
        "sup" => Role::Mark(MarkKind::Raised),
        "sub" => Role::Mark(MarkKind::Lowered),
        "italic" => Role::Mark(MarkKind::Emphasis),
        "inline-formula" | "disp-formula" | "math" => Role::Mark(MarkKind::Formula),
        "ext-link" | "uri" | "email" => Role::Mark(MarkKind::Link),
        "xref" => Role::Mark(referred(attribute("ref-type").as_deref().unwrap_or_default())),
        "break" => Role::Break,
        // Two of these would be one number.
        "mi" | "mo" | "mn" | "mtext" | "mfrac" => Role::Token,
        "p" | "list-item" | "def" | "term" | "ref" | "verse-line" => Role::Paragraph,
        "list" | "def-list" | "def-item" | "disp-quote" | "verse-group" | "statement"
        | "speech" | "fig-group" | "table-wrap-group" => Role::Separator,
        "bold" | "underline" | "sc" | "styled-content" | "named-content" | "monospace"
        | "roman" | "overline" | "strike" => return None,
        "article-id"
        | "subject"
        | "alt-title"
        | "journal-title"
        | "journal-id"
        | "issn"
        | "publisher"
        | "contrib"
        | "aff"
        | "corresp"
        | "fn"
        | "pub-date"
        | "date"
        | "volume"
        | "issue"
        | "elocation-id"
        | "fpage"
        | "copyright-statement"
        | "copyright-year"
        | "license-p"
        | "kwd"
        | "custom-meta"
        | "funding-statement"
        | "award-group"
            if around.is_data && !around.in_entry =>
        {
            Role::Paragraph
        }
        _ if around.is_data => Role::Datum,
        _ => return None,
    })
}

/// What a reference of JATS leads to.
fn referred(kind: &str) -> MarkKind {
    match kind {
        "bibr" => MarkKind::Citation,
        "table" => MarkKind::Table,
        "fig" => MarkKind::Figure,
        "fn" | "table-fn" | "aff" | "corresp" | "author-notes" => MarkKind::Raised,
        _ => MarkKind::Reference,
    }
}

/// The role of an element of a page.
pub(crate) fn page(element: &str, attribute: Attribute<'_>) -> Option<Role> {
    Some(match element {
        "head" | "title" | "script" | "style" | "template" | "noscript" | "nav" | "button"
        | "select" | "textarea" | "option" | "annotation" | "annotation-xml" | "svg" | "iframe" => {
            Role::Dropped
        }
        "table" => Role::Cells,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Role::Heading(element.as_bytes()[1] - b'0'),
        "p" | "li" | "dt" | "dd" | "pre" => Role::Paragraph,
        "div" | "section" | "article" | "main" | "header" | "footer" | "aside" | "address"
        | "ul" | "ol" | "dl" | "blockquote" | "details" | "summary" | "body" | "form" | "hr" => {
            Role::Separator
        }
        "figure" => Role::Frame,
        "footnotes" => Role::Part(Part::Back, "footnotes"),
        "caption" | "figcaption" => Role::Caption,
        "sup" => Role::Mark(MarkKind::Raised),
        "sub" => Role::Mark(MarkKind::Lowered),
        "em" | "i" | "cite" | "var" => Role::Mark(MarkKind::Emphasis),
        "math" => Role::Mark(MarkKind::Formula),
        "mi" | "mo" | "mn" | "mtext" | "mfrac" => Role::Token,
        "a" if attribute("href").is_some_and(|target| target.starts_with('#')) => {
            Role::Mark(MarkKind::Citation)
        }
        "br" => Role::Break,
        _ => return None,
    })
}
