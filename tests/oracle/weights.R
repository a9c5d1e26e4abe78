# Makes weights.csv from people.csv and margins.csv with R's package survey (T. Lumley; made with 4.1-1 on R 4.2.2): raking to three
# margins, then strict trimming to 0.3 and 3 times the median weight. Run in this folder: Rscript weights.R
suppressPackageStartupMessages(library(survey))
people <- read.csv("people.csv", stringsAsFactors = TRUE)
margins <- read.csv("margins.csv")
population <- function(question) {
  rows <- margins[margins$question == question, ]
  counts <- data.frame(group = rows$choice, Freq = rows$count * nrow(people) / sum(rows$count))
  names(counts)[1] <- question
  counts
}
design <- svydesign(ids = ~1, weights = rep(1, nrow(people)), data = people)
questions <- c("age", "home", "block")
raked <- rake(design, lapply(questions, function(q) as.formula(paste0("~", q))), lapply(questions, population),
  control = list(maxit = 1000, epsilon = 1e-10))
middle <- median(weights(raked))
trimmed <- trimWeights(raked, lower = 0.3 * middle, upper = 3 * middle, strict = TRUE)
final <- weights(trimmed)
cells <- unique(data.frame(people[questions], raked = sprintf("%.6f", weights(raked)), trimmed = sprintf("%.6f", final)))
cells <- cells[order(cells$age, cells$home, cells$block), ]
write.csv(cells, "weights.csv", row.names = FALSE, quote = FALSE)
# What the weights come to: Kish's effective number, the adjusted share of "yes", and Wilson's interval for it on that number.
worth <- sum(final)^2 / sum(final^2)
share <- sum(final[people$top == "yes"]) / sum(final)
wilson <- suppressWarnings(prop.test(share * worth, worth, correct = FALSE)$conf.int)
said <- data.frame(figure = c("worth", "share", "low", "high"), value = sprintf("%.6f", c(worth, share, wilson)))
write.csv(said, "figures.csv", row.names = FALSE, quote = FALSE)
