#include "ingest_private.h"

static void reject_free(gpointer data)
{
    IngestReject *reject = data;
    g_free(reject->field);
    g_free(reject->reason);
    g_free(reject);
}

IngestReport *ingest_report_new(void)
{
    IngestReport *report = g_new0(IngestReport, 1);
    report->rejects = g_ptr_array_new_with_free_func(reject_free);
    report->explained = g_ptr_array_new_with_free_func(g_free);
    report->notes = g_ptr_array_new_with_free_func(g_free);
    return report;
}

void ingest_report_free(IngestReport *report)
{
    if (!report)
        return;
    char *const texts[] = {report->path,   report->format,   report->profile,
                           report->origin, report->encoding, report->dialect};
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free(texts[i]);
    g_ptr_array_unref(report->rejects);
    g_ptr_array_unref(report->explained);
    g_ptr_array_unref(report->notes);
    g_free(report);
}

void report_set(char **field, const char *text)
{
    g_free(*field);
    *field = g_strdup(text);
}

void report_reject(IngestReport *report, const RejectFacts *reject)
{
    if (report->rejects->len >= INGEST_REJECTS_MAX)
        return;
    IngestReject *kept = g_new0(IngestReject, 1);
    kept->row = reject->row;
    kept->line = reject->line;
    kept->column = reject->column;
    kept->field = g_strdup(reject->field);
    kept->reason = g_strdup(reject->reason);
    g_ptr_array_add(report->rejects, kept);
}
