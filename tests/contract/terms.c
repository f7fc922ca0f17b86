/* Terms that real contracts hold, one small contract for each variant. Every answer is worked by hand beside it; all in
 * June 2026 (30 d = 43,200 min), UTC, EUR 3,000.00 a month, unless said. */
#include "nines/contract/explain.h"
#include "support.h"
#include <string.h>

#define HEAD "contract: c\ntimezone: UTC\nperiod: month\nfee: {amount: 3000.00, currency: EUR, per: month}\n"
#define API HEAD "rounding: none\navailability:\n  - name: api\n    services: [api]\n    target: 99.9%\n"
#define TIERS "    credits: {tiers: [{below: 99.9%, percent: 10}]}\n"
#define MIN_MS(n) ((int64_t)((n)*60000.0 + 0.5))

typedef struct {
    const char *from, *to, *tags, *service;
} Down;

typedef struct {
    const char *from, *to, *announced, *label;
} Planned;

typedef struct {
    const char *name, *contract, *period;
    Down down[4];
    Planned planned[3];
    Verdict verdict;
    double allowed_min, counted_min, excluded_min;
    int64_t credit_minor;
    const char *claim_day, *note; /* NULL: none expected, not looked for */
} Term;

static const Term TERMS[] = {
    /* ---- rounding: the verdict, the minutes allowed and the margin agree ---- */
    /* 99.895 % is rounded to 99.90: 0.105 % of 43,200 = 45.36 min. 45 min: 99.8958 % -> 99.90 %, met */
    {.name = "rounding-half-up",
     .contract = HEAD "rounding: {decimals: 2, mode: half-up}\navailability:\n  - {name: api, services: [api], target: "
                      "99.9%, credits: {tiers: [{below: 99.9%, percent: 10}]}}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T10:45", NULL, NULL}},
     .verdict = VERDICT_MET,
     .allowed_min = 45.36,
     .counted_min = 45},
    /* one minute more: 99.8935 % -> 99.89 % */
    {.name = "rounding-half-up-over",
     .contract = HEAD "rounding: {decimals: 2, mode: half-up}\navailability:\n  - {name: api, services: [api], target: "
                      "99.9%, credits: {tiers: [{below: 99.9%, percent: 10}]}}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T10:46", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 45.36,
     .counted_min = 46,
     .credit_minor = 30000},
    /* down: 99.9000 % and more; as without rounding */
    {.name = "rounding-down",
     .contract = HEAD "rounding: {decimals: 2, mode: down}\navailability: {services: [api], target: 99.9%}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T10:44", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2,
     .counted_min = 44},
    /* up: above 99.89 %: less than 0.11 % = 47.52 min, so 47 min 31.199 s */
    {.name = "rounding-up",
     .contract = HEAD "rounding: {decimals: 2, mode: up}\navailability: {services: [api], target: 99.9%}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T10:47", NULL, NULL}},
     .verdict = VERDICT_MET,
     .allowed_min = 47.52 - 1 / 60000.0,
     .counted_min = 47},
    /* above 99.9 %, exactly: 43.2 min are one millisecond too many */
    {.name = "above",
     .contract = HEAD "rounding: none\navailability: {services: [api], target: {above: 99.9%}}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T10:43:12", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2 - 1 / 60000.0,
     .counted_min = 43.2},
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
    /* ---- tenants ---- */
    /* acme 60 min, globex 30 min; the worst is acme */
    {.name = "tenant-worst",
     .contract = API "    per: {key: tenant, take: worst}\n" TIERS,
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", "tenant=acme", NULL},
              {"2026-06-11T10:00", "2026-06-11T10:30", "tenant=globex", NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2,
     .counted_min = 60,
     .credit_minor = 30000,
     .note = "the worst of 2 by tenant"},
    /* 90 of 2 x 43,200 min: 45 min of the mean */
    {.name = "tenant-pooled",
     .contract = API "    per: {key: tenant, take: pooled}\n" TIERS,
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", "tenant=acme", NULL},
              {"2026-06-11T10:00", "2026-06-11T10:30", "tenant=globex", NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2,
     .counted_min = 45,
     .credit_minor = 30000,
     .note = "pooled over 2 by tenant"},
    /* of 10 tenants: 90 / 10 = 9 min; and 20 min that name none touch all: 29 min */
    {.name = "tenant-pooled-of",
     .contract = API "    per: {key: tenant, take: pooled, of: 10}\n" TIERS,
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", "tenant=acme", NULL},
              {"2026-06-11T10:00", "2026-06-11T10:30", "tenant=globex", NULL},
              {"2026-06-12T10:00", "2026-06-12T10:20", NULL, NULL}},
     .verdict = VERDICT_MET,
     .allowed_min = 43.2,
     .counted_min = 29},
    /* named: a third tenant of the records is not the customer's */
    {.name = "tenant-values",
     .contract = API "    per: {key: tenant, take: worst, values: [globex]}\n" TIERS,
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", "tenant=acme", NULL},
              {"2026-06-11T10:00", "2026-06-11T10:30", "tenant=globex", NULL}},
     .verdict = VERDICT_MET,
     .allowed_min = 43.2,
     .counted_min = 30},
    /* ---- scopes by any tag ---- */
    {.name = "scope-zone",
     .contract = API "    scope: {zone: b}\n" TIERS,
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", "zone=a", NULL},
              {"2026-06-11T10:00", "2026-06-11T10:30", "zone=b", NULL}},
     .verdict = VERDICT_MET,
     .allowed_min = 43.2,
     .counted_min = 30},
    {.name = "scope-instance-and-feature",
     .contract = API "    scope: {instance: i-1, feature: [login, search]}\n" TIERS,
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", "instance=i-1, feature=export", NULL},
              {"2026-06-11T10:00", "2026-06-11T10:30", "instance=i-1, feature=search", NULL},
              {"2026-06-12T10:00", "2026-06-12T10:30", "instance=i-2, feature=search", NULL}},
     .verdict = VERDICT_MET,
     .allowed_min = 43.2,
     .counted_min = 30},
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
    /* ---- claims ---- */
    {.name = "claim-invoice-unknown",
     .contract = API "    credits: {tiers: [{below: 99.9%, percent: 10}], claim_within: 10d after invoice}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2,
     .counted_min = 60,
     .credit_minor = 30000,
     .note = "the last day to claim is undecidable"},
    /* the invoice of 5 July, and ten days */
    {.name = "claim-invoice",
     .contract = API "    credits: {tiers: [{below: 99.9%, percent: 10}], claim: {within: 10d, after: invoice, "
                     "invoice_day: 5}}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2,
     .counted_min = 60,
     .credit_minor = 30000,
     .claim_day = "2026-07-15"},
    /* the first incident that counts, the 10th, not the one that is excluded before it */
    {.name = "claim-incident",
     .contract = API "    exclude: [{tags: [beta]}]\n    credits: {tiers: [{below: 99.9%, percent: 10}], claim_within: "
                     "30d after incident}\n",
     .down = {{"2026-06-02T10:00", "2026-06-02T11:00", "beta", NULL},
              {"2026-06-10T10:00", "2026-06-10T11:00", NULL, NULL},
              {"2026-06-20T10:00", "2026-06-20T11:00", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.14,
     .counted_min = 120,
     .excluded_min = 60,
     .credit_minor = 30000,
     .claim_day = "2026-07-10"},
    /* ---- earning back: 12 % of 3,000 at risk, 40 % of it = 144.00 ---- */
    {.name = "earned-back",
     .contract = API "    credits: {pool: 12%, share: 40%, earn_back: 2}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", NULL, NULL},
              {"2026-07-10T10:00", "2026-07-10T10:30", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2,
     .counted_min = 60},
    /* August is breached, so the credit stays */
    {.name = "not-earned-back",
     .contract = API "    credits: {pool: 12%, share: 40%, earn_back: 2}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", NULL, NULL},
              {"2026-08-10T10:00", "2026-08-10T11:00", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2,
     .counted_min = 60,
     .credit_minor = 14400},
    /* ---- what one part takes of the whole ---- */
    /* late maintenance of one of two name servers: the service of both still answers */
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
    /* a third of 2 h 9 min 36 s is 43.2 min to the millisecond: met, nothing left */
    {.name = "pooled-third",
     .contract = HEAD "rounding: none\navailability: {services: [api, b, c], combine: pooled, target: 99.9%}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T12:09:36", NULL, NULL}},
     .verdict = VERDICT_MET,
     .allowed_min = 43.2,
     .counted_min = 43.2},
    {.name = "weighted-third",
     .contract = HEAD "rounding: none\navailability: {combine: {weighted: {api: 1, b: 2}}, target: 99.9%}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T12:09:36", NULL, NULL}},
     .verdict = VERDICT_MET,
     .allowed_min = 43.2,
     .counted_min = 43.2},
    /* ---- fees of a part ---- */
    /* in force from 16 June, 15 of 30 d: 1,500.00, of it 10 % */
    {.name = "fee-of-days-in-force",
     .contract = API TIERS "valid: {from: 2026-06-16}\n",
     .down = {{"2026-06-20T10:00", "2026-06-20T11:00", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 21.6,
     .counted_min = 60,
     .excluded_min = 21600,
     .credit_minor = 15000},
    /* a fee of 36,000 a year, but June's was 2,000: 200.00 */
    {.name = "fee-by-month-of-a-year",
     .contract =
         "contract: c\ntimezone: UTC\nperiod: month\nfee: {amount: 36000.00, currency: EUR, per: year, by_month: "
         "{2026-06: 2000.00}}\navailability: {services: [api], target: 99.9%, credits: {tiers: [{below: 99.9%, "
         "percent: 10}]}}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2,
     .counted_min = 60,
     .credit_minor = 20000},
    /* ---- credits of each outage ---- */
    /* two outages of 50 min: one full half hour of each, 2 x 5 % (of 100 min together it were three) */
    {.name = "blocks-of-outages",
     .contract = API "    credits: {per: 30min, percent: 5, blocks_of: outage}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T10:50", NULL, NULL},
              {"2026-06-11T10:00", "2026-06-11T10:50", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2,
     .counted_min = 100,
     .credit_minor = 30000},
    /* the first hour of each outage 10 %, then each begun hour 2 %: 2 x (10 + 2) = 24 % */
    {.name = "first-of-outages",
     .contract =
         API "    credits: {per: 1h, percent: 2, round: started, first: {for: 1h, percent: 10}, blocks_of: outage}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T11:30", NULL, NULL},
              {"2026-06-11T10:00", "2026-06-11T11:30", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2,
     .counted_min = 180,
     .credit_minor = 72000},
    /* 25 times the fee of 1 h; 120 h of 720 were planned by the customer: 3,000 / 600 h x 25 = 125.00 */
    {.name = "fee-over-measured",
     .contract =
         API "    exclude: [{windows: [{from: 2026-06-01, to: 2026-06-05}]}]\n    credits: {times_fee: 25, fee_over: "
             "measured}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 36,
     .counted_min = 60,
     .excluded_min = 7200,
     .credit_minor = 12500},
    /* an outage that the month's end cuts at one second still counts a whole minute of it */
    {.name = "minute-at-the-end",
     .contract = HEAD "rounding: none\navailability: {services: [api], target: 99.9%, unit: {whole_minutes: "
                      "count_partial}}\n",
     .down = {{"2026-06-30T23:59:59", "2026-07-01T00:00:30", NULL, NULL}},
     .verdict = VERDICT_MET,
     .allowed_min = 43.2,
     .counted_min = 1},
    /* ---- degradation from a share on ---- */
    /* more than 10 % is downtime, whole: 30 % for an hour counts 60 min, 10 % for two hours nothing */
    {.name = "down-above-a-share",
     .contract = API "    degraded_counts: {above: 10%, counts: full}\n" TIERS,
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", "share=30", NULL},
              {"2026-06-11T10:00", "2026-06-11T12:00", "share=10", NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2,
     .counted_min = 60,
     .credit_minor = 30000},
    /* from 10 % on, by its share: 18 + 12 min */
    {.name = "down-from-a-share",
     .contract = API "    degraded_counts: {at_least: 10%, counts: share}\n" TIERS,
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", "share=30", NULL},
              {"2026-06-11T10:00", "2026-06-11T12:00", "share=10", NULL}},
     .verdict = VERDICT_MET,
     .allowed_min = 43.2,
     .counted_min = 30},
    {.name = "late-maintenance-of-one",
     .contract = HEAD "rounding: none\navailability: {services: [ns1, ns2], combine: all-down, budget: 0, exclude: "
                      "[{maintenance: {notice: 48h}}]}\n",
     .planned = {{"2026-06-10T10:00", "2026-06-10T11:00", "2026-06-10T09:00", "ns1: MW-1"}},
     .verdict = VERDICT_MET},
};

static const char *service_of(const char *label)
{
    return g_str_has_prefix(label, "ns1") ? "ns1" : NULL;
}

static JudgeFacts *facts_of(const Term *term)
{
    JudgeFacts *facts = judge_facts_new();
    for (guint i = 0; i < G_N_ELEMENTS(term->down) && term->down[i].from != NULL; i++) {
        const Down *down = &term->down[i];
        JudgeOutage *outage =
            add_outage(facts, i + 1, down->service != NULL ? down->service : "api", down->from, down->to);
        outage->tags = judge_facts_tags(facts, down->tags);
        if (down->tags != NULL && g_str_has_prefix(down->tags, "share="))
            outage->share_ppm = (int32_t)(10000 * g_ascii_strtoll(down->tags + 6, NULL, 10));
    }
    for (guint i = 0; i < G_N_ELEMENTS(term->planned) && term->planned[i].from != NULL; i++) {
        const Planned *planned = &term->planned[i];
        JudgeMaintenance window = {.label = planned->label,
                                   .service = service_of(planned->label),
                                   .from = when(planned->from),
                                   .to = when(planned->to),
                                   .ended_at = INSTANT_NONE,
                                   .announced_at = planned->announced != NULL ? when(planned->announced) : INSTANT_NONE,
                                   .share_ppm = SHARE_FULL};
        g_array_append_val(facts->maintenance, window);
    }
    return facts;
}

static bool has_note(const ObligationJudgement *one, const char *note)
{
    for (guint i = 0; i < one->notes->len; i++)
        if (strstr(g_ptr_array_index(one->notes, i), note) != NULL)
            return true;
    return false;
}

static void test_term(gconstpointer data)
{
    const Term *term = data;
    g_autoptr(Contract) contract = read_text_contract(term->contract);
    g_autofree char *said = contract_explain(contract);
    g_assert_nonnull(strstr(said, "An outage ends when"));
    g_autoptr(JudgeFacts) facts = facts_of(term);
    g_autoptr(Judgement) judgement = judge(contract, term->period != NULL ? term->period : "2026-06", facts);
    const ObligationJudgement *one = obligation(judgement, 0);
    g_assert_cmpuint(judgement->obligations->len, ==, 1);
    g_assert_cmpstr(verdict_name(one->verdict), ==, verdict_name(term->verdict));
    g_assert_cmpint(one->budget_ms, ==, MIN_MS(term->allowed_min));
    g_assert_cmpint(one->counted_ms, ==, MIN_MS(term->counted_min));
    g_assert_cmpint(one->excluded_ms, ==, MIN_MS(term->excluded_min));
    g_assert_cmpint(one->remaining_ms, ==, one->budget_ms - one->counted_ms);
    g_assert_cmpint(one->credit.minor, ==, term->credit_minor);
    g_assert_cmpstr(one->claim_day, ==, term->claim_day);
    g_assert_true(term->note == NULL || has_note(one, term->note));
    g_assert_cmpint(one->remaining_ms >= 0, ==, term->verdict == VERDICT_MET);
}

/* ---- earning back, while it is not decided ---- */

static void test_earning_open(void)
{
    g_autoptr(Contract) contract = read_text_contract(API "    credits: {pool: 12%, share: 40%, earn_back: 2}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_outage(facts, 1, "api", "2026-06-10T10:00", "2026-06-10T11:00");
    g_autoptr(Judgement) judgement = judge_period_as_of(contract, "2026-06", facts, when("2026-08-15T00:00"));
    const ObligationJudgement *one = obligation(judgement, 0);
    g_assert_cmpint(one->earn_back.state, ==, EARN_OPEN);
    g_assert_cmpint(one->earn_back.met_n, ==, 1);
    g_assert_cmpint(one->credit.minor, ==, 14400);
    g_autoptr(Judgement) later = judge_period_as_of(contract, "2026-06", facts, when("2026-09-01T00:00"));
    g_assert_cmpint(obligation(later, 0)->earn_back.state, ==, EARN_EARNED);
    g_assert_cmpint(obligation(later, 0)->earn_back.credit_minor, ==, 14400);
    g_assert_cmpint(obligation(later, 0)->credit.minor, ==, 0);
}

/* ---- vague facts ---- */

/* An outage that is known to the day at both ends, 10 to 11 June: from nothing up to 48 h. Between met and 25 %. */
static void test_vague_credit(void)
{
    g_autoptr(Contract) contract =
        read_text_contract(API "    credits: {tiers: [{below: 99.9%, percent: 10}, {below: 99%, percent: 25}]}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    JudgeOutage *outage = add_outage(facts, 1, "api", "2026-06-10T00:00", "2026-06-11T00:00");
    outage->label = "INC-1";
    outage->from_slack_ms = outage->to_slack_ms = MS_PER_DAY;
    g_autoptr(Judgement) judgement = judge(contract, "2026-06", facts);
    const ObligationJudgement *one = obligation(judgement, 0);
    g_assert_cmpint(one->verdict, ==, VERDICT_UNDECIDABLE);
    g_assert_cmpint(one->best.verdict, ==, VERDICT_MET);
    g_assert_cmpint(one->worst.counted_ppm_ms, ==, 2 * MS_PER_DAY * SHARE_FULL);
    g_assert_cmpint(one->worst.credit_minor, ==, 75000);
    g_assert_cmpstr(g_ptr_array_index(one->settle, 0), ==, "the exact times of INC-1");
}

/* 60 min that are sure and 500 min of an unknown share: breached in each case, but 10 % or 25 %. */
static void test_vague_tier(void)
{
    g_autoptr(Contract) contract =
        read_text_contract(API "    credits: {tiers: [{below: 99.9%, percent: 10}, {below: 99%, percent: 25}]}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_outage(facts, 1, "api", "2026-06-10T10:00", "2026-06-10T11:00");
    JudgeOutage *unknown = add_outage(facts, 2, "api", "2026-06-11T00:00", "2026-06-11T08:20");
    unknown->share_ppm = SHARE_UNKNOWN;
    unknown->label = "INC-2";
    g_autoptr(Judgement) judgement = judge(contract, "2026-06", facts);
    const ObligationJudgement *one = obligation(judgement, 0);
    g_assert_cmpint(one->verdict, ==, VERDICT_BREACHED);
    g_assert_cmpint(one->best.credit_minor, ==, 30000);
    g_assert_cmpint(one->worst.credit_minor, ==, 75000);
    g_assert_cmpstr(g_ptr_array_index(one->settle, 0), ==, "what share of the service INC-2 took");
}

/* An undated hour of one of two servers of which both must be down: it may have fallen together with the other's. Of
 * two that are pooled it takes a half: 30 min. */
static void test_undated_part(void)
{
    JudgeUndated undated = {.incident = 2,
                            .label = "INC-2",
                            .service = "ns2",
                            .within_from = when("2026-06-01T00:00"),
                            .within_to = when("2026-07-01T00:00"),
                            .duration_ms = MS_PER_HOUR,
                            .share_ppm = SHARE_FULL};
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    g_array_append_val(facts->undated, undated);
    g_autoptr(Contract) both =
        read_text_contract(HEAD "availability: {services: [ns1, ns2], combine: all-down, budget: 0}\n");
    g_autoptr(Judgement) a = judge(both, "2026-06", facts);
    g_assert_cmpint(obligation(a, 0)->verdict, ==, VERDICT_UNDECIDABLE);
    g_autoptr(Contract) pooled =
        read_text_contract(HEAD "availability: {services: [ns1, ns2], combine: pooled, target: 99%}\n");
    g_autoptr(Judgement) b = judge(pooled, "2026-06", facts);
    g_assert_cmpint(obligation(b, 0)->counted_ms, ==, MS_PER_HOUR / 2);
}

/* Known to have been on 10 June, for an unknown time: 0 to 24 h. */
static void test_unknown_length(void)
{
    JudgeUndated undated = {.incident = 1,
                            .label = "INC-1",
                            .service = "api",
                            .within_from = when("2026-06-10T00:00"),
                            .within_to = when("2026-06-11T00:00"),
                            .duration_ms = LENGTH_UNKNOWN,
                            .share_ppm = SHARE_FULL};
    g_autoptr(Contract) contract = read_text_contract(API TIERS);
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    g_array_append_val(facts->undated, undated);
    g_autoptr(Judgement) judgement = judge(contract, "2026-06", facts);
    const ObligationJudgement *one = obligation(judgement, 0);
    g_assert_cmpint(one->verdict, ==, VERDICT_UNDECIDABLE);
    g_assert_cmpint(one->counted_ms, ==, 0);
    g_assert_cmpint(one->worst.counted_ppm_ms, ==, MS_PER_DAY * SHARE_FULL);
    g_assert_cmpstr(g_ptr_array_index(one->settle, 0), ==, "how long INC-1 lasted");
}

/* A ticket opened and closed on days: 4 h may or may not have been kept. */
static void test_vague_ticket(void)
{
    g_autoptr(Contract) contract = read_text_contract(HEAD "response: {severity: P1, resolve: 4h}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    JudgeTicket ticket = {.label = "T-1",
                          .severity = "P1",
                          .started_at = INSTANT_NONE,
                          .detected_at = INSTANT_NONE,
                          .declared_at = when("2026-06-10T00:00"),
                          .responded_at = INSTANT_NONE,
                          .resolved_at = when("2026-06-11T00:00"),
                          .declared_slack_ms = MS_PER_DAY,
                          .resolved_slack_ms = MS_PER_DAY};
    g_array_append_val(facts->tickets, ticket);
    g_autoptr(Judgement) judgement = judge(contract, "2026-06", facts);
    const ResponseJudgement *one = g_ptr_array_index(judgement->responses, 0);
    g_assert_cmpint(one->verdict, ==, VERDICT_UNDECIDABLE);
    g_assert_cmpint(one->in_time_worst, ==, 0);
    g_assert_cmpint(one->in_time_best, ==, 1);
    g_assert_cmpstr(g_ptr_array_index(one->settle, 0), ==, "the exact times of T-1");
    g_autoptr(Contract) month = read_text_contract(HEAD "response: {severity: P1, resolve: 3d}\n");
    g_autoptr(Judgement) sure = judge(month, "2026-06", facts);
    g_assert_cmpint(((const ResponseJudgement *)g_ptr_array_index(sure->responses, 0))->verdict, ==, VERDICT_MET);
}

/* ---- requests, by period ---- */

/* 1,000 of 1,000,000 failed: 99.9 % is met; an outage without a number may have cost none, or 60 of 43,200 minutes'
 * requests: 1,389 more, 99.76 %. July's number is not stated. */
static void test_requests(void)
{
    g_autoptr(Contract) contract = read_text_contract(API "    unit: {requests: {2026-06: 1000000}}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_outage(facts, 1, "api", "2026-06-10T10:00", "2026-06-10T11:00")->requests = 1000;
    g_autoptr(Judgement) met = judge(contract, "2026-06", facts);
    g_assert_cmpint(obligation(met, 0)->verdict, ==, VERDICT_MET);
    assert_percent(obligation(met, 0), 4, "99.9000");
    add_outage(facts, 2, "api", "2026-06-11T10:00", "2026-06-11T11:00")->label = "INC-2";
    g_autoptr(Judgement) open = judge(contract, "2026-06", facts);
    g_assert_cmpint(obligation(open, 0)->verdict, ==, VERDICT_UNDECIDABLE);
    g_assert_cmpstr(g_ptr_array_index(obligation(open, 0)->settle, 0), ==, "how many requests failed in INC-2");
    assert_percent(obligation(open, 0), 4, "99.7611");
    g_autoptr(Judgement) july = judge(contract, "2026-07", facts);
    g_assert_cmpint(obligation(july, 0)->verdict, ==, VERDICT_NOT_MEASURABLE);
}

/* 1 of 3 users for 2 h 9 min 36 s is 43.2 min, exactly. Without a number: one user or all. */
static void test_users(void)
{
    g_autoptr(Contract) contract = read_text_contract(API "    unit: {user_minutes: 3}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_outage(facts, 1, "api", "2026-06-10T10:00", "2026-06-10T12:09:36")->users = 1;
    g_autoptr(Judgement) met = judge(contract, "2026-06", facts);
    g_assert_cmpint(obligation(met, 0)->verdict, ==, VERDICT_MET);
    g_assert_cmpint(obligation(met, 0)->remaining_ms, ==, 0);
    add_outage(facts, 2, "api", "2026-06-11T10:00", "2026-06-11T11:00")->share_assumed = true;
    g_autoptr(Judgement) open = judge(contract, "2026-06", facts);
    g_assert_cmpint(obligation(open, 0)->verdict, ==, VERDICT_UNDECIDABLE);
}

/* 1,000 to 2,000 of 10,000 users for 5 h: 30 to 60 min of 43.2, likely 45. */
static void test_user_range(void)
{
    g_autoptr(Contract) contract = read_text_contract(API "    unit: {user_minutes: 10000}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    JudgeOutage *outage = add_outage(facts, 1, "api", "2026-06-10T10:00", "2026-06-10T15:00");
    outage->users = 1500;
    outage->users_low = 1000;
    outage->users_high = 2000;
    g_autoptr(Judgement) judgement = judge(contract, "2026-06", facts);
    const ObligationJudgement *one = obligation(judgement, 0);
    g_assert_cmpint(one->verdict, ==, VERDICT_UNDECIDABLE);
    g_assert_cmpint(one->counted_ms, ==, MIN_MS(45));
    g_assert_cmpint(one->best.counted_ppm_ms, ==, MIN_MS(30) * SHARE_FULL);
    g_assert_cmpint(one->worst.counted_ppm_ms, ==, MIN_MS(60) * SHARE_FULL);
}

/* ---- nothing to judge yet ---- */

static void test_future(void)
{
    g_autoptr(Contract) contract = read_text_contract(API TIERS);
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    g_autoptr(Judgement) judgement = judge_period_as_of(contract, "2026-06", facts, when("2026-05-20T00:00"));
    g_assert_cmpint(judgement->verdict, ==, VERDICT_NOT_MEASURABLE);
    g_assert_cmpint(verdict_exit_status(judgement->verdict), ==, 2);
}

/* An outage whose end is not known, but whose paperwork was closed an hour after it began: 0 to 60 min. */
static void test_closed(void)
{
    g_autoptr(Contract) contract = read_text_contract(API TIERS);
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_outage(facts, 1, "api", "2026-06-10T10:00", NULL)->ends_by = when("2026-06-10T11:00");
    g_autoptr(Judgement) judgement = judge(contract, "2026-06", facts);
    g_assert_cmpint(obligation(judgement, 0)->verdict, ==, VERDICT_UNDECIDABLE);
    g_assert_cmpint(obligation(judgement, 0)->counted_ms, ==, MS_PER_HOUR);
}

/* ---- sums of credits ---- */

static int64_t credits_of(const char *together)
{
    g_autofree char *text = g_strdup_printf(
        HEAD
        "%savailability:\n  - {services: [api], target: 99.9%%, credits: {tiers: [{below: 99.9%%, percent: 10}]}}\n"
        "  - {services: [api], target: 99.8%%, credits: {tiers: [{below: 99.95%%, percent: 4}]}}\n",
        together);
    g_autoptr(Contract) contract = read_text_contract(text);
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_outage(facts, 1, "api", "2026-06-10T10:00", "2026-06-10T12:00");
    g_autoptr(Judgement) judgement = judge(contract, "2026-06", facts);
    return judgement->credit_minor;
}

/* 300.00 and 120.00 */
static void test_together(void)
{
    g_assert_cmpint(credits_of(""), ==, 42000);
    g_assert_cmpint(credits_of("together: highest\n"), ==, 30000);
}

/* Opened at 10:00 and closed at 15:00, with 4 h to resolve: it was resolved some time before that. Closed at 13:00 it
 * was in time for sure. */
static void test_closed_ticket(void)
{
    g_autoptr(Contract) contract = read_text_contract(HEAD "response: {severity: P1, resolve: 4h}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    JudgeTicket ticket = {.label = "T-1",
                          .severity = "P1",
                          .started_at = INSTANT_NONE,
                          .detected_at = INSTANT_NONE,
                          .declared_at = when("2026-06-10T10:00"),
                          .responded_at = INSTANT_NONE,
                          .resolved_at = when("2026-06-10T15:00"),
                          .resolved_by_then = true};
    g_array_append_val(facts->tickets, ticket);
    g_autoptr(Judgement) open = judge(contract, "2026-06", facts);
    g_assert_cmpint(open->verdict, ==, VERDICT_UNDECIDABLE);
    g_array_index(facts->tickets, JudgeTicket, 0).resolved_at = when("2026-06-10T13:00");
    g_autoptr(Judgement) met = judge(contract, "2026-06", facts);
    g_assert_cmpint(met->verdict, ==, VERDICT_MET);
}

/* 10 % of 36,000 a year is 3,600. Breaches of 40 % (1,200.00) in January to April: the fourth finds nothing left; the
 * third all. A new contract year begins in July. */
static void test_year_cap(void)
{
    static const struct {
        const char *period;
        int64_t minor;
    } expected[] = {
        {"2026-01", 120000}, {"2026-03", 120000}, {"2026-04", 0}, {"2026-01..2026-04", 360000}, {"2026-07", 120000}};
    g_autoptr(Contract) contract = read_text_contract(
        HEAD
        "year_cap: 10%\nvalid: {from: 2025-07-01}\navailability: {services: [api], target: 99.9%, credits: {tiers: "
        "[{below: 99.9%, percent: 40}]}}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    static const char *const days[] = {"2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10", "2026-07-10"};
    for (guint i = 0; i < G_N_ELEMENTS(days); i++) {
        JudgeOutage outage = judge_outage(i + 1, "api", when(days[i]), when(days[i]) + 2 * MS_PER_HOUR);
        g_array_append_val(facts->outages, outage);
    }
    for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
        g_autoptr(Judgement) judgement = judge(contract, expected[i].period, facts);
        g_assert_cmpint(judgement->credit_minor, ==, expected[i].minor);
    }
}

/* 19 of 20 in time are 95 %: met; 18 are 90 %: 5 % of 3,000. */
static void test_response_tiers(void)
{
    g_autoptr(Contract) contract = read_text_contract(
        HEAD "response: {severity: P1, respond: 1h, in_time: 95%, credits: {tiers: [{below: 95%, percent: 5}]}}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    for (int i = 0; i < 20; i++) {
        JudgeTicket ticket = {.severity = "P1",
                              .started_at = INSTANT_NONE,
                              .detected_at = INSTANT_NONE,
                              .declared_at = when("2026-06-10T10:00"),
                              .responded_at = when(i == 0 ? "2026-06-10T12:00" : "2026-06-10T10:30"),
                              .resolved_at = INSTANT_NONE};
        g_array_append_val(facts->tickets, ticket);
    }
    g_autoptr(Judgement) met = judge(contract, "2026-06", facts);
    g_assert_cmpint(met->credit_minor, ==, 0);
    g_array_index(facts->tickets, JudgeTicket, 1).responded_at = when("2026-06-10T12:00");
    g_autoptr(Judgement) breached = judge(contract, "2026-06", facts);
    g_assert_cmpint(breached->credit_minor, ==, 15000);
    g_assert_cmpint(breached->verdict, ==, VERDICT_BREACHED);
}

/* 3 h, 3 h and 2 h in April, May and June: 8 h in three months; four outages in three months, but two in one. */
static void test_chronic_amounts(void)
{
    g_autoptr(Contract) contract = read_text_contract(API "chronic:\n  - {downtime: 8h, periods: 3}\n"
                                                          "  - {outages: 3, periods: 1}\n"
                                                          "  - {outages: 4, periods: 3, obligation: api}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_outage(facts, 1, "api", "2026-04-10T10:00", "2026-04-10T13:00");
    add_outage(facts, 2, "api", "2026-05-10T10:00", "2026-05-10T13:00");
    add_outage(facts, 3, "api", "2026-06-10T10:00", "2026-06-10T11:00");
    add_outage(facts, 4, "api", "2026-06-11T10:00", "2026-06-11T11:00");
    g_autoptr(Judgement) judgement = judge(contract, "2026-06", facts);
    static const bool reached[] = {true, false, true};
    for (guint i = 0; i < G_N_ELEMENTS(reached); i++)
        g_assert_cmpint(((const ChronicJudgement *)g_ptr_array_index(judgement->chronic, i))->reached, ==, reached[i]);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    for (guint i = 0; i < G_N_ELEMENTS(TERMS); i++) {
        g_autofree char *path = g_strdup_printf("/terms/%s", TERMS[i].name);
        g_test_add_data_func(path, &TERMS[i], test_term);
    }
    g_test_add_func("/terms/earning-open", test_earning_open);
    g_test_add_func("/terms/vague-credit", test_vague_credit);
    g_test_add_func("/terms/vague-tier", test_vague_tier);
    g_test_add_func("/terms/undated-part", test_undated_part);
    g_test_add_func("/terms/unknown-length", test_unknown_length);
    g_test_add_func("/terms/vague-ticket", test_vague_ticket);
    g_test_add_func("/terms/requests", test_requests);
    g_test_add_func("/terms/users", test_users);
    g_test_add_func("/terms/user-range", test_user_range);
    g_test_add_func("/terms/future", test_future);
    g_test_add_func("/terms/closed", test_closed);
    g_test_add_func("/terms/together", test_together);
    g_test_add_func("/terms/year-cap", test_year_cap);
    g_test_add_func("/terms/closed-ticket", test_closed_ticket);
    g_test_add_func("/terms/response-tiers", test_response_tiers);
    g_test_add_func("/terms/chronic-amounts", test_chronic_amounts);
    return g_test_run();
}
