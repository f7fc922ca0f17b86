/* Runs tests/render/workbook_check.py; missing tools skip the test. */
#pragma once

#include <glib.h>
#include <glib/gstdio.h>
#include <stdbool.h>
#include <string.h>

/* What the checker printed, or NULL after a skip or a failure that was reported. Caller frees. */
static inline char *office_check(const char *const *arguments)
{
    g_autofree char *script = g_build_filename(g_getenv("NINES_SOURCE"), "tests", "render", "workbook_check.py", NULL);
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_autofree char *output = NULL;
    g_autoptr(GError) error = NULL;
    int status = 0;
    bool has_python = g_file_test("/usr/bin/python3", G_FILE_TEST_IS_EXECUTABLE);
    g_ptr_array_add(argv, (char *)(has_python ? "/usr/bin/python3" : "python3"));
    g_ptr_array_add(argv, script);
    for (guint i = 0; arguments[i] != NULL; i++)
        g_ptr_array_add(argv, (char *)arguments[i]);
    g_ptr_array_add(argv, NULL);
    if (!g_spawn_sync(NULL, (char **)argv->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL, &status,
                      &error)) {
        g_test_skip(error->message);
        return NULL;
    }
    if (g_spawn_check_wait_status(status, &error))
        return g_steal_pointer(&output);
    if (error->code == 77)
        g_test_skip(output);
    else
        g_test_fail_printf("%s %s: %s", arguments[0], arguments[1], output);
    return NULL;
}

#define OFFICE(...) office_check((const char *const[]){__VA_ARGS__, NULL})
#define OFFICE_PASSES(...) g_free(OFFICE(__VA_ARGS__))

/* A file in a directory of this run, so that runs side by side do not meet. Caller frees. */
static inline char *office_path(const char *name)
{
    static char *directory = NULL;
    if (directory == NULL)
        directory = g_dir_make_tmp("nines-office-XXXXXX", NULL);
    return g_build_filename(directory, name, NULL);
}

/* Removes the files of office_path. */
static inline void office_clean(void)
{
    g_autofree char *any = office_path("x");
    g_autofree char *directory = g_path_get_dirname(any);
    g_autoptr(GDir) open = g_dir_open(directory, 0, NULL);
    for (const char *name; open != NULL && (name = g_dir_read_name(open)) != NULL;) {
        g_autofree char *path = g_build_filename(directory, name, NULL);
        g_remove(path);
    }
    g_rmdir(directory);
}
