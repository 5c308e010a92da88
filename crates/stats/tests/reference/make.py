"""Makes statsmodels.csv: what statsmodels says, for tests/suite/reference.rs. Run in this folder: python make.py (numpy, statsmodels 0.14)."""

import csv

import numpy as np
import statsmodels.api as sm

SERIES = {
    8: [100, 104, 99, 107, 111, 103, 108, 115, 80, 78, 84, 75, 71, 77, 70, 66],
    12: [431, 452, 440, 471, 466, 489, 502, 480, 511, 520, 498, 530, 402, 395, 371, 380, 350, 344, 361, 322, 330, 301],
}
COMMAND = 'sm.OLS(y, [1, t, after, after * t]).fit(cov_type="HAC", cov_kwds={"maxlags": int(4 * (n / 100) ** (2 / 9))})'


def rows():
    for before, values in SERIES.items():
        y = np.array(values, float)
        t = np.arange(len(y)) - before
        after = (t >= 0).astype(float)
        lags = int(4 * (len(y) / 100) ** (2 / 9))
        fit = sm.OLS(y, np.column_stack([np.ones(len(y)), t, after, after * t])).fit(cov_type="HAC", cov_kwds={"maxlags": lags})
        arguments = f"{before};" + " ".join(map(str, values))
        interval = fit.conf_int()
        for name, at in [("slope_before", 1), ("level_change", 2), ("slope_change", 3)]:
            yield f"event_study.{name}", arguments, fit.params[at], COMMAND + f".params[{at}]"
            yield f"event_study.{name}.low", arguments, interval[at][0], COMMAND + f".conf_int()[{at}][0]"
            yield f"event_study.{name}.high", arguments, interval[at][1], COMMAND + f".conf_int()[{at}][1]"
            yield f"event_study.{name}.p", arguments, fit.pvalues[at], COMMAND + f".pvalues[{at}]"


with open("statsmodels.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["statistic", "arguments", "value", "command"])
    writer.writerows((name, arguments, format(value, ".17g"), command) for name, arguments, value, command in rows())
