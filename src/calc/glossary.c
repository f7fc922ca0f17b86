#include "nines/calc/glossary.h"
#include <string.h>

#define DURATION "duration"
#define RATIO "ratio"
#define INCIDENTS "incidents"

static const GlossaryEntry entries[] = {
    /* the record */
    {"incident", "incident",
     "An event that degraded a service or threatened to, counted once however many tools, "
     "services or relapses it has.",
     NULL, INCIDENTS, "nines"},
    {"population", "population",
     "Incidents that began in the period, without tests, duplicates and false alarms, which "
     "are counted beside.",
     NULL, INCIDENTS, "nines"},
    {"started", "started", "First moment at which a user or the service was affected.", NULL, "instant", "nines"},
    {"declared", "declared", "The moment at which somebody opened the incident in a tool.", NULL, "instant", "nines"},
    {"detected", "detected", "The moment at which the responsible organisation first knew.", NULL, "instant", "nines"},
    {"acknowledged", "acknowledged", "The moment at which a responder began to work on it.", NULL, "instant", "nines"},
    {"mitigated", "mitigated", "The moment at which the impact on users ended or became negligible.", NULL, "instant",
     "nines"},
    {"resolved", "resolved", "The moment at which full service was restored.", NULL, "instant", "nines"},
    {"closed", "closed", "The end of the paperwork; never taken as the end of an impact.", NULL, "instant", "nines"},
    {"impact_window", "impact window",
     "A span of time in which a service lost a share of its function; an incident "
     "without stated windows has one, from started to mitigated (else resolved).",
     NULL, DURATION, "nines"},
    {"share_lost", "share lost",
     "Part of a service that did not work, from 0 to 1; at every instant the largest share among the incidents counts, "
     "once.",
     NULL, RATIO, "nines"},
    {"ledger", "ledger",
     "Consecutive segments, each up, counted, excluded or unknown, that cover the period exactly; all availability is "
     "computed from them.",
     "up + counted + excluded + unknown = period", DURATION, "nines"},
    {"impact_end", "impact end", "The end of the last impact window.",
     "last window's end, else mitigated, else resolved", "instant", "nines"},
    {"as_of", "as of", "The moment up to which the report knows the facts; what had not ended then counts as open.",
     NULL, "instant", "nines"},

    /* durations */
    {"ttd", "time to detect (TTD)",
     "How long an incident went unnoticed; 0, and flagged, when it was found before it "
     "began.",
     "detected - started", DURATION, "nines"},
    {"tta", "time to acknowledge (TTA)",
     "How long it took until a responder began; when nobody did, censored at the "
     "resolution or the as-of time.",
     "acknowledged - detected (else declared)", DURATION, "nines"},
    {"ttm", "time to mitigate (TTM)",
     "How long the impact lasted as a span; the union of several impact windows is kept "
     "beside it.",
     "impact end - started", DURATION, "nines"},
    {"ttr", "time to resolve (TTR)",
     "How long it took until full service was restored; an open incident is censored at "
     "the as-of time.",
     "resolved - started", DURATION, "nines"},
    {"repair", "time to repair",
     "How long the impact lasted once it was known, so that detection and repair add up to "
     "mitigation.",
     "impact end - detected", DURATION, "nines"},
    {"mtbf", "time between failures (MTBF)",
     "Mean time in service per outage, with the exact Poisson interval of the number of outages; without an outage it "
     "is "
     "at least the measured time, and the interval gives the bound.",
     "(measured time - downtime) / counted outages", DURATION, "nines"},
    {"union_ms", "impact time",
     "Length of the union of an incident's impact windows: overlaps count once, gaps do not "
     "count.",
     NULL, DURATION, "nines"},

    /* who is counted */
    {"n", "n", "Number of durations measured, censored ones not included.", NULL, INCIDENTS, "nines"},
    {"missing", "missing", "Incidents for which a needed time is not known, so that they have no duration.", NULL,
     INCIDENTS, "nines"},
    {"censored", "censored", "Incidents that were not over: their duration is known to be at least as long as so far.",
     NULL, INCIDENTS, "Kaplan and Meier 1958"},
    {"clamped", "clamped",
     "Durations set to 0 because the end came before the start and the rule takes that as at once.", NULL, INCIDENTS,
     "nines"},
    {"rejected", "rejected",
     "Durations not counted because the end lies before the start, which contradicts the record.", NULL, INCIDENTS,
     "nines"},
    {"left_out", "left out", "Incidents that the rules in use do not count, with the reason.", NULL, INCIDENTS,
     "nines"},
    {"coverage", "coverage", "Share of the incidents for which a field is known.", "known / all", RATIO, "nines"},

    /* summaries */
    {"median", "median", "Half of the durations are shorter; between two middle values, their mean.", "percentile 50",
     DURATION, "nines"},
    {"percentile", "percentile",
     "The value below which that share of the durations lies, by linear interpolation "
     "between closest ranks (PERCENTILE.INC); fewer than 6 durations are listed instead.",
     "rank = p (n - 1)", DURATION, "Hyndman and Fan 1996, type 7"},
    {"p75", "P75", "Three quarters of the durations are shorter.", "percentile 75", DURATION, "nines"},
    {"p90", "P90", "Nine in ten of the durations are shorter.", "percentile 90", DURATION, "nines"},
    {"p95", "P95", "Nineteen in twenty of the durations are shorter.", "percentile 95", DURATION, "nines"},
    {"mean", "mean", "Total of the durations divided by their number; the longest few decide it.", "total / n",
     DURATION, "nines"},
    {"geometric_mean", "geometric mean",
     "The typical duration on a scale of ratios; durations below one second are taken "
     "as one second.",
     "exp(mean of ln(duration))", DURATION, "nines"},
    {"total", "total", "Sum of the durations.", NULL, DURATION, "nines"},
    {"maximum", "maximum", "The longest duration.", NULL, DURATION, "nines"},
    {"standardised_median", "severity-standardised median",
     "Median that each severity would have contributed at the "
     "reference mix of severities, so that a change of the mix is not taken for a change of speed.",
     "weighted median, weight = reference share of the severity / its n", DURATION, "direct standardisation"},

    /* availability */
    {"measured", "measured time", "The period without its excluded and unknown time.", "period - excluded - unknown",
     DURATION, "nines"},
    {"up", "up", "Time in which the service was not affected.", NULL, DURATION, "nines"},
    {"downtime", "downtime", "Time in which any share of the service was lost, not weighted with that share.", NULL,
     DURATION, "nines"},
    {"counted", "counted", "Downtime weighted with the share of the service lost, overlaps once, exclusions left out.",
     "sum of share lost x time", DURATION, "nines"},
    {"excluded", "excluded", "Time that a clause of the contract takes out of the measurement.", NULL, DURATION,
     "nines"},
    {"unknown", "unknown", "Time for which nothing tells whether the service was up.", NULL, DURATION, "nines"},
    {"availability", "availability",
     "Share of the measured time in which the service was up; not measurable when nothing "
     "was measured.",
     "1 - counted / (period - excluded - unknown)", RATIO, "nines"},
    {"target", "target", "The availability that the contract promises.", NULL, RATIO, "contract"},
    {"budget", "error budget", "The counted time that the target allows in the measured time.",
     "(1 - target) x measured time", DURATION, "Beyer et al. 2016"},
    {"budget_left", "budget left", "Error budget not yet spent; below 0 the target is breached.", "budget - counted",
     DURATION, "Beyer et al. 2016"},
    {"burn_rate", "burn rate", "How many times faster than the target allows the budget was spent in a window.",
     "bad share of the window / (1 - target)", RATIO, "Beyer et al. 2018"},
    {"budget_spent", "budget spent", "Share of the period's budget that a window has used up.",
     "burn rate x window / period", RATIO, "Beyer et al. 2018"},
    {"not_measurable", "not measurable",
     "The whole period is excluded or unknown, so availability is neither 0 % nor "
     "100 %.",
     NULL, NULL, "nines"},
    {"undated", "undated", "Downtime whose length is stated but whose position within the day or month is not.", NULL,
     DURATION, "nines"},

    /* exactness */
    {"count_interval", "interval of a count",
     "The rates under which such a count is not surprising, exact for a Poisson "
     "count.",
     "chi2(a/2; 2n)/2 to chi2(1 - a/2; 2n + 2)/2", INCIDENTS, "Garwood 1936"},
    {"count_change", "change of a count",
     "Probability of a split of the incidents over the two periods at least as "
     "unlikely as this one if the rate had not changed, given the length of the periods.",
     "binomial(n before + after, exposure share), all outcomes no more likely", RATIO,
     "Przyborowski and Wilenski 1940"},
    {"rate_ratio", "rate ratio", "Rate after divided by rate before, with its exact conditional interval.",
     "(after / exposure) / (before / exposure)", RATIO, "Clopper and Pearson 1934"},
    {"median_interval", "interval of the median",
     "Two of the observed durations that enclose the median at least 95 "
     "times in 100; there are none for fewer than 6.",
     "order statistics, binomial(n, 1/2)", DURATION, "Thompson 1936"},
    {"mean_interval", "interval of the mean",
     "Where the mean of 9,999 resamples lies 95 times in 100, corrected for bias "
     "and skewness (BCa); the seed is printed.",
     "bootstrap, BCa", DURATION, "Efron 1987"},
    {"quantile_interval", "interval of a percentile",
     "Where the percentile of 9,999 resamples lies 95 times in 100, "
     "corrected for bias and skewness (BCa); the seed is printed.",
     "bootstrap, BCa", DURATION, "Efron 1987"},
    {"quick_interval", "quick interval",
     "A closed form in place of resampling, on request, for groups of more than 30 durations and for more than "
     "100,000: "
     "the saddlepoint law of a resample's mean, the beta law of its order statistics.",
     NULL, DURATION, "Daniels 1954; Lugannani and Rice 1980"},
    {"share_interval", "interval of a share", "The shares under which such a count of hits is not surprising.",
     "Wilson's score", RATIO, "Wilson 1927"},
    {"within", "share within a time",
     "Share of the incidents whose duration is at most the limit; one that is open counts once it has lasted longer.",
     "at most the limit / decided", RATIO, "nines"},
    {"seed", "seed",
     "The number that all random draws follow from, together with the figure's name; the same seed gives "
     "the same figures.",
     NULL, NULL, "nines"},

    /* change */
    {"duration_change", "change of durations",
     "Probability of a difference at least as large if the durations had been "
     "dealt to the two periods at random; durations below one second are taken as one second.",
     "permutation test on ln(duration), p = (1 + hits) / (1 + permutations); its normal limit above 2,000 durations "
     "on both sides",
     RATIO, "Fisher 1935; Phipson and Smyth 2010"},
    {"ratio", "ratio of durations",
     "Typical duration after divided by before, with the ratios that the permutation test "
     "does not reject as its interval.",
     "geometric mean after / geometric mean before", RATIO, "nines"},
    {"detectable_ratio", "smallest detectable change",
     "The factor that a change must reach so that data of this size and "
     "spread would show it four times in five; for counts the sd is 1.",
     "exp(2.8 sd of ln(duration) sqrt(1/n + 1/m))", RATIO, "nines"},
    {"verdict", "verdict",
     "What the test and the interval together allow to be said: improved, worsened, no "
     "distinguishable change, or too few to say.",
     NULL, NULL, "nines"},
    {"improved", "improved", "Shorter or fewer, p is at most 5 % and the interval of the ratio lies below 1.", NULL,
     NULL, "nines"},
    {"worsened", "worsened", "Longer or more, p is at most 5 % and the interval of the ratio lies above 1.", NULL, NULL,
     "nines"},
    {"no_change", "no distinguishable change",
     "The difference is within what chance alone does; the smallest change that "
     "could have been seen stands beside it.",
     NULL, NULL, "nines"},
    {"too_few", "too few to say", "Fewer than 6 durations in either period, so that no verdict is given.", NULL, NULL,
     "nines"},

    /* open incidents */
    {"survival", "survival curve",
     "Share of the incidents that last longer than a time, estimated so that open incidents "
     "count for as long as they were seen.",
     "product of (1 - ended / at risk)", RATIO, "Kaplan and Meier 1958"},
    {"survival_variance", "variance of the survival curve", "How exact the survival curve is at a time.",
     "S^2 x sum of ended / (at risk x (at risk - ended))", RATIO, "Greenwood 1926"},
    {"survival_median", "median with open incidents",
     "The first time at which the survival curve is at most one half; "
     "not reached when it never is.",
     "first t with S(t) <= 0.5", DURATION, "Kaplan and Meier 1958"},
    {"log_rank", "log-rank test",
     "Probability of curves at least as different if durations, open ones included, had not "
     "changed.",
     "chi2 with 1 degree of freedom", RATIO, "Mantel 1966"},

    /* shape and outlook */
    {"concentration", "concentration", "Share of all minutes that the worst k incidents hold.",
     "sum of the k longest / total", RATIO, "nines"},
    {"without_worst", "without the worst one", "The same figure had the longest incident not happened.", NULL, NULL,
     "nines"},
    {"gini", "Gini coefficient",
     "How unequally the minutes are spread over the incidents: 0 when all last equally long, "
     "near 1 when one holds them all.",
     "sum of (2 i - n - 1) x_i / (n total)", RATIO, "Gini 1912"},
    {"breach_risk", "risk of breach",
     "Share of simulated rests of the period in which the budget is overspent: a random "
     "number of incidents at the observed rate, each with a duration drawn from those observed.",
     "Poisson count x resampled durations", RATIO, "nines"},
    {"xmr", "XmR chart", "Limits within which single values move by chance as long as nothing has changed.",
     "mean +- 2.66 x mean moving range", NULL, "Shewhart 1931; Wheeler 1993"},
    {"g_chart", "g chart", "Limits for the time between incidents as long as their rate has not changed.",
     "quantiles of the geometric law", NULL, "Benneyan 2001"},

    /* impact */
    {"user_minutes", "user-minutes", "Users affected times the minutes for which they were.",
     "users x minutes of impact", "user-minutes", "nines"},
    {"stated", "stated", "An amount that a record says, as against one computed from rates.", NULL, NULL, "nines"},
    {"computed", "computed",
     "An amount from the share lost, the configured rate and the seconds of impact; never added "
     "to stated ones.",
     "share lost x rate x time", NULL, "nines"},
    {"harm", "concentration of harm",
     "Share of the counted time, of the user-minutes or of a stated amount that the worst incidents hold, each measure "
     "and currency for itself.",
     "sum of the k largest / total", RATIO, "nines"},
    {"range", "range", "Lowest, likely and highest amount of a statement such as \"about 3k\" or \"< 5 %\".", NULL,
     NULL, "nines"},
    {"deferred", "deferred", "Orders that came in later and are subtracted from those lost.", NULL, "orders", "nines"},
    {"credit", "service credit", "What the provider owes for a breach under the contract's tiers.", NULL, "money",
     "contract"},

    /* data quality */
    {"rows_read", "rows read", "Every row is stored or rejected with a reason, so the four add up to the rows read.",
     "inserted + updated + unchanged + rejected", "rows", "nines"},
    {"precision", "precision", "How exactly a time was written: to the second, minute, hour or day.", NULL, NULL,
     "nines"},
};

const GlossaryEntry *glossary_find(const char *key)
{
    for (gsize i = 0; i < G_N_ELEMENTS(entries); i++)
        if (strcmp(entries[i].key, key) == 0)
            return &entries[i];
    return NULL;
}

const GlossaryEntry *glossary_entries(guint *n)
{
    *n = G_N_ELEMENTS(entries);
    return entries;
}

char *glossary_text(const char *key)
{
    const GlossaryEntry *entry = glossary_find(key);
    if (!entry)
        return NULL;
    GString *text = g_string_new(entry->definition);
    if (entry->formula)
        g_string_append_printf(text, " Formula: %s.", entry->formula);
    if (strcmp(entry->source, "nines") != 0)
        g_string_append_printf(text, " Source: %s.", entry->source);
    return g_string_free(text, FALSE);
}
