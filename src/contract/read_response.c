#include "read.h"
#include <stdlib.h>
#include <string.h>

/* ---- calendars ---- */

static bool read_hours_map(Reader *reader, const YamlNode *node, void *out)
{
    WorkCalendar *calendar = out;
    if (node->kind == YAML_SCALAR)
        return work_calendar_add_hours(calendar, "daily", node->text) ||
               read_fails(reader, node, "expected hours such as \"09:00-17:30\" or 24h, found \"%s\"", node->text);
    for (guint i = 0; i < node->children->len; i++) {
        const YamlNode *child = g_ptr_array_index(node->children, i);
        if (node->kind != YAML_MAPPING || child->kind != YAML_SCALAR ||
            !work_calendar_add_hours(calendar, child->key, child->text))
            return read_fails(reader, child,
                              "expected days and hours such as mon-fri: \"09:00-17:30\" (00:00 to 24:00), found %s: %s",
                              node->kind == YAML_MAPPING ? child->key : "a list",
                              child->kind == YAML_SCALAR ? child->text : "a mapping");
    }
    return true;
}

static bool read_holiday_file(Reader *reader, const YamlNode *node, WorkCalendar *calendar)
{
    g_autofree char *path = NULL;
    g_autofree char *text = NULL;
    gsize length = 0;
    if (!read_named_file(reader, node, &path, &text, &length))
        return false;
    g_autoptr(GPtrArray) events = ical_read(path, text, (gssize)length, calendar->zone, NULL, reader->error);
    if (events == NULL)
        return false;
    Civil first = {.year = 1990, .month = 1, .day = 1}, last = {.year = 2060, .month = 1, .day = 1};
    g_autoptr(GArray) days = ical_days(events, calendar->zone, civil_to_ms(&first), civil_to_ms(&last));
    g_array_append_vals(calendar->holidays, days->data, days->len);
    return true;
}

static bool read_holiday(Reader *reader, const YamlNode *node, void *out)
{
    WorkCalendar *calendar = out;
    if (node->kind == YAML_SCALAR && g_str_has_suffix(node->text, ".ics"))
        return read_holiday_file(reader, node, calendar);
    Instant at;
    if (!read_instant(reader, node, false, &at))
        return false;
    int64_t day = (zone_to_local(reader->terms->zone, at) + MS_PER_HOUR) / MS_PER_DAY;
    g_array_append_val(calendar->holidays, day);
    return true;
}

static bool read_holidays(Reader *reader, const YamlNode *node, void *out)
{
    return read_each(reader, node, "", read_holiday, out);
}

static const Field calendar_fields[] = {
    {"timezone", read_zone, offsetof(WorkCalendar, zone), false},
    {"hours", read_hours_map, 0, true},
    {"holidays", read_holidays, 0, false},
    {NULL, NULL, 0, false},
};

bool read_calendars(Reader *reader, const YamlNode *node, void *out)
{
    if (node->kind != YAML_MAPPING)
        return read_fails(reader, node, "expected calendars by name");
    for (guint i = 0; i < node->children->len; i++) {
        const YamlNode *child = g_ptr_array_index(node->children, i);
        WorkCalendar *calendar = work_calendar_new(child->key, reader->terms->zone);
        g_ptr_array_add(*(GPtrArray **)out, calendar);
        g_autofree char *where = g_strdup_printf(".%s", child->key);
        if (!read_mapping(reader, child, where, calendar_fields, calendar))
            return false;
        work_calendar_finish(calendar);
    }
    return true;
}

static bool unknown_calendar(Reader *reader, const YamlNode *node)
{
    g_autoptr(GString) known = g_string_new(NULL);
    for (guint i = 0; i < reader->terms->calendars->len; i++)
        g_string_append_printf(known, "%s%s", i > 0 ? ", " : "; there is ",
                               ((const WorkCalendar *)g_ptr_array_index(reader->terms->calendars, i))->name);
    return read_fails(reader, node, "calendar \"%s\" is not defined under calendars%s", node->text, known->str);
}

bool read_calendar_name(Reader *reader, const YamlNode *node, void *out)
{
    if (node->kind != YAML_SCALAR)
        return read_fails(reader, node, "expected the name of a calendar");
    bool always = strcmp(node->text, "24x7") == 0;
    if (!always && terms_calendar(reader->terms, node->text) == NULL)
        return unknown_calendar(reader, node);
    return always || read_text(reader, node, out);
}

/* ---- goals ---- */

bool business_days_text(const char *text, int *days)
{
    char *rest = NULL;
    gint64 n = g_ascii_strtoll(text, &rest, 10);
    while (*rest == ' ')
        rest++;
    if (rest == text || n < 1 || n > 3650 ||
        (strcmp(rest, "bd") != 0 && !g_str_has_prefix(rest, "business day") && !g_str_has_prefix(rest, "working day")))
        return false;
    *days = (int)n;
    return true;
}

static bool read_goal(Reader *reader, const YamlNode *node, void *out)
{
    Goal *goal = out;
    if (!read_text(reader, node, &goal->text))
        return false;
    goal->given = true;
    goal->judged = business_days_text(node->text, &goal->business_days) || duration_text(node->text, &goal->ms);
    if (!goal->judged && g_ascii_isdigit(node->text[0]))
        return read_fails(reader, node, "expected a time such as 15min, 4h or 3bd (business days), found \"%s\"",
                          node->text);
    return true;
}

static const Field clock_fields[] = {
    {"calendar", read_calendar_name, offsetof(ResponseTerms, calendar), false},
    {"pause", read_texts, offsetof(ResponseTerms, pauses), false},
    {NULL, NULL, 0, false},
};

static bool read_clock(Reader *reader, const YamlNode *node, void *out)
{
    ResponseTerms *response = out;
    if (node->kind == YAML_SCALAR)
        return read_calendar_name(reader, node, &response->calendar);
    return read_mapping(reader, node, NULL, clock_fields, response);
}

/* Tiers of the share in time. */
static bool read_response_tiers(Reader *reader, const YamlNode *node, void *out)
{
    CreditTerms *credit = out;
    credit->place = place_of(node);
    if (!read_credit_tiers(reader, node, credit))
        return false;
    for (guint i = 0; i < credit->tiers->len; i++) {
        Tier *tier = &g_array_index(credit->tiers, Tier, i);
        if (tier->scale == TIER_DOWNTIME)
            return read_fails(reader, node, "tiers of a response target are shares in time, such as below: 95%%");
        tier->scale = TIER_IN_TIME;
    }
    return true;
}

static bool read_response_pool(Reader *reader, const YamlNode *node, void *out)
{
    CreditTerms *credit = out;
    credit->place = place_of(node);
    credit->kind = CREDIT_POOL;
    credit->award = (Award){.kind = AWARD_RATIO, .value = RATIO_ONE};
    return read_ratio(reader, node, &credit->pool_ratio);
}

static bool read_response_share(Reader *reader, const YamlNode *node, void *out)
{
    CreditTerms *credit = out;
    credit->award.kind = AWARD_RATIO;
    return read_ratio(reader, node, &credit->award.value);
}

static const Field response_credit_fields[] = {
    {"respond", read_award_amount, offsetof(ResponseTerms, respond_credit), false},
    {"resolve", read_award_amount, offsetof(ResponseTerms, resolve_credit), false},
    {"cap", read_cap, offsetof(ResponseTerms, cap), false},
    {"tiers", read_response_tiers, offsetof(ResponseTerms, credit), false},
    {"pool", read_response_pool, offsetof(ResponseTerms, credit), false},
    {"share", read_response_share, offsetof(ResponseTerms, credit), false},
    {NULL, NULL, 0, false},
};

static bool read_response_credit(Reader *reader, const YamlNode *node, void *out)
{
    return read_mapping(reader, node, NULL, response_credit_fields, out);
}

static const Field response_fields[] = {
    {"name", read_text, offsetof(ResponseTerms, name), false},
    {"severity", read_texts, offsetof(ResponseTerms, severities), false},
    {"services", read_texts, offsetof(ResponseTerms, services), false},
    {"respond", read_goal, offsetof(ResponseTerms, respond), false},
    {"resolve", read_goal, offsetof(ResponseTerms, resolve), false},
    {"in_time", read_ratio, offsetof(ResponseTerms, in_time_ppb), false},
    {"clock", read_clock, 0, false},
    {"measured_from", read_start, offsetof(ResponseTerms, measured_from), false},
    {"credits", read_response_credit, 0, false},
    {NULL, NULL, 0, false},
};

static char *response_name(const ResponseTerms *response)
{
    if (response->severities->len == 0)
        return g_strdup("tickets");
    GString *name = g_string_new(NULL);
    for (guint i = 0; i < response->severities->len; i++)
        g_string_append_printf(name, "%s%s", i > 0 ? ", " : "", (char *)g_ptr_array_index(response->severities, i));
    return g_string_free(name, FALSE);
}

static bool read_response(Reader *reader, const YamlNode *node, void *out)
{
    ResponseTerms *response = response_new();
    response->place = place_of(node);
    g_ptr_array_add(*(GPtrArray **)out, response);
    if (!read_mapping(reader, node, NULL, response_fields, response))
        return false;
    if (!response->respond.given && !response->resolve.given)
        return read_fails(reader, node, "\"respond\" or \"resolve\" is missing");
    if (response->name == NULL)
        response->name = response_name(response);
    return true;
}

bool read_responses(Reader *reader, const YamlNode *node, void *out)
{
    return read_each(reader, node, "", read_response, out);
}

/* ---- chronic failure ---- */

static const Field chronic_fields[] = {
    {"breaches", read_count, offsetof(Chronic, breaches), false},
    {"downtime", read_duration, offsetof(Chronic, downtime_ms), false},
    {"outages", read_count, offsetof(Chronic, outages), false},
    {"obligation", read_text, offsetof(Chronic, obligation), false},
    {"periods", read_count, offsetof(Chronic, periods), false},
    {"consecutive", read_flag, offsetof(Chronic, consecutive), false},
    {"right", read_text, offsetof(Chronic, right), false},
    {NULL, NULL, 0, false},
};

static bool has_obligation(const Terms *terms, const char *name)
{
    for (guint i = 0; i < terms->obligations->len; i++)
        if (strcmp(((const Obligation *)g_ptr_array_index(terms->obligations, i))->name, name) == 0)
            return true;
    return false;
}

static bool read_chronic_rule(Reader *reader, const YamlNode *node, void *out)
{
    Chronic *chronic = g_new0(Chronic, 1);
    chronic->place = place_of(node);
    g_ptr_array_add(*(GPtrArray **)out, chronic);
    if (!read_mapping(reader, node, NULL, chronic_fields, chronic))
        return false;
    int kinds = (chronic->breaches > 0) + (chronic->downtime_ms > 0) + (chronic->outages > 0);
    if (kinds != 1)
        return read_fails(reader, node, "give one of breaches (3), downtime (8h) and outages (3)");
    if (chronic->consecutive && chronic->breaches == 0)
        return read_fails(reader, node, "\"consecutive\" goes with breaches only");
    if (chronic->periods == 0)
        chronic->periods = MAX(chronic->breaches, 1);
    if (chronic->periods < chronic->breaches || chronic->periods > 120)
        return read_fails(reader, node, "%d breaches cannot occur in %d periods (at most 120)", chronic->breaches,
                          chronic->periods);
    if (chronic->right == NULL)
        chronic->right = g_strdup("terminate");
    return chronic->obligation == NULL || has_obligation(reader->terms, chronic->obligation) ||
           read_fails(reader, yaml_get(node, "obligation"), "no obligation under availability is named \"%s\"",
                      chronic->obligation);
}

bool read_chronic(Reader *reader, const YamlNode *node, void *out)
{
    return read_each(reader, node, "", read_chronic_rule, out);
}
