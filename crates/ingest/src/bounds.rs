//! How much a received file may hold. A publication's tables are far smaller; what is larger is
//! refused before memory is asked for it.

/// Bytes of a file. Workbooks of all permits of a ministry have a few megabytes.
pub(super) const FILE_BYTES: u64 = 256 * MIB;
/// Bytes of all that a workbook's archive holds when unpacked: a ZIP bomb of 1 MiB unpacks to 1
/// GiB.
pub(super) const UNPACKED_BYTES: u64 = 256 * MIB;
/// Unpacked bytes for each packed byte. Sheets of zeros reach 200; a bomb has 1,000, which is the
/// most that deflate can do.
pub(super) const UNPACKED_PER_BYTE: u64 = 500;
/// An archive below this size may have any ratio: it is harmless, and a small sheet of equal rows
/// packs very well.
pub(super) const ANY_RATIO_BYTES: u64 = 8 * MIB;
/// Files in a workbook's archive. One with 500 sheets and their drawings has about 2,000.
pub(super) const ARCHIVE_ENTRIES: usize = 10_000;
/// Columns of a table: as many as a spreadsheet has, up to XFD.
pub(super) const COLUMNS: usize = 16_384;
/// Cells of a sheet from the first to the last that is filled, blank ones included; each takes
/// about 80 bytes of memory.
pub(super) const CELLS: usize = 2_000_000;
/// Elements of an article within each other. Sections, lists and formulas reach 30.
pub(super) const DEPTH: usize = 1_000;

/// Attributes of one element of a page, one after another. Real elements have fewer than 50.
pub(super) const ATTRIBUTES: usize = 200;

const MIB: u64 = 1_024 * 1_024;
