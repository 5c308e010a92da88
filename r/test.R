# Tests of crossfoot.R, from the root of the repository: Rscript r/test.R target/debug/crossfoot
source("r/crossfoot.R")
options(crossfoot.command = commandArgs(trailingOnly = TRUE)[[1]])

paper <- crossfoot_check("data/hgr-2021-2024")
stopifnot(
  nrow(paper$records) == length(paper$data$rules),
  nrow(paper$findings) == length(paper$data$findings),
  paper$roots$blamed[[1]] == "licences.total[2023]",
  paper$roots$corrected[[1]] == "5382",
  paper$findings$published[paper$findings$target == "licences.total[2023]"] == "5,328",
  is.numeric(paper$roots$probability),
  all(c("exact", "rounded", "inconsistent") %in% paper$records$verdict)
)
clean <- crossfoot_check("data/repositories")
stopifnot(nrow(clean$findings) == 0, nrow(clean$roots) == 0, nrow(clean$records) > 0)
article <- crossfoot_audit("data/hgr-2021-2024/article.md")
stopifnot(nrow(article$findings) > 0, article$data$schema == "crossfoot.article/1")
message <- tryCatch(crossfoot_check("tests/broken/rows-ragged"), error = conditionMessage)
stopifnot(grepl("^error: ", message), grepl("rows-ragged", message))
cat("4 passed, 0 failed\n")
