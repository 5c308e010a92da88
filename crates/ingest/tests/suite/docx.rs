//! Word documents: their text, tables, footnotes and what is left out.

use std::io::{Cursor, Write};

use crossfoot_core::MarkKind;
use crossfoot_ingest::{Format, Options, read_article_bytes, read_bytes};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::article::{assert_places, marks, shown};

const STYLES: &str = r#"<w:styles><w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="My heading"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="Cap"><w:name w:val="caption"/></w:style></w:styles>"#;

const BODY: &str = r#"<w:document><w:body>
<w:p><w:pPr><w:pStyle w:val="Titel"/></w:pPr><w:r><w:t>Beds</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="berschrift1"/></w:pPr><w:r><w:t>1 Results</w:t></w:r></w:p>
<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t xml:space="preserve">Beds </w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>fell</w:t></w:r>
<w:del><w:r><w:delText>rose</w:delText><w:t>rose</w:t></w:r></w:del><w:ins><w:r><w:t xml:space="preserve"> by 5&#160;km</w:t></w:r></w:ins>
<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r><w:r><w:t>.</w:t><w:footnoteReference w:id="7"/><w:t xml:space="preserve"> They </w:t></w:r>
<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Cap"/></w:pPr><w:r><w:t>Table 1 Beds by year</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>Year</w:t></w:r></w:p></w:tc>
<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>Beds</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>North</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>South</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:p><w:r><w:t>2023</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>1,224</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>13</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><w:t>Note: estimated.</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Own"/></w:pPr><w:r><w:t>Limits</w:t></w:r></w:p>
<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>A box.</w:t></w:r></w:p></w:txbxContent></mc:Choice>
<mc:Fallback><w:txbxContent><w:p><w:r><w:t>A box.</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent><w:t>None &amp; few.</w:t></w:r></w:p>
<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>References</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>Li (2006).</w:t></w:r></w:p>
</w:body></w:document>"#;

const NOTES: &str = r#"<w:footnotes><w:footnote w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:id="7"><w:p><w:r><w:t>As counted.</w:t></w:r></w:p></w:footnote></w:footnotes>"#;

/// A document of these parts.
fn document(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).expect("a part is begun");
        archive.write_all(text.as_bytes()).expect("a part is written");
    }
    archive.finish().expect("the archive is closed").into_inner()
}

#[test]
fn a_document_is_read_with_its_tables() {
    let bytes = document(&[
        ("word/styles.xml", STYLES),
        ("word/document.xml", BODY),
        ("word/footnotes.xml", NOTES),
    ]);
    let read = read_article_bytes("a.docx", &bytes, Options::default()).expect("it is read");
    assert_eq!(read.received.format, Format::Docx);
    assert_places(&read.article);
    let wanted = "\
[] Body Title: Beds
[1] Body Heading: 1 Results
[1] Body Paragraph: Beds fell by 5\u{A0}km2.1 | They 1/2
[1] Body Caption(Some(0)): Table 1 Beds by year
[1] Body Note(0): Note: estimated.
[Limits] Body Heading: Limits
[Limits] Body Paragraph: A box.
[Limits] Body Paragraph: None & few.
[References] References Heading: References
[References] References Paragraph: Li (2006).
[footnotes] Back Paragraph: 1 As counted.
";
    assert_eq!(shown(&read.article), wanted);
    assert_eq!(marks(&read.article, MarkKind::Raised), ["2", "1"]);
    assert_eq!(marks(&read.article, MarkKind::Formula), ["1/2"]);
    assert_eq!(marks(&read.article, MarkKind::Emphasis), ["fell"]);
    assert_eq!(
        read.received.notes,
        [
            "text deleted in tracked changes was left out",
            "numbers that Word adds to headings and lists are not in the text"
        ]
    );
    let alone = read_bytes("a.docx", &bytes, Options::default()).expect("its table is read");
    let [table] = alone.tables.as_slice() else { panic!("it has one table") };
    assert_eq!(table.to_csv(), "Year,Beds / North,Beds / South\n2023,\"1,224\",13\n");
    assert_eq!(table.title.as_deref(), Some("Table 1 Beds by year"));
    assert_eq!(table.notes, ["Note: estimated."]);
}

/// Many manuscripts use no styles: bold lines with usual words or numbers are headings.
#[test]
fn headings_without_styles_are_seen() {
    let body: String = [("Beds in England", true), ("A. Smith", false), ("Abstract", true)]
        .into_iter()
        .chain([("Beds fell.", false), ("2.1 Wards", true), ("So did wards, and staff.", true)])
        .map(|(text, bold)| {
            let bold = if bold { "<w:b/>" } else { "<w:b w:val=\"0\"/>" };
            format!("<w:p><w:r><w:rPr>{bold}</w:rPr><w:t>{text}</w:t></w:r></w:p>")
        })
        .collect();
    let bytes = document(&[("word/document.xml", &format!("<w:document>{body}</w:document>"))]);
    let read = read_article_bytes("a.docx", &bytes, Options::default()).expect("it is read");
    let wanted = "\
[front matter] Front Title: Beds in England
[front matter] Front Paragraph: A. Smith
[Abstract] Abstract Heading: Abstract
[Abstract] Abstract Paragraph: Beds fell.
[2.1] Body Heading: 2.1 Wards
[2.1] Body Paragraph: So did wards, and staff.
";
    assert_eq!(shown(&read.article), wanted);
}

#[test]
fn damaged_documents_are_refused() {
    let nested = format!("<w:document>{}", "<w:tbl><w:tr><w:tc>".repeat(1_000));
    let bomb = format!("<w:document>{}</w:document>", " ".repeat(9_000_000));
    for (text, why) in [
        ("<w:document><w:p>", "word/document.xml: "),
        (nested.as_str(), "elements are nested more than 1000 deep"),
        (bomb.as_str(), "this file expands to more than"),
    ] {
        let bytes = document(&[("word/document.xml", text)]);
        let error = read_article_bytes("a.docx", &bytes, Options::default());
        let error = error.expect_err("it is damaged").to_string();
        assert!(error.contains(why), "{error}");
    }
    let whole = document(&[("word/document.xml", BODY)]);
    for cut in 0..100 {
        let part = &whole[..whole.len() * cut / 100];
        assert!(read_article_bytes("a.docx", part, Options::default()).is_err(), "{cut}");
    }
}
