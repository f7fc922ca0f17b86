#include "nines/ingest/ingest.h"
#include "nines/ingest/workbook.h"

#include <glob.h>
#include <string.h>

#define DEPTH_MAX 32

static const char *const endings[] = {".csv", ".tsv",  ".json", ".jsonl", ".ndjson", ".yaml", ".yml",
                                      ".md",  ".atom", ".rss",  ".xlsx",  ".xlsm",   ".ods",  NULL};

/* What a person wrote about a document is read with that document, never alone. */
static bool is_review(const char *name)
{
    return g_str_has_suffix(name, ".review.yaml");
}

static bool has_known_ending(const char *name, PathTest also)
{
    g_autofree char *lower = g_ascii_strdown(name, -1);
    if (g_str_has_suffix(lower, ".gz"))
        lower[strlen(lower) - strlen(".gz")] = '\0';
    for (guint i = 0; endings[i]; i++)
        if (g_str_has_suffix(lower, endings[i]))
            return true;
    return also && also(name);
}

static gint compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *directory_names(const char *path)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) directory = g_dir_open(path, 0, NULL);
    const char *name;
    while (directory && (name = g_dir_read_name(directory)))
        if (name[0] != '.')
            g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, compare_names);
    return names;
}

/* Each sheet of a workbook that holds a table is a source of its own. */
static void add_file(GPtrArray *paths, const char *path)
{
    g_autoptr(GPtrArray) addresses = workbook_addresses(path);
    g_ptr_array_extend_and_steal(paths, g_steal_pointer(&addresses));
}

static void add_directory(GPtrArray *paths, const char *path, PathTest also, int depth)
{
    g_autoptr(GPtrArray) names = directory_names(path);
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *child = g_build_filename(path, names->pdata[i], NULL);
        if (g_file_test(child, G_FILE_TEST_IS_DIR)) {
            if (depth < DEPTH_MAX && !g_file_test(child, G_FILE_TEST_IS_SYMLINK))
                add_directory(paths, child, also, depth + 1);
        } else if (has_known_ending(child, also) && !is_review(child))
            add_file(paths, child);
    }
}

static void add_path(GPtrArray *paths, const char *path, PathTest also)
{
    if (g_file_test(path, G_FILE_TEST_IS_DIR))
        add_directory(paths, path, also, 0);
    else if (!is_review(path))
        add_file(paths, path);
}

static void add_glob(GPtrArray *paths, const char *pattern, PathTest also)
{
    glob_t found = {0};
    if (glob(pattern, 0, NULL, &found) == 0)
        for (size_t i = 0; i < found.gl_pathc; i++)
            add_path(paths, found.gl_pathv[i], also);
    globfree(&found);
}

GPtrArray *ingest_paths(const char *const *arguments, guint n, PathTest also, GError **error)
{
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < n; i++) {
        guint before = paths->len;
        if (g_file_test(arguments[i], G_FILE_TEST_EXISTS) || !strpbrk(arguments[i], "*?["))
            add_path(paths, arguments[i], also);
        else
            add_glob(paths, arguments[i], also);
        if (paths->len == before && !is_review(arguments[i])) {
            error_at(error, ERROR_NO_INPUT, arguments[i], 0, 0, "no file of records here");
            return NULL;
        }
    }
    return g_steal_pointer(&paths);
}
