#include "literal.h"

#include <string.h>

#define LITERAL_DEPTH_MAX 32

typedef struct {
    const char *at, *end;
    int line, depth;
} Literal;

static YamlNode *read_value(Literal *literal);

static char peek(Literal *literal)
{
    while (literal->at < literal->end && g_ascii_isspace(*literal->at))
        literal->at++;
    return literal->at < literal->end ? *literal->at : '\0';
}

static void append_unicode(Literal *literal, GString *text, int digits)
{
    gunichar c = 0;
    for (; digits > 0 && literal->at < literal->end && g_ascii_isxdigit(*literal->at); digits--)
        c = c * 16 + (gunichar)g_ascii_xdigit_value(*literal->at++);
    if (g_unichar_validate(c) && c)
        g_string_append_unichar(text, c);
}

static void append_escape(Literal *literal, GString *text)
{
    static const char letters[] = "ntrbf", meanings[] = "\n\t\r\b\f";
    char c = *literal->at++;
    const char *found = c ? strchr(letters, c) : NULL;
    if (found)
        g_string_append_c(text, meanings[found - letters]);
    else if (c == 'u' || c == 'x' || c == 'U')
        append_unicode(literal, text, c == 'x' ? 2 : c == 'u' ? 4 : 8);
    else
        g_string_append_c(text, c);
}

/* The text between two quotes of the same kind; NULL when the second is missing. */
static char *read_quoted(Literal *literal)
{
    char quote = *literal->at++;
    g_autoptr(GString) text = g_string_new(NULL);
    while (literal->at < literal->end && *literal->at != quote) {
        char c = *literal->at++;
        if (c == '\\' && literal->at < literal->end)
            append_escape(literal, text);
        else
            g_string_append_c(text, c);
    }
    if (literal->at == literal->end)
        return NULL;
    literal->at++;
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static YamlNode *quoted_node(Literal *literal)
{
    g_autofree char *text = read_quoted(literal);
    return text ? yaml_node_new(YAML_SCALAR, text, strlen(text), literal->line, 0) : NULL;
}

/* A word or number without quotes; None, null and nan say nothing. */
static YamlNode *plain_node(Literal *literal)
{
    const char *from = literal->at;
    while (literal->at < literal->end && !strchr(",]}:", *literal->at) && !g_ascii_isspace(*literal->at))
        literal->at++;
    gsize n = (gsize)(literal->at - from);
    if (!n)
        return NULL;
    bool nothing = n == 4 && memcmp(from, "None", 4) == 0;
    YamlNode *node = yaml_node_new(YAML_SCALAR, nothing ? "null" : from, nothing ? 4 : n, literal->line, 0);
    node->plain = true;
    return node;
}

static bool read_member(Literal *literal, YamlNode *parent)
{
    g_autofree char *key = NULL;
    char c = peek(literal);
    if (parent->kind == YAML_MAPPING) {
        if (c != '\'' && c != '"')
            return false;
        key = read_quoted(literal);
        if (!key || peek(literal) != ':')
            return false;
        literal->at++;
    }
    YamlNode *value = read_value(literal);
    if (value)
        yaml_node_add(parent, key, value);
    return value != NULL;
}

static YamlNode *collection_node(Literal *literal, YamlKind kind, char close)
{
    g_autoptr(YamlNode) node = yaml_node_new(kind, NULL, 0, literal->line, 0);
    literal->at++;
    while (peek(literal) != close) {
        if (!read_member(literal, node))
            return NULL;
        if (peek(literal) == ',')
            literal->at++;
        else if (peek(literal) != close)
            return NULL;
    }
    literal->at++;
    return g_steal_pointer(&node);
}

static YamlNode *read_value(Literal *literal)
{
    char c = peek(literal);
    if (c == '\'' || c == '"')
        return quoted_node(literal);
    if (c != '{' && c != '[')
        return c ? plain_node(literal) : NULL;
    if (literal->depth == LITERAL_DEPTH_MAX)
        return NULL;
    literal->depth++;
    YamlNode *node =
        c == '{' ? collection_node(literal, YAML_MAPPING, '}') : collection_node(literal, YAML_SEQUENCE, ']');
    literal->depth--;
    return node;
}

YamlNode *literal_read(const char *text, gsize length, int line)
{
    Literal literal = {text, text + length, line, 0};
    char c = peek(&literal);
    if (c != '{' && c != '[')
        return NULL;
    g_autoptr(YamlNode) node = read_value(&literal);
    return node && !peek(&literal) ? g_steal_pointer(&node) : NULL;
}
