/* link: records of different sources that tell of one incident. */
#include "nines/base/json.h"
#include "nines/cli/command.h"
#include "nines/store/link.h"
#include "nines/store/query.h"
#include <string.h>

static const char list_sql[] =
    "SELECT 'linked' AS state, p.text AS main_origin, m.external_id AS main_id, m.title AS main_title,"
    " s.path || ':' || m.line AS main_source, o.text AS origin, i.external_id AS id, i.title, t.path || ':' || i.line"
    " AS source, l.basis, l.evidence, (SELECT group_concat(field, ', ') FROM link_fill f WHERE f.incident_id = m.id)"
    " AS fills, (SELECT group_concat(message, char(10)) FROM (SELECT message FROM finding c WHERE c.kind ="
    " 'link-conflict' AND c.incident_id = m.id AND c.source_id = i.source_id AND c.line = i.line ORDER BY c.id))"
    " AS conflicts FROM link l JOIN incident i ON i.id = l.incident_id JOIN word o ON o.id = i.origin_id JOIN source t"
    " ON t.id = i.source_id JOIN incident m ON m.id = l.main_id JOIN word p ON p.id = m.origin_id JOIN source s"
    " ON s.id = m.source_id"
    " UNION ALL SELECT 'proposed', p.text, m.external_id, m.title, s.path || ':' || m.line, o.text, i.external_id,"
    " i.title, t.path || ':' || i.line, NULL, l.evidence, NULL, NULL FROM link_proposal l JOIN incident i"
    " ON i.id = l.incident_id JOIN word o ON o.id = i.origin_id JOIN source t ON t.id = i.source_id JOIN incident m"
    " ON m.id = l.main_id JOIN word p ON p.id = m.origin_id JOIN source s ON s.id = m.source_id"
    " UNION ALL SELECT 'parted', main_origin, main_external_id, NULL, NULL, origin, external_id, NULL, NULL, NULL,"
    " 'a person says that they are two incidents', NULL, NULL FROM link_decision WHERE is_same = 0"
    " ORDER BY 1, 2, 3, 6, 7";

/* ---- output ---- */

static void write_conflicts(GString *out, const char *conflicts)
{
    g_auto(GStrv) lines = g_strsplit(conflicts, "\n", -1);
    for (char **line = lines; *line != NULL; line++)
        g_string_append_printf(out, "    conflict: %s\n", *line);
}

static void write_pair(GString *out, const Table *table, guint row)
{
    const char *state = table_text(table, row, "state", ""), *fills = table_text(table, row, "fills", NULL);
    const char *main = table_text(table, row, "main_id", ""), *id = table_text(table, row, "id", "");
    const char *main_title = table_text(table, row, "main_title", NULL), *title = table_text(table, row, "title", NULL);
    g_string_append_printf(out, "%s: %s:%s and %s:%s\n", state, table_text(table, row, "main_origin", ""), main,
                           table_text(table, row, "origin", ""), id);
    if (main_title != NULL)
        g_string_append_printf(out, "    %s (%s)\n    %s (%s)\n", main_title, table_text(table, row, "main_source", ""),
                               title, table_text(table, row, "source", ""));
    g_string_append_printf(out, "    because: %s\n", table_text(table, row, "evidence", ""));
    if (fills != NULL)
        g_string_append_printf(out, "    filled in: %s\n", fills);
    write_conflicts(out, table_text(table, row, "conflicts", ""));
}

static void write_text(GString *out, const Table *table)
{
    guint n[2] = {0, 0};
    for (guint row = 0; row < table_n_rows(table); row++) {
        const char *state = table_text(table, row, "state", "");
        n[0] += strcmp(state, "linked") == 0;
        n[1] += strcmp(state, "proposed") == 0;
    }
    g_string_append_printf(out, "%u linked, the first of each counts; %u proposed%s\n", n[0], n[1],
                           n[1] ? ": \"nines link --confirm A B\" links them, \"--undo A B\" dismisses them" : "");
    for (guint row = 0; row < table_n_rows(table); row++)
        write_pair(out, table, row);
}

static void write_list(JsonWriter *w, const char *key, const char *text, const char *separator)
{
    json_begin_array(w, key);
    g_auto(GStrv) parts = g_strsplit(text != NULL ? text : "", separator, -1);
    for (char **part = parts; *part != NULL; part++)
        json_text(w, NULL, *part);
    json_end(w);
}

static void write_json(GString *out, const Table *table)
{
    static const char *const texts[] = {"state", "main_origin", "main_id", "main_source", "origin",
                                        "id",    "source",      "basis",   "evidence"};
    JsonWriter w = json_writer(out, true);
    json_begin_object(&w, NULL);
    json_begin_array(&w, "links");
    for (guint row = 0; row < table_n_rows(table); row++) {
        json_begin_object(&w, NULL);
        for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
            json_text(&w, texts[i], table_text(table, row, texts[i], NULL));
        write_list(&w, "fills", table_text(table, row, "fills", NULL), ", ");
        write_list(&w, "conflicts", table_text(table, row, "conflicts", NULL), "\n");
        json_end(&w);
    }
    json_end(&w);
    json_end(&w);
    g_string_append_c(out, '\n');
}

/* ---- the command ---- */

static bool decide(const Invocation *invocation, Store *store, bool same, GError **error)
{
    LinkName main = {NULL, NULL}, other = {NULL, NULL};
    Instant as_of = invocation_as_of(invocation);
    if (invocation_n_arguments(invocation) != 2)
        return error_at(error, ERROR_USAGE, NULL, 0, 0, "which two? nines link --%s A B", same ? "confirm" : "undo"),
               false;
    bool fine = link_name_find(store, invocation_argument(invocation, 0), &main, error) &&
                link_name_find(store, invocation_argument(invocation, 1), &other, error) &&
                links_decide(store, &main, &other, same, as_of, error) && links_make(store, as_of, error);
    link_name_clear(&main);
    link_name_clear(&other);
    return fine;
}

static bool apply(const Invocation *invocation, Store *store, GError **error)
{
    bool confirm = invocation_flag(invocation, "confirm"), undo = invocation_flag(invocation, "undo");
    if (confirm && undo)
        return error_at(error, ERROR_USAGE, NULL, 0, 0, "--confirm and --undo exclude each other"), false;
    if (!confirm && !undo && invocation_n_arguments(invocation) > 0)
        return error_at(error, ERROR_USAGE, NULL, 0, 0, "two records need --confirm or --undo"), false;
    return (!confirm && !undo) || decide(invocation, store, confirm, error);
}

static int run(const Invocation *invocation, GError **error)
{
    g_autoptr(Store) store = store_open(invocation_text(invocation, "db"), STORE_WRITE, error);
    if (store == NULL || !apply(invocation, store, error))
        return 0;
    g_autoptr(Table) table = store_table(store, "links", list_sql, NULL, 0, error);
    if (table == NULL)
        return 0;
    g_autoptr(GString) out = g_string_new(NULL);
    if (invocation_flag(invocation, "json"))
        write_json(out, table);
    else
        write_text(out, table);
    invocation_print(invocation, out->str);
    return 0;
}

static const OptionSpec options[] = {
    {"db", 0, OPTION_PATH, "FILE", "the database", "nines.db"},
    {"confirm", 0, OPTION_FLAG, NULL, "A and B are one incident, and A is the one that counts", NULL},
    {"undo", 0, OPTION_FLAG, NULL, "A and B are two incidents, whatever they look like", NULL},
    {"as-of", 0, OPTION_TEXT, "TIME", "instant to keep as the time of the decision", NULL},
    {"json", 0, OPTION_FLAG, NULL, "print one JSON object", NULL},
    {0},
};

const Command command_link = {
    .name = "link",
    .arguments = "[A B]",
    .summary = "list, confirm and undo links: records of different sources that are one incident",
    .description =
        "An incident that a tool exports and a post-mortem tells is counted once. Records are linked by\n"
        "themselves when the id of the one stands in the other, or when title, service and times all agree and\n"
        "no other record fits as well; what only looks alike is proposed. The first record of a link counts, a\n"
        "tool's before a document's; what it leaves unknown is filled in from the other, and where the two say\n"
        "different things both places are listed.\n\n"
        "A and B are ids, or \"origin:id\" where several sources have the same one. Decisions outlive later\n"
        "ingests.",
    .options = options,
    .examples = (const char *const[]){"nines link", "nines link --confirm INC-7 checkout-outage",
                                      "nines link --undo pagerduty:Q1 document:2026-10-03", NULL},
    .run = run,
};
