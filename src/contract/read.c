#include "read.h"
#include "nines/base/file.h"
#include "nines/base/money.h"
#include "nines/base/timetext.h"
#include <inttypes.h>
#include <string.h>

#define NAMED_FILE_MAX (4U << 20)

Place place_of(const YamlNode *node)
{
    bool keyed = node->key_line > 0;
    return (Place){.line = keyed ? node->key_line : node->line, .column = keyed ? node->key_column : node->column};
}

bool read_fails(Reader *reader, const YamlNode *node, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    const char *gap = reader->path->len > 0 ? ": " : "";
    yaml_error(reader->error, reader->document, node, "%s%s%s", reader->path->str, gap, message);
    return false;
}

/* Takes the place off a message of the YAML reader, and puts the path before it. Always false. */
static bool fails_with(Reader *reader, const YamlNode *node, GError *cause)
{
    g_autofree char *place = g_strdup_printf("%s:%d:%d: ", reader->document->file, node->line, node->column);
    const char *message = cause->message;
    message += g_str_has_prefix(message, place) ? strlen(place) : 0;
    read_fails(reader, node, "%s", message);
    g_error_free(cause);
    return false;
}

bool read_word(Reader *reader, const YamlNode *node, const char *const *words, int *out)
{
    GError *cause = NULL;
    return yaml_read_word(reader->document, node, words, out, &cause) || fails_with(reader, node, cause);
}

bool read_integer(Reader *reader, const YamlNode *node, int64_t min, int64_t max, int64_t *out)
{
    GError *cause = NULL;
    return yaml_read_int(reader->document, node, min, max, out, &cause) || fails_with(reader, node, cause);
}

/* Reads one value with the path extended by its key, so that a message says where it stands. */
static bool read_below(Reader *reader, const YamlNode *node, const char *step, ReadValue read, void *out)
{
    gsize before = reader->path->len;
    if (before > 0 && step[0] != '[')
        g_string_append_c(reader->path, '.');
    g_string_append(reader->path, step);
    bool fine = read(reader, node, out);
    g_string_truncate(reader->path, before);
    return fine;
}

static bool check_keys(Reader *reader, const YamlNode *node, const Field *fields)
{
    g_autoptr(GPtrArray) keys = g_ptr_array_new();
    for (const Field *field = fields; field->key != NULL; field++)
        g_ptr_array_add(keys, (gpointer)(uintptr_t)field->key);
    g_ptr_array_add(keys, NULL);
    const char *where = reader->path->len > 0 ? reader->path->str : "the contract";
    return yaml_check_keys(reader->document, node, where, (const char *const *)keys->pdata, reader->error);
}

static bool read_field(Reader *reader, const YamlNode *node, const YamlNode *below, const Field *field, char *out)
{
    const YamlNode *value = yaml_get(node, field->key);
    if (value == NULL && below != NULL)
        value = yaml_get(below, field->key);
    if (value == NULL || yaml_is_null(value))
        return field->required ? read_fails(reader, node, "\"%s\" is missing", field->key) : true;
    return field->read == NULL || read_below(reader, value, field->key, field->read, out + field->offset);
}

static bool fails_unmapped(Reader *reader, const YamlNode *node, const Field *fields)
{
    g_autoptr(GString) keys = g_string_new(NULL);
    for (const Field *field = fields; field->key != NULL; field++)
        g_string_append_printf(keys, "%s%s", keys->len > 0 ? ", " : "", field->key);
    return read_fails(reader, node, "expected keys with values (of %s), found %s", keys->str,
                      node->kind == YAML_SCALAR ? node->text : "a list");
}

bool read_one_key(Reader *reader, const YamlNode *node)
{
    return node->kind != YAML_MAPPING || node->children->len == 1 ||
           read_fails(reader, node, "expected one key, found %u", node->children->len);
}

static bool read_fields(Reader *reader, const YamlNode *node, const Field *fields, void *out)
{
    const YamlNode *below = reader->below;
    reader->below = NULL;
    if (node->kind != YAML_MAPPING)
        return fails_unmapped(reader, node, fields);
    if (!check_keys(reader, node, fields))
        return false;
    for (const Field *field = fields; field->key != NULL; field++)
        if (!read_field(reader, node, below, field, out))
            return false;
    return true;
}

bool read_mapping(Reader *reader, const YamlNode *node, const char *where, const Field *fields, void *out)
{
    gsize before = reader->path->len;
    if (where != NULL)
        g_string_append(reader->path, where);
    bool fine = read_fields(reader, node, fields, out);
    g_string_truncate(reader->path, before);
    return fine;
}

bool read_each(Reader *reader, const YamlNode *node, const char *where, ReadValue read, void *out)
{
    if (node->kind != YAML_SEQUENCE)
        return read(reader, node, out);
    for (guint i = 0; i < node->children->len; i++) {
        g_autofree char *step = g_strdup_printf("%s[%u]", where, i);
        if (!read_below(reader, g_ptr_array_index(node->children, i), step, read, out))
            return false;
    }
    return true;
}

static bool is_scalar(Reader *reader, const YamlNode *node, const char *what)
{
    return node->kind == YAML_SCALAR || read_fails(reader, node, "expected %s", what);
}

bool read_zone(Reader *reader, const YamlNode *node, void *out)
{
    g_autoptr(GError) cause = NULL;
    const Zone *zone = node->kind == YAML_SCALAR ? zone_find(node->text, &cause) : NULL;
    if (zone == NULL)
        return read_fails(reader, node, "%s", cause != NULL ? cause->message : "expected the name of a time zone");
    *(const Zone **)out = zone;
    return true;
}

bool read_text(Reader *reader, const YamlNode *node, void *out)
{
    if (!is_scalar(reader, node, "a text"))
        return false;
    char **text = out;
    g_free(*text);
    *text = g_strdup(node->text);
    return true;
}

static bool add_text(Reader *reader, const YamlNode *node, void *out)
{
    if (!is_scalar(reader, node, "a text"))
        return false;
    g_ptr_array_add(*(GPtrArray **)out, g_strdup(node->text));
    return true;
}

bool read_texts(Reader *reader, const YamlNode *node, void *out)
{
    return read_each(reader, node, "", add_text, out);
}

bool read_flag(Reader *reader, const YamlNode *node, void *out)
{
    GError *cause = NULL;
    return yaml_read_bool(reader->document, node, out, &cause) || fails_with(reader, node, cause);
}

bool read_count(Reader *reader, const YamlNode *node, void *out)
{
    int64_t value;
    if (!read_integer(reader, node, 1, 1000000, &value))
        return false;
    *(int *)out = (int)value;
    return true;
}

bool read_total(Reader *reader, const YamlNode *node, void *out)
{
    return read_integer(reader, node, 1, INT64_C(1000000000000), out);
}

bool decimal_parse(const char *text, int places, int64_t *out)
{
    int64_t value = 0;
    int after = -1, digits = 0;
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '.' && after < 0) {
            after = 0;
            continue;
        }
        if (!g_ascii_isdigit(*p) || after == places || value > INT64_C(100000000000000000))
            return false;
        value = value * 10 + (*p - '0');
        digits++;
        after += after >= 0 ? 1 : 0;
    }
    for (int i = MAX(after, 0); i < places; i++) {
        if (value > INT64_C(100000000000000000))
            return false;
        value *= 10;
    }
    if (digits == 0)
        return false;
    *out = value;
    return true;
}

bool duration_text(const char *text, int64_t *ms)
{
    bool bare = text[strspn(text, "0123456789. ")] == '\0';
    int64_t value;
    if (bare && strspn(text, "0") != strlen(text))
        return false;
    if (duration_parse(text, -1, MS_PER_SECOND, &value) != TIME_OK || value < 0)
        return false;
    *ms = value;
    return true;
}

bool read_duration(Reader *reader, const YamlNode *node, void *out)
{
    return is_scalar(reader, node, "a duration") &&
           (duration_text(node->text, out) ||
            read_fails(reader, node, "expected a duration with its unit (15min, 4h, 1h30m, 30d), found \"%s\"",
                       node->text));
}

/* Cuts a percent sign and blanks off the end; true when there was a sign. */
static bool cut_percent(char *text)
{
    g_strstrip(text);
    gsize length = strlen(text);
    if (length == 0 || text[length - 1] != '%')
        return false;
    text[length - 1] = '\0';
    g_strchomp(text);
    return true;
}

bool ratio_parse(const char *text, int64_t *ratio_ppb)
{
    g_autofree char *copy = g_strdup(text);
    bool percent = cut_percent(copy);
    int64_t value;
    if (!percent && decimal_parse(copy, 9, &value) && value <= RATIO_ONE) {
        *ratio_ppb = value;
        return true;
    }
    if (!decimal_parse(copy, 7, &value) || value > RATIO_ONE)
        return false;
    *ratio_ppb = value;
    return true;
}

char *ratio_format(int64_t ratio_ppb)
{
    g_autofree char *text = g_strdup_printf("%" PRId64 ".%07" PRId64, ratio_ppb / 10000000, ratio_ppb % 10000000);
    gsize length = strlen(text);
    while (text[length - 1] == '0')
        text[--length] = '\0';
    if (text[length - 1] == '.')
        text[--length] = '\0';
    return g_strdup_printf("%s %%", text);
}

const char *comma_hint(const char *text)
{
    return strchr(text, ',') != NULL ? "; decimals are written with a point" : "";
}

bool read_ratio(Reader *reader, const YamlNode *node, void *out)
{
    return is_scalar(reader, node, "a percentage") &&
           (ratio_parse(node->text, out) ||
            read_fails(reader, node, "expected a percentage from 0 to 100 such as 99.9%%, found \"%s\"%s", node->text,
                       comma_hint(node->text)));
}

bool read_percent(Reader *reader, const YamlNode *node, void *out)
{
    if (!is_scalar(reader, node, "a percentage"))
        return false;
    g_autofree char *copy = g_strdup(node->text);
    cut_percent(copy);
    return decimal_parse(copy, 7, out) ||
           read_fails(reader, node, "expected a percentage such as 10 or 2.5, found \"%s\"%s", node->text,
                      comma_hint(node->text));
}

bool read_money(Reader *reader, const YamlNode *node, void *out)
{
    if (!is_scalar(reader, node, "an amount"))
        return false;
    int64_t minor;
    const char *currency = reader->terms->fee.currency;
    if (!money_parse(node->text, currency, &minor) || minor < 0)
        return read_fails(reader, node, "expected an amount of %s such as 12000.00, found \"%s\"",
                          currency != NULL ? currency : "money", node->text);
    *(int64_t *)out = minor;
    return true;
}

bool read_instant(Reader *reader, const YamlNode *node, bool end, Instant *out)
{
    if (!is_scalar(reader, node, "a day"))
        return false;
    TimeRules rules = {.zone = reader->terms->zone, .order = TIME_DAY_FIRST, .choice = ZONE_EARLIER};
    TimeValue value;
    if (time_parse(node->text, -1, &rules, &value) != TIME_OK)
        return read_fails(reader, node, "expected a day such as 2026-01-31, found \"%s\"", node->text);
    if (end && value.precision == PRECISION_DAY) {
        int64_t local = zone_to_local(reader->terms->zone, value.at);
        value.at = zone_day_start(reader->terms->zone, (local + MS_PER_HOUR) / MS_PER_DAY + 1);
    }
    *out = value.at;
    return true;
}

bool read_named_file(Reader *reader, const YamlNode *node, char **path, char **text, gsize *length)
{
    g_autofree char *full =
        g_path_is_absolute(node->text) ? g_strdup(node->text) : g_build_filename(reader->directory, node->text, NULL);
    GError *cause = NULL;
    if (!file_read(full, NAMED_FILE_MAX, text, length, &cause)) {
        read_fails(reader, node, "%s", cause->message);
        g_error_free(cause);
        return false;
    }
    *path = g_steal_pointer(&full);
    return true;
}
