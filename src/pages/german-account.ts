import type { AccountWords } from "./account-words.ts";

export const germanAccount: AccountWords = {
  refused: "Das hat nicht geklappt. Siehe die Hinweise bei den Feldern.",
  currentPassword: "Jetziges Passwort",
  newPassword: "Neues Passwort",
  password: {
    link: "Passwort ändern",
    title: "Passwort ändern",
    lead: "Hier bleiben Sie angemeldet. Überall sonst werden Sie abgemeldet.",
    submit: "Passwort ändern",
    changed: "Passwort geändert",
    changedLead: "Von jetzt an gilt das neue. Überall sonst sind Sie abgemeldet.",
  },
};
