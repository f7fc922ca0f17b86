#include "nines/contract/facts.h"
#include <string.h>

JudgeFacts *judge_facts_new(void)
{
    JudgeFacts *facts = g_new0(JudgeFacts, 1);
    facts->outages = g_array_new(FALSE, TRUE, sizeof(JudgeOutage));
    facts->undated = g_array_new(FALSE, TRUE, sizeof(JudgeUndated));
    facts->maintenance = g_array_new(FALSE, TRUE, sizeof(JudgeMaintenance));
    facts->unknowns = g_array_new(FALSE, TRUE, sizeof(JudgeUnknown));
    facts->tickets = g_array_new(FALSE, TRUE, sizeof(JudgeTicket));
    facts->services = g_ptr_array_new();
    facts->notes = g_ptr_array_new_with_free_func(g_free);
    facts->texts = g_string_chunk_new(64 * 1024);
    facts->blocks = g_ptr_array_new_with_free_func(g_free);
    return facts;
}

void judge_facts_free(JudgeFacts *facts)
{
    if (facts == NULL)
        return;
    g_array_unref(facts->outages);
    g_array_unref(facts->undated);
    g_array_unref(facts->maintenance);
    g_array_unref(facts->unknowns);
    g_array_unref(facts->tickets);
    g_ptr_array_unref(facts->services);
    g_ptr_array_unref(facts->notes);
    g_string_chunk_free(facts->texts);
    g_ptr_array_unref(facts->blocks);
    g_free(facts);
}

const char *judge_facts_text(JudgeFacts *facts, const char *text)
{
    return text != NULL ? g_string_chunk_insert_const(facts->texts, text) : NULL;
}

const char *const *judge_facts_tags(JudgeFacts *facts, const char *list)
{
    if (list == NULL || list[0] == '\0')
        return NULL;
    g_auto(GStrv) words = g_strsplit_set(list, ",;\n", -1);
    guint n = g_strv_length(words), kept = 0;
    const char **tags = g_new0(const char *, n + 1);
    for (guint i = 0; i < n; i++) {
        g_strstrip(words[i]);
        if (words[i][0] != '\0')
            tags[kept++] = judge_facts_text(facts, words[i]);
    }
    g_ptr_array_add(facts->blocks, tags);
    return tags;
}

bool judge_names_emergency(const char *name)
{
    g_autofree char *lower = name != NULL ? g_utf8_strdown(name, -1) : NULL;
    return lower != NULL && (g_str_has_prefix(lower, "emergency") || strstr(lower, "emergency maintenance") != NULL);
}

JudgeOutage judge_outage(int64_t incident, const char *service, Instant from, Instant to)
{
    return (JudgeOutage){
        .incident = incident,
        .service = service,
        .from = from,
        .to = to,
        .share_ppm = SHARE_FULL,
        .detected_at = INSTANT_NONE,
        .declared_at = INSTANT_NONE,
        .ends_by = INSTANT_NONE,
        .users = USERS_UNKNOWN,
        .users_low = USERS_UNKNOWN,
        .users_high = USERS_UNKNOWN,
        .requests = USERS_UNKNOWN,
    };
}
