// Over 150 lines because it is one text: all that the pages say.
import { counting } from "./counting.ts";
import { dates } from "./dates.ts";
import { germanAccount } from "./german-account.ts";
import { germanLab } from "./german-lab.ts";
import { germanMails } from "./german-mails.ts";
import type { Words } from "./words.ts";

const say = counting("de");

/** All words in German. */
export const german: Words = {
  language: "de",
  dates: dates("de"),
  siteName: "Countersign",
  problems: {
    "session.required": "Melden Sie sich an, um diese Seite zu sehen.",
    "session.not-found": "Eine solche Sitzung haben Sie nicht, oder sie ist schon beendet.",
    "login.no-match":
      "Name und Passwort passen nicht zusammen. Prüfen Sie beides und versuchen Sie es noch einmal.",
    "login.too-many": "Zu viele Versuche sind fehlgeschlagen.",
    "register.too-many": "Von hier wurden in einer Stunde zu viele Konten angelegt.",
    "reset.invalid":
      "Dieser Link gilt nicht mehr: Er wurde schon benutzt, ist zu alt, oder das Passwort wurde seither geändert. Fordern Sie einen neuen an.",
    "verify.invalid":
      "Dieser Link gilt nicht mehr: Er wurde schon benutzt, ist zu alt, oder am Konto wurde seither etwas geändert. Wenn die Adresse schon bestätigt ist, bleibt nichts zu tun.",
    "verify.taken":
      "Diese Adresse wurde inzwischen für ein anderes Konto bestätigt. Eine Adresse kann nur zu einem Konto gehören.",
    "request.malformed":
      "Die Anfrage war nicht lesbar. Gehen Sie zurück und senden Sie das Formular noch einmal.",
    "request.too-large": "Die Anfrage ist größer, als dieses Formular sein kann.",
    "request.unsupported-type":
      "Senden Sie ein Formular (application/x-www-form-urlencoded) oder JSON (application/json).",
    "request.other-origin":
      "Diese Anfrage kam von einer anderen Website; es wurde nichts getan. Gehen Sie auf diese Website und versuchen Sie es dort noch einmal.",
    "request.other-host": "Unter diesem Namen gibt es diese Website nicht.",
    "request.not-found": "Unter dieser Adresse gibt es keine Seite.",
    "request.method-not-allowed": "Diese Adresse kennt die Methode der Anfrage nicht.",
    "server.busy":
      "Gerade melden sich viele zugleich an. Warten Sie ein paar Sekunden und versuchen Sie es dann noch einmal.",
    "server.failed":
      "Bei uns ist etwas schiefgegangen; es wurde nichts getan. Versuchen Sie es später noch einmal.",
    "storage.unavailable":
      "Die Website erreicht gerade ihren Speicher nicht; es wurde nichts getan. Versuchen Sie es in Kürze noch einmal.",
  },
  fields: {
    "username.required": "Geben Sie einen Namen ein.",
    "username.taken": "Dieser Name ist vergeben. Wählen Sie einen anderen.",
    "username.invalid":
      "Verwenden Sie nur Buchstaben einer einzigen Schrift, Ziffern und . _ + - ohne Leerzeichen.",
    "username.reserved": "Dieser Name ist reserviert. Wählen Sie einen anderen.",
    "username.too-long": "Verwenden Sie höchstens 64 Zeichen.",
    "email.required": "Geben Sie eine Adresse ein.",
    "email.unchanged": "Das ist schon Ihre Adresse, und sie ist bestätigt.",
    "email.invalid":
      "Geben Sie eine Adresse wie ada@example.org ein, oder lassen Sie das Feld leer.",
    "password.required": "Geben Sie ein Passwort ein.",
    "password.wrong": "Das ist nicht das jetzige Passwort.",
    "password.too-short": "Verwenden Sie mindestens # Zeichen.",
    "password.too-long": "Verwenden Sie höchstens 256 Zeichen.",
    "password.too-many-bytes":
      "Verwenden Sie höchstens 72 Byte: ein einfacher Buchstabe braucht eines, ein Umlaut zwei, ein Emoji vier.",
    "password.too-common":
      "Das ist eines der häufigsten Passwörter; wer rät, versucht es zuerst. Wählen Sie eines, das nur Ihnen gehört.",
    "password.too-similar":
      "Das ist Ihrem Namen oder Ihrer Adresse zu ähnlich. Wählen Sie etwas, das nichts damit zu tun hat.",
    "password.all-digits":
      "Verwenden Sie nicht nur Ziffern, sondern auch Buchstaben, Leerzeichen oder andere Zeichen.",
    "password.control-character":
      "Lassen Sie Steuerzeichen wie Tabulatoren und Zeilenumbrüche weg.",
  },
  waits: {
    again: (seconds) =>
      seconds < 90
        ? say(seconds, {
            one: "Versuchen Sie es in einer Sekunde noch einmal.",
            other: "Versuchen Sie es in # Sekunden noch einmal.",
          })
        : say(Math.ceil(seconds / 60), {
            other: "Versuchen Sie es in # Minuten noch einmal.",
          }),
    closed:
      "Dieses Konto öffnet sich wieder auf einem Gerät, auf dem es schon angemeldet war, mit einem neuen Passwort oder durch die Verwaltung.",
  },
  home: {
    title: "Willkommen",
    stranger: "Melden Sie sich an, oder legen Sie ein neues Konto an.",
    strangerElsewhere: "Melden Sie sich mit Ihrem Konto an.",
    loggedInAs: (name) => `Sie sind als ${name} angemeldet.`,
    toWelcome: "Zu Ihrer Seite",
  },
  register: {
    title: "Registrieren",
    submit: "Registrieren",
    loginInstead: "Ich habe schon ein Konto",
    usernameHint: "Buchstaben, Ziffern und . _ + - ohne Leerzeichen.",
    passwordHint:
      "Mindestens # Zeichen. Ein paar Wörter ohne Zusammenhang sind gut und leicht zu merken.",
    emailOptional: "kann leer bleiben",
    refused: "Einiges davon geht nicht. Sehen Sie sich die Hinweise bei den Feldern an.",
  },
  login: { title: "Anmelden", submit: "Anmelden", registerInstead: "Ich habe noch kein Konto" },
  welcome: {
    title: (name) => `Willkommen, ${name}`,
    loggedIn: "Sie sind angemeldet.",
    sessionEnds: "Diese Sitzung endet",
    memberSince: "Registriert",
    untilBrowserCloses: "wenn Sie den Browser schließen, spätestens aber",
    toSessions: "Wo Sie angemeldet sind",
  },
  sessions: {
    title: "Ihre Sitzungen",
    lead: "Hier sind Sie angemeldet. Beenden Sie, was Sie nicht mehr benutzen und was Sie nicht kennen.",
    thisOne: "Diese hier",
    lastSeen: "Zuletzt",
    now: "jetzt",
    since: "Seit",
    address: "Adresse",
    unknownAddress: "unbekannt",
    end: "Beenden",
    endOthers: (count) => say(count, { one: "Die andere beenden", other: "Die anderen # beenden" }),
    nowhereElse: "Sonst sind Sie nirgends angemeldet.",
    more: (count) =>
      say(count, {
        one: "Und eine weitere, die länger nicht benutzt wurde.",
        other: "Und # weitere, die länger nicht benutzt wurden.",
      }),
  },
  devices: { on: (program, system) => `${program} auf ${system}`, unknown: "Unbekanntes Gerät" },
  logout: {
    title: "Abmelden",
    submit: "Abmelden",
    question: "Möchten Sie sich abmelden? Ihre Sitzung endet hier und auf dem Server.",
  },
  labels: {
    username: "Name",
    email: "E-Mail",
    password: "Passwort",
    showPassword: "Passwort zeigen",
    hidePassword: "Passwort verbergen",
    passwordFine: "Bisher spricht nichts dagegen.",
    toHome: "Zurück zum Anfang",
    requestId: "Anfrage",
    failure: "Das ging nicht",
  },
  account: germanAccount,
  mails: germanMails,
  lab: germanLab,
};
