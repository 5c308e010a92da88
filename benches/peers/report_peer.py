"""What a researcher would write for the same report: pandas recomputes Table 1, matplotlib draws it, Jinja fills the page.

    report_peer.py STUDIES OUT COUNT CHARTS

Prints one JSON line with what it took. It knows one layout of one table and finds no causes; a crossfoot report holds more.
"""

import json
import sys
import time
from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
import pandas as pd
from jinja2 import Template

from measure import peak_mib

NAMES = ["year", "total", "collection", "preservation", "export", "collaboration", "revocations", "processed"]
PARTS = ["collection", "preservation", "export", "collaboration"]
PAGE = Template(
    """# {{ title }}

| year | what | printed | recomputed |
|---|---|---:|---:|
{% for row in rows %}| {{ row.year }} | {{ row.what }} | {{ row.printed }} | {{ row.recomputed }} |
{% endfor %}
{% for name in charts %}![{{ name }}](figures/{{ name }}.svg)

{% endfor %}"""
)


def read(folder):
    table = pd.read_csv(folder / "licences.csv", dtype=str, names=NAMES, header=0)
    for name in [*PARTS, "revocations"]:
        split = table[name].str.split(" ", expand=True)
        table[name] = split[0]
        table[f"{name}_pct"] = split[1].str.rstrip("%").astype(float)
    for name in NAMES[1:]:
        table[name] = table[name].str.replace(",", "").astype(int)
    return table


def check(table):
    frames = []
    for name, printed, recomputed in [
        ("total", table.total, table[PARTS].sum(axis=1)),
        ("processed", table.processed, table.total + table.revocations),
        *((f"{part} %", table[f"{part}_pct"], (100 * table[part] / table.total).round(2)) for part in [*PARTS, "revocations"]),
    ]:
        frames.append(pd.DataFrame({"year": table.year, "what": name, "printed": printed, "recomputed": recomputed}))
    return pd.concat(frames)


def draw(table, name, kind, columns, out):
    figure, axes = plt.subplots(figsize=(9.6, 6))
    table.plot(x="year", y=columns, kind=kind, stacked=name.startswith("stacked"), ax=axes, title=name)
    axes.set_ylabel("permits")
    figure.savefig(out / f"{name}.svg")
    plt.close(figure)


def charts(table, checks, out, count):
    shares = [f"{part}_pct" for part in PARTS]
    wanted = [
        ("stacked", "bar", PARTS),
        ("totals", "line", ["total", "processed"]),
        ("shares", "line", shares),
        ("stacked-shares", "area", shares),
        ("revocations", "bar", ["revocations"]),
        ("rates", "line", ["revocations_pct"]),
        ("parts", "line", PARTS),
        ("collaboration", "bar", ["collaboration"]),
    ]
    drawn = [wanted[at % len(wanted)] for at in range(count)]
    for at, (name, kind, columns) in enumerate(drawn):
        draw(table, f"{name}-{at}", kind, columns, out)
    return [f"{name}-{at}" for at, (name, _, _) in enumerate(drawn)]


def main():
    studies = sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_dir())[: int(sys.argv[3])]
    figures = int(sys.argv[4])
    start = time.perf_counter()
    for study in studies:
        out = Path(sys.argv[2]) / study.name / "figures"
        out.mkdir(parents=True, exist_ok=True)
        table = read(study)
        checks = check(table)
        names = charts(table, checks, out, figures)
        (out.parent / "report.md").write_text(PAGE.render(title=study.name, rows=checks.itertuples(), charts=names))
    print(json.dumps({"studies": len(studies), "s": time.perf_counter() - start, "peak_mib": peak_mib()}))


if __name__ == "__main__":
    main()
