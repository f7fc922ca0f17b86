/* Cue words: the phrases by which a sentence tells that something began, was noticed or is over, and the small words of
 * dates, units and labels. They are data (cues/LANGUAGE.yaml), so a language or a team's jargon needs no rebuild.
 *
 * A language's words of the group "foreign" are no English there ("no" is Portuguese for "in the"): English phrases of
 * such a word alone do not count.
 *
 * A phrase may name a set of words: "<trouble> <begin>" stands for a word of set_trouble and one of set_begin. In a set
 * "*ausfall" stands for every compound that ends so ("Netzausfall").
 *
 * Invariant: a phrase belongs to one or more groups; a Cues never changes after it was read.
 * Phrases are lower case words: "investigat*" stands for any ending, "..." for up to three words, "...." for
 * up to twelve of a clause (verbs in two parts: "brach .... zusammen"), "<n>" for a number.
 *
 *     g_autoptr(Cues) cues = cues_new();
 *     cues_add(cues, "house.yaml", "resolved: [all clear]", -1, &error);
 *     cues_scan(cues, block->tokens, 0, block->tokens->len, hits);      // CueHit for each phrase found
 */
#pragma once

#include "nines/base/error.h"
#include "nines/extract/document.h"

/* a list, not calls: */
/* clang-format off */
#define CUE_GROUPS(X) \
    X(start) X(detected) X(acknowledged) X(mitigated) X(resolved) X(start_weak) X(detected_weak) \
    X(acknowledged_weak) X(mitigated_weak) X(resolved_weak) X(trigger) X(problem) X(work) X(undetected) X(recurrence) X(harmless) X(well) X(negation) X(in_vain) X(partial) X(beginning) X(unrelated) X(aside) X(likeness) \
    X(only_at) X(breaking) X(regain) X(repeated) X(portion) X(calm) X(at_last) X(realise) X(recover) X(enters) \
    X(future) X(staging) X(production) X(quantity_of_time) X(closing) X(label_start) X(label_detected) X(label_acknowledged) X(label_mitigated) \
    X(label_resolved) X(label_duration) X(label_date) X(label_kind) X(label_symptom) X(label_name) X(no_incidents) X(label_title) X(severity) X(label_severity) X(label_services) X(service_name) \
    X(label_users) X(label_money) X(label_detected_by) X(label_time_to_detect) X(label_time_to_repair) \
    X(label_ignore) X(label_window) X(label_actions) X(label_doer) X(opening_hours) X(action_lead) X(action_proper) X(action_weak) X(action_whole) X(section_summary) X(section_timeline) X(section_impact) X(section_detection) \
    X(section_resolution) X(section_cause) X(section_actions) X(section_lessons) X(section_other) X(incident) \
    X(incident_title) X(maintenance) X(release) X(runbook) X(template) X(no_impact) X(denied_harm) X(generic_title) \
    X(by_monitoring) X(by_customer) X(by_internal) X(seen_by_monitoring) X(seen_by_customer) X(seen_by_internal) X(by_joint) X(by_place) X(passive) X(first_person) X(intent) X(built) X(foreign) X(zone_word) X(mail_header) X(label_subject) X(title_other) X(title_topic) X(label_elapsed) X(manual) X(instruction) X(title_guide) X(example) \
    X(past) X(past_ending) X(participle_before) X(prescribing) X(title_gathering) X(title_retro) X(venture) X(change_note) X(page_name) X(title_maintenance) X(title_change) \
    X(noun_people) X(noun_accounts) X(noun_orders) X(noun_requests) \
    X(noun_money) X(loss) X(no_loss) X(lost_nothing) X(unaffected) X(affected) X(downtime) X(outage) X(outage_of) X(state_done) X(state_open) X(all_times) \
    X(default_date) X(several) X(several_told) X(several_lead) X(ongoing) X(incident_nth) X(announced) X(ahead) X(planned_kind) X(gone_wrong) X(stopword) X(month_1) X(month_2) X(month_3) X(month_4) X(month_5) X(month_6) \
    X(month_7) X(month_8) X(month_9) X(month_10) X(month_11) X(month_12) X(weekday) X(weekday_1) X(weekday_2) X(weekday_3) X(weekday_4) X(weekday_5) X(weekday_6) X(weekday_7) X(unit_second) X(unit_minute) \
    X(unit_hour) X(unit_day) X(unit_week) X(unit_half) X(unit_quarter) X(unit_half_hour) X(unit_quarter_hour) X(unit_three_quarters_hour) X(unit_qualifier) \
    X(number_1_half) X(number_2_half) X(number_3_half) X(number_4_half) X(later) X(earlier) X(after) X(before) X(clause) X(since) X(clause_weak) X(begun) X(impersonal) X(not_behind) X(not_all) X(still_bad) X(forecast) X(identified) X(between) X(routine) X(span_begin) X(span_end) X(range_from) X(range_between) X(range_to) \
    X(range_and) X(clock_before) X(clock_after) X(clock_at) X(clock_article) X(clock_article_weak) X(clock_filler) X(clock_half) X(clock_half_before) \
    X(clock_quarter) X(clock_three_fourths) X(clock_past) X(clock_to) X(clock_minus) X(noon) X(midnight) X(shortly) \
    X(part_morning) X(part_afternoon) X(part_night) X(today) X(yesterday) X(next_day) X(about) X(joiner) X(ordinal) \
    X(number_1) X(number_2) X(number_3) X(number_4) X(number_5) X(number_6) X(number_7) X(number_8) X(number_9) \
    X(number_10) X(number_11) X(number_12) X(number_13) X(number_14) X(number_15) X(number_16) X(number_17) X(number_18) \
    X(number_19) X(number_20) X(number_25) X(number_30) X(number_35) X(number_40) X(number_45) X(number_50) X(number_55) \
    X(number_60) X(number_70) X(number_80) X(number_90) X(decimal_comma) X(scale_10) X(scale_12) X(scale_20) X(scale_30) X(scale_40) X(scale_50) X(scale_100) X(thousand) X(million) \
    X(set_trouble) X(set_begin) X(set_end) X(set_system) X(set_break) X(set_bad) X(set_people) X(set_staff) \
    X(set_see) X(set_watch) X(set_fire) X(set_tell) X(set_be) X(set_whole) X(set_metric) X(set_rise) X(set_fall) \
    X(set_look) X(set_fix) X(set_put) X(set_good) X(set_notice) X(set_report) X(set_alerted) X(set_learn) X(set_find) X(set_channel) X(set_inform) X(set_respond) X(set_probe) X(set_actor) X(set_measure) X(set_avert) \
    X(set_thing) X(set_doing) X(set_stop) X(set_flow) X(set_arrive) X(set_resume) X(set_room) X(set_unfold) X(set_lodge) \
    X(set_place) X(set_sight) X(set_reach) X(set_shout) X(set_fault) X(set_desk) \
    X(set_worker) X(set_count) X(set_kind) X(set_spell) X(set_serve) X(set_invert)
/* clang-format on */

typedef enum {
#define CUE_ENUM(name) CUE_##name,
    CUE_GROUPS(CUE_ENUM)
#undef CUE_ENUM
        CUE_COUNT,
    CUE_SET_FIRST = CUE_set_trouble,
    CUE_SET_LAST = CUE_set_invert,
} CueGroup;

/* A phrase as its file has it. */
typedef struct {
    const char *file, *text;
    CueGroup group;
} CuePhrase;

typedef struct {
    CueGroup group;
    guint from, to; /* tokens: [from, to) */
    guint phrase;   /* for cues_phrase; a hit is kept small, for hostile text has millions */
} CueHit;

typedef struct Cues Cues;

Cues *cues_new(void); /* empty */
Cues *cues_ref(Cues *cues);
void cues_free(Cues *cues);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Cues, cues_free)
/* A mapping of group names to lists of phrases; unknown groups are errors that name the nearest. */
bool cues_add(Cues *cues, const char *file, const char *yaml, gssize length, GError **error);
/* The same for English beside another language: phrases of one word that the language's group foreign names are left
 * out. */
bool cues_add_beside(Cues *cues, const Cues *language, const char *file, const char *yaml, gssize length,
                     GError **error);
/* Appends CueHit in order of their first token. Tokens of other kinds than words and numbers may stand between. */
void cues_scan(const Cues *cues, const GArray *tokens, guint from, guint to, GArray *hits);
/* The phrases that begin at one token. */
void cues_scan_at(const Cues *cues, const GArray *tokens, guint at, guint to, GArray *hits);
/* Whether the single word belongs to the group. */
bool cues_has_word(const Cues *cues, const char *word, CueGroup group);
/* The first of the groups first to last that has the word, or -1: one look for all of them. */
int cues_group_of(const Cues *cues, const char *word, CueGroup first, CueGroup last);
bool cues_has_word_of(const Cues *cues, const char *word, const CueGroup *groups, guint n);
/* A word that is looked up once and asked for many groups; lives as long as the cues. */
typedef struct {
    const void *sets[3];
} CueWord;

CueWord cues_look_up(const Cues *cues, const char *word);
/* As cues_group_of. */
int cue_word_group(const CueWord *word, CueGroup first, CueGroup last);
/* The name of the group in cue files. */
const char *cue_group_name(CueGroup group);
/* The phrase of the hit; lives as long as the cues. */
const CuePhrase *cues_phrase(const Cues *cues, const CueHit *hit);
