#include "figure_options.h"
#include <string.h>

/* Where the texts of the options come from. */
typedef struct {
    OptionText text;
    gconstpointer data;
} Words;

static const char *word(const Words *words, const char *name)
{
    return words->text(words->data, name);
}

static const char *given(gconstpointer data, const char *name)
{
    return invocation_text(data, name);
}

static bool read_definitions(const Words *words, FigureRequest *request, GError **error)
{
    const char *name = word(words, "definitions");
    request->definitions = definition_set_find(name);
    if (request->definitions != NULL)
        return true;
    g_autofree char *all = g_strjoinv(", ", (char **)definition_set_names());
    error_at(error, ERROR_USAGE, NULL, 0, 0, "no definitions \"%s\"; there are %s", name, all);
    return false;
}

static void read_outage_rule(const Words *words, FigureOptions *options)
{
    const char *rule = word(words, "outage");
    options->request.outage = strcmp(rule, "recorded") == 0 ? OUTAGE_RECORDED
                              : strcmp(rule, "all") == 0    ? OUTAGE_ALL
                                                            : OUTAGE_SEVERITIES;
    if (options->request.outage == OUTAGE_SEVERITIES) {
        options->severities = g_strsplit(rule, ",", -1);
        options->request.severities = (const char *const *)options->severities;
    }
}

static bool read_contracts(const Words *words, GPtrArray *contracts, GError **error)
{
    const char *list = word(words, "contract");
    if (list == NULL)
        return true;
    g_auto(GStrv) paths = g_strsplit(list, ",", -1);
    for (char **path = paths; *path != NULL; path++) {
        Contract *contract = contract_read_file(*path, error);
        if (contract == NULL)
            return false;
        g_ptr_array_add(contracts, contract);
    }
    return true;
}

static bool read_rates(const Words *words, FigureOptions *options, GError **error)
{
    const char *path = word(words, "rates");
    options->rates = path != NULL ? rates_read_file(path, error) : NULL;
    options->request.rates = options->rates;
    return path == NULL || options->rates != NULL;
}

static bool read_period(const Words *words, Store *store, FigureOptions *options, GError **error)
{
    const char *text = word(words, "period");
    const Zone *zone = zone_find(word(words, "timezone"), error);
    if (zone == NULL)
        return false;
    if (text == NULL) {
        error_at(error, ERROR_USAGE, NULL, 0, 0, "needs --period, such as 2022-05, 2022-Q2, 2022 or all");
        return false;
    }
    return period_parse(text, zone, &options->request.period, error) &&
           figures_period(store, &options->request.period, options->request.as_of, error);
}

static bool parse_seed(const char *text, uint64_t *seed, GError **error)
{
    guint64 number;
    if (!g_ascii_string_to_unsigned(text, 10, 0, UINT64_C(1) << 53, &number, NULL)) {
        error_at(error, ERROR_USAGE, NULL, 0, 0, "--seed: expected a whole number from 0 to 2^53, found \"%s\"", text);
        return false;
    }
    *seed = number;
    return true;
}

bool seed_read(const Invocation *invocation, uint64_t *seed, GError **error)
{
    return parse_seed(invocation_text(invocation, "seed"), seed, error);
}

static FigureOptions *read_words(const Words *words, Instant as_of, GError **error)
{
    g_autoptr(FigureOptions) options = g_new0(FigureOptions, 1);
    options->contracts = g_ptr_array_new_with_free_func((GDestroyNotify)contract_free);
    options->request.as_of = as_of;
    options->request.service = word(words, "service");
    read_outage_rule(words, options);
    const char *seed = word(words, "seed");
    if (!parse_seed(seed != NULL ? seed : SEED_FALLBACK, &options->request.seed, error) ||
        !read_definitions(words, &options->request, error) || !read_contracts(words, options->contracts, error) ||
        !read_rates(words, options, error))
        return NULL;
    return g_steal_pointer(&options);
}

FigureOptions *figure_options_read(const Invocation *invocation, StoreMode mode, GError **error)
{
    const Words words = {given, invocation};
    g_autoptr(FigureOptions) options = read_words(&words, invocation_as_of(invocation), error);
    if (options == NULL)
        return NULL;
    options->store = store_open(word(&words, "db"), mode, error);
    if (options->store == NULL || !read_period(&words, options->store, options, error))
        return NULL;
    return g_steal_pointer(&options);
}

FigureOptions *figure_options_make(OptionText text, gconstpointer data, Store *store, Instant as_of, GError **error)
{
    const Words words = {text, data};
    g_autoptr(FigureOptions) options = read_words(&words, as_of, error);
    return options != NULL && read_period(&words, store, options, error) ? g_steal_pointer(&options) : NULL;
}

char *figure_options_text(const Invocation *invocation)
{
    static const char *const names[] = {"service", "outage", "definitions", "rates", "seed"};
    static const char *const usual[] = {NULL, "recorded", "default", NULL, SEED_FALLBACK};
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *value = invocation_text(invocation, names[i]);
        if (value != NULL && g_strcmp0(value, usual[i]) != 0)
            g_string_append_printf(text, "%s%s=%s", text->len > 0 ? "\n" : "", names[i], value);
    }
    return g_string_free(text, FALSE);
}

void figure_options_free(FigureOptions *options)
{
    if (options == NULL)
        return;
    g_clear_pointer(&options->store, store_close);
    rates_free(options->rates);
    g_ptr_array_unref(options->contracts);
    g_strfreev(options->severities);
    g_free(options);
}
