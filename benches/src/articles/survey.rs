//! The tables that the XML of an article holds, counted without the reader that is measured.

use anyhow::Result;
use quick_xml::Reader;
use quick_xml::events::Event;

/// Tables of an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// With rows.
    pub with_rows: usize,
    /// Pictures.
    pub pictures: usize,
}

impl Survey {
    /// Counts the elements `table-wrap`: those that hold a `table`, and those that do not.
    ///
    /// # Errors
    /// If the text is not well-formed XML.
    pub fn new(text: &str) -> Result<Self> {
        let mut survey = Self::default();
        let mut reader = Reader::from_str(text);
        let mut open: Option<bool> = None;
        loop {
            match reader.read_event()? {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "table-wrap" => open = Some(false),
                    "table" => open = open.map(|_| true),
                    _ => {}
                },
                Event::End(tag) if tag.local_name().as_ref() == "table-wrap" => match open.take() {
                    Some(true) => survey.with_rows += 1,
                    Some(false) => survey.pictures += 1,
                    None => {}
                },
                Event::Eof => return Ok(survey),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_with_rows_and_pictures_are_told_apart() {
        let text = "<body><table-wrap><label>Table 1</label><table><tr><td>1</td></tr></table>\
                    </table-wrap><table-wrap><graphic/></table-wrap></body>";
        assert_eq!(Survey::new(text).unwrap(), Survey { with_rows: 1, pictures: 1 });
    }
}
