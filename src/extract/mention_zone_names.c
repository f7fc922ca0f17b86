/* Zones by their full names: "East Africa Time", "Greenwich Mean Time", "Indian Standard Time". */
#include "scan.h"

#include <string.h>

/* Words in lower case; "*" ends a word as it likes, "?" leaves it out. */
static const struct {
    const char *name;
    int minutes;      /* east of Greenwich */
    const char *iana; /* instead of minutes: of the summer or the winter, as the day has it */
} names[] = {
    {"coordinated universal time", 0, NULL},
    {"universal ?coordinated time", 0, NULL},
    {"greenwich mean time", 0, NULL},
    {"british summer time", 60, NULL},
    {"irish standard time", 60, NULL},
    {"central european standard time", 60, NULL},
    {"central european summer time", 120, NULL},
    {"west* africa* ?standard time", 60, NULL},
    {"central africa* ?standard time", 120, NULL},
    {"south africa* ?standard time", 120, NULL},
    {"east* africa* ?standard time", 180, NULL},
    {"nigeria* ?standard time", 60, NULL},
    {"kenya* ?standard time", 180, NULL},
    {"ethiopia* ?standard time", 180, NULL},
    {"egypt* ?standard time", 0, "Africa/Cairo"},
    {"arab* standard time", 180, NULL},
    {"turk* ?standard time", 180, NULL},
    {"gulf ?standard time", 240, NULL},
    {"pakistan* ?standard time", 300, NULL},
    {"india* ?standard time", 330, NULL},
    {"nepal* ?standard time", 345, NULL},
    {"bangladesh* ?standard time", 360, NULL},
    {"indochina time", 420, NULL},
    {"western indonesia* time", 420, NULL},
    {"vietnam* ?standard time", 420, NULL},
    {"china ?standard time", 480, NULL},
    {"singapore standard time", 480, NULL},
    {"philippine* ?standard time", 480, NULL},
    {"malaysia* ?standard time", 480, NULL},
    {"japan* ?standard time", 540, NULL},
    {"korea* ?standard time", 540, NULL},
    {"australian western ?standard time", 480, NULL},
    {"australian central standard time", 570, NULL},
    {"australian central daylight time", 630, NULL},
    {"australian eastern standard time", 600, NULL},
    {"australian eastern daylight time", 660, NULL},
    {"australian eastern time", 0, "Australia/Sydney"},
    {"new zealand standard time", 720, NULL},
    {"new zealand daylight time", 780, NULL},
    {"new zealand time", 0, "Pacific/Auckland"},
    {"nz time", 0, "Pacific/Auckland"},
    {"hawai* ?standard time", -600, NULL},
    {"alaska* standard time", -540, NULL},
    {"alaska* daylight time", -480, NULL},
    {"alaska* time", 0, "America/Anchorage"},
    {"atlantic standard time", -240, NULL},
    {"atlantic daylight time", -180, NULL},
};

static bool is_word(const Token *token, const char *word, gsize length)
{
    if (token->kind != TOKEN_WORD)
        return false;
    if (length && word[length - 1] == '*')
        return strncmp(token->word, word, length - 1) == 0;
    return strlen(token->word) == length && strncmp(token->word, word, length) == 0;
}

/* The token behind the name at i, or 0. */
static guint match(const Scan *s, guint i, const char *name)
{
    for (const char *word = name; *word;) {
        bool optional = *word == '?';
        word += optional;
        gsize length = strcspn(word, " ");
        bool same = is_word(scan_token(s, i), word, length);
        if (!same && !optional)
            return 0;
        i += same;
        word += length + (word[length] == ' ');
    }
    return i;
}

guint zone_name_read(const Scan *s, guint i, Mention *m)
{
    const Token *first = scan_token(s, i);
    for (guint n = 0; first->kind == TOKEN_WORD && n < G_N_ELEMENTS(names); n++) {
        guint next = first->word[0] == names[n].name[0] ? match(s, i, names[n].name) : 0;
        if (!next)
            continue;
        m->zone = names[n].iana ? zone_find(names[n].iana, NULL) : zone_fixed(names[n].minutes * 60);
        return m->zone ? next : 0;
    }
    return 0;
}
