/* What contracts leave out of the measure: maintenance, caps, hours, time that is added back.
 * Every answer is worked by hand beside it; June 2026 (terms.h) unless said. */
#include "terms.h"

static const Term TERMS[] = {
    /* ---- maintenance: notice in business days ---- */
    /* Window on Monday 15 June 10:00. Announced Monday 8 June 10:00: five working days later is Monday 15 June 10:00,
       in time. The 60 min are out: 43,140 left, 43.14 allowed. */
    {.name = "notice-bd",
     .contract = API "    exclude: [{maintenance: {notice: 5bd}}]\n" TIERS,
     .planned = {{"2026-06-15T10:00", "2026-06-15T11:00", "2026-06-08T10:00", "MW-1"}},
     .verdict = VERDICT_MET,
     .allowed_min = 43.14,
     .excluded_min = 60},
    /* one minute later is late: the hour counts */
    {.name = "notice-bd-late",
     .contract = API "    exclude: [{maintenance: {notice: 5bd}}]\n" TIERS,
     .planned = {{"2026-06-15T10:00", "2026-06-15T11:00", "2026-06-08T10:01", "MW-1"}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2,
     .counted_min = 60,
     .credit_minor = 30000},
    /* with Thursday 11 June a holiday the fifth working day is Tuesday the 16th: late */
    {.name = "notice-bd-holiday",
     .contract = HEAD "rounding: none\ncalendars: {c: {hours: {mon-fri: \"09:00-17:00\"}, holidays: 2026-06-11}}\n"
                      "availability: {services: [api], target: 99.9%, exclude: [{maintenance: {notice: 5bd}}]}\n",
     .planned = {{"2026-06-15T10:00", "2026-06-15T11:00", "2026-06-08T10:00", "MW-1"}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2,
     .counted_min = 60},
    /* ---- emergency maintenance, in or out ---- */
    {.name = "emergency-counts",
     .contract = API "    exclude: [{maintenance: {notice: 48h}}]\n" TIERS,
     .planned = {{"2026-06-15T10:00", "2026-06-15T11:00", "2026-06-01T10:00", "Emergency: power"}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2,
     .counted_min = 60,
     .credit_minor = 30000},
    {.name = "emergency-excluded",
     .contract = API "    exclude: [{maintenance: {notice: 48h, emergency: excluded}}]\n" TIERS,
     .planned = {{"2026-06-15T10:00", "2026-06-15T11:00", "2026-06-15T09:59", "Emergency: power"}},
     .verdict = VERDICT_MET,
     .allowed_min = 43.14,
     .excluded_min = 60},
    {.name = "emergency-listed",
     .contract = API "    exclude: [{maintenance: {notice: 48h, emergency: excluded, windows: [{from: "
                     "\"2026-06-15T10:00\", to: \"2026-06-15T11:00\", emergency: true}]}}]\n" TIERS,
     .verdict = VERDICT_MET,
     .allowed_min = 43.14,
     .excluded_min = 60},
    /* ---- caps of a month, a quarter, a year ---- */
    /* 3 h in April and 3 h in June; a cap of 4 h a quarter leaves 1 h for June, so 2 h count */
    {.name = "cap-quarter",
     .contract = API "    exclude: [{maintenance: {cap: 4h/quarter}}]\n" TIERS,
     .planned = {{"2026-04-10T10:00", "2026-04-10T13:00", NULL, "MW-1"},
                 {"2026-06-10T10:00", "2026-06-10T13:00", NULL, "MW-2"}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.14,
     .counted_min = 120,
     .excluded_min = 60,
     .credit_minor = 30000},
    /* the same with a cap of 4 h a month: all of June's 3 h are out */
    {.name = "cap-month",
     .contract = API "    exclude: [{maintenance: {cap: 4h/month}}]\n" TIERS,
     .planned = {{"2026-04-10T10:00", "2026-04-10T13:00", NULL, "MW-1"},
                 {"2026-06-10T10:00", "2026-06-10T13:00", NULL, "MW-2"}},
     .verdict = VERDICT_MET,
     .allowed_min = 43.02,
     .excluded_min = 180},
    /* 31 May 22:00 to 1 June 02:00 with 1 h a month: June has its own hour, 00:00-01:00; the other counts */
    {.name = "cap-across-months",
     .contract = API "    exclude: [{maintenance: {cap: 1h/month}}]\n" TIERS,
     .planned = {{"2026-05-31T22:00", "2026-06-01T02:00", NULL, "MW-1"}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.14,
     .counted_min = 60,
     .excluded_min = 60,
     .credit_minor = 30000},
    /* force majeure, at most 10 h a year: 9 h in March leave 1 h; of June's 2 h one counts */
    {.name = "cap-tags",
     .contract = API "    exclude: [{tags: [force-majeure], cap: 10h/year}]\n" TIERS,
     .down = {{"2026-03-10T10:00", "2026-03-10T19:00", "force-majeure", NULL},
              {"2026-06-10T10:00", "2026-06-10T12:00", "force-majeure", NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.14,
     .counted_min = 60,
     .excluded_min = 60,
     .credit_minor = 30000},
    /* an own fault that stood in March for 8 of those 9 h has used nothing of the cap, so 9 h are left */
    {.name = "cap-tags-own-fault",
     .contract = API "    exclude: [{tags: [force-majeure], cap: 10h/year}]\n" TIERS,
     .down = {{"2026-03-10T10:00", "2026-03-10T19:00", "force-majeure", NULL},
              {"2026-03-10T10:00", "2026-03-10T18:00", NULL, NULL},
              {"2026-06-10T10:00", "2026-06-10T12:00", "force-majeure", NULL}},
     .verdict = VERDICT_MET,
     .allowed_min = 43.08,
     .excluded_min = 120},
    /* ---- denominators ---- */
    /* subscribed from 16 June: 15 d = 21,600 min, 21.6 allowed; what lies before is out */
    {.name = "not-yet-subscribed",
     .contract = "contract: c\ntimezone: UTC\nperiod: month\nrounding: none\nvalid: {from: 2026-06-16}\n"
                 "availability: {services: [api], target: 99.9%}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", NULL, NULL},
              {"2026-06-20T10:00", "2026-06-20T10:22", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 21.6,
     .counted_min = 22,
     .excluded_min = 21600},
    /* downtime that the customer planned is out: 43,080 min, 43.08 allowed */
    {.name = "customer-planned",
     .contract = API "    exclude: [{windows: [{from: \"2026-06-10T10:00\", to: \"2026-06-10T12:00\", label: customer "
                     "upgrade}]}]\n" TIERS,
     .down = {{"2026-06-10T10:00", "2026-06-10T12:10", NULL, NULL}},
     .verdict = VERDICT_MET,
     .allowed_min = 43.08,
     .counted_min = 10,
     .excluded_min = 120},
    /* June 2026 has 22 working days of 9 h: 11,880 min, 11.88 allowed; down 16:50-18:10 counts 70 min until 18:00 */
    {.name = "service-hours",
     .contract =
         HEAD "rounding: none\ncalendars: {week: {hours: {mon-fri: \"09:00-18:00\"}}}\navailability: {services: "
              "[api], target: 99.9%, hours: week, credits: {tiers: [{below: 99.9%, percent: 10}]}}\n",
     .down = {{"2026-06-10T16:50", "2026-06-10T18:10", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 11.88,
     .counted_min = 70,
     .excluded_min = 31320,
     .credit_minor = 30000},
    /* excluded time added back: allowed stays 43.2 */
    {.name = "added-back",
     .contract = API "    denominator: all\n    exclude: [{tags: [customer-caused]}]\n" TIERS,
     .down = {{"2026-06-10T10:00", "2026-06-10T10:30", NULL, NULL},
              {"2026-06-11T10:00", "2026-06-11T12:00", "customer-caused", NULL}},
     .verdict = VERDICT_MET,
     .allowed_min = 43.2,
     .counted_min = 30,
     .excluded_min = 120},
    /* ---- maintenance of one part of the whole ---- */
    /* announced maintenance of git alone, 4 h, while web is down for 2 h of it: down when any is down, 2 h count */
    {.name = "maintenance-of-one-any",
     .contract = HEAD "rounding: none\navailability: {services: [ns1, web], target: 99.9%, exclude: [maintenance]}\n",
     .down = {{"2026-06-10T01:00", "2026-06-10T03:00", NULL, "web"}},
     .planned = {{"2026-06-10T00:00", "2026-06-10T04:00", NULL, "ns1: MW-1"}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.08,
     .counted_min = 120,
     .excluded_min = 120},
    /* pooled: web's 2 h of the two are 1 h; ns1's own hour within its maintenance counts nothing */
    {.name = "maintenance-of-one-pooled",
     .contract = HEAD "rounding: none\navailability: {services: [ns1, web], combine: pooled, target: 99.9%, exclude: "
                      "[maintenance]}\n",
     .down = {{"2026-06-10T01:00", "2026-06-10T03:00", NULL, "web"},
              {"2026-06-10T02:00", "2026-06-10T03:00", NULL, "ns1"}},
     .planned = {{"2026-06-10T00:00", "2026-06-10T04:00", NULL, "ns1: MW-1"}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2,
     .counted_min = 60},
    /* late maintenance of one of two name servers: the service of both still answers */
    {.name = "late-maintenance-of-one",
     .contract = HEAD "rounding: none\navailability: {services: [ns1, ns2], combine: all-down, budget: 0, exclude: "
                      "[{maintenance: {notice: 48h}}]}\n",
     .planned = {{"2026-06-10T10:00", "2026-06-10T11:00", "2026-06-10T09:00", "ns1: MW-1"}},
     .verdict = VERDICT_MET},
};

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    terms_add(TERMS, G_N_ELEMENTS(TERMS));
    return g_test_run();
}
