"""The seven comparisons of the generated table in pandas, in floats: `pandas_peer.py FOLDER`."""

import numpy
import pandas

from measure import PARTS, SHARES, TOLERANCE, measure


def check(table):
    disagreements = [(table[PARTS].sum(axis=1) != table["total"]).sum()]
    for part, printed in SHARES:
        share = numpy.floor(100 * table[part] / table["total"] * 100 + 0.5) / 100
        disagreements.append(((share - table[printed]).abs() > TOLERANCE).sum())
    disagreements.append((table["total"] + table["revocations"] != table["processed"]).sum())
    return len(table), [int(count) for count in disagreements]


measure("pandas", pandas.read_csv, check)
