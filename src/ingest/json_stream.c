#include "json_stream.h"
#include "json_scan.h"
#include "records.h"
#include <string.h>

/* What one scan attempt wants from the text; repeated with more text until it is decided. */
typedef YamlNode *(*Attempt)(JsonStream *stream, JsonScan *scan);

static JsonScan start_scan(const JsonStream *stream)
{
    const Window *window = &stream->window;
    return (JsonScan){.text = window->text + window->from,
                      .length = window->to - window->from,
                      .final = window->ended,
                      .line = stream->line,
                      .line_start = stream->line_start};
}

static void commit(JsonStream *stream, const JsonScan *scan)
{
    stream->window.from += scan->at;
    stream->line = scan->line;
    stream->line_start = scan->line_start - (int64_t)scan->at;
}

/* Runs attempt until its scan is not cut. A text that fills the window has JSON_MORE. */
static bool scan_with(JsonStream *stream, Attempt attempt, JsonScan *scan, YamlNode **node, GError **error)
{
    GError *failure = NULL;
    for (;;) {
        *scan = start_scan(stream);
        *node = attempt(stream, scan);
        if (scan->status != JSON_MORE)
            return true;
        if (!window_more(&stream->window, &failure) && !stream->window.ended)
            break;
    }
    if (failure != NULL)
        g_propagate_error(error, failure);
    return failure == NULL;
}

static const char *scan_message(const JsonScan *scan)
{
    if (scan->status == JSON_MORE)
        return "a record may have 4 MiB; this one is longer";
    return scan->status == JSON_END ? "the text ends before the JSON does" : scan->message;
}

/* The line on which the next value begins, behind blanks and a comma. */
static int64_t value_line(const JsonStream *stream)
{
    JsonScan scan = start_scan(stream);
    if (json_scan_peek(&scan) == ',') {
        scan.at++;
        json_scan_peek(&scan);
    }
    return scan.line;
}

static bool scan_failed(const JsonStream *stream, const JsonScan *scan, GError **error)
{
    bool at_start = scan->status == JSON_MORE;
    error_at(error, ERROR_DATA, stream->file, at_start ? value_line(stream) : scan->line,
             at_start ? 0 : json_scan_column(scan), "%s", scan_message(scan));
    return false;
}

/* ---- attempts ---- */

static YamlNode *try_value(JsonStream *stream, JsonScan *scan)
{
    (void)stream;
    return json_scan_value(scan);
}

/* The next element; NULL with JSON_OK behind the closing bracket. */
static YamlNode *try_element(JsonStream *stream, JsonScan *scan)
{
    int c = json_scan_peek(scan);
    if (c == ']') {
        scan->at++;
        return NULL;
    }
    if (c >= 0 && !stream->first && !json_scan_byte(scan, ',', "expected a comma or ]"))
        return NULL;
    return scan->status == JSON_OK ? json_scan_value(scan) : NULL;
}

/* The next member's name with the byte that begins its value as plain; NULL with JSON_OK behind the closing brace. */
static YamlNode *try_name(JsonStream *stream, JsonScan *scan)
{
    int c = json_scan_peek(scan);
    if (c == '}') {
        scan->at++;
        return NULL;
    }
    if (c < 0 || (!stream->first && !json_scan_byte(scan, ',', "expected a comma or }")))
        return NULL;
    g_autofree char *key = json_scan_key(scan);
    c = key != NULL ? json_scan_peek(scan) : -1;
    if (c < 0)
        return NULL;
    const char begin = (char)c;
    YamlNode *name = yaml_node_new(YAML_SCALAR, &begin, 1, (int)scan->line, json_scan_column(scan));
    name->key = g_steal_pointer(&key);
    return name;
}

static YamlNode *try_end(JsonStream *stream, JsonScan *scan)
{
    (void)stream;
    json_scan_peek(scan);
    return NULL;
}

/* ---- enclosing objects ---- */

/* Steps over an opening bracket that the caller has seen. */
static void enter(JsonStream *stream)
{
    stream->window.from++;
    stream->line_start--;
    stream->first = true;
}

static bool keep_member(JsonStream *stream, const char *key, bool keep, GError **error)
{
    JsonScan scan;
    YamlNode *value = NULL;
    if (!scan_with(stream, try_value, &scan, &value, error))
        return false;
    if (value == NULL)
        return scan_failed(stream, &scan, error);
    if (keep)
        yaml_node_add(stream->envelope, key, value);
    else
        yaml_node_free(value);
    commit(stream, &scan);
    return true;
}

static bool next_name(JsonStream *stream, YamlNode **name, GError **error)
{
    JsonScan scan;
    if (!scan_with(stream, try_name, &scan, name, error))
        return false;
    if (*name == NULL && scan.status != JSON_OK)
        return scan_failed(stream, &scan, error);
    commit(stream, &scan);
    stream->first = false;
    return true;
}

/* Whether the member leads to the records: its array is entered, or the object on its way. */
static bool is_on_path(const char *key, char begin, const char *part, bool last)
{
    if (part == NULL)
        return begin == '[' && records_is_usual(key);
    return strcmp(key, part) == 0 && begin == (last ? '[' : '{');
}

/* Finds the array in the object whose members come next. parts NULL: any usual name. */
static bool find_array(JsonStream *stream, char **parts, bool *found, GError **error)
{
    for (;;) {
        g_autoptr(YamlNode) name = NULL;
        if (!next_name(stream, &name, error))
            return false;
        if (name == NULL)
            return true;
        bool last = parts == NULL || parts[1] == NULL;
        if (!is_on_path(name->key, name->text[0], parts != NULL ? *parts : NULL, last)) {
            if (!keep_member(stream, name->key, true, error))
                return false;
            continue;
        }
        enter(stream);
        stream->open_n++;
        *found = last;
        if (last) {
            stream->records = g_strdup(name->key);
            return true;
        }
        parts++;
    }
}

static bool open_object(JsonStream *stream, const char *records, GError **error)
{
    g_auto(GStrv) parts = records != NULL ? g_strsplit(records, ".", -1) : NULL;
    bool found = false;
    enter(stream);
    if (!find_array(stream, parts, &found, error))
        return false;
    if (found)
        return true;
    error_at(error, ERROR_DATA, stream->file, 0, 0, "has no array of records under \"%s\"",
             records != NULL ? records : "incidents");
    return false;
}

/* ---- the beginning ---- */

/* One object a line: the first line ends in a brace and the second begins with one. */
static bool looks_like_lines(const JsonStream *stream)
{
    const Window *window = &stream->window;
    const char *text = window->text + window->from;
    const char *end = memchr(text, '\n', window->to - window->from);
    if (end == NULL || end + 1 >= window->text + window->to || end[1] != '{')
        return false;
    while (end > text && g_ascii_isspace(end[-1]))
        end--;
    return end > text && end[-1] == '}';
}

/* Reads the document whole when it is not too long; a second value behind it makes it JSON Lines. */
static bool try_whole(JsonStream *stream, JsonShape *shape, GError **error)
{
    JsonScan scan;
    g_autoptr(YamlNode) whole = NULL;
    if (!scan_with(stream, try_value, &scan, &whole, error))
        return false;
    if (whole == NULL) {
        *shape = JSON_ARRAY;
        return scan.status == JSON_MORE || scan_failed(stream, &scan, error);
    }
    Window *window = &stream->window;
    gsize kept = scan.at;
    GError *failure = NULL;
    while (json_scan_peek(&scan) < 0 && scan.status == JSON_MORE && window_more(window, &failure)) {
        JsonScan again = start_scan(stream);
        again.at = kept;
        scan = again;
    }
    if (failure != NULL) {
        g_propagate_error(error, failure);
        return false;
    }
    *shape = scan.status == JSON_END ? JSON_ONE : JSON_LINES;
    if (*shape == JSON_ONE)
        stream->whole = g_steal_pointer(&whole);
    return true;
}

static bool open_any(JsonStream *stream, const char *records, int c, GError **error)
{
    if (c == '[') {
        stream->shape = JSON_ARRAY;
        enter(stream);
        return true;
    }
    if (c != '{') {
        error_at(error, ERROR_DATA, stream->file, stream->line, 0, "is no JSON array or object");
        return false;
    }
    JsonShape shape = looks_like_lines(stream) ? JSON_LINES : JSON_ARRAY;
    if (shape != JSON_LINES && records == NULL && !try_whole(stream, &shape, error))
        return false;
    stream->shape = shape;
    return shape != JSON_ARRAY || open_object(stream, records, error);
}

bool json_stream_open(JsonStream *stream, TextSource *source, const char *file, const char *records, GError **error)
{
    *stream = (JsonStream){.file = file, .line = 1, .first = true};
    stream->envelope = yaml_node_new(YAML_MAPPING, NULL, 0, 1, 1);
    stream->problem = g_string_new(NULL);
    window_open(&stream->window, source, TREE_RECORD_MAX);
    JsonScan scan;
    YamlNode *none = NULL;
    if (!scan_with(stream, try_end, &scan, &none, error))
        return false;
    if (scan.status == JSON_END)
        return error_at(error, ERROR_DATA, file, 0, 0, "holds no JSON"), false;
    commit(stream, &scan);
    return open_any(stream, records, (guchar)stream->window.text[stream->window.from], error);
}

void json_stream_close(JsonStream *stream)
{
    window_close(&stream->window);
    yaml_node_free(stream->envelope);
    yaml_node_free(stream->whole);
    g_free(stream->records);
    if (stream->problem != NULL)
        g_string_free(stream->problem, TRUE);
}

/* ---- records ---- */

/* Behind the array: the other members, the closing braces, the end. */
static bool finish(JsonStream *stream, GError **error)
{
    stream->done = true;
    stream->first = false;
    while (stream->open_n > 0) {
        g_autoptr(YamlNode) name = NULL;
        if (!next_name(stream, &name, error))
            return false;
        if (name == NULL)
            stream->open_n--;
        else if (!keep_member(stream, name->key, false, error))
            return false;
    }
    JsonScan scan;
    YamlNode *none = NULL;
    if (!scan_with(stream, try_end, &scan, &none, error))
        return false;
    if (scan.status == JSON_END)
        return true;
    error_at(error, ERROR_DATA, stream->file, scan.line, json_scan_column(&scan), "text follows the end of the JSON");
    return false;
}

/* A broken line is stepped over; reading goes on at the next one. */
static bool reject_line(JsonStream *stream, const JsonScan *scan, TreeRecord *record, GError **error)
{
    g_string_printf(stream->problem, "line %" G_GINT64_FORMAT ", column %d: %s", scan->line, json_scan_column(scan),
                    scan_message(scan));
    record->problem = stream->problem->str;
    bool had_line = false;
    if (!window_skip_line(&stream->window, &had_line, error))
        return false;
    stream->line += had_line;
    stream->line_start = 0;
    return true;
}

static const char *check_node(JsonStream *stream, const YamlNode *node, const JsonScan *scan)
{
    if (node->kind != YAML_MAPPING)
        return "is no object";
    if (scan->twice == NULL)
        return NULL;
    g_string_printf(stream->problem, "the name \"%s\" is given twice in one object", scan->twice);
    return stream->problem->str;
}

/* Blanks are passed first, so that a bad line's place is its own. *ended: no record is left. */
static bool pass_blanks(JsonStream *stream, bool *ended, GError **error)
{
    JsonScan scan;
    YamlNode *none = NULL;
    if (!scan_with(stream, try_end, &scan, &none, error))
        return false;
    commit(stream, &scan);
    *ended = scan.status == JSON_END;
    return true;
}

bool json_stream_next(JsonStream *stream, YamlNode **node, TreeRecord *record, GError **error)
{
    bool is_lines = stream->shape == JSON_LINES, ended = stream->done;
    *node = NULL;
    if (ended || !pass_blanks(stream, &ended, error) || (is_lines && ended))
        return false;
    JsonScan scan;
    YamlNode *next = NULL;
    record->line = stream->line;
    if (!scan_with(stream, is_lines ? try_value : try_element, &scan, &next, error))
        return false;
    if (next == NULL && scan.status == JSON_OK) {
        commit(stream, &scan);
        return finish(stream, error) && false;
    }
    if (next == NULL)
        return is_lines ? reject_line(stream, &scan, record, error) : scan_failed(stream, &scan, error);
    record->line = next->line;
    record->problem = check_node(stream, next, &scan);
    commit(stream, &scan);
    stream->first = false;
    *node = next;
    return true;
}
