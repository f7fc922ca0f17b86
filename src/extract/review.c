#include "nines/extract/review.h"

#include "nines/base/file.h"
#include "nines/base/yaml.h"
#include <string.h>

#define MAX_DOCUMENT_BYTES (64 << 20)
#define MAX_REVIEW_BYTES (4 << 20)

/* ---- writing ---- */

static void append_quoted(GString *out, const char *text)
{
    g_string_append_c(out, '"');
    for (; *text; text = g_utf8_next_char(text)) {
        gunichar c = g_utf8_get_char(text);
        if (c == '"' || c == '\\')
            g_string_append_printf(out, "\\%c", (int)c);
        else if (c < 32 || c == 127)
            g_string_append_printf(out, "\\x%02x", (int)c);
        else if (c == 0x85 || c == 0x2028 || c == 0x2029 || c == 0xfeff || (c > 127 && !g_unichar_isprint(c)))
            g_string_append_printf(out, c > 0xffff ? "\\U%08x" : "\\u%04x", c);
        else
            g_string_append_unichar(out, c);
    }
    g_string_append_c(out, '"');
}

static bool is_quoted(FactKind kind)
{
    return fact_type(kind) == FACT_TYPE_TEXT || fact_type(kind) == FACT_TYPE_LIST || fact_type(kind) == FACT_TYPE_MONEY;
}

static void append_value(GString *out, FactKind kind, const char *text)
{
    if (!text)
        return;
    g_string_append_c(out, ' ');
    if (is_quoted(kind))
        append_quoted(out, text);
    else
        g_string_append(out, text);
}

/* Text for a comment: what cannot be printed, or would end the line, becomes a blank. */
static void append_plain(GString *out, const char *text, int max_chars)
{
    for (int n = 0; text && *text && n < max_chars; text = g_utf8_next_char(text), n++) {
        gunichar c = g_utf8_get_char(text);
        g_string_append_unichar(out, c < 32 || (c > 126 && !g_unichar_isprint(c)) || c > 0xffff ? ' ' : c);
    }
}

static void append_evidence(GString *out, const Fact *fact)
{
    if (!fact->known || !fact->rule)
        return;
    if (fact->corrected) {
        g_string_append(out, "    # corrected\n");
        return;
    }
    g_string_append_printf(out, "    # line %d, column %d: \"", fact->line, fact->column);
    append_plain(out, fact->words, 60);
    g_string_append_printf(out, "\" (%s), confidence %.2f\n", fact->rule, fact->confidence);
    for (guint i = 0; fact->lost && i < fact->lost->len; i++) {
        g_string_append(out, "    #   not taken: ");
        append_plain(out, fact->lost->pdata[i], 100);
        g_string_append_c(out, '\n');
    }
}

static const char *found_text(const Fact *fact)
{
    return fact->corrected ? fact->found : fact->known ? fact->text : NULL;
}

static void write_incident(const Incident *incident, GString *out)
{
    g_string_append(out, "  - keep: yes\n");
    for (int i = 0; i < FACT_COUNT; i++) {
        const Fact *fact = &incident->facts[i];
        g_string_append_printf(out, "    %s:", fact_name((FactKind)i));
        append_value(out, (FactKind)i, fact->known ? fact->text : NULL);
        g_string_append_c(out, '\n');
        append_evidence(out, fact);
    }
    g_string_append(out, "    found: # as read; leave it as it is\n");
    for (int i = 0; i < FACT_COUNT; i++) {
        const char *text = found_text(&incident->facts[i]);
        if (!text)
            continue;
        g_string_append_printf(out, "      %s:", fact_name((FactKind)i));
        append_value(out, (FactKind)i, text);
        g_string_append_c(out, '\n');
    }
    g_string_append(out, "      date_only: ");
    g_string_append(out, incident->date_only ? "yes\n" : "no\n");
}

static void write_finding(const ExtractFinding *f, GString *out)
{
    g_string_append(out, "  - ");
    g_autofree char *line = f->other_line ? g_strdup_printf("line %d \"%s\" and line %d \"%s\": %s", f->line, f->words,
                                                            f->other_line, f->other_words, f->message)
                                          : g_strdup_printf("line %d \"%s\": %s", f->line, f->words, f->message);
    append_quoted(out, line);
    g_string_append_c(out, '\n');
}

char *review_write(const Extraction *x)
{
    GString *out =
        g_string_new("# Correct a value and save this file beside the document; an empty value takes a fact away.\n");
    g_string_append(out, "document: ");
    append_quoted(out, x->file);
    g_string_append_printf(out, "\nsha256: %s\n", x->digest);
    if (x->reason) {
        g_string_append(out, "no_incident: ");
        append_quoted(out, x->reason);
        g_string_append_c(out, '\n');
    }
    g_string_append(out, x->incidents->len ? "incidents:\n" : "incidents: []\n");
    for (guint i = 0; i < x->incidents->len; i++)
        write_incident(x->incidents->pdata[i], out);
    g_string_append(out, x->findings->len ? "contradictions:\n" : "contradictions: []\n");
    for (guint i = 0; i < x->findings->len; i++)
        write_finding(x->findings->pdata[i], out);
    return g_string_free(out, FALSE);
}

/* ---- reading ---- */

static const char *value_of(const YamlNode *mapping, FactKind kind)
{
    const YamlNode *node = yaml_get(mapping, fact_name(kind));
    return node && node->kind == YAML_SCALAR && !yaml_is_null(node) && *node->text ? node->text : NULL;
}

static bool check_number(const YamlDocument *document, const YamlNode *node, GError **error)
{
    double value;
    return yaml_read_real(document, node, 0, 1e15, &value, error);
}

static bool check_value(const YamlDocument *document, const YamlNode *incident, FactKind kind, GError **error)
{
    const YamlNode *node = yaml_get(incident, fact_name(kind));
    TextMoment moment;
    if (!value_of(incident, kind))
        return true;
    if (fact_type(kind) == FACT_TYPE_TIME && !moment_parse(node->text, &moment)) {
        yaml_error(error, document, node,
                   "expected a time such as 2022-01-05T20:45+01:00, a day or T20:45, found \"%s\"", node->text);
        return false;
    }
    if (fact_type(kind) == FACT_TYPE_MONEY && !g_ascii_isdigit(*node->text)) {
        yaml_error(error, document, node, "expected an amount and a currency such as \"15000 USD\", found \"%s\"",
                   node->text);
        return false;
    }
    return fact_type(kind) != FACT_TYPE_NUMBER || check_number(document, node, error);
}

static bool check_incident(const YamlDocument *document, const YamlNode *incident, GError **error)
{
    const char *keys[FACT_COUNT + 3] = {0};
    for (int i = 0; i < FACT_COUNT; i++)
        keys[i] = fact_name((FactKind)i);
    keys[FACT_COUNT] = "keep";
    keys[FACT_COUNT + 1] = "found";
    if (incident->kind != YAML_MAPPING) {
        yaml_error(error, document, incident, "expected an incident with its facts");
        return false;
    }
    if (!yaml_check_keys(document, incident, "incidents[]", keys, error))
        return false;
    for (int i = 0; i < FACT_COUNT; i++)
        if (!check_value(document, incident, (FactKind)i, error))
            return false;
    return true;
}

static bool check_review(const YamlDocument *document, GError **error)
{
    static const char *const keys[] = {"document", "sha256", "no_incident", "incidents", "contradictions", NULL};
    if (!document->root || document->root->kind != YAML_MAPPING) {
        g_set_error(error, NINES_ERROR, ERROR_DATA, "%s: expected a review file", document->file);
        return false;
    }
    if (!yaml_check_keys(document, document->root, "the review", keys, error))
        return false;
    const YamlNode *incidents = yaml_get(document->root, "incidents");
    for (guint i = 0; incidents && incidents->children && i < incidents->children->len; i++)
        if (!check_incident(document, incidents->children->pdata[i], error))
            return false;
    return true;
}

/* ---- applying ---- */

static bool same_text(const char *a, const char *b)
{
    return g_strcmp0(a, b) == 0;
}

static guint likeness(const Incident *incident, const YamlNode *found)
{
    guint n = 0;
    for (int i = 0; i < FACT_COUNT; i++) {
        const char *text = value_of(found, (FactKind)i);
        n += text && incident->facts[i].known && same_text(text, incident->facts[i].text);
    }
    return n;
}

/* The incident that the review's item was written from: most facts in common, the same place breaking ties. */
static int match(const Extraction *x, const YamlNode *found, guint place, const bool *taken)
{
    int best = -1;
    guint score = 0;
    for (guint i = 0; i < x->incidents->len; i++) {
        if (taken[i])
            continue;
        guint here = 2 * likeness(x->incidents->pdata[i], found) + (i == place);
        if (here > score) {
            score = here;
            best = (int)i;
        }
    }
    return best;
}

static void fill_value(Fact *fact, FactKind kind, const char *text)
{
    fact->known = true;
    fact->text = g_strdup(text);
    fact->rule = g_strdup("corrected by a person");
    fact->words = g_strdup(text);
    fact->confidence = 1;
    fact->number = g_ascii_strtod(text, NULL);
    if (fact_type(kind) == FACT_TYPE_TIME)
        moment_parse(text, &fact->moment);
    const char *blank = strchr(text, ' ');
    if (fact_type(kind) == FACT_TYPE_MONEY && blank)
        g_strlcpy(fact->currency, blank + 1, sizeof fact->currency);
}

static void correct(Fact *fact, FactKind kind, const char *text)
{
    char *found = g_strdup(fact->known ? fact->text : NULL);
    int line = fact->line, column = fact->column;
    fact_clear(fact);
    if (text)
        fill_value(fact, kind, text);
    fact->corrected = true;
    fact->found = found;
    fact->line = line;
    fact->column = column;
}

/* A corrected start or end moves a duration that was computed from them. */
static void recompute(Incident *incident)
{
    Fact *start = &incident->facts[FACT_START], *duration = &incident->facts[FACT_DURATION];
    const Fact *end = incident_end(incident);
    bool touched = start->corrected || end->corrected;
    if (!touched || duration->corrected || !start->known || !end->known || !start->moment.has_clock ||
        !end->moment.has_clock || start->moment.has_date != end->moment.has_date ||
        moment_ms(&end->moment) < moment_ms(&start->moment))
        return;
    double minutes = (double)(moment_ms(&end->moment) - moment_ms(&start->moment)) / (double)MS_PER_MINUTE;
    g_autofree char *text = g_strdup_printf("%.10g", minutes);
    fact_clear(duration);
    fill_value(duration, FACT_DURATION, text);
    g_free(duration->rule);
    duration->rule = g_strdup("from the corrected times");
    incident->duration_stated = false;
}

static void apply_incident(Incident *incident, const YamlNode *item)
{
    const YamlNode *found = yaml_get(item, "found");
    for (int i = 0; i < FACT_COUNT; i++) {
        const char *value = value_of(item, (FactKind)i), *before = found ? value_of(found, (FactKind)i) : NULL;
        bool listed = yaml_get(item, fact_name((FactKind)i)) != NULL;
        if (listed && !same_text(value, before))
            correct(&incident->facts[i], (FactKind)i, value);
    }
    incident->date_only = true;
    for (int i = FACT_START; i <= FACT_RESOLVED; i++)
        if (incident->facts[i].known && incident->facts[i].moment.has_clock)
            incident->date_only = false;
    recompute(incident);
}

static bool is_kept(const YamlNode *item)
{
    const char *keep = yaml_text(item, "keep", "yes");
    return g_ascii_strcasecmp(keep, "no") != 0 && g_ascii_strcasecmp(keep, "false") != 0;
}

static void apply_items(Extraction *x, const YamlNode *items)
{
    guint n = x->incidents->len;
    g_autofree bool *taken = g_new0(bool, n + 1), *dropped = g_new0(bool, n + 1);
    for (guint i = 0; i < items->children->len; i++) {
        const YamlNode *item = items->children->pdata[i], *found = yaml_get(item, "found");
        int at = found ? match(x, found, i, taken) : -1;
        if (at >= 0) {
            taken[at] = true;
            dropped[at] = !is_kept(item);
            apply_incident(x->incidents->pdata[at], item);
        } else if (is_kept(item)) {
            Incident *incident = incident_new();
            apply_incident(incident, item);
            g_ptr_array_add(x->incidents, incident);
        }
    }
    for (guint i = n; i > 0; i--)
        if (dropped[i - 1])
            g_ptr_array_remove_index(x->incidents, i - 1);
}

bool review_apply(Extraction *x, const char *file, const char *yaml, gssize length, GError **error)
{
    g_autoptr(YamlDocument) document = yaml_read(file, yaml, length, 1, error);
    if (!document || !check_review(document, error))
        return false;
    const YamlNode *items = yaml_get(document->root, "incidents");
    if (items && items->kind == YAML_SEQUENCE)
        apply_items(x, items);
    return true;
}

/* ---- files ---- */

char *review_path(const char *document)
{
    const char *slash = strrchr(document, '/'), *dot = strrchr(document, '.');
    gsize stem = dot && dot > (slash ? slash + 1 : document) ? (gsize)(dot - document) : strlen(document);
    return g_strdup_printf("%.*s.review.yaml", (int)stem, document);
}

bool extract_is_document(const char *path)
{
    static const char *const endings[] = {".md",  ".markdown", ".mdown", ".txt",  ".text", ".html",
                                          ".htm", ".wiki",     ".rst",   ".adoc", ".mdx",  ".erb"};
    for (guint i = 0; i < G_N_ELEMENTS(endings); i++) {
        gsize n = strlen(path), e = strlen(endings[i]);
        if (n > e && g_ascii_strcasecmp(path + n - e, endings[i]) == 0)
            return true;
    }
    return false;
}

static GPtrArray *user_cues(void)
{
    static const char *const names[] = {"cues/en.yaml", "cues/de.yaml", "cues/es.yaml", "cues/fr.yaml",
                                        "cues/pt.yaml", "cues/it.yaml", "cues/nl.yaml", "cues/house.yaml"};
    GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        char *path = file_find_data(names[i]);
        if (path)
            g_ptr_array_add(files, path);
    }
    return files;
}

Extraction *extract_file(const char *path, const ExtractSettings *settings, GError **error)
{
    g_autofree char *bytes = NULL, *review = NULL, *beside = review_path(path);
    gsize length;
    if (!file_read(path, MAX_DOCUMENT_BYTES, &bytes, &length, error))
        return NULL;
    g_autoptr(GPtrArray) cues = user_cues();
    ExtractSettings own = *settings;
    if (!own.cue_files)
        own.cue_files = cues;
    g_autoptr(Extraction) x = extract_document(path, bytes, length, &own, error);
    if (!x || !g_file_test(beside, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer(&x);
    if (!file_read(beside, MAX_REVIEW_BYTES, &review, &length, error) ||
        !review_apply(x, beside, review, (gssize)length, error))
        return NULL;
    return g_steal_pointer(&x);
}
