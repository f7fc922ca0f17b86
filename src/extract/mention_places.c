/* Zones by the names of places and of what is of them. */
#include "scan.h"

#include <string.h>

/* Places that times are often named after though no zone bears their name. */
static const struct {
    const char *name, *iana;
} places[] = {
    {"Brasília", "America/Sao_Paulo"},
    {"Brasilia", "America/Sao_Paulo"},
    {"Barcelona", "Europe/Madrid"},
    {"München", "Europe/Berlin"},
    {"Munich", "Europe/Berlin"},
    {"Hamburg", "Europe/Berlin"},
    {"Frankfurt", "Europe/Berlin"},
    {"Köln", "Europe/Berlin"},
    {"Wien", "Europe/Vienna"},
    {"Zürich", "Europe/Zurich"},
    {"Milano", "Europe/Rome"},
    {"Milan", "Europe/Rome"},
    {"Roma", "Europe/Rome"},
    {"Lisboa", "Europe/Lisbon"},
    {"Lyon", "Europe/Paris"},
    {"Bruxelles", "Europe/Brussels"},
    {"Manchester", "Europe/London"},
    {"Edinburgh", "Europe/London"},
    {"Bangalore", "Asia/Kolkata"},
    {"Bengaluru", "Asia/Kolkata"},
    {"Mumbai", "Asia/Kolkata"},
    {"Delhi", "Asia/Kolkata"},
    {"Beijing", "Asia/Shanghai"},
    {"Seattle", "America/Los_Angeles"},
    {"San Francisco", "America/Los_Angeles"},
    {"Boston", "America/New_York"},
    {"Washington", "America/New_York"},
    {"Atlanta", "America/New_York"},
    {"Austin", "America/Chicago"},
    {"Dallas", "America/Chicago"},
    {"Houston", "America/Chicago"},
    {"Montreal", "America/Toronto"},
    {"Montréal", "America/Toronto"},
    {"Abuja", "Africa/Lagos"},
    {"Accra", "Africa/Accra"},
    {"Wellington", "Pacific/Auckland"},
    {"Bogotá", "America/Bogota"},
    {"México", "America/Mexico_City"},
    {"Den Haag", "Europe/Amsterdam"},
    {"São Paulo", "America/Sao_Paulo"},
    {"Sevilla", "Europe/Madrid"},
    {"Valencia", "Europe/Madrid"},
    {"Bilbao", "Europe/Madrid"},
    {"Porto", "Europe/Lisbon"},
    {"Torino", "Europe/Rome"},
    {"Napoli", "Europe/Rome"},
    {"Genève", "Europe/Zurich"},
    {"Utrecht", "Europe/Amsterdam"},
    {"Rotterdam", "Europe/Amsterdam"},
    {"Antwerpen", "Europe/Brussels"},
    {"Medellín", "America/Bogota"},
    {"Quito", "America/Guayaquil"},
    {"Açores", "Atlantic/Azores"},
    {"Ponta Delgada", "Atlantic/Azores"},
    {"Funchal", "Atlantic/Madeira"},
    {"Canarias", "Atlantic/Canary"},
    {"Québec", "America/Toronto"},
};

/* Countries, and what is of a country or town: "hora de Chile", "ora italiana", "deutsche Zeit". Lower case; only
 * beside a word for the time. */
static const struct {
    const char *word, *iana;
} nations[] = {
    {"german", "Europe/Berlin"},
    {"deutsche", "Europe/Berlin"},
    {"deutscher", "Europe/Berlin"},
    {"berliner", "Europe/Berlin"},
    {"mitteleuropäische", "Europe/Berlin"},
    {"mitteleuropäischer", "Europe/Berlin"},
    {"alemania", "Europe/Berlin"},
    {"österreichische", "Europe/Vienna"},
    {"österreichischer", "Europe/Vienna"},
    {"wiener", "Europe/Vienna"},
    {"swiss", "Europe/Zurich"},
    {"schweizer", "Europe/Zurich"},
    {"suisse", "Europe/Zurich"},
    {"svizzera", "Europe/Zurich"},
    {"french", "Europe/Paris"},
    {"française", "Europe/Paris"},
    {"francesa", "Europe/Paris"},
    {"belgian", "Europe/Brussels"},
    {"belge", "Europe/Brussels"},
    {"belgische", "Europe/Brussels"},
    {"dutch", "Europe/Amsterdam"},
    {"nederlandse", "Europe/Amsterdam"},
    {"italian", "Europe/Rome"},
    {"italiana", "Europe/Rome"},
    {"italiane", "Europe/Rome"},
    {"italia", "Europe/Rome"},
    {"spanish", "Europe/Madrid"},
    {"española", "Europe/Madrid"},
    {"peninsular", "Europe/Madrid"},
    {"españa", "Europe/Madrid"},
    {"portugal", "Europe/Lisbon"},
    {"portuguesa", "Europe/Lisbon"},
    {"british", "Europe/London"},
    {"irish", "Europe/Dublin"},
    {"polish", "Europe/Warsaw"},
    {"swedish", "Europe/Stockholm"},
    {"indian", "Asia/Kolkata"},
    {"india", "Asia/Kolkata"},
    {"japan", "Asia/Tokyo"},
    {"japanese", "Asia/Tokyo"},
    {"singapore", "Asia/Singapore"},
    {"china", "Asia/Shanghai"},
    {"israel", "Asia/Jerusalem"},
    {"colombia", "America/Bogota"},
    {"colombiana", "America/Bogota"},
    {"perú", "America/Lima"},
    {"peruana", "America/Lima"},
    {"ecuador", "America/Guayaquil"},
    {"venezuela", "America/Caracas"},
    {"bolivia", "America/La_Paz"},
    {"paraguay", "America/Asuncion"},
    {"uruguay", "America/Montevideo"},
    {"chile", "America/Santiago"},
    {"chilena", "America/Santiago"},
    {"argentina", "America/Argentina/Buenos_Aires"},
    {"méxico", "America/Mexico_City"},
    {"l'est", "America/Toronto"},
};

const Zone *zone_of_place(const char *words)
{
    for (guint i = 0; i < G_N_ELEMENTS(places); i++)
        if (strcmp(places[i].name, words) == 0)
            return zone_find(places[i].iana, NULL);
    return NULL;
}

const Zone *zone_of_nation(const char *word)
{
    for (guint i = 0; i < G_N_ELEMENTS(nations); i++)
        if (strcmp(nations[i].word, word) == 0)
            return zone_find(nations[i].iana, NULL);
    return NULL;
}
