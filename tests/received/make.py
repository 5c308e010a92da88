"""Makes the files of tests/received that cannot be written by hand: workbooks, other encodings, damaged files.

Needs openpyxl, xlwt, odfpy and msoffcrypto-tool. Run it in this folder; expected.txt of each folder is rewritten by `just bless`.
"""

import io
import re
import zipfile
from pathlib import Path

import msoffcrypto
import openpyxl
import xlwt
from odf.number import Number, PercentageStyle
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.styles import numbers

HERE = Path(__file__).parent
EPOCH = (2025, 7, 3, 0, 0, 0)

# Table 1 of Song, Liu and Meng (2025), doi 10.3389/fgene.2025.1611003: counts, and the share of all permits that each prints.
TITLE = "TABLE 1 Administrative licences for human genetic resources, 2021-2024"
SOURCE = "Source: Song, Liu and Meng (2025), CC BY"
HEAD = ["Year", "Total permits (Items)", "Collection permits", "Preservation permits", "Export permits",
        "International collaboration permits", "Revocations (incl. Voluntary withdrawals)", "Total applications processed (items)"]
CHINESE = ["年份", "许可总数（项）", "采集许可", "保藏许可", "材料出境许可", "国际合作许可", "撤销（含主动撤回）", "受理总数（项）"]
TRADITIONAL = ["年份", "許可總數（項）", "採集許可", "保藏許可", "材料出境許可", "國際合作許可", "撤銷（含主動撤回）", "受理總數（項）"]
ROWS = [
    ["2021", "5,690", "1,966 34.55%", "63 1.11%", "0 0%", "3,661 64.34%", "317 5.57%", "6,070"],
    ["2022", "6,900", "2,090 30.29%", "80 1.16%", "1 0.01%", "4,729 68.54%", "309 4.47%", "7,290"],
    ["2023", "5,328", "1,427 26.78%", "92 17.27%", "10 0.19%", "3,853 72.32%", "203 3.81%", "5,531"],
    ["2024", "2,214", "251 11.34%", "82 3.70%", "10 0.45%", "1,871 84.51%", "236 10.65%", "2,450"],
]


def put(case, name, data):
    folder = HERE / case
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)


def delimited(head, separator, quote=True):
    cell = lambda text: f'"{text}"' if quote and separator in text else text
    return "".join(separator.join(map(cell, row)) + "\n" for row in [head, *ROWS])


def texts():
    put("csv", "licences.csv", (f"{TITLE}\n" + delimited(HEAD, ",") + f"\n{SOURCE}\n").replace("2021-2024", "2021, 2022, 2023 and 2024", 1).encode())
    put("tsv", "licences.tsv", delimited(HEAD, "\t").encode())
    put("utf-16", "licences.txt", b"\xff\xfe" + delimited(CHINESE, "\t").encode("utf-16-le"))
    put("utf-16-without-mark", "licences.csv", delimited(CHINESE, ",").encode("utf-16-be"))
    put("gb18030", "许可.csv", delimited(CHINESE, ",").encode("gb18030"))
    put("big5", "許可.csv", delimited(TRADITIONAL, ",").encode("big5"))
    head, *rows = delimited(CHINESE, ",").splitlines(keepends=True)
    put("mixed-encodings", "licences.csv", head.encode() + "".join(rows).encode() + "注：不含撤回的申请\n".encode("gb18030"))
    put("mixed-encodings-reversed", "licences.csv", (head + "".join(rows)).encode("gb18030") + "注：不含撤回的申请\n".encode())
    put("csv-gb18030-few-words", "t.csv", "年,项\n2021,5690\n2022,6900\n".encode("gb18030"))
    put("csv-big5-few-words", "t.csv", "年份,總數\n2021,5690\n2022,6900\n".encode("big5"))
    put("bytes-cut", "licences.csv", delimited(CHINESE, ",").encode()[:-40] + b"\xe5\xb9\n")
    put("gb18030-cut", "licences.csv", delimited(CHINESE, ",").encode("gb18030").replace(b"63 1.11%", b"63 1.11\xff"))
    put("nothing", "licences.csv", b"")
    put("blanks", "licences.csv", b"\xef\xbb\xbf \r\n\r\n")
    put("binary", "licences.csv", bytes(range(256)) * 8)
    put("picture", "licences.csv", b"\x89PNG\r\n\x1a\n" + bytes(64))
    put("pdf", "licences.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")


def repack(data, change=lambda name, content: content):
    """The same archive with fixed times, so that running this again changes nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for entry in old.infolist():
            content = change(entry.filename, old.read(entry))
            if entry.filename == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2025-07-03T00:00:00Z", content)
            if content is not None:
                info = zipfile.ZipInfo(entry.filename, EPOCH)
                info.compress_type = zipfile.ZIP_STORED if entry.filename == "mimetype" else zipfile.ZIP_DEFLATED
                new.writestr(info, content)
    return out.getvalue()


def saved(book, change=lambda name, content: content):
    out = io.BytesIO()
    book.save(out)
    return repack(out.getvalue(), change)


def book():
    made = openpyxl.Workbook()
    return made, made.active


def licences_xlsx():
    made, sheet = book()
    sheet.title = "Table 1"
    sheet["A1"] = TITLE
    sheet.merge_cells("A1:K1")
    heads = ["Year", "Total", "Collection", None, "Preservation", None, "Export", None, "Collaboration", None, "Revocations"]
    for column, head in enumerate(heads, 1):
        sheet.cell(3, column, head)
        if head in ("Year", "Total", "Revocations"):
            sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
        elif head:
            sheet.merge_cells(start_row=3, end_row=3, start_column=column, end_column=column + 1)
            sheet.cell(4, column, "Permits")
            sheet.cell(4, column + 1, "Share")
    for row, cells in enumerate(ROWS, 5):
        sheet.cell(row, 1, int(cells[0]))
        sheet.cell(row, 2, int(cells[1].replace(",", ""))).number_format = "#,##0"
        for at, text in enumerate(cells[2:6]):
            count, share = text.split()
            sheet.cell(row, 3 + 2 * at, int(count.replace(",", ""))).number_format = "#,##0"
            sheet.cell(row, 4 + 2 * at, float(share[:-1]) / 100).number_format = numbers.FORMAT_PERCENTAGE_00
        sheet.cell(row, 11, int(cells[6].split()[0]))
    sheet.cell(10, 1, SOURCE)
    hidden = made.create_sheet("Drafts")
    hidden["A1"] = "not for publication"
    hidden.sheet_state = "hidden"
    return saved(made)


def workbooks():
    good = licences_xlsx()
    put("xlsx", "licences.xlsx", good)
    put("xlsx-named-csv", "licences.csv", good)
    put("xlsx-truncated", "licences.xlsx", good[: len(good) * 2 // 3])
    if not (HERE / "xlsx-protected").exists():  # every encryption is another
        locked = io.BytesIO()
        OOXMLFile(io.BytesIO(good)).encrypt("secret", locked)
        put("xlsx-protected", "licences.xlsx", locked.getvalue())

    made, sheet = book()
    sheet.title = "两表"
    rows = [
        ["Sponsors", None, None, None, "Hospitals", None],
        ["Region", "Projects", "Share", None, "Region", "Projects"],
        ["上海市", 62, 0.3523, None, "北京市", 41],
        ["江苏省", 33, 0.1875, None, "上海市", 32],
        ["北京市", 13, 0.0739, None, "浙江省", 13],
        [None] * 6,
        ["CRO"],
        ["Region", "Projects", "Share"],
        ["上海市", 27, 0.4909],
        ["北京市", 17, 0.3091],
        [None] * 6,
        ["浙江省", 8, 0.1455],
        ["注：仅列前三"],
    ]
    for row in rows:
        sheet.append(row)
    for row in sheet.iter_rows(min_col=3, max_col=3):
        row[0].number_format = "0.00%"
    put("xlsx-several-tables", "releases.xlsx", saved(made))

    made, sheet = book()
    sheet.append(["Kind", "Shown"])
    shown = [("float residue", 50810.751000000004, "General"), ("count", 2454.0, "General"), ("text", "2,214*", "@"), ("day", 45078, "yyyy/m/d"),
             ("month", 45078, 'yyyy"年"m"月"'), ("time", 45078.5, "m/d/yy h:mm"), ("negative", -1234, "#,##0_);(#,##0)"), ("none", 0, '0;-0;"–"'),
             ("thousands", 5690123, "#,##0,"), ("euro", 12.5, "[$€-407] #,##0.00"), ("fraction", 0.5, "# ?/?"), ("truth", True, "General")]
    for name, value, code in shown:
        sheet.append([name, value])
        sheet.cell(sheet.max_row, 2).number_format = code
    sheet.append(["error", "#DIV/0!"])
    put("xlsx-number-formats", "formats.xlsx", saved(made))

    made, sheet = book()
    sheet.append(["Year", "Total"])
    sheet.append([2021, 5690])
    sheet.append([2022, "=B2+1210"])
    put("xlsx-formula-without-value", "licences.xlsx", saved(made))

    made, sheet = book()
    sheet.append(["Year", "Total"])
    sheet.append([2021, 5690])
    far = lambda name, content: content.replace(b'r="B2"', b'r="BDWGN2"') if name.endswith("sheet1.xml") else content
    put("xlsx-million-columns", "licences.xlsx", saved(made, far))
    far = lambda name, content: content.replace(b'r="B2"', b'r="XFD1048576"') if name.endswith("sheet1.xml") else content
    put("xlsx-far-cell", "licences.xlsx", saved(made, far))
    bomb = lambda name, content: content + b"<!--" + b" " * (100 << 20) + b"-->" if name.endswith("sheet1.xml") else content
    put("xlsx-bomb", "licences.xlsx", saved(made, bomb))
    put("xlsx-nothing", "licences.xlsx", saved(openpyxl.Workbook()))

    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr(zipfile.ZipInfo("licences.csv", EPOCH), delimited(HEAD, ","))
    put("zip", "licences.zip", zipped.getvalue())


def licences_xls():
    made = xlwt.Workbook(encoding="utf-8")
    sheet = made.add_sheet("Table 1")
    share, count = xlwt.easyxf(num_format_str="0.00%"), xlwt.easyxf(num_format_str="#,##0")
    sheet.write_merge(0, 0, 0, 3, TITLE)
    sheet.write_merge(1, 2, 0, 0, "年份")
    sheet.write_merge(1, 2, 1, 1, "Total")
    sheet.write_merge(1, 1, 2, 3, "Collection")
    sheet.write(2, 2, "Permits")
    sheet.write(2, 3, "Share")
    for row, cells in enumerate(ROWS, 3):
        number, percent = cells[2].split()
        sheet.write(row, 0, int(cells[0]))
        sheet.write(row, 1, int(cells[1].replace(",", "")), count)
        sheet.write(row, 2, int(number.replace(",", "")), count)
        sheet.write(row, 3, float(percent[:-1]) / 100, share)
    out = io.BytesIO()
    made.save(out)
    put("xls", "licences.xls", out.getvalue())
    put("xls-truncated", "licences.xls", out.getvalue()[:3000])


def licences_ods():
    made = OpenDocumentSpreadsheet()
    shown = PercentageStyle(name="share")
    shown.addElement(Number(decimalplaces=2, minintegerdigits=1))
    made.automaticstyles.addElement(shown)
    share = Style(name="sharecell", family="table-cell", datastylename="share")
    made.automaticstyles.addElement(share)
    hidden = Style(name="hidden", family="table")
    hidden.addElement(TableProperties(display="false"))
    made.automaticstyles.addElement(hidden)

    def cell(row, text, **attributes):
        made_cell = TableCell(**attributes)
        made_cell.addElement(P(text=text))
        row.addElement(made_cell)

    sheet = Table(name="表1")
    row = TableRow()
    cell(row, TITLE, numbercolumnsspanned=4)
    row.addElement(CoveredTableCell(numbercolumnsrepeated=3))
    sheet.addElement(row)
    sheet.addElement(TableRow(numberrowsrepeated=2))
    row = TableRow()
    cell(row, "年份", numberrowsspanned=2)
    cell(row, "Total", numberrowsspanned=2)
    cell(row, "Collection", numbercolumnsspanned=2)
    row.addElement(CoveredTableCell())
    sheet.addElement(row)
    row = TableRow()
    row.addElement(CoveredTableCell(numbercolumnsrepeated=2))
    cell(row, "Permits")
    cell(row, "Share")
    sheet.addElement(row)
    for cells in ROWS:
        row = TableRow()
        count, percent = cells[2].split()
        cell(row, cells[0], valuetype="float", value=cells[0])
        cell(row, cells[1], valuetype="float", value=cells[1].replace(",", ""))
        cell(row, count, valuetype="float", value=count.replace(",", ""))
        cell(row, percent, valuetype="percentage", value=str(float(percent[:-1]) / 100), stylename=share)
        sheet.addElement(row)
    sheet.addElement(TableRow(numberrowsrepeated=1048000))
    made.spreadsheet.addElement(sheet)
    drafts = Table(name="Drafts", stylename=hidden)
    made.spreadsheet.addElement(drafts)

    out = io.BytesIO()
    made.save(out)
    good = repack(out.getvalue())
    put("ods", "licences.ods", good)
    put("ods-truncated", "licences.ods", good[: len(good) // 2])
    formula = lambda name, content: re.sub(rb'office:value-type="float" office:value="2022"', b'table:formula="of:=[.A6]+1"', content) if name == "content.xml" else content
    put("ods-formula-without-value", "licences.ods", repack(good, formula))
    locked = lambda name, content: content.replace(b'manifest:full-path="content.xml"', b'manifest:full-path="content.xml" manifest:size="1"').replace(b"</manifest:manifest>", b'<manifest:encryption-data/></manifest:manifest>') if name == "META-INF/manifest.xml" else content
    put("ods-protected", "licences.ods", repack(good, locked))


if __name__ == "__main__":
    texts()
    workbooks()
    licences_xls()
    licences_ods()
