#include "feed_updates.h"

#include "nines/base/text.h"
#include "nines/base/timetext.h"
#include <string.h>

typedef struct {
    Instant at; /* of the entry; INSTANT_NONE: not known */
    int offset_s;
    bool has_offset;
} EntryDate;

/* What stands between two marks from *at on, without tags; *at moves behind it. NULL: nothing. */
static char *take_between(const char **at, const char *from, const char *to)
{
    const char *start = strstr(*at, from), *stop = start ? strstr(start, to) : NULL;
    if (!stop)
        return NULL;
    GString *text = g_string_new(NULL);
    bool tag = false;
    for (const char *p = start + strlen(from); p < stop; p++) {
        tag = *p == '<' || (tag && p[-1] != '>');
        if (!tag)
            g_string_append_c(text, *p);
    }
    *at = stop + strlen(to);
    return g_string_free(text, FALSE);
}

/* "... -0800", "...-08:00" in seconds; 0 for UTC and for none. */
static int offset_at_end(const char *text)
{
    const char *sign = strrchr(text, '+') ? strrchr(text, '+') : strrchr(text, '-');
    char digits[4];
    int n = 0;
    for (const char *p = sign ? sign + 1 : ""; *p; p++) {
        if (*p == ':')
            continue;
        if (!g_ascii_isdigit(*p) || n == 4)
            return 0;
        digits[n++] = *p;
    }
    if (n != 4)
        return 0;
    int hours = (digits[0] - '0') * 10 + digits[1] - '0', minutes = (digits[2] - '0') * 10 + digits[3] - '0';
    return (*sign == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}

static EntryDate read_date(const char *text)
{
    TimeRules rules = {0};
    TimeValue value;
    EntryDate date = {.at = INSTANT_NONE};
    if (!text || time_parse(text, -1, &rules, &value) != TIME_OK)
        return date;
    date.at = value.at;
    date.offset_s = offset_at_end(text);
    date.has_offset = date.offset_s != 0;
    return date;
}

/* "Jan  1, 2014, 09:09 PST" in its parts; a second clock makes a span, which is no time of an update. */
typedef struct {
    const char *month, *day, *year, *clock, *zone;
    bool is_span;
} Stamp;

static Stamp split_stamp(char **words)
{
    Stamp stamp = {0};
    for (int i = 0; words[i]; i++) {
        gsize digits = strspn(words[i], "0123456789");
        bool number = digits && !words[i][digits];
        if (strchr(words[i], ':'))
            stamp.is_span = stamp.clock != NULL, stamp.clock = words[i];
        else if (number && digits == 4)
            stamp.year = words[i];
        else if (number)
            stamp.day = words[i];
        else if (!stamp.month)
            stamp.month = words[i];
        else if (*words[i] && g_ascii_isalpha(*words[i]))
            stamp.zone = words[i];
    }
    return stamp;
}

static bool place(const Stamp *stamp, int year, const EntryDate *date, Instant *at)
{
    TimeRules rules = {0};
    TimeValue value;
    bool utc = stamp->zone && (g_str_equal(stamp->zone, "UTC") || g_str_equal(stamp->zone, "GMT"));
    g_autofree char *text = g_strdup_printf("%s %s %d %s", stamp->day, stamp->month, year, stamp->clock);
    if ((!utc && !date->has_offset) || time_parse(text, -1, &rules, &value) != TIME_OK)
        return false;
    *at = value.at - (utc ? 0 : date->offset_s * MS_PER_SECOND);
    return true;
}

/* The year that puts it next to the entry. */
static bool read_stamp(const char *text, const EntryDate *date, Instant *at)
{
    g_auto(GStrv) words = g_strsplit_set(text, " ,\t\n", -1);
    Stamp stamp = split_stamp(words);
    if (stamp.is_span || !stamp.month || !stamp.day || !stamp.clock)
        return false;
    if (stamp.year)
        return place(&stamp, (int)g_ascii_strtoll(stamp.year, NULL, 10), date, at);
    if (date->at == INSTANT_NONE)
        return false;
    int year = civil_from_ms(date->at).year;
    bool found = false;
    for (int i = year - 1; i <= year + 1; i++) {
        Instant candidate;
        if (!place(&stamp, i, date, &candidate) || (found && ABS(candidate - date->at) >= ABS(*at - date->at)))
            continue;
        *at = candidate;
        found = true;
    }
    return found;
}

static void add_scalar(YamlNode *to, const char *key, const char *text, int line)
{
    yaml_node_add(to, key, yaml_node_new(YAML_SCALAR, text, strlen(text), line, 1));
}

static void add_update(YamlNode *updates, const char *stamp, const char *status, const EntryDate *date, int line)
{
    YamlNode *update = yaml_node_new(YAML_MAPPING, NULL, 0, line, 1);
    Instant at;
    if (stamp && read_stamp(stamp, date, &at)) {
        Civil civil = civil_from_ms(at);
        g_autofree char *text = g_strdup_printf("%04d-%02d-%02dT%02d:%02dZ", (int)civil.year, (int)civil.month,
                                                (int)civil.day, (int)civil.hour, (int)civil.minute);
        add_scalar(update, "at", text, line);
    }
    add_scalar(update, "status", status, line);
    yaml_node_add(updates, NULL, update);
}

void feed_updates(YamlNode *entry, const char *text, const char *date)
{
    EntryDate own = read_date(date);
    YamlNode *updates = yaml_node_new(YAML_SEQUENCE, NULL, 0, entry->line, 1);
    for (const char *at = text;;) {
        const char *small = strstr(at, "<small>"), *strong = strstr(at, "<strong>");
        if (!strong)
            break;
        g_autofree char *stamp = small && small < strong ? take_between(&at, "<small>", "</small>") : NULL;
        g_autofree char *status = take_between(&at, "<strong>", "</strong>");
        if (!status)
            break;
        if (!updates->children->len)
            add_scalar(entry, "state", g_strstrip(status), entry->line);
        add_update(updates, stamp, g_strstrip(status), &own, entry->line);
    }
    if (updates->children->len)
        yaml_node_add(entry, "updates", updates);
    else
        yaml_node_free(updates);
}
