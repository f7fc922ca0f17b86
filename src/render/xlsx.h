/* The one door to libxlsxwriter: thin writers that let only sound cells through.
 *
 * Guards (each a way in which a workbook becomes one that Excel must repair): numbers are finite, text is valid UTF-8
 * without control characters and within 32,767 characters, names are checked, LC_NUMERIC must be "C". Text is never a
 * formula. The first failure of the library is kept and reported by xlsx_close.
 *
 * Rows and columns count from 0. In constant-memory mode rows must be written in order and tables do not exist.
 *
 *     g_autoptr(Xlsx) book = xlsx_new("out.xlsx", &properties, false, &error);
 *     XlsxSheet *sheet = xlsx_add_sheet(book, "Summary");
 *     xlsx_text(sheet, 0, 0, "Summary", xlsx_look(book, XLSX_TITLE, NULL));
 *     return xlsx_close(book, &error);
 */
#pragma once

#include "nines/base/civil.h"
#include "nines/base/error.h"

typedef struct Xlsx Xlsx;
typedef struct XlsxSheet XlsxSheet;

enum {
    XLSX_TITLE = 1 << 0,
    XLSX_HEADER = 1 << 1,
    XLSX_STRONG = 1 << 2,
    XLSX_QUIET = 1 << 3,
    XLSX_LINK = 1 << 4,
    XLSX_WRAP = 1 << 5,
    XLSX_TOTAL = 1 << 6,
    XLSX_RIGHT = 1 << 7,
    XLSX_INDENT = 1 << 8, /* text that follows numbers keeps its distance */
    XLSX_TOP = 1 << 10,   /* beside cells of several lines */
    XLSX_RULED = 1 << 9,  /* a thin line below */
};

typedef struct XlsxFormat *XlsxLook; /* owned by the book; NULL: as the program likes */

typedef struct {
    const char *title, *subject, *author, *keywords, *comments;
    Instant created; /* INSTANT_NONE: 1980-01-01, so that bytes stay the same */
} XlsxProperties;

typedef struct {
    guint first_row, first_column, last_row, last_column;
} XlsxRange;

typedef struct {
    const char *header;
    const char *formula; /* that Excel gives to new rows; NULL for none */
    bool total;          /* sum in the totals row */
    unsigned look;       /* XLSX_RIGHT or XLSX_INDENT of the header */
} XlsxTableColumn;

typedef struct {
    const char *name;
    XlsxRange range; /* header, rows and totals row */
    const XlsxTableColumn *columns;
    bool totals;
} XlsxTable;

typedef enum { XLSX_GOOD, XLSX_BAD, XLSX_UNCLEAR } XlsxTone;

typedef struct {
    const char *header, *footer; /* in Excel's codes: guard_codes for text */
    bool letter;                 /* paper: US letter instead of A4 */
    bool portrait;
    guint repeat_from, repeat_to; /* rows repeated on each page */
    guint pages_wide;             /* 0: one */
    guint repeat_columns;         /* repeated on each page, when there are several */
    XlsxRange area;               /* printed; all zero: everything */
} XlsxPage;

typedef enum {
    XLSX_CHART_LINE,
    XLSX_CHART_COLUMN,
    XLSX_CHART_COLUMN_STACKED,
    XLSX_CHART_BAR,
    XLSX_CHART_BAR_STACKED,
    XLSX_CHART_SCATTER,
    XLSX_CHART_SCATTER_LINES
} XlsxChartType;

typedef struct {
    const char *name;
    const char *sheet; /* that holds the ranges */
    XlsxRange categories, values;
    guint color; /* 0xRRGGBB */
    bool hidden; /* no fill and no line: the base of a waterfall */
    bool dots;   /* markers without a line */
    bool ticks;  /* dashes for markers: targets, ends of whiskers */
    bool dashed;
} XlsxSeries;

typedef struct {
    const char *title;
    const char *format; /* number format */
    bool log;
    bool reverse;
    bool has_min, has_max;
    double min, max;
    double step; /* 0: as the program likes */
} XlsxAxis;

typedef struct {
    XlsxChartType type;
    const char *title;
    const char *description; /* alternative text */
    XlsxAxis x, y;           /* of a bar chart, x is the categories' axis */
    const XlsxSeries *series;
    guint n_series;
    bool high_low_lines;
    bool legend;
    guint width, height; /* pixels */
} XlsxChart;

Xlsx *xlsx_new(const char *path, const XlsxProperties *properties, bool constant_memory, GError **error);
/* Without xlsx_close no file is made. */
void xlsx_free(Xlsx *book);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Xlsx, xlsx_free)
/* ERROR_IO with the library's words. */
bool xlsx_close(Xlsx *book, GError **error);

/* A sound and unused name made from a wish: 31 characters, none of []:*?/\. Caller frees. */
char *xlsx_sheet_name(const Xlsx *book, const char *wish);
XlsxSheet *xlsx_add_sheet(Xlsx *book, const char *name);
const char *xlsx_name_of(const XlsxSheet *sheet);

/* flags of XLSX_*; number: a number format, or NULL. The same pair gives the same look. */
XlsxLook xlsx_look(Xlsx *book, unsigned flags, const char *number);
void xlsx_blank(XlsxSheet *sheet, guint row, guint column, XlsxLook look);
void xlsx_number(XlsxSheet *sheet, guint row, guint column, double number, XlsxLook look);
void xlsx_text(XlsxSheet *sheet, guint row, guint column, const char *text, XlsxLook look);
/* http, https, mailto and ftp addresses, and "internal:'Sheet'!A1"; anything else becomes plain text. */
void xlsx_link(XlsxSheet *sheet, guint row, guint column, const char *url, const char *text, XlsxLook look);
void xlsx_formula_number(XlsxSheet *sheet, guint row, guint column, const char *formula, double cached, XlsxLook look);
void xlsx_formula_text(XlsxSheet *sheet, guint row, guint column, const char *formula, const char *cached,
                       XlsxLook look);
void xlsx_comment(XlsxSheet *sheet, guint row, guint column, const char *text);

/* Before the rows of its range are written. */
void xlsx_add_table(XlsxSheet *sheet, const XlsxTable *table);
void xlsx_autofilter(XlsxSheet *sheet, XlsxRange range);
void xlsx_column_width(XlsxSheet *sheet, guint column, double characters);
void xlsx_row_height(XlsxSheet *sheet, guint row, double points);
void xlsx_freeze(XlsxSheet *sheet, guint row, guint column);
/* Cells of the range that hold exactly this word. */
void xlsx_word_rule(XlsxSheet *sheet, XlsxRange range, const char *word, XlsxTone tone);
void xlsx_bar_rule(XlsxSheet *sheet, XlsxRange range);
/* Shades from zero to the most. */
void xlsx_heat_rule(XlsxSheet *sheet, XlsxRange range);
void xlsx_page(XlsxSheet *sheet, const XlsxPage *page);
/* A cell that formulas may name. name is sound already (formula_safe_name). */
void xlsx_define_cell(XlsxSheet *sheet, const char *name, guint row, guint column);
void xlsx_add_chart(XlsxSheet *sheet, guint row, guint column, const XlsxChart *chart);
