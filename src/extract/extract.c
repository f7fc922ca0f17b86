/* The four stages in a row. */
#include "nines/base/file.h"
#include "roles.h"

#include <stdarg.h>
#include <string.h>

#define MAX_CUES_BYTES (1 << 20)

static const struct {
    const char *name;
    FactType type;
} facts[FACT_COUNT] = {
    [FACT_TITLE] = {"title", FACT_TYPE_TEXT},
    [FACT_START] = {"start", FACT_TYPE_TIME},
    [FACT_DETECTED] = {"detected", FACT_TYPE_TIME},
    [FACT_ACKNOWLEDGED] = {"acknowledged", FACT_TYPE_TIME},
    [FACT_MITIGATED] = {"mitigated", FACT_TYPE_TIME},
    [FACT_RESOLVED] = {"resolved", FACT_TYPE_TIME},
    [FACT_DURATION] = {"duration_min", FACT_TYPE_NUMBER},
    [FACT_SEVERITY] = {"severity", FACT_TYPE_TEXT},
    [FACT_SERVICES] = {"services", FACT_TYPE_LIST},
    [FACT_USERS] = {"users_affected", FACT_TYPE_NUMBER},
    [FACT_ORDERS] = {"orders_or_requests", FACT_TYPE_NUMBER},
    [FACT_MONEY] = {"money", FACT_TYPE_MONEY},
    [FACT_DETECTED_BY] = {"detected_by", FACT_TYPE_TEXT},
    [FACT_ACTIONS_TOTAL] = {"action_items_total", FACT_TYPE_NUMBER},
    [FACT_ACTIONS_DONE] = {"action_items_done", FACT_TYPE_NUMBER},
};

const char *fact_name(FactKind fact)
{
    return facts[fact].name;
}

FactType fact_type(FactKind fact)
{
    return facts[fact].type;
}

/* ---- memory ---- */

void fact_clear(Fact *fact)
{
    g_free(fact->text);
    g_free(fact->words);
    g_free(fact->rule);
    g_free(fact->found);
    if (fact->lost)
        g_ptr_array_unref(fact->lost);
    *fact = (Fact){0};
}

Incident *incident_new(void)
{
    return g_new0(Incident, 1);
}

void incident_free(Incident *incident)
{
    for (int i = 0; incident && i < FACT_COUNT; i++)
        fact_clear(&incident->facts[i]);
    g_free(incident);
}

const Fact *incident_end(const Incident *incident)
{
    return &incident->facts[incident->facts[FACT_RESOLVED].known ? FACT_RESOLVED : FACT_MITIGATED];
}

static void extract_finding_free(gpointer data)
{
    ExtractFinding *finding = data;
    g_free(finding->rule);
    g_free(finding->message);
    g_free(finding->words);
    g_free(finding->other_words);
    g_free(finding);
}

void extraction_free(Extraction *x)
{
    if (!x)
        return;
    g_free(x->id);
    g_free(x->file);
    g_free(x->digest);
    g_free(x->reason);
    g_free(x->zone_words);
    g_ptr_array_unref(x->incidents);
    g_ptr_array_unref(x->findings);
    if (x->explanation)
        g_string_free(x->explanation, TRUE);
    g_free(x);
}

const Incident *extraction_incident(const Extraction *x, guint index)
{
    return x->incidents->pdata[index];
}

/* ---- what the readers of the last stage call ---- */

static char *words_at(const TextDocument *document, guint block, guint start, guint end)
{
    const char *text = text_document_block(document, block)->text;
    g_autofree char *words = g_strndup(text + start, MIN(end - start, 200u));
    char *valid = g_utf8_make_valid(words, -1);
    return g_strdelimit(valid, "\n\t", ' ');
}

Fact *fact_set(RoleReader *r, Incident *incident, FactKind kind, const char *text, guint block, guint start, guint end,
               const char *rule, double confidence)
{
    Fact *fact = &incident->facts[kind];
    fact_clear(fact);
    fact->known = true;
    fact->text = g_strdup(text);
    fact->rule = g_strdup(rule);
    fact->confidence = confidence;
    text_document_place(r->document, block, start, &fact->line, &fact->column);
    fact->words = words_at(r->document, block, start, end);
    return fact;
}

void fact_lose(Fact *fact, const char *text)
{
    if (!fact->lost)
        fact->lost = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(fact->lost, g_strdup(text));
}

static void add_finding(Extraction *x, const TextDocument *document, const char *rule, char *message, guint block,
                        guint start, guint end, int other_block, guint other_start, guint other_end)
{
    ExtractFinding *finding = g_new0(ExtractFinding, 1);
    finding->rule = g_strdup(rule);
    finding->message = message;
    text_document_place(document, block, start, &finding->line, &finding->column);
    finding->words = words_at(document, block, start, end);
    if (other_block >= 0) {
        text_document_place(document, (guint)other_block, other_start, &finding->other_line, &finding->other_column);
        finding->other_words = words_at(document, (guint)other_block, other_start, other_end);
    }
    g_ptr_array_add(x->findings, finding);
}

void finding_add(RoleReader *r, const char *rule, guint block, guint start, guint end, int other_block,
                 guint other_start, guint other_end, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *message = g_strdup_vprintf(format, args);
    va_end(args);
    add_finding(r->extraction, r->document, rule, message, block, start, end, other_block, other_start, other_end);
}

/* ---- the run ---- */

static void read_scope(RoleReader *r, const Scope *scope)
{
    Incident *incident = incident_new();
    incident->first_block = scope->first;
    incident->last_block = scope->last;
    times_select(r, scope, incident);
    title_select(r, scope, incident);
    amounts_select(r, scope, incident);
    services_select(r, scope, incident);
    duration_finish(r, scope, incident);
    actions_count(r, scope, incident);
    reporter_select(r, scope, incident);
    if (!verdict_after(r, scope, incident)) {
        if (!r->extraction->reason)
            r->extraction->reason = g_strdup("no time, length, count or sum of an incident is told");
        incident_free(incident);
        return;
    }
    contradictions_find(r, scope, incident);
    confidence_weigh(r, scope, incident);
    g_ptr_array_add(r->extraction->incidents, incident);
}

/* Counts, money and actions of a stretch with several incidents belong to the first that is told. */
static void keep_own(GPtrArray *incidents, guint from)
{
    static const FactKind shared[] = {FACT_USERS, FACT_ORDERS, FACT_MONEY, FACT_ACTIONS_TOTAL, FACT_ACTIONS_DONE};
    for (guint i = from + 1; i < incidents->len; i++)
        for (guint k = 0; k < G_N_ELEMENTS(shared); k++) {
            Fact *first = &((Incident *)incidents->pdata[from])->facts[shared[k]];
            Fact *later = &((Incident *)incidents->pdata[i])->facts[shared[k]];
            if (later->known && first->known && later->line == first->line)
                fact_clear(later);
        }
}

/* "line 12 to 30: planned maintenance" */
static void explain_verdict(const RoleReader *r, int group, const char *reason)
{
    g_autoptr(Scope) scope = scope_new(r, group);
    if (!r->extraction->explanation || scope->first == G_MAXUINT)
        return;
    g_string_append_printf(r->extraction->explanation, "verdict: lines %d to %d: %s\n",
                           text_document_block(r->document, scope->first)->line,
                           text_document_block(r->document, scope->last)->line,
                           reason ? reason : "tells of an incident");
}

static void read_group(RoleReader *r, int group)
{
    const char *reason = verdict_before(r, group);
    explain_verdict(r, group, reason);
    if (reason) {
        if (!r->extraction->reason)
            r->extraction->reason = g_strdup(reason);
        return;
    }
    g_autoptr(GPtrArray) scopes = scopes_split(r, group);
    guint from = r->extraction->incidents->len;
    for (guint i = 0; i < scopes->len; i++)
        read_scope(r, scopes->pdata[i]);
    keep_own(r->extraction->incidents, from);
}

static void explain_entries(const RoleReader *r, GString *out)
{
    for (guint i = 0; i < r->entries->len; i++) {
        const Entry *e = role_entry(r, i);
        g_autofree char *text = moment_text(entry_moment(r, e));
        g_string_append_printf(
            out, "%5d %-26s %-10s %s%s start %.1f detected %.1f acknowledged %.1f mitigated %.1f resolved %.1f%s%s\n",
            text_document_block(r->document, e->block)->line, text, section_name(e->section),
            e->timeline ? "entry " : "", e->label ? "label " : "", e->score[0], e->score[1], e->score[2], e->score[3],
            e->score[4], e->trigger ? " change" : "", e->recurrence ? " again" : "");
    }
}

static void explain(const RoleReader *r, const char *language, GString *out)
{
    g_string_append_printf(out, "language\n%s\n", language);
    g_string_append(out, "blocks\n");
    text_document_explain(r->document, out);
    g_string_append(out, "mentions\n");
    for (guint i = 0; i < r->timeline->mentions->len; i++) {
        const Mention *m = &g_array_index(r->timeline->mentions, Mention, i);
        g_string_append_printf(out, "%5d ", text_document_block(r->document, m->block)->line);
        mention_explain(m, out);
        g_string_append_c(out, '\n');
    }
    g_string_append(out, "timeline\n");
    timeline_explain(r->timeline, r->document, out);
    g_string_append(out, "roles\n");
    explain_entries(r, out);
}

static void copy_findings(RoleReader *r)
{
    for (guint i = 0; i < r->timeline->findings->len; i++) {
        const Finding *f = r->timeline->findings->pdata[i];
        add_finding(r->extraction, r->document, f->rule, g_strdup(f->message), f->block, f->start, f->end,
                    f->has_other ? (int)f->other_block : -1, f->other_start, f->other_end);
    }
}

static char *id_of(const char *path)
{
    char *id = g_path_get_basename(path);
    char *dot = strrchr(id, '.');
    if (dot && dot != id)
        *dot = '\0';
    return id;
}

static void note_zone(Extraction *x, const TextDocument *document, const Timeline *timeline)
{
    int column;
    if (!timeline->zone_placed)
        return;
    text_document_place(document, timeline->zone_block, timeline->zone_start, &x->zone_line, &column);
    x->zone_words = words_at(document, timeline->zone_block, timeline->zone_start, timeline->zone_end);
}

static Lexicon *lexicon_of(const ExtractSettings *settings)
{
    return settings->lexicon ? settings->lexicon : lexicon_shipped();
}

static void read_document(Extraction *x, const TextDocument *document, const Cues *cues,
                          const ExtractSettings *settings)
{
    g_autoptr(Outline) outline = outline_read(document, cues);
    g_autoptr(GArray) mentions = g_array_new(FALSE, FALSE, sizeof(Mention));
    for (guint b = 0; b < document->blocks->len; b++)
        mentions_scan(document, b, cues, mentions);
    int groups = groups_mark(outline, mentions);
    g_autoptr(Timeline) timeline = timeline_read(outline, mentions, MIN(groups, 64), &settings->timeline);
    x->year = timeline->year;
    note_zone(x, document, timeline);
    contradictions_of_dates(outline, timeline);
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    RoleReader r = {outline, timeline, document, cues, entries, x};
    entries_read(&r);
    if (settings->explain) {
        x->explanation = g_string_new(NULL);
        explain(&r, lexicon_language(lexicon_of(settings), document), x->explanation);
    }
    for (int group = 0; group < groups; group++)
        read_group(&r, group);
    if (x->incidents->len) {
        g_clear_pointer(&x->reason, g_free);
        copy_findings(&r);
    }
}

static bool add_user_cues(Cues *cues, const GPtrArray *files, GError **error)
{
    for (guint i = 0; files && i < files->len; i++) {
        g_autofree char *text = NULL;
        gsize length;
        if (!file_read(files->pdata[i], MAX_CUES_BYTES, &text, &length, error) ||
            !cues_add(cues, files->pdata[i], text, (gssize)length, error))
            return false;
    }
    return true;
}

Extraction *extract_document(const char *path, const char *bytes, gsize length, const ExtractSettings *settings,
                             GError **error)
{
    g_autoptr(TextDocument) document = text_document_read(path, bytes, length);
    bool own = settings->cue_files && settings->cue_files->len;
    Lexicon *lexicon = lexicon_of(settings);
    g_autoptr(Cues) cues = own ? lexicon_cues_own(lexicon, document) : lexicon_cues(lexicon, document);
    if (!add_user_cues(cues, settings->cue_files, error))
        return NULL;
    text_document_split(document, cues);
    Extraction *x = g_new0(Extraction, 1);
    x->id = id_of(path);
    x->file = g_strdup(path);
    x->digest = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)bytes, length);
    x->incidents = g_ptr_array_new_with_free_func((GDestroyNotify)incident_free);
    x->findings = g_ptr_array_new_with_free_func(extract_finding_free);
    read_document(x, document, cues, settings);
    return x;
}
