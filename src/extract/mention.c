#include "nines/extract/mention.h"

#include "scan.h"

const Token token_end = {.kind = TOKEN_MARK, .value = 0, .spaced = true};

static guint date_form(const Scan *s, guint i, Mention *m)
{
    m->kind = MENTION_DATE;
    return date_read(s, i, m);
}

static guint clock_form(const Scan *s, guint i, Mention *m)
{
    m->kind = MENTION_CLOCK;
    guint next = clock_read(s, i, m);
    if (next && m->meridiem == MERIDIEM_NONE && !m->zone)
        next = part_of_day_read(s, next, m);
    m->approximate = next && i && (scan_word_in(s, i - 1, CUE_about) || token_is_mark(scan_token(s, i - 1), '~'));
    return next;
}

static guint spoken_form(const Scan *s, guint i, Mention *m)
{
    m->kind = MENTION_CLOCK;
    const Token *token = scan_token(s, i);
    return token->kind == TOKEN_WORD || token->kind == TOKEN_NUMBER ? spoken_clock_read(s, i, m) : 0;
}

static guint zone_form(const Scan *s, guint i, Mention *m)
{
    m->kind = MENTION_ZONE;
    return scan_token(s, i)->kind == TOKEN_WORD ? zone_read(s, i, true, m) : 0;
}

/* Order matters: "2.50 hours" lasts, "5h 09m" lasts, "12h30" is a clock, "11m DAI" is money. */
static guint (*const forms[])(const Scan *, guint, Mention *) = {
    permalink_read, money_read, date_form, spoken_form, duration_read, clock_form, count_read, zone_form,
};

static void add_links(const TextBlock *block, guint index, GArray *mentions)
{
    for (guint i = 0; i < block->links->len; i++) {
        const TextLink *link = &g_array_index(block->links, TextLink, i);
        Mention m = {.kind = MENTION_PERMALINK, .block = index, .start = link->text, .end = link->text};
        if (link_time(link->url, &m.ms))
            g_array_append_val(mentions, m);
    }
}

/* The clock read before, not too far above. */
static bool last_clock(const GArray *mentions, Mention *clock)
{
    for (guint i = mentions->len; i > 0 && mentions->len - i < 20; i--)
        if (g_array_index(mentions, Mention, i - 1).kind == MENTION_CLOCK) {
            *clock = g_array_index(mentions, Mention, i - 1);
            return true;
        }
    return false;
}

void mentions_scan(const TextDocument *document, guint index, const Cues *cues, GArray *mentions)
{
    const TextBlock *block = text_document_block(document, index);
    add_links(block, index, mentions);
    if (block->kind == TEXT_CODE)
        return;
    g_autoptr(GHashTable) cities = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree CueWord *words = g_new0(CueWord, block->tokens->len + 1);
    for (guint i = 0; i < block->tokens->len; i++)
        if (g_array_index(block->tokens, Token, i).kind == TOKEN_WORD)
            words[i] = cues_look_up(cues, g_array_index(block->tokens, Token, i).word);
    Mention last, clock;
    Scan s = {cues, block->tokens, block->text, document, index, NULL, NULL, cities, words};
    s.last_clock = last_clock(mentions, &clock) ? &clock : NULL;
    for (guint i = 0; i < block->tokens->len;) {
        guint next = 0;
        for (guint f = 0; !next && f < G_N_ELEMENTS(forms); f++) {
            Mention m = {.block = index, .second = -1, .from = i};
            next = forms[f](&s, i, &m);
            if (!next)
                continue;
            next = MIN(next, block->tokens->len);
            m.to = next;
            m.start = scan_token(&s, i)->start;
            m.end = scan_token(&s, next - 1)->end;
            g_array_append_val(mentions, m);
            last = m;
            s.last = &last;
            if (m.kind == MENTION_CLOCK) {
                clock = m;
                s.last_clock = &clock;
            }
        }
        i = next ? next : i + 1;
    }
}

const char *mention_kind_name(MentionKind kind)
{
    static const char *const names[] = {"date", "clock", "duration", "relative", "zone", "count", "money", "permalink"};
    return names[kind];
}

void mention_explain(const Mention *m, GString *out)
{
    g_string_append(out, mention_kind_name(m->kind));
    switch (m->kind) {
    case MENTION_DATE:
        g_string_append_printf(out, " %04d-%02d-%02d%s", m->year, m->month, m->day, m->open ? " (order open)" : "");
        break;
    case MENTION_CLOCK:
        g_string_append_printf(out, " %02d:%02d%s%s", m->hour, m->minute, m->zone ? " " : "",
                               m->zone ? zone_name(m->zone) : "");
        break;
    case MENTION_DURATION:
    case MENTION_RELATIVE:
        g_string_append_printf(out, " %.2f min", (double)m->ms / (double)MS_PER_MINUTE);
        break;
    case MENTION_ZONE:
        g_string_append_printf(out, " %s", zone_name(m->zone));
        break;
    case MENTION_COUNT:
    case MENTION_MONEY:
        g_string_append_printf(out, " %.2f %s", m->amount,
                               m->kind == MENTION_MONEY ? m->currency
                               : m->rate                ? "rate"
                                                        : "");
        break;
    case MENTION_PERMALINK: {
        char buffer[CIVIL_TEXT];
        g_string_append_printf(out, " %s", instant_format(m->ms, buffer));
        break;
    }
    }
}
