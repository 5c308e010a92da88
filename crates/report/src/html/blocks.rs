//! Blocks of a document as elements of HTML.

use std::cell::Cell;
use std::collections::BTreeMap;

use crossfoot_core::{say, visible};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::Language;
use crate::document::{
    Align, Block, Document, Figure, Grid, Item, Line, More, Outcome, Table, Tags, Tone,
};
use crate::markup::{escape, identifier, percent_encoded};

/// What blocks need to know of the whole document.
pub(super) struct Blocks<'a> {
    /// Names that links lead to, and what they lead to: pages, rows, and what the first cell of a
    /// row is about.
    anchors: BTreeMap<String, String>,
    language: &'a Language,
    /// Notes so far, so that each has a name of its own.
    notes: Cell<usize>,
}

impl<'a> Blocks<'a> {
    pub(super) fn from_document(document: &Document, language: &'a Language) -> Self {
        let mut anchors = BTreeMap::new();
        collect(&document.blocks, &mut anchors);
        Self { anchors, language, notes: Cell::new(0) }
    }
    pub(super) fn render(&self, blocks: &[Block]) -> String {
        let mut out = String::new();
        let mut anchor: Option<String> = None;
        for block in blocks {
            let id = anchor.take().map(|name| format!(" id=\"{name}\"")).unwrap_or_default();
            match block {
                Block::Anchor(name) => anchor = Some(identifier(name)),
                Block::Heading(level, line) => {
                    let level = (*level).clamp(1, 6);
                    out += &format!("<h{level}{id}>{}</h{level}>\n", self.line(line));
                }
                Block::Paragraph(line) => out += &format!("<p>{}</p>\n", self.line(line)),
                Block::List(lines) => {
                    out += &format!(
                        "<ul>\n{}</ul>\n",
                        lines
                            .iter()
                            .map(|line| format!("<li>{}</li>\n", self.line(line)))
                            .collect::<String>()
                    )
                }
                Block::Table(table) => {
                    out += &format!(
                        "<div class=\"wide\" role=\"group\" tabindex=\"0\">\n<table class=\"cards\">\n{}</table>\n</div>\n",
                        self.table(table, None)
                    )
                }
                Block::Items(items) => {
                    out += &format!(
                        "<dl class=\"items\">\n{}</dl>\n",
                        items.iter().map(|item| self.item(item)).collect::<String>()
                    )
                }
                Block::Grid(grid) => out += &self.grid(grid),
                Block::Figure(figure) => out += &self.figure(figure),
                Block::Markdown(text) | Block::Quotation(text) => {
                    out += &format!("<div class=\"page\">\n{}</div>\n", markdown(text))
                }
                Block::Fold(heading, inside) => {
                    out += &format!(
                        "<details{id} class=\"fold\">\n<summary><h2>{}</h2></summary>\n{}</details>\n",
                        self.line(heading),
                        self.render(inside)
                    );
                }
                Block::Details(summary, inside) => {
                    out += &format!(
                        "<details{id}>\n<summary>{}</summary>\n{}</details>\n",
                        self.line(summary),
                        self.render(inside)
                    );
                }
            }
        }
        out
    }

    /// A line whose names in code lead to where they are explained.
    fn line(&self, line: &Line) -> String {
        let stretches = line.stretches().map(|(text, tone)| {
            let shown = escape(&text);
            match tone {
                _ if text.is_empty() => shown,
                Tone::Plain => shown,
                Tone::Strong => format!("<strong>{shown}</strong>"),
                Tone::Muted => format!("<span class=\"muted\">{shown}</span>"),
                Tone::Good => format!("<span class=\"good\">{shown}</span>"),
                Tone::Note => format!("<span class=\"note\">{shown}</span>"),
                Tone::Bad => format!("<span class=\"bad\">{shown}</span>"),
                Tone::File | Tone::Url => format!("<a href=\"{shown}\">{shown}</a>"),
                Tone::Opens(file) => {
                    format!("<a href=\"{shown}/{file}\"><strong>{shown}</strong></a>")
                }
                Tone::Code => {
                    let name = identifier(&text);
                    let code = format!("<code>{}</code>", shown.trim());
                    self.anchors
                        .get(&name)
                        .map_or_else(|| code.clone(), |id| format!("<a href=\"#{id}\">{code}</a>"))
                }
            }
        });
        stretches.collect()
    }

    fn item(&self, item: &Item) -> String {
        let figures =
            [&item.printed, &item.recomputed].into_iter().filter(|line| !line.0.is_empty());
        let figures: String = figures
            .map(|line| format!(" <span class=\"figure\">{}</span>", self.line(line)))
            .collect();
        let body: String =
            item.body.iter().map(|line| format!("<dd>{}</dd>\n", self.line(line))).collect();
        format!("<div>\n<dt>{}{figures}</dt>\n{body}</div>\n", self.line(&item.name))
    }

    fn table(&self, table: &Table, grid: Option<&Grid>) -> String {
        let headings: String = table
            .header
            .iter()
            .enumerate()
            .map(|(column, line)| match line.plain().is_empty() {
                true => "<td></td>".to_owned(),
                false => {
                    format!("<th scope=\"col\"{}>{}</th>", class(table, column), self.line(line))
                }
            })
            .collect();
        let body: String = (0..table.rows.len()).map(|at| self.row(table, grid, at)).collect();
        format!("<thead>\n<tr>{headings}</tr>\n</thead>\n<tbody>\n{body}</tbody>\n")
    }

    /// A row and, below it, what else there is to say of it.
    fn row(&self, table: &Table, grid: Option<&Grid>, at: usize) -> String {
        let name = grid
            .and_then(|grid| grid.names.get(at))
            .map(|name| format!(" id=\"{}\"", identifier(name)))
            .unwrap_or_default();
        let tags =
            grid.and_then(|grid| grid.tags.get(at)).map(|tags| self.tags(tags)).unwrap_or_default();
        let cells = table.rows[at].iter().enumerate().map(|(column, lines)| {
            let text = lines.iter().map(|line| self.line(line)).collect::<Vec<_>>().join("<br>");
            let note = grid
                .and_then(|grid| grid.notes.get(&(at, column)))
                .filter(|note| !note.plain().is_empty());
            let text = note.map_or_else(|| text.clone(), |note| self.noted(&text, note));
            let label = table.header.get(column).map(Line::plain).unwrap_or_default();
            let label = match (label.is_empty(), text.is_empty()) {
                (false, false) => format!(" data-label=\"{}\"", escape(&label)),
                _ => String::new(),
            };
            // The first cell of a row says what the row is about.
            let (open, close) =
                if column == 0 { ("<th scope=\"row\"", "</th>") } else { ("<td", "</td>") };
            format!("{open}{}{label}>{text}{close}", class(table, column))
        });
        let row = format!("<tr{name}{tags}>{}</tr>\n", cells.collect::<String>());
        let more = grid.and_then(|grid| grid.more.get(&at));
        row + &more.map(|more| self.more(more, table.header.len(), &tags)).unwrap_or_default()
    }

    fn more(&self, more: &More, columns: usize, tags: &str) -> String {
        let how = escape(&self.language.say(&say!("How this was found")));
        format!(
            "<tr class=\"more\"{tags}><td></td><td colspan=\"{}\"><details>\n<summary>{how}</summary>\n{}</details></td></tr>\n",
            columns.saturating_sub(1).max(1),
            self.render(&more.blocks)
        )
    }

    /// What a row can be chosen by, as attributes.
    fn tags(&self, tags: &Tags) -> String {
        let outcome = outcome(tags.outcome);
        format!(" data-outcome=\"{outcome}\" data-section=\"{}\"", escape(&tags.section.plain()))
    }

    /// A text that says more under the pointer, and under the keyboard's focus.
    fn noted(&self, text: &str, note: &Line) -> String {
        let number = self.notes.get() + 1;
        self.notes.set(number);
        format!(
            "<span class=\"noted\" tabindex=\"0\" aria-describedby=\"note-{number}\">{text}</span><span class=\"tip\" role=\"tooltip\" id=\"note-{number}\">{}</span>",
            self.line(note)
        )
    }

    fn grid(&self, grid: &Grid) -> String {
        let id = identifier(&grid.id);
        // Rows that can be chosen read on their own.
        let cards = if grid.tags.is_empty() && !grid.sortable { "source" } else { "cards" };
        let class = if grid.sortable { format!("{cards} sortable") } else { cards.to_owned() };
        let search = self.language.say(&say!("Search in this table"));
        let filter = format!(
            "<p class=\"filter\" hidden><label>{} <input type=\"search\" data-table=\"{id}\" autocomplete=\"off\"></label> <output aria-live=\"polite\"></output></p>\n",
            escape(&search)
        );
        let filter = if grid.sortable { filter.as_str() } else { "" };
        // Where a heading of the same words stands above, the caption is for ears only.
        let unseen = if grid.sortable { "" } else { " class=\"unseen\"" };
        format!(
            "{filter}<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-labelledby=\"{id}-caption\">\n<table id=\"{id}\" class=\"{class}\">\n<caption id=\"{id}-caption\"{unseen}>{}</caption>\n{}</table>\n</div>\n",
            self.line(&grid.caption),
            self.table(&grid.table, Some(grid))
        )
    }

    fn figure(&self, figure: &Figure) -> String {
        let data = escape(&self.language.say(&say!("Data as CSV")));
        format!(
            "<figure id=\"{}\">\n{}<figcaption>{} <a download=\"{}.csv\" href=\"data:text/csv;charset=utf-8,{}\">{data}</a></figcaption>\n</figure>\n",
            identifier(&format!("figure-{}", figure.name)),
            figure.svg,
            escape(&figure.title),
            escape(&figure.name),
            percent_encoded(&figure.csv),
        )
    }
}

/// Names that links lead to in some blocks.
fn collect(blocks: &[Block], anchors: &mut BTreeMap<String, String>) {
    for block in blocks {
        match block {
            Block::Anchor(name) => drop(anchors.insert(identifier(name), identifier(name))),
            Block::Grid(grid) => {
                for (name, row) in grid.names.iter().zip(&grid.table.rows) {
                    anchors.insert(identifier(name), identifier(name));
                    let about = row.first().and_then(|lines| lines.first());
                    let about = about.map(Line::plain).unwrap_or_default();
                    anchors.entry(identifier(&about)).or_insert_with(|| identifier(name));
                }
            }
            Block::Details(_, inside) | Block::Fold(_, inside) => collect(inside, anchors),
            _ => {}
        }
    }
}

/// The name of an outcome in the page.
pub(super) const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Disagrees => "disagrees",
        Outcome::Agrees => "agrees",
        Outcome::Undecided => "undecided",
    }
}

/// The attribute of cells that hold numbers.
fn class(table: &Table, column: usize) -> &'static str {
    if table.align.get(column) == Some(&Align::Right) { " class=\"number\"" } else { "" }
}

/// A page in Markdown; HTML within it is shown, not obeyed, and what links to other files of the
/// source is only said.
fn markdown(text: &str) -> String {
    let text = visible(text);
    let mut dropped = Vec::new();
    let parser = Parser::new_ext(&text, Options::ENABLE_TABLES).filter_map(|event| match event {
        Event::Html(html) | Event::InlineHtml(html) => Some(Event::Text(html)),
        Event::Start(Tag::Link { ref dest_url, .. }) => {
            let leads_nowhere =
                !dest_url.starts_with("http://") && !dest_url.starts_with("https://");
            dropped.push(leads_nowhere);
            (!leads_nowhere).then_some(event)
        }
        Event::End(TagEnd::Link) => (!dropped.pop().unwrap_or(false)).then_some(event),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        other => Some(other),
    });
    let mut out = String::new();
    pulldown_cmark::html::push_html(&mut out, parser);
    out
}
