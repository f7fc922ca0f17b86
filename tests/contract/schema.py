#!/usr/bin/env python3
"""The schema and the reader know the same keys: the reader's are taken from its Field tables. That every example is
valid by the schema is shown by examples.c."""
import json
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
schema = json.loads((root / "src/contract/contract.schema.json").read_text())
definitions = schema["definitions"]


def keys_of(source, table):
    text = (root / "src/contract" / source).read_text()
    body = re.search(r"static const Field %s\[\] = \{(.*?)\n\};" % table, text, re.S).group(1)
    if "TERMS_FIELDS" in body:
        body += re.search(r"#define TERMS_FIELDS(.*?)\n\n", text, re.S).group(1)
    return set(re.findall(r'\{[\s\\\\]*"(\w+)",', body))


def properties(name):
    node = definitions[name] if name else schema
    for choice in node.get("oneOf", []):
        if "properties" in choice:
            node = choice
    return node["properties"]


def part(name, *path):
    node = definitions[name]
    for step in path:
        node = node["properties"][step]
        for choice in node.get("oneOf", []):
            if "properties" in choice:
                node = choice
    return set(node["properties"])


version = schema["properties"]["versions"]["items"]["properties"]
PAIRS = [
    ("read_contract.c", "contract_fields", set(schema["properties"])),
    ("read_contract.c", "version_fields", set(version)),
    ("read_contract.c", "valid_fields", part("valid")),
    ("read_contract.c", "schedule_fields", set(properties("period"))),
    ("read_contract.c", "rounding_fields", set(properties("rounding"))),
    ("read_money.c", "fee_fields", part("fee")),
    ("read_money.c", "cap_fields", set(properties("cap"))),
    ("read_money.c", "tier_fields", part("tier")),
    ("read_money.c", "credit_fields", part("credits")),
    ("read_money.c", "first_fields", part("credits", "first")),
    ("read_money.c", "claim_fields", part("credits", "claim")),
    ("read_terms.c", "obligation_fields", part("obligation")),
    ("read_terms.c", "per_fields", part("obligation", "per")),
    ("read_terms.c", "target_fields", part("obligation", "target")),
    ("read_terms.c", "combine_fields", part("obligation", "combine")),
    ("read_unit.c", "edge_fields", {"above", "at_least"} | part("obligation", "degraded_counts")),
    ("read_unit.c", "unit_fields", part("obligation", "unit")),
    ("read_exclude.c", "clause_fields", set(properties("clause"))),
    ("read_exclude.c", "maintenance_fields",
     {k for c in properties("clause")["maintenance"]["oneOf"] for k in c.get("properties", {})}),
    ("windows.c", "window_fields", set(properties("window"))),
    ("read_response.c", "response_fields", part("responseTarget")),
    ("read_response.c", "clock_fields", part("responseTarget", "clock")),
    ("read_response.c", "response_credit_fields", part("responseTarget", "credits")),
    ("read_response.c", "chronic_fields", part("chronicRule")),
    ("read_response.c", "calendar_fields", set(definitions["calendars"]["additionalProperties"]["properties"])),
]


def main():
    print("1..1")
    wrong = [(t, keys_of(s, t) ^ k) for s, t, k in PAIRS if keys_of(s, t) != k]
    for table, keys in wrong:
        print("# %s: %s" % (table, ", ".join(sorted(keys))))
    print("%s 1 keys" % ("not ok" if wrong else "ok"))
    return bool(wrong)


sys.exit(main())
