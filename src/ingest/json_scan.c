#include "json_scan.h"
#include "nines/base/text.h"
#include "nines/ingest/tree_reader.h"
#include <string.h>

#define PAIRWISE_MAX 16 /* members compared with each other; more go through a hash table */

int json_scan_column(const JsonScan *scan)
{
    return (int)((int64_t)scan->at - scan->line_start + 1);
}

static void *bad(JsonScan *scan, const char *message)
{
    scan->status = JSON_BAD;
    scan->message = message;
    return NULL;
}

static void *cut(JsonScan *scan)
{
    if (scan->final)
        return bad(scan, "the text ends in the middle of a value");
    scan->status = JSON_MORE;
    return NULL;
}

int json_scan_peek(JsonScan *scan)
{
    for (; scan->at < scan->length; scan->at++) {
        char c = scan->text[scan->at];
        if (c == '\n') {
            scan->line++;
            scan->line_start = (int64_t)scan->at + 1;
        } else if (c != ' ' && c != '\t' && c != '\r') {
            return (guchar)c;
        }
    }
    scan->status = scan->final ? JSON_END : JSON_MORE;
    return -1;
}

/* Inside a value, where the end of the text is a fault. */
static int peek_inside(JsonScan *scan)
{
    int c = json_scan_peek(scan);
    if (c < 0)
        cut(scan);
    return c;
}

bool json_scan_byte(JsonScan *scan, char byte, const char *message)
{
    int c = peek_inside(scan);
    if (c < 0)
        return false;
    if (c != (guchar)byte)
        return bad(scan, message) != NULL;
    scan->at++;
    return true;
}

/* ---- strings ---- */

static int hex4(const char *text)
{
    int value = 0;
    for (int i = 0; i < 4; i++) {
        int digit = g_ascii_xdigit_value(text[i]);
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* \uXXXX, with its second half when it is a surrogate; a lone half and NUL become U+FFFD. */
static gsize unescape_unicode(GString *out, const char *text, gsize length)
{
    gunichar c = (gunichar)hex4(text);
    gsize used = 4;
    bool is_high = c >= 0xD800 && c < 0xDC00;
    if (is_high && length >= 10 && text[4] == '\\' && text[5] == 'u') {
        int low = hex4(text + 6);
        if (low >= 0xDC00 && low < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + ((gunichar)low - 0xDC00);
            used = 10;
        }
    }
    bool is_usable = c != 0 && (c < 0xD800 || c > 0xDFFF);
    g_string_append_unichar(out, is_usable ? c : 0xFFFD);
    return used;
}

static char *unescape(const char *text, gsize length)
{
    static const char letters[] = "bfnrt", bytes[] = "\b\f\n\r\t";
    g_autoptr(GString) out = g_string_sized_new(length);
    for (gsize i = 0; i < length; i++) {
        if (text[i] != '\\') {
            g_string_append_c(out, text[i]);
            continue;
        }
        const char *letter = strchr(letters, text[++i]);
        if (text[i] == 'u')
            i += unescape_unicode(out, text + i + 1, length - i - 1);
        else
            g_string_append_c(out, letter != NULL ? bytes[letter - letters] : text[i]);
    }
    return text_clean(out->str, (gssize)out->len);
}

/* Checks the escape at the scan's place and passes it. */
static bool pass_escape(JsonScan *scan)
{
    gsize left = scan->length - scan->at;
    const char *text = scan->text + scan->at;
    if (left < 2 || (text[1] == 'u' && left < 6))
        return cut(scan) != NULL;
    bool fine = text[1] == 'u' ? hex4(text + 2) >= 0 : memchr("\"\\/bfnrt", text[1], 8) != NULL;
    if (!fine)
        return bad(scan, "a wrong escape in a string") != NULL;
    scan->at += text[1] == 'u' ? 6 : 2;
    return true;
}

static char *scan_string(JsonScan *scan)
{
    gsize start = ++scan->at;
    bool escaped = false;
    for (;;) {
        const char *text = scan->text;
        while (text[scan->at] != '"' && text[scan->at] != '\\' && (guchar)text[scan->at] >= 0x20)
            scan->at++;
        if (scan->at >= scan->length)
            return cut(scan);
        if (text[scan->at] == '"')
            break;
        if (text[scan->at] != '\\')
            return bad(scan, "a line end or control character in a string");
        escaped = true;
        if (!pass_escape(scan))
            return NULL;
    }
    gsize length = scan->at++ - start;
    return escaped ? unescape(scan->text + start, length) : g_strndup(scan->text + start, length);
}

char *json_scan_key(JsonScan *scan)
{
    int c = peek_inside(scan);
    if (c < 0)
        return NULL;
    if (c != '"')
        return bad(scan, c == '\'' ? "names take double quotes" : "expected a name in double quotes");
    g_autofree char *key = scan_string(scan);
    if (key == NULL || !json_scan_byte(scan, ':', "expected a colon after the name"))
        return NULL;
    return g_steal_pointer(&key);
}

/* ---- numbers and words ---- */

static gsize digits(const char *text)
{
    gsize n = 0;
    while (g_ascii_isdigit(text[n]))
        n++;
    return n;
}

/* Length of the number at text, 0 when it is none. */
static gsize number_length(const char *text)
{
    gsize n = text[0] == '-', whole = digits(text + n);
    if (whole == 0 || (whole > 1 && text[n] == '0'))
        return 0;
    n += whole;
    if (text[n] == '.') {
        gsize part = digits(text + n + 1);
        if (part == 0)
            return 0;
        n += 1 + part;
    }
    if (text[n] != 'e' && text[n] != 'E')
        return n;
    gsize sign = text[n + 1] == '+' || text[n + 1] == '-', power = digits(text + n + 1 + sign);
    return power == 0 ? 0 : n + 1 + sign + power;
}

static bool is_word(const char *text, gsize length)
{
    static const char *const words[] = {"true", "false", "null"};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (strlen(words[i]) == length && memcmp(words[i], text, length) == 0)
            return true;
    return false;
}

static YamlNode *scan_bare(JsonScan *scan)
{
    const char *text = scan->text + scan->at;
    gsize left = scan->length - scan->at, n = 0;
    while (n < left && (g_ascii_isalnum(text[n]) || memchr("+-._", text[n], 4) != NULL))
        n++;
    if (n == left && !scan->final)
        return cut(scan);
    if (n == 0)
        return bad(scan, text[0] == '\'' ? "strings take double quotes" : "expected a value");
    if (!is_word(text, n) && number_length(text) != n)
        return bad(scan, "neither a number nor true, false or null");
    YamlNode *node = yaml_node_new(YAML_SCALAR, text, n, (int)scan->line, json_scan_column(scan));
    node->plain = true;
    scan->at += n;
    return node;
}

/* ---- collections ---- */

static const char *find_twice(const YamlNode *node)
{
    const GPtrArray *children = node->children;
    if (children->len <= PAIRWISE_MAX) {
        for (guint i = 1; i < children->len; i++)
            for (guint j = 0; j < i; j++) {
                const YamlNode *a = g_ptr_array_index(children, i), *b = g_ptr_array_index(children, j);
                if (strcmp(a->key, b->key) == 0)
                    return a->key;
            }
        return NULL;
    }
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < children->len; i++) {
        const YamlNode *child = g_ptr_array_index(children, i);
        if (!g_hash_table_add(seen, child->key))
            return child->key;
    }
    return NULL;
}

static bool scan_member(JsonScan *scan, YamlNode *node)
{
    if (peek_inside(scan) < 0)
        return false;
    int line = (int)scan->line, column = json_scan_column(scan);
    g_autofree char *key = json_scan_key(scan);
    YamlNode *value = key != NULL ? json_scan_value(scan) : NULL;
    if (value == NULL) {
        if (scan->status == JSON_END)
            cut(scan);
        return false;
    }
    yaml_node_add(node, key, value);
    value->key_line = line;
    value->key_column = column;
    return true;
}

static bool scan_element(JsonScan *scan, YamlNode *node)
{
    YamlNode *value = json_scan_value(scan);
    if (value != NULL)
        yaml_node_add(node, NULL, value);
    else if (scan->status == JSON_END)
        cut(scan);
    return value != NULL;
}

/* The items up to and with the closing bracket. */
static bool scan_items(JsonScan *scan, YamlNode *node)
{
    bool is_object = node->kind == YAML_MAPPING;
    const char close = is_object ? '}' : ']';
    int c = peek_inside(scan);
    for (bool first = true; c >= 0; first = false) {
        if (c == close) {
            scan->at++;
            return true;
        }
        if (!first && !json_scan_byte(scan, ',', is_object ? "expected a comma or }" : "expected a comma or ]"))
            return false;
        if (!(is_object ? scan_member(scan, node) : scan_element(scan, node)))
            return false;
        c = peek_inside(scan);
    }
    return false;
}

static YamlNode *scan_collection(JsonScan *scan, YamlKind kind)
{
    if (scan->depth == TREE_DEPTH_MAX)
        return bad(scan, "nested deeper than " G_STRINGIFY(TREE_DEPTH_MAX) " levels");
    g_autoptr(YamlNode) node = yaml_node_new(kind, NULL, 0, (int)scan->line, json_scan_column(scan));
    scan->at++;
    scan->depth++;
    if (!scan_items(scan, node))
        return NULL;
    scan->depth--;
    if (kind == YAML_MAPPING && scan->twice == NULL)
        scan->twice = find_twice(node);
    return g_steal_pointer(&node);
}

YamlNode *json_scan_value(JsonScan *scan)
{
    int c = json_scan_peek(scan);
    if (c < 0)
        return NULL;
    if (c == '{' || c == '[')
        return scan_collection(scan, c == '{' ? YAML_MAPPING : YAML_SEQUENCE);
    if (c != '"')
        return scan_bare(scan);
    int line = (int)scan->line, column = json_scan_column(scan);
    char *text = scan_string(scan);
    if (text == NULL)
        return NULL;
    YamlNode *node = yaml_node_new(YAML_SCALAR, NULL, 0, line, column);
    node->text = text;
    return node;
}
