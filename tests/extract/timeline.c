#include "support.h"

static char *moments_of(const char *name, const char *text, const TimelineSettings *settings)
{
    g_autoptr(Stages) s = stages_new(name, text, settings);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < s->timeline->moments->len; i++) {
        g_autofree char *at = moment_text(timeline_moment(s->timeline, i));
        g_string_append_printf(out, "%s%s", i ? " " : "", at);
    }
    return g_string_free(out, FALSE);
}

static const struct {
    const char *name, *text, *moments;
} cases[] = {
    {"carried from a date line", "## Timeline\n\n5 January 2021\n\n11.57 Deployed\n\n14.44 Buttons gone\n",
     "2021-01-05 2021-01-05T11:57 2021-01-05T14:44"},
    {"past midnight", "## Timeline\n- 2021-01-05 23:50 alert\n- 00:10 fixed\n", "2021-01-05T23:50 2021-01-06T00:10"},
    {"past noon", "## Timeline\n2 March 2021\n\n12.56 a\n\n1.00 b\n\n1.28 c\n",
     "2021-03-02 2021-03-02T12:56 2021-03-02T13:00 2021-03-02T13:28"},
    {"newest first", "## Timeline\n- 2021-01-05 11:00 fixed\n- 10:30 looking\n- 10:00 alert\n- 9:55 errors\n",
     "2021-01-05T11:00 2021-01-05T10:30 2021-01-05T10:00 2021-01-05T09:55"},
    {"order settled", "13/06/2018 and 02/06/2018", "2018-06-13 2018-06-02"},
    {"order settled other way", "06/13/2018 and 06/02/2018", "2018-06-13 2018-06-02"},
    {"small word behind the day", "### 2021-01-05 ca. 18:30\n\nQueue full.\n\n### 22:48\n\nSeen.\n",
     "2021-01-05T18:30 2021-01-05T22:48"},
    {"month and day glued", "On June4, 2021 at 10:05 it broke", "2021-06-04T10:05"},
    {"month and day in brackets", "# 4 May 2021\n\n- [05-03 23:50] alert\n- [05-04 00:10] fixed\n",
     "2021-05-04 2021-05-03T23:50 2021-05-04T00:10"},
    {"dotted clocks of prose", "On 5 January 2021 the belt stopped at 17.35. Ines came at 19.02 and left about 21.40.",
     "2021-01-05 2021-01-05T17:35 2021-01-05T19:02 2021-01-05T21:40"},
    {"a version is no clock", "On 5 January 2021 at 17:35 we went from 1.11 to 1.13.", "2021-01-05T17:35"},
    {"zone behind a word for the clock", "Clock: Eastern (EDT).\n\n- 2021-07-05 10:00 alert\n",
     "2021-07-05T10:00-04:00"},
    {"zone in a bracket", "**In full** (from the log, times GMT)\n\n- 2021-01-05 10:00 alert\n",
     "2021-01-05T10:00+00:00"},
    {"the only year that is named", "Down on 5 January at 10:00. INC-2021-17\n\nYear: 2021\n", "2021-01-05T10:00"},
    {"of two years none", "# Carts\n\nDown on 5 January at 10:00. In 2020 all was well, in 2019 too.\n", "T10:00"},
    {"a byline's day is not the entries'",
     "# Sunday\n\n29 November 2022, by Kim\n\nOn Sunday, 27 November, carts were lost.\n\n## Timeline\n\n- 20:01 "
     "alert\n",
     "2022-11-29 2022-11-27 2022-11-27T20:01"},
    {"the day before that of writing",
     "# Down\n\nPublished: March 9, 2021\n\nYesterday the cooling failed. We were gone at 11:12.\n",
     "2021-03-09 2021-03-08T11:12"},
    {"zone for all", "All times in UTC.\n\n- 2021-01-05 10:00 alert\n", "2021-01-05T10:00+00:00"},
    {"zone of others", "- 2021-01-05 8:45 pm WAT x\n- 9:10 pm y\n", "2021-01-05T20:45+01:00 2021-01-05T21:10+01:00"},
    {"zone in a table's head", "|Time (CET)|What|\n|-|-|\n|2021-06-05 10:00|x|\n", "2021-06-05T10:00+01:00"},
    {"two columns of zones", "|UTC|PST|What|\n|-|-|-|\n|2021-06-05 18:00|10:00|x|\n",
     "2021-06-05T18:00+00:00 2021-06-05T10:00-08:00"},
    {"range shares all", "down from 8:45 to 9:23 pm CET on January 5th, 2022",
     "2022-01-05T20:45+01:00 2022-01-05T21:23+01:00"},
    {"range past midnight", "On 2022-01-05 it was down from 22:30 to 01:15 UTC",
     "2022-01-05 2022-01-05T22:30+00:00 2022-01-06T01:15+00:00"},
    {"noon that is midnight", "11:47pm to 12:20pm on 2022-01-05", "2022-01-04T23:47 2022-01-05T00:20"},
    {"default date", "Unless otherwise noted it was 2024-05-06.\n\n## Timeline\n- 2024-05-05 23:12 a\n- 02:50 b\n",
     "2024-05-06 2024-05-05T23:12 2024-05-06T02:50"},
    {"no date", "up at 10:00 GMT", "T10:00+00:00"},
    {"permalink year and zone", "Nov 3rd\n\n- 07:15 [x](https://s.slack.com/archives/C/p1604358903134200) down\n",
     "2020-11-03 2020-11-03T07:15+08:00"},
    {"relative", "The cart went down at 06:20 GMT, and 15 minutes afterward we saw it.", "T06:20+00:00 T06:35+00:00"},
    {"year at the end of a heading", "### March 3 - ongoing, 2019\n\nWiki slow.\n\nMarch 4, 10:00 CET\n",
     "2019-03-03 2019-03-04T10:00+01:00"},
    {"after noon, said first",
     "2024\xeb\x85\x84 5\xec\x9b\x94 7\xec\x9d\xbc \xec\x98\xa4\xed\x9b\x84 2:05 ~ "
     "\xec\x98\xa4\xed\x9b\x84 3:10 (GMT+9)",
     "2024-05-07T14:05+09:00 2024-05-07T15:10+09:00"},
    {"next morning", "On 17 September 2020 it broke at 23:40. Seen at 08:30 the next morning, fixed at 09:05.",
     "2020-09-17 2020-09-17T23:40 2020-09-18T08:30 2020-09-18T09:05"},
    {"month first by the zone", "On 12/02/2020 at 9:40 AM EST", "2020-12-02T09:40-05:00"},
    {"night onto a day",
     "In der Nacht auf Sonntag, den 7. Mai 2023, fiel die Kasse aus. Um 23:40 Uhr kam der Alarm, um 1:20 Uhr war er "
     "weg.",
     "2023-05-07 2023-05-06T23:40 2023-05-07T01:20"},
    {"night of two weekdays",
     "In de nacht van zaterdag 6 op zondag 7 mei 2023 was het stil. Om 23.40 uur ging het alarm en om 1.20 uur was het "
     "weg.",
     "2023-05-06 2023-05-07 2023-05-06T23:40 2023-05-07T01:20"},
    {"next morning, Dutch",
     "Op 7 mei 2023 om 22.50 uur viel het uit. De volgende ochtend om 8.05 uur was het er weer voor iedereen.",
     "2023-05-07T22:50 2023-05-08T08:05"},
    {"later, French",
     "Le 7 mai 2023 à 10h la caisse est tombée. Dix minutes plus tard l'alarme est là, une demi-heure après elle part.",
     "2023-05-07T10:00 2023-05-07T10:10 2023-05-07T10:40"},
    {"zone in words, German", "Alle Zeiten sind Berliner Zeit und nicht UTC.\n\n- 2021-07-05 10:00 Alarm\n",
     "2021-07-05T10:00+02:00"},
    {"zone in words, Spanish", "Zona horaria: hora de Colombia.\n\n- 2021-07-05 10:00 no se pudo entrar en la tienda\n",
     "2021-07-05T10:00-05:00"},
    {"zone in words, French", "Fuseau horaire : Paris\n\n- 2021-07-05 10:00 la caisse est dans le noir\n",
     "2021-07-05T10:00+02:00"},
    {"zone in words, Portuguese", "Fuso horário: São Paulo\n\n- 2021-07-05 10:00 o sistema não estava com os dados\n",
     "2021-07-05T10:00-03:00"},
    {"zone in words, Italian", "Orari in ora italiana.\n\n- 2021-07-05 10:00 il servizio non era più nella rete\n",
     "2021-07-05T10:00+02:00"},
    {"zone in words, Dutch", "Alle tijden in Nederlandse tijd.\n\n- 2021-07-05 10:00 het net was niet in de lucht\n",
     "2021-07-05T10:00+02:00"},
    {"zone in words, of Canada",
     "**Heures :** heure normale de l'Est (HNE)\n\n- 2021-01-05 10:00 la caisse est dans le noir\n",
     "2021-01-05T10:00-05:00"},
    {"zone of the Azores",
     "Nota da equipa para todas as escolas. Horas dos Açores (UTC-1).\n\n- 2021-01-05 10:00 o portal parou\n",
     "2021-01-05T10:00-01:00"},
    {"weekday beside a time, of the document's day",
     "# Lavori del 9 ottobre 2023 al magazzino\n\nIl fornitore ha finito domenica alle ore 19. Alle 5.50 l'impianto "
     "era fermo.\n",
     "2023-10-09 2023-10-08T19:00 2023-10-09T05:50"},
    {"line of who wrote, above another line",
     "# Portal em baixo\n\n> Wiki da equipa - última edição por Ana, 20 nov 2023\n> Contacto na portaria do edifício "
     "principal da escola\n\nFoi na "
     "quarta-feira, 15/11/2023, de manhã.\n\nÀs 10:17 o portal deixou de abrir.\n",
     "2023-11-20 2023-11-15 2023-11-15T10:17"},
    {"zone of Europe's middle", "All times are Central European Time.\n\n- 2021-01-05 10:00 alert\n",
     "2021-01-05T10:00+01:00"},
    {"weekday after the date before it",
     "# Carts lost\n\n## Timeline\n\n- Monday, May 6, 2024 at 3:10: carts went down\n- Half restored by 14:00 on "
     "Monday\n"
     "- Restored by 9:00 on Wednesday\n",
     "2024-05-06T03:10 2024-05-06T14:00 2024-05-08T09:00"},
    {"weekday that looks back, weekday too far on",
     "# Carts lost\n\n## Timeline\n\n- Monday, May 6, 2024 at 3:10: carts went down\n- As seen at 14:00 last "
     "Wednesday\n"
     "- The fault began at 9:00 on Sunday\n",
     "2024-05-06T03:10 2024-05-06T14:00 2024-05-06T09:00"},
    {"day alone", "On 24th Jun 2018 at 2:20am; seen on 25th 10:19am", "2018-06-24T02:20 2018-06-25T10:19"},
};

static void test_settling(void)
{
    TimelineSettings settings = {0};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *got = moments_of("x.md", cases[i].text, &settings);
        if (strcmp(got, cases[i].moments) != 0)
            g_test_message("%s: got %s", cases[i].name, got);
        g_assert_cmpstr(got, ==, cases[i].moments);
    }
}

static void test_given(void)
{
    TimelineSettings settings = {.zone = zone_find("Asia/Kolkata", NULL), .year = 2020};
    g_autofree char *a = moments_of("x.md", "On 7 July at 2pm", &settings);
    g_assert_cmpstr(a, ==, "2020-07-07T14:00+05:30");
    TimelineSettings none = {0};
    g_autofree char *b = moments_of("2024-05-06-api.md", "On 6th May from 14:20 to 17:05 UTC", &none);
    g_assert_cmpstr(b, ==, "2024-05-06T14:20+00:00 2024-05-06T17:05+00:00");
    g_autofree char *c = moments_of("x.md", "On 6th May at 14:20", &none);
    g_assert_cmpstr(c, ==, "T14:20");
}

static void test_text(void)
{
    static const char *const good[] = {"2022-01-05T20:45+01:00", "2022-01-05", "T08:00+00:00", "2022-01-05T20:45:30",
                                       "2022-01-05T20:45:30-05:30"};
    for (guint i = 0; i < G_N_ELEMENTS(good); i++) {
        TextMoment m;
        g_assert_true(moment_parse(good[i], &m));
        g_autofree char *text = moment_text(&m);
        g_assert_cmpstr(text, ==, good[i]);
    }
    static const char *const bad[] = {
        "", "2022-02-30", "2022-01-05T25:00", "2022-01-05T20:45 UTC", "yesterday", "2022-01-05T", "20:45"};
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
        TextMoment m;
        g_assert_false(moment_parse(bad[i], &m));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/extract/timeline/settling", test_settling);
    g_test_add_func("/extract/timeline/given", test_given);
    g_test_add_func("/extract/timeline/text", test_text);
    return g_test_run();
}
