#include "measure.h"
#include <string.h>

static int compare_outages(gconstpointer a, gconstpointer b)
{
    const JudgeOutage *x = *(const JudgeOutage *const *)a, *y = *(const JudgeOutage *const *)b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->incident > y->incident) - (x->incident < y->incident);
}

/* The outages of one service; they come in order of start as a rule, so sorting mostly finds nothing to do. */
static GPtrArray *bucket_of(GHashTable *buckets, const char *service)
{
    GPtrArray *bucket = g_hash_table_lookup(buckets, service);
    if (bucket == NULL) {
        bucket = g_ptr_array_new();
        g_hash_table_insert(buckets, (gpointer)(uintptr_t)service, bucket);
    }
    return bucket;
}

static bool in_order(const GPtrArray *bucket)
{
    for (guint i = 1; i < bucket->len; i++)
        if (compare_outages(&bucket->pdata[i - 1], &bucket->pdata[i]) > 0)
            return false;
    return true;
}

static int compare_names(gconstpointer a, gconstpointer b)
{
    return g_strcmp0(*(const char *const *)a, *(const char *const *)b);
}

static void sort_outages(FactsIndex *index, const GArray *outages)
{
    g_autoptr(GHashTable) buckets =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    const char *last = NULL;
    GPtrArray *bucket = NULL;
    for (guint i = 0; i < outages->len; i++) {
        JudgeOutage *outage = &g_array_index(outages, JudgeOutage, i);
        const char *service = outage->service != NULL ? outage->service : "";
        if (bucket == NULL || service != last)
            bucket = bucket_of(buckets, service);
        if (bucket->len == 0)
            g_ptr_array_add(names, (gpointer)(uintptr_t)service);
        g_ptr_array_add(bucket, outage);
        last = service;
    }
    g_ptr_array_sort(names, compare_names);
    for (guint i = 0; i < names->len; i++) {
        bucket = g_hash_table_lookup(buckets, g_ptr_array_index(names, i));
        if (!in_order(bucket))
            g_ptr_array_sort(bucket, compare_outages);
        g_ptr_array_extend(index->outages, bucket, NULL, NULL);
    }
}

static Instant end_of(const JudgeOutage *outage)
{
    return outage->to == INSTANT_NONE ? INT64_MAX : outage->to + outage->to_slack_ms;
}

static void index_services(FactsIndex *index)
{
    ServiceRange *range = NULL;
    Instant reach = INSTANT_NONE;
    const char *service = NULL;
    for (guint i = 0; i < index->outages->len; i++) {
        const JudgeOutage *outage = g_ptr_array_index(index->outages, i);
        if (range == NULL || g_strcmp0(service, outage->service) != 0) {
            range = g_new(ServiceRange, 1);
            *range = (ServiceRange){.first = i, .n = 0};
            service = outage->service;
            reach = INSTANT_NONE;
            g_hash_table_insert(index->services, (gpointer)(uintptr_t)(service != NULL ? service : ""), range);
        }
        range->n++;
        reach = MAX(reach, end_of(outage));
        g_array_append_val(index->reach, reach);
    }
}

FactsIndex *facts_index_new(const JudgeFacts *facts)
{
    FactsIndex *index = g_new0(FactsIndex, 1);
    index->facts = facts;
    index->outages = g_ptr_array_sized_new(facts->outages->len);
    index->reach = g_array_sized_new(FALSE, FALSE, sizeof(Instant), facts->outages->len);
    index->services = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    sort_outages(index, facts->outages);
    index_services(index);
    return index;
}

void facts_index_free(FactsIndex *index)
{
    if (index == NULL)
        return;
    g_ptr_array_unref(index->outages);
    g_array_unref(index->reach);
    g_hash_table_unref(index->services);
    g_free(index);
}

/* The first outage of the range that ends after from, or lies behind one that does: reach only grows. */
static guint first_reaching(const FactsIndex *index, const ServiceRange *range, Instant from)
{
    guint low = range->first, high = range->first + range->n;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(index->reach, Instant, middle) > from)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

void facts_index_each(const FactsIndex *index, const char *service, Instant from, Instant to, OutageFunc func,
                      gpointer user_data)
{
    const ServiceRange *range = g_hash_table_lookup(index->services, service);
    if (range == NULL)
        return;
    for (guint i = first_reaching(index, range, from); i < range->first + range->n; i++) {
        const JudgeOutage *outage = g_ptr_array_index(index->outages, i);
        if (outage->from >= to)
            break;
        if (end_of(outage) > from)
            func(outage, user_data);
    }
}
