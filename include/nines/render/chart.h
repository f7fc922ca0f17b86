/* Charts: from data, mark and encodings (base/document.h) to a scene, and from a scene to a file.
 *
 * Invariant: chart_layout is pure arithmetic over the table, the theme and the ruler; the same chart gives the same
 * scene and the same bytes. Labels never overlap nor leave the picture: they are wrapped, shortened or dropped (and
 * counted in Scene.dropped_labels_n). Bars begin at zero; where the interesting part lies far from zero (ratios of 0.9
 * and more) bars become dots and the axis says from where to where it runs.
 *
 * Which encoding gives what:
 *     bar, waterfall, pareto   x category (text, or instants), y value; series stacks a bar. Waterfall: the first row
 *                              and rows whose series is "total" stand on zero, others are steps from the running total
 *     hbar, dot, strip         y category, x value (or value); target, low and high per row; strip: one row per dot
 *     line, step, whisker      x number, instant or ordered text; y; series; low..high band (line, step) or whiskers;
 *                              target a dashed line
 *     gantt                    y category, x from, x2 to (null: not over yet), series colours
 *     heat                     x and y categories, value shade;  calendar: x day, value shade
 * Series named like verdicts (met, breached, undecided...) take the theme's verdict colours.
 *
 *     Scene *scene = chart_layout(chart, theme, measure, 576, 324, &theme->paper_sizes);
 *     chart_write(renderer, chart, "out/availability.png", CHART_PNG_1X, &error);
 */
#pragma once

#include "nines/base/document.h"
#include "nines/render/renderer.h"

typedef enum { CHART_PNG_1X, CHART_PNG_2X, CHART_PDF, CHART_SVG } ChartFormat;

/* Fails with ERROR_CONFIG when an encoding names a column that the table lacks, or the mark lacks a needed encoding. */
bool chart_check(const Chart *chart, GError **error);
/* Width and height in points. A chart without rows is a sentence without a frame. Caller frees. */
Scene *chart_layout(const Chart *chart, const Theme *theme, const TextMeasure *measure, double width, double height,
                    const TypeSizes *sizes);
/* The height at which the chart's rows stand as close as they read well; 0 for marks without rows and for charts that
 * say their own height. */
double chart_natural_height(const Chart *chart, const Theme *theme, const TextMeasure *measure, double width,
                            const TypeSizes *sizes);
/* Of title, subtitle, notes and margins: what the picture itself does not have. */
double chart_margin_height(const Chart *chart, const Theme *theme, const TextMeasure *measure, double width,
                           const TypeSizes *sizes);
/* 96 pixels per inch at 1x. The file appears whole or not at all. */
bool chart_write(Renderer *renderer, const Chart *chart, const char *path, ChartFormat format, GError **error);
/* "-2x.png", ".png", ".pdf", ".svg": what follows Chart.name in file names. */
const char *chart_format_suffix(ChartFormat format);
