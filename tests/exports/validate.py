"""Reads what `crossfoot export` wrote with the programs that it was written for."""

import sys
from pathlib import Path

import frictionless
import openpyxl
from csvw import CSVW

folder = Path(sys.argv[1])
studies = sorted(path for path in folder.iterdir() if (path / "datapackage").is_dir())
assert studies, "no study was exported"
passed = 0


def check(holds, what):
    global passed
    if not holds:
        sys.exit(f"failed: {what}")
    passed += 1


for study in studies:
    package = study / "datapackage" / "datapackage.json"
    report = frictionless.validate(str(package))
    check(report.valid, f"{package}: {report.flatten(['type', 'note', 'rowNumber', 'fieldName'])}")
    described = frictionless.Package(str(package))
    for resource in described.resources:
        rows = resource.read_rows()
        check(len(rows) > 0, f"{study.name}: {resource.name} has rows")
        key = resource.schema.primary_key
        check(all(row[field] is not None for row in rows for field in key), f"{study.name}: no key of {resource.name} is empty")
        check(len({tuple(row[field] for field in key) for row in rows}) == len(rows), f"{study.name}: the key of {resource.name} names its rows")
    metadata = study / "csvw" / "csv-metadata.json"
    group = CSVW(str(metadata), validate=True)
    check(group.is_valid and not group.warnings, f"{metadata}: {[str(warning.message) for warning in group.warnings]}")
    (workbook,) = (study / "xlsx").glob("*.xlsx")
    check(len(openpyxl.load_workbook(workbook).sheetnames) >= 2, f"{workbook} has sheets")

# The paper: what its owners would be handed back.
paper = folder / "hgr-2021-2024"
workbook = openpyxl.load_workbook(paper / "xlsx" / "hgr-2021-2024.xlsx")


def notes(sheet):
    return {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


def colour(cell):
    return cell.fill.start_color.rgb[-6:] if cell.fill.fill_type else None


sheet = workbook["licences"]
noted = notes(sheet)
header = {cell.value: cell.column_letter for cell in sheet[1]}
total = f"{header['Total permits (Items)']}4"
check(sheet[total].value == 5328, "the total of 2023 stays as published")
check("5,382" in noted[total], f"the note of the total says 5,382: {noted[total]}")
check(sheet[total].fill.start_color.rgb not in ("00000000", None), "the total of 2023 is coloured")
check(sheet["A4"].value == 2023 and sheet["A4"].number_format == "0", "a year is a number without separators")
corrected = f"{header['Total permits (Items), corrected']}4"
check(sheet[corrected].value == 5382 and colour(sheet[corrected]) == "D6E8DE", "the corrected total stands beside the reported one")
check(sheet[f"{header['Total permits (Items), corrected']}3"].value == 6900, "a figure that is right stays in the corrected column")
check("Revocations (incl. Voluntary withdrawals), corrected" not in header, "a column without a correction has no other beside it")
share = f"{header['Preservation permits, percent']}4"
check(sheet[share].value == 17.27 and sheet[share].number_format == '#,##0.00" %"', "a share is a number that shows its digits and unit")
check("1.71 %" in noted[share], f"the note of the share says 1.71 %: {noted[share]}")
fine = f"{header['Collection permits']}2"
check(fine not in noted, "a figure that agrees has no note")
shares_of_revocations = header["Revocations (incl. Voluntary withdrawals), percent"]
for line in (3, 5):
    check(colour(sheet[f"{shares_of_revocations}{line}"]) == "FDEFC3", "a share that was cut off is yellow, as the legend says")
check("this condition does not hold: 116.54 to 116.58 = 100" in noted["A4"], f"a condition is told in a sentence: {noted['A4']}")
for sheet in workbook:
    check(not any("printed ," in text for text in notes(sheet).values()), f"no note of {sheet.title} prints nothing")
causes = list(workbook["Root causes"].iter_rows(values_only=True))
check(causes[1][:3] == ("Table 1, 2023, Total permits", "5,328", "5,382"), f"the first root cause: {causes[1]}")
claims = workbook["Claims"]
lines = {row[0].value: row for row in claims.iter_rows(min_row=2)}
disagree = [name for name, row in lines.items() if row[5].value in ("truncated", "inconsistent", "infeasible")]
check(len(disagree) >= 10, f"claims disagree: {disagree}")
for name in disagree:
    cell = lines[name][3]
    check(cell.comment and colour(cell) in ("F6C9B8", "FDEFC3"), f"what claim {name} printed has a note and a colour")
check("13" in lines["foreign-organisations"][3].comment.text, "the note of a claim says what it printed")
check(not lines["growth-2022"][3].comment and colour(lines["growth-2022"][3]) is None, "a claim that agrees has neither")

# A release in Chinese goes back in Chinese, under the headings that its owners printed.
workbook = openpyxl.load_workbook(folder / "hgr-2025-09" / "xlsx" / "hgr-2025-09.xlsx")
headings = [cell.value for cell in workbook["regions"][1]]
check(headings == ["维度", "地区", "项目数(项)", "占比"], f"headings are those printed: {headings}")
check(workbook.sheetnames == ["regions", "leaders", "论断", "说明"], f"sheets have names in the owners' language: {workbook.sheetnames}")
check(workbook["leaders"]["B2"].value == "AstraZeneca Investment (China)", "a name stays as it is in the study")
translated = {"Projects", "Share", "Sponsors", "Shanghai", "number of sponsors", "text"}
texts = {cell.value for sheet in workbook for row in sheet.iter_rows() for cell in row}
check(not texts & translated, f"no text is a translation: {texts & translated}")
titles = [row[0].value for row in workbook["说明"].iter_rows()]
check("regions：行政许可事项与各方所在地区" in titles, f"the titles of the tables are in the workbook: {titles}")

# What its rules ask for can be had from the package alone.
package = frictionless.Package(str(folder / "hgr-2025-09" / "datapackage" / "datapackage.json"))
extension = package.custom["crossfoot"]
groups = {row["name"]: row["group"] for row in package.get_resource(extension["aliases"]["resource"]).read_rows()}
leaders = package.get_resource("leaders").read_rows()
ours = sum(row["projects"] for row in leaders if groups.get(row["institution"], row["institution"]) == "Fudan University")
check(ours == 13, f"group() is evaluated with the names of the package: {ours}")
lines = {row["line"]: row for row in package.get_resource("regions").read_rows()}
check((lines[2]["projects"], lines[3]["projects"]) == (172, 131), "#2 and #3 are rows of the package")
wholes = {whole["id"]: (whole["shares"], whole["least"], whole["greatest"]) for whole in extension["denominators"]}
check(wholes == {"sponsors": (3, "176", "176"), "cros": (3, "55", "55")}, f"wholes are what the shares tell: {wholes}")
said = {row["text"]: row["en"] for row in package.get_resource(extension["translations"]).read_rows()}
check(said["申办方"] == "Sponsors", "translations are in the package")

# Rows without a key or a value, a column called `line` and a table called `aliases`.
package = frictionless.Package(str(folder / "gaps" / "datapackage" / "datapackage.json"))
offices = package.get_resource("offices")
check(offices.schema.primary_key == ["line_2"], f"lines name the rows: {offices.schema.primary_key}")
check([row["line_2"] for row in offices.read_rows()] == [2, 4, 5, 6], "a line is a number, also where a mark is written like it")
check(offices.schema.get_field("line_qualifier").title == "On time: sign of inequality", "a sign of inequality has a title of its own")
check(package.custom["crossfoot"]["aliases"]["resource"] == "aliases_2", "a table keeps its name")

rules = frictionless.Package(str(paper / "datapackage" / "datapackage.json")).custom["crossfoot"]["rules"]
check(any(rule["formula"] == "collection + preservation + export + collaboration" for rule in rules), "the package has the rules")
print(f"{passed} passed, 0 failed")
