/* The ladder of encodings, on bytes written out by hand, and what is refused. */
#include "nines/ingest/encoding.h"
#include <glib/gstdio.h>
#include <string.h>

static char *directory;

static char *write_file(const char *bytes, gsize length)
{
    static int n;
    g_autofree char *name = g_strdup_printf("file-%d", n++);
    char *path = g_build_filename(directory, name, NULL);
    g_assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
    return path;
}

/* Everything that the source gives, read in blocks of size. */
static char *read_all(const char *path, const Encoding *encoding, gsize size)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(TextSource) source = text_source_open(path, encoding, &error);
    g_assert_no_error(error);
    g_autofree char *block = g_malloc(size);
    GString *out = g_string_new(NULL);
    gssize n;
    while ((n = text_source_read(source, block, size, &error)) > 0)
        g_string_append_len(out, block, n);
    g_assert_no_error(error);
    return g_string_free(out, FALSE);
}

#define BYTES(text) text, sizeof(text) - 1

static const struct {
    const char *name, *bytes;
    gsize length;
    const char *named, *encoding;
    bool assumed;
    int bad_line;
    const char *text;
} good[] = {
    {"ascii", BYTES("a,b\n1,2\n"), NULL, "UTF-8", false, 0, "a,b\n1,2\n"},
    {"utf8", BYTES("n\n\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\n"), NULL, "UTF-8", false, 0,
     "n\n\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\n"},
    {"utf8-bom",
     BYTES("\xef\xbb\xbf"
           "a\n"),
     NULL, "UTF-8", false, 0, "a\n"},
    {"utf16le-bom",
     BYTES("\xff\xfe"
           "a\0,\0\xe9\0\n\0"),
     NULL, "UTF-16LE", false, 0, "a,\xc3\xa9\n"},
    {"utf16be-bom", BYTES("\xfe\xff\0a\0,\0\xe9\0\n"), NULL, "UTF-16BE", false, 0, "a,\xc3\xa9\n"},
    {"utf16le", BYTES("i\0d\0,\0n\0a\0m\0e\0\n\0\x31\0,\0\xac\x20\n\0"), NULL, "UTF-16LE", false, 0,
     "id,name\n1,\xe2\x82\xac\n"},
    {"utf16be", BYTES("\0i\0d\0,\0n\0a\0m\0e\0\n\0\x31\0,\x20\xac\0\n"), NULL, "UTF-16BE", false, 0,
     "id,name\n1,\xe2\x82\xac\n"},
    {"utf32le-bom", BYTES("\xff\xfe\0\0a\0\0\0\n\0\0\0"), NULL, "UTF-32LE", false, 0, "a\n"},
    {"cp1252",
     BYTES("n\nGr\xf6\xdf"
           "e \x80\n"),
     NULL, "WINDOWS-1252", true, 2,
     "n\nGr\xc3\xb6\xc3\x9f"
     "e \xe2\x82\xac\n"},
    {"cp1252-hole", BYTES("n\n\xe9\x81\n"), NULL, "WINDOWS-1252", true, 2, "n\n\xc3\xa9\xef\xbf\xbd\n"},
    {"named", BYTES("n\n\n\xb3\n"), "ISO-8859-2", "ISO-8859-2", false, 3, "n\n\n\xc5\x82\n"},
    {"named-not-needed", BYTES("n\n\xc5\x82\n"), "ISO-8859-2", "UTF-8", false, 0, "n\n\xc5\x82\n"},
    {"bom-but-broken",
     BYTES("\xef\xbb\xbf"
           "a\n\xff\n"),
     NULL, "UTF-8", false, 2, "a\n\xef\xbf\xbd\n"},
    {"cut-at-the-end", BYTES("a\n\xe2\x82"), "UTF-8", "UTF-8", false, 2, "a\n\xef\xbf\xbd\xef\xbf\xbd"},
    {"surrogate-in-utf8", BYTES("a\xed\xa0\x80\n"), NULL, "WINDOWS-1252", true, 1, "a\xc3\xad\xc2\xa0\xe2\x82\xac\n"},
    {"one-nul", BYTES("id,name\n1,a\0b\n2,something longer\n"), NULL, "UTF-8", false, 0, "id,name\n1,a"},
};

static void test_good(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autofree char *path = write_file(good[i].bytes, good[i].length);
    g_autoptr(GError) error = NULL;
    Encoding encoding;
    g_assert_true(encoding_detect(path, good[i].named, &encoding, &error));
    g_assert_no_error(error);
    g_assert_cmpstr(encoding.name, ==, good[i].encoding);
    g_assert_cmpint(encoding.assumed, ==, good[i].assumed);
    g_assert_cmpint(encoding.bad_line, ==, good[i].bad_line);
    g_assert_cmpint(encoding.length, ==, (int64_t)good[i].length);
    g_autofree char *warning = encoding_warning(&encoding);
    g_assert_cmpint(warning != NULL, ==, good[i].bad_line > 0);
    g_autofree char *text = read_all(path, &encoding, 16), *again = read_all(path, &encoding, 4096);
    g_assert_cmpstr(text, ==, good[i].text);
    g_assert_cmpstr(again, ==, good[i].text);
}

static const struct {
    const char *name, *bytes;
    gsize length;
    const char *message;
} bad[] = {
    {"empty", "", 0, "is empty"},
    {"blank", BYTES(" \n\t\r\n"), "holds nothing but blanks"},
    {"bom-alone", BYTES("\xef\xbb\xbf\n"), "holds nothing but blanks"},
    {"zip", BYTES("PK\3\4 the rest"), "a ZIP archive"},
    {"gzip", BYTES("\x1f\x8b\x08 the rest"), "cannot be unpacked"},
    {"pdf", BYTES("%PDF-1.5\n"), "a PDF file"},
    {"sqlite", BYTES("SQLite format 3\0 the rest"), "an SQLite database"},
    {"control", BYTES("\1\2\3\4\5\6\7 data of some machine"), "is no text: 7 of its first 28 bytes"},
};

static void test_bad(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autofree char *path = write_file(bad[i].bytes, bad[i].length);
    g_autoptr(GError) error = NULL;
    Encoding encoding = {.length = 77};
    g_assert_false(encoding_detect(path, NULL, &encoding, &error));
    g_assert_error(error, NINES_ERROR, ERROR_DATA);
    g_assert_nonnull(strstr(error->message, bad[i].message));
    g_assert_cmpint(encoding.length, ==, 77);
}

static void test_absent(void)
{
    g_autoptr(GError) error = NULL;
    Encoding encoding;
    g_assert_false(encoding_detect("/nowhere/at/all.csv", NULL, &encoding, &error));
    g_assert_error(error, NINES_ERROR, ERROR_NO_INPUT);
    g_clear_error(&error);
    g_assert_false(encoding_detect(directory, NULL, &encoding, &error));
    g_assert_error(error, NINES_ERROR, ERROR_NO_INPUT);
    g_clear_error(&error);
    g_autofree char *path = write_file(BYTES("a\n"));
    g_assert_false(encoding_detect(path, "klingon", &encoding, &error));
    g_assert_error(error, NINES_ERROR, ERROR_USAGE);
}

/* The three test vectors of FIPS 180-2, appendix B. */
static void test_hash(void)
{
    static const struct {
        const char *bytes, *hash;
    } vectors[] = {
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {NULL, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
    };
    g_autofree char *million = g_strnfill(1000000, 'a');
    for (gsize i = 0; i < G_N_ELEMENTS(vectors); i++) {
        const char *bytes = vectors[i].bytes != NULL ? vectors[i].bytes : million;
        g_autofree char *path = write_file(bytes, strlen(bytes));
        Encoding encoding;
        g_assert_true(encoding_detect(path, NULL, &encoding, NULL));
        g_assert_cmpstr(encoding.hash, ==, vectors[i].hash);
    }
}

/* Characters that lie across the blocks' borders, and the hash of any length against GLib's. */
static void test_borders(void)
{
    for (gsize shift = 0; shift < 4; shift++) {
        g_autoptr(GString) text = g_string_new(NULL);
        for (gsize i = 0; i < shift; i++)
            g_string_append_c(text, 'x');
        while (text->len < (600 << 10))
            g_string_append(text, "\xf0\x9f\x98\x80");
        g_autofree char *path = write_file(text->str, text->len);
        g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text->str, (gssize)text->len);
        Encoding encoding;
        g_assert_true(encoding_detect(path, NULL, &encoding, NULL));
        g_assert_cmpint(encoding.bad_at, ==, -1);
        g_assert_cmpstr(encoding.hash, ==, hash);
        text->str[text->len - 2] = 'x';
        g_autofree char *broken = write_file(text->str, text->len);
        g_assert_true(encoding_detect(broken, NULL, &encoding, NULL));
        g_assert_cmpint(encoding.bad_at, ==, (int64_t)text->len - 4);
    }
    for (gsize length = 1; length < 300; length++) {
        g_autofree char *text = g_strnfill(length, 'z');
        g_autofree char *path = write_file(text, length);
        g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, (gssize)length);
        Encoding encoding;
        g_assert_true(encoding_detect(path, NULL, &encoding, NULL));
        g_assert_cmpstr(encoding.hash, ==, hash);
        g_unlink(path);
    }
}

static void remove_directory(void)
{
    g_autoptr(GDir) dir = g_dir_open(directory, 0, NULL);
    const char *name;
    while ((name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(directory, name, NULL);
        g_unlink(path);
    }
    g_rmdir(directory);
    g_free(directory);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    directory = g_dir_make_tmp("nines-encoding-XXXXXX", NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
        g_autofree char *path = g_strconcat("/encoding/good/", good[i].name, NULL);
        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_good);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autofree char *path = g_strconcat("/encoding/bad/", bad[i].name, NULL);
        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_bad);
    }
    g_test_add_func("/encoding/absent", test_absent);
    g_test_add_func("/encoding/hash", test_hash);
    g_test_add_func("/encoding/borders", test_borders);
    int status = g_test_run();
    remove_directory();
    return status;
}
