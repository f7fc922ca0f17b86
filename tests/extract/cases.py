"""A table of cases: columns with tabs between, "#" before what is none; "?" before the first column marks a case that is
known not to be read yet."""


def rows(path):
    """(line number, known not to be read, the columns)"""
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.strip() and not line.startswith("#"):
                first, *rest = line.rstrip("\n").split("\t")
                yield number, first.startswith("?"), [first.lstrip("?"), *rest]
