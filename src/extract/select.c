/* The five times: the assignment of roles to entries, in their natural order, with the highest score. */
#include "selection.h"

const double role_thresholds[ROLE_COUNT] = {2.4, 2.4, 2.6, 2.6, 1.15};

static bool is_key(const Selection *s, guint i)
{
    return text_document_block(s->r->document, entry_at(s, i)->block)->kind == TEXT_KEY;
}

/* A page's date behind the first entry of its timeline is the time of writing, unless the page has an end as well. */
static bool is_written_later(const Selection *s, guint i)
{
    if (!is_key(s, i) || entry_at(s, i)->score[ROLE_START] >= LABEL_SCORE + 1)
        return false;
    for (guint j = 0; j < s->scope->entries->len; j++)
        if (is_key(s, j) && entry_at(s, j)->score[ROLE_RESOLVED] >= LABEL_SCORE)
            return false;
    for (guint j = 0; j < i; j++)
        if (entry_at(s, j)->timeline && usable(s, j) && time_at(s, (int)i) - time_at(s, (int)j) < MS_PER_DAY)
            return true;
    return false;
}

/* Rows with a start and an end each are the steps of one incident: the last one's end is its own. */
static bool is_later_row(const Selection *s, guint chosen, guint i)
{
    const TextBlock *a = text_document_block(s->r->document, entry_at(s, chosen)->block);
    const TextBlock *b = text_document_block(s->r->document, entry_at(s, i)->block);
    return a->kind == TEXT_ROW && b->kind == TEXT_ROW && a->table == b->table &&
           entry_at(s, i)->score[ROLE_RESOLVED] >= entry_at(s, chosen)->score[ROLE_RESOLVED] &&
           time_at(s, (int)i) - time_at(s, (int)chosen) < MS_PER_DAY;
}

/* What labels say stands, whatever the order: "detected before started" is possible and reported. */
static void choose_labels(Selection *s)
{
    for (int role = 0; role < ROLE_COUNT; role++)
        for (guint i = 0; i < s->scope->entries->len; i++) {
            const Entry *e = entry_at(s, i);
            if (!e->label || e->score[role] < LABEL_SCORE - 1 || !usable(s, i) ||
                (role == ROLE_START && is_written_later(s, i)))
                continue;
            if (s->chosen[role] < 0 || e->score[role] > entry_at(s, (guint)s->chosen[role])->score[role] ||
                (role == ROLE_RESOLVED && is_later_row(s, (guint)s->chosen[role], i))) {
                s->chosen[role] = (int)i;
                s->rule[role] = "label";
                s->confidence[role] = 0.97;
            }
        }
}

/* "Incident declared 10:02" where an entry before it tells that somebody had begun to look. */
static void yield_to_work(Selection *s)
{
    int declared = s->chosen[ROLE_ACKNOWLEDGED];
    if (declared < 0 || entry_at(s, (guint)declared)->score[ROLE_ACKNOWLEDGED] > LABEL_SCORE)
        return;
    for (int i = 0; i < declared; i++) {
        const Entry *e = entry_at(s, (guint)i);
        if (e->timeline && !e->label && usable(s, (guint)i) &&
            e->score[ROLE_ACKNOWLEDGED] >= role_thresholds[ROLE_ACKNOWLEDGED])
            s->chosen[ROLE_ACKNOWLEDGED] = -1;
    }
}

/* More cue words make an entry no better an end: the last of them is. */
#define MOST_OF_ENTRY 2.7
#define MOST_OF_WORDS 3.6 /* what ranges and sentences that tell both ends have is more */

/* Whether all was well long before entry i, and nothing went wrong since: what follows is the permanent fix. */
static bool is_afterthought(const Selection *s, guint i)
{
    for (guint j = i; j > 0 && i - j < 50; j--) {
        const Entry *e = entry_at(s, j - 1);
        if (!usable(s, j - 1))
            continue;
        if (e->score[ROLE_RESOLVED] >= 2.7 && e->score[ROLE_MITIGATED] < role_thresholds[ROLE_MITIGATED])
            return time_at(s, (int)i) - time_at(s, (int)j - 1) > 2 * MS_PER_HOUR;
        bool reported = e->problem && e->score[ROLE_DETECTED] >= MOST_OF_ENTRY;
        if (e->recurrence || reported || e->score[ROLE_START] >= 2.4)
            return false;
    }
    return false;
}

/* Whether an alarm or a report stands earlier in the same timeline: trouble told behind it is no start, but what was
 * seen then. */
static bool is_behind_alarm(const Selection *s, guint i)
{
    for (guint j = i; j > 0 && i - j < 200; j--) {
        const Entry *e = entry_at(s, j - 1);
        if (usable(s, j - 1) && e->score[ROLE_DETECTED] >= role_thresholds[ROLE_DETECTED] &&
            time_at(s, (int)j - 1) < time_at(s, (int)i))
            return true;
    }
    return false;
}

/* Score of role at entry i, with a preference for the first sign of trouble and the last of recovery. */
static double score_at(const Selection *s, int role, guint i)
{
    const Entry *e = entry_at(s, i);
    double score = e->score[role];
    if (score < role_thresholds[role] || !usable(s, i) || e->label)
        return 0;
    double place = (double)i / (double)MAX(s->scope->entries->len, 1u);
    if (role == ROLE_RESOLVED && e->score[ROLE_START] >= role_thresholds[ROLE_START] && e->score[ROLE_START] >= score)
        return 0; /* rather the start: a moment is not both */
    if (role == ROLE_RESOLVED)
        return (e->timeline || score < MOST_OF_WORDS ? MIN(score, MOST_OF_ENTRY) : score) + 0.3 * place -
               (is_afterthought(s, i) ? 1 : 0);
    if (role == ROLE_START && !e->range_first && is_behind_alarm(s, i))
        return 0;
    double early = role == ROLE_DETECTED ? 2.6 : role == ROLE_ACKNOWLEDGED ? 2.0 : 0.8;
    return score + early * (1 - place);
}

static bool fits_labels(const Selection *s, int role, guint i)
{
    for (int other = 0; other < ROLE_COUNT; other++) {
        if (s->chosen[other] < 0 || other == role)
            continue;
        int64_t at = time_at(s, (int)i), fixed = time_at(s, s->chosen[other]);
        if (role == ROLE_DETECTED && other == ROLE_START)
            fixed -= MS_PER_HOUR; /* trouble is sometimes seen before it is said to begin */
        if ((other < role && at < fixed) || (other > role && at > fixed))
            return false;
    }
    return true;
}

/* The last entry that the role before may hold, where entry i holds the role: those of the same time stand in any
 * order.
 */
static guint last_before(const Selection *s, int role, guint i)
{
    int64_t slack = role == ROLE_DETECTED ? SEEN_EARLY : 0;
    guint j = i;
    while (j + 1 < s->scope->entries->len && j < i + 32 && time_at(s, (int)j + 1) <= time_at(s, (int)i) + slack)
        j++;
    return j;
}

/* Dynamic programming over the entries in time order: best[role][i] is the best sum for roles up to role with their
 * entries up to i. */
static void choose_rest(Selection *s)
{
    guint n = s->scope->entries->len;
    if (!n)
        return;
    g_autofree double *best = g_new0(double, (gsize)ROLE_COUNT *n);
    g_autofree int *pick = g_new(int, (gsize)ROLE_COUNT *n);
    for (int role = 0; role < ROLE_COUNT; role++)
        for (guint i = 0; i < n; i++) {
            double below = role ? best[(guint)(role - 1) * n + i] : 0;
            double left = i ? best[(guint)role * n + i - 1] : 0;
            double take = s->chosen[role] < 0 && fits_labels(s, role, i) ? score_at(s, role, i) : 0;
            /* the same entry may hold several roles */
            double with = take > 0 ? (role ? best[(guint)(role - 1) * n + last_before(s, role, i)] : 0) + take : 0;
            guint at = (guint)role * n + i;
            best[at] = MAX(MAX(below, left), with);
            pick[at] = with > 0 && with >= below && with > left ? (int)i : left > below ? -2 : -1;
            if (with > 0 && with > below && role == ROLE_RESOLVED && with >= left)
                pick[at] = (int)i;
        }
    int i = (int)n - 1;
    for (int role = ROLE_COUNT - 1; role >= 0 && i >= 0; role--) {
        while (i > 0 && pick[(guint)role * n + (guint)i] == -2)
            i--;
        int p = pick[(guint)role * n + (guint)i];
        if (p < 0)
            continue;
        s->chosen[role] = p;
        s->rule[role] = entry_at(s, (guint)p)->timeline ? "cue words of the entry" : "cue words of the sentence";
        s->confidence[role] = MIN(0.95, 0.5 + entry_at(s, (guint)p)->score[role] / 10);
        i = (int)last_before(s, role, (guint)p);
    }
}

/* "11:49 incident channel created, team assembles": who calls an incident knows of it; what is seen later is more of
 * it. */
static void move_to_call(Selection *s)
{
    int seen = s->chosen[ROLE_DETECTED];
    if (seen < 0 || entry_at(s, (guint)seen)->label)
        return;
    for (int i = 0; i < seen; i++) {
        const Entry *e = entry_at(s, (guint)i);
        bool called = e->score[ROLE_ACKNOWLEDGED] >= role_thresholds[ROLE_ACKNOWLEDGED] && e->score[ROLE_DETECTED] > 0;
        if (!e->timeline || e->label || !usable(s, (guint)i) || !called || time_at(s, i) >= time_at(s, seen))
            continue;
        choose(s, ROLE_DETECTED, i, "work began, so it was known", 0.6);
        choose(s, ROLE_ACKNOWLEDGED, i, "cue words of the entry", 0.8);
        return;
    }
}

/* An end that is the mitigation's moment is told once. */
static void drop_doubles(Selection *s)
{
    int m = s->chosen[ROLE_MITIGATED], d = s->chosen[ROLE_RESOLVED];
    if (m < 0)
        return;
    if (d >= 0 && time_at(s, m) == time_at(s, d))
        s->chosen[ROLE_MITIGATED] = -1;
    else if (d < 0 && !entry_at(s, (guint)m)->label && s->rule[ROLE_MITIGATED] &&
             entry_at(s, (guint)m)->score[ROLE_RESOLVED] > 1) {
        choose(s, ROLE_RESOLVED, m, "mitigation, the last that is told", 0.6);
        s->chosen[ROLE_MITIGATED] = -1;
    }
}

/* One moment that is start and end tells of one of them: "at 1 AM the alerts fired; our fix worked". */
static void drop_instant(Selection *s)
{
    int start = s->chosen[ROLE_START];
    for (int role = ROLE_MITIGATED; role <= ROLE_RESOLVED; role++)
        if (start >= 0 && s->chosen[role] == start && !entry_at(s, (guint)start)->label)
            s->chosen[role] = -1;
}

/* "10:40 we saw the mistake, cloud closed": the weak word of an end at the moment at which the trouble was seen. */
static void drop_end_at_sight(Selection *s)
{
    int end = s->chosen[ROLE_RESOLVED];
    if (end >= 0 && end == s->chosen[ROLE_DETECTED] && !entry_at(s, (guint)end)->label &&
        entry_at(s, (guint)end)->score[ROLE_RESOLVED] < 2.4)
        s->chosen[ROLE_RESOLVED] = -1;
}

/* An end behind which the same trouble is told again, with no end after that, was none. */
static void drop_relapsed(Selection *s)
{
    int end = s->chosen[ROLE_RESOLVED];
    if (end < 0 || entry_at(s, (guint)end)->label || !entry_at(s, (guint)end)->timeline)
        return;
    for (guint i = (guint)end + 1; i < s->scope->entries->len; i++) {
        const Entry *e = entry_at(s, i);
        bool near = usable(s, i) && time_at(s, (int)i) - time_at(s, end) < MS_PER_DAY;
        if (!near || !e->timeline || e->score[ROLE_RESOLVED] > 0 || e->score[ROLE_MITIGATED] > 0)
            continue;
        if (e->recurrence && e->problem)
            s->chosen[ROLE_RESOLVED] = -1;
    }
}

/* ---- days alone ---- */

static void set_fact(Selection *s, int role, const Entry *e, const char *rule, double confidence)
{
    const TextMoment *m = entry_moment(s->r, e);
    g_autofree char *text = moment_text(m);
    double sure = confidence * (m->approximate ? 0.9 : 1) * (m->has_clock && !m->own_date && m->has_date ? 0.98 : 1);
    Fact *fact =
        fact_set(s->r, s->incident, (FactKind)(FACT_START + role), text, m->block, m->start, m->end, rule, sure);
    fact->moment = *m;
}

static bool day_may_stand(const Selection *s, const Entry *e, int role)
{
    const TextMoment *m = entry_moment(s->r, e);
    if (!m->has_date || m->has_clock)
        return false;
    const TextBlock *block = text_document_block(s->r->document, e->block);
    if (block->kind == TEXT_HEADING && hits_in(s->r, e->block, 0, MIN(m->from, 4), CUE_label_ignore))
        return false; /* "Update (2019-08-06)" */
    return e->score[role] > 1 || (role == ROLE_START && block->kind == TEXT_HEADING);
}

/* A day counts for more where the text opens with the trouble. */
static double day_value(const Selection *s, const Entry *e, int role)
{
    bool opens = !e->label && e->score[role] > 1 && e->block <= s->scope->first + 4 &&
                 text_document_block(s->r->document, e->block)->kind == TEXT_PARAGRAPH;
    return e->score[role] + (opens ? 2 : 0);
}

static void choose_days(Selection *s)
{
    static const int roles[] = {ROLE_START, ROLE_RESOLVED};
    bool timed = false;
    for (int role = 0; role < ROLE_COUNT; role++)
        timed |= s->chosen[role] >= 0 && !s->by_days;
    for (guint k = 0; k < G_N_ELEMENTS(roles); k++) {
        int role = roles[k];
        if (s->chosen[role] >= 0 || (timed && role == ROLE_START))
            continue;
        int best = -1;
        for (guint i = 0; i < s->scope->entries->len; i++)
            if (day_may_stand(s, entry_at(s, i), role) &&
                (best < 0 || day_value(s, entry_at(s, i), role) > day_value(s, entry_at(s, (guint)best), role)))
                best = (int)i;
        const Fact *start = &s->incident->facts[FACT_START];
        if (best >= 0 && role == ROLE_RESOLVED && start->known &&
            time_at(s, best) < moment_ms(&start->moment) - MS_PER_DAY + 1)
            continue; /* "the day before all was well" */
        if (best >= 0 && !(timed && !entry_at(s, (guint)best)->label))
            set_fact(s, role, entry_at(s, (guint)best), "day alone", 0.8);
    }
    s->incident->date_only = !timed;
}

/* "On 13 April a setting was changed ...": the day that opens the text below a heading of several. */
static bool opens_text(const Selection *s, const Entry *e)
{
    const TextBlock *above = e->block ? text_document_block(s->r->document, e->block - 1) : NULL;
    return s->scope->first > 0 && above && above->kind == TEXT_HEADING && e->block == s->scope->first + 1 &&
           text_document_block(s->r->document, e->block)->kind == TEXT_PARAGRAPH && entry_moment(s->r, e)->from <= 2;
}

/* A day that stands in a sentence that speaks of the trouble, when nothing else gives one. */
static void choose_told_day(Selection *s)
{
    if (s->incident->facts[FACT_START].known || !s->incident->date_only)
        return;
    for (guint i = 0; i < s->scope->entries->len; i++) {
        const Entry *e = entry_at(s, i);
        const TextMoment *m = entry_moment(s->r, e);
        guint from, to;
        if (!m->has_date || m->has_clock || e->section == SECTION_ACTIONS || e->section == SECTION_LESSONS ||
            e->section == SECTION_OTHER || text_document_block(s->r->document, e->block)->kind == TEXT_KEY)
            continue;
        outline_sentence(s->r->outline, e->block, m->from, &from, &to);
        if (!hits_in(s->r, e->block, from, to, CUE_problem) && !hits_in(s->r, e->block, from, to, CUE_loss) &&
            !hits_in(s->r, e->block, from, to, CUE_downtime) && !opens_text(s, e) && !s->scope->day_only &&
            !s->scope->line)
            continue;
        set_fact(s, ROLE_START, e, "day told with the trouble", 0.7);
        return;
    }
}

static void note_losers(Selection *s, int role)
{
    Fact *fact = &s->incident->facts[FACT_START + role];
    guint n = 0;
    for (guint i = 0; fact->known && i < s->scope->entries->len && n < 5; i++) {
        const Entry *e = entry_at(s, i);
        if ((int)i == s->chosen[role] || e->score[role] < role_thresholds[role] ||
            time_at(s, (int)i) == moment_ms(&fact->moment))
            continue;
        g_autofree char *text = moment_text(moment_at(s, i));
        g_autofree char *lost =
            g_strdup_printf("line %d: %s", text_document_block(s->r->document, e->block)->line, text);
        fact_lose(fact, lost);
        n++;
    }
}

#define FEWEST_ENTRIES 4

/* Whether a section of its own holds the timeline, so that a chat or a log below is only the raw material of it. */
static bool has_list(const Selection *s)
{
    guint entries = 0;
    for (guint i = 0; i < s->scope->entries->len; i++)
        entries +=
            entry_at(s, i)->timeline && entry_at(s, i)->section == SECTION_TIMELINE && moment_at(s, i)->has_clock;
    return entries >= FEWEST_ENTRIES;
}

#define FEWEST_DAYS 2 /* of so many entries: */
#define FEWEST_TOLD 3

/* "| 2023-03-06 | A customer reports wrong invoices |": a list of days, and nowhere a clock. */
static bool is_chronicle(const Selection *s)
{
    guint days = 0, entries = 0;
    int64_t last = INT64_MIN;
    for (guint i = 0; i < s->scope->entries->len; i++) {
        const TextMoment *m = moment_at(s, i);
        if (m->has_clock)
            return false;
        bool told = entry_at(s, i)->timeline && m->has_date &&
                    (entry_at(s, i)->section == SECTION_TIMELINE || entry_at(s, i)->section == SECTION_NONE);
        entries += told;
        days += told && time_at(s, (int)i) != last;
        last = told ? time_at(s, (int)i) : last;
    }
    return days >= FEWEST_DAYS && entries >= FEWEST_TOLD && !s->scope->shared && !s->scope->line;
}

void times_select(RoleReader *r, const Scope *scope, Incident *incident)
{
    Selection s = {r, scope, incident, {-1, -1, -1, -1, -1}, {0}, {0}, false, false};
    s.has_list = has_list(&s);
    s.by_days = is_chronicle(&s);
    choose_labels(&s);
    yield_to_work(&s);
    choose_rest(&s);
    move_to_call(&s);
    infer_response(&s);
    infer_line(&s);
    infer_missing(&s);
    infer_by_length(&s);
    infer_last(&s);
    drop_doubles(&s);
    drop_instant(&s);
    drop_end_at_sight(&s);
    drop_relapsed(&s);
    infer_day_before(&s);
    for (int role = 0; role < ROLE_COUNT; role++)
        if (s.chosen[role] >= 0)
            set_fact(&s, role, entry_at(&s, (guint)s.chosen[role]), s.rule[role], s.confidence[role]);
    choose_days(&s);
    choose_told_day(&s);
    for (int role = 0; role < ROLE_COUNT; role++)
        note_losers(&s, role);
}
