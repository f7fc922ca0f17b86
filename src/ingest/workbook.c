#include "content_private.h"
#include "workbook_private.h"
#include <string.h>

static const char *const endings[] = {".xlsx#", ".xlsm#", ".ods#"};

static const WorkbookKind *kind_of(const ZipArchive *archive)
{
    static const WorkbookKind *const kinds[] = {&workbook_xlsx, &workbook_ods};
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (zip_has(archive, kinds[i]->mark))
            return kinds[i];
    return NULL;
}

static bool is_table(const ZipArchive *archive, const char *name)
{
    g_autoptr(SheetText) sheet = sheet_text_new(-1);
    const bool *table = sheet_text_is_table(sheet);
    return kind_of(archive)->read(archive, name, sheet, table, NULL) && sheet_text_end(sheet) && *table;
}

/* Names of the sheets that hold a table. */
static GPtrArray *tables_of(const ZipArchive *archive, GError **error)
{
    GPtrArray *names = kind_of(archive)->names(archive, error);
    for (guint i = names ? names->len : 0; i > 0; i--)
        if (!is_table(archive, names->pdata[i - 1]))
            g_ptr_array_remove_index(names, i - 1);
    return names;
}

bool workbook_split(const char *address, char **path, char **sheet)
{
    if (g_file_test(address, G_FILE_TEST_EXISTS))
        return false;
    for (guint i = 0; i < G_N_ELEMENTS(endings); i++) {
        const char *at = strstr(address, endings[i]);
        if (!at)
            continue;
        const char *mark = at + strlen(endings[i]) - 1;
        *path = g_strndup(address, (gsize)(mark - address));
        *sheet = g_strdup(mark + 1);
        return true;
    }
    return false;
}

static bool may_be_workbook(const char *path)
{
    g_autofree char *marked = g_strconcat(path, "#", NULL);
    for (guint i = 0; i < G_N_ELEMENTS(endings); i++)
        if (g_str_has_suffix(marked, endings[i]))
            return true;
    return false;
}

GPtrArray *workbook_addresses(const char *path)
{
    GPtrArray *addresses = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(ZipArchive) archive = may_be_workbook(path) ? zip_open(path, NULL) : NULL;
    g_autoptr(GPtrArray) names = archive && kind_of(archive) ? tables_of(archive, NULL) : NULL;
    for (guint i = 0; names && names->len > 1 && i < names->len; i++)
        g_ptr_array_add(addresses, g_strdup_printf("%s#%s", path, (const char *)names->pdata[i]));
    if (addresses->len == 0)
        g_ptr_array_add(addresses, g_strdup(path));
    return addresses;
}

bool content_is_workbook(const char *path)
{
    g_autoptr(ZipArchive) archive = zip_open(path, NULL);
    return archive && kind_of(archive);
}

static bool write_sheet(int descriptor, const ZipArchive *archive, const char *name, GError **error)
{
    g_autoptr(SheetText) sheet = sheet_text_new(descriptor);
    if (!kind_of(archive)->read(archive, name, sheet, NULL, error))
        return false;
    if (sheet_text_end(sheet))
        return true;
    error_at(error, ERROR_IO, zip_path(archive), 0, 0,
             "cannot be unpacked: its sheet \"%s\" needs more than 2 GiB, or there is no space for a temporary file",
             name);
    return false;
}

/* Whether the workbook has the sheet; the failure names those that it has. */
static bool check_name(const ZipArchive *archive, const GPtrArray *names, const char *name, GError **error)
{
    g_autoptr(GString) list = g_string_new(NULL);
    for (guint i = 0; i < names->len; i++) {
        if (g_str_equal(names->pdata[i], name))
            return true;
        g_string_append_printf(list, "%s%s", i ? ", " : "", (const char *)names->pdata[i]);
    }
    error_at(error, ERROR_NO_INPUT, zip_path(archive), 0, 0, "has no sheet \"%s\" that can be seen; it has %s", name,
             list->str);
    return false;
}

bool content_sheet(int descriptor, const char *path, const char *sheet, GError **error)
{
    g_autoptr(ZipArchive) archive = zip_open(path, error);
    if (!archive)
        return false;
    if (!kind_of(archive)) {
        error_at(error, ERROR_DATA, path, 0, 0, "is no workbook");
        return false;
    }
    g_autoptr(GPtrArray) names = sheet ? kind_of(archive)->names(archive, error) : tables_of(archive, error);
    if (!names || (sheet && !check_name(archive, names, sheet, error)))
        return false;
    if (sheet || names->len > 0)
        return write_sheet(descriptor, archive, sheet ? sheet : names->pdata[0], error);
    error_at(error, ERROR_DATA, path, 0, 0, "has no sheet with a table (a heading and rows below it)");
    return false;
}

bool content_workbook(int descriptor, const char *path, GError **error)
{
    return content_sheet(descriptor, path, NULL, error);
}
