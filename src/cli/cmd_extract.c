/* extract: facts from post-mortem documents, as a review file or as JSON. */
#include "nines/base/zone.h"
#include "nines/cli/command.h"
#include "nines/extract/extract_json.h"
#include "nines/extract/review.h"

static int compare_names(gconstpointer a, gconstpointer b)
{
    return g_strcmp0(*(const char *const *)a, *(const char *const *)b);
}

/* Folders give the documents in them, in the order of their names. */
static bool add_folder(GPtrArray *paths, const char *folder, GError **error)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, error);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    if (!dir)
        return false;
    for (const char *name; (name = g_dir_read_name(dir));)
        if (*name != '.')
            g_ptr_array_add(names, g_build_filename(folder, name, NULL));
    g_ptr_array_sort(names, compare_names);
    for (guint i = 0; i < names->len; i++) {
        const char *path = names->pdata[i];
        if (g_file_test(path, G_FILE_TEST_IS_DIR) && !g_file_test(path, G_FILE_TEST_IS_SYMLINK)) {
            if (!add_folder(paths, path, error))
                return false;
        } else if (extract_is_document(path)) {
            g_ptr_array_add(paths, g_strdup(path));
        }
    }
    return true;
}

static GPtrArray *list_paths(const Invocation *invocation, GError **error)
{
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < invocation_n_arguments(invocation); i++) {
        const char *path = invocation_argument(invocation, i);
        if (!g_file_test(path, G_FILE_TEST_IS_DIR))
            g_ptr_array_add(paths, g_strdup(path));
        else if (!add_folder(paths, path, error))
            return NULL;
    }
    if (!paths->len) {
        g_set_error(error, NINES_ERROR, ERROR_USAGE, "no document given");
        return NULL;
    }
    return g_steal_pointer(&paths);
}

static bool read_settings(const Invocation *invocation, ExtractSettings *settings, GError **error)
{
    const char *zone = invocation_text(invocation, "timezone");
    int64_t year = invocation_integer(invocation, "year", 0);
    if (year && (year < 1970 || year > 2100)) {
        g_set_error(error, NINES_ERROR, ERROR_USAGE, "--year takes a year between 1970 and 2100");
        return false;
    }
    settings->timeline.year = (int)year;
    settings->timeline.month_first = invocation_flag(invocation, "month-first");
    settings->explain = invocation_flag(invocation, "explain");
    if (zone && !(settings->timeline.zone = zone_find(zone, error)))
        return false;
    return true;
}

static int run(const Invocation *invocation, GError **error)
{
    ExtractSettings settings = {0};
    g_autoptr(GPtrArray) paths = list_paths(invocation, error);
    if (!paths || !read_settings(invocation, &settings, error))
        return 0;
    bool json = invocation_flag(invocation, "json");
    g_autoptr(GString) out = g_string_new(NULL);
    JsonWriter w = json_writer(out, true);
    if (json)
        json_begin_array(&w, NULL);
    for (guint i = 0; i < paths->len; i++) {
        g_autoptr(Extraction) x = extract_file(paths->pdata[i], &settings, error);
        if (!x)
            return 0;
        if (x->explanation) {
            g_string_append_printf(out, "document %s\n%s", x->file, x->explanation->str);
        } else if (json) {
            extraction_to_json(x, &w);
        } else {
            g_autofree char *review = review_write(x);
            g_string_append_printf(out, "%s%s", i ? "---\n" : "", review);
        }
    }
    if (json)
        json_end(&w);
    if (json && out->len && out->str[out->len - 1] != '\n')
        g_string_append_c(out, '\n');
    invocation_print(invocation, out->str);
    return 0;
}

static const OptionSpec options[] = {
    {"json", 0, OPTION_FLAG, NULL, "print an array of {id, file, incidents, contradictions}", NULL},
    {"explain", 0, OPTION_FLAG, NULL, "print blocks, mentions, timeline and scores instead", NULL},
    {"timezone", 0, OPTION_TEXT, "ZONE", "zone of times that state none", NULL},
    {"year", 0, OPTION_INTEGER, "YEAR", "year of dates that state none", NULL},
    {"month-first", 0, OPTION_FLAG, NULL, "read 3/9/2022 as 9 March when the document does not settle it", NULL},
    {0},
};

const Command command_extract = {
    .name = "extract",
    .arguments = "PATH...",
    .summary = "take the facts out of post-mortem documents",
    .description =
        "Reads Markdown, plain text, wiki and HTML documents and prints what they say about incidents, each fact with "
        "the\n"
        "line and words it came from. Without --json it prints a review file: correct a value, save the file as\n"
        "NAME.review.yaml beside the document, and every later extraction takes the correction.\n"
        "Cue words of your own, and the names of your services (service_name), go into cues/house.yaml (or en, de,\n"
        "es, fr, pt, it, nl) below the working directory.",
    .options = options,
    .examples = (const char *const[]){"nines extract retro.md > retro.review.yaml",
                                      "nines extract --json --timezone Asia/Kolkata docs/",
                                      "nines extract --explain retro.md", NULL},
    .run = run,
};
