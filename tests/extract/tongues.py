"""Sentences of six languages, each in a report whose other sentences are known: what each tells, or does not tell.

usage: tongues.py NINES FILE.tsv

A line is LANGUAGE, SLOT, TEXT, with tabs between. The slot is a role ("start", "detected", ...), who noticed ("by
customer"), a heading of actions ("actions") or a sentence that leads to them ("lead"). "@" in the text is the slot's time:
the report is told in sentences then, else in a list of times. "!" before the slot: the text does not tell it. "?" before
all marks a case that is known not to be read yet; it fails the test once it is read, so that the mark goes.
"""
import json
import os
import subprocess
import sys
import tempfile

from cases import rows

ROLES = ("start", "detected", "acknowledged", "mitigated", "resolved")
TIMES = dict(zip(ROLES, ("10:02", "10:10", "10:15", "10:40", "11:30")))
# title, heading of the list, heading of the prose, the five entries, the five sentences, the cause, three actions
FRAMES = {
    "de": (
        "Ausfall des Bestellportals am 12.03.2024", "Zeitlinie", "Ablauf",
        ("Das Portal ist nicht mehr erreichbar",
         "Monitoring schlägt Alarm",
         "Die Bereitschaft übernimmt und beginnt mit der Analyse",
         "Workaround aktiv, Bestellungen eingeschränkt möglich",
         "Störung behoben, alles läuft wieder"),
        ("Um @ Uhr fiel das Portal aus.",
         "Um @ Uhr schlug das Monitoring Alarm.",
         "Um @ Uhr begann die Bereitschaft mit der Analyse.",
         "Um @ Uhr war ein Workaround aktiv.",
         "Um @ Uhr war die Störung behoben."),
        "Ursache war eine volle Platte.",
        ("Plattenplatz überwachen", "Alarm für die Warteschlange einrichten", "Handbuch ergänzen"),
    ),
    "es": (
        "Caída del portal de pedidos el 12/03/2024", "Cronología", "Qué pasó",
        ("El portal deja de responder",
         "Salta la alerta de monitorización",
         "La guardia empieza a investigar",
         "Solución temporal aplicada, servicio parcial",
         "Incidencia resuelta, todo funciona"),
        ("A las @ se cayó el portal.",
         "A las @ saltó la alerta de monitorización.",
         "A las @ la guardia empezó a investigar.",
         "A las @ se aplicó una solución temporal.",
         "A las @ se resolvió la incidencia."),
        "La causa fue un disco lleno.",
        ("Vigilar el espacio en disco", "Crear una alerta para la cola", "Completar el manual"),
    ),
    "fr": (
        "Panne du portail de commande du 12/03/2024", "Chronologie", "Ce qui s'est passé",
        ("Le portail ne répond plus",
         "La supervision déclenche une alerte",
         "L'astreinte prend en charge et commence l'analyse",
         "Contournement en place, service partiel",
         "Incident résolu, tout fonctionne"),
        ("À @, le portail est tombé en panne.",
         "À @, la supervision a déclenché une alerte.",
         "À @, l'astreinte a commencé l'analyse.",
         "À @, un contournement a été mis en place.",
         "À @, l'incident était résolu."),
        "La cause était un disque plein.",
        ("Surveiller l'espace disque", "Créer une alerte pour la file", "Compléter le guide"),
    ),
    "pt": (
        "Queda do portal de pedidos em 12/03/2024", "Linha do tempo", "O que aconteceu",
        ("O portal para de responder",
         "O monitoramento dispara um alerta",
         "O plantão começa a investigar",
         "Solução temporária aplicada, serviço parcial",
         "Incidente resolvido, tudo funciona"),
        ("Às @ o portal caiu.",
         "Às @ o monitoramento disparou um alerta.",
         "Às @ o plantão começou a investigar.",
         "Às @ foi aplicada uma solução temporária.",
         "Às @ o incidente foi resolvido."),
        "A causa foi um disco cheio.",
        ("Vigiar o espaço em disco", "Criar um alerta para a fila", "Completar o manual"),
    ),
    "it": (
        "Disservizio del portale ordini del 12/03/2024", "Cronologia", "Cosa è successo",
        ("Il portale non risponde più",
         "Il monitoraggio fa scattare un allarme",
         "Il reperibile prende in carico e inizia le analisi",
         "Soluzione temporanea applicata, servizio parziale",
         "Incidente risolto, tutto funziona"),
        ("Alle @ il portale è caduto.",
         "Alle @ il monitoraggio ha fatto scattare un allarme.",
         "Alle @ il reperibile ha iniziato l'analisi.",
         "Alle @ è stata applicata una soluzione temporanea.",
         "Alle @ l'incidente è stato risolto."),
        "La causa era un disco pieno.",
        ("Sorvegliare lo spazio su disco", "Creare un allarme per la coda", "Completare il manuale"),
    ),
    "nl": (
        "Storing van het bestelportaal op 12-03-2024", "Tijdlijn", "Wat er gebeurde",
        ("Het portaal is niet meer bereikbaar",
         "De monitoring slaat alarm",
         "De piketdienst pakt het op en begint met het onderzoek",
         "Tijdelijke oplossing actief, beperkte dienst",
         "Storing opgelost, alles werkt weer"),
        ("Om @ viel het portaal uit.",
         "Om @ sloeg de monitoring alarm.",
         "Om @ begon de piketdienst met het onderzoek.",
         "Om @ was een tijdelijke oplossing actief.",
         "Om @ was de storing opgelost."),
        "De oorzaak was een volle schijf.",
        ("Schijfruimte bewaken", "Een alarm voor de wachtrij inrichten", "Handleiding aanvullen"),
    ),
}
COUNT = 3  # actions of a frame


def clock(language, role):
    return TIMES[role].replace(":", "h") if language == "fr" else TIMES[role]


def told(language, sentences):
    return " ".join(s.replace("@", clock(language, role)) for s, role in zip(sentences, ROLES) if s)


def document(language, slot, text):
    title, listed, prose, entries, sentences, cause, actions = FRAMES[language]
    if slot in ROLES and "@" in text:
        sentences = [text if role == slot else s for s, role in zip(sentences, ROLES)]
        return "# %s\n\n## %s\n\n%s\n\n%s\n" % (title, prose, told(language, sentences), cause)
    if slot in ROLES:
        lines = ["- %s %s" % (TIMES[role], text if role == slot else e) for e, role in zip(entries, ROLES)]
        return "# %s\n\n## %s\n\n%s\n\n%s\n" % (title, listed, "\n".join(lines), cause)
    ends = told(language, [sentences[0], "", "", "", sentences[4]])
    items = "\n".join("- " + a for a in actions)
    if slot.startswith("by "):
        return "# %s\n\n%s\n\n%s\n\n%s\n" % (title, ends, text, cause)
    if slot == "actions":
        return "# %s\n\n## %s\n\n%s\n\n%s\n\n## %s\n\n%s\n" % (title, prose, ends, cause, text, items)
    return "# %s\n\n%s\n\n%s\n\n%s\n\n%s\n" % (title, ends, cause, text, items)


def is_right(slot, told_not, incident):
    if slot in ROLES:
        return ((incident.get(slot) or "").endswith("T" + TIMES[slot])) != told_not
    if slot.startswith("by "):
        return incident.get("detected_by") == slot[3:]
    return (incident.get("action_items_total") == COUNT) != told_not


def read_cases(path):
    for number, known, (language, slot, text) in rows(path):
        yield number, known, language, slot.startswith("!"), slot.lstrip("!"), text


def main():
    nines, path = sys.argv[1:3]
    cases = list(read_cases(path))
    with tempfile.TemporaryDirectory() as folder:
        for number, _, language, _, slot, text in cases:
            with open(os.path.join(folder, "case-%05d.md" % number), "w", encoding="utf-8") as file:
                file.write(document(language, slot, text))
        out = subprocess.run([nines, "extract", "--json", folder], check=True, capture_output=True).stdout
    read = {d["id"]: d["incidents"] for d in json.loads(out)}
    good = True
    languages = sorted(FRAMES)
    for n, language in enumerate(languages, 1):
        wrong = count = unread = 0
        for number, known, own, told_not, slot, text in cases:
            if own != language:
                continue
            incidents = read["case-%05d" % number]
            right = is_right(slot, told_not, incidents[0] if incidents else {})
            count += 1
            unread += known
            if right == known:
                wrong += 1
                print("# line %d: %s: %s" % (number, "is read now: take the mark away" if known else slot, text))
        good &= not wrong
        print("%sok %d %s: %d cases, %d not read yet, %d wrong" % ("not " if wrong else "", n, language, count, unread, wrong))
    print("1..%d" % len(languages))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
