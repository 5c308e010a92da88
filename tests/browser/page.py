"""Uses the page in a browser: examples, a dropped table, an article, the editor, downloads, hostile files; in both languages, in the dark, on a telephone."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

browser_path, folder, program = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
PAGE = Path("target/page/crossfoot.html").resolve().as_uri()
STUDIES = sorted(path.parent for path in Path("data").glob("*/study.toml"))
ARTICLE = Path("tests/audit/clinics/clinics.html")
passed = 0

# Three women and men add up to all but for the last row, whose digits changed places.
TABLE = "Year,Women,Men,All\n2019,301,280,581\n2020,312,281,593\n2021,317,284,601\n2022,325,290,615\n2023,341,277,681\n"


def check(holds, what):
    global passed
    if not holds:
        sys.exit(f"failed: {what}")
    passed += 1


def give(page, name, content):
    page.set_input_files("#file", {"name": name, "mimeType": "text/plain", "buffer": content.encode() if isinstance(content, str) else content})


def verdict(page):
    """Waits for the end of a check: findings or a message."""
    page.wait_for_function("() => !document.querySelector('#result').hidden || !document.querySelector('#error').hidden", timeout=120_000)
    page.wait_for_function("() => document.querySelector('#stop').hidden")


def download(page, what):
    with page.expect_download() as got:
        page.click(f"[data-file={what}]")
    return got.value.suggested_filename, Path(got.value.path()).read_bytes()


def examples(page):
    """Audit and report of every study are those of the program, byte for byte; `reports/` has them."""
    for study in STUDIES:
        page.click(f".examples button:text-is('{study.name}')")
        verdict(page)
        print(page.inner_text("#status"))
        reports = Path("reports") / study.name
        name, audit = download(page, "json")
        check(name == f"{study.name}.json" and audit == (reports / "audit.json").read_bytes(), f"{study}: the audit is that of the program")
        check(download(page, "report")[1] == (reports / "report.html").read_bytes(), f"{study}: the report is that of the program")


def received(page):
    """So is that of a received file, whether table or article."""
    give(page, ARTICLE.name, ARTICLE.read_bytes())
    verdict(page)
    arguments = [Path(program).resolve(), "audit", ARTICLE.name, "--format", "json"]
    # The exit code says that there are findings.
    audit = subprocess.run(arguments, capture_output=True, cwd=ARTICLE.parent).stdout
    check(download(page, "json")[1] == audit, "the audit of an article is that of the program")
    give(page, "staff.csv", TABLE)
    verdict(page)
    check("681" in page.inner_text("#findings") and "618" in page.inner_text("#findings"), "a misprint in a table is found")


def explanation(page):
    """A name leads to its explanation, by keyboard."""
    page.wait_for_selector("#findings button.name")
    name = page.locator("#findings button.name", has_text="all[2023]").first
    name.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#explanation[open]")
    check("all[2023]" in page.inner_text("#explanation"), "the explanation is about the figure")
    page.keyboard.press("Escape")
    check(not page.locator("#explanation").is_visible(), "the explanation closes")


def editor(page):
    """Drafted rules can be changed; what cannot be read is said with its line and stays in the editor."""
    page.click("#study > summary")
    manifest = page.input_value("#text")
    check("women + men" in manifest, "the drafted rule is shown")
    page.fill("#text", manifest.replace("women + men", "wimen + men"))
    page.click("#again")
    verdict(page)
    message = page.inner_text("#error")
    check("staff/study.toml:" in message and "women" in message, f"an unknown name is reported with its line: {message}")
    check("wimen" in page.input_value("#text"), "what was written is kept")
    page.fill("#text", manifest)
    page.click("#again")
    page.wait_for_function("() => document.querySelector('#error').hidden && !document.querySelector('#result').hidden")
    check("618" in page.inner_text("#findings"), "the study is checked again")


def downloads(page):
    name, study = download(page, "study")
    names = set(zipfile.ZipFile(io.BytesIO(study)).namelist())
    check(name == "staff.zip" and {"staff/study.toml", "staff/staff.csv"} <= names, f"the study has its files: {names}")
    _, tables = download(page, "corrected")
    archive = zipfile.ZipFile(io.BytesIO(tables))
    table = next(archive.read(name).decode() for name in archive.namelist() if name.endswith(".csv"))
    check("618" in table and "681" not in table, "the table is corrected")
    name, text = download(page, "markdown")
    archive = zipfile.ZipFile(io.BytesIO(text))
    names = set(archive.namelist())
    check(name == "staff-report.zip" and {"staff-report/report.md", "staff-report/appendix.md"} <= names, f"the report has its files: {names}")
    check("618" in archive.read("staff-report/report.md").decode(), "the report in Markdown says what to correct")
    name, report = download(page, "report")
    check(name == "staff.html" and b"<html" in report and b"618" in report, "the report is a page")
    check("618" in download(page, "letter")[1].decode(), "the letter says what to correct")


def report(page):
    page.click("#report > summary")
    frame = page.frame_locator("#report iframe")
    frame.locator("main h1").first.wait_for()
    check(frame.locator("[id^=errata]").count() > 0 and frame.locator("#theme").is_visible(), "the report is shown with page one, and its script runs")


def hostile(page):
    """Whatever a file holds, it ends in a message, and the next one is checked."""
    files = {
        "noise.xlsx": b"PK\x03\x04" + bytes(range(256)) * 64,
        "deep.html": "<table><tr><td>" * 1_000,
        "deep.md": "> " * 10_000 + "| a |\n",
        "nul.csv": b"\0" * 4096,
        "empty.txt": b"",
        "markup.csv": "<img src=x onerror=alert(1)>,b\n1,2\n",
    }
    for name, content in files.items():
        give(page, name, content)
        verdict(page)
        check(page.locator("#error").is_visible() or page.locator("#result").is_visible(), f"{name}: a message or a result")
        check(page.locator("#findings img").count() == 0, f"{name}: markup is shown, not obeyed")
    # Deeper ones end as soon.
    give(page, "deeper.html", "<table><tr><td>" * 50_000)
    verdict(page)
    check("deeper.html:1:" in page.inner_text("#error") and "nested" in page.inner_text("#error"), "how deep is too deep is said with its place")
    # What takes too long can be stopped.
    give(page, "long.csv", "Year,Women,Men,All\n" + "".join(f"{at},{at % 977},{at % 911},{at % 977 + at % 911}\n" for at in range(200_000)))
    page.click("#stop")
    page.wait_for_function("() => document.querySelector('#status').textContent === 'Stopped.'")
    check(not page.locator("#stop").is_visible() and not page.locator("#result").is_visible(), "a check can be stopped")
    give(page, "staff.csv", TABLE)
    verdict(page)
    # A fault of the program itself: the worker is replaced.
    page.workers[-1].evaluate("() => { setTimeout(() => { throw new Error('fault') }); }")
    page.wait_for_function("() => document.querySelector('#error').textContent.includes('fault')")
    give(page, "staff.csv", TABLE)
    verdict(page)
    check("618" in page.inner_text("#findings"), "after a fault the next file is checked")


def looks(page):
    """Both themes and a telephone, in both languages: axe finds nothing, nothing sticks out, nothing is left in English."""
    english = page.eval_on_selector_all("[data-say]:not([data-say=''])", "all => all.map(each => each.getAttribute(each.dataset.say))")
    english += page.eval_on_selector_all("[data-say='']", "all => all.map(each => each.textContent)")
    for language in ("en", "zh"):
        if language == "zh":
            page.click("#language")
            page.wait_for_function("() => document.documentElement.lang === 'zh'")
            chinese = page.eval_on_selector_all("[data-say]", "all => all.map(each => each.dataset.say ? each.getAttribute(each.dataset.say) : each.textContent)")
            left = set(english) & set(chinese) - {"JSON"}
            check(not left, f"the page says in English: {left}")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for name, width in (("page", 1280), ("telephone", 390)):
                page.set_viewport_size({"width": width, "height": 900})
                check(page.evaluate("document.documentElement.scrollWidth") <= width, f"{language}, {width}: the page fits")
                page.screenshot(path=folder / f"{name}-{language}-{scheme}.png", full_page=True)
            found = Axe().run(page).response["violations"]
            check(not found, f"{language}, {scheme}: {[(each['id'], each['nodes'][0]['html'][:120]) for each in found]}")


def speed(page):
    """Printed, not judged: how long the page takes to be ready, and a file to its verdict."""
    for name, content in (("staff.csv", TABLE.encode()), (ARTICLE.name, ARTICLE.read_bytes())):
        page.goto(PAGE)
        page.wait_for_function("() => performance.getEntriesByName('ready').length")
        start = page.evaluate("performance.getEntriesByName('ready')[0].startTime")
        give(page, name, content)
        verdict(page)
        print(f"{name}: ready after {start:.0f} ms, {page.inner_text('#status')}")


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
    page = browser.new_page(locale="en-GB")
    page.set_default_timeout(120_000)
    said, asked = [], []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(PAGE)
    for part in (examples, received, explanation, editor, downloads, report, hostile, looks):
        part(page)
        print(f"{part.__name__}: passed", flush=True)
    check(not said, f"the console says {said}")
    check(all(url == PAGE or url.startswith("blob:") for url in asked), f"the page asks for {set(asked) - {PAGE}}")
    speed(page)
    browser.close()
print(f"{passed} passed, 0 failed")
