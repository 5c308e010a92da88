"""Makes statsmodels.csv: what statsmodels says, for tests/suite/reference.rs. Run in this folder: python make.py (numpy, scipy, statsmodels 0.15)."""

import csv

import numpy as np
import statsmodels.api as sm
from scipy import stats
from scipy.linalg import toeplitz
from scipy.optimize import brentq

GRID = np.arange(-99, 100) / 100
LEVEL = 0.95


def averaged(y, X, prior, at):
    """The averaged distribution of a coefficient: weights, degrees of freedom, centres and errors. For each correlation
    the centre and error are those of sm.GLS."""
    n, p = X.shape
    logs, centres, errors = [], [], []
    for rho in GRID:
        sigma = toeplitz(rho ** np.arange(n)) / (1 - rho**2)
        fit = sm.GLS(y, X, sigma=sigma).fit()
        squares = np.linalg.slogdet(np.linalg.inv(fit.normalized_cov_params))[1]
        logs.append(prior(rho) + np.log(1 - rho**2) / 2 - squares / 2 - (n - p) / 2 * np.log(fit.ssr))
        centres.append(fit.params[at])
        errors.append(fit.bse[at])
    weights = np.exp(np.array(logs) - max(logs))
    return weights / weights.sum(), n - p, np.array(centres), np.array(errors)


def summary(y, X, prior, at):
    """Median, interval and two-sided p-value."""
    weights, df, centres, errors = averaged(y, X, prior, at)

    def below(value):
        return np.sum(weights * stats.t.cdf((value - centres) / errors, df))

    def quantile(q):
        reach = 1e4 * errors.max()
        return brentq(lambda value: below(value) - q, centres.min() - reach, centres.max() + reach, xtol=1e-13 * errors.max(), rtol=1e-15, maxiter=1000)

    above = np.sum(weights * stats.t.sf(-centres / errors, df))
    return quantile(0.5), quantile((1 - LEVEL) / 2), quantile((1 + LEVEL) / 2), 2 * min(below(0), above)


def even(rho):
    return 0.0


def falling(rho):
    return np.log1p(-rho) / 2


def rising(rho):
    return np.log1p(rho)


def next_value(earlier, later, link, back, season=1):
    """What earlier values lead to expect: the median, the interval, and the p-value of the later value."""
    y = np.append(link(np.array(earlier)), 0.0)
    t = np.arange(len(y))
    X = np.column_stack([np.ones(len(y)), t == len(earlier), *[t % season == k for k in range(1, season)]]).astype(float)
    above, low, high, _ = summary(y, X, rising, 1)
    y[-1] = link(later)
    return back(-above), back(-high), back(-low), summary(y, X, rising, 1)[3]


def series(n, before, season):
    """Whole numbers that anybody can make again: a line that breaks, a season, and scatter."""
    t = np.arange(n)
    scatter = (t * t * 7919 + t * 104729) % 61
    return 500 + 2 * t - 40 * (t >= before) - 3 * np.maximum(t - before, 0) + 11 * (t % season) + scatter


def rows():
    for n, before, season in [(60, 30, 1), (70, 36, 1), (64, 32, 4), (90, 36, 12)]:
        y = series(n, before, season).astype(float)
        t = np.arange(n) - before
        after = (t >= 0).astype(float)
        seasons = [(np.arange(n) % season == k).astype(float) for k in range(1, season)]
        X = np.column_stack([np.ones(n), t, after, after * t, *seasons])
        arguments = f"{before} {season};" + " ".join(map(str, y.astype(int)))
        for name, at, prior in [("slope_before", 1, falling), ("level_change", 2, even), ("slope_change", 3, falling)]:
            for ending, value in zip(["", ".low", ".high", ".p"], summary(y, X, prior, at)):
                yield f"event_study.{name}{ending}", arguments, value, f"summary(y, [1, t, after, after * t, seasons], {prior.__name__})" + ending
    identity = lambda value: value
    logit = lambda share: np.log(share) - np.log1p(-share)
    for name, link, back, values in [
        ("next_count", np.log, np.exp, [5690, 6900, 5382, 2214]),
        ("next_count", np.log, np.exp, [317, 309, 203, 236]),
        ("next_count", np.log, np.exp, [12, 30, 9, 41, 22, 60, 35, 88, 51, 20]),
        ("next_share", logit, lambda x: 1 / (1 + np.exp(-x)), [0.34, 0.30, 0.27, 0.11]),
        ("next_share", logit, lambda x: 1 / (1 + np.exp(-x)), [0.62, 0.64, 0.69, 0.66, 0.72, 0.85]),
        ("next_percentage", identity, identity, [2.5, -1.25, 3.75, 0.5, 9.0]),
    ]:
        found = next_value(values[:-1], values[-1], link, back)
        for ending, value in zip(["", ".low", ".high", ".p"], found):
            yield name + ending, " ".join(map(str, values)), value, f"next_value({values[:-1]}, {values[-1]}, {name})" + ending
    for n, season in [(9, 4), (31, 12)]:
        values = [int(value) for value in series(n, n // 2, season)]
        found = next_value(values[:-1], values[-1], np.log, np.exp, season)
        for ending, value in zip(["", ".low", ".high", ".p"], found):
            yield "next_count" + ending, f"{season};" + " ".join(map(str, values)), value, f"next_value({values[:-1]}, {values[-1]}, next_count, season={season})" + ending
    for n, season in [(30, 1), (48, 12)]:
        y = series(n, n // 2, season)
        t = np.arange(n)
        X = np.column_stack([np.ones(n), t, *[(t % season == k).astype(float) for k in range(1, season)]])
        median, low, high, p = summary(np.log(y.astype(float)), X, falling, 1)
        for ending, value in zip(["", ".low", ".high", ".p"], [np.exp(median), np.exp(low), np.exp(high), p]):
            yield "series_trend" + ending, f"{season};" + " ".join(map(str, y)), value, "summary(log(y), [1, t, seasons], falling)" + ending
    y = series(40, 20, 1) - 530
    for ending, value in zip(["", ".low", ".high", ".p"], summary(y.astype(float), np.ones((40, 1)), falling, 0)):
        yield "mean_revision" + ending, " ".join(map(str, y)), value, "summary(y, [1], falling)" + ending


with open("statsmodels.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["statistic", "arguments", "value", "command"])
    writer.writerows((name, arguments, format(value, ".17g"), command) for name, arguments, value, command in rows())
