/* Live formulas: from field names of Tables to Excel's structured references, without any spreadsheet at hand.
 *
 *     [@field]      this row's cell             ->  Ledger[[#This Row],[To]]
 *     [field]       whole column of this table  ->  Ledger[To]
 *     Name[field]   column of another table     ->  Windows[To]
 *     {prev:field}  the cell one row above      ->  C12
 *     $name         named cell                  ->  period_from
 *
 * All else is Excel's grammar and passes through; functions younger than the file format get the prefix that Excel
 * stores ("_xlfn.MAXIFS"), and those that LibreOffice 7.4 lacks are refused. Text in double quotes is left alone.
 *
 * Invariant: a compiled formula names only columns and cells that exist; anything else is an error that says where and
 * what is near.
 */
#pragma once

#include "nines/base/error.h"

typedef struct {
    char *field;  /* as in the Table */
    char *header; /* as in the workbook's table */
    guint column; /* 0-based, in the sheet */
} FormulaField;

typedef struct {
    char *name;     /* of the Excel table */
    char *alias;    /* as the report wrote it; NULL when the same */
    GArray *fields; /* FormulaField */
} FormulaTable;

typedef struct {
    GPtrArray *tables; /* FormulaTable*, owned */
    GPtrArray *names;  /* char*, owned: what may follow $ */
    GPtrArray *cells;  /* char*, owned: the defined name of each */
} FormulaScope;

typedef struct {
    char *text;     /* with a mark for each row number */
    bool uses_prev; /* differs from row to row */
} Formula;

FormulaScope *formula_scope_new(void);
void formula_scope_free(FormulaScope *scope);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FormulaScope, formula_scope_free)
FormulaTable *formula_scope_add_table(FormulaScope *scope, const char *name, const char *alias);
void formula_table_add_field(FormulaTable *table, const char *field, const char *header, guint column);
/* $name means the cell with that defined name. */
void formula_scope_add_name(FormulaScope *scope, const char *name, const char *cell);

/* own is NULL for a formula that stands in no table. where ("sheet \"Ledger\", column \"to_at\"") opens messages. A
 * leading '=' is optional. ERROR_CONFIG. */
Formula *formula_compile(const char *text, const FormulaScope *scope, const FormulaTable *own, const char *where,
                         GError **error);
void formula_free(Formula *formula);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Formula, formula_free)
/* With the leading '='; row is the sheet's 0-based row that holds the formula. Caller frees. */
char *formula_at_row(const Formula *formula, guint row);

/* Table[Header], with the quotes and brackets that the header needs. Caller frees. */
char *formula_reference(const char *table, const char *header);
/* "AB" for 27. buffer holds at least 4 bytes. Returns buffer. */
char *formula_column_letters(guint column, char *buffer);
/* Characters of names: letters, digits, '_' and '.'; the first one a letter or '_'. */
bool formula_is_word_start(char ch);
bool formula_is_word(char ch);
/* A name that Excel takes for a cell or table: [A-Za-z_][A-Za-z0-9_.]*, at most 255, never a cell's address such as
 * P90 or R1C1 (an underscore is added). Caller frees. */
char *formula_safe_name(const char *name);
