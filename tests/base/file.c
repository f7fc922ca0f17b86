#include "nines/base/file.h"
#include <glib/gstdio.h>

static char *scratch;

static char *inside(const char *name)
{
    return g_build_filename(scratch, name, NULL);
}

static guint files_in(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    guint n = 0;
    while (dir != NULL && g_dir_read_name(dir) != NULL)
        n++;
    return n;
}

static void test_commit(void)
{
    g_autofree char *path = inside("new/folder/out.txt");
    g_autofree char *folder = g_path_get_dirname(path);
    g_autoptr(GError) error = NULL;
    g_autoptr(FileWriter) writer = file_writer_open(path, &error);
    g_assert_no_error(error);
    fputs("whole", writer->stream);
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    g_assert_true(file_writer_commit(writer, &error));
    g_autofree char *text = NULL;
    g_assert_true(file_read(path, 100, &text, NULL, &error));
    g_assert_cmpstr(text, ==, "whole");
    g_assert_cmpuint(files_in(folder), ==, 1);
}

/* Without a commit the old file stays as it was, and nothing lies beside it. */
static void test_abandon(void)
{
    g_autofree char *path = inside("kept/out.txt");
    g_autofree char *folder = g_path_get_dirname(path);
    g_assert_cmpint(g_mkdir(folder, 0700), ==, 0);
    g_assert_true(file_write(path, "old", 3, NULL));
    FileWriter *writer = file_writer_open(path, NULL);
    fputs("half of the n", writer->stream);
    file_writer_free(writer);
    g_autofree char *text = NULL;
    g_assert_true(file_read(path, 100, &text, NULL, NULL));
    g_assert_cmpstr(text, ==, "old");
    g_assert_cmpuint(files_in(folder), ==, 1);
}

static void test_read(void)
{
    g_autofree char *path = inside("ten.txt");
    g_assert_true(file_write(path, "0123456789", 10, NULL));
    g_autofree char *text = NULL;
    gsize length = 0;
    g_assert_true(file_read(path, 10, &text, &length, NULL));
    g_assert_cmpuint(length, ==, 10);
    char *untouched = (char *)1;
    g_autoptr(GError) large = NULL, absent = NULL, folder = NULL;
    g_assert_false(file_read(path, 9, &untouched, NULL, &large));
    g_assert_error(large, NINES_ERROR, ERROR_DATA);
    g_autofree char *nowhere = inside("nowhere");
    g_assert_false(file_read(nowhere, 9, &untouched, NULL, &absent));
    g_assert_nonnull(absent);
    g_assert_false(file_read(scratch, 9, &untouched, NULL, &folder));
    g_assert_nonnull(folder);
    g_assert_true(untouched == (char *)1);
}

static void test_refused(void)
{
    g_autofree char *file = inside("plain"), *below = inside("plain/out.txt");
    g_autoptr(GError) error = NULL;
    g_assert_true(file_write(file, "", 0, NULL));
    g_assert_null(file_writer_open(below, &error)); /* a file is no directory */
    g_assert_nonnull(error);
}

/* A user's own copy in the working directory wins over the shipped file. */
static void test_find_data(void)
{
    g_autofree char *shipped = inside("shipped"), *folder = inside("shipped/reports"), *work = inside("work"),
                    *own = inside("work/reports");
    g_autofree char *one = g_build_filename(folder, "one.yaml", NULL), *two = g_build_filename(own, "one.yaml", NULL);
    g_assert_cmpint(g_mkdir_with_parents(own, 0700), ==, 0);
    g_assert_true(file_write(one, "1", 1, NULL));
    g_assert_cmpint(g_chdir(work), ==, 0);
    file_set_data_directory(shipped);
    g_autofree char *found = file_find_data("reports/one.yaml");
    g_assert_cmpstr(found, ==, one);
    g_assert_true(file_write(two, "2", 1, NULL));
    g_autofree char *mine = file_find_data("reports/one.yaml");
    g_autofree char *text = NULL;
    g_assert_true(mine != NULL && file_read(mine, 10, &text, NULL, NULL));
    g_assert_cmpstr(text, ==, "2");
    g_assert_null(file_find_data("reports/none.yaml"));
    g_assert_cmpint(g_chdir("/"), ==, 0);
}

static void remove_all(const char *path)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
        g_autofree char *child = g_build_filename(path, name, NULL);
        remove_all(child);
    }
    g_remove(path);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    scratch = g_dir_make_tmp("nines-file-XXXXXX", NULL);
    g_test_add_func("/file/commit", test_commit);
    g_test_add_func("/file/abandon", test_abandon);
    g_test_add_func("/file/read", test_read);
    g_test_add_func("/file/refused", test_refused);
    g_test_add_func("/file/find_data", test_find_data);
    int status = g_test_run();
    remove_all(scratch);
    g_free(scratch);
    return status;
}
