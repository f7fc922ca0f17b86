/* Workbooks of Excel and of all who write its format: ECMA-376 part 1, SpreadsheetML. */
#include "workbook_private.h"
#include <string.h>

#define WORKBOOK "xl/workbook.xml"
#define ROWS_MAX 1048576u
#define STRINGS_BYTES ((gsize)512 << 20)

typedef struct {
    GPtrArray *names, *ids; /* char* of the visible sheets */
    bool from_1904;
} Contents;

typedef struct {
    GHashTable *codes; /* number of a format -> its code */
    GArray *cells;     /* Shown, by style */
    bool in_cells;
} Styles;

typedef struct {
    GPtrArray *texts; /* char* */
    GString *text;    /* of the item in the making */
    gsize bytes;
    bool in_text, in_reading; /* a text; how it is pronounced */
} Strings;

typedef struct {
    SheetText *sheet;
    const Strings *strings;
    const Styles *styles;
    bool from_1904;
    guint row, column;
    char type; /* of the cell: n number, s shared, i inline, b true or false, t text as it stands */
    Shown shown;
    GString *text;
    bool in_value;
} Cells;

static bool is_true(const char *value)
{
    return value && (g_str_equal(value, "1") || g_str_equal(value, "true"));
}

static guint whole_number(const char *text)
{
    guint64 number = 0;
    return text && g_ascii_string_to_unsigned(text, 10, 0, G_MAXUINT32, &number, NULL) ? (guint)number : 0;
}

/* ---- the list of sheets ---- */

static void contents_start(GMarkupParseContext *context, const char *element, const char **names, const char **values,
                           gpointer user_data, GError **error)
{
    Contents *contents = user_data;
    (void)context, (void)error;
    if (g_str_equal(xml_local(element), "workbookPr"))
        contents->from_1904 = is_true(xml_attribute(names, values, "date1904"));
    const char *state = xml_attribute(names, values, "state"), *name = xml_attribute(names, values, "name"),
               *id = xml_attribute(names, values, "id");
    if (!g_str_equal(xml_local(element), "sheet") || !name || !id || (state && !g_str_equal(state, "visible")))
        return;
    g_ptr_array_add(contents->names, g_strdup(name));
    g_ptr_array_add(contents->ids, g_strdup(id));
}

static void contents_clear(Contents *contents)
{
    g_ptr_array_unref(contents->names);
    g_ptr_array_unref(contents->ids);
}

static bool read_contents(const ZipArchive *archive, Contents *contents, GError **error)
{
    static const GMarkupParser parser = {.start_element = contents_start};
    *contents = (Contents){g_ptr_array_new_with_free_func(g_free), g_ptr_array_new_with_free_func(g_free), false};
    return xml_read(archive, WORKBOOK, &parser, contents, NULL, error);
}

static GPtrArray *sheet_names(const ZipArchive *archive, GError **error)
{
    Contents contents;
    GPtrArray *names = read_contents(archive, &contents, error) ? g_ptr_array_ref(contents.names) : NULL;
    contents_clear(&contents);
    return names;
}

typedef struct {
    const char *id;
    char *target;
} Relation;

static void relation_start(GMarkupParseContext *context, const char *element, const char **names, const char **values,
                           gpointer user_data, GError **error)
{
    Relation *relation = user_data;
    (void)context, (void)error;
    const char *id = xml_attribute(names, values, "Id"), *target = xml_attribute(names, values, "Target");
    if (g_str_equal(xml_local(element), "Relationship") && id && target && g_str_equal(id, relation->id) &&
        !relation->target)
        relation->target = *target == '/' ? g_strdup(target + 1) : g_build_filename("xl", target, NULL);
}

/* The member that holds the sheet of this name; NULL: none. Caller frees. */
static char *sheet_member(const ZipArchive *archive, const Contents *contents, const char *name, GError **error)
{
    static const GMarkupParser parser = {.start_element = relation_start};
    Relation relation = {NULL, NULL};
    for (guint i = 0; i < contents->names->len; i++)
        if (g_str_equal(contents->names->pdata[i], name))
            relation.id = contents->ids->pdata[i];
    if (relation.id && xml_read(archive, "xl/_rels/workbook.xml.rels", &parser, &relation, NULL, error) &&
        !relation.target)
        error_at(error, ERROR_DATA, zip_path(archive), 0, 0, "does not say where its sheet \"%s\" is", name);
    return relation.target;
}

/* ---- number formats ---- */

static Shown style_shown(const Styles *styles, guint format)
{
    const char *code = g_hash_table_lookup(styles->codes, GUINT_TO_POINTER(format));
    return code ? shown_by_code(code) : shown_by_id(format);
}

static void styles_start(GMarkupParseContext *context, const char *element, const char **names, const char **values,
                         gpointer user_data, GError **error)
{
    Styles *styles = user_data;
    const char *local = xml_local(element), *code = xml_attribute(names, values, "formatCode");
    guint id = whole_number(xml_attribute(names, values, "numFmtId"));
    (void)context, (void)error;
    if (g_str_equal(local, "cellXfs"))
        styles->in_cells = true;
    else if (g_str_equal(local, "numFmt") && code)
        g_hash_table_insert(styles->codes, GUINT_TO_POINTER(id), g_strdup(code));
    else if (g_str_equal(local, "xf") && styles->in_cells) {
        Shown shown = style_shown(styles, id);
        g_array_append_val(styles->cells, shown);
    }
}

static void styles_end(GMarkupParseContext *context, const char *element, gpointer user_data, GError **error)
{
    Styles *styles = user_data;
    (void)context, (void)error;
    if (g_str_equal(xml_local(element), "cellXfs"))
        styles->in_cells = false;
}

static bool read_styles(const ZipArchive *archive, Styles *styles, GError **error)
{
    static const GMarkupParser parser = {.start_element = styles_start, .end_element = styles_end};
    styles->codes = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    styles->cells = g_array_new(FALSE, FALSE, sizeof(Shown));
    return !zip_has(archive, "xl/styles.xml") || xml_read(archive, "xl/styles.xml", &parser, styles, NULL, error);
}

/* ---- shared strings ---- */

static void strings_start(GMarkupParseContext *context, const char *element, const char **names, const char **values,
                          gpointer user_data, GError **error)
{
    Strings *strings = user_data;
    const char *local = xml_local(element);
    (void)context, (void)error, (void)names, (void)values;
    if (g_str_equal(local, "si"))
        g_string_truncate(strings->text, 0);
    strings->in_reading |= g_str_equal(local, "rPh");
    strings->in_text = g_str_equal(local, "t") && !strings->in_reading;
}

static void strings_text(GMarkupParseContext *context, const char *text, gsize n, gpointer user_data, GError **error)
{
    Strings *strings = user_data;
    (void)context, (void)error;
    if (strings->in_text && (strings->bytes += n) <= STRINGS_BYTES)
        g_string_append_len(strings->text, text, (gssize)n);
}

static void strings_end(GMarkupParseContext *context, const char *element, gpointer user_data, GError **error)
{
    Strings *strings = user_data;
    const char *local = xml_local(element);
    (void)context, (void)error;
    strings->in_text = false;
    if (g_str_equal(local, "rPh"))
        strings->in_reading = false;
    if (g_str_equal(local, "si"))
        g_ptr_array_add(strings->texts, g_strdup(strings->text->str));
}

static bool read_strings(const ZipArchive *archive, Strings *strings, GError **error)
{
    static const GMarkupParser parser = {
        .start_element = strings_start, .text = strings_text, .end_element = strings_end};
    const char *member = "xl/sharedStrings.xml";
    strings->texts = g_ptr_array_new_with_free_func(g_free);
    strings->text = g_string_new(NULL);
    return !zip_has(archive, member) || xml_read(archive, member, &parser, strings, NULL, error);
}

/* ---- cells ---- */

/* "AB12": column 27, row 11. What is no reference leaves both as they are. */
static void read_reference(const char *text, guint *row, guint *column)
{
    guint letters = 0;
    const char *at = text;
    for (; g_ascii_isalpha(*at) && at < text + 3; at++)
        letters = letters * 26 + (guint)(g_ascii_toupper(*at) - 'A') + 1;
    guint number = whole_number(at);
    if (letters == 0 || number == 0 || number > ROWS_MAX)
        return;
    *column = letters - 1;
    *row = number - 1;
}

static char cell_type(const char *type)
{
    static const struct {
        const char *name;
        char type;
    } types[] = {{"s", 's'}, {"inlineStr", 'i'}, {"b", 'b'}, {"n", 'n'}};
    for (guint i = 0; type && i < G_N_ELEMENTS(types); i++)
        if (g_str_equal(type, types[i].name))
            return types[i].type;
    return type ? 't' : 'n';
}

static void cells_start(GMarkupParseContext *context, const char *element, const char **names, const char **values,
                        gpointer user_data, GError **error)
{
    Cells *cells = user_data;
    const char *local = xml_local(element), *reference = xml_attribute(names, values, "r");
    (void)context, (void)error;
    if (g_str_equal(local, "row")) {
        guint number = whole_number(reference);
        cells->row = number > 0 && number <= ROWS_MAX ? number - 1 : cells->row + 1;
        cells->column = G_MAXUINT;
    } else if (g_str_equal(local, "c")) {
        guint style = whole_number(xml_attribute(names, values, "s"));
        cells->column++;
        if (reference)
            read_reference(reference, &cells->row, &cells->column);
        cells->type = cell_type(xml_attribute(names, values, "t"));
        cells->shown = style < cells->styles->cells->len ? g_array_index(cells->styles->cells, Shown, style) : 0;
        g_string_truncate(cells->text, 0);
    }
    cells->in_value = g_str_equal(local, cells->type == 'i' ? "t" : "v");
}

static void cells_text(GMarkupParseContext *context, const char *text, gsize n, gpointer user_data, GError **error)
{
    Cells *cells = user_data;
    (void)context, (void)error;
    if (cells->in_value)
        g_string_append_len(cells->text, text, (gssize)n);
}

static char *cell_text(const Cells *cells)
{
    const char *text = cells->text->str;
    guint index = cells->type == 's' ? whole_number(text) : 0;
    switch (cells->type) {
    case 's':
        return g_strdup(*text && index < cells->strings->texts->len ? cells->strings->texts->pdata[index] : "");
    case 'b':
        return g_strdup(*text ? is_true(text) ? "TRUE" : "FALSE" : "");
    case 'n':
        return *text ? shown_text(text, cells->shown, cells->from_1904) : g_strdup("");
    default:
        return g_strdup(text);
    }
}

static void cells_end(GMarkupParseContext *context, const char *element, gpointer user_data, GError **error)
{
    Cells *cells = user_data;
    (void)context, (void)error;
    cells->in_value = false;
    if (!g_str_equal(xml_local(element), "c"))
        return;
    g_autofree char *text = cell_text(cells);
    sheet_text_cell(cells->sheet, cells->row, cells->column, g_strstrip(text));
}

static bool read_cells(const ZipArchive *archive, const char *member, Cells *cells, const bool *stop, GError **error)
{
    static const GMarkupParser parser = {.start_element = cells_start, .text = cells_text, .end_element = cells_end};
    cells->text = g_string_new(NULL);
    cells->row = cells->column = G_MAXUINT;
    bool ok = xml_read(archive, member, &parser, cells, stop, error);
    g_string_free(cells->text, TRUE);
    return ok;
}

static bool read_sheet(const ZipArchive *archive, const char *name, SheetText *sheet, const bool *stop, GError **error)
{
    Contents contents;
    Strings strings = {0};
    Styles styles = {0};
    bool ok = read_contents(archive, &contents, error);
    g_autofree char *member = ok ? sheet_member(archive, &contents, name, error) : NULL;
    Cells cells = {.sheet = sheet, .strings = &strings, .styles = &styles, .from_1904 = contents.from_1904};
    ok = member && read_strings(archive, &strings, error) && read_styles(archive, &styles, error) &&
         read_cells(archive, member, &cells, stop, error);
    contents_clear(&contents);
    g_clear_pointer(&strings.texts, g_ptr_array_unref);
    if (strings.text)
        g_string_free(strings.text, TRUE);
    g_clear_pointer(&styles.codes, g_hash_table_unref);
    g_clear_pointer(&styles.cells, g_array_unref);
    return ok;
}

const WorkbookKind workbook_xlsx = {WORKBOOK, sheet_names, read_sheet};
