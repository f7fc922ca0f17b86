/* Derived tables of contracts: obligations with their verdicts, credits line by line, exclusions. */
#include "derive_parts.h"
#include "nines/contract/judge.h"
#include "nines/contract/load.h"
#include "save.h"
#include <math.h>

typedef struct {
    Table *obligations, *derivations, *exclusions, *responses;
} ContractTables;

static char *service_list(const Obligation *obligation)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < obligation->services->len; i++)
        g_ptr_array_add(names, g_ptr_array_index(obligation->services, i));
    g_ptr_array_add(names, NULL);
    return g_strjoinv(", ", (char **)names->pdata);
}

static char *target_text(const Target *target)
{
    if (target->has_ratio)
        return ratio_format(target->ratio_ppb);
    return g_strdup(target->text);
}

static void add_exclusions(const ContractTables *tables, const Contract *contract, const ObligationJudgement *line)
{
    for (guint i = 0; i < line->exclusions->len; i++) {
        const ExclusionRecord *record = &g_array_index(line->exclusions, ExclusionRecord, i);
        derived_row(tables->exclusions, "ssssttttts", contract->id, line->name, line->period, record->label,
                    record->from, record->to, record->notice_ms < 0 ? INSTANT_NONE : record->notice_ms,
                    record->excluded_ms, record->counted_ms, record->reason);
    }
}

static void add_obligation(const ContractTables *tables, const Contract *contract, const ObligationJudgement *line)
{
    const Target *target = &line->obligation->target;
    g_autofree char *services = service_list(line->obligation);
    g_autofree char *wanted = target_text(target);
    derived_row(tables->obligations, "sssssttsrrtttttttsisst", contract->id, contract->customer, line->name, services,
                line->period, line->from, line->to, wanted,
                target->has_ratio ? (double)target->ratio_ppb / (double)RATIO_ONE : NAN, line->availability_ratio,
                line->length_ms, line->excluded_ms, line->unknown_ms, line->counted_ms, line->base_ms, line->budget_ms,
                line->remaining_ms, verdict_name(line->verdict), line->credit.minor, line->credit.currency,
                line->claim_day, line->pace.running ? line->pace.forecast_ms : INSTANT_NONE);
    for (guint i = 0; line->credit.derivation != NULL && i < line->credit.derivation->len; i++)
        derived_row(tables->derivations, "sssis", contract->id, line->name, line->period, (int64_t)i + 1,
                    (const char *)g_ptr_array_index(line->credit.derivation, i));
    add_exclusions(tables, contract, line);
}

static void add_response(const ContractTables *tables, const Contract *contract, const ResponseJudgement *line)
{
    derived_row(tables->responses, "ssssiiirs", contract->id, line->name, goal_kind_name(line->goal), line->period,
                line->n, line->in_time, line->open_n, line->ratio, verdict_name(line->verdict));
}

static bool judge_one(const DeriveContext *context, const Contract *contract, const ContractTables *tables,
                      GError **error)
{
    const FigureRequest *request = context->request;
    g_autoptr(JudgeFacts) facts = facts_load(context->store, contract, &request->period, request->as_of, error);
    g_autoptr(Judgement) judgement =
        facts != NULL ? contract_judge(contract, &request->period, facts, request->as_of, error) : NULL;
    if (judgement == NULL)
        return false;
    for (guint i = 0; i < judgement->obligations->len; i++)
        add_obligation(tables, contract, g_ptr_array_index(judgement->obligations, i));
    for (guint i = 0; i < judgement->responses->len; i++)
        add_response(tables, contract, g_ptr_array_index(judgement->responses, i));
    return true;
}

static bool save_all(Store *store, const ContractTables *tables, GError **error)
{
    return derived_save(store, tables->obligations, error) && derived_save(store, tables->derivations, error) &&
           derived_save(store, tables->exclusions, error) && derived_save(store, tables->responses, error);
}

bool derive_obligations(const DeriveContext *context, GError **error)
{
    g_autoptr(Table) obligations = derived_new(
        "report_obligation", "contract customer obligation services period from_at to_at target target_ratio "
                             "availability_ratio length_ms excluded_ms unknown_ms counted_ms base_ms budget_ms "
                             "remaining_ms verdict credit_minor currency claim_by forecast_ms");
    g_autoptr(Table) derivations = derived_new("report_derivation", "contract obligation period step derivation");
    g_autoptr(Table) exclusions =
        derived_new("report_exclusion", "contract obligation period clause from_at to_at notice_ms excluded_ms "
                                        "counted_ms reason");
    g_autoptr(Table) responses =
        derived_new("report_response", "contract obligation goal period n in_time open_n in_time_ratio verdict");
    ContractTables tables = {obligations, derivations, exclusions, responses};
    for (guint i = 0; context->contracts != NULL && i < context->contracts->len; i++)
        if (!judge_one(context, g_ptr_array_index(context->contracts, i), &tables, error))
            return false;
    return save_all(context->store, &tables, error);
}
