/* Files compiled into the program by src/embed.sh: the schema's migrations, the shipped profiles.
 *
 * Invariant: an array of Embedded ends with a zeroed entry and is in the order of the build file; bytes are followed
 * by a NUL that length does not count.
 *
 *     for (const Embedded *file = embedded_schema; file->name; file++)
 *         run((const char *)file->bytes);
 */
#pragma once

#include <stddef.h>

typedef struct {
    const char *name; /* without directories */
    const unsigned char *bytes;
    size_t length;
} Embedded;

extern const Embedded embedded_schema[];
extern const Embedded embedded_profiles[];
