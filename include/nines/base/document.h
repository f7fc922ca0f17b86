/* What a report looks like, as plain data: the seam between report/ (which fills it from definitions and SQL) and
 * render/ (which draws it). No renderer runs a query, no query knows a renderer.
 *
 * Invariant: every figure that a page or sheet shows stands in a Table of the document, so the workbook, the PDF, the
 * PNG and the JSON cannot disagree.
 *
 * Ownership: a Document owns everything it points at; free with document_free.
 */
#pragma once

#include "nines/base/civil.h"
#include "nines/base/table.h"
#include "nines/base/zone.h"

/* ---- charts: data, mark, encodings (Vega-Lite's words) ---- */

typedef enum {
    MARK_LINE,      /* x against y, one line per series; optional band from low/high */
    MARK_BAR,       /* vertical bars; stacked by series when there is one */
    MARK_HBAR,      /* horizontal bars, in the rows' order; optional target tick */
    MARK_DOT,       /* horizontal dot plot: value, target tick, low..high whisker per row */
    MARK_WHISKER,   /* points with low..high whiskers over x */
    MARK_STRIP,     /* one dot per value along a log or linear axis by category, with a box of quartiles */
    MARK_STEP,      /* steps (ECDF, burn-down, Kaplan-Meier); optional band */
    MARK_GANTT,     /* bars from x to x2 by category y, coloured by series */
    MARK_HEAT,      /* cells x by y, shade by value */
    MARK_WATERFALL, /* running total from row to row */
    MARK_PARETO,    /* bars in falling order with the cumulative share as a line */
    MARK_CALENDAR,  /* a cell a day, shade by value */
} Mark;

typedef enum { SCALE_AUTO, SCALE_LINEAR, SCALE_LOG, SCALE_ZERO } ScaleKind;

typedef struct {
    char *field; /* column of the chart's table; NULL: not encoded */
    char *title; /* axis title without unit; the unit is added from the column */
    ScaleKind scale;
} Encoding;

typedef struct {
    char *name;     /* file name stem: "availability" */
    char *title;    /* the finding: "Checkout spent 71 % of its budget" */
    char *subtitle; /* what is drawn and how */
    char *source;   /* note below: data, zone, as-of */
    char *empty;    /* sentence shown instead of a frame when the table has no rows */
    Mark mark;
    Table *table; /* owned */
    Encoding x, x2, y, low, high, series, value, target, label;
    Encoding dash;              /* lines: the rows that are 1 make a dashed line of their own (a forecast) */
    const Zone *zone;           /* of time axes */
    double width_in, height_in; /* 0: the theme's default (8 x 4.5 in) */
} Chart;

/* ---- sheets ---- */

typedef enum {
    STYLE_PLAIN,
    STYLE_VERDICT /* good, bad, unclear words coloured with a sign */,
    STYLE_BAR /* data bar */,
    STYLE_STRONG,
    STYLE_QUIET,
    STYLE_LINK,
    STYLE_HEAT, /* shaded by value, in a workbook over all such columns together */
    STYLE_TREND /* numbers between semicolons, drawn as a small line; block characters in a workbook */
} ColumnStyle;

typedef struct {
    char *field;   /* column of the sheet's table that gives the (cached) value */
    char *title;   /* header, unique in the sheet */
    char *formula; /* live formula, or NULL for a value. [@field] is this row's cell, [field] the whole column of this
                      table, Name[field] the column of another sheet's table, {prev:field} the cell one row above
                      (the formula first of the row's group instead on the first row), $period_from etc. are named
                      cells. Written in Excel's grammar with field names of the tables, not titles */
    char *first;   /* formula of the first row of a group, when {prev:} is used */
    char *group;   /* field whose change begins a group */
    double width;  /* characters; 0: from the contents */
    ColumnStyle style;
    char *note; /* definition, shown as the header's comment and on the Definitions sheet */
} SheetColumn;

typedef struct {
    char *name;         /* at most 31 characters */
    char *table_name;   /* Excel table: "Incidents" */
    char *title;        /* first row of the sheet */
    char *text;         /* sentences below the title; may be NULL */
    char *empty;        /* sentence when there are no rows */
    Table *table;       /* owned */
    GPtrArray *columns; /* SheetColumn* ; empty: every column of the table as it is */
    GPtrArray *charts;  /* Chart*, native charts beside the data, borrowed from Document.charts */
    bool totals;        /* a totals row for counts, durations and money */
} Sheet;

/* A single figure that formulas may name: $period_from, $as_of, $target. Stands on the Summary sheet. */
typedef struct {
    char *name; /* defined name in the workbook, with a suffix that gives its unit */
    char *title;
    Cell value;     /* text owned */
    char *formula;  /* or NULL */
    char *currency; /* of a _minor value */
    char *note;     /* the definition */
    char *beside;   /* what it is compared with, in a few words; pages show it below the value, else the note */
} Figure;

/* ---- pages ---- */

typedef enum {
    BLOCK_HEADING,
    BLOCK_TEXT,
    BLOCK_CHART,
    BLOCK_CHARTS, /* beside each other */
    BLOCK_TABLE,
    BLOCK_FIGURES,
    BLOCK_NOTE
} BlockKind;

typedef struct {
    BlockKind kind;
    char *text;        /* heading, text, note */
    Chart *chart;      /* borrowed from Document.charts */
    GPtrArray *charts; /* BLOCK_CHARTS: Chart*, borrowed */
    Sheet *sheet;      /* BLOCK_TABLE: which sheet's table, borrowed */
    GPtrArray *fields; /* BLOCK_TABLE: char*, which columns; BLOCK_FIGURES: which figures by name */
    int max_rows;      /* BLOCK_TABLE: more rows end with "and N more in the workbook" */
} Block;

typedef struct {
    char *title;
    GPtrArray *blocks; /* Block*, top to bottom */
} Page;

typedef struct {
    char *name;     /* "monthly": stem of the output files */
    char *title;    /* "Reliability report, October 2026" */
    char *subtitle; /* period, zone, as-of */
    char *footer;   /* data version, definitions version, zone data */
    char *author, *subject, *keywords;
    const Zone *zone;
    Instant as_of;                        /* creation date of all files, so that the same input gives the same bytes */
    double page_width_in, page_height_in; /* 8.27 x 11.69 A4, 13.33 x 7.5 deck; 0: the theme's paper */
    bool deck;                            /* one message a page, type of at least 14 pt */
    GPtrArray *figures;                   /* Figure* */
    GPtrArray *charts;                    /* Chart* */
    GPtrArray *sheets;                    /* Sheet* */
    GPtrArray *pages;                     /* Page* */
} Document;

Document *document_new(const char *name);
void document_free(Document *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Document, document_free)
Chart *chart_new(const char *name, Mark mark);
void chart_free(Chart *chart);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Chart, chart_free)
Sheet *sheet_new(const char *name);
void sheet_free(Sheet *sheet);
SheetColumn *sheet_add_column(Sheet *sheet, const char *field, const char *title);
Figure *figure_new(const char *name, const char *title);
void figure_free(Figure *figure);
Page *page_new(const char *title);
void page_free(Page *page);
Block *page_add_block(Page *page, BlockKind kind);
const Figure *document_figure(const Document *document, const char *name);
const char *mark_name(Mark mark); /* "line" */
bool mark_find(const char *name, Mark *out);
