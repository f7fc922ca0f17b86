/* The service that is read from short documents; each answer was decided by hand. */
#include "support.h"

#include <glib/gstdio.h>
#include <string.h>

static const struct {
    const char *text, *services; /* "-": none */
} rows[] = {
    /* the name before the outage, the name behind it */
    {"# Invoice Hub outage\n\nOn 3 May 2024 nobody could print from 10:00 to 10:40 UTC.\n", "Invoice Hub"},
    {"# INC-77: Invoice Hub was completely down\n\nOn 3 May 2024 from 10:00 to 10:40 UTC.\n", "Invoice Hub"},
    {"# Major outage of the tariff-engine in Lund\n\nOn 3 May 2024 from 10:00 to 10:40 UTC.\n", "tariff-engine"},
    {"# Tariff API: degraded\n\nOn 3 May 2024 errors from 10:00 to 10:40 UTC.\n", "Tariff API"},
    {"# Errors on maps.lund.example\n\nOn 3 May 2024 from 10:00 to 10:40 UTC it was down.\n", "maps.lund.example"},
    {"# Ausfall der Tarifpumpe am Montag\n\nAm 3. Mai 2024 war sie von 10:00 bis 10:40 Uhr ausgefallen.\n",
     "Tarifpumpe"},
    {"# Panne du portail Vélo\n\nLe 3 mai 2024, le portail était en panne de 10h00 à 10h40.\n", "portail Vélo"},
    {"# Caída de Boletas\n\nEl 3 de mayo de 2024 no hubo servicio de 10:00 a 10:40 h.\n", "Boletas"},
    /* neither a kind of thing nor what a sentence tells is a name */
    {"# Website down\n\nOn 3 May 2024 nobody could read from 10:00 to 10:40 UTC.\n", "-"},
    {"# Power outage\n\nOn 3 May 2024 all was dark from 10:00 to 10:40 UTC.\n", "-"},
    {"# Why the site was down\n\nOn 3 May 2024 nobody could read from 10:00 to 10:40 UTC.\n", "-"},
    {"# Pumps stayed down\n\nOn 3 May 2024 nothing flowed from 10:00 to 10:40 UTC.\n", "-"},
    /* a label wins; a count is no service */
    {"# Invoice Hub outage\n\nAffected services: tariff-engine\n\nOn 3 May 2024 from 10:00 to 10:40 UTC.\n",
     "tariff-engine"},
    {"# Invoice Hub outage\n\nAffected services: 58 customers\n\nOn 3 May 2024 from 10:00 to 10:40 UTC.\n",
     "Invoice Hub"},
};

static void test_services(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Extraction) x = extract_text("a.md", rows[i].text);
        if (x->incidents->len != 1)
            g_error("%u incidents in %s", x->incidents->len, rows[i].text);
        g_test_message("%s", rows[i].text);
        g_assert_cmpstr(fact_text(extraction_incident(x, 0), FACT_SERVICES), ==, rows[i].services);
    }
}

/* With names of one's own in a cue file. */
static void test_named(void)
{
    static const struct {
        const char *text, *services;
    } named[] = {
        {"# Till and ledger sync down\n\nOn 3 May 2024 from 10:00 to 10:40 UTC nobody could pay.\n",
         "till, Ledger-Sync"},
        /* the longer name of two at one place */
        {"# Ledger sync broken\n\nOn 3 May 2024 from 10:00 to 10:40 UTC.\n", "Ledger-Sync"},
        /* no name in the title: those that a sentence of trouble names, and not those that it clears */
        {"# A bad morning\n\nOn 3 May 2024 from 10:00 to 10:40 UTC the till was down. The ledger was not affected.\n",
         "till"},
        {"# A bad morning\n\nThe till is where people pay. On 3 May 2024 from 10:00 to 10:40 UTC it was down.\n", "-"},
        /* a label wins */
        {"# Till down\n\nAffected services: kiosk\n\nOn 3 May 2024 from 10:00 to 10:40 UTC.\n", "kiosk"},
    };
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(g_get_tmp_dir(), "nines-service-names.yaml", NULL);
    g_assert_true(g_file_set_contents(path, "service_name: [till, ledger, Ledger-Sync, kiosk]\n", -1, &error));
    g_autoptr(GPtrArray) files = g_ptr_array_new();
    g_ptr_array_add(files, path);
    ExtractSettings settings = {.cue_files = files};
    for (guint i = 0; i < G_N_ELEMENTS(named); i++) {
        const char *text = named[i].text;
        g_autoptr(Extraction) x = extract_document("a.md", text, strlen(text), &settings, &error);
        g_assert_no_error(error);
        g_test_message("%s", text);
        g_assert_cmpstr(fact_text(extraction_incident(x, 0), FACT_SERVICES), ==, named[i].services);
    }
    g_remove(path);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/services/prose", test_services);
    g_test_add_func("/services/named", test_named);
    return g_test_run();
}
