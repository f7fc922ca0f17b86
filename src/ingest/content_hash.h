/* SHA-256 of a stream. Nettle uses the processor's own instructions where it has them: a seventh of the cost.
 *
 *     g_autoptr(ContentHash) hash = content_hash_new();
 *     content_hash_add(hash, bytes, n);
 *     content_hash_text(hash, text);   // 64 hexadecimal digits
 */
#pragma once

#include <glib.h>

typedef struct ContentHash ContentHash;

ContentHash *content_hash_new(void);
void content_hash_add(ContentHash *hash, const char *bytes, gsize n);
void content_hash_text(ContentHash *hash, char text[static 65]); /* ends it */
void content_hash_free(ContentHash *hash);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ContentHash, content_hash_free)
