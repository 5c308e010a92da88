# Makes r.csv: what R says, for tests/suite/reference.rs. Run in this folder: Rscript make.R (R with the package MASS; made with R 4.2.2).
#
# Each row holds the command that was evaluated. Columns: statistic, arguments, value, command.

options(digits = 17, warn = -1)
out <- file("r.csv", "w")
cell <- function(text) paste0('"', gsub('"', '""', text), '"')
writeLines("statistic,arguments,value,command", out)
row <- function(statistic, arguments, command) {
  value <- as.numeric(eval(parse(text = command), globalenv()))
  stopifnot(length(value) == 1, is.finite(value))
  writeLines(paste(statistic, cell(arguments), sprintf("%.17g", value), cell(command), sep = ","), out)
}
ends <- function(statistic, arguments, command) {
  row(paste0(statistic, ".low"), arguments, paste0(command, "[1]"))
  row(paste0(statistic, ".high"), arguments, paste0(command, "[2]"))
}

# What several rows need; none of it is in base R.
mid_p <- function(x, n) { # Berry and Armitage (1995), on a scale on which small shares keep their digits
  solve_for <- function(f) exp(uniroot(f, c(-40, 0), tol = 1e-15, maxiter = 10000)$root)
  low <- function(x) solve_for(function(l) (pbinom(x - 1, n, exp(l), lower = FALSE) + pbinom(x, n, exp(l), lower = FALSE)) / 2 - 0.025)
  high <- function(x) solve_for(function(l) 0.025 - (pbinom(x, n, exp(l)) + pbinom(x - 1, n, exp(l))) / 2)
  c(if (x == 0) 0 else low(x), if (x == n) 1 else high(x))
}
wilson <- function(x, n) prop.test(x, n, correct = FALSE)$conf.int
square_and_add <- function(x1, n1, x2, n2, limits) {
  d <- x2 / n2 - x1 / n1
  w1 <- limits(x1, n1)
  w2 <- limits(x2, n2)
  c(d - sqrt((x2 / n2 - w2[1])^2 + (w1[2] - x1 / n1)^2), d + sqrt((w2[2] - x2 / n2)^2 + (x1 / n1 - w1[1])^2))
}
score_ratio <- function(x1, n1, x2, n2) { # Koopman (1984)
  score <- function(r) {
    a <- (n1 + n2) * r; b <- n2 * r + x2 + n1 + x1 * r
    q1 <- 2 * (x1 + x2) / (b + sqrt(b^2 - 4 * a * (x1 + x2))); q2 <- r * q1
    (x2 / n2 - r * x1 / n1) / sqrt(q2 * (1 - q2) / n2 + r^2 * q1 * (1 - q1) / n1)
  }
  end <- function(z) exp(uniroot(function(l) score(exp(l)) - z, c(-12, 12), tol = 1e-15, maxiter = 10000)$root)
  c(if (x2 == 0) 0 else end(qnorm(0.975)), if (x1 == 0) Inf else end(qnorm(0.025)))
}
log_interval <- function(estimate, variance) exp(log(estimate) + c(-1, 1) * qnorm(0.975) * sqrt(variance))
most_v <- function(m) { k <- min(dim(m)) - 1; k * (1 - k / (sum(m) - 1)) }
phi2 <- function(m) max(0, as.numeric(chisq.test(m, correct = FALSE)$statistic) / sum(m) - prod(dim(m) - 1) / (sum(m) - 1))
cramer <- function(m) sqrt(phi2(m) / most_v(m)) # Bergsma (2013)
cramer_interval <- function(m) {
  df <- prod(dim(m) - 1); n <- sum(m)
  x <- as.numeric(chisq.test(m, correct = FALSE)$statistic)
  solve_for <- function(x, p) if (pchisq(x, df) <= p) 0 else
    uniroot(function(l) pchisq(x, df, l) - p, c(0, 2 * x + 100), tol = 1e-13, maxiter = 10000)$root
  low <- min(solve_for(x, 0.95), max(solve_for(df, 0.025), solve_for(x, 0.975)))
  plain <- sqrt(c(low, solve_for(max(x, df), 0.025)) / n / most_v(m))
  p <- m / n; q <- p / outer(rowSums(p), colSums(p))
  h <- sweep(2 * q, 2, colSums(p * q) / colSums(p))
  variance <- sum(p * (h - rowSums(h * p) / rowSums(p))^2) / n
  wider <- sqrt((n^2 * variance + 2 * df) / (2 * df + 4 * x))
  ends <- pmin(pmax(cramer(m) + (plain - cramer(m)) * wider, 0), 1)
  if (low == 0) c(0, ends[2]) else ends
}
g_test <- function(m) { e <- outer(rowSums(m), colSums(m)) / sum(m); 2 * sum(ifelse(m > 0, m * log(m / e), 0)) }
closely <- glm.control(epsilon = 1e-15, maxit = 1000)
fitted_on <- function(y, x, family) { # glm takes its weights from the step before the last: start again from the fit.
  fit <- glm(y ~ x, family = family, control = closely)
  for (i in 1:3) fit <- glm(y ~ x, family = family, control = closely, etastart = fit$linear.predictors)
  fit
}
wald <- function(fit) { s <- summary(fit)$coefficients[2, ]; exp(s[1] + c(-1, 1) * qnorm(0.975) * s[2]) }
student <- function(fit) { s <- summary(fit)$coefficients[2, ]; exp(s[1] + c(-1, 1) * qt(0.975, fit$df.residual) * s[2]) }
nb <- function(y, x) { # MASS::glm.nb stops iterating at 1e-8; this goes on to the end.
  fit <- fitted_on(y, x, poisson)
  for (i in 1:100) {
    theta <- as.numeric(MASS::theta.ml(y, fitted(fit), limit = 1000, eps = 1e-15))
    fit <- fitted_on(y, x, MASS::negative.binomial(theta))
  }
  s <- summary(fit, dispersion = 1)$coefficients[2, ]
  list(theta = theta, ratio = exp(s[1]), interval = exp(s[1] + c(-1, 1) * qnorm(0.975) * s[2]), p = 2 * pnorm(-abs(s[1] / s[2])))
}
gini <- function(x) { x <- sort(x); n <- length(x); sum((2 * seq_len(n) - n - 1) * x) / (n * sum(x)) }
aitchison <- function(x, y) sqrt(sum(((log(x) - mean(log(x))) - (log(y) - mean(log(y))))^2))

# One proportion: the paper's, edges, and large counts.
for (pair in list(c(203, 5382), c(236, 2214), c(1, 6900), c(0, 5690), c(10, 10), c(5, 10), c(1871, 2214), c(123456, 987654), c(1, 1))) {
  x <- pair[1]; n <- pair[2]
  arguments <- paste(x, n)
  if (x > 0 && x < n) ends("wilson", arguments, sprintf("prop.test(%d, %d, correct = FALSE)$conf.int", x, n))
  ends("clopper_pearson", arguments, sprintf("binom.test(%d, %d)$conf.int", x, n))
  if (x > 0) row("jeffreys.low", arguments, sprintf("qbeta(0.025, %d + 0.5, %d - %d + 0.5)", x, n, x))
  if (x < n) row("jeffreys.high", arguments, sprintf("qbeta(0.975, %d + 0.5, %d - %d + 0.5)", x, n, x))
}
ends("wilson_90", "236 2214", "prop.test(236, 2214, correct = FALSE, conf.level = 0.9)$conf.int")

for (pair in list(c(1, 6900), c(10, 2214), c(7, 20), c(3, 10), c(9, 10))) {
  ends("mid_p", paste(pair, collapse = " "), sprintf("mid_p(%d, %d)", pair[1], pair[2]))
}
row("mid_p.high", "0 5690", "mid_p(0, 5690)[2]")

# Two proportions.
for (four in list(c(203, 5382, 236, 2214), c(3853, 5382, 1871, 2214), c(1, 6900, 10, 5382), c(48, 80, 56, 70), c(3, 4, 1, 4), c(10, 5382, 10, 2214), c(5, 60, 12, 40))) {
  a <- paste(four, collapse = " ")
  args <- paste(four, collapse = ", ")
  pooled <- sprintf("prop.test(c(%d, %d), c(%d, %d), correct = FALSE)", four[1], four[3], four[2], four[4])
  table <- sprintf("matrix(c(%d, %d, %d, %d), 2)", four[1], four[2] - four[1], four[3], four[4] - four[3])
  few <- min(four[1], four[2] - four[1], four[3], four[4] - four[3]) < 15
  ends("newcombe", a, sprintf("square_and_add(%s, %s)", args, if (few) "mid_p" else "wilson"))
  if (min(four[1], four[2] - four[1], four[3], four[4] - four[3]) >= 15) {
    row("difference.p", a, paste0(pooled, "$p.value"))
    row("difference.z2", a, paste0(pooled, "$statistic"))
  } else row("difference.p", a, sprintf("fisher.test(%s)$p.value", table))
  row("fisher.p", a, sprintf("fisher.test(%s)$p.value", table))
  ends("risk_ratio", a, sprintf("score_ratio(%s)", args))
  if (min(four[1], four[2] - four[1], four[3], four[4] - four[3]) >= 15) ends("odds_ratio", a, sprintf("with(list(m = %s), log_interval(m[1,2] * m[2,1] / (m[2,2] * m[1,1]), sum(1 / m)))", table))
}
# fisher.test stops looking at about 4 digits; this goes on to the end.
exact_odds <- function(x1, n1, x2, n2) {
  support <- max(0, x1 + x2 - n1):min(n2, x1 + x2)
  weights <- dhyper(support, n2, n1, x1 + x2, log = TRUE)
  part <- function(l, keep) { w <- weights + support * l; w <- exp(w - max(w)); sum(w[keep]) / sum(w) }
  solve_for <- function(keep) exp(uniroot(function(l) part(l, keep) - 0.025, c(-60, 60), tol = 1e-14, maxiter = 10000)$root)
  c(if (x2 == min(support)) 0 else solve_for(support >= x2), if (x2 == max(support)) Inf else solve_for(support <= x2))
}
for (four in list(c(10, 5328, 10, 2214), c(1, 6900, 10, 5382), c(3, 4, 1, 4), c(5, 90, 1, 80))) {
  a <- paste(four, collapse = " ")
  known <- fisher.test(matrix(c(four[3], four[4] - four[3], four[1], four[2] - four[1]), 2))$conf.int
  stopifnot(isTRUE(all.equal(do.call(exact_odds, as.list(four)), as.numeric(known), tolerance = 1e-2)))
  ends("odds_ratio", a, sprintf("exact_odds(%s)", paste(four, collapse = ", ")))
}
row("odds_ratio.low", "0 5690 10 5328", "exact_odds(0, 5690, 10, 5328)[1]")
row("risk_ratio.low", "0 5690 10 5328", "score_ratio(0, 5690, 10, 5328)[1]")
row("risk_ratio.high", "5 9 0 9", "score_ratio(5, 9, 0, 9)[2]")
row("odds_ratio.high", "5 9 0 9", "exact_odds(5, 9, 0, 9)[2]")
row("fisher.p", "10 5328 10 2214", "fisher.test(matrix(c(10, 5318, 10, 2204), 2))$p.value")
row("holm.3", "0.01 0.04 0.03 0.005 0.9", 'p.adjust(c(0.01, 0.04, 0.03, 0.005, 0.9), "holm")[3]')
row("holm.1", "0.01 0.04 0.03 0.005 0.9", 'p.adjust(c(0.01, 0.04, 0.03, 0.005, 0.9), "holm")[1]')

# Tables: years x categories of the paper, with and without the 2023 total printed wrong, and small ones.
tables <- list(
  "1966 63 0 3661;2090 80 1 4729;1427 92 10 3853;251 82 10 1871" = "rbind(c(1966, 63, 0, 3661), c(2090, 80, 1, 4729), c(1427, 92, 10, 3853), c(251, 82, 10, 1871))",
  "12 7;5 9;3 3" = "rbind(c(12, 7), c(5, 9), c(3, 3))",
  "6 2;2 6" = "rbind(c(6, 2), c(2, 6))",
  "20 30 50;22 28 50" = "rbind(c(20, 30, 50), c(22, 28, 50))",
  "120 80;70 130" = "rbind(c(120, 80), c(70, 130))",
  "50 50 50;52 49 49;48 51 51" = "rbind(c(50, 50, 50), c(52, 49, 49), c(48, 51, 51))",
  "160 140;130 170" = "rbind(c(160, 140), c(130, 170))",
  "155 145;130 170" = "rbind(c(155, 145), c(130, 170))",
  "300 120 80;290 130 80;310 100 90;250 160 90" = "rbind(c(300, 120, 80), c(290, 130, 80), c(310, 100, 90), c(250, 160, 90))")
for (a in names(tables)) {
  m <- tables[[a]]
  row("chi_square", a, sprintf("chisq.test(%s, correct = FALSE)$statistic", m))
  row("chi_square.p", a, sprintf("chisq.test(%s, correct = FALSE)$p.value", m))
  row("g_test", a, sprintf("g_test(%s)", m))
  row("g_test.p", a, sprintf("with(list(m = %s), pchisq(g_test(m), prod(dim(m) - 1), lower = FALSE))", m))
  row("cramers_v", a, sprintf("cramer(%s)", m))
  if (sum(eval(parse(text = m))) >= 400) ends("cramers_v", a, sprintf("cramer_interval(%s)", m))
  row("residual.first", a, sprintf("chisq.test(%s, correct = FALSE)$stdres[1, 1]", m))
  row("residual.last", a, sprintf("with(list(m = %s), chisq.test(m, correct = FALSE)$stdres[nrow(m), ncol(m)])", m))
}

# Trends.
shares <- "1966 5690 2090 6900 1427 5382 251 2214"
row("trend.z2", shares, "prop.trend.test(c(1966, 2090, 1427, 251), c(5690, 6900, 5382, 2214), 2021:2024)$statistic")
row("trend.p", shares, "prop.trend.test(c(1966, 2090, 1427, 251), c(5690, 6900, 5382, 2214), 2021:2024)$p.value")
row("trend.slope", shares, "coef(lm(p ~ t, weights = n, data = data.frame(p = c(1966, 2090, 1427, 251) / c(5690, 6900, 5382, 2214), n = c(5690, 6900, 5382, 2214), t = 0:3)))[2]")
row("trend.departure", shares, "prop.test(c(1966, 2090, 1427, 251), c(5690, 6900, 5382, 2214))$statistic - prop.trend.test(c(1966, 2090, 1427, 251), c(5690, 6900, 5382, 2214))$statistic")

row("share_dispersion", shares, "prop.test(c(1966, 2090, 1427, 251), c(5690, 6900, 5382, 2214))$statistic / 3")
row("share_dispersion.p", "63 5690 80 6900 92 5382", "prop.test(c(63, 80, 92), c(5690, 6900, 5382))$p.value")

# Counts.
for (pair in list(c(5382, 2214), c(203, 236), c(1, 10), c(10, 10), c(3, 0), c(6900, 5382))) {
  a <- paste(pair, collapse = " ")
  command <- sprintf("poisson.test(c(%d, %d), c(1, 1))", pair[2], pair[1])
  ends("rate_ratio", a, paste0(command, "$conf.int"))
  row("rate_ratio.p", a, paste0(command, "$p.value"))
}
ends("rate_ratio_times", "12590 2 2214 1", "poisson.test(c(2214, 12590), c(1, 2))$conf.int")
row("rate_ratio_times.p", "110 2 40 1", "poisson.test(c(40, 110), c(1, 2))$p.value")
for (a in c("5690 6900 5382 2214", "317 309 203 236")) {
  x <- sprintf("c(%s)", gsub(" ", ", ", a))
  row("dispersion.p", a, sprintf("with(list(x = %s), pchisq(sum((x - mean(x))^2) / mean(x), length(x) - 1, lower = FALSE))", x))
}
for (y in c("5690 6900 5382 2214", "317 309 203 236", "0 1 10 10", "12 30 9 41 22 60 35 88 51 20")) {
  v <- sprintf("c(%s)", gsub(" ", ", ", y))
  k <- length(strsplit(y, " ")[[1]])
  fit <- function(family) sprintf("fitted_on(%s, 1:%d, %s)", v, k, family)
  row("poisson_trend.ratio", y, sprintf("exp(coef(%s)[2])", fit("poisson")))
  ends("poisson_trend", y, sprintf("wald(%s)", fit("poisson")))
  row("poisson_trend.p", y, sprintf("summary(%s)$coefficients[2, 4]", fit("poisson")))
  row("poisson_trend.dispersion", y, sprintf("summary(%s)$dispersion", fit("quasipoisson")))
  ends("quasi_poisson_trend", y, sprintf("student(%s)", fit("quasipoisson")))
  row("quasi_poisson_trend.p", y, sprintf("summary(%s)$coefficients[2, 4]", fit("quasipoisson")))
}
for (y in c("12 30 9 41 22 60 35 88 51 20", "480 510 700 390 820 610 905 1200 760 1310 990 1400")) {
  command <- sprintf("nb(c(%s), 1:%d)", gsub(" ", ", ", y), length(strsplit(y, " ")[[1]]))
  row("negative_binomial_trend.ratio", y, paste0(command, "$ratio"))
  row("negative_binomial_trend.shape", y, paste0(command, "$theta"))
  ends("negative_binomial_trend", y, paste0(command, "$interval"))
  row("negative_binomial_trend.p", y, paste0(command, "$p"))
}

# Composition, decomposition, concentration.
row("aitchison", "1966 63 0 3661;2090 80 1 4729", "aitchison(c(1966, 63, 0.5, 3661), c(2090, 80, 1, 4729))")
row("aitchison", "1427 92 10 3853;251 82 10 1871", "aitchison(c(1427, 92, 10, 3853), c(251, 82, 10, 1871))")
row("divisia.size", "203 5382 236 2214", "(236 - 203) / log(236 / 203) * log(2214 / 5382)")
row("divisia.structure", "203 5382 236 2214", "(236 - 203) / log(236 / 203) * log((236 / 2214) / (203 / 5382))")
row("gini.low", "4.80 4.03 3.82 2.89", "gini(c(4.80, 4.03, 3.82, 2.89, rep(84.46 / 85, 85)))")
row("herfindahl.high", "4.80 4.03 3.82 2.89", "sum((c(4.80, 4.03, 3.82, 2.89, rep(1, 84), 0.46) / 100)^2)")
# Complete lists of rounded shares: 33.4, 33.3 and 33.3 are at least as even as the exact thirds, and at most as uneven as
# 33.45, 33.3 and 33.25; of 50.3, 30.2 and 19.6 the sum is 100.1, so that 0.1 must be taken away.
row("gini.high", "33.4 33.3 33.3 ± 0.05", "gini(c(33.45, 33.30, 33.25))")
row("herfindahl.high", "33.4 33.3 33.3 ± 0.05", "sum(c(33.45, 33.30, 33.25)^2) / 1e4")
row("gini.low", "50.3 30.2 19.6 ± 0.05", "gini(c(50.25, 30.15, 19.60))")
row("gini.high", "50.3 30.2 19.6 ± 0.05", "gini(c(50.30, 30.15, 19.55))")
row("herfindahl.low", "50.3 30.2 19.6 ± 0.05", "sum(c(50.25, 30.15, 19.60)^2) / 1e4")
row("herfindahl.high", "50.3 30.2 19.6 ± 0.05", "sum(c(50.30, 30.15, 19.55)^2) / 1e4")
row("compound_growth", "5690 2214 3", "100 * ((2214 / 5690)^(1/3) - 1)")
close(out)
