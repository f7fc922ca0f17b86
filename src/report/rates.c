#include "nines/report/rates.h"
#include "nines/base/money.h"
#include "nines/base/yaml.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

#define MOST 1e12

typedef struct {
    const YamlDocument *yaml;
    ImpactRates *rates;
    GError **error;
} Reader;

static bool fails(const Reader *reader, const YamlNode *node, const char *what)
{
    yaml_error(reader->error, reader->yaml, node, "%s, found \"%s\"", what,
               node->text != NULL ? node->text : "a collection");
    return false;
}

/* ---- values ---- */

/* A number, or with a currency an amount of money in its minor unit. */
static bool read_number(const Reader *reader, const YamlNode *node, const char *currency, double *out)
{
    int64_t minor;
    if (currency == NULL)
        return yaml_read_real(reader->yaml, node, 0, MOST, out, reader->error);
    if (node->text == NULL || !money_parse(node->text, currency, &minor) || minor < 0)
        return fails(reader, node, "expected an amount of money such as 1200.50");
    *out = (double)minor;
    return true;
}

/* 40, or {low: 30, likely: 40, high: 55}. */
static bool read_range(const Reader *reader, const YamlNode *node, const char *currency, RateRange *out)
{
    static const char *const keys[] = {"low", "likely", "high", NULL};
    RateRange range = {.given = true};
    if (node->kind == YAML_SCALAR) {
        if (!read_number(reader, node, currency, &range.likely))
            return false;
        range.low = range.high = range.likely;
        *out = range;
        return true;
    }
    if (node->kind != YAML_MAPPING || yaml_get(node, "likely") == NULL)
        return fails(reader, node, "expected a number or {low, likely, high}");
    const YamlNode *low = yaml_get(node, "low"), *likely = yaml_get(node, "likely"), *high = yaml_get(node, "high");
    if (!yaml_check_keys(reader->yaml, node, "a range", keys, reader->error) ||
        !read_number(reader, likely, currency, &range.likely) ||
        !read_number(reader, low != NULL ? low : likely, currency, &range.low) ||
        !read_number(reader, high != NULL ? high : likely, currency, &range.high))
        return false;
    if (range.low > range.likely || range.likely > range.high) {
        yaml_error(reader->error, reader->yaml, node, "expected low <= likely <= high");
        return false;
    }
    *out = range;
    return true;
}

static bool read_currency(const Reader *reader, const YamlNode *node, char **out)
{
    if (node == NULL)
        return true;
    if (node->text == NULL || currency_digits(node->text) < 0)
        return fails(reader, node, "expected a currency of ISO 4217 such as EUR");
    g_free(*out);
    *out = g_strdup(node->text);
    return true;
}

/* ---- a service ---- */

static const char *const rate_keys[RATE_N] = {"users", "orders_per_hour", "requests_per_hour", "revenue_per_hour"};

static bool read_rates(const Reader *reader, const YamlNode *mapping, const char *currency, RateRange rates[RATE_N])
{
    for (int kind = 0; kind < RATE_N; kind++) {
        const YamlNode *node = yaml_get(mapping, rate_keys[kind]);
        if (node == NULL)
            continue;
        if (kind == RATE_REVENUE && currency == NULL)
            return fails(reader, node, "expected a currency: of the service, or of the file, beside this revenue");
        if (!read_range(reader, node, kind == RATE_REVENUE ? currency : NULL, &rates[kind]))
            return false;
    }
    return true;
}

static void rule_free(gpointer data)
{
    RateRule *rule = data;
    if (rule->when != NULL)
        work_calendar_free(rule->when);
    g_free(rule);
}

static bool read_rule(const Reader *reader, const YamlNode *node, const RateRule *base, ServiceRates *service)
{
    static const char *const keys[] = {
        "days", "hours", "users", "orders_per_hour", "requests_per_hour", "revenue_per_hour", NULL};
    if (node->kind != YAML_MAPPING)
        return fails(reader, node, "expected days, hours and rates");
    if (!yaml_check_keys(reader->yaml, node, "hours", keys, reader->error))
        return false;
    RateRule *rule = g_memdup2(base, sizeof *base);
    rule->when = work_calendar_new("rates", reader->rates->zone);
    g_ptr_array_add(service->rules, rule);
    if (!work_calendar_add_hours(rule->when, yaml_text(node, "days", "daily"), yaml_text(node, "hours", "24h")))
        return yaml_error(reader->error, reader->yaml, node,
                          "expected days such as mon-fri and hours such as \"08:00-20:00\""),
               false;
    work_calendar_finish(rule->when);
    return read_rates(reader, node, service->currency, rule->rates);
}

static bool read_deferred(const Reader *reader, const YamlNode *node, ServiceRates *service)
{
    for (guint i = 0; node != NULL && node->children != NULL && i < node->children->len; i++) {
        const YamlNode *child = g_ptr_array_index(node->children, i);
        double orders;
        if (child->key == NULL)
            return fails(reader, child, "expected INCIDENT: ORDERS");
        if (!yaml_read_real(reader->yaml, child, 0, MOST, &orders, reader->error))
            return false;
        g_hash_table_insert(service->deferred, g_strdup(child->key), g_memdup2(&orders, sizeof orders));
    }
    return true;
}

static void service_free(gpointer data)
{
    ServiceRates *service = data;
    g_free(service->service);
    g_free(service->currency);
    g_ptr_array_unref(service->rules);
    g_hash_table_unref(service->deferred);
    g_free(service);
}

static ServiceRates *service_new(const Reader *reader, const char *name)
{
    ServiceRates *service = g_new0(ServiceRates, 1);
    service->service = g_strdup(name);
    service->currency = g_strdup(reader->rates->currency);
    service->rules = g_ptr_array_new_with_free_func(rule_free);
    service->deferred = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_ptr_array_add(reader->rates->services, service);
    return service;
}

static bool read_service(const Reader *reader, const YamlNode *node)
{
    static const char *const keys[] = {
        "currency", "users", "orders_per_hour", "requests_per_hour", "revenue_per_hour", "hours", "deferred_ratio",
        "deferred", NULL};
    if (node->kind != YAML_MAPPING)
        return fails(reader, node, "expected the rates of a service");
    if (!yaml_check_keys(reader->yaml, node, "a service", keys, reader->error))
        return false;
    ServiceRates *service = service_new(reader, node->key);
    g_autofree RateRule *base = g_new0(RateRule, 1);
    const YamlNode *hours = yaml_get(node, "hours"), *ratio = yaml_get(node, "deferred_ratio");
    if (!read_currency(reader, yaml_get(node, "currency"), &service->currency) ||
        !read_rates(reader, node, service->currency, base->rates))
        return false;
    if (ratio != NULL && !yaml_read_real(reader->yaml, ratio, 0, 1, &service->deferred_ratio, reader->error))
        return false;
    if (hours != NULL && hours->kind != YAML_SEQUENCE)
        return fails(reader, hours, "expected a list of days, hours and rates");
    for (guint i = 0; hours != NULL && i < hours->children->len; i++)
        if (!read_rule(reader, g_ptr_array_index(hours->children, i), base, service))
            return false;
    g_ptr_array_add(service->rules, g_steal_pointer(&base));
    return read_deferred(reader, yaml_get(node, "deferred"), service);
}

/* ---- the file ---- */

static void exchange_free(gpointer data)
{
    ExchangeRate *exchange = data;
    g_free(exchange->from);
    g_free(exchange);
}

static bool read_day(const Reader *reader, const YamlNode *node, int64_t *day)
{
    int year, month, mday, end = 0;
    if (node->text == NULL || sscanf(node->text, "%4d-%2d-%2d%n", &year, &month, &mday, &end) != 3 ||
        node->text[end] != '\0' || month < 1 || month > 12 || mday < 1 || mday > 31)
        return fails(reader, node, "expected a date such as 2026-03-01");
    *day = civil_days(year, month, mday);
    return true;
}

static bool read_exchange(const Reader *reader, const YamlNode *node)
{
    static const char *const keys[] = {"date", "from", "rate", NULL};
    const YamlNode *date = yaml_get(node, "date"), *from = yaml_get(node, "from"), *rate = yaml_get(node, "rate");
    if (date == NULL || from == NULL || rate == NULL)
        return fails(reader, node, "expected {date, from, rate}");
    if (!yaml_check_keys(reader->yaml, node, "exchange", keys, reader->error))
        return false;
    ExchangeRate *exchange = g_new0(ExchangeRate, 1);
    g_ptr_array_add(reader->rates->exchange, exchange);
    return read_day(reader, date, &exchange->day) && read_currency(reader, from, &exchange->from) &&
           yaml_read_real(reader->yaml, rate, 1e-9, MOST, &exchange->rate, reader->error);
}

static bool read_response(const Reader *reader, const YamlNode *node)
{
    static const char *const keys[] = {"responders", "cost_per_hour", "currency", NULL};
    ImpactRates *rates = reader->rates;
    if (node == NULL)
        return true;
    const YamlNode *people = yaml_get(node, "responders"), *cost = yaml_get(node, "cost_per_hour");
    if (!yaml_check_keys(reader->yaml, node, "response", keys, reader->error) ||
        !read_currency(reader, yaml_get(node, "currency"), &rates->response_currency))
        return false;
    rates->responders = 1;
    if (people != NULL && !yaml_read_real(reader->yaml, people, 0, 1e6, &rates->responders, reader->error))
        return false;
    if (cost != NULL && rates->response_currency == NULL)
        return fails(reader, cost, "expected a currency beside this cost");
    return cost == NULL || read_range(reader, cost, rates->response_currency, &rates->response);
}

static bool read_each(const Reader *reader, const YamlNode *node, YamlKind kind, const char *what,
                      bool (*each)(const Reader *reader, const YamlNode *node))
{
    if (node == NULL)
        return true;
    if (node->kind != kind)
        return fails(reader, node, what);
    for (guint i = 0; i < node->children->len; i++)
        if (!each(reader, g_ptr_array_index(node->children, i)))
            return false;
    return true;
}

static bool read_file(const Reader *reader, const YamlNode *root)
{
    static const char *const keys[] = {"rates", "timezone", "currency", "exchange", "response", "services", NULL};
    const YamlNode *zone = yaml_get(root, "timezone"), *version = yaml_get(root, "rates");
    int64_t number;
    if (!yaml_check_keys(reader->yaml, root, "the rates", keys, reader->error))
        return false;
    if (version == NULL)
        return yaml_error(reader->error, reader->yaml, root, "expected \"rates: 1\", the version of the language"),
               false;
    if (!yaml_read_int(reader->yaml, version, 1, 1, &number, reader->error))
        return false;
    reader->rates->zone = zone != NULL ? zone_find(zone->text != NULL ? zone->text : "", NULL) : zone_utc();
    if (reader->rates->zone == NULL)
        return fails(reader, zone, "expected a zone such as Europe/Berlin");
    if (!read_currency(reader, yaml_get(root, "currency"), &reader->rates->currency))
        return false;
    reader->rates->response_currency = g_strdup(reader->rates->currency);
    return read_each(reader, yaml_get(root, "exchange"), YAML_SEQUENCE, "expected a list of rates", read_exchange) &&
           read_response(reader, yaml_get(root, "response")) &&
           read_each(reader, yaml_get(root, "services"), YAML_MAPPING, "expected SERVICE: RATES", read_service);
}

ImpactRates *rates_read_file(const char *path, GError **error)
{
    g_autoptr(YamlDocument) yaml = yaml_read_file(path, error);
    if (yaml == NULL)
        return NULL;
    if (yaml->root == NULL || yaml->root->kind != YAML_MAPPING)
        return error_at(error, ERROR_CONFIG, path, 1, 1, "expected a mapping that begins with \"rates: 1\""), NULL;
    g_autoptr(ImpactRates) rates = g_new0(ImpactRates, 1);
    rates->services = g_ptr_array_new_with_free_func(service_free);
    rates->exchange = g_ptr_array_new_with_free_func(exchange_free);
    Reader reader = {yaml, rates, error};
    return read_file(&reader, yaml->root) ? g_steal_pointer(&rates) : NULL;
}

void rates_free(ImpactRates *rates)
{
    if (rates == NULL)
        return;
    g_ptr_array_unref(rates->services);
    g_ptr_array_unref(rates->exchange);
    g_free(rates->currency);
    g_free(rates->response_currency);
    g_free(rates);
}

const ServiceRates *rates_find(const ImpactRates *rates, const char *service)
{
    const ServiceRates *any = NULL;
    for (guint i = 0; i < rates->services->len; i++) {
        const ServiceRates *entry = g_ptr_array_index(rates->services, i);
        if (g_strcmp0(entry->service, service) == 0)
            return entry;
        if (strcmp(entry->service, "*") == 0)
            any = entry;
    }
    return any;
}

const ExchangeRate *rates_exchange(const ImpactRates *rates, const char *from, int64_t day)
{
    const ExchangeRate *best = NULL;
    for (guint i = 0; i < rates->exchange->len; i++) {
        const ExchangeRate *exchange = g_ptr_array_index(rates->exchange, i);
        if (strcmp(exchange->from, from) == 0 && exchange->day <= day && (best == NULL || exchange->day > best->day))
            best = exchange;
    }
    return best;
}
