/* Where the next block of a document goes: the cursor that all kinds of blocks share.
 *
 * A block takes height from flow->y downwards, asks flow_need() before it draws something that must not be broken,
 * and so never writes below flow->bottom.
 */
#pragma once

#include "nines/render/pdf.h"

typedef struct {
    const Document *document;
    const Theme *theme;
    const TextMeasure *measure;
    const TypeSizes *sizes;
    Layout *layout;
    Scene *scene;       /* the current page; owned by layout */
    const Page *page;   /* whose blocks flow */
    double left, width; /* of the text */
    double top, bottom, y;
    double content_top; /* below the page's title */
    Format format;
    GArray *ids;        /* of flow_links.h; NULL: none yet */
    double chart_scale; /* of the heights of this page's charts, so that three fit where two and a half would */
    double gap_scale;   /* of the room between things, so that a page's last lines do not go over alone */
} Flow;

void flow_new_page(Flow *flow);
/* A new page unless h is left; nothing is gained on an empty page. */
void flow_need(Flow *flow, double h);
/* The title of a page, at most two lines of it; into the outline unless it is continued. */
void flow_page_title(Flow *flow, const char *title, bool is_continued);
bool flow_is_at_top(const Flow *flow);
/* Moves on by a gap, which is narrower on a page that has to be tight. */
void flow_gap(Flow *flow, double h);
double flow_left_h(const Flow *flow);
void flow_outline(Flow *flow, const char *title, int level);

typedef struct {
    Role role;
    const char *tag; /* of the PDF's structure */
    TextStyle style;
    Color color;
    double after;    /* gap below */
    guint max_lines; /* 0: all; a title that fills the page would leave no room for what it heads */
} Paragraph;
/* Wrapped over the width, going on on the next page where it must. */
void flow_paragraph(Flow *flow, const Paragraph *paragraph, const char *text);
/* One line, shortened to box; align right when right. */
void flow_line(Flow *flow, Role role, const char *text, TextStyle style, Color color, Rect box, bool right);

void flow_heading(Flow *flow, const Block *block);
void flow_text(Flow *flow, const Block *block);
void flow_note(Flow *flow, const char *text);
void flow_chart(Flow *flow, const Block *block);
void flow_charts(Flow *flow, const Block *block);
void flow_scale_charts(Flow *flow, const Page *page);
void flow_figures(Flow *flow, const Block *block);
void flow_table(Flow *flow, const Block *block);
