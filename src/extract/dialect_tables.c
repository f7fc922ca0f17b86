/* Tables whose cells are drawn or told line by line become rows of Markdown. A row stands on the line of its first
 * cell; lines that are left over hold rows of points, which the reader drops (pipes.c). */
#include "dialects.h"

#include <string.h>

#define MOST_COLUMNS 16
#define MOST_FRAMED 300 /* lines */

typedef struct {
    GPtrArray *cells; /* GString* */
    guint line;
} Row;

typedef struct {
    GArray *rows;   /* Row */
    guint from, to; /* lines */
    bool head;
} Table;

static void cell_free(gpointer cell)
{
    g_string_free(cell, TRUE);
}

static void row_clear(gpointer data)
{
    g_ptr_array_unref(((Row *)data)->cells);
}

static Table table_new(guint from)
{
    Table table = {g_array_new(FALSE, FALSE, sizeof(Row)), from, from, false};
    g_array_set_clear_func(table.rows, row_clear);
    return table;
}

static Row *row_at(const Table *table, guint i)
{
    return &g_array_index(table->rows, Row, i);
}

static Row *add_row(Table *table, guint line)
{
    Row row = {g_ptr_array_new_with_free_func(cell_free), line};
    g_array_append_val(table->rows, row);
    return row_at(table, table->rows->len - 1);
}

/* More text for a cell; one that is not there yet is made. */
static void add_text(const Row *row, guint cell, const char *text, gsize length)
{
    while (length && g_ascii_isspace(*text))
        text++, length--;
    while (length && g_ascii_isspace(text[length - 1]))
        length--;
    while (row->cells->len <= cell)
        g_ptr_array_add(row->cells, g_string_new(NULL));
    GString *all = row->cells->pdata[cell];
    if (all->len && length)
        g_string_append_c(all, ' ');
    for (gsize i = 0; i < length; i++)
        g_string_append_c(all, text[i] == '|' ? '/' : text[i]);
}

static char *row_text(const Row *row, guint columns, const char *filler)
{
    GString *out = g_string_new("|");
    for (guint c = 0; c < columns; c++) {
        const GString *cell = row && c < row->cells->len ? row->cells->pdata[c] : NULL;
        g_string_append_printf(out, " %s |", cell ? cell->str : row ? "" : filler);
    }
    return g_string_free(out, FALSE);
}

/* A head needs a line below it for its rule, and may move up for it. */
static void table_write(GPtrArray *lines, Table *table)
{
    guint columns = 2, n = table->rows->len;
    for (guint r = 0; r < n; r++)
        columns = CLAMP(row_at(table, r)->cells->len, columns, MOST_COLUMNS);
    if (table->head && n > 1 && row_at(table, 1)->line == row_at(table, 0)->line + 1 &&
        row_at(table, 0)->line > table->from)
        row_at(table, 0)->line--;
    guint first = n ? row_at(table, 0)->line : table->to, last = n ? row_at(table, n - 1)->line : table->to;
    for (guint line = table->from, r = 0; line < table->to; line++) {
        bool row = r < n && row_at(table, r)->line == line, rule = table->head && line == first + 1;
        if (line < first || line > last)
            dialect_set(lines, line, g_strdup(""));
        else
            dialect_set(lines, line, row_text(row ? row_at(table, r) : NULL, columns, rule ? "---" : "."));
        r += row;
    }
    g_array_unref(table->rows);
}

/* ---- "+-----+-----+" ---- */

static bool is_grid_rule(const char *line)
{
    gsize n = strspn(line, "+-=: ");
    return line[0] == '+' && n == strlen(line) && n > 4 && strchr(line + 1, '+') && strpbrk(line, "-=");
}

static void add_bars(const Row *row, const char *line)
{
    guint cell = 0;
    for (const char *p = line + 1, *bar; (bar = strchr(p, '|')) && cell < MOST_COLUMNS; p = bar + 1)
        add_text(row, cell++, p, (gsize)(bar - p));
}

static guint read_grid(GPtrArray *lines, guint i)
{
    Table table = table_new(i);
    Row *row = NULL;
    guint rules = 0;
    for (; i < lines->len; i++) {
        const char *line = dialect_line(lines, i);
        if (is_grid_rule(line)) {
            table.head |= ++rules == 2 && (strchr(line, '=') || table.rows->len == 1);
            row = NULL;
        } else if (line[0] == '|') {
            row = row ? row : add_row(&table, i);
            add_bars(row, line);
        } else
            break;
    }
    table.to = i;
    if (table.rows->len)
        table_write(lines, &table);
    else
        g_array_unref(table.rows);
    return i;
}

/* ---- "=====  =====" and "-----  -----" ---- */

typedef struct {
    glong start[MOST_COLUMNS]; /* characters */
    guint n;
    char mark;
} Columns;

static Columns columns_of(const char *line)
{
    Columns columns = {.mark = line[strspn(line, " ")]};
    const char marks[] = {columns.mark, '\0'};
    if ((columns.mark != '=' && columns.mark != '-') || strlen(line) < 8)
        return columns;
    for (const char *p = line; *p && columns.n < MOST_COLUMNS;) {
        p += strspn(p, " ");
        gsize run = strspn(p, marks);
        if (*p && run < 2)
            return (Columns){.mark = columns.mark};
        if (run)
            columns.start[columns.n++] = p - line;
        p += run;
    }
    return columns;
}

static bool is_blank(const char *line)
{
    return line[strspn(line, " \t")] == '\0';
}

static const char *at_character(const char *line, glong characters)
{
    while (characters-- > 0 && *line)
        line = g_utf8_next_char(line);
    return line;
}

static void add_columns(const Row *row, const Columns *columns, const char *line)
{
    for (guint c = 0; c < columns->n; c++) {
        const char *from = c ? at_character(line, columns->start[c]) : line;
        const char *to = c + 1 < columns->n ? at_character(line, columns->start[c + 1]) : line + strlen(line);
        add_text(row, c, from, (gsize)(to - from));
    }
}

static bool starts_row(const Columns *columns, const char *line)
{
    const char *first = at_character(line, columns->start[0]);
    return *first && *first != ' ';
}

/* The rows below a rule; sparse: an empty line ends each of them. Returns the line behind the last. */
static guint read_rows(const GPtrArray *lines, guint i, const Columns *columns, bool sparse, Table *table)
{
    Row *row = NULL;
    for (; i < lines->len; i++) {
        const char *line = dialect_line(lines, i);
        if (is_blank(line)) {
            if (!sparse)
                break;
            row = NULL;
        } else if (columns_of(line).n) {
            i++;
            break;
        } else {
            if (!row || (!sparse && starts_row(columns, line)))
                row = add_row(table, i);
            add_columns(row, columns, line);
        }
    }
    return i;
}

/* Whether the table stands between two rules without columns: then an empty line parts its rows. */
static bool is_framed(const GPtrArray *lines, guint head, guint rule)
{
    if (!head || columns_of(dialect_line(lines, head - 1)).n != 1 ||
        (head > 1 && !is_blank(dialect_line(lines, head - 2))))
        return false;
    for (guint i = rule + 1; i < lines->len && i < rule + MOST_FRAMED; i++)
        if (columns_of(dialect_line(lines, i)).n)
            return columns_of(dialect_line(lines, i)).n == 1;
    return false;
}

/* At a rule of two columns or more: reStructuredText's has its head between two, others have it above one. */
static guint read_simple(GPtrArray *lines, guint i, const Columns *columns)
{
    guint above = i;
    bool sparse = false;
    if (columns->mark == '=') {
        while (above + 2 < lines->len && above < i + 4 && !columns_of(dialect_line(lines, above + 1)).n)
            above++;
        bool head = above > i && above + 2 < lines->len && columns_of(dialect_line(lines, above + 1)).n &&
                    !is_blank(dialect_line(lines, above + 2));
        above = head ? above + 1 : i;
    } else {
        while (above > 0 && i - above < 4 && !is_blank(dialect_line(lines, above - 1)) &&
               columns_of(dialect_line(lines, above - 1)).n != 1)
            above--;
        sparse = is_framed(lines, above, i);
        above = !sparse && above < i ? i - 1 : above;
    }
    guint rule = columns->mark == '=' ? above : i;
    Table table = table_new(columns->mark == '=' ? i : above - sparse);
    guint head = columns->mark == '=' ? i + 1 : above, end = rule;
    table.head = head < end;
    if (table.head) {
        Row *row = add_row(&table, head);
        for (; head < end; head++)
            add_columns(row, columns, dialect_line(lines, head));
    }
    table.to = read_rows(lines, rule + 1, columns, sparse, &table);
    guint next = MAX(table.to, i + 1);
    if (table.rows->len > 1)
        table_write(lines, &table);
    else
        g_array_unref(table.rows);
    return next;
}

/* ---- MediaWiki: "{|", "|-", "! head", "| cell || cell", "|}" ---- */

static void add_wiki_cells(Row *row, const char *line, const char *between)
{
    for (const char *p = line; p;) {
        const char *next = strstr(p, between), *end = next ? next : p + strlen(p);
        const char *bar = memchr(p, '|', (gsize)(end - p)); /* "style=... | text" */
        bool style = bar && memchr(p, '=', (gsize)(bar - p));
        const char *text = style ? bar + 1 : p;
        add_text(row, row->cells->len, text, (gsize)(end - text));
        p = next ? next + 2 : NULL;
    }
}

static guint read_wiki(GPtrArray *lines, guint i)
{
    Table table = table_new(i);
    Row *row = NULL;
    for (i++; i < lines->len && !g_str_has_prefix(dialect_line(lines, i), "|}"); i++) {
        const char *line = dialect_line(lines, i);
        if (g_str_has_prefix(line, "|-") || g_str_has_prefix(line, "|+")) {
            row = NULL;
            continue;
        }
        bool head = line[0] == '!';
        if ((head || line[0] == '|')) {
            row = row ? row : add_row(&table, i);
            table.head |= head && table.rows->len == 1;
            add_wiki_cells(row, line + 1, head && strstr(line, "!!") ? "!!" : "||");
        } else if (row && row->cells->len)
            add_text(row, row->cells->len - 1, line, strlen(line));
    }
    table.to = MIN(i + 1, lines->len);
    table_write(lines, &table);
    return table.to;
}

/* ---- AsciiDoc: "|===", "|cell |cell" ---- */

static guint cells_in(const char *line)
{
    guint n = 0;
    for (; *line; line++)
        n += *line == '|';
    return n;
}

static guint read_asciidoc(GPtrArray *lines, guint i)
{
    Table table = table_new(i);
    Row *row = NULL;
    guint columns = 0;
    bool empty = false;
    for (i++; i < lines->len && strcmp(dialect_line(lines, i), "|===") != 0; i++) {
        const char *line = dialect_line(lines, i);
        table.head |= is_blank(line) && table.rows->len == 1 && row && !empty;
        empty = is_blank(line);
        columns = columns || empty ? columns : MAX(cells_in(line), 1);
        if (line[0] != '|' && row && row->cells->len)
            add_text(row, row->cells->len - 1, line, strlen(line));
        for (const char *p = line; *p == '|';) {
            gsize length = strcspn(p + 1, "|");
            if (!row || (columns > 1 && row->cells->len >= columns))
                row = add_row(&table, i);
            add_text(row, row->cells->len, p + 1, length);
            p += 1 + length;
        }
    }
    const char *above = table.from ? dialect_line(lines, table.from - 1) : "";
    table.head |= strstr(above, "header") != NULL;
    table.to = MIN(i + 1, lines->len);
    table_write(lines, &table);
    return table.to;
}

/* ---- Jira's "||Head||Head||", DokuWiki's "^Head ^Head ^", Textile's "|_. Head|_. Head|" ---- */

static const char *head_mark(Dialect dialect)
{
    return dialect == DIALECT_JIRA       ? "||"
           : dialect == DIALECT_DOKUWIKI ? "^"
           : dialect == DIALECT_TEXTILE  ? "|_."
                                         : NULL;
}

static void add_marked(const Row *row, const char *line, const char *mark)
{
    gsize width = strlen(mark);
    for (const char *p = line; *p;) {
        p += strncmp(p, mark, width) == 0 ? width : 1;
        const char *end = p;
        while (*end && *end != '|' && strncmp(end, mark, width) != 0)
            end++;
        if (*end || p[strspn(p, " ")])
            add_text(row, row->cells->len, p, (gsize)(end - p));
        p = end;
    }
}

/* A row of heads alone: there is no line for a rule below it, so a first cell of its own tells the reader (pipes.c). */
static void mark_head(GPtrArray *lines, guint i, const char *mark)
{
    const char *rest = dialect_line(lines, i) + strlen(mark);
    bool heads = strstr(rest, mark) != NULL;
    for (const char *bar = rest; heads && (bar = strchr(bar, '|')); bar++) /* "||Start|10:02|" is a row of a form */
        heads = strncmp(bar, mark, strlen(mark)) == 0 || bar[-1] == '|' || !bar[1 + strspn(bar + 1, " ")];
    if (!heads)
        return;
    Row row = {g_ptr_array_new_with_free_func(cell_free), i};
    add_text(&row, 0, "^", 1);
    add_marked(&row, dialect_line(lines, i), mark);
    dialect_set(lines, i, row_text(&row, row.cells->len, ""));
    row_clear(&row);
}

static bool is_fence(const char *line)
{
    const char *text = line + strspn(line, " ");
    return g_str_has_prefix(text, "```") || g_str_has_prefix(text, "~~~");
}

void dialect_tables(Dialect dialect, GPtrArray *lines)
{
    bool code = false;
    const char *mark = head_mark(dialect);
    for (guint i = 0; i < lines->len;) {
        const char *line = dialect_line(lines, i);
        code ^= is_fence(line);
        Columns columns = columns_of(line);
        if (code)
            i++;
        else if (is_grid_rule(line))
            i = read_grid(lines, i);
        else if (columns.n > 1)
            i = read_simple(lines, i, &columns);
        else if (mark && g_str_has_prefix(line, mark))
            mark_head(lines, i++, mark);
        else if (dialect == DIALECT_MEDIAWIKI && g_str_has_prefix(line, "{|"))
            i = read_wiki(lines, i);
        else if (dialect == DIALECT_ASCIIDOC && strcmp(line, "|===") == 0)
            i = read_asciidoc(lines, i);
        else
            i++;
    }
}
