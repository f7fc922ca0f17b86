/* Which encoding a file has, decided over the whole file, and its text as UTF-8 in blocks.
 *
 * Invariant: the ladder is fixed: byte order mark; UTF-16 by the parity of NUL bytes in the first 4 KB; valid UTF-8;
 * the encoding that the caller names; Windows-1252 with a warning. Nothing is guessed from letter frequencies. What a
 * TextSource gives is valid UTF-8 without a byte order mark, whatever the file holds; memory does not grow with the
 * file.
 *
 *     Encoding encoding;
 *     if (!encoding_detect("export.csv", NULL, &encoding, &error)) ...
 *     g_autoptr(TextSource) source = text_source_open("export.csv", &encoding, &error);
 *     while ((n = text_source_read(source, buffer, sizeof buffer, &error)) > 0) ...
 */
#pragma once

#include "nines/base/error.h"

#define ENCODING_HASH 65 /* hexadecimal digits and NUL */

typedef struct {
    char name[32];            /* as iconv knows it: "UTF-8", "UTF-16LE", "WINDOWS-1252" */
    bool assumed;             /* the last rung of the ladder: nothing says that this is right */
    gsize bom_length;         /* bytes to skip */
    int64_t length;           /* of the file in bytes */
    int64_t bad_at;           /* offset of the first byte that is not UTF-8, or -1 */
    int64_t bad_line;         /* its line, 1-based, or 0 */
    char hash[ENCODING_HASH]; /* SHA-256 of the bytes as they are on disk, lower case */
} Encoding;

/* named may be NULL. Fails for what is missing, unreadable, no regular file, empty (or blank throughout), or binary
 * (archives, images, workbooks, databases by their first bytes; control bytes in more than a tenth of the first 4 KB).
 * An unknown named encoding fails whether it is needed or not. */
bool encoding_detect(const char *path, const char *named, Encoding *out, GError **error);
/* "line 12 is not UTF-8; read as WINDOWS-1252", or NULL when there is nothing to say. Caller frees. */
char *encoding_warning(const Encoding *encoding);

typedef struct TextSource TextSource;

TextSource *text_source_open(const char *path, const Encoding *encoding, GError **error);
/* Reads from memory that outlives the source and is UTF-8 already (tests, embedded text). */
TextSource *text_source_memory(const char *text, gsize length);
/* Up to size bytes (size at least 16); 0 at the end, -1 on failure. A block may end inside a character. */
gssize text_source_read(TextSource *source, char *buffer, gsize size, GError **error);
/* Undecodable bytes that became U+FFFD so far. */
int64_t text_source_replaced(const TextSource *source);
void text_source_free(TextSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TextSource, text_source_free)
