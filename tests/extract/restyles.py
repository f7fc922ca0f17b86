"""A Markdown document in another dress: the same words with other markup. Each restyle takes a text and gives a text."""
import html
import re
import textwrap

FENCE = re.compile(r"\s*(```|~~~)")
HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
ITEM = re.compile(r"(\s*)([-*+]|\d+[.)])\s+(.*)$")
ENTRY = re.compile(r"^(\s*[-*+]\s+)\**`?\[?(\d{1,2}:\d\d)\]?`?\**(?!\s*(?:[A-Z]{2,4}|[ap]m)\b)(\s*[-–—:|]*\s*)(?=[^\s\d:])")
ROW = re.compile(r"\s*\|(.*)\|\s*$")
RULE = re.compile(r"\s*\|[\s:|-]+\|\s*$")
LINK = re.compile(r"!?\[([^][]*)\]\(([^()\s]*)\)")
DAY = re.compile(r"(?<![\d/-])(20\d\d)-(0[1-9]|1[0-2])-([0-2]\d|3[01])(?![\d/T-])")
MONTHS = "January February March April May June July August September October November December".split()


def by_line(change):
    def restyle(text):
        lines, code = [], False
        for line in text.split("\n"):
            code ^= bool(FENCE.match(line))
            lines.append(line if code or FENCE.match(line) else change(line))
        return "\n".join(lines)
    return restyle


def replace(pattern, by):
    return by_line(lambda line: re.sub(pattern, by, line))


def headings(change):
    def line(text):
        match = HEADING.match(text)
        return change(len(match[1]), match[2]) if match else text
    return by_line(line)


def below_title(change):
    return headings(lambda level, text: "#" * level + " " + text if level == 1 else change(level, text))


def numbered(text):
    count = 0

    if not re.search(r"^# ", text, re.M):
        return text

    def change(level, words):
        nonlocal count
        count += level == 2
        return f"## {count}. {words}" if level == 2 else "#" * level + " " + words
    return headings(change)(text)


def entries(form):
    return by_line(lambda line: ENTRY.sub(lambda m: m[1] + form % m[2], line))


def table_of_entries(text):
    lines, rows, kept = [], [], []

    def flush():
        lines.extend(["", "| Time | Event |", "|---|---|", *rows, ""] if len(rows) > 1 else kept)
        rows.clear()
        kept.clear()
    for line in text.split("\n"):
        match = ENTRY.match(line)
        if match and not line.startswith(" "):
            rows.append(f"| {match[2]} | {line[match.end():].replace('|', '/')} |")
        elif rows and re.match(r"\s+\w", line):
            rows[-1] = rows[-1][:-1] + line.strip() + " |"
        else:
            flush()
            lines.append(line)
            continue
        kept.append(line)
    flush()
    return "\n".join(lines)


def entries_of_table(text):
    lines, source, i = [], text.split("\n"), 0
    while i < len(source):
        rows = []
        while i + 2 + len(rows) < len(source) and RULE.match(source[i + 1]) and ROW.match(source[i + 2 + len(rows)]):
            rows.append([c.strip() for c in ROW.match(source[i + 2 + len(rows)])[1].split("|")])
        if ROW.match(source[i]) and rows and all(len(r) == 2 and re.match(r"\d{1,2}:\d\d", r[0]) for r in rows):
            lines += [f"- {time} - {event}" for time, event in rows]
            i += 2 + len(rows)
        else:
            lines.append(source[i])
            i += 1
    return "\n".join(lines)


def wrapped(width):
    def line(text):
        match = re.match(r"(\s*(?:(?:[-*+]|\d+[.)])\s+)?)(.*)$", text)
        if len(text) <= width or text.lstrip().startswith(("|", "#", "<", ">")):
            return text
        return textwrap.fill(match[2], width, initial_indent=match[1], subsequent_indent=" " * len(match[1]),
                             break_long_words=False, break_on_hyphens=False)
    return by_line(line)


def details(text):
    lines, is_open = [], False
    for line in text.split("\n"):
        match = HEADING.match(line)
        if match and len(match[1]) == 2:
            lines += (["", "</details>", ""] if is_open else []) + ["<details>", f"<summary>{match[2]}</summary>", ""]
            is_open = True
        else:
            lines.append(line)
    return "\n".join(lines + (["", "</details>", ""] if is_open else []))


# ---- other markup: a document as blocks, then written anew ----

def blocks_of(text):
    """[(kind, level, text or rows)]: heading, item (level: depth), counted, paragraph, quote, table, code."""
    blocks, lines, i = [], text.split("\n"), 0
    while i < len(lines):
        line = lines[i]
        heading, item = HEADING.match(line), ITEM.match(line)
        i += 1
        if FENCE.match(line):
            start = i
            while i < len(lines) and not FENCE.match(lines[i]):
                i += 1
            blocks.append(("code", 0, "\n".join(lines[start:i])))
            i += 1
        elif heading:
            blocks.append(("heading", len(heading[1]), heading[2]))
        elif ROW.match(line) and i < len(lines) and RULE.match(lines[i]):
            rows = [line]
            while i < len(lines) and ROW.match(lines[i]):
                rows.append(lines[i])
                i += 1
            blocks.append(("table", 0, [[c.strip() for c in ROW.match(r)[1].split("|")] for r in rows if not RULE.match(r)]))
        elif item:
            kind = "counted" if item[2][0].isdigit() else "item"
            blocks.append((kind, 1 + len(item[1]) // 2, item[3]))
        elif line.startswith(">"):
            blocks.append(("quote", 0, line.lstrip("> ")))
        elif not line.strip():
            blocks.append(("gap", 0, ""))
        elif blocks and blocks[-1][0] in ("paragraph", "item", "counted", "quote"):
            kind, level, before = blocks[-1]
            blocks[-1] = (kind, level, before + "\n" + line.strip())
        else:
            blocks.append(("paragraph", 0, line.strip()))
    return [b for b in blocks if b[0] != "gap"]


def has_markup_we_do_not_write(text):
    """HTML, underlined headings and lines broken by hand, which have no other form in most markup: left out there."""
    lines = text.split("\n")
    by_hand = any(a and b and not ITEM.match(a) and not ITEM.match(b) and a[0] not in "#|>" and b[0] not in "#|>"
                  and (len(a) < 55 or a[-1] in ".)" and not b[0].islower()) for a, b in zip(lines, lines[1:]))
    return by_hand or bool(re.search(r"^\s*<|^(===+|---+)\s*$|  $|\\$", text, re.M))


def spans(text, bold, italic, code, link):
    text = LINK.sub(lambda m: link(m[1], m[2]), text)
    text = re.sub(r"\*\*(\S[^*]*?)\*\*|__(\S[^_]*?)__", lambda m: bold % (m[1] or m[2]), text)
    text = re.sub(r"(?<![\w*])\*([^\s*][^*\n]*)\*(?!\w)", lambda m: italic.replace("%s", m[1]), text) if italic else text
    return re.sub(r"`([^`\n]+)`", lambda m: code.replace("%s", m[1]), text)


def to_html(text):
    out, depth = ["<!DOCTYPE html>", "<html><body>"], []

    def inline(words):
        words = html.escape(words, quote=False)
        words = re.sub(r"^\[([ xX])\] ", lambda m: f"<input type=\"checkbox\"{' checked' * (m[1] != ' ')}> ", words)
        return spans(words, "<strong>%s</strong>", "<em>%s</em>", "<code>%s</code>", '<a href="{1}">{0}</a>'.format)

    def close(level):
        while len(depth) > level:
            out.append(f"</li></{depth.pop()}>")
    for kind, level, words in blocks_of(text):
        if kind in ("item", "counted"):
            level = min(level, len(depth) + 1)
            if len(depth) >= level:
                close(level)
                out.append("</li>")
            else:
                depth.append("ol" if kind == "counted" else "ul")
                out.append(f"<{depth[-1]}>")
            out.append(f"<li>{inline(words)}")
            continue
        close(0)
        if kind == "table":
            rows = [[f"<{'td' if r else 'th'}>{inline(c)}</{'td' if r else 'th'}>" for c in row] for r, row in enumerate(words)]
            out.append("<table>" + "\n".join("<tr>" + "".join(row) + "</tr>" for row in rows) + "</table>")
        elif kind == "code":
            out.append(f"<pre><code>{html.escape(words)}\n</code></pre>")
        else:
            tag = {"heading": f"h{level}", "quote": "blockquote", "paragraph": "p"}[kind]
            out.append(f"<{tag}>" + "\n".join(textwrap.wrap(inline(words), 72)) + f"</{tag}>")
    close(0)
    return "\n".join(out + ["</body></html>", ""])


def writer(heading, item, counted, table, inline, code, quote="> %s", join="\n"):
    """heading, item and counted take (level, text), table rows; inline is what spans() takes."""
    def restyle(text):
        out, list_before = [], False
        for kind, level, words in blocks_of(text):
            is_list = kind in ("item", "counted")
            out += [] if is_list and list_before else [""]
            list_before = is_list
            if kind == "table":
                out += table([[spans(c, *inline) for c in row] for row in words])
            elif kind == "code":
                out += [code[0], words, code[1]]
            else:
                words = spans(words, *inline)
                if kind != "heading":
                    words = words.replace("\n", join)
                write = {"heading": heading, "item": item, "counted": counted, "quote": lambda _, w: quote % w,
                         "paragraph": lambda _, w: w}[kind]
                out.append(write(level, words))
        return "\n".join(out[1:]) + "\n"
    return restyle


def bars(head, cell):
    return lambda rows: [(cell if r else head) + f" {cell if r else head} ".join(row) + (cell if r else head)
                         for r, row in enumerate(rows)]


def grid(rows):
    width = [max(len(r[c]) if c < len(r) else 0 for r in rows) for c in range(len(rows[0]))]
    rule = "+" + "+".join("-" * (w + 2) for w in width) + "+"
    out = [rule]
    for r, row in enumerate(rows):
        out += ["|" + "|".join(f" {c.ljust(w)} " for c, w in zip(row, width)) + "|", rule if r else rule.replace("-", "=")]
    return out


def columns(rows):
    width = [max(len(r[c]) if c < len(r) else 0 for r in rows) for c in range(len(rows[0]))]
    lines = ["  " + "  ".join(c.ljust(w) for c, w in zip(row, width)).rstrip() for row in rows]
    return [lines[0], "  " + "  ".join("-" * max(w, 2) for w in width), *lines[1:], ""]


def wiki_table(rows):
    out = ['{| class="wikitable"']
    for r, row in enumerate(rows):
        out += ["|-", *(("! " if r == 0 else "| ") + cell for cell in row)]
    return out + ["|}"]


def underlined(level, text):
    return text + "\n" + "=-~^\"'"[level - 1] * max(len(text), 3)


def words_only(text, _):
    return text


MARKUP = {
    "html": to_html,
    "mediawiki": writer(lambda n, t: f"{'=' * n} {t} {'=' * n}", lambda n, t: "*" * n + " " + t, lambda n, t: "#" * n + " " + t,
                        wiki_table, ("'''%s'''", "''%s''", "<code>%s</code>", "[{1} {0}]".format), ("<pre>", "</pre>"),
                        "<blockquote>%s</blockquote>", " "),
    "jira": writer(lambda n, t: f"h{n}. {t}", lambda n, t: "*" * n + " " + t, lambda n, t: "#" * n + " " + t, bars("||", "|"),
                   ("*%s*", "_%s_", "{{%s}}", "[{0}|{1}]".format), ("{code}", "{code}"), "bq. %s", " "),
    "dokuwiki": writer(lambda n, t: f"{'=' * (7 - n)} {t} {'=' * (7 - n)}", lambda n, t: "  " * n + "* " + t,
                       lambda n, t: "  " * n + "- " + t, bars("^", "|"), ("**%s**", "//%s//", "''%s''", "[[{1}|{0}]]".format),
                       ("<code>", "</code>"), "> %s", " "),
    "asciidoc": writer(lambda n, t: "=" * n + " " + t, lambda n, t: "*" * n + " " + t, lambda n, t: "." * n + " " + t,
                       lambda rows: ['[options="header"]', "|===", *("|" + " |".join(r) for r in rows), "|==="],
                       ("*%s*", "_%s_", "`%s`", "{1}[{0}]".format), ("----", "----"), "____\n%s\n____", " "),
    "org": writer(lambda n, t: "*" * n + " " + t + "\n:PROPERTIES:\n:CUSTOM_ID: x\n:END:", lambda n, t: "  " * (n - 1) + "- " + t,
                  lambda n, t: "  " * (n - 1) + "1. " + t,
                  lambda rows: [*(f"| {' | '.join(r)} |" for r in rows[:1]), "|" + "+".join("---" for _ in rows[0]) + "|",
                                *(f"| {' | '.join(r)} |" for r in rows[1:])],
                  ("*%s*", "/%s/", "=%s=", "[[{1}][{0}]]".format), ("#+begin_example", "#+end_example"),
                  "#+begin_quote\n%s\n#+end_quote", " "),
    "textile": writer(lambda n, t: f"h{n}. {t}", lambda n, t: "*" * n + " " + t, lambda n, t: "#" * n + " " + t,
                      lambda rows: ["|" + "|".join(("_. " if r == 0 else "") + c for c in row) + "|" for r, row in enumerate(rows)],
                      ("*%s*", "_%s_", "@%s@", '"{0}":{1}'.format), ("<pre>", "</pre>"), "bq. %s", " "),
    "rst": writer(underlined, lambda n, t: ("" if n == 1 else "\n") + "  " * (n - 1) + "- " + t,
                  lambda n, t: "   " * (n - 1) + "#. " + t, grid, ("**%s**", "*%s*", "``%s``", "`{0} <{1}>`__".format),
                  (".. code-block:: none\n", ""), "   %s", " "),
    "plain": writer(lambda n, t: t, lambda n, t: "  " * (n - 1) + "- " + t, lambda n, t: "  " * (n - 1) + "1. " + t, columns,
                    ("%s", "%s", "%s", words_only), ("", ""), "  %s", "\n"),
}

RESTYLES = {
    "bullets": replace(r"^(\s*)[-*+]\s+(?!\[)", r"\1• "),
    "indented": replace(r"^([-*+]\s+)", r"  \1"),
    "no-emphasis": replace(r"\*\*([^*]+)\*\*|__([^_]+)__", lambda m: m[1] or m[2]),
    "underscores": replace(r"\*\*([^*]+)\*\*", r"__\1__"),
    "deeper": headings(lambda n, t: "#" * min(6, n + 1) + " " + t),
    "setext": headings(lambda n, t: t + "\n" + "=-"[n - 1] * max(3, len(t)) if n <= 2 and t[:1].isalpha() else "#" * n + " " + t),
    "numbered": numbered,
    "bold-headings": below_title(lambda n, t: "\n**" + t.replace("**", "") + "**\n"),
    "bold-colon": below_title(lambda n, t: "\n**" + t.replace("**", "").rstrip(":") + ":**\n"),
    "upper": below_title(lambda n, t: "#" * n + " " + t.upper()),
    "emoji": below_title(lambda n, t: "#" * n + " \U0001F6A8 " + t),
    "rules": headings(lambda n, t: ("\n---\n\n" if n == 2 else "") + "#" * n + " " + t),
    "details": details,
    "quoted": lambda text: "\n".join("> " + line for line in text.split("\n")),
    "wrapped": wrapped(78),
    "time-bold": entries("**%s** "),
    "time-code": entries("`%s` "),
    "time-bracket": entries("[%s] "),
    "time-dash": entries("%s – "),
    "time-colon": entries("%s: "),
    "time-arrow": entries("%s → "),
    "table": table_of_entries,
    "from-table": entries_of_table,
    "day-month-year": replace(DAY, lambda m: f"{int(m[3])} {MONTHS[int(m[2]) - 1]} {m[1]}"),
    "month-day-year": replace(DAY, lambda m: f"{MONTHS[int(m[2]) - 1]} {int(m[3])}, {m[1]}"),
    "slashes": replace(DAY, r"\1/\2/\3"),
    "points": replace(DAY, r"\3.\2.\1"),
    "utc-z": replace(r"(\d\d:\d\d) UTC\b", r"\1Z"),
    "no-break-space": replace(r"(\d) (am|pm|UTC|GMT|CET|CEST|minutes|hours)\b", "\\1\u00a0\\2"),
    "two-spaces": replace(r"(?<=\w) (?=\w)", "  "),
    **MARKUP,
}
ENDINGS = {"html": "html", "rst": "rst", "asciidoc": "adoc", "org": "org", "mediawiki": "wiki", "jira": "txt",
           "dokuwiki": "txt", "textile": "txt", "plain": "txt"}
