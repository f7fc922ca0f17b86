#include "formula.h"
#include "nines/base/text.h"
#include <string.h>

#define LONGEST_FORMULA 8100 /* row numbers may still grow */

#define ROW_MARK '\x02' /* stands for the number of the row above */

/* Functions that Excel stores with a prefix. */
static const char *const prefixed[] = {
    "ACOT",
    "AGGREGATE",
    "BETA.DIST",
    "BETA.INV",
    "BINOM.DIST",
    "BINOM.INV",
    "CEILING.MATH",
    "CHISQ.DIST",
    "CHISQ.DIST.RT",
    "CHISQ.INV",
    "CHISQ.INV.RT",
    "CONCAT",
    "CONFIDENCE.NORM",
    "CONFIDENCE.T",
    "COVARIANCE.P",
    "COVARIANCE.S",
    "DAYS",
    "EXPON.DIST",
    "FLOOR.MATH",
    "GAMMA.DIST",
    "GAMMA.INV",
    "IFNA",
    "IFS",
    "ISOWEEKNUM",
    "LOGNORM.DIST",
    "LOGNORM.INV",
    "MAXIFS",
    "MINIFS",
    "MODE.SNGL",
    "NORM.DIST",
    "NORM.INV",
    "NORM.S.DIST",
    "NORM.S.INV",
    "NUMBERVALUE",
    "PERCENTILE.EXC",
    "PERCENTILE.INC",
    "PERCENTRANK.EXC",
    "PERCENTRANK.INC",
    "POISSON.DIST",
    "QUARTILE.EXC",
    "QUARTILE.INC",
    "RANK.AVG",
    "RANK.EQ",
    "STDEV.P",
    "STDEV.S",
    "SWITCH",
    "T.DIST",
    "T.INV",
    "T.INV.2T",
    "TEXTJOIN",
    "VAR.P",
    "VAR.S",
    "WEIBULL.DIST",
    "XOR",
};

/* Functions whose result would be #NAME? in one of the programs that readers use. */
static const char *const refused[] = {
    "BYROW", "CHOOSECOLS", "DROP", "EXPAND", "FILTER", "HSTACK",    "LAMBDA", "LET",    "MAP",    "RANDARRAY", "REDUCE",
    "SCAN",  "SEQUENCE",   "SORT", "SORTBY", "TAKE",   "TEXTSPLIT", "TOCOL",  "UNIQUE", "VSTACK", "XLOOKUP",   "XMATCH",
};

typedef struct {
    const char *at;
    const FormulaScope *scope;
    const FormulaTable *own;
    const char *where;
    GString *out;
    bool uses_prev;
    GError **error;
} Compiler;

static const FormulaTable *find_table(const FormulaScope *scope, const char *name)
{
    for (guint i = 0; i < scope->tables->len; i++) {
        const FormulaTable *table = g_ptr_array_index(scope->tables, i);
        if (strcmp(table->alias != NULL ? table->alias : table->name, name) == 0)
            return table;
    }
    return NULL;
}

static const FormulaField *find_field(const FormulaTable *table, const char *name)
{
    for (guint i = 0; i < table->fields->len; i++) {
        const FormulaField *field = &g_array_index(table->fields, FormulaField, i);
        if (strcmp(field->field, name) == 0)
            return field;
    }
    return NULL;
}

/* ---- messages ---- */

static bool fail_unknown(const Compiler *c, const char *kind, const char *word, GPtrArray *known)
{
    g_ptr_array_add(known, NULL);
    const char *near = text_nearest(word, (const char *const *)known->pdata);
    error_at(c->error, ERROR_CONFIG, NULL, 0, 0, "%s: unknown %s \"%s\"%s%s%s", c->where, kind, word,
             near != NULL ? "; did you mean \"" : "", near != NULL ? near : "", near != NULL ? "\"?" : "");
    return false;
}

static bool fail_table(const Compiler *c, const char *name)
{
    g_autoptr(GPtrArray) known = g_ptr_array_new();
    for (guint i = 0; i < c->scope->tables->len; i++) {
        const FormulaTable *table = g_ptr_array_index(c->scope->tables, i);
        g_ptr_array_add(known, table->alias != NULL ? table->alias : table->name);
    }
    return fail_unknown(c, "table", name, known);
}

static bool fail_field(const Compiler *c, const FormulaTable *table, const char *name)
{
    g_autoptr(GPtrArray) known = g_ptr_array_new();
    for (guint i = 0; i < table->fields->len; i++)
        g_ptr_array_add(known, g_array_index(table->fields, FormulaField, i).field);
    g_autofree char *kind = g_strdup_printf("field of table \"%s\"", table->alias != NULL ? table->alias : table->name);
    return fail_unknown(c, kind, name, known);
}

static bool fail_name(const Compiler *c, const char *name)
{
    g_autoptr(GPtrArray) known = g_ptr_array_new();
    for (guint i = 0; i < c->scope->names->len; i++)
        g_ptr_array_add(known, g_ptr_array_index(c->scope->names, i));
    return fail_unknown(c, "figure", name, known);
}

static bool fail(const Compiler *c, const char *message)
{
    error_at(c->error, ERROR_CONFIG, NULL, 0, 0, "%s: %s", c->where, message);
    return false;
}

/* ---- references ---- */

/* Headers stand in brackets of their own when they hold a character that means something in a reference. */
static void append_header(GString *out, const char *header)
{
    for (const char *p = header; *p != '\0'; p++) {
        if (strchr("[]#'@", *p) != NULL)
            g_string_append_c(out, '\'');
        g_string_append_c(out, *p);
    }
}

static bool header_is_plain(const char *header)
{
    for (const char *p = header; *p != '\0'; p++)
        if (!g_ascii_isalnum(*p) && *p != '_' && *p != ' ' && (guchar)*p < 0x80)
            return false;
    return true;
}

char *formula_reference(const char *table, const char *header)
{
    bool plain = header_is_plain(header);
    GString *out = g_string_new(table);
    g_string_append(out, plain ? "[" : "[[");
    append_header(out, header);
    g_string_append(out, plain ? "]" : "]]");
    return g_string_free(out, FALSE);
}

static bool append_column(const Compiler *c, const FormulaTable *table, const char *name)
{
    const FormulaField *field = find_field(table, name);
    if (field == NULL)
        return fail_field(c, table, name);
    g_autofree char *reference = formula_reference(table->name, field->header);
    g_string_append(c->out, reference);
    return true;
}

static bool append_this_row(const Compiler *c, const char *name)
{
    const FormulaField *field = find_field(c->own, name);
    if (field == NULL)
        return fail_field(c, c->own, name);
    g_string_append_printf(c->out, "%s[[#This Row],[", c->own->name);
    append_header(c->out, field->header);
    g_string_append(c->out, "]]");
    return true;
}

static bool append_prev(Compiler *c, const char *name)
{
    char letters[4];
    const FormulaField *field = find_field(c->own, name);
    if (field == NULL)
        return fail_field(c, c->own, name);
    g_string_append_printf(c->out, "%s%c", formula_column_letters(field->column, letters), ROW_MARK);
    c->uses_prev = true;
    return true;
}

/* ---- scanning ---- */

static char *take_word(Compiler *c)
{
    const char *from = c->at;
    while (formula_is_word(*c->at))
        c->at++;
    return g_strndup(from, (gsize)(c->at - from));
}

/* The text up to close, which is skipped; NULL with an error when it is missing. */
static char *take_until(Compiler *c, char close, const char *message)
{
    const char *end = strchr(c->at, close);
    if (end == NULL) {
        fail(c, message);
        return NULL;
    }
    char *inside = g_strndup(c->at, (gsize)(end - c->at));
    c->at = end + 1;
    return g_strstrip(inside);
}

/* "..." with "" for a quote inside. */
static bool scan_text(Compiler *c)
{
    const char *from = c->at++;
    while (*c->at != '\0' && (*c->at != '"' || c->at[1] == '"'))
        c->at += *c->at == '"' ? 2 : 1;
    if (*c->at == '\0')
        return fail(c, "a text in the formula lacks its closing quote");
    c->at++;
    g_string_append_len(c->out, from, c->at - from);
    return true;
}

static bool scan_bracket(Compiler *c)
{
    c->at++;
    g_autofree char *inside = take_until(c, ']', "a '[' in the formula lacks its ']'");
    if (inside == NULL)
        return false;
    if (c->own == NULL)
        return fail(c, "a formula outside a table must name the table: Name[field]");
    return inside[0] == '@' ? append_this_row(c, inside + 1) : append_column(c, c->own, inside);
}

static bool scan_brace(Compiler *c)
{
    if (!g_str_has_prefix(c->at, "{prev:")) {
        g_string_append_c(c->out, *c->at++);
        return true;
    }
    c->at += strlen("{prev:");
    g_autofree char *inside = take_until(c, '}', "a '{prev:' in the formula lacks its '}'");
    if (inside == NULL)
        return false;
    if (c->own == NULL)
        return fail(c, "{prev:} needs a table");
    return append_prev(c, inside);
}

static bool scan_figure(Compiler *c)
{
    c->at++;
    if (!formula_is_word_start(*c->at))
        return fail(c, "'$' must be followed by the name of a figure");
    g_autofree char *word = take_word(c);
    for (guint i = 0; i < c->scope->names->len; i++) {
        if (strcmp(g_ptr_array_index(c->scope->names, i), word) != 0)
            continue;
        g_string_append(c->out, g_ptr_array_index(c->scope->cells, i));
        return true;
    }
    return fail_name(c, word);
}

static bool listed(const char *word, const char *const *words, gsize n)
{
    for (gsize i = 0; i < n; i++)
        if (g_ascii_strcasecmp(word, words[i]) == 0)
            return true;
    return false;
}

static bool append_function(Compiler *c, const char *word)
{
    if (listed(word, refused, G_N_ELEMENTS(refused))) {
        error_at(c->error, ERROR_CONFIG, NULL, 0, 0, "%s: %s() is not known to every spreadsheet program", c->where,
                 word);
        return false;
    }
    if (listed(word, prefixed, G_N_ELEMENTS(prefixed)))
        g_string_append(c->out, "_xlfn.");
    g_string_append(c->out, word);
    return true;
}

static bool scan_word(Compiler *c)
{
    g_autofree char *word = take_word(c);
    if (*c->at == '(')
        return append_function(c, word);
    if (*c->at != '[') {
        g_string_append(c->out, word);
        return true;
    }
    const FormulaTable *table = find_table(c->scope, word);
    if (table == NULL)
        return fail_table(c, word);
    c->at++;
    g_autofree char *inside = take_until(c, ']', "a '[' in the formula lacks its ']'");
    if (inside == NULL)
        return false;
    if (inside[0] == '@' && table != c->own)
        return fail(c, "only this table has a current row: write [@field]");
    return inside[0] == '@' ? append_this_row(c, inside + 1) : append_column(c, table, inside);
}

/* A number is taken whole, so that the E of 1E6 is no word. */
static bool scan_number(Compiler *c)
{
    while (g_ascii_isdigit(*c->at) || *c->at == '.')
        g_string_append_c(c->out, *c->at++);
    if ((*c->at == 'E' || *c->at == 'e') && (g_ascii_isdigit(c->at[1]) || strchr("+-", c->at[1]) != NULL)) {
        g_string_append_c(c->out, *c->at++);
        g_string_append_c(c->out, *c->at++);
        while (g_ascii_isdigit(*c->at))
            g_string_append_c(c->out, *c->at++);
    }
    return true;
}

static bool scan_token(Compiler *c)
{
    switch (*c->at) {
    case '"':
        return scan_text(c);
    case '[':
        return scan_bracket(c);
    case '{':
        return scan_brace(c);
    case '$':
        return scan_figure(c);
    default:
        break;
    }
    if (formula_is_word_start(*c->at))
        return scan_word(c);
    if (g_ascii_isdigit(*c->at))
        return scan_number(c);
    g_string_append_c(c->out, *c->at++);
    return true;
}

Formula *formula_compile(const char *text, const FormulaScope *scope, const FormulaTable *own, const char *where,
                         GError **error)
{
    g_autoptr(GString) out = g_string_new("=");
    Compiler c = {.at = text, .scope = scope, .own = own, .where = where, .out = out, .error = error};
    while (g_ascii_isspace(*c.at))
        c.at++;
    if (*c.at == '=')
        c.at++;
    while (*c.at != '\0')
        if (!scan_token(&c))
            return NULL;
    if (out->len > LONGEST_FORMULA) {
        fail(&c, "the formula is longer than a spreadsheet takes (8,192 characters)");
        return NULL;
    }
    Formula *formula = g_new0(Formula, 1);
    formula->text = g_strdup(out->str);
    formula->uses_prev = c.uses_prev;
    return formula;
}

void formula_free(Formula *formula)
{
    if (formula == NULL)
        return;
    g_free(formula->text);
    g_free(formula);
}

char *formula_at_row(const Formula *formula, guint row)
{
    if (!formula->uses_prev)
        return g_strdup(formula->text);
    GString *out = g_string_new(NULL);
    for (const char *p = formula->text; *p != '\0'; p++) {
        if (*p == ROW_MARK)
            g_string_append_printf(out, "%u", row);
        else
            g_string_append_c(out, *p);
    }
    return g_string_free(out, FALSE);
}
