// Over 150 lines because it is one text: all that the lab says.
import { counting } from "./counting.ts";
import type { LabWords } from "./lab-words.ts";

const say = counting("de");

/** All that the lab says, in German. */
export const germanLab: LabWords = {
  title: "Das Labor",
  lead: "Was eine Sitzung ist, an Ihrer eigenen gezeigt: das Cookie, das Ihr Browser mit dieser Anfrage gesandt hat, und was der Server daraus macht.",
  link: "Entwicklung: im Labor sehen, was eine Sitzung ist",
  verdict: {
    accepted: "Der Server glaubt diesem Cookie. Sitzungen werden aufbewahrt von",
    refused: "Der Server weist dieses Cookie zurück:",
    none: "Ihr Browser hat kein Cookie gesandt.",
    ended: "Diese Sitzung ist inzwischen zu Ende.",
    lookAgain: "Noch einmal nachsehen",
  },
  refusals: {
    "bad-signature":
      "Die Signatur passt nicht. Es wurde etwas geändert, nachdem der Server unterschrieben hatte.",
    "bad-seal":
      "Das Prüfzeichen passt nicht. Es wurde etwas geändert, nachdem der Server versiegelt hatte.",
    "bad-payload": "Das Siegel ist gut, aber was darunter steht, ist keine Sitzung.",
    malformed: "Es hat nicht die Form eines Tokens, sodass gar nicht erst nachgesehen wird.",
    unknown: "Unter dieser Kennung ist nichts gespeichert.",
    "wrong secret":
      "Unter dieser Kennung ist etwas gespeichert, aber ein anderes Geheimnis öffnet es.",
    "from the future": "Es wurde später gemacht als jetzt.",
    expired: "Seine Zeit ist um.",
    ended: "Das Register sagt, dass sie beendet wurde. Das Cookie selbst ist so gut wie zuvor.",
    "password changed": "Wem sie gehört, hat seither ein anderes Passwort.",
    "user gone": "Wem sie gehört, ist gesperrt, oder das Konto gibt es nicht mehr.",
    "too long": "Es ist länger, als ein Cookie sein kann.",
    unreadable: "Es kam zweimal, oder es ist länger, als ein Cookie sein kann.",
  },
  begin: {
    first: {
      title: "Noch keine Sitzung",
      text: "HTTP vergisst: Für den Server hat diese Anfrage nichts mit der vorigen zu tun. Eine Sitzung beginnt, wenn es etwas zu merken gibt. Schreiben Sie einen Schlüssel, oder registrieren Sie sich oder melden Sie sich an, und sehen Sie dann wieder hier nach.",
    },
    anew: {
      title: "Neu beginnen",
      text: "Die Antwort, mit der diese Seite kam, hat das Cookie weggenommen: Was zurückgewiesen wird, braucht nicht noch einmal gesandt zu werden.",
    },
  },
  cookie: {
    title: "Das Cookie",
    about: (name, letters) =>
      say(letters, {
        one: `Es heißt ${name} und ist ein Zeichen lang. Nur das verbindet Ihre Anfragen miteinander.`,
        other: `Es heißt ${name} und ist # Zeichen lang. Nur das verbindet Ihre Anfragen miteinander.`,
      }),
    parts: {
      payload: {
        name: "Inhalt",
        meaning:
          "Die Sitzung selbst, als JSON in URL-sicherem Base 64. Wer das Cookie hat, kann sie lesen: Sie ist unterschrieben und nicht geheim.",
      },
      timestamp: {
        name: "Zeitstempel",
        meaning: "Wann sie zuletzt gespeichert wurde: Sekunden seit 1970, zur Basis 62.",
      },
      signature: {
        name: "Signatur",
        meaning:
          "HMAC-SHA-256 von allem, was davor steht, unter einem Schlüssel, den nur der Server hat. Die Mitte fehlt hier, damit niemand Ihr Cookie von dieser Seite abschreiben kann.",
      },
      nonce: {
        name: "Einmalwert",
        meaning:
          "96 zufällige Bits, neu für jedes Cookie, damit die gleichen Daten nie zweimal gleich aussehen.",
      },
      sealed: {
        name: "Versiegelte Daten",
        meaning:
          "Die Sitzung selbst, mit AES-256-GCM versiegelt. Ihr Browser kann sie weder lesen noch ändern.",
      },
      tag: {
        name: "Prüfzeichen",
        meaning:
          "Beweist, dass kein einziges Bit geändert wurde. Die Mitte fehlt hier, damit niemand Ihr Cookie von dieser Seite abschreiben kann.",
      },
      id: {
        name: "Kennung",
        meaning: "Unter diesem Namen findet der Server die Zeile unten. Allein öffnet sie nichts.",
      },
      secret: {
        name: "Geheimnis",
        meaning:
          "256 zufällige Bits, die die Zeile öffnen. Der Server behält nur ihren Fingerabdruck. Die Mitte fehlt hier, damit niemand Ihr Cookie von dieser Seite abschreiben kann.",
      },
      separator: { name: "Trennzeichen", meaning: "Steht zwischen zwei Teilen." },
      unknown: {
        name: "Token",
        meaning:
          "Diese Art der Aufbewahrung kann es nicht in Teile zerlegen. Die Mitte fehlt hier, damit niemand Ihr Cookie von dieser Seite abschreiben kann.",
      },
    },
    letters: (from, to) => `Zeichen ${from} bis ${to}`,
    hidden: (count) =>
      say(count, { one: "ein Zeichen weggelassen", other: "# Zeichen weggelassen" }),
    deflated: "Der Punkt davor sagt, dass es gepackt wurde, weil es so kürzer ist.",
    sealedNote: "Was der Server darin liest:",
    goodSeal: (secret) =>
      secret === 1
        ? "Gut, vom neuesten Geheimnis."
        : `Gut, von Geheimnis ${secret}, einem älteren: Die nächste Antwort macht es vom neuesten neu.`,
    badSeal: "Schlecht: von keinem der Geheimnisse des Servers gemacht.",
  },
  row: {
    title: "Die Zeile auf dem Server",
    about: "Das Cookie nennt sie nur. Wer eine Kopie der Tabelle hat, hat damit noch kein Cookie:",
    columns: {
      id: "der erste Teil des Cookies",
      digest: "SHA-256 des Geheimnisses; zurückrechnen lässt es sich nicht",
      data: "die Sitzung selbst",
      marks: "was der Server daneben notiert",
      saved: "zuletzt gespeichert",
      expires: "von da an darf sie weggeräumt werden",
      session_data:
        "die Sitzung selbst, unterschrieben, wie Django sie schreibt; ihre Signatur fehlt hier",
    },
  },
  trial: {
    title: "Ein Zeichen ändern",
    about:
      "Ändern Sie eine Kopie des Cookies und fragen Sie den Server danach. Ihr eigenes bleibt, wie es ist.",
    place: "Stelle",
    letter: "Neues Zeichen",
    letterHint: "Leer: das nächste im Alphabet. In einem verborgenen Teil wählt immer der Server.",
    click: "Oder klicken Sie ein Zeichen des Cookies an.",
    alter: "Ändern und fragen",
    payload: "Oder schreiben Sie einen anderen Inhalt vor die alte Signatur",
    payloadHint: "Machen Sie sich zu jemand anderem: Ändern Sie user_id.",
    send: "Das senden und fragen",
    changed: (place, part, from, to) => `Zeichen ${place} (${part}): Aus ${from} wurde ${to}.`,
    changedUnseen: (place, part) => `Zeichen ${place} (${part}): Dort steht ein anderes.`,
    rewritten: "Ein anderer Inhalt vor der alten Signatur.",
    unchanged: "Es ist, wie es war: nichts geändert.",
    refused: "Zurückgewiesen:",
    accepted: "Eingelassen.",
  },
  clocks: {
    title: "Wie lange sie lebt",
    about: "Diese Zeiten hält der Server ein und nicht nur der Browser.",
    aboutRefused: "Ihre Zeiten, als der Server sie zurückwies.",
    limits: {
      age: { name: "Alter", meaning: "seit dem letzten Speichern" },
      own: {
        name: "Eigene Frist",
        meaning: "nur für diese Sitzung gesetzt, an Stelle ihres Alters",
      },
      idle: { name: "Ruhe", meaning: "seit der letzten Benutzung" },
      absolute: {
        name: "Äußerste Frist",
        meaning:
          "seit der Anmeldung oder, davor, dem letzten Speichern; darüber reicht nichts hinaus",
      },
    },
    first: "kommt zuerst",
    endsWithBrowser:
      "Der Browser soll sie vergessen, wenn er geschlossen wird. Tut er es nicht, so tut es doch der Server.",
  },
  keys: {
    title: "Was sie enthält",
    none: "Noch keine Schlüssel.",
    ours: "Unsere",
    oursAbout:
      "Schlüssel, die mit _ beginnen, sind Notizen des Servers. Kein Programm kann sie schreiben.",
    userId: "wer angemeldet ist; das schreibt nur die Anmeldung",
    meanings: {
      _sid: "die Kennung der Sitzung, mit der sie beendet werden kann",
      _epoch: "die Epoche des Kontos bei der Anmeldung; steigt sie, enden alle älteren Sitzungen",
      _login: "die Anmeldung",
      _used: "die letzte Benutzung",
      _session_expiry:
        "eine eigene Frist: Sekunden, ein Zeitpunkt, oder 0 bis der Browser geschlossen wird",
      _auth_user_id: "wie user_id bei Django heißt",
      _auth_user_backend: "wie Django angemeldet hat",
      _auth_user_hash: "bindet die Sitzung in Django an das Passwort",
    },
    unknown: "eine Notiz des Servers",
  },
  register: {
    title: "Was das Register sagt",
    about:
      "Ein Cookie lässt sich nicht zurückholen. Darum fragt der Server sein Register, ob diese Anmeldung beendet wurde.",
    anonymous: "Nichts: Sie nennt niemanden. Nur Anmeldungen werden eingetragen.",
    user: "Wer",
    state: "Diese Anmeldung",
    stands: "gilt",
    foreign: "gilt: Ein anderes System hat sie gemacht, und niemand hat sie beendet",
    ended: "wurde beendet",
    outdated: "ist älter als die Epoche des Kontos, mit der alles davor endete",
    unknown: "steht nicht im Register",
    entered: "Eingetragen",
    lastSeen: "Zuletzt gesehen",
    remembered: "Behalten bis",
    epoch: "Epoche",
    epochs: (ofSession, ofUser) =>
      ofSession === null ? `${ofUser}` : `${ofSession} in der Sitzung, ${ofUser} beim Konto`,
    others: "Andere Sitzungen",
  },
  acts: {
    title: "Was man tun kann",
    about: "Jedes davon ändert Ihre Sitzung. Sehen Sie dann, was sich sonst geändert hat.",
    key: "Schlüssel",
    value: "Wert",
    buttons: {
      write: "Schreiben",
      "live-for-five-seconds": "Fünf Sekunden leben",
      "live-until-browser-closes": "Leben, bis der Browser geschlossen wird",
      "live-as-set": "Leben wie eingestellt",
      "new-id": "Neue Kennung",
      "set-test-cookie": "Test-Cookie setzen",
      "delete-test-cookie": "Test-Cookie löschen",
      flush: "Alles vergessen",
    },
    hints: {
      write: "session.set(key, value)",
      "live-for-five-seconds": "session.setExpiry(5)",
      "live-until-browser-closes": 'session.setExpiry("browser")',
      "live-as-set": "session.setExpiry(undefined)",
      "new-id": "session.cycle()",
      "set-test-cookie": "session.setTestCookie()",
      "delete-test-cookie": "session.deleteTestCookie()",
      flush: "session.flush()",
    },
    news: {
      write:
        "Geschrieben. Hat sich das Cookie geändert? Das hängt davon ab, wo Sitzungen aufbewahrt werden.",
      "live-for-five-seconds":
        "Sie lebt von jetzt an fünf Sekunden. Sehen Sie zu, und sehen Sie dann noch einmal nach.",
      "live-until-browser-closes": "Sie lebt, bis der Browser geschlossen wird.",
      "live-as-set": "Sie lebt wieder so lange wie eingestellt.",
      "new-id": "Die gleichen Daten unter neuer Kennung. Eine Kopie der alten ist tot.",
      "set-test-cookie": "Das Test-Cookie wurde gesetzt.",
      "delete-test-cookie": "Das Test-Cookie wurde gelöscht.",
      flush: "Vergessen, hier und auf dem Server.",
      "not-written":
        "Nicht geschrieben: user_id und Schlüssel, die mit _ beginnen, gehören dem Server, und ein Cookie fasst 4.096 Bytes.",
    },
    testCookieWorked: "Es kam zurück: Dieser Browser behält Cookies.",
    testCookieFailed: "Es kam nicht zurück: Dieser Browser behält keine Cookies.",
  },
};
