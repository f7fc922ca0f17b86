/* Short reports in six languages and several registers, each with the answers of its writer: clock times, who noticed,
 * how many, how much, actions; NULL where it is not looked at. */
#include "support.h"

#include <string.h>

typedef struct {
    const char *text;
    const char *start, *detected, *acknowledged, *resolved; /* clock times */
    const char *by, *users, *actions;
} Report;

static const Report reports[] = {
    {"# Ausfall der Warenwirtschaft am 12.06.2024\n"
     "\n"
     "Am Mittwochvormittag stand in allen Märkten die Warenwirtschaft still. Gegen halb zehn meldeten die ersten "
     "Filialen, dass sich keine Wareneingänge mehr buchen lassen. Um 9.45 Uhr hat sich Frau Petri aus der "
     "Anwendungsbetreuung die Sache angesehen. Schuld war ein volles Dateisystem auf dem Datenbankserver. Ab 10.50 Uhr "
     "konnten die Märkte zumindest wieder Bestände abfragen, gebucht werden konnte noch nicht. Seit 11.35 Uhr läuft "
     "der Betrieb wieder in vollem Umfang.\n"
     "\n"
     "Betroffen waren 48 Märkte. Der entgangene Umsatz wird auf rund 12.000 Euro geschätzt.\n"
     "\n"
     "## Was wir daraus mitnehmen\n"
     "\n"
     "- Plattenplatz überwachen\n"
     "- Alarmierung der Bereitschaft auch tagsüber\n",
     "09:30", "09:30", "09:45", "11:35", "customer", "48", NULL},
    {"Betreff: AW: Telefonanlage gestern\n"
     "Von: Kerstin Holm\n"
     "Gesendet: Donnerstag, 8. Februar 2024 08:31\n"
     "An: Verwaltung\n"
     "\n"
     "Hallo zusammen,\n"
     "\n"
     "kurz zur Erklärung: gestern um Viertel nach eins ist uns die Telefonanlage abgeraucht. Bemerkt hat es der "
     "Empfang, weil plötzlich kein Anruf mehr durchkam, das war um 13:25 Uhr. Herr Wolff ist um 13:40 Uhr in den "
     "Serverraum und hat nachgeschaut: Netzteil defekt. Ein Ersatzgerät war um 14:20 Uhr eingebaut, um 14:30 Uhr ging "
     "alles wieder.\n"
     "\n"
     "Wir legen uns jetzt ein zweites Netzteil auf Lager.\n"
     "\n"
     "Grüße\n"
     "Kerstin\n",
     NULL, "13:25", "13:40", "14:30", "internal", NULL, NULL},
    {"# Incidente: portal de matrículas inaccesible\n"
     "\n"
     "**Fecha:** 3 de septiembre de 2024\n"
     "**Zona horaria:** hora peninsular\n"
     "\n"
     "## Qué pasó\n"
     "\n"
     "A las nueve de la mañana se abrió el plazo y el portal empezó a ir a pedales. A las 9:12 dejó directamente de "
     "contestar. Nos enteramos a las 9:20 porque una madre llamó a secretaría. Lucía, de sistemas, se puso con ello a "
     "las 9:25. A las 10:05 se limitó el número de accesos simultáneos y las familias pudieron ir entrando poco a "
     "poco. El portal quedó totalmente operativo a las 11:40.\n"
     "\n"
     "## A quién afectó\n"
     "\n"
     "Unas 3.400 familias intentaron matricularse sin éxito.\n"
     "\n"
     "## Qué vamos a hacer\n"
     "\n"
     "1. Prueba de carga antes del próximo plazo\n"
     "2. Cola de espera en la entrada\n"
     "3. Página informativa estática\n",
     "09:12", "09:20", "09:25", "11:40", "customer", "3400", "3"},
    {"# Post mortem: mensajes SMS no entregados\n"
     "\n"
     "| Hora (ART) | Evento |\n"
     "|---|---|\n"
     "| 14:02 | El proveedor empieza a rechazar nuestros envíos |\n"
     "| 14:10 | Salta la alarma de tasa de entrega en Grafana |\n"
     "| 14:13 | Matías, de guardia, toma la alerta |\n"
     "| 14:31 | Conmutamos al proveedor secundario, los mensajes nuevos salen |\n"
     "| 15:20 | Se termina de reenviar lo encolado, servicio normal |\n"
     "\n"
     "Fecha: 21/05/2024. Quedaron 18.250 mensajes demorados de 640 comercios.\n"
     "\n"
     "## Próximos pasos\n"
     "\n"
     "- [x] Conmutación automática\n"
     "- [ ] Revisar contrato\n",
     "14:02", "14:10", "14:13", "15:20", "monitoring", "640", "2"},
    {"# Incident du 18 avril 2024 : badgeuses hors service\n"
     "\n"
     "Jeudi matin, vers 7 h 40, les badgeuses du siège ont cessé d'enregistrer les passages. Le gardien s'en est "
     "aperçu à 7 h 55 et a prévenu l'astreinte. Karim a pris la main à 8 h 10. Le contrôleur a été redémarré à 8 h 30 "
     ": les portes se rouvraient, mais les pointages restaient perdus. À 9 h 15, le service fonctionnait à nouveau "
     "normalement.\n"
     "\n"
     "Environ 420 salariés ont dû être pointés à la main.\n"
     "\n"
     "### Suites données\n"
     "\n"
     "- Remplacer le contrôleur\n"
     "- Superviser l'espace disque\n"
     "- Rédiger une procédure papier\n",
     "07:40", "07:55", "08:10", "09:15", "internal", "420", "3"},
    {"# Post-mortem : API météo en erreur\n"
     "\n"
     "**Date :** 2 mai 2024\n"
     "**Début :** 22h14\n"
     "**Détection :** 22h19 (alerte Prometheus)\n"
     "**Prise en charge :** 22h26\n"
     "**Retour à la normale :** 23h48\n"
     "**Clients touchés :** 37\n"
     "\n"
     "## Résumé\n"
     "Un certificat interne est arrivé à expiration et l'API a renvoyé des 502.\n"
     "\n"
     "## Ce qu'on va faire\n"
     "* Renouvellement automatique\n"
     "* Alerte à 15 jours\n",
     "22:14", "22:19", "22:26", "23:48", "monitoring", "37", "2"},
    {"# Fermo del magazzino automatico, 9 ottobre 2024\n"
     "\n"
     "Mercoledì alle 6.50 il trasloelevatore si è fermato e il gestionale non ha più risposto. Se n'è accorto il "
     "capoturno alle 7.05. Il reperibile è intervenuto alle 7.20. Verso le 8.15 abbiamo ripreso a lavorare a mano, con "
     "metà delle postazioni. Alle 9.50 l'impianto era di nuovo in funzione.\n"
     "\n"
     "Sono rimasti fermi 34 operatori e 410 ordini sono partiti in ritardo. Il danno è stimato in 8.500 euro.\n"
     "\n"
     "## Azioni correttive\n"
     "\n"
     "1. Sostituire il PLC\n"
     "2. Scorta di schede\n",
     "06:50", "07:05", "07:20", "09:50", NULL, "34", "2"},
    {"Oggetto: disservizio del registro elettronico di ieri\n"
     "\n"
     "Gentili famiglie,\n"
     "\n"
     "ieri, 12 marzo 2024, il registro elettronico non è stato raggiungibile dalle 7:30 alle 10:15. I primi genitori "
     "ci hanno scritto intorno alle 7:45; il fornitore ha preso in carico la segnalazione alle 8:05. La causa è stata "
     "un aggiornamento non riuscito durante la notte.\n"
     "\n"
     "Ci scusiamo per il disagio.\n",
     "07:30", "07:45", "08:05", "10:15", "customer", NULL, NULL},
    {"# Storing boekingssysteem 6 maart 2024\n"
     "\n"
     "Woensdagochtend om kwart voor negen viel het boekingssysteem uit. Om 08.52 uur belden de eerste hotels met de "
     "helpdesk. Joost is er om 09.05 uur in gedoken en zag dat de koppeling met de betaaldienst vastliep. Vanaf 09.40 "
     "uur konden hotels weer boeken zonder vooruitbetaling. Om 11.10 uur was alles weer zoals het hoort.\n"
     "\n"
     "In totaal hebben 86 hotels hier last van gehad.\n"
     "\n"
     "## Wat gaan we eraan doen?\n"
     "\n"
     "- time-out op de koppeling\n"
     "- noodprocedure in het handboek\n",
     "08:45", "08:52", "09:05", "11:10", "customer", "86", "2"},
    {"# Incidentrapport\n"
     "\n"
     "- Datum: 17-09-2024\n"
     "- Aanvang: 13:20\n"
     "- Ontdekt: 13:26, monitoring\n"
     "- In behandeling: 13:31\n"
     "- Opgelost: 14:55\n"
     "- Getroffen leerlingen: 2.150\n"
     "\n"
     "## Acties\n"
     "| Actie | Wie | Status |\n"
     "|---|---|---|\n"
     "| Nieuwe switch | beheer | gereed |\n"
     "| Reservekabel | beheer | open |\n"
     "| Monitoring uitbreiden | team | open |\n",
     "13:20", "13:26", "13:31", "14:55", "monitoring", "2150", "3"},
    {"# Queda do sistema de agendamento – 14 de maio de 2024\n"
     "\n"
     "Às 8h05 o sistema de agendamento das clínicas saiu do ar. Quem percebeu primeiro foram as recepcionistas, que "
     "ligaram para o suporte às 8h12. O Rafael começou a olhar às 8h20 e viu que o banco de dados tinha estourado o "
     "limite de conexões. Às 8h50 subimos uma réplica só para leitura, e as clínicas já conseguiam ver a agenda. Às "
     "9h40 tudo voltou ao normal.\n"
     "\n"
     "Ao todo, 23 clínicas foram afetadas e cerca de 510 consultas tiveram de ser remarcadas.\n"
     "\n"
     "**O que vamos mudar**\n"
     "\n"
     "- aumentar o pool de conexões\n"
     "- criar alerta de conexões\n"
     "- testar a réplica todo mês\n"
     "- plantão às segundas\n",
     "08:05", "08:12", "08:20", "09:40", NULL, "23", "4"},
    {"# Relatório de incidente INC-882\n"
     "\n"
     "| Campo | Valor |\n"
     "|---|---|\n"
     "| Data | 07/11/2023 |\n"
     "| Início | 10:32 |\n"
     "| Detecção | 10:41, alerta do Zabbix |\n"
     "| Início do atendimento | 10:50 |\n"
     "| Normalização | 12:05 |\n"
     "| Clientes impactados | 1.320 |\n"
     "\n"
     "## Causa\n"
     "Rompimento de fibra.\n"
     "\n"
     "## Plano de ação\n"
     "| Ação | Responsável | Prazo |\n"
     "|---|---|---|\n"
     "| Contratar segunda rota | Redes | 12/2023 |\n"
     "| Revisar SLA | Jurídico | 01/2024 |\n",
     "10:32", "10:41", "10:50", "12:05", "monitoring", "1320", "2"},
};

static void check(const Incident *incident, FactKind fact, const char *want, guint report)
{
    const char *text = fact_text(incident, fact), *clock = text && fact <= FACT_RESOLVED ? strchr(text, 'T') : NULL;
    g_autofree char *got = clock ? g_strndup(clock + 1, 5) : g_strdup(text);
    if (want && g_strcmp0(got, want) != 0)
        g_test_message("report %u, fact %d: got %s, want %s", report, (int)fact, got, want);
    if (want)
        g_assert_cmpstr(got, ==, want);
}

static void test_reports(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(reports); i++) {
        const Report *r = &reports[i];
        g_autoptr(Extraction) x = extract_text("x.md", r->text);
        g_assert_cmpuint(x->incidents->len, ==, 1);
        const Incident *incident = extraction_incident(x, 0);
        check(incident, FACT_START, r->start, i);
        check(incident, FACT_DETECTED, r->detected, i);
        check(incident, FACT_ACKNOWLEDGED, r->acknowledged, i);
        check(incident, FACT_RESOLVED, r->resolved, i);
        check(incident, FACT_DETECTED_BY, r->by, i);
        check(incident, FACT_USERS, r->users, i);
        check(incident, FACT_ACTIONS_TOTAL, r->actions, i);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/extract/languages/reports", test_reports);
    return g_test_run();
}
