/* The last stage's inner seams. Private. */
#pragma once

#include "nines/extract/incident.h"
#include <string.h>

typedef struct {
    guint moment;
    guint block;
    guint from, to;   /* tokens of its clause or entry */
    guint last_block; /* an entry goes on in the blocks below, up to this one */
    SectionKind section;
    int group;
    bool timeline; /* an entry of a list, table or heading, not prose */
    bool label;    /* "Fault detected: ..." or a front matter key */
    bool range_first, range_second;
    double score[ROLE_COUNT];
    bool alert; /* begins with "alert: ..." */
    bool told;  /* a range in a sentence of trouble */
    bool problem, work, trigger, recurrence, staging, production, closing;
} Entry;

typedef struct {
    const Outline *outline;
    const Timeline *timeline;
    const TextDocument *document;
    const Cues *cues;
    GArray *entries; /* Entry, by group and time */
    Extraction *extraction;
} RoleReader;

/* What one incident may be read from: a stretch of blocks, and perhaps fewer of its entries. */
typedef struct {
    int group;
    guint first, last; /* blocks [first, last] */
    GArray *entries;   /* guint: indices of RoleReader.entries */
    bool shared;       /* one of several in the same stretch: counts are not its own */
    bool day_only;
    bool line;     /* a row or an item that tells of an incident by itself */
    bool prose;    /* such a line as well; one of a paragraph has the title of the document */
    bool numbered; /* "Second outage: ..." */
} Scope;

static inline const Entry *role_entry(const RoleReader *r, guint index)
{
    return &g_array_index(r->entries, Entry, index);
}

static inline const Token *token_at(const RoleReader *r, guint block, guint i)
{
    return &g_array_index(text_document_block(r->document, block)->tokens, Token, i);
}

static inline guint tokens_of(const RoleReader *r, guint block)
{
    return text_document_block(r->document, block)->tokens->len;
}

static inline bool word_in(const RoleReader *r, guint block, guint i, CueGroup group)
{
    const Token *token = token_at(r, block, i);
    return token->kind == TOKEN_WORD && cues_has_word(r->cues, token->word, group);
}

/* Whether the token is one of these marks. */
static inline bool is_mark(const RoleReader *r, guint block, guint i, const char *marks)
{
    const Token *token = token_at(r, block, i);
    return token->kind == TOKEN_MARK && token->value < 128 && token->value && strchr(marks, (int)token->value);
}

static inline const TextMoment *entry_moment(const RoleReader *r, const Entry *entry)
{
    return timeline_moment(r->timeline, entry->moment);
}

/* Scores: of a strong cue, of a weak one. A second cue adds little. */
#define STRONG 3.0
#define WEAK 1.2

static inline void score_hit(double *score, double best)
{
    *score = *score <= 0 ? best : MIN(MAX(*score, best) + 0.05, 3.6);
}

/* score.c: adds what the cue words of tokens [from, to) say */
void score_tokens(const RoleReader *r, Entry *e, guint block, guint from, guint to, double weight);
/* ... and takes back the end that an open page's front matter has */
void score_open_page(RoleReader *r);
/* response.c: whether tokens [from, to) tell that somebody of ours began to work on it; listed: an entry, which may
 * begin with a name */
bool tells_response(const RoleReader *r, guint block, guint from, guint to, bool listed);
/* Whether a provider, a customer or a program does what the cue says. */
bool acts_elsewhere(const RoleReader *r, guint block, guint from, const CueHit *hit);
/* ... and both ends where they are one instant */
void score_stamped_page(RoleReader *r);
/* entry_labels.c: scores a label; false when the moment is none of the incident's ("Retro held: ..."). */
bool entry_score_label(const RoleReader *r, Entry *e);
/* entry_forms.c: what the form of an entry says */
void score_form(const RoleReader *r, Entry *e, double weight);
/* chat.c: of a pasted chat, who first writes of trouble; entries in reading order */
void score_chat(RoleReader *r);
/* ... whether what stands behind a recovery takes part of it back: "works again, but slowly" */
bool is_partial_behind(const RoleReader *r, guint block, const CueHit *hit, guint to);
/* wording.c: what the grammar of the clause says where no cue knows its words */
void score_wording(const RoleReader *r, Entry *e, guint block, guint from, guint to, double weight);
/* presence.c: whether tokens [from, to) tell that somebody of ours came to the machine, the desk, the call */
bool tells_presence(const RoleReader *r, const Entry *e, guint block, guint from, guint to);
/* ... that somebody of ours saw the trouble */
bool tells_sight(const RoleReader *r, const Entry *e, guint block, guint from, guint to);
/* positions.c: what the place in the sentence adds */
/* "office hours 09:00 - 17:30": no time of the incident. */
bool is_of_every_day(const RoleReader *r, const Entry *e);
/* ... and whether it is a time of what is to come */
bool is_forecast(const RoleReader *r, const Entry *e);
void score_positions(const RoleReader *r, Entry *e);
/* ... and whether the moment opens the first of several sentences with a time each */
bool is_told_on(const RoleReader *r, const TextMoment *m);
/* ... and that one sentence tells both ends; entries in reading order */
void score_statements(RoleReader *r);
/* groups.c: marks the notes' groups by headings that are incident titles; returns how many groups. */
int groups_mark(Outline *outline, const GArray *mentions);
/* "Incident 2", "First outage": which one a block opens, or 0. */
int incident_number(const Outline *outline, guint block);
/* "Outage of the shop": the document's title names one incident. */
bool title_names_one(const Outline *outline);
/* "Mail was slow (Minor)" */
bool heading_has_severity(const Outline *outline, guint block);
/* entries.c */
void entries_read(RoleReader *r);
/* split.c: the scopes of a group: relapses in its timeline, one incident per day in a list. */
GPtrArray *scopes_split(RoleReader *r, int group);
#define MAX_SCOPES 500                            /* of one group: each is read over the whole of it */
Scope *scope_new(const RoleReader *r, int group); /* without entries */
void scope_free(Scope *scope);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Scope, scope_free)
/* Whether other stretches of the document are not the group's. */
bool is_one_of_several(const RoleReader *r, int group);
/* split_lines.c: one scope for each row or item that is an incident; NULL when they are none. */
GPtrArray *split_lines(const RoleReader *r, const Scope *all);
/* select.c: the five times */
void times_select(RoleReader *r, const Scope *scope, Incident *incident);
/* amounts.c: duration, users, orders, money; length.c: the duration */
void amounts_select(RoleReader *r, const Scope *scope, Incident *incident);
/* The duration that the stretch states for the outage, or NULL. */
const Mention *length_stated(const RoleReader *r, const Scope *scope);
void duration_finish(RoleReader *r, const Scope *scope, Incident *incident);
/* services_title.c: the block where the title stands (a fact knows its line only), -1 when there is none */
int title_block(const RoleReader *r, const Incident *incident);
/* The name in "LDAP server down"; false when the title names none. */
bool service_from_title(RoleReader *r, Incident *incident);
/* services_known.c: names that the user's cue files list; false when none is told of */
bool service_by_name(RoleReader *r, const Scope *scope, Incident *incident);
/* services_listed.c: names below "Affected systems"; false when no heading has any */
bool services_listed(RoleReader *r, const Scope *scope, Incident *incident);
/* services.c: severity and services */
void services_select(RoleReader *r, const Scope *scope, Incident *incident);
/* actions.c */
void actions_count(RoleReader *r, const Scope *scope, Incident *incident);
/* title.c */
void title_select(RoleReader *r, const Scope *scope, Incident *incident);
/* bytes [start, end) of the block, without "Postmortem:" and the like. */
void title_set(RoleReader *r, Incident *incident, guint block, guint start, guint end, const char *rule,
               double confidence);
/* title_line.c: the title of an incident that has one line; false when it has none of its own */
bool title_of_line(RoleReader *r, const Scope *scope, Incident *incident);
/* reporter.c */
void reporter_select(RoleReader *r, const Scope *scope, Incident *incident);
/* verdict.c: NULL when the stretch tells of an incident, else why not. */
const char *verdict_before(const RoleReader *r, int group);
bool verdict_after(const RoleReader *r, const Scope *scope, const Incident *incident);
/* contradict.c */
void contradictions_of_dates(Outline *outline, Timeline *timeline);
void contradictions_find(RoleReader *r, const Scope *scope, Incident *incident);

/* confidence.c: turns the readers' figures, which say how strongly a rule speaks, into probabilities; last of all */
void confidence_weigh(const RoleReader *r, const Scope *scope, Incident *incident);

/* A known fact from tokens of a block. number only for numbers. Text is copied. */
Fact *fact_set(RoleReader *r, Incident *incident, FactKind kind, const char *text, guint block, guint start, guint end,
               const char *rule, double confidence);
void fact_lose(Fact *fact, const char *text);
void finding_add(RoleReader *r, const char *rule, guint block, guint start, guint end, int other_block,
                 guint other_start, guint other_end, const char *format, ...) G_GNUC_PRINTF(9, 10);
bool in_scope(const RoleReader *r, const Scope *scope, guint block);
bool hits_in(const RoleReader *r, guint block, guint from, guint to, CueGroup group);
/* Whether words close before a cue take it back: "not yet resolved", "will be restored". */
bool is_cancelled(const RoleReader *r, guint block, guint from, const CueHit *hit, bool negation);
/* The words before ':' at the start of a line, cell or key, or a column's head. */
typedef struct {
    guint block, from, to; /* tokens */
} Label;

/* labels.c: false when the token is no label's value. */
bool label_of(const RoleReader *r, guint block, guint token, Label *label);
/* Whether the label is one of the group's phrases but for small words. */
bool label_is(const RoleReader *r, const Label *label, CueGroup group);
/* Whether the row's table has a column for each fact ("Start | End | Duration"), not one row for each event. */
bool row_is_record(const RoleReader *r, guint block);
