#include "content_hash.h"
#include <nettle/base16.h>
#include <nettle/sha2.h>

struct ContentHash {
    struct sha256_ctx state;
};

ContentHash *content_hash_new(void)
{
    ContentHash *hash = g_new0(ContentHash, 1);
    sha256_init(&hash->state);
    return hash;
}

void content_hash_add(ContentHash *hash, const char *bytes, gsize n)
{
    sha256_update(&hash->state, n, (const uint8_t *)bytes);
}

void content_hash_text(ContentHash *hash, char text[static 65])
{
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(&hash->state, sizeof digest, digest);
    base16_encode_update(text, sizeof digest, digest);
    text[64] = '\0';
}

void content_hash_free(ContentHash *hash)
{
    g_free(hash);
}
