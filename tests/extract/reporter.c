/* Who noticed, as sentences tell it: each stands behind the first sentence of a summary. A '-' says that nobody is
 * told. */
#include "support.h"

#include <string.h>

static const char *const openings[] = {
    "# Search outage\n\n## Summary\n\nOn 2024-03-05 the search service was down from 10:00 to 11:00 UTC.",
    "# Ausfall der Suche\n\n## Zusammenfassung\n\nAm 05.03.2024 war die Suche von 10:00 bis 11:00 Uhr nicht "
    "erreichbar.",
    "# Caída del buscador\n\n## Resumen\n\nEl 5 de marzo de 2024 el buscador estuvo caído de 10:00 a 11:00 horas.",
    "# Panne de la recherche\n\n## Résumé\n\nLe 5 mars 2024, la recherche était indisponible de 10h00 à 11h00.",
    "# Queda da busca\n\n## Resumo\n\nEm 5 de março de 2024 a busca ficou fora do ar das 10:00 às 11:00.",
    "# Disservizio della ricerca\n\n## Riepilogo\n\nIl 5 marzo 2024 la ricerca non era raggiungibile dalle 10:00 alle "
    "11:00.",
    "# Storing zoekfunctie\n\n## Samenvatting\n\nOp 5 maart 2024 was de zoekfunctie van 10:00 tot 11:00 uur niet "
    "bereikbaar.",
};

typedef struct {
    char by; /* m(onitoring), c(ustomer), i(nternal), - */
    const char *text;
} Sentence;

static const Sentence english[] = {
    {'m', "The issue was caught by our uptime checks within two minutes."},
    {'m', "Pingdom alerted us that the endpoint returned 503."},
    {'c', "Detection was through people telling us that nothing came back."},
    {'-', "Cause: a plug was pulled during routine maintenance."},
    {'i', "An engineer noticed the errors during routine maintenance."},
    {'m', "We were paged by PagerDuty shortly after."},
    {'m', "The on-call engineer was paged."},
    {'m', "An alert fired in Grafana and woke the responder."},
    {'m', "Sentry started reporting a large number of exceptions."},
    {'m', "We received an automated alert about high error rates."},
    {'m', "Our synthetic tests picked up the failure."},
    {'m', "The problem was first identified through an alarm on queue depth."},
    {'m', "Datadog monitors flagged elevated latency."},
    {'m', "Engineers were alerted by CloudWatch."},
    {'m', "We got an UptimeRobot notification."},
    {'m', "The team noticed the alert in the #ops channel."},
    {'m', "Alerts from Prometheus started coming in."},
    {'m', "An alarm about disk usage was raised by Zabbix."},
    {'c', "A customer wrote to us on Twitter to say that search was broken."},
    {'c', "We learned of the problem from a support ticket."},
    {'c', "Users began complaining on Discord."},
    {'c', "Several customers contacted support."},
    {'c', "The problem was brought to our attention by a user."},
    {'c', "A user opened a GitHub issue about failing searches."},
    {'c', "Our monitoring did not notice; a customer told us."},
    {'c', "No alert fired. We only found out when customers complained."},
    {'c', "Customer support escalated reports from merchants."},
    {'c', "We were alerted to the problem by users on the forum."},
    {'c', "Complaints from shop owners reached us first."},
    {'c', "We first heard about it from a partner."},
    {'c', "Multiple users were reporting errors in Slack."},
    {'c', "One of our enterprise customers reported that search had stopped."},
    {'c', "It was noticed by a user who posted in the forum."},
    {'i', "A developer noticed that no results came back."},
    {'i', "One of our engineers spotted the failure while deploying another change."},
    {'i', "We noticed that the page did not load."},
    {'i', "The issue was discovered by chance by a colleague."},
    {'i', "It was found during a routine check."},
    {'i', "The problem was noticed internally during the morning standup."},
    {'i', "A member of the operations team saw that the search page was blank."},
    {'i', "I noticed the site was down when I tried to log in."},
    {'i', "The team discovered the outage while testing another feature."},
    {'i', "An engineer happened to look at the dashboard and noticed errors."},
    {'-', "Customers were notified by email at 12:00."},
    {'-', "A cable came loose during routine maintenance."},
    {'c', "It began with people telling us that the page was blank."},
    {'i', "It was seen during a routine check of the disks."},
    {'-', "We informed affected users through our status page."},
    {'-', "About 300 users were affected by the errors."},
    {'-', "We will add monitoring so that we are alerted next time."},
    {'-', "The alert that should have fired did not."},
    {'-', "The team identified the root cause as a bad index."},
    {'-', "We reported the problem to our hosting provider."},
    {'-', "Users saw an error page."},
    {'-', "We opened a support ticket with the vendor."},
    {'-', "Monitoring was added afterwards."},
    {'-', "We monitored the situation until all was well."},
    {'-', "Customers experienced timeouts."},
    {'-', "See the GitHub issue for details."},
    {'-', "We found that the cache had been configured wrongly."},
    {'-', "Users who reported problems were given credits."},
    {'m', "Detected at 10:03 by our healthcheck, which pages the duty engineer."},
    {'m', "Alerting kicked in after 3 minutes."},
    {'m', "Our nightly integration tests caught the bug."},
    {'m', "The error budget burn alert went off."},
    {'m', "A Nagios check went critical."},
    {'m', "We received a PagerDuty page for high latency."},
    {'m', "Uptime Kuma sent a message to our Telegram group."},
    {'m', "The monitoring bot posted a warning to the channel."},
    {'m', "Our dashboards showed a sharp rise in 500s, which alerted the team."},
    {'m', "The failure was automatically detected by the orchestrator's health checks."},
    {'m', "CloudWatch alarms notified the team."},
    {'m', "Two minutes later the on-call SRE got paged for SearchErrorRateHigh."},
    {'m', "The responders were alerted via Opsgenie."},
    {'m', "StatusCake reported the site as down."},
    {'m', "An anomaly was detected by our fraud monitoring system."},
    {'m', "At 10:02 our external probe reported failures from three regions."},
    {'c', "At 10:02 the first customer emailed us."},
    {'c', "The support team started receiving tickets about blank pages."},
    {'c', "We received several reports from customers who could not search."},
    {'c', "A merchant called our hotline."},
    {'c', "This was first reported by a member of the community."},
    {'c', "Reports on social media indicated that something was wrong."},
    {'c', "The incident was reported to us by a customer via chat."},
    {'c', "Support was flooded with calls."},
    {'c', "User reports started to arrive on our forum."},
    {'c', "A teacher phoned to ask why nothing could be found."},
    {'c', "We found out through a tweet."},
    {'c', "Affected customers reached out to our support."},
    {'c', "Someone in the community pinged us on Discord."},
    {'c', "The first we heard of it was a phone call from a client."},
    {'c', "An external security researcher notified us about the exposed index."},
    {'c', "Our client complained of missing results."},
    {'i', "A colleague pointed out in Slack that the page was empty."},
    {'i', "Our QA engineer discovered the problem during regression tests."},
    {'i', "During the deployment we noticed errors in the logs."},
    {'i', "An operator noticed that the jobs were stuck."},
    {'i', "The DBA on duty observed that replication had stopped."},
    {'i', "A product manager reported it in #help after a demo failed."},
    {'i', "The outage was noticed by staff in the office."},
    {'i', "A team member accidentally stumbled upon the failure."},
    {'i', "Maria noticed that the queue had stopped."},
    {'i', "We spotted it ourselves while we were checking the release."},
    {'-', "The monitoring dashboards are hosted on the same cluster and were also unavailable."},
    {'-', "Support informed all customers about the incident."},
    {'-', "Our users rely on alerts from this service."},
    {'-', "The alerts service was down too."},
    {'-', "Customers did not report any problems."},
    {'-', "We apologise to all customers who were affected."},
    {'-', "We have since added alerting on this metric."},
    {'-', "Users were unable to receive alerts."},
    {'-', "No customers reported any data loss."},
    {'-', "The provider confirmed a hardware fault."},
    {'-', "Notifications to users were delayed."},
    {'m', "Our Slack bot alerted us that the build was red."},
    {'m', "We got a text from our uptime monitor at 10:02."},
    {'m', "The failure showed up in our error tracker within minutes."},
    {'m', "The monitoring stack noticed high memory usage."},
    {'m', "I woke up to a stream of UptimeRobot emails."},
    {'m', "Our canary caught it before most users did."},
    {'m', "The issue was surfaced by an alarm for 5xx responses."},
    {'m', "Health checks started failing and an alert was triggered."},
    {'m', "Prometheus fired the InstanceDown alert."},
    {'m', "Automated alerting notified the engineering team."},
    {'m', "We were notified by our hosting provider's monitoring that the host was down."},
    {'c', "Shortly after the release a user filed a bug report."},
    {'c', "A community member opened an issue on GitHub."},
    {'c', "Reports of missing results began to come in from customers."},
    {'c', "One of our users emailed support@ to say that nothing was found."},
    {'c', "Several users complained on Twitter about blank pages."},
    {'c', "It took a customer complaint for us to notice."},
    {'c', "An external researcher reported the exposed endpoint through our bug bounty."},
    {'c', "The client called to tell us that nothing worked."},
    {'c', "Students messaged the help desk that search was empty."},
    {'i', "A developer on the team saw that the deploy had failed."},
    {'i', "While deploying a fix I noticed that the pods kept crashing."},
    {'i', "It was spotted by one of the maintainers."},
    {'i', "Someone on our team noticed that the site was very slow."},
    {'i', "The CTO noticed the site was down while giving a demo."},
    {'i', "We caught it ourselves during the release."},
    {'i', "An engineer stumbled on the problem when testing locally."},
    {'i', "Our ops lead noticed a spike in errors while on call."},
    {'-', "The issue affected all users in Europe."},
    {'-', "No alerts were triggered because the threshold was too high."},
    {'-', "We have asked our provider for an explanation."},
    {'-', "Users can report issues on our status page."},
    {'-', "Alerting did not catch this."},
    {'-', "The API returned errors for about 40 minutes."},
    {'-', "We have added an alert for this condition."},
    {'-', "Users were shown a maintenance page."},
    {'-', "The team decided to roll back."},
    {'-', "Customers with questions may contact support."},
    {'-', "Please contact support if you see any errors."},
    {'-', "We posted an update on Twitter."},
    {'-', "This caused alerts to be delayed."},
    {'-', "The engineer who made the change has since left."},
    {'-', "The bug was introduced by an engineer during a refactoring."},
    {0},
};

static const Sentence german[] = {
    {'m', "Unsere Überwachung schlug um 10:02 Uhr an."},
    {'m', "Die Rufbereitschaft wurde durch das Monitoring alarmiert."},
    {'m', "Zabbix meldete eine volle Platte."},
    {'m', "Der Ausfall wurde vom Monitoring erkannt."},
    {'m', "Um 10:02 ging ein Alarm von Grafana ein."},
    {'c', "Ein Kunde rief bei der Hotline an."},
    {'c', "Mehrere Praxen meldeten sich beim Support."},
    {'c', "Wir wurden von einem Händler auf das Problem hingewiesen."},
    {'c', "Gemeldet wurde die Störung von Nutzern im Forum."},
    {'c', "Die ersten Beschwerden von Fahrgästen gingen um 10:05 Uhr ein."},
    {'c', "Erst durch Anrufe von Kunden haben wir davon erfahren."},
    {'i', "Einem Kollegen fiel auf, dass die Suche leer blieb."},
    {'i', "Unsere Entwicklerin bemerkte beim Testen, dass nichts gefunden wird."},
    {'i', "Aufgefallen ist es unserem Techniker im Lager."},
    {'i', "Wir haben selbst bemerkt, dass die Suche ausgefallen war."},
    {'i', "Der Pförtner hat den Ausfall bemerkt."},
    {'-', "Die Kunden wurden per Mail informiert."},
    {'-', "Das Monitoring hat den Ausfall nicht bemerkt."},
    {'-', "Betroffen waren 300 Kunden."},
    {'-', "Künftig soll das Monitoring Alarm schlagen."},
    {'-', "Wir haben den Hersteller informiert."},
    {0},
};

static const Sentence spanish[] = {
    {'m', "El monitoreo detectó el fallo a las 10:02."},
    {'m', "Saltó la alarma de Zabbix a las 10:02."},
    {'m', "La guardia fue alertada por PagerDuty."},
    {'m', "Nos llegó una alerta de Grafana."},
    {'c', "Un cliente nos llamó para decir que no encontraba nada."},
    {'c', "Varios usuarios reportaron errores en redes sociales."},
    {'c', "Nos avisó un comercio a las 10:05."},
    {'c', "El problema fue reportado por clientes."},
    {'c', "Empezaron a llegar quejas de usuarios a la mesa de ayuda."},
    {'i', "Un compañero se dio cuenta de que el buscador no respondía."},
    {'i', "Lo detectó una ingeniera durante el despliegue."},
    {'i', "Nos dimos cuenta nosotros mismos al probar la página."},
    {'-', "Se informó a los clientes por correo."},
    {'-', "El monitoreo no detectó nada."},
    {'-', "Fueron afectados 300 usuarios."},
    {'-', "Vamos a configurar una alerta."},
    {0},
};

static const Sentence french[] = {
    {'m', "La supervision a détecté la panne à 10h02."},
    {'m', "Une alerte Grafana s'est déclenchée à 10h02."},
    {'m', "L'astreinte a été réveillée par PagerDuty."},
    {'m', "L'incident a été détecté par une sonde externe."},
    {'c', "Un client nous a appelés pour dire que rien ne s'affichait."},
    {'c', "Des utilisateurs ont signalé des erreurs sur le forum."},
    {'c', "L'incident nous a été signalé par un abonné."},
    {'c', "Les premiers appels de clients sont arrivés à 10h05."},
    {'i', "Un collègue s'est aperçu que la page restait vide."},
    {'i', "Nous avons constaté la panne lors d'un test."},
    {'i', "L'équipe a remarqué que les résultats étaient vides."},
    {'-', "Les clients ont été prévenus par courriel."},
    {'-', "La supervision n'a rien vu."},
    {'-', "300 clients ont été touchés."},
    {'-', "Nous allons ajouter une alerte."},
    {0},
};

static const Sentence portuguese[] = {
    {'m', "O monitoramento detectou a falha às 10:02."},
    {'m', "O alarme disparou às 10:02."},
    {'m', "O plantão foi acionado pelo PagerDuty."},
    {'c', "Um cliente ligou para o suporte dizendo que nada aparecia."},
    {'c', "Usuários relataram erros nas redes sociais."},
    {'c', "Fomos avisados por um lojista."},
    {'c', "As primeiras reclamações de clientes chegaram às 10:05."},
    {'i', "Um colega percebeu que a busca estava vazia."},
    {'i', "A equipe notou que nada era encontrado."},
    {'i', "Percebemos o problema durante um teste."},
    {'-', "Os clientes foram avisados por e-mail."},
    {'-', "O monitoramento não percebeu nada."},
    {'-', "Foram afetados 300 usuários."},
    {'-', "Vamos criar um alerta."},
    {0},
};

static const Sentence italian[] = {
    {'m', "Il monitoraggio ha rilevato il guasto alle 10:02."},
    {'m', "È scattato l'allarme di Zabbix alle 10:02."},
    {'m', "Il reperibile è stato allertato dal monitoraggio."},
    {'c', "Un cliente ci ha telefonato per dirci che non trovava nulla."},
    {'c', "Alcuni utenti hanno segnalato errori sui social."},
    {'c', "Il problema è stato segnalato da un negozio."},
    {'c', "Sono arrivate le prime segnalazioni dei clienti alle 10:05."},
    {'i', "Un collega si è accorto che la ricerca non rispondeva."},
    {'i', "Ce ne siamo accorti durante un test."},
    {'i', "Il tecnico ha notato che la pagina era vuota."},
    {'-', "I clienti sono stati avvisati via mail."},
    {'-', "Il monitoraggio non ha rilevato nulla."},
    {'-', "Sono stati coinvolti 300 utenti."},
    {'-', "Dobbiamo aggiungere un allarme."},
    {0},
};

static const Sentence dutch[] = {
    {'m', "De monitoring sloeg om 10:02 uur alarm."},
    {'m', "De dienstdoende werd gealarmeerd door PagerDuty."},
    {'m', "Er kwam een alert van Grafana binnen."},
    {'c', "Een klant belde de helpdesk omdat hij niets vond."},
    {'c', "Gebruikers meldden fouten op Twitter."},
    {'c', "De storing werd gemeld door een winkelier."},
    {'c', "Om 10:05 kwamen de eerste klachten van klanten binnen."},
    {'i', "Een collega merkte dat de zoekfunctie niets gaf."},
    {'i', "We ontdekten het tijdens een test."},
    {'i', "De beheerder zag dat de pagina leeg bleef."},
    {'-', "Klanten werden per mail geïnformeerd."},
    {'-', "De monitoring merkte niets."},
    {'-', "Er zijn 300 gebruikers getroffen."},
    {'-', "We gaan een alarm instellen."},
    {0},
};

static char noticed_by(const char *opening, const char *text)
{
    g_autofree char *document = g_strdup_printf("%s %s\n", opening, text);
    g_autoptr(Extraction) x = extract_text("x.md", document);
    g_assert_cmpuint(x->incidents->len, ==, 1);
    const char *by = fact_text(extraction_incident(x, 0), FACT_DETECTED_BY);
    return by ? *by : '-';
}

static void test_sentences(void)
{
    static const Sentence *const languages[] = {english, german, spanish, french, portuguese, italian, dutch};
    for (guint l = 0; l < G_N_ELEMENTS(languages); l++)
        for (const Sentence *s = languages[l]; s->text; s++) {
            char got = noticed_by(openings[l], s->text);
            if (got != s->by)
                g_test_message("\"%s\": got %c, want %c", s->text, got, s->by);
            g_assert_cmpint(got, ==, s->by);
        }
}

/* The watch that failed is no witness of it. */
static void test_own_failure(void)
{
    static const char *const texts[][2] = {
        {"Zabbix showed that it could not write.", "-"},
        {"Zabbix went silent and Pingdom alerted us.", "monitoring"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *text = g_strdup_printf("# Zabbix down\n\n## Summary\n\nOn 2024-03-05 from 10:00 to 11:00 UTC "
                                                "Zabbix was down. %s\n",
                                                texts[i][0]);
        g_autoptr(Extraction) x = extract_text("x.md", text);
        g_assert_cmpstr(fact_text(extraction_incident(x, 0), FACT_DETECTED_BY), ==, texts[i][1]);
    }
}

#define DOWN "# Outage of the shop\n\nDown on 2024-03-05 from 10:00 to 11:00 UTC.\n\n"

/* The heads "Prevention", "Detection" and "Fixes" below "Action items" list actions all. */
static void test_actions(void)
{
    static const struct {
        const char *text, *total, *done;
    } cases[] = {
        {"# Outage of x\n\nDown on 2024-03-05 from 10:00 to 11:00 UTC.\n\n## Action items\n\n### Prevention\n\n- Pin "
         "it\n\n"
         "### Detection\n\n- Watch it\n\n### Fixes\n\n- Mend it\n- Ship it\n\n## Timeline\n\n- 10:00 UTC: down\n",
         "4", NULL},
        {"# Ausfall von x\n\nAm 05.03.2024 war die Suche von 10:00 bis 11:00 Uhr nicht erreichbar.\n\n## Was wir jetzt "
         "anders "
         "machen\n\n- [x] Platte tauschen\n- [ ] Alarm einrichten\n",
         "2", NULL},
        {"# Storing van x\n\nOp 5 maart 2024 was de pomp van 10:00 tot 11:00 uur niet bereikbaar.\n\n## "
         "Aanbevelingen\n\n"
         "a. Tweede pomp plaatsen\nb. Contract laten nakijken\nc. Iedere week proefdraaien\n",
         "3", NULL},
        /* nothing yet; marks and heads of what is done */
        {DOWN "## Action items\n\n- N/A\n", "-", NULL},
        {DOWN "## Next steps\n\n- None yet.\n", "-", NULL},
        {DOWN
         "## Action items\n\n### Completed\n\n- Label the cables\n- Call the landlord\n\n### To do\n\n- Buy a second "
         "feed\n",
         "3", "2"},
        {DOWN "## Action items\n\n- DONE: label the cables\n- :white_check_mark: call the landlord\n- Buy a second "
              "feed\n",
         "3", "2"},
        {DOWN "## Action items\n\n### 1. Label the cables\n\nAll of them.\n\n### 2. Buy a second feed\n\nFrom "
              "another plant.\n",
         "2", NULL},
        /* an item explained below, beside plain ones, is one action; a list of groups has its actions below */
        {DOWN "## Action items\n\n- Label the cables\n- Buy a second feed:\n  - two suppliers\n  - one meter\n- Ask "
              "the landlord\n",
         "3", NULL},
        {DOWN "## Action items\n\n- Network:\n  - Label the cables\n  - Buy a second feed\n- People:\n  - Ask the "
              "landlord\n",
         "3", NULL},
        {DOWN "## Future work\n\n### Identified gaps\n\n- One feed only\n- No map of cables\n\n### Improvement "
              "plan\n\n- Buy a second feed\n",
         "1", NULL},
        {"# Outage of x\n\n1. Summary\n   - Down on 2024-03-05 from 10:00 to 11:00 UTC.\n2. Preventive measures\n   - "
         "Label the cables\n   - Ask the landlord\n3. Where the cables end\n   - In the cellar\n   - Behind the "
         "bar\n",
         "2", NULL},
        {DOWN "The feed had failed. To keep this from happening again, the shop's team will:\n\n- Label the cables\n- "
              "Buy a second feed\n",
         "2", NULL},
        {DOWN "We are taking the following steps:\n\n1. Label the cables\n2. Buy a second feed\n3. Ask the landlord\n",
         "3", NULL},
        {DOWN "We found several areas for improvement:\n\n* Label the cables\n* Ask the landlord\n", "2", NULL},
        {DOWN "## Changes we are making\n\n* Label the cables\n* Ask the landlord\n", "2", NULL},
        {DOWN "To fix it we did this:\n\n- Unplugged it\n- Plugged it in\n", "-", NULL},
        {DOWN "We saw two things:\n\n- Smoke\n- Dark windows\n\nTo prevent this from happening again we will:\n\n- "
              "Label the cables\n",
         "1", NULL},
        {DOWN
         "Going forward we will:\n\n- Label the cables\n\nTo prevent another outage:\n\n- Buy a second feed\n- Ask "
         "the landlord\n",
         "-", NULL},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Extraction) x = extract_text("x.md", cases[i].text);
        g_assert_cmpuint(x->incidents->len, ==, 1);
        g_assert_cmpstr(fact_text(extraction_incident(x, 0), FACT_ACTIONS_TOTAL), ==, cases[i].total);
        if (cases[i].done)
            g_assert_cmpstr(fact_text(extraction_incident(x, 0), FACT_ACTIONS_DONE), ==, cases[i].done);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/extract/reporter/sentences", test_sentences);
    g_test_add_func("/extract/reporter/own-failure", test_own_failure);
    g_test_add_func("/extract/reporter/actions", test_actions);
    return g_test_run();
}
