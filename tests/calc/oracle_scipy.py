#!/usr/bin/python3
"""The statistics of calc/ against SciPy on generated samples. Usage: oracle_scipy.py PROGRAM; prints TAP."""
import math
import subprocess
import sys

try:
    import numpy
    from scipy import special, stats
except ImportError:
    print("1..0 # SKIP SciPy is not installed")
    sys.exit(0)

SAMPLES = 200
RESAMPLES = 9999


def ask(program, questions):
    done = subprocess.run([program], input="\n".join(questions) + "\n", capture_output=True, text=True, check=True)
    return [[float(word) for word in line.split()] for line in done.stdout.splitlines()]


def words(values):
    return " ".join(str(v) for v in values)


def durations(random, n):
    """Heavy-tailed whole milliseconds; every fourth sample is rounded to minutes, so that it has ties."""
    values = numpy.exp(random.normal(math.log(3.6e6), random.uniform(0.3, 1.5), n))
    if random.integers(4) == 0:
        return [int(v // 60000 + 1) * 60000 for v in values]
    return [int(v) + 1000 for v in values]


class Exact:
    """Questions whose answers must agree to a relative tolerance."""

    def __init__(self, name, tolerance=1e-9):
        self.name, self.tolerance, self.cases = name, tolerance, []

    def add(self, question, *expected):
        self.cases.append((question, expected))

    def run(self, program):
        faults = []
        for (question, expected), answer in zip(self.cases, ask(program, [q for q, _ in self.cases])):
            for e, a in zip(expected, answer):
                same = e == a or (math.isnan(e) and math.isnan(a))
                if not same and not abs(e - a) <= self.tolerance * max(abs(e), 1e-12):
                    faults.append(f"{question}: {a!r}, SciPy {e!r}")
        return faults


def distributions(random):
    exact = Exact("distributions", 1e-10)
    for _ in range(SAMPLES):
        p = float(10 ** random.uniform(-12, -0.01)) if random.integers(2) else float(random.uniform(0, 1))
        exact.add(f"normal {p!r}", special.ndtri(p), p)
        degrees = float(random.uniform(0.5, 2000))
        exact.add(f"chi2 {p!r} {degrees!r}", stats.chi2.ppf(p, degrees), stats.chi2.cdf(degrees, degrees))
        a, b = (float(10 ** random.uniform(-0.3, 3.5)) for _ in range(2))
        exact.add(f"beta {p!r} {a!r} {b!r}", stats.beta.ppf(p, a, b), stats.beta.cdf(p, a, b))
        k, mean = int(random.integers(0, 300)), float(random.uniform(0, 300))
        exact.add(f"poisson {k} {mean!r}", stats.poisson.cdf(k, mean))
        n = int(random.integers(k, 500))
        exact.add(f"binomial {k} {n} {p!r}", stats.binom.cdf(k, n, p), stats.binom.pmf(k, n, p))
    return exact


def counts(random):
    exact = Exact("counts", 1e-8)
    for _ in range(SAMPLES):
        n = int(random.integers(0, 400))
        low = stats.chi2.ppf(0.025, 2 * n) / 2 if n else 0.0
        exact.add(f"count {n}", low, stats.chi2.ppf(0.975, 2 * n + 2) / 2)
        before, after = (int(v) for v in random.integers(0, 60, 2))
        t, u = (float(v) for v in random.integers(1, 400, 2))
        if before + after == 0:
            continue
        p = stats.binomtest(before, before + after, t / (t + u)).pvalue
        share = stats.binomtest(after, before + after).proportion_ci(0.95, method="exact")
        high = math.inf if before == 0 else t / u * share.high / (1 - share.high)
        exact.add(f"change {before} {t!r} {after} {u!r}", p, t / u * share.low / (1 - share.low), high)
    return exact


def shares_and_medians(random):
    exact = Exact("shares and medians")
    for _ in range(SAMPLES):
        n = int(random.integers(1, 200))
        hits = int(random.integers(0, n + 1))
        wilson = stats.binomtest(hits, n).proportion_ci(0.95, method="wilson")
        exact.add(f"share {hits} {n}", wilson.low, wilson.high)
        values = sorted(durations(random, n))
        rank = int(stats.binom.ppf(0.025, n, 0.5))
        while rank > 0 and stats.binom.cdf(rank - 1, n, 0.5) > 0.025:
            rank -= 1
        low, high = (values[rank - 1], values[n - rank]) if rank else (math.nan, math.nan)
        exact.add("median " + words(random.permutation(values)), low, high)
    return exact


class Bootstrap:
    """Two Monte Carlo intervals: the ends lie apart by a few per cent of the width, and on average by nothing. The ends
    for an order statistic are values of the sample, so a few jump to the next one."""

    def __init__(self, name, question, statistic, random, jumps):
        self.name, self.question, self.statistic, self.jumps = name, question, statistic, jumps
        self.samples = [durations(random, int(random.integers(8, 40))) for _ in range(SAMPLES)]

    def run(self, program):
        answers = ask(program, [f"{self.question} | {words(s)}" for s in self.samples])
        random, apart = numpy.random.default_rng(5), []
        for sample, answer in zip(self.samples, answers):
            found = stats.bootstrap((numpy.array(sample),), self.statistic, n_resamples=RESAMPLES, method="BCa",
                                    random_state=random).confidence_interval
            apart.append([(answer[i] - found[i]) / (found.high - found.low) for i in (0, 1)])
        apart = numpy.array(apart)
        faults = [f"sample {i}: ends apart {a}" for i, a in enumerate(apart) if numpy.abs(a).max() > 0.2]
        if len(faults) <= self.jumps:
            faults = []
        if numpy.abs(apart.mean(axis=0)).max() > 0.01 or numpy.abs(apart).mean() > 0.02:
            faults.append(f"on average apart {apart.mean(axis=0)}, absolutely {numpy.abs(apart).mean()}")
        return faults


class Permutations:
    """p of the permutation test on ln(duration): two Monte Carlo estimates of one probability."""

    name = "permutation test"

    def __init__(self, random):
        self.pairs = [(durations(random, int(random.integers(6, 25))), durations(random, int(random.integers(6, 25))))
                      for _ in range(SAMPLES)]

    def run(self, program):
        answers = ask(program, [f"compare | {words(a)} | {words(b)}" for a, b in self.pairs])
        random, faults = numpy.random.default_rng(6), []
        for (a, b), (p, ratio, low, high) in zip(self.pairs, answers):
            x, y = numpy.log(a), numpy.log(b)
            n, m = len(x), len(y)
            pool = numpy.concatenate([x, y])
            dealt = random.permuted(numpy.tile(pool, (RESAMPLES, 1)), axis=1)
            difference = dealt[:, n:].mean(axis=1) - dealt[:, :n].mean(axis=1)
            observed = y.mean() - x.mean()
            theirs = (1 + (numpy.abs(difference) >= abs(observed) - 1e-9).sum()) / (1 + RESAMPLES)
            error = math.sqrt(2 * theirs * (1 - theirs) / RESAMPLES) + 2e-4
            if abs(p - theirs) > 4.5 * error or abs(ratio - math.exp(observed)) > 1e-9 * ratio:
                faults.append(f"{n} and {m}: p {p}, NumPy {theirs}; ratio {ratio}, {math.exp(observed)}")
            if not low < ratio < high:
                faults.append(f"{n} and {m}: ratio {ratio} outside {low}..{high}")
        return faults


def p90(values, axis):
    return numpy.percentile(values, 90, axis=axis)


def main():
    random = numpy.random.default_rng(20260101)
    checks = [distributions(random), counts(random), shares_and_medians(random),
              Bootstrap("bootstrap of the mean", "mean", numpy.mean, random, 0),
              Bootstrap("bootstrap of the median", "quantile 0.5", numpy.median, random, 12),
              Bootstrap("bootstrap of P90", "quantile 0.9", p90, random, 12), Permutations(random)]
    print(f"1..{len(checks)}")
    for number, check in enumerate(checks, 1):
        faults = check.run(sys.argv[1])
        print(f"{'not ok' if faults else 'ok'} {number} - {check.name}", flush=True)
        for fault in faults[:10]:
            print("# " + fault)


if __name__ == "__main__":
    main()
