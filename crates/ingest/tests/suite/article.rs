//! Articles as received: their sections, blocks, sentences and marks, and the place of every
//! character.

use std::fmt::Write;

use crossfoot_core::{Article, BlockKind, MarkKind};
use crossfoot_ingest::{Options, ReceivedArticle, read_article_bytes, read_bytes};
use proptest::prelude::*;

fn read(name: &str, text: &str) -> ReceivedArticle {
    read_article_bytes(name, text.as_bytes(), Options::default()).expect("the article is read")
}

/// One line for each block: its section, what it is and its sentences.
pub(crate) fn shown(article: &Article) -> String {
    let mut out = String::new();
    for block in &article.blocks {
        let section = article.section(block);
        let text = block.prose.text();
        let sentences: Vec<&str> =
            block.prose.sentences().iter().map(|range| &text[range.clone()]).collect();
        writeln!(
            out,
            "[{}] {:?} {:?}: {}",
            section.name,
            section.part,
            block.kind,
            sentences.join(" | ")
        )
        .expect("text is written");
    }
    out
}

/// Every character stands in the source where it is said to, as itself or as what is written for it.
pub(crate) fn assert_places(article: &Article) {
    for block in &article.blocks {
        let prose = &block.prose;
        for (at, c) in prose.text().char_indices() {
            let source = article.source.slice(prose.source(at..at + c.len_utf8()));
            let written = source.starts_with(c) || source.starts_with('&');
            assert!(written || c == ' ', "{c:?} of {:?} is {source:?}", prose.text());
        }
    }
}

pub(crate) fn marks(article: &Article, kind: MarkKind) -> Vec<&str> {
    let blocks = article.blocks.iter();
    blocks
        .flat_map(|block| {
            let marks = block.prose.marks().iter().filter(move |mark| mark.kind == kind);
            marks.map(|mark| &block.prose.text()[mark.range.clone()])
        })
        .collect()
}

const JATS: &str = r#"<?xml version="1.0"?>
<article xmlns:mml="http://www.w3.org/1998/Math/MathML"><front><article-meta>
<article-id pub-id-type="doi">10.1/x</article-id>
<title-group><article-title>Beds in <italic>England</italic></article-title></title-group>
<pub-date><day>3</day><month>7</month><year>2024</year></pub-date>
<abstract><p>Beds fell by 2&#160;%.</p></abstract></article-meta></front>
<body><sec><label>1.</label><title>Results</title>
<p>As <xref ref-type="table" rid="t1">Table 1</xref> shows, beds fell.<sup><xref ref-type="bibr">3</xref></sup>
They rose in 2024 <disp-formula><mml:math><mml:mi>n</mml:mi><mml:mo>=</mml:mo><mml:mn>5</mml:mn></mml:math>
<tex-math>$$n=5$$</tex-math></disp-formula>.<table-wrap id="t1"><label>Table 1</label>
<caption><title>Beds</title><p>In thousands.</p></caption><table><tr><th>Year</th><th>Beds</th></tr>
<tr><td>2023</td><td>12</td></tr></table><table-wrap-foot><fn><label>a</label><p>Estimated.</p></fn>
</table-wrap-foot></table-wrap> The rest is new.</p>
<list><list-item><p>One &lt; two</p></list-item></list></sec></body>
<back><ack><title>Acknowledgements</title><p>We thank all.</p></ack><ref-list><title>References</title>
<ref><label>3</label><element-citation><name><surname>Li</surname><given-names>Q</given-names></name><year>2006</year></element-citation></ref>
</ref-list></back>
<floats-group><table-wrap><label>Table 2</label><caption><p>Staff</p></caption><graphic/></table-wrap>
<fig><label>Figure 1</label><caption><p>Map</p></caption></fig></floats-group></article>"#;

#[test]
fn jats_is_read_with_its_sections() {
    let read = read("a.xml", JATS);
    let article = &read.article;
    assert_places(article);
    assert_eq!(article.title.as_deref(), Some("Beds in England"));
    let wanted = "\
[front matter] Front Paragraph: 10.1/x
[front matter] Front Title: Beds in England
[front matter] Front Paragraph: 3 7 2024
[abstract] Abstract Paragraph: Beds fell by 2\u{A0}%.
[1] Body Heading: 1. Results
[1] Body Paragraph: As Table 1 shows, beds fell.3 | They rose in 2024 n = 5. | The rest is new.
[1] Body Caption(Some(0)): Table 1 Beds
[1] Body Caption(Some(0)): In thousands.
[1] Body Note(0): a Estimated.
[1] Body Paragraph: One < two
[Acknowledgements] Back Heading: Acknowledgements
[Acknowledgements] Back Paragraph: We thank all.
[References] References Heading: References
[References] References Paragraph: 3 Li Q 2006
[tables and figures] Body Caption(None): Table 2 Staff
[tables and figures] Body Caption(None): Figure 1 Map
";
    assert_eq!(shown(article), wanted);
    assert_eq!(marks(article, MarkKind::Citation), ["3"]);
    assert_eq!(marks(article, MarkKind::Formula), ["n = 5"]);
    assert_eq!(marks(article, MarkKind::Emphasis), ["England"]);
    assert_eq!(read.received.pictures, ["Table 2 Staff"]);
}

const PAGE: &str = "<html><head><title>Site</title><style>p{}</style></head><body><nav><p>Home 12</nav>\
        <h1>Beds</h1><p>By A. Smith<h2>Abstract</h2><p>Beds fell &lt; 5&nbsp;% in 2024.\
        <h2>2. Results</h2><div>As <em>seen</em>, it fell<a href='#r1'>[1]</a>. So did staff.</div>\
        <p>Table 1 Beds by year<table><tr><th>Year<th>Beds<tr><td>2023<td>12</table><p>Source: own\
        <ul><li>first<li>second</ul><figure><img><figcaption>Figure 1 Map</figcaption></figure>\
        <h2>References</h2><p>[1] Li 2006</p><script>var x = 5;</script>";

#[test]
fn a_page_is_read_without_what_is_around_its_text() {
    let read = read("a.html", PAGE);
    assert_places(&read.article);
    let wanted = "\
[front matter] Front Title: Beds
[front matter] Front Paragraph: By A. Smith
[Abstract] Abstract Heading: Abstract
[Abstract] Abstract Paragraph: Beds fell < 5\u{A0}% in 2024.
[2] Body Heading: 2. Results
[2] Body Paragraph: As seen, it fell[1]. | So did staff.
[2] Body Caption(Some(0)): Table 1 Beds by year
[2] Body Note(0): Source: own
[2] Body Paragraph: first
[2] Body Paragraph: second
[2] Body Caption(None): Figure 1 Map
[References] References Heading: References
[References] References Paragraph: [1] Li 2006
";
    assert_eq!(shown(&read.article), wanted);
    assert_eq!(marks(&read.article, MarkKind::Citation), ["[1]"]);
}

#[test]
fn a_figure_that_the_next_item_closes_keeps_its_table() {
    let page = "<h1>Beds</h1><ul><li><p>Beds fell.</p><figure><figcaption>Beds of all wards\
        </figcaption><table><caption>By year</caption><tr><th>Year<th>Beds<tr><td>2023<td>12</table>\
        <li>Staff fell.</ul>";
    let article = read("a.html", page).article;
    let caption = article.blocks.iter().find(|block| block.prose.text() == "Beds of all wards");
    assert_eq!(caption.map(|block| block.kind), Some(BlockKind::Caption(Some(0))));
}

const MARKDOWN: &str = "# Beds\n\n## 1 Results\n\nBeds *fell*\nin 2024 &amp; later. As Table 1 shows.\n\n\
        Table 1 Beds\n\n| Year | Beds |\n|---|---|\n| 2023 | 12 |\n\n- one\n- two\n";

#[test]
fn markdown_is_read_with_its_sections() {
    let read = read("a.md", MARKDOWN);
    assert_places(&read.article);
    let wanted = "\
 [] Body Title: Beds
[1] Body Heading: 1 Results
[1] Body Paragraph: Beds fell in 2024 & later. | As Table 1 shows.
[1] Body Caption(Some(0)): Table 1 Beds
[1] Body Paragraph: one
[1] Body Paragraph: two
";
    assert_eq!(shown(&read.article), wanted);
}

const TEXT: &str = "\
Beds and wards in the north of England: a count

A. Smith

This is a summary of all that was counted. It has several sentences. They say that beds fell by 2% from 2023 to 2024 ($n = 1,200$), and that wards did not. The rest of this text says how the beds were counted, and by whom.

1 Introduction

Beds are counted in each year by the *Office of Beds*, which has counted them since 1998 (Li et al., 2006). The count is complete, as the office says in each of its reports, and this

TABLE 1 Beds by year.

Year\tBeds\tShare of all
2023\t1,224\t24.5%
2024\t1,200\t24.0%

Definitions:
“Bed”: a bed in a ward.

makes it a good source for what follows in the next section, which is about wards. It has a table, too.

2 Results

Wards are rooms with beds, and their number is that of the rooms.^{3} There were 40 of them in 2023.

TABLE 2 Wards.

Year     Wards     Rooms
2023        40        51
2024        41        52

Source: the office.

The number of wards rose by one, as Table 2 shows, and that of the rooms rose as much as it did.

References

- Li, Q. (2006). Beds. doi:10.1/x
";

#[test]
fn a_text_is_read_with_all_its_tables() {
    let read = read("a.txt", TEXT);
    assert_places(&read.article);
    let lines = shown(&read.article);
    let wanted = [
        "[front matter] Front Title: Beds and wards in the north of ",
        "[front matter] Front Paragraph: A. Smith",
        "[abstract] Abstract Paragraph: This is a summary of all tha",
        "[1] Body Heading: 1 Introduction",
        "[1] Body Paragraph: Beds are counted in each year by the Of",
        "[1] Body Caption(Some(0)): TABLE 1 Beds by year.",
        "[1] Body Note(0): Definitions: “Bed”: a bed in a ward.",
        "[2] Body Heading: 2 Results",
        "[2] Body Paragraph: Wards are rooms with beds, and their nu",
        "[2] Body Caption(Some(1)): TABLE 2 Wards.",
        "[2] Body Note(1): Source: the office.",
        "[2] Body Paragraph: The number of wards rose by one, as Tab",
        "[References] References Heading: References",
        "[References] References Paragraph: - Li, Q. (2006). Beds. d",
    ];
    let same = lines.lines().zip(wanted).all(|(found, wanted)| found.starts_with(wanted));
    assert!(same && lines.lines().count() == wanted.len(), "{lines}");
    assert!(lines.contains("and this makes it a good source"), "the paragraph is whole");
    let tables = &read.received.tables;
    assert_eq!(tables.len(), 2);
    assert_eq!(tables[0].title.as_deref(), Some("TABLE 1 Beds by year."));
    assert_eq!(tables[0].cell(1, 1).place().to_string(), "line 15, column 6");
    assert_eq!(tables[1].to_csv(), "Year,Wards,Rooms\n2023,40,51\n2024,41,52\n");
    assert_eq!(tables[1].cell(0, 2).place().to_string(), "line 29, column 23");
    assert_eq!(marks(&read.article, MarkKind::Raised), ["3"]);
    assert_eq!(marks(&read.article, MarkKind::Formula), ["n = 1,200"]);
    assert_eq!(marks(&read.article, MarkKind::Citation), ["(Li et al., 2006)"]);
    let alone = read_bytes("a.txt", TEXT.as_bytes(), Options::default()).expect("tables are read");
    assert_eq!(alone.tables.len(), 2);
}

#[test]
fn a_file_of_tables_is_an_article_without_prose() {
    let read = read("t.csv", "Year,Beds\n2023,12\n");
    assert!(read.article.blocks.is_empty());
    assert_eq!((read.received.tables.len(), read.article.sections.len()), (1, 1));
}

#[test]
fn a_text_without_tables_is_an_article() {
    let text = "Beds fell by 5% in 2024. Wards rose.";
    let read = read("a.txt", text);
    assert!(read.received.tables.is_empty());
    assert_eq!(read.article.blocks[0].kind, BlockKind::Paragraph);
    assert!(read_bytes("a.txt", text.as_bytes(), Options::default()).is_err());
}

/// Depth costs neither the stack nor time, and is refused where only damage explains it.
#[test]
fn hostile_depth_is_bounded() {
    let page = format!("<html>{}x", "<div><em>".repeat(20_000));
    let read = read("a.html", &page);
    assert_eq!(read.article.blocks.len(), 1);
    let article = format!("<article>{}", "<sec>".repeat(20_000));
    let error = read_article_bytes("a.xml", article.as_bytes(), Options::default());
    let error = error.expect_err("it is too deep").to_string();
    assert!(error.ends_with("elements are nested more than 1000 deep"), "{error}");
}

/// A copy of a PDF has one space between all words; what looks like a table only where a caption
/// says so is cut out of the prose.
#[test]
fn rows_below_a_caption_are_a_table() {
    let text = TEXT
        .replace("TABLE 2 Wards.\n\nYear     Wards     Rooms", "TABLE 2 Wards.\nYear Wards Rooms");
    let text = text
        .replace("2023        40        51", "2023 40 51")
        .replace("2024        41        52", "2024 41 52");
    let read = read("a.txt", &text);
    assert_eq!(read.received.tables[1].to_csv(), "Year,Wards,Rooms\n2023,40,51\n2024,41,52\n");
    assert!(shown(&read.article).contains("Caption(Some(1)): TABLE 2 Wards.\n"));
}

/// Cells that go on in the next line would be read as others; names of groups are read.
#[test]
fn tables_in_a_text_are_read_or_named() {
    let grouped = TEXT.replace("2024        41        52", "South\n2024        41        52");
    let read_grouped = read("a.txt", &grouped);
    assert_eq!(
        read_grouped.received.tables[1].to_csv(),
        "Year,Wards,Rooms\n2023,40,51\nSouth,,\n2024,41,52\n"
    );
    let cut = TEXT.replace("2024        41        52", "2024        (41–       52");
    let read_cut = read("a.txt", &cut);
    assert_eq!(read_cut.received.tables.len(), 1);
    assert_eq!(
        read_cut.received.notes,
        ["the table at line 28 could not be read: cells go on over several lines"]
    );
}

/// Lines of a text are cut where its editor wrapped them; lines are drawn around the table.
#[test]
fn wrapped_lines_are_joined() {
    let text = "ABSTRACT\nBeds fell by 2% from 2023 to 2024. This paper counts them, as it does the\n\
        wards of all hospitals in the north. Wards did not fall.\n\n1. INTRODUCTION\n1.1 Beds\n\
        Beds are counted each year by the office of them all. The count is com-\nplete, which is \
        more than can be said of others that are not complete,\nand 24-hour care is a part of it.\n\n\
        Table 1. Beds\n          2022      2023\n------------------------\nLeeds      790       812\n\
        ------------------------\nSource: the office.\n";
    let read = read("a.txt", text);
    assert_places(&read.article);
    let wanted = "\
[ABSTRACT] Abstract Heading: ABSTRACT
[ABSTRACT] Abstract Paragraph: Beds fell by 2% from 2023 to 2024. | This paper counts them, as it does \
the wards of all hospitals in the north. | Wards did not fall.
[1] Body Heading: 1. INTRODUCTION
[1.1] Body Heading: 1.1 Beds
[1.1] Body Paragraph: Beds are counted each year by the office of them all. | The count is complete, \
which is more than can be said of others that are not complete, and 24-hour care is a part of it.
[1.1] Body Caption(Some(0)): Table 1. | Beds
[1.1] Body Note(0): Source: the office.
";
    assert_eq!(shown(&read.article), wanted);
    let table = &read.received.tables[0];
    assert_eq!(table.to_csv(), ",2022,2023\nLeeds,790,812\n");
    assert_eq!(table.cell(0, 0).place().to_string(), "line 14, column 1");
}

#[test]
fn chinese_is_read_with_its_sections() {
    let text = "许可统计\n\n一、引言\n\n资源是国家的战略资源（王某等，2020）。2019年颁布了条例；该条例对采集、保藏、\
        利用和对外提供等活动作出了全面的规定。\n\n（一）总数\n\n如表1所示，2023年许可总数为5328项，较上年\
        下降22.8%。其中合作3853项，采集1427项，其余均为保藏和出境。\n\n表1 许可数量\n年份\t总数\t采集\n\
        2022\t6900\t2090\n2023\t5328\t1427\n注：不含备案。\n";
    let read = read("a.txt", text);
    assert_places(&read.article);
    let wanted = "\
[front matter] Front Title: 许可统计
[一、引言] Body Heading: 一、引言
[一、引言] Body Paragraph: 资源是国家的战略资源（王某等，2020）。 | 2019年颁布了条例； | \
该条例对采集、保藏、利用和对外提供等活动作出了全面的规定。
[（一）总数] Body Heading: （一）总数
[（一）总数] Body Paragraph: 如表1所示，2023年许可总数为5328项，较上年下降22.8%。 | \
其中合作3853项，采集1427项，其余均为保藏和出境。
[（一）总数] Body Caption(Some(0)): 表1 许可数量
[（一）总数] Body Note(0): 注：不含备案。
";
    assert_eq!(shown(&read.article), wanted);
    assert_eq!(marks(&read.article, MarkKind::Citation), ["（王某等，2020）"]);
    assert_eq!(marks(&read.article, MarkKind::Table), ["表1", "表1"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    /// Characters that are exchanged, lost or added anywhere.
    #[test]
    fn a_damaged_article_keeps_its_places(
        changes in prop::collection::vec(
            (any::<prop::sample::Index>(), prop::sample::select("<>&;()[]*$^{}|# \t\n.12aé表".chars().collect::<Vec<_>>()), 0..3),
            1..8,
        ),
    ) {
        for (name, text) in [("a.xml", JATS), ("a.html", PAGE), ("a.md", MARKDOWN), ("a.txt", TEXT)] {
            let mut text: Vec<char> = text.chars().collect();
            for (index, c, way) in &changes {
                let at = index.index(text.len());
                match way {
                    0 => text[at] = *c,
                    1 => drop(text.remove(at)),
                    _ => text.insert(at, *c),
                }
            }
            let text: String = text.into_iter().collect();
            if let Ok(read) = read_article_bytes(name, text.as_bytes(), Options::default()) {
                assert_places(&read.article);
                for block in &read.article.blocks {
                    let sentences = block.prose.sentences();
                    prop_assert!(sentences.windows(2).all(|two| two[0].end <= two[1].start));
                    let table = match block.kind {
                        BlockKind::Caption(table) => table,
                        BlockKind::Note(table) => Some(table),
                        _ => None,
                    };
                    prop_assert!(table.is_none_or(|table| table < read.received.tables.len()));
                }
            }
        }
    }
}
