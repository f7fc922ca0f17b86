#include "zone_table.h"
#include <string.h>

static const char *const directories[] = {"/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo"};

typedef struct {
    char **names;
    char *version;
} ZoneData;

static gint compare_names(gconstpointer left, gconstpointer right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* tzdata.zi: "# version 2025b", "Z NAME ..." for a zone, "L TARGET NAME" for a second name. */
static void read_line(const char *line, GPtrArray *names, char **version)
{
    g_auto(GStrv) words = g_strsplit(line, " ", 4);
    guint n = g_strv_length(words);

    if (n > 1 && strcmp(words[0], "Z") == 0)
        g_ptr_array_add(names, g_strdup(words[1]));
    else if (n > 2 && strcmp(words[0], "L") == 0)
        g_ptr_array_add(names, g_strdup(words[2]));
    else if (n > 2 && strcmp(words[0], "#") == 0 && strcmp(words[1], "version") == 0 && !*version)
        *version = g_strdup(words[2]);
}

static bool read_source(const char *directory, GPtrArray *names, char **version)
{
    g_autofree char *path = g_build_filename(directory, "tzdata.zi", NULL);
    g_autofree char *text = NULL;

    if (!g_file_get_contents(path, &text, NULL, NULL))
        return false;

    char *next;

    for (char *line = text; *line; line = next) {
        size_t length = strcspn(line, "\n");

        next = line + length + (line[length] == '\n');
        line[length] = '\0';
        if (strchr("ZL#", line[0]))
            read_line(line, names, version);
    }
    return true;
}

/* Without tzdata.zi: every file below the directory, but for the copies that are kept for other clocks. */
static void walk(const char *directory, const char *prefix, GPtrArray *names)
{
    g_autofree char *path = g_build_filename(directory, prefix, NULL);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    const char *entry;

    while (dir && (entry = g_dir_read_name(dir))) {
        g_autofree char *name = *prefix ? g_strconcat(prefix, "/", entry, NULL) : g_strdup(entry);
        g_autofree char *file = g_build_filename(directory, name, NULL);

        if (!g_ascii_isupper(entry[0]))
            continue;
        if (g_file_test(file, G_FILE_TEST_IS_DIR))
            walk(directory, name, names);
        else if (!strchr(entry, '.'))
            g_ptr_array_add(names, g_steal_pointer(&name));
    }
}

static char *read_version(const char *directory)
{
    g_autofree char *path = g_build_filename(directory, "+VERSION", NULL);
    char *text = NULL;

    return g_file_get_contents(path, &text, NULL, NULL) ? g_strstrip(text) : NULL;
}

static ZoneData *load(void)
{
    ZoneData *data = g_new0(ZoneData, 1);
    GPtrArray *names = g_ptr_array_new();

    for (size_t i = 0; i < G_N_ELEMENTS(directories) && names->len == 0; i++) {
        if (!read_source(directories[i], names, &data->version))
            walk(directories[i], "", names);
        if (!data->version)
            data->version = read_version(directories[i]);
    }
    g_ptr_array_sort(names, compare_names);
    g_ptr_array_add(names, NULL);
    data->names = (char **)g_ptr_array_free(names, FALSE);
    return data;
}

static const ZoneData *zone_data(void)
{
    static gsize data;

    if (g_once_init_enter(&data))
        g_once_init_leave(&data, (gsize)load());
    return (const ZoneData *)data;
}

const char *const *zone_names(void)
{
    return (const char *const *)zone_data()->names;
}

const char *zone_data_version(void)
{
    return zone_data()->version ? zone_data()->version : "unknown";
}
