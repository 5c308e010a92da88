//! Elements of a page that a browser does not show, with all that is in them.

/// Elements that hold nothing and are never closed.
const VOID: [&str; 10] =
    ["area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"];

/// What is not seen, as a page is gone through.
#[derive(Default)]
pub(crate) struct Unseen {
    /// The element that is hidden, and how many of its name are open within it, itself included.
    element: Option<(String, usize)>,
    /// Tables that are open around it, and within it.
    around: usize,
    within: usize,
    at: usize,
    /// Where the first of them starts that took text from a table, or a table itself.
    pub(crate) first: Option<usize>,
}

impl Unseen {
    /// An element opens at an offset; tells whether it is not seen.
    pub(crate) fn start(&mut self, name: &str, hidden: bool, at: usize) -> bool {
        let table = usize::from(name == "table");
        // Whether what comes may belong to the table around what is hidden.
        let in_place = self.around > 0 && self.within == 0;
        match &mut self.element {
            // The next row or cell closes what is left open in the one before.
            Some((element, _))
                if in_place && table == 0 && level(name) > 0 && level(element) <= level(name) =>
            {
                self.element = None
            }
            Some((element, open)) => {
                *open += usize::from(element == name);
                self.within += table;
                return true;
            }
            None => {}
        }
        if hidden && !VOID.contains(&name) {
            self.element = Some((name.to_owned(), 1));
            (self.within, self.at) = (table, at);
            return true;
        }
        self.around += table;
        false
    }

    /// An element closes; tells whether it is not seen.
    pub(crate) fn end(&mut self, name: &str) -> bool {
        let table = usize::from(name == "table");
        let in_place = self.around > 0 && self.within == 0;
        match &mut self.element {
            // The end of a cell, a row or the table closes whatever is left open in it.
            Some((element, _)) if in_place && level(element) < level(name) => self.element = None,
            Some((element, open)) => {
                self.within = self.within.saturating_sub(table);
                *open -= usize::from(element == name);
                if *open == 0 {
                    self.element = None;
                }
                return true;
            }
            None => {}
        }
        self.around = self.around.saturating_sub(table);
        false
    }

    /// There is text here; returns whether it is hidden.
    pub(crate) fn text(&mut self, text: &[u8]) -> bool {
        let hidden = self.element.is_some();
        if hidden && self.around + self.within > 0 && !text.trim_ascii().is_empty() {
            self.first = self.first.or(Some(self.at));
        }
        hidden
    }
}

/// How much of a table an element is; nothing outside of them.
fn level(element: &str) -> u8 {
    match element {
        "td" | "th" => 1,
        "tr" => 2,
        "thead" | "tbody" | "tfoot" => 3,
        "table" => 4,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_is_left_open_hides_no_other() {
        let mut unseen = Unseen::default();
        assert!(!unseen.start("table", false, 0));
        assert!(unseen.start("tr", true, 7));
        assert!(unseen.start("td", false, 18));
        assert!(unseen.text(b"99"));
        assert!(!unseen.start("tr", false, 24));
        assert!(!unseen.text(b"13"));
        assert_eq!(unseen.first, Some(7));
        assert!(!unseen.start("td", false, 28));
        assert!(unseen.start("span", true, 30));
        assert!(!unseen.end("td"));
        assert!(!unseen.text(b"5"));
        assert!(unseen.start("tbody", true, 40));
        assert!(unseen.start("tr", false, 50));
        assert!(!unseen.end("table"));
    }
}
