#include "nines/base/json.h"
#include "nines/contract/judge.h"
#include <math.h>

static void write_texts(JsonWriter *w, const char *key, const GPtrArray *texts)
{
    json_begin_array(w, key);
    for (guint i = 0; texts != NULL && i < texts->len; i++)
        json_text(w, NULL, g_ptr_array_index(texts, i));
    json_end(w);
}

static void write_percent(JsonWriter *w, const char *key, int64_t ratio_ppb)
{
    if (ratio_ppb == NOT_GIVEN)
        json_null(w, key);
    else
        json_real(w, key, (double)ratio_ppb / 1e7);
}

static void write_credit(JsonWriter *w, const CreditSum *credit)
{
    json_begin_object(w, "credit");
    json_integer(w, "amount_minor", credit->minor);
    json_text(w, "currency", credit->currency);
    write_percent(w, "percent", credit->ratio_ppb);
    write_texts(w, "derivation", credit->derivation);
    json_end(w);
}

static void write_case(JsonWriter *w, const char *key, const Case *one)
{
    json_begin_object(w, key);
    json_text(w, "verdict", verdict_name(one->verdict));
    json_seconds(w, "counted_s", (one->counted_ppm_ms + SHARE_FULL - 1) / SHARE_FULL);
    json_integer(w, "credit_minor", one->credit_minor);
    json_real(w, "availability_ratio",
              one->base_ms > 0 ? 1.0 - (double)one->counted_ppm_ms / SHARE_FULL / (double)one->base_ms : NAN);
    json_end(w);
}

static void write_earn_back(JsonWriter *w, const EarnBack *back)
{
    if (back->state == EARN_NONE)
        return;
    json_begin_object(w, "earn_back");
    json_text(w, "state", earn_state_name(back->state));
    json_integer(w, "met_periods", back->met_n);
    json_integer(w, "amount_minor", back->credit_minor);
    json_end(w);
}

static void write_readings(JsonWriter *w, const ObligationJudgement *judgement)
{
    if (judgement->readings->len == 0)
        return;
    json_begin_array(w, "readings");
    for (guint i = 0; i < judgement->readings->len; i++) {
        const Reading *reading = &g_array_index(judgement->readings, Reading, i);
        json_begin_object(w, NULL);
        json_text(w, "reading", reading->reading);
        json_text(w, "verdict", verdict_name(reading->verdict));
        json_integer(w, "amount_minor", reading->minor);
        write_percent(w, "percent", reading->ratio_ppb);
        json_end(w);
    }
    json_end(w);
}

static void write_vague(JsonWriter *w, const ObligationJudgement *judgement)
{
    bool differ = judgement->best.counted_ppm_ms != judgement->worst.counted_ppm_ms ||
                  judgement->best.base_ms != judgement->worst.base_ms;
    if (!differ && judgement->verdict != VERDICT_UNDECIDABLE)
        return;
    write_case(w, "best", &judgement->best);
    write_case(w, "worst", &judgement->worst);
    write_texts(w, "settled_by", judgement->settle);
}

static void write_incidents(JsonWriter *w, const ObligationJudgement *judgement)
{
    json_begin_array(w, "incidents");
    for (guint i = 0; i < judgement->incidents->len; i++) {
        const IncidentShare *row = &g_array_index(judgement->incidents, IncidentShare, i);
        json_begin_object(w, NULL);
        json_text(w, "id", row->label);
        json_text(w, "title", row->title);
        json_seconds(w, "down_s", row->down_ms);
        json_seconds(w, "counted_s", row->counted_ppm_ms / SHARE_FULL);
        json_text(w, "excluded_by", row->excluded_by);
        if (row->claim_day != NULL)
            json_text(w, "claim_by", row->claim_day);
        if (row->open)
            json_bool(w, "open", true);
        json_end(w);
    }
    json_end(w);
}

static void write_exclusions(JsonWriter *w, const ObligationJudgement *judgement)
{
    json_begin_array(w, "exclusions");
    for (guint i = 0; i < judgement->exclusions->len; i++) {
        const ExclusionRecord *record = &g_array_index(judgement->exclusions, ExclusionRecord, i);
        if (record->to <= judgement->from || record->from >= judgement->to)
            continue;
        json_begin_object(w, NULL);
        json_text(w, "clause", record->label);
        json_text(w, "reference", record->clause != NULL ? record->clause->reference : NULL);
        json_instant(w, "from", record->from);
        json_instant(w, "to", record->to);
        json_instant(w, "announced_at", record->announced_at);
        json_seconds(w, "notice_s", record->notice_ms == NOT_GIVEN ? INSTANT_NONE : record->notice_ms);
        json_seconds(w, "excluded_s", record->excluded_ms);
        json_seconds(w, "counted_s", record->counted_ms);
        json_seconds(w, "cap_used_s", record->cap_used_ms == NOT_GIVEN ? INSTANT_NONE : record->cap_used_ms);
        json_text(w, "reason", record->reason);
        json_end(w);
    }
    json_end(w);
}

static void write_pace(JsonWriter *w, const Pace *pace)
{
    json_begin_object(w, "pace");
    json_bool(w, "running", pace->running);
    json_seconds(w, "elapsed_s", pace->elapsed_ms);
    json_seconds(w, "forecast_s", pace->forecast_ms);
    json_instant(w, "exhausted_at", pace->exhausted_at);
    json_seconds(w, "next_edge_s", pace->next_edge_ms == NOT_GIVEN ? INSTANT_NONE : pace->next_edge_ms);
    json_integer(w, "next_amount_minor", pace->next_minor);
    json_integer(w, "next_minute_minor", pace->minute_minor);
    json_end(w);
}

static void write_figures(JsonWriter *w, const ObligationJudgement *judgement)
{
    const Target *target = &judgement->obligation->target;
    if (target->has_ratio)
        json_real(w, "target_ratio", (double)target->ratio_ppb / RATIO_ONE);
    else
        json_null(w, "target_ratio");
    json_seconds(w, "budget_s", judgement->budget_ms);
    json_seconds(w, "length_s", judgement->length_ms);
    json_seconds(w, "excluded_s", judgement->excluded_ms);
    json_seconds(w, "counted_s", judgement->counted_ms);
    json_seconds(w, "unknown_s", judgement->unknown_ms);
    json_real(w, "availability_ratio", judgement->availability_ratio);
    json_real(w, "judged_ratio", judgement->judged_ratio);
    json_seconds(w, "margin_s", judgement->remaining_ms);
    json_real(w, "budget_used_ratio",
              judgement->budget_ms > 0 ? (double)judgement->counted_ms / (double)judgement->budget_ms : NAN);
}

static void write_obligation(JsonWriter *w, const ObligationJudgement *judgement)
{
    json_begin_object(w, NULL);
    json_text(w, "name", judgement->name);
    json_text(w, "period", judgement->period);
    json_text(w, "version", judgement->terms->name);
    json_instant(w, "from", judgement->from);
    json_instant(w, "to", judgement->to);
    write_texts(w, "services", judgement->obligation->services);
    write_figures(w, judgement);
    json_text(w, "verdict", verdict_name(judgement->verdict));
    json_bool(w, "final", !judgement->pace.running);
    write_credit(w, &judgement->credit);
    json_text(w, "claim_by", judgement->claim_day);
    write_earn_back(w, &judgement->earn_back);
    write_readings(w, judgement);
    write_vague(w, judgement);
    write_pace(w, &judgement->pace);
    write_incidents(w, judgement);
    write_exclusions(w, judgement);
    write_texts(w, "notes", judgement->notes);
    json_end(w);
}

/* ---- response targets ---- */

static void write_missed(JsonWriter *w, const ResponseJudgement *judgement)
{
    json_begin_array(w, "missed");
    for (guint i = 0; i < judgement->tickets->len; i++) {
        const TicketJudgement *ticket = &g_array_index(judgement->tickets, TicketJudgement, i);
        if (!ticket->late)
            continue;
        json_begin_object(w, NULL);
        json_text(w, "id", ticket->ticket->label);
        json_text(w, "severity", ticket->ticket->severity);
        json_instant(w, "start_at", ticket->start_at);
        json_instant(w, "due_at", ticket->due_at);
        json_instant(w, "done_at", ticket->done_at);
        json_seconds(w, "taken_s", ticket->taken_ms);
        json_seconds(w, "over_s", ticket->over_ms);
        json_text(w, "arithmetic", ticket->arithmetic);
        json_end(w);
    }
    json_end(w);
}

static void write_response(JsonWriter *w, const ResponseJudgement *judgement)
{
    const Goal *goal = judgement->goal == GOAL_RESPOND ? &judgement->response->respond : &judgement->response->resolve;
    json_begin_object(w, NULL);
    json_text(w, "name", judgement->name);
    json_text(w, "period", judgement->period);
    json_text(w, "goal", goal_kind_name(judgement->goal));
    json_text(w, "target", goal->text);
    json_real(w, "target_ratio", (double)judgement->response->in_time_ppb / RATIO_ONE);
    json_integer(w, "n", judgement->n);
    json_integer(w, "in_time", judgement->in_time);
    json_integer(w, "open", judgement->open_n);
    json_real(w, "ratio", judgement->ratio);
    json_text(w, "verdict", verdict_name(judgement->verdict));
    if (judgement->settle->len > 0) {
        json_integer(w, "in_time_worst", judgement->in_time_worst);
        json_integer(w, "in_time_best", judgement->in_time_best);
        write_texts(w, "settled_by", judgement->settle);
    }
    write_missed(w, judgement);
    write_credit(w, &judgement->credit);
    json_end(w);
}

static void write_chronic(JsonWriter *w, const ChronicJudgement *judgement)
{
    json_begin_object(w, NULL);
    json_text(w, "period", judgement->period);
    json_integer(w, "breached", judgement->breached);
    json_integer(w, "periods", judgement->periods);
    json_integer(w, "needed", judgement->chronic->breaches);
    json_text(w, "right", judgement->chronic->right);
    json_bool(w, "reached", judgement->reached);
    json_text(w, "text", judgement->text);
    json_end(w);
}

static void write_head(JsonWriter *w, const Judgement *judgement)
{
    json_text(w, "contract", judgement->contract->id);
    json_text(w, "customer", judgement->contract->customer);
    json_begin_object(w, "period");
    json_text(w, "label", judgement->period.label);
    json_instant(w, "from", judgement->period.from);
    json_instant(w, "to", judgement->period.to);
    json_text(w, "timezone", zone_name(judgement->period.zone));
    json_instant(w, "as_of", judgement->as_of);
    json_end(w);
}

static void write_sum(JsonWriter *w, const Judgement *sum)
{
    write_texts(w, "notes", sum->notes);
    json_text(w, "verdict", verdict_name(sum->verdict));
    json_begin_object(w, "credit");
    json_integer(w, "amount_minor", sum->credit_minor);
    json_text(w, "currency", sum->currency);
    json_end(w);
}

/* Response targets and chronic terms follow the obligations of all parts, so what they have to say waits in a text of
 * its own, at the depth at which it will stand. */
static JsonWriter waiting(GString *text, const JsonWriter *like, bool first)
{
    JsonWriter w = *like;
    w.out = text;
    guint64 bit = UINT64_C(1) << w.depth;
    w.has_item = first ? w.has_item & ~bit : w.has_item | bit;
    return w;
}

void judgement_json_begin(JudgementJson *json, const Judgement *sum, GString *out)
{
    json->writer = json_writer(out, true);
    json->responses = g_string_new(NULL);
    json->chronic = g_string_new(NULL);
    json_begin_object(&json->writer, NULL);
    write_head(&json->writer, sum);
    json_begin_array(&json->writer, "obligations");
}

void judgement_json_add(JudgementJson *json, const Judgement *part)
{
    for (guint i = 0; i < part->obligations->len; i++)
        write_obligation(&json->writer, g_ptr_array_index(part->obligations, i));
    for (guint i = 0; i < part->responses->len; i++) {
        JsonWriter w = waiting(json->responses, &json->writer, json->responses->len == 0);
        write_response(&w, g_ptr_array_index(part->responses, i));
    }
    for (guint i = 0; i < part->chronic->len; i++) {
        JsonWriter w = waiting(json->chronic, &json->writer, json->chronic->len == 0);
        write_chronic(&w, g_ptr_array_index(part->chronic, i));
    }
}

static void write_waiting(JsonWriter *w, const char *key, GString *text)
{
    json_begin_array(w, key);
    g_string_append_len(w->out, text->str, (gssize)text->len);
    w->has_item |= text->len > 0 ? UINT64_C(1) << w->depth : 0;
    json_end(w);
    g_string_free(text, TRUE);
}

void judgement_json_end(JudgementJson *json, const Judgement *sum)
{
    JsonWriter *w = &json->writer;
    json_end(w);
    write_waiting(w, "response", json->responses);
    write_waiting(w, "chronic", json->chronic);
    write_sum(w, sum);
    json_end(w);
}

void judgement_write_json(const Judgement *judgement, GString *out)
{
    JudgementJson json;
    judgement_json_begin(&json, judgement, out);
    judgement_json_add(&json, judgement);
    judgement_json_end(&json, judgement);
}
