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
        for name, at in [("slope_before", 1), ("level_change", 2), ("slope_change", 3)]:
            for ending, value in zip(["", ".low", ".high", ".p"], summary(y, X, even, at)):
                yield f"event_study.{name}{ending}", arguments, value, "summary(y, [1, t, after, after * t, seasons], even)" + ending


with open("statsmodels.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["statistic", "arguments", "value", "command"])
    writer.writerows((name, arguments, format(value, ".17g"), command) for name, arguments, value, command in rows())
