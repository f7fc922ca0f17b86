#include "toml.h"
#include "nines/base/text.h"
#include <string.h>

#define DEPTH_MAX 32

typedef struct {
    const char *file;
    const char *at;
    const char *end;
    const char *line_start;
    int line;
    int depth;
    GError **error;
} Toml;

static int column(const Toml *toml)
{
    return (int)(toml->at - toml->line_start) + 1;
}

static void *fail(Toml *toml, const char *message)
{
    error_at(toml->error, ERROR_DATA, toml->file, toml->line, column(toml), "%s", message);
    return NULL;
}

static char peek(const Toml *toml)
{
    return toml->at < toml->end ? *toml->at : '\0';
}

static void skip_blanks(Toml *toml)
{
    while (peek(toml) == ' ' || peek(toml) == '\t' || peek(toml) == '\r')
        toml->at++;
}

/* Blanks, comments and line ends. */
static void skip_lines(Toml *toml)
{
    for (;;) {
        skip_blanks(toml);
        if (peek(toml) == '#')
            while (toml->at < toml->end && *toml->at != '\n')
                toml->at++;
        if (peek(toml) != '\n')
            return;
        toml->line_start = ++toml->at;
        toml->line++;
    }
}

static bool take(Toml *toml, char byte)
{
    if (toml->at >= toml->end || *toml->at != byte)
        return false;
    toml->at++;
    return true;
}

/* \n, \t, \", \\, \uXXXX and \UXXXXXXXX. */
static bool read_escape(Toml *toml, GString *out)
{
    static const char letters[] = "btnfre\"\\", bytes[] = "\b\t\n\f\r\033\"\\";
    char c = peek(toml);
    const char *letter = c != '\0' ? strchr(letters, c) : NULL;
    if (letter != NULL) {
        g_string_append_c(out, bytes[letter - letters]);
        toml->at++;
        return true;
    }
    int digits_n = c == 'u' ? 4 : c == 'U' ? 8 : 0;
    if (digits_n == 0 || toml->end - toml->at <= digits_n)
        return fail(toml, "a wrong escape in a string") != NULL;
    g_autofree char *digits = g_strndup(++toml->at, (gsize)digits_n);
    guint64 value = 0;
    if (!g_ascii_string_to_unsigned(digits, 16, 1, 0x10FFFF, &value, NULL))
        return fail(toml, "a wrong escape in a string") != NULL;
    g_string_append_unichar(out, g_unichar_validate((gunichar)value) ? (gunichar)value : 0xFFFD);
    toml->at += digits_n;
    return true;
}

static char *read_string(Toml *toml)
{
    g_autoptr(GString) out = g_string_new(NULL);
    char quote = *toml->at++;
    if (toml->end - toml->at >= 2 && toml->at[0] == quote && toml->at[1] == quote)
        return fail(toml, "strings over several lines are not read here");
    while (toml->at < toml->end && *toml->at != quote && *toml->at != '\n') {
        char c = *toml->at++;
        if (c != '\\' || quote == '\'')
            g_string_append_c(out, c);
        else if (!read_escape(toml, out))
            return NULL;
    }
    if (!take(toml, quote))
        return fail(toml, "the string is not closed on its line");
    return text_clean(out->str, (gssize)out->len);
}

static bool is_bare(char c)
{
    return g_ascii_isalnum(c) || c == '_' || c == '-';
}

static char *read_key(Toml *toml)
{
    skip_blanks(toml);
    if (peek(toml) == '"' || peek(toml) == '\'')
        return read_string(toml);
    const char *start = toml->at;
    while (is_bare(peek(toml)))
        toml->at++;
    return toml->at > start ? g_strndup(start, (gsize)(toml->at - start)) : fail(toml, "expected a key");
}

static YamlNode *new_node(const Toml *toml, YamlKind kind)
{
    return yaml_node_new(kind, NULL, 0, toml->line, column(toml));
}

static YamlNode *read_value(Toml *toml);
static bool read_pair(Toml *toml, YamlNode *table);

static YamlNode *read_items(Toml *toml, YamlKind kind)
{
    g_autoptr(YamlNode) node = new_node(toml, kind);
    const char close = kind == YAML_SEQUENCE ? ']' : '}';
    toml->at++;
    for (skip_lines(toml); !take(toml, close); skip_lines(toml)) {
        YamlNode *item = kind == YAML_SEQUENCE ? read_value(toml) : NULL;
        if (item != NULL)
            yaml_node_add(node, NULL, item);
        else if (kind == YAML_SEQUENCE || !read_pair(toml, node))
            return NULL;
        skip_lines(toml);
        if (!take(toml, ',') && peek(toml) != close)
            return fail(toml, kind == YAML_SEQUENCE ? "expected a comma or ]" : "expected a comma or }");
    }
    return g_steal_pointer(&node);
}

/* Numbers, dates and words, up to a comma, bracket, comment or line end. */
static YamlNode *read_bare(Toml *toml)
{
    YamlNode *node = new_node(toml, YAML_SCALAR);
    const char *start = toml->at;
    while (toml->at < toml->end && memchr(",]}#\n\r", *toml->at, 6) == NULL)
        toml->at++;
    g_autofree char *text = g_strndup(start, (gsize)(toml->at - start));
    node->text = text_clean(g_strstrip(text), -1);
    node->plain = true;
    if (node->text[0] != '\0')
        return node;
    yaml_node_free(node);
    return fail(toml, "expected a value");
}

static YamlNode *read_value(Toml *toml)
{
    skip_blanks(toml);
    char c = peek(toml);
    if (c == '[' || c == '{') {
        if (toml->depth == DEPTH_MAX)
            return fail(toml, "nested too deep");
        toml->depth++;
        YamlNode *node = read_items(toml, c == '[' ? YAML_SEQUENCE : YAML_MAPPING);
        toml->depth--;
        return node;
    }
    if (c != '"' && c != '\'')
        return read_bare(toml);
    g_autoptr(YamlNode) node = new_node(toml, YAML_SCALAR);
    node->text = read_string(toml);
    return node->text != NULL ? g_steal_pointer(&node) : NULL;
}

/* The table under key, made when absent; of a list of tables the last one. */
static YamlNode *enter_table(Toml *toml, YamlNode *table, const char *key)
{
    YamlNode *child = (YamlNode *)yaml_get(table, key);
    if (child == NULL) {
        child = new_node(toml, YAML_MAPPING);
        yaml_node_add(table, key, child);
    }
    if (child->kind == YAML_SEQUENCE && child->children->len > 0)
        child = g_ptr_array_index(child->children, child->children->len - 1);
    return child->kind == YAML_MAPPING ? child : fail(toml, "the key has a value already, which is no table");
}

/* a.b.c: enters a and b; the last key is given. */
static YamlNode *read_path(Toml *toml, YamlNode *table, char **last)
{
    g_autofree char *key = read_key(toml);
    for (skip_blanks(toml); key != NULL && table != NULL && take(toml, '.'); skip_blanks(toml)) {
        table = enter_table(toml, table, key);
        g_free(key);
        key = table != NULL ? read_key(toml) : NULL;
    }
    *last = g_steal_pointer(&key);
    return *last != NULL ? table : NULL;
}

static bool read_pair(Toml *toml, YamlNode *table)
{
    g_autofree char *key = NULL;
    skip_blanks(toml);
    int line = toml->line, key_column = column(toml);
    table = read_path(toml, table, &key);
    if (table == NULL)
        return false;
    if (!take(toml, '='))
        return fail(toml, "expected = after the key") != NULL;
    if (yaml_get(table, key) != NULL)
        return fail(toml, "the key is given twice") != NULL;
    YamlNode *value = read_value(toml);
    if (value == NULL)
        return false;
    yaml_node_add(table, key, value);
    value->key_line = line;
    value->key_column = key_column;
    return true;
}

/* [table] and [[table]]; the table that follows. */
static YamlNode *read_heading(Toml *toml, YamlNode *root)
{
    toml->at++;
    bool is_list = take(toml, '[');
    g_autofree char *key = NULL;
    YamlNode *table = read_path(toml, root, &key);
    if (table == NULL)
        return NULL;
    if (!take(toml, ']') || (is_list && !take(toml, ']')))
        return fail(toml, "expected ] after the table's name");
    YamlNode *list = (YamlNode *)yaml_get(table, key);
    if (!is_list || (list != NULL && list->kind != YAML_SEQUENCE))
        return enter_table(toml, table, key);
    if (list == NULL) {
        list = new_node(toml, YAML_SEQUENCE);
        yaml_node_add(table, key, list);
    }
    YamlNode *item = new_node(toml, YAML_MAPPING);
    yaml_node_add(list, NULL, item);
    return item;
}

static bool read_document(Toml *toml, YamlNode *root)
{
    YamlNode *table = root;
    for (skip_lines(toml); toml->at < toml->end; skip_lines(toml)) {
        if (peek(toml) == '[')
            table = read_heading(toml, root);
        else if (!read_pair(toml, table))
            return false;
        if (table == NULL)
            return false;
        skip_blanks(toml);
        if (toml->at < toml->end && peek(toml) != '\n' && peek(toml) != '#')
            return fail(toml, "expected the end of the line") != NULL;
    }
    return true;
}

YamlDocument *toml_read(const char *file, const char *text, gsize length, int first_line, GError **error)
{
    Toml toml = {
        .file = file, .at = text, .end = text + length, .line_start = text, .line = first_line, .error = error};
    g_autoptr(YamlDocument) document = g_new0(YamlDocument, 1);
    document->file = g_strdup(file);
    document->root = yaml_node_new(YAML_MAPPING, NULL, 0, first_line, 1);
    return read_document(&toml, document->root) ? g_steal_pointer(&document) : NULL;
}
