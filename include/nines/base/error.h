/* Errors: one GError domain whose codes are the exit statuses of sysexits.h.
 *
 * Invariant: a function that fails sets *error and leaves its other outputs untouched. Each layer adds context once,
 * with g_prefix_error. A bad input row is data (a reject), never an error.
 *
 *     if (!text_is_valid(line))
 *         return error_at(error, ERROR_DATA, path, 12, 5, "expected a time, found \"%s\"", cell), false;
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum {
    ERROR_USAGE = 64,       /* wrong words on the command line */
    ERROR_DATA = 65,        /* the input is not what it should be */
    ERROR_NO_INPUT = 66,    /* an input file is missing or cannot be read */
    ERROR_SOFTWARE = 70,    /* a fault of the program itself */
    ERROR_OS = 71,          /* the system refused (memory, processes) */
    ERROR_CANT_CREATE = 73, /* an output file cannot be made */
    ERROR_IO = 74,          /* reading or writing failed midway */
    ERROR_CONFIG = 78,      /* a contract, profile, report or theme is wrong */
} ErrorCode;

#define NINES_ERROR (nines_error_quark())
GQuark nines_error_quark(void);

/* Sets *error to "FILE:LINE:COLUMN: message". line and column are 1-based; 0 leaves that part out, and so does a NULL
 * file. Safe with a NULL error. */
void error_at(GError **error, ErrorCode code, const char *file, int64_t line, int64_t column, const char *format, ...)
    G_GNUC_PRINTF(6, 7);

/* The exit status for an error of any domain: its code for NINES_ERROR, EX_NOINPUT for missing files, else 70. */
int error_exit_status(const GError *error);
