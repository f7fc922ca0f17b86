#include "nines/extract/extract_json.h"

#include <math.h>

static void write_number(JsonWriter *w, const char *key, double value)
{
    if (value == floor(value) && fabs(value) < 1e15)
        json_integer(w, key, (int64_t)value);
    else
        json_real(w, key, value);
}

static void write_list(JsonWriter *w, const char *key, const char *text)
{
    g_auto(GStrv) names = g_strsplit_set(text, ",", -1);
    json_begin_array(w, key);
    for (char **name = names; *name; name++) {
        g_strstrip(*name);
        const char *plain = g_str_has_prefix(*name, "- ") ? *name + 2 : *name;
        if (*plain)
            json_text(w, NULL, plain);
    }
    json_end(w);
}

static void write_money(JsonWriter *w, const char *key, const Fact *fact)
{
    json_begin_object(w, key);
    write_number(w, "amount", fact->number);
    json_text(w, "currency", *fact->currency ? fact->currency : NULL);
    json_end(w);
}

static void write_fact(JsonWriter *w, FactKind kind, const Fact *fact)
{
    const char *key = fact_name(kind);
    if (!fact->known) {
        json_null(w, key);
        return;
    }
    switch (fact_type(kind)) {
    case FACT_TYPE_TEXT:
    case FACT_TYPE_TIME:
        json_text(w, key, fact->text);
        break;
    case FACT_TYPE_NUMBER:
        write_number(w, key, fact->number);
        break;
    case FACT_TYPE_MONEY:
        write_money(w, key, fact);
        break;
    case FACT_TYPE_LIST:
        write_list(w, key, fact->text);
        break;
    }
}

static void write_evidence(JsonWriter *w, FactKind kind, const Fact *fact)
{
    json_begin_object(w, fact_name(kind));
    json_integer(w, "line", fact->line);
    json_integer(w, "column", fact->column);
    json_text(w, "words", fact->words);
    json_text(w, "rule", fact->rule);
    json_real(w, "confidence", round(fact->confidence * 100) / 100);
    if (fact_type(kind) == FACT_TYPE_TIME && !fact->corrected) {
        if (fact->moment.date_rule)
            json_text(w, "date", fact->moment.date_rule);
        if (fact->moment.zone_rule)
            json_text(w, "zone", fact->moment.zone_rule);
    }
    json_begin_array(w, "lost");
    for (guint i = 0; fact->lost && i < fact->lost->len; i++)
        json_text(w, NULL, fact->lost->pdata[i]);
    json_end(w);
    json_end(w);
}

static void write_incident(JsonWriter *w, const Incident *incident)
{
    json_begin_object(w, NULL);
    for (int i = 0; i < FACT_COUNT; i++)
        write_fact(w, (FactKind)i, &incident->facts[i]);
    json_bool(w, "date_only", incident->date_only);
    json_begin_object(w, "evidence");
    for (int i = 0; i < FACT_COUNT; i++)
        if (incident->facts[i].known)
            write_evidence(w, (FactKind)i, &incident->facts[i]);
    json_end(w);
    json_end(w);
}

static void write_finding(JsonWriter *w, const ExtractFinding *f)
{
    json_begin_object(w, NULL);
    json_text(w, "rule", f->rule);
    json_text(w, "message", f->message);
    json_integer(w, "line", f->line);
    json_integer(w, "column", f->column);
    json_text(w, "words", f->words);
    if (f->other_line) {
        json_integer(w, "other_line", f->other_line);
        json_integer(w, "other_column", f->other_column);
        json_text(w, "other_words", f->other_words);
    }
    json_end(w);
}

void extraction_to_json(const Extraction *x, JsonWriter *w)
{
    json_begin_object(w, NULL);
    json_text(w, "id", x->id);
    json_text(w, "file", x->file);
    json_begin_array(w, "incidents");
    for (guint i = 0; i < x->incidents->len; i++)
        write_incident(w, x->incidents->pdata[i]);
    json_end(w);
    json_begin_array(w, "contradictions");
    for (guint i = 0; i < x->findings->len; i++)
        write_finding(w, x->findings->pdata[i]);
    json_end(w);
    if (x->reason)
        json_text(w, "reason", x->reason);
    json_end(w);
}
