#include "nines/extract/timeline.h"

#include "timeline_build.h"
#include <string.h>

void finding_free(Finding *finding)
{
    if (finding) {
        g_free(finding->message);
        g_free(finding);
    }
}

void moment_update(TextMoment *m)
{
    Civil civil = {.year = 1970, .month = 1, .day = 1};
    if (m->has_date && m->year && m->month) {
        civil.year = m->year;
        civil.month = m->month;
        civil.day = m->day;
    }
    int64_t days = civil_days(civil.year, civil.month, civil.day);
    m->local_ms = days * MS_PER_DAY;
    if (m->has_clock)
        m->local_ms += m->hour * MS_PER_HOUR + m->minute * MS_PER_MINUTE + MAX(m->second, 0) * MS_PER_SECOND;
}

Timeline *timeline_read(const Outline *outline, GArray *mentions, int groups, const TimelineSettings *settings)
{
    Timeline *timeline = g_new0(Timeline, 1);
    timeline->moments = g_array_new(FALSE, FALSE, sizeof(TextMoment));
    timeline->mentions = mentions;
    timeline->findings = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
    g_autoptr(GArray) permalinks = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < mentions->len; i++)
        if (g_array_index(mentions, Mention, i).kind == MENTION_PERMALINK)
            g_array_append_val(permalinks, i);
    TimelineBuild build = {
        .outline = outline, .timeline = timeline, .settings = settings, .permalinks = permalinks, .groups = groups};
    timeline_compose(&build);
    timeline_settle_dates(&build);
    timeline_settle_zones(&build);
    timeline_settle_undated(&build);
    return timeline;
}

void timeline_free(Timeline *timeline)
{
    if (!timeline)
        return;
    g_array_unref(timeline->moments);
    g_ptr_array_unref(timeline->findings);
    g_free(timeline);
}

const TextMoment *timeline_moment(const Timeline *timeline, guint index)
{
    return &g_array_index(timeline->moments, TextMoment, index);
}

int64_t moment_ms(const TextMoment *m)
{
    if (!m->zone)
        return m->local_ms;
    if (!m->has_date)
        return m->local_ms - zone_offset_s(m->zone, 0) * MS_PER_SECOND;
    return zone_to_instant(m->zone, m->local_ms, ZONE_EARLIER);
}

bool moment_offset(const TextMoment *m, int *minutes)
{
    if (!m->zone || !m->has_clock)
        return false;
    *minutes = zone_offset_s(m->zone, m->has_date ? moment_ms(m) : 0) / 60;
    return true;
}

char *moment_text(const TextMoment *m)
{
    GString *out = g_string_new(NULL);
    int minutes;
    if (m->has_date) {
        Civil civil = civil_from_ms(m->local_ms);
        g_string_append_printf(out, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
    }
    if (m->has_clock) {
        g_string_append_printf(out, "T%02d:%02d", m->hour % 24, m->minute);
        if (m->second >= 0)
            g_string_append_printf(out, ":%02d", m->second);
        if (moment_offset(m, &minutes))
            g_string_append_printf(out, "%c%02d:%02d", minutes < 0 ? '-' : '+', ABS(minutes) / 60, ABS(minutes) % 60);
    }
    return g_string_free(out, FALSE);
}

static bool read_number(const char **p, int digits, int *value)
{
    if (strspn(*p, "0123456789") < (size_t)digits)
        return false;
    *value = 0;
    for (int i = 0; i < digits; i++)
        *value = *value * 10 + *(*p)++ - '0';
    return true;
}

static bool read_mark(const char **p, char mark)
{
    if (**p != mark)
        return false;
    (*p)++;
    return true;
}

static bool read_offset(const char **p, TextMoment *m)
{
    int hours = 0, minutes = 0, sign = **p == '-' ? -1 : 1;
    if (read_mark(p, 'Z')) {
        m->zone = zone_utc();
        return true;
    }
    if (!read_mark(p, '+') && !read_mark(p, '-'))
        return **p == '\0';
    if (!read_number(p, 2, &hours) || (read_mark(p, ':'), !read_number(p, 2, &minutes)))
        return false;
    m->zone = zone_fixed(sign * (hours * 60 + minutes) * 60);
    return true;
}

static bool read_clock(const char **p, TextMoment *m)
{
    if (!read_number(p, 2, &m->hour) || !read_mark(p, ':') || !read_number(p, 2, &m->minute))
        return false;
    m->has_clock = true;
    if (read_mark(p, ':') && !read_number(p, 2, &m->second))
        return false;
    return m->hour <= 24 && m->minute < 60 && m->second < 60 && read_offset(p, m);
}

bool moment_parse(const char *text, TextMoment *moment)
{
    TextMoment m = {.second = -1, .range_end = -1, .range_start = -1, .clock = -1};
    const char *p = text;
    if (g_ascii_isdigit(*p)) {
        Civil civil = {0};
        if (!read_number(&p, 4, &m.year) || !read_mark(&p, '-') || !read_number(&p, 2, &m.month) ||
            !read_mark(&p, '-') || !read_number(&p, 2, &m.day))
            return false;
        civil = (Civil){.year = m.year, .month = m.month, .day = m.day};
        m.has_date = m.own_date = civil_is_valid(&civil);
        if (!m.has_date)
            return false;
    }
    if ((read_mark(&p, 'T') || read_mark(&p, ' ')) && !read_clock(&p, &m))
        return false;
    if (*p || (!m.has_date && !m.has_clock))
        return false;
    m.basis = ZONE_BASIS_STATED;
    moment_update(&m);
    *moment = m;
    return true;
}

void timeline_explain(const Timeline *timeline, const TextDocument *document, GString *out)
{
    g_string_append_printf(out, "zone: %s (%s)\n", timeline->zone ? zone_name(timeline->zone) : "unknown",
                           timeline->zone ? timeline->zone_rule : "nothing says");
    for (guint i = 0; i < timeline->moments->len; i++) {
        const TextMoment *m = timeline_moment(timeline, i);
        int line, column;
        text_document_place(document, m->block, m->start, &line, &column);
        g_autofree char *text = moment_text(m);
        g_string_append_printf(out, "%5d:%-3d %-26s %s%s date: %s; zone: %s\n", line, column, text,
                               m->lead ? "entry " : "", m->range_end >= 0 ? "range " : "",
                               m->date_rule ? m->date_rule : "-", m->zone_rule ? m->zone_rule : "-");
    }
}
