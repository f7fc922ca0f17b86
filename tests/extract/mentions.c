#include "support.h"

static char *mentions_of(const char *text)
{
    TimelineSettings settings = {0};
    g_autoptr(Stages) s = stages_new("x.md", text, &settings);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < s->mentions->len; i++) {
        if (i)
            g_string_append(out, "; ");
        mention_explain(&g_array_index(s->mentions, Mention, i), out);
    }
    return g_string_free(out, FALSE);
}

static const struct {
    const char *text, *mentions;
} cases[] = {
    /* clocks */
    {"at 20:45 it broke", "clock 20:45"},
    {"T+0:30 it broke", ""},
    {"T+0:30:00 it broke", "duration 30.00 min"},
    {"8:45 pm WAT", "clock 20:45 +01:00"},
    {"12:05 am", "clock 00:05"},
    {"12:05 p.m. it", "clock 12:05"},
    {"2pm to 9pm", "clock 14:00; clock 21:00"},
    {"21:10:57 UTC", "clock 21:10 UTC"},
    {"07:45 Uhr", "clock 07:45"},
    {"12h30 panne", "clock 12:30"},
    {"à 7 h 20 les pompes et les vannes se sont arrêtées et on n'a rien vu", "clock 07:20"},
    {"12:05 HNE", "clock 12:05 -05:00"},
    {"de storing begon om 09.05 uur en was niet meer te zien", "clock 09:05"},
    {"14.44 the buttons", "clock 14:44"},
    {"0730 - 1230 (UTC)", "clock 07:30; clock 12:30 UTC"},
    {"between 1900 and 2100 UTC", "clock 19:00; clock 21:00 UTC"},
    {"2025-01-14 1600", "date 2025-01-14; clock 16:00"},
    {"[04.06.24, 10:05] Jo: it is down", "date 2024-06-04; clock 10:05"},
    {"version 10.12.24 was out", ""},
    {"16:37 Denver time", "clock 16:37 America/Denver"},
    {"10:00 Europe/Berlin", "clock 10:00 Europe/Berlin"},
    {"10:00 UTC+5:30", "clock 10:00 +05:30"},
    {"10:00 (PST)", "clock 10:00 -08:00"},
    {"2021-05-29T22:41:00-05:00", "date 2021-05-29; clock 22:41 -05:00"},
    {"2021-05-29T22:41:00Z", "date 2021-05-29; clock 22:41 UTC"},
    {"12:00-13:00", "clock 12:00; clock 13:00"},
    {"die Pumpe war um halb zehn morgens weg und wurde nicht bemerkt", "clock 09:30"},
    {"die Pumpe war um Viertel vor neun abends weg und das war es", "clock 20:45"},
    {"het was om kwart over negen en de pomp was weg, dat zag de klant", "clock 09:15"},
    {"om vijf voor half acht was de pomp niet meer te zien en dat was het", "clock 07:25"},
    {"la bomba se paró a las nueve y media de la noche y no fue por la luz", "clock 21:30"},
    {"la pompe était morte à huit heures moins le quart et on ne l'a pas vu", "clock 07:45"},
    {"la pompe est tombée vers midi et elle est restée dans le noir", "clock 12:00"},
    {"a bomba parou às 9 da manhã e não foi por causa da luz", "clock 09:00"},
    {"a bomba parou à meia-noite e dois e não foi por causa da luz", "clock 00:02"},
    {"la pompa si è fermata alle nove e mezza di sera e non era la luce", "clock 21:30"},
    {"la pompa si è fermata alle 6.50 e non era la luce", "clock 06:50"},
    {"un corte de 9 horas de la bomba que no fue por la luz", "duration 540.00 min"},
    /* clocks in words */
    {"at half past eight in the evening it was over", "clock 20:30"},
    {"it was seen just after three in the morning", "clock 03:00"},
    {"at 3 in the afternoon", "clock 15:00"},
    {"Um halb neun ist der Dienst wieder da und alle sind froh", "clock 08:30"},
    {"Um fünf vor halb zehn ist der Dienst nicht mehr da", "clock 09:25"},
    {"Viertel nach acht ist der Dienst wieder da und nicht langsam", "clock 08:15"},
    {"Um 8 Uhr 15 ist der Dienst wieder da und nicht langsam", "clock 08:15"},
    {"Um acht Uhr abends ist der Dienst wieder da und nicht langsam", "clock 20:00"},
    {"A las nueve y cuarto no se podía entrar en la tienda", "clock 09:15"},
    {"A las 8 de la noche no se podía entrar en la tienda", "clock 20:00"},
    {"a las 18 tiendas no se les pudo avisar de que el sistema no iba", "count 18.00 "},
    {"À midi et demi la base est de nouveau dans le réseau", "clock 12:30"},
    {"À neuf heures moins le quart la base est dans le réseau", "clock 08:45"},
    {"Peu après 15h la base est de nouveau dans le réseau", "clock 15:00"},
    {"la panne a duré 3h dans le réseau et pour les clients", "duration 180.00 min"},
    {"À meia-noite e dois ela já não estava com o sistema", "clock 00:02"},
    {"Às dez para as nove o sistema não estava mais com os dados", "clock 08:50"},
    {"Alle otto e un quarto il servizio non era più nella rete", "clock 08:15"},
    {"Verso le 18 il servizio non era più nella rete", "clock 18:00"},
    {"All'una e venti il servizio non era più nella rete", "clock 01:20"},
    {"Om half tien was het systeem weer in de lucht voor iedereen", "clock 09:30"},
    {"Om kwart over negen was het systeem weer in de lucht", "clock 09:15"},
    {"Om 8u05 was het systeem weer in de lucht voor iedereen", "clock 08:05"},
    {"a las dos horas no se podía ver el sistema en la red", "duration 120.00 min"},
    {"la caisse est dans le noir entre midi et deux pour les clients", "clock 12:00"},
    {"it was seen at 9:00 this morning", "clock 09:00; date 0000-00-00"},
    {"from 3 hours to 4 hours", "duration 180.00 min; duration 240.00 min"},
    /* no clocks */
    {"version 1.35.2 on 10.0.0.1", ""},
    {"a ratio of 16:9 and 25:10", ""},
    {"cost $10:30", "money 10.00 USD"},
    {"TLS 1.3 and 2.50", "clock 02:50"},
    {"reports 403s and 502s for 30s", "duration 0.50 min"},
    /* dates */
    {"November 3rd, 2020", "date 2020-11-03"},
    {"11th Jun 2018", "date 2018-06-11"},
    {"am 9. November 2025", "date 2025-11-09"},
    {"die Nacht vom 17. auf den 18. Juli 2024", "date 2024-07-17; date 2024-07-18"},
    {"from 3 to 18 July 2024", "date 2024-07-18"},
    {"el 3 de mayo de 2021", "date 2021-05-03"},
    {"(24/06/2018-25/06/2018)", "date 2018-06-24; date 2018-06-25"},
    {"5-26-21", "date 2021-05-26"},
    {"01-10-2024", "date 2024-01-10 (order open)"},
    {"20/Aug/2018", "date 2018-08-20"},
    {"January 2020", "date 2020-01-00"},
    {"July 15 & 16, 2014", "date 2014-07-15; date 2014-07-16"},
    {"30 February 2020", "date 2020-02-00"},
    {"Nov 3rd at 00:05", "date 0000-11-03; clock 00:05"},
    {"you may 10 times", ""},
    /* durations */
    {"1d 6h 40m", "duration 1840.00 min"},
    {"6hrs 30mins", "duration 390.00 min"},
    {"3 hours  and 16 minutes", "duration 196.00 min"},
    {"5h 09m", "duration 309.00 min"},
    {"approximately 2 weeks", "duration 20160.00 min"},
    {"2.5 hours", "duration 150.00 min"},
    {"an hour and a half", "duration 90.00 min"},
    {"half an hour", "duration 30.00 min"},
    {"a 23-minute outage", "duration 23.00 min"},
    {"15-Minuten-Stromausfall der Stadt und der Post", "duration 15.00 min"},
    {"detected 10 minutes afterward", "relative 10.00 min"},
    {"roughly 30 minutes earlier", "relative -30.00 min"},
    {"it took an hour and a quarter, that is a good hour", "duration 75.00 min; duration 60.00 min"},
    {"das hat anderthalb Stunden und nicht eine Viertelstunde gedauert", "duration 90.00 min; duration 15.00 min"},
    {"das hat 2,5 Stunden und nicht nur eine halbe Stunde gedauert", "duration 150.00 min; duration 30.00 min"},
    {"la red no se pudo ver en hora y media, ni en los tres cuartos de hora", "duration 90.00 min; duration 45.00 min"},
    {"media hora más tarde la red no se pudo ver con los otros", "relative 30.00 min"},
    {"la panne est dans le réseau une demi-heure plus tard", "relative 30.00 min"},
    {"la panne a duré deux heures et demie dans le réseau", "duration 150.00 min"},
    {"a falha não durou uma hora e meia mas meia hora com os clientes", "duration 90.00 min; duration 30.00 min"},
    {"il guasto non è durato un'ora e mezza ma mezz'ora per i clienti", "duration 90.00 min; duration 30.00 min"},
    {"de storing was niet anderhalf uur maar drie kwartier op het net", "duration 90.00 min; duration 45.00 min"},
    {"een kwartier later was het net weer in de lucht voor iedereen", "relative 15.00 min"},
    {"after 5 minutes", "relative 5.00 min"},
    /* counts and sums */
    {"305 teams", "count 305.00 "},
    {"~9,000 driver accounts", "count 9000.00 "},
    {"3.7M failed requests", "count 3700000.00 "},
    {"4.71K requests per second", "count 4710.00 rate"},
    {"80% of users", ""},
    {"two dozen customers and two hundred and fifty users", "count 24.00 ; count 250.00 "},
    {"a few hundred users", ""},
    {"una docena de clientes y dos mil personas no lo vieron en la red", "count 12.00 ; count 2000.00 "},
    {"une centaine de clients dans le réseau et deux mille personnes", "count 100.00 ; count 2000.00 "},
    {"das sind 1,2 Mio. Euro und nicht 12 Tausend Euro", "money 1200000.00 EUR; money 12000.00 EUR"},
    {"no son 2,5 millones de euros en la red", "money 2500000.00 EUR"},
    {"loss of $15,000", "money 15000.00 USD"},
    {"11m DAI", "money 11000000.00 DAI"},
    {"1,416,975 usd", "money 1416975.00 USD"},
    {"2,675.73 XMR", "money 2675.73 XMR"},
    {"estimated 96000 GMV loss", "money 96000.00 "},
    {"EUR 8,400", "money 8400.00 EUR"},
    {"a loss of 14 k€", "money 14000.00 EUR"},
    {"COP 184.000.000", "money 184000000.00 COP"},
    {"the two teams met", ""},
    {"two dozen shops", "count 24.00 "},
    {"van 12.10 tot 13.40 uur was de pomp niet te zien en dat was het", "clock 12:10; clock 13:40"},
    /* permalinks */
    {"https://x.slack.com/archives/C1/p1604358903134200", "permalink 2020-11-02T23:15:03.134Z"},
    {"[here](https://x.slack.com/archives/C1/p1604358903134200)", "permalink 2020-11-02T23:15:03.134Z"},
    {"https://x.com/p123", ""},
    /* a zone alone */
    {"All times are in UTC.", "zone UTC"},
    {"All times are Eastern.", "zone America/New_York"},
    {"go east", ""},
    {"at 14:05 Eastern African Time", "clock 14:05 +03:00"},
    {"All times are in Greenwich Mean Time.", "zone UTC"},
    {"9:10 a.m. Indian Standard Time", "clock 09:10 +05:30"},
    /* half of the day in one letter */
    {"Resolved 11:30p", "clock 23:30"},
    {"from 9:27a to 12:28a", "clock 09:27; clock 00:28"},
    {"14:05pages", "clock 14:05"},
    {"T+12: paged", "duration 12.00 min"},
};

static void test_grammar(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *got = mentions_of(cases[i].text);
        if (strcmp(got, cases[i].mentions) != 0)
            g_test_message("\"%s\": got \"%s\", want \"%s\"", cases[i].text, got, cases[i].mentions);
        g_assert_cmpstr(got, ==, cases[i].mentions);
    }
}

/* Code is no evidence. */
static void test_code(void)
{
    g_autofree char *got = mentions_of("```\n2021-01-01 10:00\n```\n");
    g_assert_cmpstr(got, ==, "");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/extract/mentions/grammar", test_grammar);
    g_test_add_func("/extract/mentions/code", test_code);
    return g_test_run();
}
