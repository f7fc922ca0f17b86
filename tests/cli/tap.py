"""A little TAP: ok(name, condition, detail), close(name, got, wanted), done(). Runs nines and reads its JSON."""
import json
import math
import os
import subprocess
import sys

count, failed = 0, 0


def ok(name, condition, detail=""):
    global count, failed
    count += 1
    if condition:
        print(f"ok {count} {name}")
    else:
        failed += 1
        print(f"not ok {count} {name}")
        print(f"# {detail}")


def close(name, got, wanted, relative=1e-9):
    same = got == wanted or (isinstance(got, (int, float)) and isinstance(wanted, (int, float)) and
                             math.isclose(got, wanted, rel_tol=relative, abs_tol=1e-9))
    ok(name, same, f"got {got!r}, wanted {wanted!r}")


def skip(reason):
    print(f"1..0 # SKIP {reason}")
    sys.exit(0)


def done():
    print(f"1..{count}")
    sys.exit(1 if failed else 0)


def run(nines, *arguments, status=0):
    """Standard output; the exit status must be the wanted one."""
    p = subprocess.run([nines, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if p.returncode != status:
        print(f"# nines {' '.join(map(str, arguments))}: exit {p.returncode}: {p.stderr.decode(errors='replace')[-500:]}")
        print("Bail out! nines failed")
        sys.exit(1)
    return p.stdout.decode()


def run_json(nines, *arguments, status=0):
    return json.loads(run(nines, *arguments, "--json", status=status))


def tables_report(folder):
    """A report without charts: it leaves the derived tables in the database, at the least cost."""
    path = os.path.join(folder, "tables.yaml")
    with open(path, "w", encoding="utf-8") as f:
        f.write("report: tables\ntitle: Tables\npage: a4\ncontext: {query: SELECT * FROM report_period}\n"
                "pages:\n  - title: Tables\n    blocks:\n      - text: See the database.\n")
    return path


def shared(*parts):
    path = os.path.join(os.environ.get("NINES_SHARED", ""), *parts)
    if not os.path.exists(path):
        skip("the shared material is not beside this checkout")
    return path
