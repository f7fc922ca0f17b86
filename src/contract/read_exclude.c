#include "read.h"
#include <string.h>

typedef struct {
    Clause *clause;
    char *reference;
} ClauseReading;

/* "48h" or "5bd": by how much an announcement must precede its window. */
static bool read_notice(Reader *reader, const YamlNode *node, void *out)
{
    Clause *clause = out;
    if (node->kind == YAML_SCALAR && business_days_text(node->text, &clause->notice_days))
        return true;
    return (node->kind == YAML_SCALAR && duration_text(node->text, &clause->notice_ms)) ||
           read_fails(reader, node, "expected a time such as 48h, 7d or 5bd (business days), found \"%s\"",
                      node->kind == YAML_SCALAR ? node->text : "a mapping");
}

/* "10h/year", "4h per month" */
static bool read_clause_cap(Reader *reader, const YamlNode *node, void *out)
{
    static const char *const words[] = {"month", "quarter", "year"};
    static const ScheduleKind kinds[] = {SCHEDULE_MONTH, SCHEDULE_QUARTER, SCHEDULE_YEAR};
    Clause *clause = out;
    if (node->kind != YAML_SCALAR)
        return read_fails(reader, node, "expected a cap such as 10h/year");
    const char *slash = strchr(node->text, '/');
    const char *per = slash == NULL ? strstr(node->text, " per ") : NULL;
    const char *unit = slash != NULL ? slash + 1 : per != NULL ? per + 5 : "";
    g_autofree char *time = g_strndup(node->text, (gsize)((slash != NULL ? slash
                                                           : per != NULL ? per
                                                                         : node->text) -
                                                          node->text));
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strcmp(g_strstrip(time), "") == 0 || strcmp(unit + strspn(unit, " "), words[i]) != 0)
            continue;
        clause->cap_per = kinds[i];
        return duration_text(time, &clause->cap_ms) || read_fails(reader, node, "\"%s\" is no duration", time);
    }
    return read_fails(reader, node, "expected a cap such as 10h/year, 4h/month or 12h/quarter, found \"%s\"",
                      node->text);
}

static bool read_emergency(Reader *reader, const YamlNode *node, void *out)
{
    static const char *const words[] = {"counts", "excluded", NULL};
    int word;
    if (!read_word(reader, node, words, &word))
        return false;
    *(bool *)out = word == 1;
    return true;
}

static bool read_takes(Reader *reader, const YamlNode *node, void *out)
{
    static const char *const words[] = {"window", "downtime", NULL};
    int word;
    if (!read_word(reader, node, words, &word))
        return false;
    *(bool *)out = word == 1;
    return true;
}

static const Field maintenance_fields[] = {
    {"notice", read_notice, 0, false},
    {"calendar", read_calendar_name, offsetof(Clause, calendar), false},
    {"cap", read_clause_cap, 0, false},
    {"emergency", read_emergency, offsetof(Clause, emergency), false},
    {"takes_out", read_takes, offsetof(Clause, downtime_only), false},
    {"windows", read_windows, 0, false},
    {NULL, NULL, 0, false},
};

static Clause *begin(ClauseReading *reading, ClauseKind kind)
{
    reading->clause = clause_new(kind);
    return reading->clause;
}

static bool read_maintenance(Reader *reader, const YamlNode *node, void *out)
{
    Clause *clause = begin(out, EXCLUDE_MAINTENANCE);
    clause->name = g_strdup("maintenance");
    if (node->kind == YAML_MAPPING)
        return read_mapping(reader, node, NULL, maintenance_fields, clause);
    return node->kind == YAML_SCALAR && (strcmp(node->text, "all") == 0 || strcmp(node->text, "true") == 0)
               ? true
               : read_fails(reader, node, "expected \"all\" or {notice: 48h, cap: 10h/year, windows: file.ics}");
}

static char *joined(const char *what, const GPtrArray *words)
{
    GString *name = g_string_new(what);
    for (guint i = 0; i < words->len; i++)
        g_string_append_printf(name, "%s%s", i == 0 ? " " : ", ", (const char *)g_ptr_array_index(words, i));
    return g_string_free(name, FALSE);
}

static bool read_word_clause(Reader *reader, const YamlNode *node, ClauseReading *reading, ClauseKind kind)
{
    Clause *clause = begin(reading, kind);
    if (!read_texts(reader, node, &clause->words))
        return false;
    clause->name = joined(clause_kind_name(kind), clause->words);
    return true;
}

static bool read_tags_clause(Reader *reader, const YamlNode *node, void *out)
{
    return read_word_clause(reader, node, out, EXCLUDE_TAGS);
}

static bool read_severity_clause(Reader *reader, const YamlNode *node, void *out)
{
    return read_word_clause(reader, node, out, EXCLUDE_SEVERITY);
}

static bool read_services_clause(Reader *reader, const YamlNode *node, void *out)
{
    return read_word_clause(reader, node, out, EXCLUDE_SERVICES);
}

static bool read_windows_clause(Reader *reader, const YamlNode *node, void *out)
{
    Clause *clause = begin(out, EXCLUDE_WINDOWS);
    clause->name = g_strdup("excluded time");
    return read_windows(reader, node, clause);
}

static bool read_outside_clause(Reader *reader, const YamlNode *node, void *out)
{
    Clause *clause = begin(out, EXCLUDE_HOURS);
    if (!read_calendar_name(reader, node, &clause->calendar))
        return false;
    clause->name = g_strdup_printf("outside service hours %s", clause->calendar);
    return true;
}

/* Stands after what it caps: the table's order is that of reading. */
static bool read_item_cap(Reader *reader, const YamlNode *node, void *out)
{
    Clause *clause = ((ClauseReading *)out)->clause;
    if (clause == NULL)
        return read_fails(reader, node,
                          "a cap of what? name maintenance, tags, severity, services or windows beside it");
    if (clause->kind == EXCLUDE_HOURS || clause->kind == EXCLUDE_WINDOWS)
        return read_fails(reader, node,
                          "only maintenance and records can be capped: write {maintenance: {windows: ..., "
                          "cap: ...}} for windows");
    return read_clause_cap(reader, node, clause);
}

static const Field clause_fields[] = {
    {"maintenance", read_maintenance, 0, false},
    {"tags", read_tags_clause, 0, false},
    {"severity", read_severity_clause, 0, false},
    {"services", read_services_clause, 0, false},
    {"windows", read_windows_clause, 0, false},
    {"outside", read_outside_clause, 0, false},
    {"cap", read_item_cap, 0, false},
    {"clause", read_text, offsetof(ClauseReading, reference), false},
    {NULL, NULL, 0, false},
};

/* Of the keys, those that say what is excluded: all but the last two of the table. */
static guint count_kinds(const YamlNode *node)
{
    guint n = 0;
    for (const Field *field = clause_fields; field->read != read_item_cap; field++)
        n += yaml_get(node, field->key) != NULL ? 1 : 0;
    return n;
}

static bool read_clause_mapping(Reader *reader, const YamlNode *node, ClauseReading *reading)
{
    if (node->kind != YAML_MAPPING)
        return read_fails(reader, node,
                          "expected what to exclude: maintenance, tags, severity, services, windows or outside");
    if (count_kinds(node) > 1)
        return read_fails(reader, node, "write one exclusion for each item of the list");
    return read_mapping(reader, node, NULL, clause_fields, reading);
}

static bool read_clause(Reader *reader, const YamlNode *node, void *out)
{
    ClauseReading reading = {.clause = NULL, .reference = NULL};
    bool plain = node->kind == YAML_SCALAR && strcmp(node->text, "maintenance") == 0;
    bool fine = true;
    if (plain)
        begin(&reading, EXCLUDE_MAINTENANCE)->name = g_strdup("maintenance");
    else
        fine = read_clause_mapping(reader, node, &reading);
    if (reading.clause == NULL) {
        g_free(reading.reference);
        return fine && read_fails(reader, node, "nothing is excluded here");
    }
    reading.clause->reference = reading.reference;
    reading.clause->place = place_of(node);
    g_ptr_array_add(*(GPtrArray **)out, reading.clause);
    return fine;
}

bool read_exclusions(Reader *reader, const YamlNode *node, void *out)
{
    return read_each(reader, node, "", read_clause, out);
}
