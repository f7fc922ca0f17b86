#include "nines/extract/extract_records.h"

#include "nines/base/money.h"
#include <math.h>
#include <string.h>

/* Facts below it are marked where their figures are listed. */
#define DOUBTFUL_BELOW 0.6

typedef struct {
    const Extraction *extraction;
    const Incident *incident;
    const ExtractSettings *settings;
    Record *record;
} Filler;

static const struct {
    FactKind fact;
    int moment;
    const char *field;
} times[] = {
    {FACT_START, MOMENT_STARTED, "started"},
    {FACT_DETECTED, MOMENT_DETECTED, "detected"},
    {FACT_ACKNOWLEDGED, MOMENT_ACKNOWLEDGED, "acknowledged"},
    {FACT_MITIGATED, MOMENT_MITIGATED, "mitigated"},
    {FACT_RESOLVED, MOMENT_RESOLVED, "resolved"},
};

static const Fact *fact_of(const Filler *f, FactKind kind)
{
    return &f->incident->facts[kind];
}

static const Zone *zone_of(const Filler *f, const TextMoment *m)
{
    if (m->zone)
        return m->zone;
    return f->settings->timeline.zone ? f->settings->timeline.zone : zone_utc();
}

static Precision precision_of(const TextMoment *m)
{
    if (!m->has_clock)
        return PRECISION_DAY;
    return m->second >= 0 ? PRECISION_SECOND : PRECISION_MINUTE;
}

static ZoneBasis basis_of(const TextMoment *m)
{
    return m->zone ? m->basis : ZONE_BASIS_ASSUMED;
}

static void add_evidence(const Filler *f, const char *field, const Fact *fact, const TextMoment *m)
{
    RecordEvidence evidence = {
        .field = field,
        .words = record_text(f->record, fact->words, -1),
        .rule = record_text(f->record, fact->rule, -1),
        .line = fact->line,
        .column = fact->column,
        .precision = m ? (int)precision_of(m) : -1,
        .zone_basis = m ? (int)basis_of(m) : -1,
        .confidence = fact->confidence,
    };
    g_array_append_val(f->record->evidence, evidence);
}

/* Both places: the time, and the words from which its zone is known. */
static void note_zone(const Filler *f, const char *field, const Fact *fact, const char *rule)
{
    const TextMoment *m = &fact->moment;
    const Extraction *x = f->extraction;
    g_autofree char *place = m->zone && x->zone_line && m->basis == ZONE_BASIS_INFERRED
                                 ? g_strdup_printf(", line %d%s%s%s", x->zone_line, *x->zone_words ? " \"" : "",
                                                   x->zone_words, *x->zone_words ? "\"" : "")
                                 : g_strdup("");
    record_add_finding(f->record, !m->zone, m->zone ? "zone-inferred" : "zone-assumed", field,
                       "line %d \"%s\": zone %s (%s%s)", fact->line, fact->words, zone_name(zone_of(f, m)), rule,
                       place);
}

/* What the document does not say itself; each rule once for a record. */
static void note_inferred(const Filler *f, const char *field, const Fact *fact, const char **zone_rule,
                          const char **date_rule)
{
    const TextMoment *m = &fact->moment;
    const char *zone = !m->zone ? "nothing says which" : basis_of(m) == ZONE_BASIS_STATED ? NULL : m->zone_rule;
    const char *date = m->date_rule && strstr(m->date_rule, "year") ? m->date_rule : NULL;
    if (m->has_clock && zone && zone != *zone_rule)
        note_zone(f, field, fact, zone);
    if (date && date != *date_rule)
        record_add_finding(f->record, false, "year-inferred", field, "line %d \"%s\": year %d (%s)", fact->line,
                           fact->words, m->year, date);
    *zone_rule = zone ? zone : *zone_rule;
    *date_rule = date ? date : *date_rule;
}

/* Times with a date and a clock become moments; a day alone bounds the record instead. */
static void fill_times(const Filler *f)
{
    Precision precision = PRECISION_SECOND;
    ZoneBasis basis = ZONE_BASIS_STATED;
    const char *zone_rule = NULL, *date_rule = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(times); i++) {
        const Fact *fact = fact_of(f, times[i].fact);
        if (!fact->known || !fact->moment.has_date)
            continue;
        const TextMoment *m = &fact->moment;
        add_evidence(f, times[i].field, fact, m);
        note_inferred(f, times[i].field, fact, &zone_rule, &date_rule);
        if (!m->has_clock)
            continue;
        f->record->at[times[i].moment] = zone_to_instant(zone_of(f, m), m->local_ms, ZONE_EARLIER);
        precision = MAX(precision, precision_of(m));
        basis = MAX(basis, basis_of(m));
    }
    f->record->precision = precision;
    f->record->zone_basis = basis;
}

/* The day or days in which a record without clock times lies. */
static bool fill_bounds(const Filler *f)
{
    const Fact *start = fact_of(f, FACT_START), *end = fact_of(f, FACT_RESOLVED);
    const Fact *first = start->known ? start : end, *last = end->known ? end : start;
    if (!first->known || !first->moment.has_date || !last->moment.has_date)
        return false;
    const Zone *zone = zone_of(f, &first->moment);
    int64_t from = first->moment.local_ms / MS_PER_DAY, to = last->moment.local_ms / MS_PER_DAY;
    f->record->within_from_at = zone_day_start(zone, MIN(from, to));
    f->record->within_to_at = zone_day_start(zone, MAX(from, to) + 1);
    f->record->precision = PRECISION_DAY;
    f->record->zone_basis = basis_of(&first->moment);
    return true;
}

/* A length without any date lies somewhere in the year that the user gives, else that of the document's dates. */
static bool fill_year(const Filler *f)
{
    int given = f->settings->timeline.year, year = given ? given : f->extraction->year;
    const Zone *zone = f->settings->timeline.zone ? f->settings->timeline.zone : zone_utc();
    if (!year || !fact_of(f, FACT_DURATION)->known)
        return false;
    f->record->within_from_at = zone_day_start(zone, civil_days(year, 1, 1));
    f->record->within_to_at = zone_day_start(zone, civil_days((int64_t)year + 1, 1, 1));
    record_add_finding(f->record, true, "year-assumed", "stated_duration", "no date is told; somewhere in %d (%s)",
                       year, given ? "given by the user" : "the document's other dates");
    f->record->precision = PRECISION_MONTH;
    f->record->zone_basis = ZONE_BASIS_ASSUMED;
    return true;
}

static void fill_duration(const Filler *f)
{
    const Fact *fact = fact_of(f, FACT_DURATION);
    if (!fact->known || !f->incident->duration_stated)
        return;
    f->record->stated_duration_ms = (int64_t)llround(fact->number * (double)MS_PER_MINUTE);
    add_evidence(f, "stated_duration", fact, NULL);
}

static void add_amount(const Filler *f, FactKind kind, const char *name)
{
    const Fact *fact = fact_of(f, kind);
    if (!fact->known)
        return;
    double unit = 1;
    if (kind == FACT_MONEY)
        unit = pow(10, *fact->currency && currency_digits(fact->currency) >= 0 ? currency_digits(fact->currency) : 2);
    if (fact->number * unit > 9e15)
        return;
    int64_t value = (int64_t)llround(fact->number * unit);
    RecordAmount amount = {
        .kind = name,
        .currency = kind == FACT_MONEY && *fact->currency ? record_text(f->record, fact->currency, -1) : NULL,
        .low = INSTANT_NONE,
        .likely = value,
        .high = INSTANT_NONE,
        .summed = true,
        .line = fact->line,
    };
    g_array_append_val(f->record->amounts, amount);
    add_evidence(f, name, fact, NULL);
}

static void fill_texts(const Filler *f)
{
    const Fact *title = fact_of(f, FACT_TITLE), *severity = fact_of(f, FACT_SEVERITY),
               *by = fact_of(f, FACT_DETECTED_BY);
    f->record->title = record_text(f->record, title->known ? title->text : f->extraction->id, -1);
    if (title->known)
        add_evidence(f, "title", title, NULL);
    if (severity->known) {
        f->record->severity = record_text(f->record, severity->text, -1);
        add_evidence(f, "severity", severity, NULL);
    }
    if (by->known) {
        f->record->detected_by = record_text(f->record, by->text, -1);
        add_evidence(f, "detected_by", by, NULL);
    }
    const Fact *services = fact_of(f, FACT_SERVICES);
    g_auto(GStrv) names = g_strsplit(services->known ? services->text : "", ",", -1);
    for (char **name = names; *name; name++) {
        g_strstrip(*name);
        const char *plain = g_str_has_prefix(*name, "- ") ? *name + 2 : *name;
        if (*plain)
            record_add_service(f->record, record_text(f->record, plain, -1));
    }
}

static void fill_findings(const Filler *f)
{
    for (guint i = 0; i < f->extraction->findings->len; i++) {
        const ExtractFinding *x = f->extraction->findings->pdata[i];
        if (x->other_line)
            record_add_finding(f->record, true, "contradiction", x->rule, "line %d \"%s\" and line %d \"%s\": %s",
                               x->line, x->words, x->other_line, x->other_words, x->message);
        else
            record_add_finding(f->record, true, "contradiction", x->rule, "line %d \"%s\": %s", x->line, x->words,
                               x->message);
    }
}

static void mark_doubtful(const Filler *f)
{
    for (int i = 0; i < FACT_COUNT; i++) {
        const Fact *fact = fact_of(f, (FactKind)i);
        if (fact->known && fact->confidence < DOUBTFUL_BELOW)
            record_add_finding(f->record, true, "low-confidence", fact_name((FactKind)i),
                               "line %d \"%s\": %s (%s), confidence %.2f", fact->line, fact->words ? fact->words : "",
                               fact->text, fact->rule, fact->confidence);
    }
}

bool extract_to_record(const Extraction *extraction, guint index, const ExtractSettings *settings, Record *record,
                       const char **reason)
{
    Filler f = {extraction, extraction_incident(extraction, index), settings, record};
    record_clear(record);
    fill_texts(&f);
    fill_times(&f);
    fill_duration(&f);
    bool dated = record->at[MOMENT_STARTED] != INSTANT_NONE;
    if (!dated && !fill_bounds(&f) && record->at[MOMENT_DETECTED] == INSTANT_NONE &&
        record->at[MOMENT_RESOLVED] == INSTANT_NONE && !fill_year(&f)) {
        *reason = "the document gives no date: say the year with --year";
        return false;
    }
    add_amount(&f, FACT_USERS, "users");
    add_amount(&f, FACT_ORDERS, "orders");
    add_amount(&f, FACT_MONEY, "money");
    record->line = fact_of(&f, FACT_START)->known ? fact_of(&f, FACT_START)->line : fact_of(&f, FACT_TITLE)->line;
    g_autofree char *id = extraction->incidents->len == 1 ? g_strdup(extraction->id)
                                                          : g_strdup_printf("%s-%u", extraction->id, index + 1);
    record->external_id = record_text(record, id, -1);
    mark_doubtful(&f);
    if (index == 0)
        fill_findings(&f);
    return true;
}
