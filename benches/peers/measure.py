"""What the peers share: the columns, the clock, and the JSON line that each of them prints."""

import json
import sys
import time

# Part and printed share of each of the five share rules; the whole is always `total`.
SHARES = [
    ("collection", "collection_pct"),
    ("preservation", "preservation_pct"),
    ("export", "export_pct"),
    ("collaboration", "collaboration_pct"),
    ("revocations", "revocation_pct"),
]
PARTS = ["collection", "preservation", "export", "collaboration"]
RULES = 2 + len(SHARES)
# Two floats that print alike at two decimals differ by far less than this, and two that do not by far more.
TOLERANCE = 1e-6


def peak_mib():
    """The most memory that this process ever held, as Linux counts it."""
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("VmHWM:"))
    return int(line.split()[1]) // 1024


def measure(tool, read, check):
    """Times `read(path)`, which gives a table, and `check(table)`, which gives rows and disagreements per rule."""
    path = f"{sys.argv[1]}/licences.csv"
    start = time.perf_counter()
    table = read(path)
    middle = time.perf_counter()
    rows, disagreements = check(table)
    end = time.perf_counter()
    line = {
        "tool": tool,
        "rows": rows,
        "read_s": middle - start,
        "check_s": end - middle,
        "checks": rows * RULES,
        "disagree": sum(disagreements),
        "peak_mib": peak_mib(),
    }
    print(json.dumps(line))
