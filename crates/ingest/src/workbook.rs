//! Workbooks of spreadsheet programs: XLSX, XLS and ODS, with what each cell shows.

pub(crate) mod archive;
mod biff;
pub(crate) mod excel;
mod hidden;
mod number_format;
pub(crate) mod ods;
mod serial_date;
mod sheet;
mod xls_formats;
mod xls_formulas;
mod xls_hidden;
mod xls_marks;
mod xlsx_parts;
