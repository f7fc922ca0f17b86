"""The blocks of a Markdown file as a test, see readme.sh. Prints TAP."""
import difflib
import os
import re
import subprocess
import sys

BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.M | re.S)


def run(command, folder):
    """Output and status of one command line; "# exit N" behind it is the wanted status."""
    wanted = re.search(r"\s+# exit (\d+)$", command)
    shell = command[:wanted.start()] if wanted else command
    p = subprocess.run(["sh", "-c", shell], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return p.stdout.decode(), p.returncode == (int(wanted.group(1)) if wanted else 0), p.returncode


def steps(block):
    """[(command, shown output)] of a console block; a command may go on after a backslash."""
    found, rows = [], block.split("\n")[:-1]
    while rows:
        command = rows.pop(0)
        while command.endswith("\\"):
            command += "\n" + rows.pop(0)
        shown = []
        while rows and not rows[0].startswith("$ "):
            shown.append(rows.pop(0))
        found.append((command[2:], shown))
    return found


def same(shown, got):
    pattern = "".join("(?:.*\n)*?" if row == "..." else re.escape(row) + "\n" for row in shown)
    return re.fullmatch(pattern, got) is not None


def keep_cuts(shown, got):
    """The real output, cut where the README cuts: what stands before and behind the "..." keeps its number of lines."""
    rows = got.split("\n")[:-1]
    if "..." not in shown:
        return rows
    at = shown.index("...")
    tail = len(shown) - at - 1
    return rows[:at] + ["..."] + (rows[-tail:] if tail else [])


class Blocks:
    def __init__(self, folder):
        self.folder, self.n, self.bad = folder, 0, 0

    def ok(self, fine, name, detail):
        self.n += 1
        self.bad += not fine
        print(f"{'ok' if fine else 'not ok'} {self.n} {name}")
        for row in [] if fine else detail:
            print("#", row.rstrip("\n"))

    def console(self, block):
        rows = []
        for command, shown in steps(block):
            got, fine, status = run(command, self.folder)
            self.ok(fine, command.split("\n")[0], [f"exit {status}", *got.split("\n")[-20:]])
            agrees = same(shown, got)
            self.ok(agrees, "output of it", list(difflib.unified_diff(shown, got.split("\n"), "README", "real")))
            rows += ["$ " + command, *(shown if agrees else keep_cuts(shown, got))]
        return "".join(row + "\n" for row in rows)

    def __call__(self, match):
        kind, name, text = match.groups()
        if kind == "console":
            return f"```console\n{self.console(text)}```"
        if name:
            path = os.path.join(self.folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
        return match.group(0)


def main():
    path, folder = sys.argv[1:3]
    with open(path, encoding="utf-8") as f:
        text = f.read()
    blocks = Blocks(folder)
    real = BLOCK.sub(blocks, text)
    print(f"1..{blocks.n}")
    if "--write" in sys.argv:
        with open(path, "w", encoding="utf-8") as f:
            f.write(real)
    sys.exit(1 if blocks.bad else 0)


main()
