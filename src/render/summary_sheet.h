/* The first sheet: every figure with its definition, as a named cell, and what the other sheets hold. */
#pragma once

#include "book_plan.h"
#include "xlsx.h"

typedef struct {
    const char *sheet, *title;
} SummaryLink;

void summary_sheet_emit(const BookPlan *plan, Xlsx *book, XlsxSheet *sheet, const SummaryLink *links, guint n_links);
