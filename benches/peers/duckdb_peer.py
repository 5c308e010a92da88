"""The seven comparisons of the generated table in DuckDB, in floats: `duckdb_peer.py FOLDER`."""

import duckdb

from measure import PARTS, SHARES, TOLERANCE, measure


def read(path):
    database = duckdb.connect()
    database.execute("CREATE TABLE licences AS SELECT * FROM read_csv(?)", [path])
    return database


def check(database):
    rules = [f"{' + '.join(PARTS)} != total"]
    for part, printed in SHARES:
        rules.append(f"abs(floor(100.0::DOUBLE * {part} / total * 100 + 0.5) / 100 - {printed}) > {TOLERANCE}")
    rules.append("total + revocations != processed")
    counts = ", ".join(f"count(*) FILTER (WHERE {rule})" for rule in rules)
    rows, *disagreements = database.execute(f"SELECT count(*), {counts} FROM licences").fetchone()
    return rows, disagreements


measure("duckdb", read, check)
