#include "impact_parts.h"
#include "nines/base/money.h"
#include "nines/report/rates.h"
#include <math.h>
#include <string.h>

const char *impact_basis(const ImpactSum *sum)
{
    return !sum->computed ? "stated" : sum->from_rates ? "computed" : "computed by the record";
}

bool impact_is_money(const char *kind)
{
    return strcmp(kind, "money") == 0 || strcmp(kind, "response_cost") == 0 || strcmp(kind, "money_total") == 0;
}

/* Units of the total's minor unit for one minor unit of the other currency. */
static double minor_factor(const char *from, const char *to, double rate)
{
    return rate * pow(10, currency_digits(to)) / pow(10, currency_digits(from));
}

static bool add_converted(ImpactSum *total, const ImpactSum *sum, const ImpactRates *rates, int64_t day)
{
    if (g_strcmp0(sum->currency, rates->currency) == 0) {
        total->low += sum->low;
        total->likely += sum->likely;
        total->high += sum->high;
        return true;
    }
    const ExchangeRate *exchange = sum->currency != NULL ? rates_exchange(rates, sum->currency, day) : NULL;
    if (exchange == NULL)
        return false;
    double factor = minor_factor(exchange->from, rates->currency, exchange->rate);
    total->low += llround((double)sum->low * factor);
    total->likely += llround((double)sum->likely * factor);
    total->high += llround((double)sum->high * factor);
    Civil date = civil_from_ms(exchange->day * MS_PER_DAY);
    g_autofree char *before = total->note;
    total->note =
        g_strdup_printf("%s%s%s at %.10g of %04d-%02d-%02d", before != NULL ? before : "", before != NULL ? "; " : "",
                        exchange->from, exchange->rate, date.year, date.month, date.day);
    return true;
}

/* The money of one basis in one currency, if it stands in several and there is a dated rate for each. */
static void add_total(const FigureRequest *request, GPtrArray *out, guint n, bool computed)
{
    ImpactSum *total = g_new0(ImpactSum, 1);
    Civil last = civil_from_ms(zone_to_local(request->period.zone, request->period.to - 1));
    int64_t day = civil_days(last.year, last.month, last.day);
    guint currencies = 0;
    bool complete = true;
    for (guint i = 0; i < n; i++) {
        const ImpactSum *sum = g_ptr_array_index(out, i);
        if (sum->computed != computed || strcmp(sum->kind, "money") != 0)
            continue;
        currencies++;
        complete = complete && add_converted(total, sum, request->rates, day);
        total->incidents_n = MAX(total->incidents_n, sum->incidents_n);
    }
    total->kind = g_strdup("money_total");
    total->currency = g_strdup(request->rates->currency);
    total->computed = total->from_rates = computed;
    if (complete && total->note != NULL && currencies > 0)
        g_ptr_array_add(out, total);
    else
        impact_sum_free(total);
}

bool impact_load(Store *store, const FigureRequest *request, const GPtrArray *ledgers, const Population *population,
                 GPtrArray *out, GError **error)
{
    if (!impact_load_stated(store, request, out, error))
        return false;
    ImpactSum *user_minutes = impact_user_minutes(store, request, population, error);
    if (user_minutes == NULL)
        return false;
    if (user_minutes->incidents_n > 0)
        g_ptr_array_add(out, user_minutes);
    else
        impact_sum_free(user_minutes);
    if (request->rates == NULL)
        return true;
    impact_add_computed(store, request, ledgers, population, out);
    guint n = out->len;
    for (int computed = 0; computed < 2 && request->rates->currency != NULL; computed++)
        add_total(request, out, n, computed != 0);
    return true;
}
