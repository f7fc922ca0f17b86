#!/usr/bin/env python3
"""The JSON Schema of report definitions and the reader know the same keys and words; the shipped definitions and the
README's example are valid by the schema; what the schema refuses, `nines report --check` refuses with line and column."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

root = pathlib.Path(sys.argv[1])
schema = json.loads((root / "reports/report.schema.json").read_text())
definitions = schema["definitions"]


def words_of(source, array):
    text = (root / "src" / source).read_text()
    body = re.search(r"%s\[\] = \{(.*?)\};" % array, text, re.S).group(1)
    return set(re.findall(r'"(\w+)"', body))


def keys(name):
    node = definitions[name]
    for choice in node.get("oneOf", []):
        node = choice if "properties" in choice else node
    return set(node["properties"])


PAIRS = [
    ("report/definition.c", "report_keys", set(schema["properties"])),
    ("report/definition.c", "page_sizes", set(schema["properties"]["page"]["enum"])),
    ("report/fill_chart.c", "chart_keys", keys("chart")),
    ("report/fill_chart.c", "encoding_keys", keys("encoding")),
    ("report/fill_chart.c", "scale_words", set(definitions["encoding"]["oneOf"][1]["properties"]["scale"]["enum"])),
    ("base/document.c", "mark_names", set(definitions["chart"]["properties"]["mark"]["enum"])),
    ("report/fill_sheet.c", "sheet_keys", keys("sheet")),
    ("report/fill_sheet.c", "column_keys", keys("column")),
    ("report/fill_sheet.c", "style_words", set(definitions["column"]["oneOf"][1]["properties"]["style"]["enum"])),
    ("report/fill_sheet.c", "figure_keys", keys("figure")),
    ("report/fill_page.c", "page_keys", keys("page")),
    ("report/fill_page.c", "block_keys", keys("block")),
]

# ---- as much of draft 7 as the schema uses ----

TYPES = {"string": str, "array": list, "object": dict, "boolean": bool, "null": type(None)}


def is_type(value, name):
    if name in ("number", "integer"):
        return isinstance(value, (int, float) if name == "number" else int) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def check_object(node, value, at):
    for key in node.get("required", []):
        if key not in value:
            yield at, "lacks %s" % key
    for key, part in value.items():
        if key in node.get("properties", {}):
            yield from check(node["properties"][key], part, "%s/%s" % (at, key))
        elif node.get("additionalProperties") is False:
            yield at, "unknown key %s" % key


def check_bounds(node, value, at):
    size = len(value) if isinstance(value, (str, list)) else value
    low, high = ("minLength", "maxLength") if isinstance(value, str) else ("minItems", "maxItems")
    if not isinstance(value, (str, list)):
        low, high = "minimum", "maximum"
    if low in node and size < node[low] or high in node and size > node[high]:
        yield at, "out of bounds"


def check(node, value, at=""):
    if "$ref" in node:
        yield from check(definitions[node["$ref"].rsplit("/", 1)[1]], value, at)
    if "type" in node and not is_type(value, node["type"]):
        yield at, "is no %s" % node["type"]
        return
    if "enum" in node and value not in node["enum"]:
        yield at, "%r is none of %s" % (value, node["enum"])
    if "pattern" in node and isinstance(value, str) and not re.search(node["pattern"], value):
        yield at, "does not match"
    if "oneOf" in node and sum(not list(check(choice, value, at)) for choice in node["oneOf"]) != 1:
        yield at, "%s fits not exactly one form" % str(value)[:80]
    yield from check_bounds(node, value, at) if not isinstance(value, (dict, bool, type(None))) else ()
    if isinstance(value, dict):
        yield from check_object(node, value, at)
    for i, item in enumerate(value if isinstance(value, list) and "items" in node else ()):
        yield from check(node["items"], item, "%s/%d" % (at, i))


WRONG = {
    "no name": "title: x",
    "unknown key": "report: a\ntitel: x",
    "unknown mark": "report: a\ncharts: [{name: c, mark: pie, query: SELECT 1, x: a}]",
    "no query": "report: a\nsheets: [{name: s}]",
    "query and file": "report: a\nsheets: [{name: s, query: SELECT 1, sql: a.sql}]",
    "long sheet name": "report: a\nsheets: [{name: %s, query: SELECT 1}]" % ("s" * 32),
    "bracket in a sheet name": "report: a\nsheets: [{name: 's[1]', query: SELECT 1}]",
    "one chart beside nothing": "report: a\npages: [{blocks: [{charts: [a]}]}]",
    "block of nothing": "report: a\npages: [{blocks: [{rows: 3}]}]",
    "block of two things": "report: a\npages: [{blocks: [{heading: a, text: b}]}]",
    "page size": "report: a\npage: a3",
}


def refusal(text):
    """What the program says to a wrong definition, as a list of complaints about that."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "wrong.yaml"
        path.write_text(text + "\n")
        run = subprocess.run([sys.argv[2], "report", "--check", str(path)], capture_output=True, text=True)
    if run.returncode == 78 and re.search(r"wrong\.yaml:\d+:\d+: \S", run.stderr):
        return []
    return ["the program: %d %s" % (run.returncode, (run.stdout + run.stderr).strip())]


def main():
    cases = []
    wrong = [(source, array, words_of(source, array) ^ words) for source, array, words in PAIRS
             if words_of(source, array) != words]
    cases.append(("keys", ["%s %s: %s" % (s, a, ", ".join(sorted(w))) for s, a, w in wrong]))
    try:
        import yaml
    except ImportError:
        print("1..2\n%s 1 keys\nok 2 definitions # SKIP no PyYAML" % ("not ok" if wrong else "ok"))
        return bool(wrong)
    for path in sorted((root / "reports").glob("*.yaml")):
        if path.name != "theme.yaml":
            cases.append((path.name, ["%s %s" % e for e in check(schema, yaml.safe_load(path.read_text()))]))
    readme = re.findall(r"```yaml reports/\S+\n(.*?)```", (root / "README.md").read_text(), re.S)
    cases.append(("README has an example", [] if readme else ["none found"]))
    for text in readme:
        cases.append(("README", ["%s %s" % e for e in check(schema, yaml.safe_load(text))]))
    for name, text in WRONG.items():
        accepted = not list(check(schema, yaml.safe_load(text)))
        cases.append(("refused: " + name, ["accepted by the schema"] * accepted + refusal(text)))
    print("1..%d" % len(cases))
    for i, (name, errors) in enumerate(cases, 1):
        for error in errors[:8]:
            print("# %s" % error)
        print("%s %d %s" % ("not ok" if errors else "ok", i, name))
    return any(errors for _, errors in cases)


sys.exit(main())
