import type { MailWords } from "./mail-words.ts";

export const germanMails: MailWords = {
  greeting: (name) => `Guten Tag ${name},`,
  linkAsText:
    "Wenn der Knopf nicht geht, kopieren Sie diese Adresse in die Adresszeile Ihres Browsers:",
  reset: {
    subject: ({ site }) => `${site}: ein neues Passwort`,
    body: ({ name, site }) => [
      `für das Konto ${name} bei ${site} hat jemand ein neues Passwort verlangt.`,
      "Wenn Sie das waren, wählen Sie hier eines. Der Link gilt nur einmal und nicht lange.",
    ],
    button: "Neues Passwort wählen",
    otherwise:
      "Wenn Sie es nicht waren, brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist.",
  },
  confirm: {
    subject: ({ site }) => `${site}: Bestätigen Sie Ihre Adresse`,
    body: ({ name, site, email }) => [
      `diese Adresse, ${email}, wurde für das Konto ${name} bei ${site} angegeben.`,
      "Wenn dieses Konto Ihnen gehört, bestätigen Sie hier die Adresse. Der Link gilt nur einmal.",
    ],
    button: "Adresse bestätigen",
    otherwise:
      "Wenn Sie das Konto nicht kennen, brauchen Sie nichts zu tun: Ohne Sie wird die Adresse nicht bestätigt.",
  },
  changing: {
    subject: ({ site }) => `${site}: Ihre Adresse soll geändert werden`,
    body: ({ name, site }) => [
      `jemand, der das Passwort des Kontos ${name} bei ${site} kennt, will dort statt dieser eine andere Adresse eintragen. Sie gilt, sobald sie von der neuen Adresse aus bestätigt ist.`,
      "Wenn Sie das waren, ist hier nichts weiter zu tun.",
    ],
    button: "Neues Passwort wählen",
    otherwise:
      "Wenn Sie es nicht waren, wählen Sie jetzt ein neues Passwort. Dann lässt sich die neue Adresse nicht mehr bestätigen, und wer immer es war, wird abgemeldet.",
  },
  changed: {
    subject: ({ site }) => `${site}: Ihre Adresse wurde geändert`,
    body: ({ name, site }) => [
      `das Konto ${name} bei ${site} hat jetzt eine andere Adresse. An diese hier gehen keine Nachrichten mehr.`,
    ],
    button: "",
    otherwise: "Wenn Sie es nicht waren, wenden Sie sich an den Betreiber der Website.",
  },
  password: {
    subject: ({ site }) => `${site}: Ihr Passwort wurde geändert`,
    body: ({ name, site }) => [
      `das Passwort des Kontos ${name} bei ${site} wurde eben geändert; überall sonst ist das Konto abgemeldet.`,
    ],
    button: "Neues Passwort wählen",
    otherwise: "Wenn Sie es nicht waren, wählen Sie jetzt ein neues Passwort.",
  },
};
