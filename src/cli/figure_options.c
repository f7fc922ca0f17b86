#include "figure_options.h"
#include <string.h>

static bool read_definitions(const Invocation *invocation, FigureRequest *request, GError **error)
{
    const char *name = invocation_text(invocation, "definitions");
    request->definitions = definition_set_find(name);
    if (request->definitions != NULL)
        return true;
    g_autofree char *all = g_strjoinv(", ", (char **)definition_set_names());
    error_at(error, ERROR_USAGE, NULL, 0, 0, "no definitions \"%s\"; there are %s", name, all);
    return false;
}

static void read_outage_rule(const Invocation *invocation, FigureOptions *options)
{
    const char *rule = invocation_text(invocation, "outage");
    options->request.outage = strcmp(rule, "recorded") == 0 ? OUTAGE_RECORDED
                              : strcmp(rule, "all") == 0    ? OUTAGE_ALL
                                                            : OUTAGE_SEVERITIES;
    if (options->request.outage == OUTAGE_SEVERITIES) {
        options->severities = g_strsplit(rule, ",", -1);
        options->request.severities = (const char *const *)options->severities;
    }
}

static bool read_contracts(const Invocation *invocation, GPtrArray *contracts, GError **error)
{
    const char *list = invocation_text(invocation, "contract");
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

static bool read_rates(const Invocation *invocation, FigureOptions *options, GError **error)
{
    const char *path = invocation_text(invocation, "rates");
    options->rates = path != NULL ? rates_read_file(path, error) : NULL;
    options->request.rates = options->rates;
    return path == NULL || options->rates != NULL;
}

static bool read_period(const Invocation *invocation, FigureOptions *options, GError **error)
{
    const char *text = invocation_text(invocation, "period");
    const Zone *zone = zone_find(invocation_text(invocation, "timezone"), error);
    if (zone == NULL)
        return false;
    if (text == NULL) {
        error_at(error, ERROR_USAGE, NULL, 0, 0, "needs --period, such as 2022-05, 2022-Q2, 2022 or all");
        return false;
    }
    return period_parse(text, zone, &options->request.period, error) &&
           figures_period(options->store, &options->request.period, options->request.as_of, error);
}

FigureOptions *figure_options_read(const Invocation *invocation, StoreMode mode, GError **error)
{
    g_autoptr(FigureOptions) options = g_new0(FigureOptions, 1);
    options->contracts = g_ptr_array_new_with_free_func((GDestroyNotify)contract_free);
    options->request.as_of = invocation_as_of(invocation);
    options->request.service = invocation_text(invocation, "service");
    read_outage_rule(invocation, options);
    if (!read_definitions(invocation, &options->request, error) ||
        !read_contracts(invocation, options->contracts, error) || !read_rates(invocation, options, error))
        return NULL;
    options->store = store_open(invocation_text(invocation, "db"), mode, error);
    if (options->store == NULL || !read_period(invocation, options, error))
        return NULL;
    return g_steal_pointer(&options);
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
