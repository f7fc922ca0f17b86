# The statistics of calc/ against R (stats, boot, survival) on generated samples. Usage: oracle.R PROGRAM; prints TAP.
options(warn = 1)
quietly <- function(name) suppressWarnings(suppressMessages(require(name, character.only = TRUE, quietly = TRUE)))
if (!quietly("boot") || !quietly("survival")) {
  cat("1..0 # SKIP R's packages boot and survival are not installed\n")
  quit(status = 0)
}

program <- commandArgs(trailingOnly = TRUE)[1]
samples <- 200
bootstrap_samples <- 50 # R resamples slowly; the other tool does all of them
resamples <- 4999
set.seed(20260101)

ask <- function(questions) {
  answers <- system2(program, input = questions, stdout = TRUE)
  lapply(strsplit(trimws(answers), " +"), as.numeric)
}

words <- function(values) paste(format(values, scientific = FALSE, trim = TRUE), collapse = " ")
exactly <- function(value) format(value, digits = 17)

durations <- function(n) {
  values <- exp(rnorm(n, log(3.6e6), runif(1, 0.3, 1.5)))
  if (runif(1) < 0.25) floor(values / 60000 + 1) * 60000 else floor(values) + 1000
}

lifetimes <- function(n) {
  data.frame(time = durations(n), ended = runif(n) < runif(1, 0.3, 1))
}

marked <- function(data) {
  paste(paste0(format(data$time, scientific = FALSE, trim = TRUE), ifelse(data$ended, "", "+")), collapse = " ")
}

apart <- function(ours, theirs) {
  same <- (is.na(ours) & is.na(theirs)) | (!is.na(ours) & !is.na(theirs) & ours == theirs)
  difference <- abs(ours - theirs) / pmax(abs(theirs), 1e-12)
  ifelse(same, 0, ifelse(is.na(difference), Inf, difference))
}

number <- 0
verdict <- function(name, faults) {
  number <<- number + 1
  cat(if (length(faults)) "not ok" else "ok", number, "-", name, "\n")
  for (fault in head(faults, 10)) cat("#", fault, "\n")
}

# expected: a list of vectors, as long as the answers
exact <- function(name, questions, expected, tolerance = 1e-8) {
  answers <- ask(questions)
  wrong <- mapply(function(a, e) length(a) != length(e) || any(apart(a, e) > tolerance), answers, expected)
  verdict(name, sprintf("%s: %s, R %s", questions, sapply(answers, words), sapply(expected, words))[wrong])
}

cat("1..6\n")

n <- sample(0:400, samples, replace = TRUE)
exact("interval of a count", paste("count", n), lapply(n, function(k) as.numeric(poisson.test(k)$conf.int)))

pairs <- replicate(samples, c(sample(1:60, 1), sample(1:400, 1), sample(1:60, 1), sample(1:400, 1)), simplify = FALSE)
exact("change of a count", sapply(pairs, function(v) paste("change", words(v))), lapply(pairs, function(v) {
  test <- poisson.test(c(v[3], v[1]), c(v[4], v[2]))
  c(test$p.value, as.numeric(test$conf.int))
}), 1e-7)

# R takes the middle of a flat stretch at exactly one half; the first length with S <= 0.5 is nines' rule.
first_at_half <- function(fit) {
  at <- which(fit$surv <= 0.5 + 1e-12 & fit$n.event > 0)
  if (length(at)) fit$time[at[1]] else NaN
}
crossing <- function(fit, bound) {
  at <- which(!is.na(bound) & bound <= 0.5 & fit$n.event > 0)
  if (length(at)) fit$time[at[1]] else NA
}
curve <- function(data) {
  fit <- survfit(Surv(time, ended) ~ 1, data = data, conf.type = "log-log")
  steps <- fit$n.event > 0
  last <- which(fit$surv <= 0 & steps)
  low <- crossing(fit, fit$lower)
  if (is.na(low) && length(last)) low <- fit$time[last[1]]
  high <- crossing(fit, fit$upper)
  interval <- if (is.na(low)) c(NaN, NaN) else c(low, if (is.na(high)) Inf else high)
  variance <- ifelse(fit$surv > 0, (fit$std.err * fit$surv)^2, 0)
  c(first_at_half(fit), interval, rbind(fit$time, fit$surv, variance)[, steps])
}
lives <- replicate(samples, lifetimes(sample(6:60, 1)), simplify = FALSE)
exact("Kaplan-Meier", sapply(lives, function(d) paste("survival", marked(d))), lapply(lives, curve))

couples <- replicate(samples, list(lifetimes(sample(5:40, 1)), lifetimes(sample(5:40, 1))), simplify = FALSE)
both_end <- sapply(couples, function(p) any(p[[1]]$ended) && any(p[[2]]$ended))
couples <- couples[both_end]
exact("log-rank", sapply(couples, function(p) paste("logrank |", marked(p[[1]]), "|", marked(p[[2]]))),
  lapply(couples, function(p) {
    data <- rbind(cbind(p[[1]], group = 1), cbind(p[[2]], group = 2))
    pchisq(survdiff(Surv(time, ended) ~ group, data = data)$chisq, 1, lower.tail = FALSE)
  }))

# Two Monte Carlo intervals of one distribution: their ends lie apart by a few per cent of the width. R counts ties as
# above the estimate, nines (as SciPy) half; so what can tie is compared by the percentile interval.
bootstraps <- function(name, question, type, statistic, jumps) {
  data <- replicate(bootstrap_samples, sort(durations(sample(8:40, 1))), simplify = FALSE)
  ours <- ask(sapply(data, function(x) paste(question, "|", words(x))))
  far <- t(mapply(function(x, a) {
    b <- boot(x, function(x, i) statistic(x[i]), R = resamples)
    jackknife <- empinf(data = x, statistic = function(x, i) statistic(x[i]), type = "jack", stype = "i")
    ends <- boot.ci(b, type = type, L = jackknife)[[4]][4:5]
    (a - ends) / diff(ends)
  }, data, ours))
  outside <- which(apply(abs(far), 1, max) > 0.2)
  faults <- if (length(outside) > jumps) sprintf("sample %d: ends apart %s", outside, apply(far[outside, , drop = FALSE],
    1, words))
  if (max(abs(colMeans(far))) > 0.02) faults <- c(faults, paste("on average apart", words(colMeans(far))))
  verdict(name, faults)
}
type_7 <- function(x) {
  rank <- 0.75 * (length(x) - 1) + 1
  x <- sort.int(x, method = "radix")
  x[floor(rank)] + (rank - floor(rank)) * (x[ceiling(rank)] - x[floor(rank)])
}
bootstraps("bootstrap of the mean", "mean", "bca", function(x) sum(x) / length(x), 0)
bootstraps("bootstrap of P75", "percentile 0.75", "perc", type_7, 3)
