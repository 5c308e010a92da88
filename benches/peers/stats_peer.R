# The statistics of the paper in R, timed: prints one JSON line like the binary `stats`. Needs base R only.
#
# `others` is less than Crossfoot does: no noncentral chi-square intervals, no Newcombe, Jeffreys, Katz and Woolf intervals, no decompositions, no bounds.

counts <- rbind(c(1966, 63, 0, 3661), c(2090, 80, 1, 4729), c(1427, 92, 10, 3853), c(251, 82, 10, 1871))
total <- c(5690, 6900, 5328, 2214)
revocations <- c(317, 309, 203, 236)
processed <- c(6070, 7290, 5531, 2450)
steps <- list(c(1, 2), c(2, 3), c(3, 4), c(1, 4))
options(warn = -1)
set.seed(1)

least <- function(work, repeats = 5) min(replicate(repeats, system.time(work(), gcFirst = FALSE)[["elapsed"]]))

others <- function() {
  shares <- c(lapply(1:4, function(i) list(counts[, i], total)), list(list(revocations, total), list(revocations, processed)))
  for (share in shares) {
    x <- share[[1]]; n <- share[[2]]
    for (i in 1:4) { prop.test(x[i], n[i], correct = FALSE); binom.test(x[i], n[i]) }
    for (s in steps) { prop.test(x[s], n[s], correct = FALSE); fisher.test(rbind(x[s], n[s] - x[s])) }
    prop.trend.test(x, n)
  }
  chisq.test(counts)
  for (pair in combn(4, 2, simplify = FALSE)) { m <- counts[pair, ]; chisq.test(m[, colSums(m) > 0]) }
  for (y in list(total, counts[, 1], counts[, 2], counts[, 3], counts[, 4], revocations, processed)) {
    for (s in steps) if (y[s[1]] > 0) poisson.test(y[rev(s)], c(1, 1))
    summary(glm(y ~ I(1:4), family = poisson))
    summary(glm(y ~ I(1:4), family = quasipoisson))
  }
}

p <- chisq.test(counts, simulate.p.value = TRUE, B = 1e5)$p.value
monte_carlo <- least(function() chisq.test(counts, simulate.p.value = TRUE, B = 1e5))
others()
cat(sprintf('{"tool": "R %s.%s", "monte_carlo_s": %.4f, "p_value": %.3g, "others_s": %.4f}\n', R.version$major, R.version$minor, monte_carlo, p, least(others)))
