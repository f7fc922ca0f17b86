#include "ingest_document.h"

#include "nines/base/file.h"
#include "nines/extract/extract_records.h"
#include "nines/extract/review.h"
#include "nines/ingest/encoding.h"
#include "nines/store/link.h"
#include <string.h>

typedef struct {
    const IngestOptions *options;
    const ExtractSettings *settings;
    const Extraction *extraction;
    IngestReport *report;
    FactWriter *writer;
} DocumentRun;

static void set_text(char **field, const char *text)
{
    g_free(*field);
    *field = g_strdup(text);
}

static void add_option(GString *text, const char *name, const char *value)
{
    if (value)
        g_string_append_printf(text, "%s%s=%s", text->len ? " " : "", name, value);
}

static char *options_text(const DocumentRun *run)
{
    GString *text = g_string_new(NULL);
    int year = run->settings->timeline.year;
    g_autofree char *number = year ? g_strdup_printf("%d", year) : NULL;
    add_option(text, "timezone", run->options->timezone);
    add_option(text, "year", number);
    add_option(text, "month-first", run->settings->timeline.month_first ? "yes" : NULL);
    return g_string_free(text, FALSE);
}

static bool open_writer(DocumentRun *run, Store *store, const Encoding *encoding, GError **error)
{
    IngestReport *report = run->report;
    const char *origin = run->options->origin ? run->options->origin : DOCUMENT_PROFILE;
    g_autofree char *options = options_text(run);
    SourceFacts source = {.path = report->path,
                          .sha256 = encoding->hash,
                          .bytes_n = encoding->length,
                          .kind = "document",
                          .format = DOCUMENT_PROFILE,
                          .profile = DOCUMENT_PROFILE,
                          .origin = origin,
                          .encoding = encoding->name,
                          .options = options,
                          .ingested_at = run->options->as_of};
    set_text(&report->format, DOCUMENT_PROFILE);
    set_text(&report->profile, DOCUMENT_PROFILE);
    set_text(&report->origin, origin);
    run->writer = fact_writer_open(store, &source, error);
    return run->writer != NULL;
}

static void report_reject(const DocumentRun *run, const RejectFacts *reject)
{
    IngestReject *kept = g_new0(IngestReject, 1);
    kept->row = reject->row;
    kept->line = reject->line;
    kept->field = g_strdup(reject->field);
    kept->reason = g_strdup(reject->reason);
    g_ptr_array_add(run->report->rejects, kept);
}

static bool reject_incident(const DocumentRun *run, guint index, const char *reason, GError **error)
{
    const Fact *title = &extraction_incident(run->extraction, index)->facts[FACT_TITLE];
    RejectFacts reject = {.row = (int64_t)index + 1,
                          .line = MAX(title->line, 1),
                          .field = "started_at",
                          .reason = reason,
                          .raw = title->known ? title->text : run->extraction->id,
                          .raw_length = -1};
    report_reject(run, &reject);
    return fact_writer_reject(run->writer, &reject, error);
}

static void explain_incident(const DocumentRun *run, guint index)
{
    const Incident *incident = extraction_incident(run->extraction, index);
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, "incident %u:", index + 1);
    for (int i = 0; i < FACT_COUNT; i++) {
        const Fact *fact = &incident->facts[i];
        if (fact->known)
            g_string_append_printf(text, "\n    %s: %s (line %d, %s, confidence %.2f)", fact_name((FactKind)i),
                                   fact->text, fact->line, fact->rule, fact->confidence);
    }
    g_ptr_array_add(run->report->explained, g_string_free(g_steal_pointer(&text), FALSE));
}

/* ---- ids of other tools that the document mentions ---- */

#define MENTIONS_MAX 100u
#define DOCUMENT_BYTES (8u << 20)

static void add_mention(Record *record, const char *word, gsize length, int64_t line)
{
    g_autofree char *id = g_strndup(word, length);
    bool upper = strpbrk(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != NULL;
    if (!upper || !link_id_is_telling(id) || record->evidence->len >= MENTIONS_MAX)
        return;
    RecordEvidence mention = {.field = LINK_MENTION,
                              .words = record_text(record, id, -1),
                              .rule = "id of another record",
                              .line = line,
                              .precision = -1,
                              .zone_basis = -1,
                              .confidence = -1};
    g_array_append_val(record->evidence, mention);
}

static bool is_id_part(char c)
{
    return g_ascii_isalnum(c) || c == '-' || c == '_';
}

/* Of a document that tells of one incident: in another it is not known which one an id belongs to. */
static void add_mentions(const DocumentRun *run, Record *record)
{
    g_autofree char *text = NULL;
    gsize length = 0;
    int64_t line = 1;
    if (run->extraction->incidents->len != 1 || !file_read(run->report->path, DOCUMENT_BYTES, &text, &length, NULL))
        return;
    for (gsize at = 0; at < length;) {
        gsize end = at;
        while (end < length && is_id_part(text[end]))
            end++;
        if (end > at)
            add_mention(record, text + at, end - at, line);
        line += end == at && text[at] == '\n';
        at = MAX(end, at + 1);
    }
}

static bool put_incident(const DocumentRun *run, guint index, Record *record, GError **error)
{
    const char *reason = NULL;
    PutOutcome outcome;
    if (index < run->options->explain_n)
        explain_incident(run, index);
    if (!extract_to_record(run->extraction, index, run->settings, record, &reason))
        return reject_incident(run, index, reason, error);
    add_mentions(run, record);
    if (!fact_writer_put(run->writer, record, &outcome, error))
        return false;
    RejectFacts reject = {.row = (int64_t)index + 1, .line = record->line, .field = "id"};
    if (outcome == PUT_REJECTED) {
        reject.reason = fact_writer_reject_reason(run->writer);
        report_reject(run, &reject);
    }
    return true;
}

static bool put_all(const DocumentRun *run, GError **error)
{
    const Extraction *x = run->extraction;
    g_autoptr(Record) record = record_new();
    for (guint i = 0; i < x->incidents->len; i++)
        if (!put_incident(run, i, record, error))
            return false;
    if (!x->incidents->len)
        g_ptr_array_add(run->report->notes,
                        g_strdup_printf("no incident in it: %s", x->reason ? x->reason : "none is told"));
    if (!run->options->dry_run)
        return fact_writer_commit(run->writer, &run->report->counts, error);
    fact_writer_counts(run->writer, &run->report->counts);
    return true;
}

bool ingest_document(Store *store, const IngestOptions *options, const ExtractSettings *settings, const char *path,
                     const char *id, IngestReport *report, GError **error)
{
    Encoding encoding;
    set_text(&report->path, path);
    if (!encoding_detect(path, options->encoding, &encoding, error))
        return false;
    set_text(&report->encoding, encoding.name);
    g_autoptr(Extraction) extraction = extract_file(path, settings, error);
    if (!extraction)
        return false;
    if (id)
        set_text(&extraction->id, id);
    DocumentRun run = {.options = options, .settings = settings, .extraction = extraction, .report = report};
    bool ok = open_writer(&run, store, &encoding, error) && put_all(&run, error);
    fact_writer_free(run.writer);
    return ok;
}
