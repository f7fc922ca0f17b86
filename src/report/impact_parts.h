/* The parts of impact_load. Private to report. */
#pragma once

#include "impact.h"
#include "nines/store/query.h"

/* The amounts of the population, as x; the period and the service are bound by impact_query. The view filters by
 * started_at on its own; records without one are few and joined. */
#define IMPACT_AMOUNTS                                                                                                 \
    "(SELECT * FROM amount WHERE started_at >= ?1 AND started_at < ?2 UNION ALL SELECT * FROM amount WHERE "           \
    "started_at IS NULL AND incident_id IN (SELECT id FROM incident WHERE started_at IS NULL AND within_from_at >= "   \
    "?1 AND within_from_at < ?2)) x WHERE incident_kind = 'incident' AND is_summed = 1 AND (?3 = 0 OR EXISTS (SELECT " \
    "1 FROM impact_window w WHERE w.incident_id = x.incident_id AND w.service_id = ?3))"

Query *impact_query(Store *store, const FigureRequest *request, const char *sql, GError **error);

bool impact_load_stated(Store *store, const FigureRequest *request, GPtrArray *out, GError **error);
void impact_add_computed(Store *store, const FigureRequest *request, const GPtrArray *ledgers,
                         const Population *population, GPtrArray *out);
int64_t impact_user_minutes_of(int64_t users, int64_t ms);
/* incident id -> int64_t* into the population: length of its windows; free the table only. */
GHashTable *impact_window_lengths(const Population *population);
