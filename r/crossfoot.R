# Crossfoot in R: audits published statistics, with results as data frames.
#
# Needs the command `crossfoot` (`pip install .` or `cargo install --path crates/crossfoot`) and the
# package jsonlite. `source("crossfoot.R")` defines:
#
#   crossfoot_check(study)     checks the study in a folder
#   crossfoot_audit(file)      audits an article or a table, with nothing prepared
#
# Both give a list:
#
#   records    one row per check: what was printed, what was recomputed, the verdict
#   findings   one row per finding, with its best cause
#   roots      one row per root cause: what is wrong, what it should be, what it explains
#   data       all that the command writes as JSON (crossfoot.audit/1 or crossfoot.article/1)
#
# A file that cannot be read is an error with the message of the command. The option
# `crossfoot.command` names the command where it is not on the path.

crossfoot_check <- function(study) {
  crossfoot_result(crossfoot_run("check", study))
}

crossfoot_audit <- function(file) {
  crossfoot_result(crossfoot_run("audit", file))
}

# Runs a command and reads its JSON. Exit code 1 means that there are findings.
crossfoot_run <- function(command, path) {
  program <- getOption("crossfoot.command", "crossfoot")
  problems <- tempfile()
  on.exit(unlink(problems))
  arguments <- c(command, "--format", "json", "--", shQuote(path))
  lines <- suppressWarnings(system2(program, arguments, stdout = TRUE, stderr = problems))
  code <- attr(lines, "status")
  if (!is.null(code) && code != 1) {
    stop(paste(readLines(problems, encoding = "UTF-8"), collapse = "\n"), call. = FALSE)
  }
  text <- paste(enc2utf8(lines), collapse = "\n")
  jsonlite::fromJSON(text, simplifyVector = FALSE)
}

crossfoot_result <- function(data) {
  audit <- if (is.null(data$audit)) data else data$audit
  records <- crossfoot_rows(audit$rules, function(rule) list(
    id = rule$id,
    verdict = rule$verdict,
    target = rule$target,
    label = rule$label,
    formula = rule$formula,
    published = rule$published,
    recomputed = rule$recomputed$text,
    cause = crossfoot_first(rule$causes)$kind,
    probability = crossfoot_first(rule$causes)$probability,
    file = rule$place$file,
    line = rule$place$line,
    column = rule$place$column
  ))
  findings <- crossfoot_rows(audit$findings, function(finding) list(
    id = finding$id,
    code = finding$code,
    target = finding$target,
    accepted = finding$accepted,
    file = finding$place$file,
    line = finding$place$line,
    column = finding$place$column
  ))
  known <- match(findings$target, records$target[records$verdict %in% crossfoot_disagrees])
  disagreeing <- records[records$verdict %in% crossfoot_disagrees, , drop = FALSE]
  for (name in c("published", "recomputed", "cause", "probability")) {
    findings[[name]] <- disagreeing[[name]][known]
  }
  roots <- crossfoot_rows(audit$root_causes, function(root) list(
    blamed = root$blamed,
    kind = root$kind,
    detail = root$detail,
    probability = root$probability,
    published = crossfoot_first(root$changes)$published,
    corrected = crossfoot_first(root$changes)$corrected,
    explains = length(root$explains),
    file = root$place$file,
    line = root$place$line,
    column = root$place$column
  ))
  list(records = records, findings = findings, roots = roots, data = data)
}

# Verdicts by which a figure disagrees with what it should be.
crossfoot_disagrees <- c("truncated", "inconsistent", "infeasible")

crossfoot_first <- function(values) {
  if (length(values) > 0) values[[1]] else NULL
}

# A data frame with a row per value; what is absent is NA.
crossfoot_rows <- function(values, row) {
  rows <- lapply(values, function(value) {
    lapply(row(value), function(field) if (is.null(field)) NA else field)
  })
  if (length(rows) == 0) {
    return(data.frame())
  }
  names <- names(rows[[1]])
  columns <- lapply(names, function(name) unlist(lapply(rows, `[[`, name)))
  data.frame(stats::setNames(columns, names), stringsAsFactors = FALSE)
}
