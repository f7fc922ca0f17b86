/* Impact from rates: share lost x rate x time, read from the ledger, so that overlaps count once. */
#include "impact_parts.h"
#include "nines/base/civil.h"
#include "nines/report/rates.h"
#include "nines/store/query.h"
#include <math.h>
#include <string.h>

#define PPM_MS_PER_HOUR ((double)SHARE_FULL * (double)MS_PER_HOUR)
#define PPM_MS_PER_MINUTE ((double)SHARE_FULL * (double)MS_PER_MINUTE)

typedef struct {
    double low, likely, high;
} Amounts;

typedef struct {
    Store *store;
    const FigureRequest *request;
    GPtrArray *out; /* ImpactSum* */
} Computer;

static Amounts times(const RateRange *rate, double weight)
{
    return (Amounts){rate->low * weight, rate->likely * weight, rate->high * weight};
}

static void add_to(Amounts *sum, Amounts more)
{
    sum->low += more.low;
    sum->likely += more.likely;
    sum->high += more.high;
}

/* The one computed sum of its kind and currency. */
static ImpactSum *sum_of(const Computer *computer, const char *kind, const char *currency)
{
    for (guint i = 0; i < computer->out->len; i++) {
        ImpactSum *sum = g_ptr_array_index(computer->out, i);
        if (sum->from_rates && strcmp(sum->kind, kind) == 0 && g_strcmp0(sum->currency, currency) == 0)
            return sum;
    }
    ImpactSum *sum = g_new0(ImpactSum, 1);
    sum->kind = g_strdup(kind);
    sum->currency = g_strdup(currency);
    sum->computed = sum->from_rates = true;
    g_ptr_array_add(computer->out, sum);
    return sum;
}

static void add_sum(const Computer *computer, const char *kind, const char *currency, Amounts amounts, int64_t n)
{
    ImpactSum *sum = sum_of(computer, kind, currency);
    sum->low += llround(amounts.low);
    sum->likely += llround(amounts.likely);
    sum->high += llround(amounts.high);
    sum->incidents_n += n;
}

/* ---- the time under each rule ---- */

/* Milliseconds of [from, to) under each rule: the first that holds has them, the last has the rest. */
static void divide(const ServiceRates *rates, Instant from, Instant to, int64_t share_ppm, double *weights)
{
    g_autoptr(GArray) taken = g_array_new(FALSE, FALSE, sizeof(Span));
    int64_t rest = to - from;
    for (guint i = 0; i + 1 < rates->rules->len; i++) {
        const RateRule *rule = g_ptr_array_index(rates->rules, i);
        int64_t ms = work_between(rule->when, from, to, (const Span *)(gconstpointer)taken->data, taken->len);
        g_autoptr(GArray) spans = work_spans(rule->when, from, to);
        g_array_append_vals(taken, spans->data, spans->len);
        weights[i] += (double)ms * (double)share_ppm;
        rest -= ms;
    }
    weights[rates->rules->len - 1] += (double)rest * (double)share_ppm;
}

static double *rule_weights(const ServiceRates *rates, const Ledger *ledger)
{
    double *weights = g_new0(double, rates->rules->len);
    for (guint i = 0; i < ledger->segments->len; i++) {
        const Segment *segment = &g_array_index(ledger->segments, Segment, i);
        if (segment->class == SEGMENT_COUNTED)
            divide(rates, segment->from, segment->to, segment->share_ppm, weights);
    }
    return weights;
}

/* ---- one service ---- */

static bool is_given(const ServiceRates *rates, RateKind kind)
{
    for (guint i = 0; i < rates->rules->len; i++)
        if (((const RateRule *)g_ptr_array_index(rates->rules, i))->rates[kind].given)
            return true;
    return false;
}

static Amounts total_of(const ServiceRates *rates, const double *weights, RateKind kind, double unit)
{
    Amounts sum = {0};
    for (guint i = 0; i < rates->rules->len; i++)
        add_to(&sum, times(&((const RateRule *)g_ptr_array_index(rates->rules, i))->rates[kind], weights[i] / unit));
    return sum;
}

/* Orders of these incidents that the rates say came in later. */
static double stated_deferral(const Computer *computer, const ServiceRates *rates, const GArray *shares)
{
    double sum = 0;
    g_autoptr(Query) query = store_query(computer->store, "SELECT external_id FROM incident WHERE id = ?1", NULL);
    for (guint i = 0; query != NULL && g_hash_table_size(rates->deferred) > 0 && i < shares->len; i++) {
        query_bind_integer(query, 1, g_array_index(shares, IncidentCount, i).incident);
        const double *orders =
            query_step(query, NULL) ? g_hash_table_lookup(rates->deferred, query_text(query, 0)) : NULL;
        sum += orders != NULL ? *orders : 0;
        query_reset(query);
    }
    return sum;
}

static Amounts keep(Amounts lost, double ratio, double deferred)
{
    return (Amounts){fmax(0, lost.low * ratio - deferred), fmax(0, lost.likely * ratio - deferred),
                     fmax(0, lost.high * ratio - deferred)};
}

/* Orders that came in later were not lost, nor was their revenue. */
static void add_trade(const Computer *computer, const ServiceRates *rates, const double *weights, const GArray *shares,
                      int64_t n)
{
    Amounts orders = total_of(rates, weights, RATE_ORDERS, PPM_MS_PER_HOUR);
    Amounts revenue = total_of(rates, weights, RATE_REVENUE, PPM_MS_PER_HOUR);
    Amounts kept = keep(orders, 1 - rates->deferred_ratio, stated_deferral(computer, rates, shares));
    double lost = orders.likely > 0 ? kept.likely / orders.likely : 1 - rates->deferred_ratio;
    Amounts later = {orders.low - kept.low, orders.likely - kept.likely, orders.high - kept.high};
    if (is_given(rates, RATE_ORDERS))
        add_sum(computer, "orders", NULL, kept, n);
    if (is_given(rates, RATE_ORDERS) && later.likely > 0)
        add_sum(computer, "orders_deferred", NULL, later, n);
    if (is_given(rates, RATE_REVENUE))
        add_sum(computer, "money", rates->currency,
                (Amounts){revenue.low * lost, revenue.likely * lost, revenue.high * lost}, n);
}

static int64_t credited_n(const GArray *shares)
{
    int64_t n = 0;
    for (guint i = 0; i < shares->len; i++)
        n += g_array_index(shares, IncidentCount, i).counted_ppm_ms > 0;
    return n;
}

static void add_service(const Computer *computer, const ServiceLedger *line)
{
    const ServiceRates *rates = rates_find(computer->request->rates, line->service);
    g_autoptr(GArray) shares = ledger_by_incident(line->ledger);
    int64_t n = credited_n(shares);
    if (rates == NULL || n == 0)
        return;
    g_autofree double *weights = rule_weights(rates, line->ledger);
    if (is_given(rates, RATE_USERS))
        add_sum(computer, "user_minutes", NULL, total_of(rates, weights, RATE_USERS, PPM_MS_PER_MINUTE), n);
    if (is_given(rates, RATE_REQUESTS))
        add_sum(computer, "requests", NULL, total_of(rates, weights, RATE_REQUESTS, PPM_MS_PER_HOUR), n);
    add_trade(computer, rates, weights, shares, n);
}

/* ---- the response ---- */

/* From the acknowledgement until the resolution, or the as-of time. */
static int64_t worked_ms(const PopulationRow *row, Instant as_of)
{
    Instant from = row->at[MOMENT_ACKNOWLEDGED], to = row->at[MOMENT_RESOLVED];
    if (to == INSTANT_NONE || to > as_of)
        to = as_of;
    return from == INSTANT_NONE || to <= from ? 0 : to - from;
}

static void add_response(const Computer *computer, const Population *population)
{
    const ImpactRates *rates = computer->request->rates;
    int64_t n = 0, total_ms = 0;
    for (guint i = 0; i < population->rows->len; i++) {
        int64_t ms = worked_ms(&g_array_index(population->rows, PopulationRow, i), computer->request->as_of);
        total_ms += ms;
        n += ms > 0;
    }
    double staff_ms = rates->responders * (double)total_ms;
    if (n == 0 || !(rates->responders > 0))
        return;
    add_sum(computer, "staff_time", NULL, (Amounts){staff_ms, staff_ms, staff_ms}, n);
    if (rates->response.given)
        add_sum(computer, "response_cost", rates->response_currency,
                times(&rates->response, staff_ms / (double)MS_PER_HOUR), n);
}

void impact_add_computed(Store *store, const FigureRequest *request, const GPtrArray *ledgers,
                         const Population *population, GPtrArray *out)
{
    Computer computer = {.store = store, .request = request, .out = out};
    for (guint i = 0; i < ledgers->len; i++) {
        const ServiceLedger *line = g_ptr_array_index(ledgers, i);
        if (line->period.from != request->period.from || line->period.to != request->period.to)
            break; /* the period's own come first; it may come again as a month of a trend */
        if (line->service_id != SERVICE_ANY)
            add_service(&computer, line);
    }
    add_response(&computer, population);
}
