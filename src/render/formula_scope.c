#include "formula.h"
#include <string.h>

/* ---- scope ---- */

static void field_clear(gpointer data)
{
    FormulaField *field = data;
    g_free(field->field);
    g_free(field->header);
}

static void table_clear(gpointer data)
{
    FormulaTable *table = data;
    g_free(table->name);
    g_free(table->alias);
    g_array_unref(table->fields);
    g_free(table);
}

FormulaScope *formula_scope_new(void)
{
    FormulaScope *scope = g_new0(FormulaScope, 1);
    scope->tables = g_ptr_array_new_with_free_func(table_clear);
    scope->names = g_ptr_array_new_with_free_func(g_free);
    scope->cells = g_ptr_array_new_with_free_func(g_free);
    return scope;
}

void formula_scope_free(FormulaScope *scope)
{
    if (scope == NULL)
        return;
    g_ptr_array_unref(scope->tables);
    g_ptr_array_unref(scope->names);
    g_ptr_array_unref(scope->cells);
    g_free(scope);
}

FormulaTable *formula_scope_add_table(FormulaScope *scope, const char *name, const char *alias)
{
    FormulaTable *table = g_new0(FormulaTable, 1);
    table->name = g_strdup(name);
    table->alias = g_strdup(alias);
    table->fields = g_array_new(FALSE, TRUE, sizeof(FormulaField));
    g_array_set_clear_func(table->fields, field_clear);
    g_ptr_array_add(scope->tables, table);
    return table;
}

void formula_table_add_field(FormulaTable *table, const char *field, const char *header, guint column)
{
    FormulaField entry = {.field = g_strdup(field), .header = g_strdup(header), .column = column};
    g_array_append_val(table->fields, entry);
}

void formula_scope_add_name(FormulaScope *scope, const char *name, const char *cell)
{
    g_ptr_array_add(scope->names, g_strdup(name));
    g_ptr_array_add(scope->cells, g_strdup(cell));
}

/* ---- names ---- */

char *formula_column_letters(guint column, char *buffer)
{
    char reversed[4];
    guint n = 0;
    for (guint rest = column + 1; rest > 0 && n < 3; rest = (rest - 1) / 26)
        reversed[n++] = (char)('A' + (rest - 1) % 26);
    for (guint i = 0; i < n; i++)
        buffer[i] = reversed[n - 1 - i];
    buffer[n] = '\0';
    return buffer;
}

bool formula_is_word_start(char ch)
{
    return g_ascii_isalpha(ch) || ch == '_';
}

bool formula_is_word(char ch)
{
    return g_ascii_isalnum(ch) || ch == '_' || ch == '.';
}

static const char *skip_digits(const char *p)
{
    while (g_ascii_isdigit(*p))
        p++;
    return p;
}

/* A1, XFD1048576, R1C1, R, C: names that a spreadsheet reads as an address. */
static bool reads_as_address(const char *name)
{
    const char *p = name;
    while (g_ascii_isalpha(*p))
        p++;
    if (p - name <= 3 && p > name && *p != '\0' && *skip_digits(p) == '\0')
        return true;
    p = name;
    if (g_ascii_toupper(*p) == 'R')
        p = skip_digits(p + 1);
    if (g_ascii_toupper(*p) == 'C')
        p = skip_digits(p + 1);
    return p > name && *p == '\0';
}

char *formula_safe_name(const char *name)
{
    GString *out = g_string_new(NULL);
    for (const char *p = name; *p != '\0' && out->len < 250; p++)
        g_string_append_c(out, formula_is_word(*p) ? *p : '_');
    if (out->len == 0 || !formula_is_word_start(out->str[0]))
        g_string_prepend_c(out, '_');
    if (reads_as_address(out->str))
        g_string_append_c(out, '_');
    return g_string_free(out, FALSE);
}
