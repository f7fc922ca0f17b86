#include "read.h"
#include <string.h>

/* Windows that the contract itself names: a list, a .csv or an .ics file beside it. */

typedef struct {
    Instant from, to, announced_at;
    char *label;
    bool emergency;
} WindowReading;

static bool read_from(Reader *reader, const YamlNode *node, void *out)
{
    return read_instant(reader, node, false, out);
}

static bool read_to(Reader *reader, const YamlNode *node, void *out)
{
    return read_instant(reader, node, true, out);
}

static const Field window_fields[] = {
    {"from", read_from, offsetof(WindowReading, from), true},
    {"to", read_to, offsetof(WindowReading, to), true},
    {"announced", read_from, offsetof(WindowReading, announced_at), false},
    {"label", read_text, offsetof(WindowReading, label), false},
    {"emergency", read_flag, offsetof(WindowReading, emergency), false},
    {NULL, NULL, 0, false},
};

static bool add_window(Reader *reader, const YamlNode *node, const WindowReading *reading, Clause *clause)
{
    ClauseWindow window = {.from = reading->from,
                           .to = reading->to,
                           .announced_at = reading->announced_at,
                           .label = reading->label,
                           .emergency = reading->emergency};
    g_array_append_val(clause->windows, window);
    return window.from < window.to || read_fails(reader, node, "a window that ends before it begins");
}

static bool read_window(Reader *reader, const YamlNode *node, Clause *clause)
{
    WindowReading reading = {.announced_at = INSTANT_NONE};
    if (!read_mapping(reader, node, NULL, window_fields, &reading)) {
        g_free(reading.label);
        return false;
    }
    return add_window(reader, node, &reading, clause);
}

/* ---- CSV: from, to, announced_at, label, emergency in any order; fields may be quoted ---- */

static char *next_field(const char **cursor)
{
    const char *p = *cursor;
    GString *field = g_string_new(NULL);
    bool quoted = *p == '"';
    p += quoted ? 1 : 0;
    for (; *p != '\0'; p++) {
        if (quoted && p[0] == '"' && p[1] == '"')
            p++;
        else if (quoted && *p == '"') {
            quoted = false;
            continue;
        } else if (!quoted && (*p == ',' || *p == ';'))
            break;
        g_string_append_c(field, *p);
    }
    *cursor = *p != '\0' ? p + 1 : NULL;
    return g_strstrip(g_string_free(field, FALSE));
}

static GPtrArray *split_line(const char *line)
{
    GPtrArray *fields = g_ptr_array_new_with_free_func(g_free);
    for (const char *cursor = line; cursor != NULL;)
        g_ptr_array_add(fields, next_field(&cursor));
    return fields;
}

typedef enum { WINDOW_FROM, WINDOW_TO, WINDOW_ANNOUNCED, WINDOW_LABEL, WINDOW_EMERGENCY, WINDOW_COLUMNS } WindowColumn;

typedef struct {
    const char *name;
    WindowColumn column;
} ColumnName;

static const ColumnName COLUMN_NAMES[] = {
    {"from", WINDOW_FROM},
    {"start", WINDOW_FROM},
    {"starts_at", WINDOW_FROM},
    {"to", WINDOW_TO},
    {"end", WINDOW_TO},
    {"ends_at", WINDOW_TO},
    {"announced", WINDOW_ANNOUNCED},
    {"announced_at", WINDOW_ANNOUNCED},
    {"label", WINDOW_LABEL},
    {"id", WINDOW_LABEL},
    {"title", WINDOW_LABEL},
    {"emergency", WINDOW_EMERGENCY},
};

static void find_columns(const GPtrArray *header, int columns[WINDOW_COLUMNS])
{
    for (int c = 0; c < WINDOW_COLUMNS; c++)
        columns[c] = -1;
    for (guint i = 0; i < header->len; i++)
        for (guint k = 0; k < G_N_ELEMENTS(COLUMN_NAMES); k++)
            if (g_ascii_strcasecmp(COLUMN_NAMES[k].name, g_ptr_array_index(header, i)) == 0)
                columns[COLUMN_NAMES[k].column] = (int)i;
}

static const char *field_at(const GPtrArray *fields, int column)
{
    return column >= 0 && (guint)column < fields->len ? g_ptr_array_index(fields, (guint)column) : "";
}

static bool says_yes(const char *text)
{
    static const char *const words[] = {"yes", "true", "1", "emergency", "x"};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_ascii_strcasecmp(words[i], text) == 0)
            return true;
    return false;
}

/* A row is read with the same readers as a list item, by way of a node of its own. */
static bool read_time_field(Reader *reader, const YamlNode *file, const char *text, bool end, Instant *out)
{
    YamlNode node = *file;
    node.text = (char *)(uintptr_t)text;
    return text[0] == '\0' || read_instant(reader, &node, end, out);
}

static bool read_row(Reader *reader, const YamlNode *node, const GPtrArray *fields, const int columns[WINDOW_COLUMNS],
                     Clause *clause)
{
    WindowReading reading = {.from = INSTANT_NONE, .to = INSTANT_NONE, .announced_at = INSTANT_NONE};
    if (!read_time_field(reader, node, field_at(fields, columns[WINDOW_FROM]), false, &reading.from) ||
        !read_time_field(reader, node, field_at(fields, columns[WINDOW_TO]), true, &reading.to) ||
        !read_time_field(reader, node, field_at(fields, columns[WINDOW_ANNOUNCED]), false, &reading.announced_at))
        return false;
    if (reading.from == INSTANT_NONE || reading.to == INSTANT_NONE)
        return read_fails(reader, node, "a row without from or to");
    reading.label = g_strdup(field_at(fields, columns[WINDOW_LABEL]));
    reading.emergency = says_yes(field_at(fields, columns[WINDOW_EMERGENCY]));
    return add_window(reader, node, &reading, clause);
}

static bool read_csv(Reader *reader, const YamlNode *node, const char *path, const char *text, Clause *clause)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    int columns[WINDOW_COLUMNS];
    if (lines[0] == NULL)
        return read_fails(reader, node, "%s is empty", path);
    g_autoptr(GPtrArray) header = split_line(lines[0]);
    find_columns(header, columns);
    if (columns[WINDOW_FROM] < 0 || columns[WINDOW_TO] < 0)
        return read_fails(reader, node, "%s needs columns from and to (and may have announced_at, label, emergency)",
                          path);
    for (guint i = 1; lines[i] != NULL; i++) {
        if (g_strstrip(lines[i])[0] == '\0')
            continue;
        g_autoptr(GPtrArray) fields = split_line(lines[i]);
        if (!read_row(reader, node, fields, columns, clause)) {
            g_prefix_error(reader->error, "%s:%u: ", path, i + 1);
            return false;
        }
    }
    return true;
}

static bool read_ics(Reader *reader, const char *path, const char *text, gsize length, Clause *clause)
{
    GPtrArray *events = ical_read(path, text, (gssize)length, reader->terms->zone, NULL, reader->error);
    if (events == NULL)
        return false;
    g_ptr_array_add(clause->events, events);
    return true;
}

static bool read_file(Reader *reader, const YamlNode *node, Clause *clause)
{
    g_autofree char *path = NULL;
    g_autofree char *text = NULL;
    gsize length = 0;
    bool ics = g_str_has_suffix(node->text, ".ics");
    if (!ics && !g_str_has_suffix(node->text, ".csv"))
        return read_fails(reader, node, "expected a file that ends in .ics or .csv, found \"%s\"", node->text);
    if (!read_named_file(reader, node, &path, &text, &length))
        return false;
    return ics ? read_ics(reader, path, text, length, clause) : read_csv(reader, node, path, text, clause);
}

static bool read_window_or_file(Reader *reader, const YamlNode *node, void *out)
{
    return node->kind == YAML_SCALAR ? read_file(reader, node, out) : read_window(reader, node, out);
}

bool read_windows(Reader *reader, const YamlNode *node, void *out)
{
    return read_each(reader, node, "", read_window_or_file, out);
}
