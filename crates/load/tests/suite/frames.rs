//! Frames of the first study, and that exported files hold what the frames hold.

use std::io::Cursor;
use std::path::Path;

use crossfoot_core::Study;
use crossfoot_load::frames::{FrameFormat, export, from_csv, long, wide};
use polars::prelude::{AnyValue, DataFrame, JsonReader, ParquetReader, SerReader};

fn study() -> Study {
    crossfoot_load::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/hgr-2021-2024"))
        .expect("the study loads")
}

/// A cell of a frame as text.
fn cell(frame: &DataFrame, column: &str, row: usize) -> String {
    match frame.column(column).expect("the column").get(row).expect("the row") {
        AnyValue::String(text) => text.to_owned(),
        AnyValue::StringOwned(text) => text.to_string(),
        other => other.to_string(),
    }
}

#[test]
fn the_long_frame_has_a_row_per_cell_with_its_digits() {
    let study = study();
    let frame = long(&study).expect("a frame");
    let cells: usize =
        study.published().iter().map(|table| table.rows() * table.columns.len()).sum();
    assert_eq!((frame.height(), frame.width()), (cells, 10));
    let found = (0..frame.height()).find(|row| {
        cell(&frame, "row", *row) == "2023" && cell(&frame, "column", *row) == "preservation_pct"
    });
    let row = found.expect("a cell");
    let names = ["table", "unit", "printed", "value", "missing", "line"];
    assert_eq!(
        names.map(|name| cell(&frame, name, row)),
        ["licences", "percent", "17.27%", "17.27", "null", "4"]
    );
}

#[test]
fn the_wide_frame_has_whole_counts() {
    let frame = wide(&study().tables[0]).expect("a frame");
    assert_eq!((frame.height(), frame.width()), (4, 13));
    assert_eq!(
        [("year", 2), ("total", 2), ("collection_pct", 0)]
            .map(|(name, row)| cell(&frame, name, row)),
        ["2023", "5328", "34.55"]
    );
}

#[test]
fn what_is_exported_is_read_back() {
    let mut frame = wide(&study().tables[0]).expect("a frame");
    let bytes = export(&mut frame, FrameFormat::Parquet).expect("bytes");
    assert_eq!(
        bytes,
        export(&mut frame, FrameFormat::Parquet).expect("bytes"),
        "the same frame gives the same bytes"
    );
    assert!(
        ParquetReader::new(Cursor::new(bytes)).finish().expect("a frame").equals_missing(&frame)
    );

    let csv =
        String::from_utf8(export(&mut frame, FrameFormat::Csv).expect("bytes")).expect("UTF-8");
    assert_eq!(
        csv.lines().nth(3),
        Some("2023,5328,1427,26.78,92,17.27,10,0.19,3853,72.32,203,3.81,5531")
    );
    assert_eq!(cell(&from_csv(&csv).expect("a frame"), "total", 2), "5328");

    let json = export(&mut frame, FrameFormat::Json).expect("bytes");
    assert!(JsonReader::new(Cursor::new(json)).finish().expect("a frame").equals_missing(&frame));
}
