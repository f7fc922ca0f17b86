/* The review file: what a person corrects and gives back, as YAML.
 *
 * Each fact stands with its value, and with what was read under `found`. A value that differs from `found` is a
 * correction; an empty one takes the fact away; `keep: no` takes the incident away; an incident without `found` is
 * added. Corrections survive a second extraction, also of a changed document: incidents are matched by what was found.
 *
 *     g_autofree char *yaml = review_write(extraction);
 *     review_apply(extraction, "retro.review.yaml", yaml, -1, &error);     // nothing to correct: nothing changes
 */
#pragma once

#include "nines/extract/incident.h"

char *review_write(const Extraction *extraction);
/* On failure (unknown key, a time that is none) the extraction is untouched and the error names line and column. */
bool review_apply(Extraction *extraction, const char *file, const char *yaml, gssize length, GError **error);

/* Reads the document at path, the user's cue files (cues/LANGUAGE.yaml) and the review file beside the document
 * ("retro.review.yaml" beside "retro.md") when there is one. At most 64 MiB. */
Extraction *extract_file(const char *path, const ExtractSettings *settings, GError **error);
char *review_path(const char *document); /* caller frees */
/* Whether the name is that of a document: .md, .markdown, .txt, .text, .html, .htm, .wiki, .rst, .adoc, .mdx. */
bool extract_is_document(const char *path);
