#include "content_hash.h"

struct ContentHash {
    GChecksum *checksum;
};

ContentHash *content_hash_new(void)
{
    ContentHash *hash = g_new0(ContentHash, 1);
    hash->checksum = g_checksum_new(G_CHECKSUM_SHA256);
    return hash;
}

void content_hash_add(ContentHash *hash, const char *bytes, gsize n)
{
    g_checksum_update(hash->checksum, (const guchar *)bytes, (gssize)n);
}

void content_hash_text(ContentHash *hash, char text[static 65])
{
    g_strlcpy(text, g_checksum_get_string(hash->checksum), 65);
}

void content_hash_free(ContentHash *hash)
{
    if (hash == NULL)
        return;
    g_checksum_free(hash->checksum);
    g_free(hash);
}
