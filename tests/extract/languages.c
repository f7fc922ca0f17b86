/* Short reports in seven languages and several registers, each with the answers of its writer: clock times, who
 * noticed, how many, how much, actions; NULL where it is not looked at. */
#include "support.h"

#include <string.h>

typedef struct {
    const char *text;
    const char *start, *detected, *acknowledged, *mitigated, *resolved; /* clock times */
    const char *by, *users, *money, *actions;
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
     "09:30", "09:30", "09:45", "10:50", "11:35", "customer", "48", "12000 EUR", NULL},
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
     NULL, "13:25", "13:40", NULL, "14:30", "internal", NULL, NULL, NULL},
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
     "09:12", "09:20", "09:25", "10:05", "11:40", "customer", "3400", NULL, "3"},
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
     "14:02", "14:10", "14:13", "14:31", "15:20", "monitoring", "640", NULL, "2"},
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
     "07:40", "07:55", "08:10", NULL, "09:15", "internal", "420", NULL, "3"},
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
     "22:14", "22:19", "22:26", NULL, "23:48", "monitoring", "37", NULL, "2"},
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
     "06:50", "07:05", "07:20", "08:15", "09:50", NULL, "34", "8500 EUR", "2"},
    {"Oggetto: disservizio del registro elettronico di ieri\n"
     "\n"
     "Gentili famiglie,\n"
     "\n"
     "ieri, 12 marzo 2024, il registro elettronico non è stato raggiungibile dalle 7:30 alle 10:15. I primi genitori "
     "ci hanno scritto intorno alle 7:45; il fornitore ha preso in carico la segnalazione alle 8:05. La causa è stata "
     "un aggiornamento non riuscito durante la notte.\n"
     "\n"
     "Ci scusiamo per il disagio.\n",
     "07:30", "07:45", "08:05", NULL, "10:15", "customer", NULL, NULL, NULL},
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
     "08:45", "08:52", "09:05", NULL, "11:10", "customer", "86", NULL, "2"},
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
     "13:20", "13:26", "13:31", NULL, "14:55", "monitoring", "2150", NULL, "3"},
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
     "08:05", "08:12", "08:20", NULL, "09:40", NULL, "23", NULL, "4"},
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
     "10:32", "10:41", "10:50", NULL, "12:05", "monitoring", "1320", NULL, "2"},
    {"# [Behoben] Eingeschränkte Erreichbarkeit der Lernplattform\n"
     "\n"
     "**Behoben** – 14. Mai 2024, 13:05 Uhr\n"
     "Die Lernplattform steht wieder uneingeschränkt zur Verfügung. Wir danken für Ihre Geduld.\n"
     "\n"
     "**Beobachtung** – 14. Mai 2024, 12:30 Uhr\n"
     "Wir haben die Last auf zusätzliche Server verteilt, die meisten Kurse lassen sich wieder öffnen.\n"
     "\n"
     "**Untersuchung** – 14. Mai 2024, 11:48 Uhr\n"
     "Unsere Technik ist der Ursache auf der Spur.\n"
     "\n"
     "**Gemeldet** – 14. Mai 2024, 11:40 Uhr\n"
     "Seit etwa 11:25 Uhr melden Schulen, dass sich Kurse nicht öffnen lassen.\n",
     "11:25", "11:40", "11:48", "12:30", "13:05", "customer", NULL, NULL, NULL},
    {"# Retro Druckstraße 2, KW 7\n"
     "\n"
     "*Datum des Vorfalls: 13.02.2024, alle Zeiten MEZ*\n"
     "\n"
     "- 05:58 Druckstraße 2 bleibt mitten im Auftrag stehen\n"
     "- 06:04 Schichtleiter ruft in der Leitwarte an\n"
     "- 06:09 Leitwarte schickt Instandhaltung los\n"
     "- 06:22 Instandhaltung vor Ort, Steuerung meldet Busfehler\n"
     "- 07:10 Auftrag auf Druckstraße 1 umgelegt\n"
     "- 08:45 Buskoppler getauscht\n"
     "- 08:52 Druckstraße 2 produziert wieder\n"
     "\n"
     "Verlust: rund 4.200 EUR Makulatur.\n"
     "\n"
     "### Verabredet\n"
     "\n"
     "1. Ersatzkoppler ins Lager (Lehnert)\n"
     "2. Schulung Busdiagnose (Ott)\n",
     "05:58", "06:04", NULL, "07:10", "08:52", "internal", NULL, "4200 EUR", "2"},
    {"**Asunto:** Lo que pasó ayer con las recetas electrónicas\n"
     "\n"
     "Estimados colegas:\n"
     "\n"
     "Ayer, martes 5 de noviembre de 2024, entre las 8:40 y las 11:15 no se pudieron emitir recetas electrónicas en "
     "los centros de salud. A las 8:47 nos llamó el primer centro. El equipo de sistemas comenzó a revisar el caso a "
     "las 8:55 y a las 9:50 habilitó la emisión en papel con código. A las 11:15 el servicio quedó restablecido por "
     "completo.\n"
     "\n"
     "Se vieron afectados 62 centros. Les pedimos disculpas.\n",
     "08:40", "08:47", "08:55", NULL, "11:15", "customer", NULL, NULL, NULL},
    {"# INC-301 – Caída de la pasarela de cobros\n"
     "\n"
     "| Campo | Detalle |\n"
     "| --- | --- |\n"
     "| Severidad | Crítica |\n"
     "| Inicio | 12/08/2024 19:22 |\n"
     "| Detectado | 12/08/2024 19:25 (monitoreo) |\n"
     "| Reconocido | 12/08/2024 19:29 |\n"
     "| Mitigado | 12/08/2024 20:10 |\n"
     "| Resuelto | 12/08/2024 21:03 |\n"
     "| Clientes afectados | 5.800 |\n"
     "| Pérdida estimada | $ 1.250.000 |\n"
     "\n"
     "## Causa\n"
     "Un certificado intermedio caducado.\n"
     "\n"
     "## Compromisos\n"
     "- Inventario de certificados\n"
     "- Alerta a 30 días\n"
     "- Ensayo de renovación\n",
     "19:22", "19:25", "19:29", "20:10", "21:03", "monitoring", "5800", "1250000 USD", "3"},
    {"# Compte rendu : réservations de salles bloquées\n"
     "\n"
     "Le mardi 8 octobre 2024, la réservation de salles est tombée en carafe juste après la mise à jour de 9 h. Les "
     "premiers messages d'utilisateurs sont arrivés sur le canal d'entraide à 9 h 06. Nadia a ouvert les journaux à 9 "
     "h 15. À 9 h 40 elle a désactivé le nouveau module, ce qui a permis de réserver à nouveau les petites salles. Le "
     "retour arrière complet a été terminé à 10 h 25, et depuis tout fonctionne.\n"
     "\n"
     "Bilan : 210 réservations perdues.\n"
     "\n"
     "**Prochaines étapes**\n"
     "- [ ] tests de bout en bout\n"
     "- [ ] mise à jour hors des heures de bureau\n",
     NULL, "09:06", "09:15", "09:40", "10:25", "customer", NULL, NULL, "2"},
    {"Journal d'astreinte du 3 février 2024\n"
     "\n"
     "02h17 alerte Centreon : espace disque archives à 100 %\n"
     "02h24 je me connecte\n"
     "02h31 purge des journaux lancée\n"
     "02h50 les archives acceptent de nouveau les dépôts\n"
     "03h05 plus rien dans la file, je retourne me coucher\n",
     "02:17", "02:17", "02:24", NULL, NULL, "monitoring", NULL, NULL, NULL},
    {"# Incidente del 27/06/2024 – prenotazioni vaccini\n"
     "\n"
     "**Stato:** risolto\n"
     "**Gravità:** alta\n"
     "\n"
     "## Cosa è successo\n"
     "Alle 08:00, con l'apertura delle agende, il portale ha cominciato a rispondere con lentezza e alle 08:07 è "
     "diventato inutilizzabile.\n"
     "\n"
     "## Come ce ne siamo accorti\n"
     "I call center hanno segnalato il problema alle 08:10.\n"
     "\n"
     "## Cronologia\n"
     "- 08:15 i sistemisti iniziano le verifiche\n"
     "- 08:40 attivata la sala d'attesa virtuale: si riesce a prenotare, con attese di 20 minuti\n"
     "- 09:30 aggiunti due nodi, tempi di risposta nella norma\n"
     "\n"
     "## Impatto\n"
     "Circa 9.500 cittadini non sono riusciti a prenotare al primo tentativo.\n"
     "\n"
     "## Azioni\n"
     "- prova di carico\n"
     "- scalabilità automatica\n"
     "- sala d'attesa sempre attiva\n",
     "08:00", "08:10", "08:15", NULL, "09:30", NULL, "9500", NULL, "3"},
    {"Ciao a tutti,\n"
     "\n"
     "breve riepilogo del blackout di stanotte (15 gennaio 2025). La corrente è mancata alle 1:50; i gruppi hanno "
     "retto fino alle 2:35, poi i server si sono spenti. L'allarme sul telefono di Davide è arrivato alle 1:52 e alle "
     "2:20 era in sede. Il gruppo elettrogeno è partito alle 3:10 e alle 3:45 tutti i servizi erano di nuovo su.\n"
     "\n"
     "Da fare:\n"
     "- far controllare il gruppo elettrogeno\n"
     "- batterie nuove\n",
     NULL, "01:52", NULL, NULL, "03:45", "monitoring", NULL, NULL, "2"},
    {"# Incidentverslag: pinnen niet mogelijk op de markt\n"
     "\n"
     "**Datum:** zaterdag 20 april 2024\n"
     "\n"
     "Rond 10.15 uur konden de kraamhouders ineens niet meer pinnen. De marktmeester gaf het om 10.20 uur aan ons "
     "door. Sanne heeft om 10.30 uur de leverancier gebeld; die bleek een defecte zendmast te hebben. Om 11.00 uur "
     "hebben we een mobiele hotspot geplaatst waarmee de meeste kramen weer konden pinnen. Om 13.40 uur was de mast "
     "gerepareerd en waren alle problemen voorbij.\n"
     "\n"
     "Het ging om 54 kramen; de gederfde omzet wordt geschat op € 6.000.\n"
     "\n"
     "## Vervolg\n"
     "- Tweede provider\n"
     "- Hotspot in het marktkantoor\n",
     "10:15", "10:20", "10:30", "11:00", "13:40", NULL, NULL, "6000 EUR", "2"},
    {"#ops-storing 2024-11-05\n"
     "\n"
     "14:02 grafana-bot: ALERT wachtrij facturen > 1000\n"
     "14:05 pieter: ik kijk\n"
     "14:19 pieter: worker hangt op een kapotte pdf, haal hem eruit\n"
     "14:22 pieter: wachtrij loopt weer leeg\n"
     "14:41 pieter: alles verwerkt, klaar\n",
     "14:02", "14:02", "14:05", NULL, "14:41", "monitoring", NULL, NULL, NULL},
    {"Prezados clientes,\n"
     "\n"
     "Na última quarta-feira, 19 de junho de 2024, nosso serviço de rastreamento apresentou instabilidade entre 14h20 "
     "e 16h55. Identificamos o problema às 14h28 por meio de nossos alertas internos e acionamos a equipe de banco de "
     "dados às 14h35. Às 15h40 a maior parte dos rastreios já era exibida corretamente, e às 16h55 a operação foi "
     "integralmente normalizada.\n"
     "\n"
     "Aproximadamente 12 mil encomendas ficaram sem atualização e 340 lojistas foram impactados.\n"
     "\n"
     "Pedimos desculpas pelo transtorno.\n",
     "14:20", "14:28", "14:35", "15:40", "16:55", "monitoring", "340", NULL, NULL},
    {"# Post-mortem: login com cartão de cidadão\n"
     "\n"
     "- 10/10/2023 11:03 – utentes começam a queixar-se na linha de apoio\n"
     "- 11:12 – a equipa de identidade começa a investigar\n"
     "- 11:47 – reiniciado o conector, sem melhoria\n"
     "- 12:20 – certificado raiz atualizado\n"
     "- 12:26 – autenticações com sucesso, situação resolvida\n"
     "\n"
     "## O que correu mal\n"
     "Ninguém sabia da troca do certificado.\n"
     "\n"
     "## Medidas\n"
     "1. Subscrever avisos do fornecedor\n"
     "2. Monitorizar autenticações falhadas\n",
     "11:03", "11:03", "11:12", NULL, "12:26", "customer", NULL, NULL, "2"},
    {"# Störung Abrechnungsportal\n"
     "\n"
     "Am 03.09.2024 war das Abrechnungsportal von 12:10 bis 13:40 Uhr gestört. Rund drei Dutzend Praxen konnten nicht "
     "abrechnen; insgesamt betreuen wir 1.900 Praxen. Der Schaden beläuft sich auf etwa 7.500 €, die Jahresgebühr von "
     "240 € bleibt davon unberührt.\n",
     "12:10", NULL, NULL, NULL, "13:40", NULL, "36", "7500 EUR", NULL},
    {"# Duplicate charges at checkout\n"
     "\n"
     "On 2024-09-03 from 12:10 to 13:40 UTC some 1,200 shops could not settle, and around two dozen were charged "
     "twice.\n"
     "\n"
     "## Impact\n"
     "We serve 45,000 shops. Refunds of about $18,400 were paid out; our budget for the year is $200k and a plan costs "
     "$49 per month.\n",
     "12:10", NULL, NULL, NULL, "13:40", NULL, "1200", "18400 USD", NULL},
    {"# Push notifications delayed\n"
     "\n"
     "Push notifications were late on 2024-10-01 between 09:00 and 10:30 UTC. 340k users were affected, out of 2.1 "
     "million active users. No revenue was lost.\n",
     "09:00", NULL, NULL, NULL, "10:30", NULL, "340000", NULL, NULL},
    {"# Report printer queue stuck\n"
     "\n"
     "Summary: on 2024-11-12 reports could not be printed from 08:15 to 09:05 UTC. It cost the hospital an estimated "
     "3,000 EUR in overtime. 14 wards and about 230 nurses had to write by hand. Our contract allows 4 hours per month "
     "and the penalty threshold is 10,000 EUR.\n",
     "08:15", NULL, NULL, NULL, "09:05", NULL, "230", "3000 EUR", NULL},
    {"# Caída del sistema de cajas\n"
     "\n"
     "El 3 de septiembre de 2024, de 12:10 a 13:40, el sistema de cajas estuvo caído. Unas 75 sucursales no pudieron "
     "cobrar. Se dejaron de vender unos $ 3,2 millones.\n",
     "12:10", NULL, NULL, NULL, "13:40", NULL, "75", "3200000 USD", NULL},
    {"# Panne du paiement en ligne\n"
     "\n"
     "Le 3 septembre 2024 de 12h10 à 13h40, le paiement en ligne était en panne. Une centaine de commerçants n'ont pas "
     "pu encaisser. Le manque à gagner est évalué à 22 k€.\n",
     "12:10", NULL, NULL, NULL, "13:40", NULL, NULL, "22000 EUR", NULL},
    {"# Fermo del negozio online\n"
     "\n"
     "Il 3 settembre 2024 dalle 12:10 alle 13:40 il negozio online non era raggiungibile. Circa 1.100 clienti non "
     "hanno potuto acquistare, per un mancato incasso di 14.300 euro.\n",
     "12:10", NULL, NULL, NULL, "13:40", NULL, "1100", "14300 EUR", NULL},
    {"# Storing in de webwinkel\n"
     "\n"
     "Op 3 september 2024 was de webwinkel van 12.10 tot 13.40 uur niet bereikbaar. Zo'n 850 klanten konden niet "
     "afrekenen. We liepen naar schatting € 9.400 omzet mis.\n",
     "12:10", NULL, NULL, NULL, "13:40", NULL, "850", "9400 EUR", NULL},
    {"# Falha no checkout\n"
     "\n"
     "Em 3 de setembro de 2024, das 12h10 às 13h40, o checkout ficou fora do ar. Cerca de 2,3 mil clientes não "
     "conseguiram comprar. Deixamos de faturar R$ 87 mil.\n",
     "12:10", NULL, NULL, NULL, "13:40", NULL, "2300", "87000 BRL", NULL},
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
        check(incident, FACT_MITIGATED, r->mitigated, i);
        check(incident, FACT_RESOLVED, r->resolved, i);
        check(incident, FACT_DETECTED_BY, r->by, i);
        check(incident, FACT_USERS, r->users, i);
        check(incident, FACT_MONEY, r->money, i);
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
