#!/usr/bin/env python3
"""Every command explains itself: help, man page and completion name every option, and a wrong word is answered."""
import re
import subprocess
import sys

from tap import done, ok, run

NINES = sys.argv[1]
EX_USAGE = 64


def options(text):
    return set(re.findall(r"^ {2,}(?:-\w, )?(--[a-z-]+)", text, re.M))


def check_command(words, completion):
    help_text = run(NINES, *words, "--help")
    name = " ".join(words)
    first = help_text.split("\n")[0]
    ok(f"{name}: usage", first.startswith(f"Usage: nines {name} "), first)
    wide = [row for row in help_text.split("Examples:")[0].split("\n")[1:] if len(row) > 80]
    ok(f"{name}: within 80 columns", not wide, wide)
    page = run(NINES, "man", "-".join(words))
    there = options(help_text)
    ok(f"{name}: options", "--help" in there and all(f"*{o}*" in page for o in there), there)
    ok(f"{name}: completed", all(o in completion for o in there), there)
    for section in ("# NAME", "# SYNOPSIS", "# OPTIONS", "# EXAMPLES"):
        ok(f"{name}: {section}", section in page, page[:200])


def main():
    pages = run(NINES, "man", "--list").split()
    listed = re.findall(r"^  ([a-z]+(?: [a-z]+)?)  +", run(NINES, "--help"), re.M)
    ok("a page for each command", pages == ["nines"] + ["nines-" + c.replace(" ", "-") for c in listed], (pages, listed))
    completion = run(NINES, "completion", "bash")
    ok("bash reads it", subprocess.run(["bash", "-n"], input=completion.encode(), check=False).returncode == 0)
    for command in listed:
        check_command(command.split(), completion)
    ok("definitions", "*time to resolve (TTR)*" in run(NINES, "man"))
    ok("version", re.fullmatch(r"nines \d+\.\d+\.\d+\n", run(NINES, "--version")) is not None)
    for words in (["metrcs"], ["metrics", "--tiemzone", "UTC"], ["man", "nines-none"], ["completion", "tcsh"], []):
        run(NINES, *words, status=EX_USAGE)
        ok(f"refused: {words}", True)
    done()


main()
