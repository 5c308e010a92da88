"""Reads the HTML reports in a browser: by pointer, by keyboard, in the dark, on a telephone and on paper."""

import sys
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

browser_path, folder = sys.argv[1], Path(sys.argv[2])
passed = 0

# The contrast of every text with what is behind it, after WCAG 2; texts on charts are on the paper of the chart, which the palette's tests look after.
CONTRAST = """() => {
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const colour = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const found = colour(getComputedStyle(at).backgroundColor);
      if (found.length === 3 || found[3] > 0) return found;
    }
    return [255, 255, 255];
  };
  let worst = { ratio: 99, text: "" };
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement, text = walker.currentNode.textContent.trim();
    if (!text || element.closest("svg, .tip, [hidden], details:not([open]) > :not(summary)")) continue;
    const [a, b] = [light(colour(getComputedStyle(element).color)), light(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < worst.ratio) worst = { ratio, text: text.slice(0, 60) };
  }
  return worst;
}"""


def check(holds, what):
    global passed
    if not holds:
        sys.exit(f"failed: {what}")
    passed += 1


def column(page, table, at):
    return page.eval_on_selector_all(f"#{table} tbody tr:not([hidden])", f"rows => rows.map(row => row.cells[{at}].innerText.trim())")


def read(page, language):
    report = (folder / language / "report.html").resolve().as_uri()
    said, asked = [], []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": 1280, "height": 1600})
    page.goto(report)
    check(page.evaluate("document.documentElement.lang") == language, f"{language}: the page says its language")
    check(len(page.title()) > 5, f"{language}: the page has a title")

    # Every link within the page leads somewhere, and no name stands twice.
    ids = page.eval_on_selector_all("[id]", "all => all.map(element => element.id)")
    check(len(ids) == len(set(ids)), f"{language}: these ids stand twice: {sorted({name for name in ids if ids.count(name) > 1})[:5]}")
    links = page.eval_on_selector_all("a[href^='#']", "all => all.map(link => decodeURIComponent(link.getAttribute('href').slice(1)))")
    check(len(links) > 20 and set(links) <= set(ids), f"{language}: these links lead nowhere: {sorted(set(links) - set(ids))[:5]}")

    # Sorting by keyboard: up, down, and back to the order of the report.
    page.evaluate("document.querySelectorAll('.fold').forEach(each => each.open = true)")
    first = column(page, "findings-table", 0)
    button = page.locator("#findings-table thead th button").nth(2)
    head = page.locator("#findings-table thead th").nth(2)
    button.focus()
    page.keyboard.press("Enter")
    up = column(page, "findings-table", 2)
    numbers = [float(text.replace(",", "").split()[0].rstrip("%")) for text in up if text[:1].isdigit()]
    check(head.get_attribute("aria-sort") == "ascending" and numbers == sorted(numbers) and len(numbers) > 5, f"{language}: sorted upwards: {up}")
    page.keyboard.press("Enter")
    down = column(page, "findings-table", 2)
    numbers = [float(text.replace(",", "").split()[0].rstrip("%")) for text in down if text[:1].isdigit()]
    check(head.get_attribute("aria-sort") == "descending" and numbers == sorted(numbers, reverse=True), f"{language}: sorted downwards: {down}")
    page.keyboard.press("Enter")
    check(head.get_attribute("aria-sort") is None and column(page, "findings-table", 0) == first, f"{language}: the order of the report comes back")

    # Searching: fewer rows, and how many is told.
    search = page.locator("input[data-table='findings-table']")
    search.fill("adjacent-transposition")
    shown = column(page, "findings-table", 0)
    check(0 < len(shown) < len(first), f"{language}: the search leaves {len(shown)} of {len(first)} rows")
    told = page.locator(".filter:has([data-table='findings-table']) output").inner_text()
    check(str(len(shown)) in told and str(len(first)) in told, f"{language}: the count is told: {told}")
    search.fill("")
    check(column(page, "findings-table", 0) == first, f"{language}: an empty search shows everything")

    # A note under the keyboard's focus and under the pointer, within the window, and gone afterwards.
    for way in ("focus", "hover"):
        noted = page.locator("#table-licences .noted").nth(2)
        noted.scroll_into_view_if_needed()
        getattr(noted, way)()
        tip = page.locator("#" + noted.get_attribute("aria-describedby"))
        box = tip.bounding_box()
        check(box["x"] >= 0 and box["x"] + box["width"] <= 1280 and len(tip.inner_text()) > 20, f"{language}: the note appears on {way}")
        page.keyboard.press("Escape")
        page.mouse.move(0, 0)
        page.evaluate("document.activeElement.blur()")
        check(tip.bounding_box()["x"] < 0, f"{language}: the note goes away")

    # A link to something folded opens it, and what it is in.
    page.goto(report + "#sum-mismatch")
    check(page.locator("#sum-mismatch").get_attribute("open") is not None and page.locator("#method").get_attribute("open") is not None, f"{language}: the page of a code opens")

    # Choosing rows over the whole page: what agrees is gone, then what stands in other sections.
    rows = "rows => rows.filter(row => getComputedStyle(row).display !== 'none').length"
    everything = page.eval_on_selector_all("tr[data-outcome]", rows)
    page.click("[data-choose='disagrees']")
    faults = page.eval_on_selector_all("tr[data-outcome]", rows)
    check(0 < faults < everything and page.eval_on_selector_all("tr[data-outcome='agrees']", rows) == 0, f"{language}: {faults} of {everything} rows disagree")
    page.select_option("#choose select", index=1)
    check(0 < page.eval_on_selector_all("tr[data-outcome]", rows) < faults, f"{language}: a section has fewer rows")
    page.select_option("#choose select", index=0)
    page.click("[data-choose='']")
    check(page.eval_on_selector_all("tr[data-outcome]", rows) == everything, f"{language}: all rows come back")

    # The contents and the headings of a long table stay in view.
    page.locator("#errata-substantive tbody tr").last.scroll_into_view_if_needed()
    head, nav = page.locator("#errata-substantive thead th").first.bounding_box(), page.locator("nav").bounding_box()
    check(nav["y"] == 0 and 0 <= head["y"] - nav["height"] < 2, f"{language}: the heading is at {head['y']}, below the contents")

    # Both themes.
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate("window.scrollTo(0, 0)")
        worst = page.evaluate(CONTRAST)
        check(worst["ratio"] >= 4.5, f"{language}, {scheme}: `{worst['text']}` has a contrast of {worst['ratio']:.2f}")
        page.screenshot(path=folder / f"{language}-{scheme}.png")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    check(page.evaluate("getComputedStyle(document.body).backgroundColor") != dark, f"{language}: the button changes the theme")
    page.emulate_media(color_scheme="light")
    page.evaluate("delete document.documentElement.dataset.theme")

    # A telephone: rows are cards, and nothing sticks out but tables of the source, which scroll by themselves.
    page.set_viewport_size({"width": 360, "height": 740})
    check(page.evaluate("document.documentElement.scrollWidth") <= 360, f"{language}: the page fits a telephone")
    card = page.locator("#errata-substantive tbody td[data-label]").first
    check(card.evaluate("cell => getComputedStyle(cell, '::before').content").startswith('"'), f"{language}: a card says what its values are")
    page.screenshot(path=folder / f"{language}-telephone.png")
    page.set_viewport_size({"width": 1280, "height": 1600})

    # Nothing that a reader with a screen reader stumbles over.
    found = Axe().run(page).response["violations"]
    check(not found, f"{language}: {[(each['id'], each['nodes'][0]['html'][:120]) for each in found]}")

    # Paper: page one and what it rests on; what is folded, and what only a screen needs, is not there.
    page.goto(report)
    page.emulate_media(media="print")
    check(page.locator("#errata-substantive").is_visible() and not page.locator("#method").is_visible(), f"{language}: paper shows what is unfolded")
    check(not page.locator("nav").is_visible() and not page.locator(".filter").first.is_visible(), f"{language}: paper shows no controls")
    page.pdf(path=folder / f"{language}.pdf", format="A4", margin={"top": "15mm", "bottom": "15mm", "left": "15mm", "right": "15mm"})
    pages = (folder / f"{language}.pdf").read_bytes().count(b"/Type /Page\n")
    check(0 < pages <= 12, f"{language}: {pages} pages")
    page.emulate_media(media="screen")

    check(not said, f"{language}: the console says {said}")
    check(all(url.startswith(report) for url in asked), f"{language}: the page asks for {asked}")


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
    for language in ("en", "zh"):
        page = browser.new_page()
        read(page, language)
        page.close()
    # Without a script everything is there to be read.
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "en" / "report.html").resolve().as_uri())
    check(page.locator("#findings-table tbody tr").count() > 10 and not page.locator(".filter").first.is_visible(), "it reads without a script")
    browser.close()
print(f"{passed} passed, 0 failed")
