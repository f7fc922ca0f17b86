#!/usr/bin/python3
"""nines against SciPy: BCa intervals of mean, median and P90 by 9,999 resamples, for months of 10,000 durations.

Usage: bootstrap.py PROGRAM [--months 24] [--incidents 10000] [--separate]

PROGRAM is the bench-bootstrap executable. Both work on the same durations (log-normal, median one hour, sd of the
logarithm 1.76) and both print their user time. SciPy is given its best form: one call whose statistic returns all three
figures, so that they share one set of resamples, in batches that stay in the cache. --separate makes one call for each
figure, as its manual shows.
"""
import argparse
import resource
import subprocess
import sys

import numpy
import scipy
from scipy.stats import bootstrap

NAMES = ("mean", "median", "p90")
BATCH = 400


def user_seconds(who):
    return resource.getrusage(who).ru_utime


def make_months(months, incidents):
    random = numpy.random.default_rng(1)
    return [numpy.rint(numpy.exp(random.normal(numpy.log(3.6e6), 1.76, incidents))) for _ in range(months)]


def three(values, axis):
    quantiles = numpy.percentile(values, [50, 90], axis=axis)
    return numpy.stack([values.mean(axis=axis), quantiles[0], quantiles[1]])


def p90(values, axis):
    return numpy.percentile(values, 90, axis=axis)


def scipy_interval(values, statistic):
    found = bootstrap((values,), statistic, n_resamples=9999, method="BCa", batch=BATCH,
                      random_state=numpy.random.default_rng(3))
    return numpy.array(found.confidence_interval).T.reshape(-1, 2)


def with_scipy(months, separate):
    before = user_seconds(resource.RUSAGE_SELF)
    statistics = (numpy.mean, numpy.median, p90) if separate else (three,)
    intervals = [numpy.concatenate([scipy_interval(month, s) for s in statistics]) for month in months]
    return intervals, user_seconds(resource.RUSAGE_SELF) - before


def with_nines(program, method, text):
    before = user_seconds(resource.RUSAGE_CHILDREN)
    done = subprocess.run([program, method], input=text, capture_output=True, text=True, check=True)
    seconds = user_seconds(resource.RUSAGE_CHILDREN) - before
    rows = [line.split() for line in done.stdout.splitlines() if line.startswith("mean")]
    return [numpy.array([[float(row[i + 2]), float(row[i + 3])] for i in (0, 4, 8)]) for row in rows], seconds


def furthest(ours, theirs):
    """Per figure, the largest difference of an end as a share of SciPy's width."""
    width = numpy.array([t[:, 1] - t[:, 0] for t in theirs])
    apart = numpy.array([numpy.abs(o - t).max(axis=1) for o, t in zip(ours, theirs)])
    return (apart / width).max(axis=0)


def report(label, seconds, months, ours=None, theirs=None):
    line = f"{label:<28} {seconds:9.3f} s user {1000 * seconds / months:9.1f} ms a month"
    if ours is not None:
        line += "   ends apart: " + ", ".join(f"{n} {d:.1%}" for n, d in zip(NAMES, furthest(ours, theirs)))
    print(line, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--incidents", type=int, default=10000)
    parser.add_argument("--separate", action="store_true")
    given = parser.parse_args()
    months = make_months(given.months, given.incidents)
    text = "".join(" ".join(str(int(v)) for v in month) + "\n" for month in months)
    print(f"{given.months} months of {given.incidents} durations, BCa, 9,999 resamples, mean + median + P90")
    ours, nines_seconds = with_nines(given.program, "bca", text)
    quick, quick_seconds = with_nines(given.program, "quick", text)
    theirs, scipy_seconds = with_scipy(months, given.separate)
    report("SciPy " + scipy.__version__, scipy_seconds, given.months)
    report("nines, 9,999 resamples", nines_seconds, given.months, ours, theirs)
    report("nines, quick (closed forms)", quick_seconds, given.months, quick, theirs)
    ratio = scipy_seconds / nines_seconds
    print(f"user time: SciPy / nines = {ratio:.1f} (goal: at least 30)")
    return 0 if ratio >= 30 else 1


if __name__ == "__main__":
    sys.exit(main())
