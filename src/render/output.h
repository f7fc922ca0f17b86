/* What all writers of files through cairo share. */
#pragma once

#include "nines/base/civil.h"
#include "nines/base/error.h"
#include "paint.h"

/* A cairo_write_func_t over a FILE. */
cairo_status_t output_write(void *stream, const unsigned char *bytes, unsigned int length);
bool output_check(cairo_status_t status, const char *path, GError **error);
/* Creation and modification date of a PDF, in whole seconds. */
void output_set_dates(cairo_surface_t *pdf, Instant created);
