"""The seven comparisons of the generated table in polars, in floats: `polars_peer.py FOLDER`."""

import polars
from polars import col

from measure import PARTS, SHARES, TOLERANCE, measure


def check(table):
    rules = [(sum(col(part) for part in PARTS[1:]) + col(PARTS[0]) != col("total")).sum().alias("total")]
    for part, printed in SHARES:
        share = (100 * col(part) / col("total") * 100 + 0.5).floor() / 100
        rules.append(((share - col(printed)).abs() > TOLERANCE).sum().alias(printed))
    rules.append((col("total") + col("revocations") != col("processed")).sum().alias("processed"))
    return table.height, list(table.select(rules).row(0))


measure("polars", polars.read_csv, check)
