import type { AccountWords } from "./account-words.ts";

export const germanAccount: AccountWords = {
  refused: "Das hat nicht geklappt. Sehen Sie sich die Hinweise bei den Feldern an.",
  currentPassword: "Ihr Passwort",
  newPassword: "Neues Passwort",
  nameOrEmail: "Name oder E-Mail",
  toLogin: "Zur Anmeldung",
  password: {
    link: "Passwort ändern",
    title: "Passwort ändern",
    lead: "Hier bleiben Sie angemeldet. Überall sonst werden Sie abgemeldet.",
    submit: "Passwort ändern",
    changed: "Passwort geändert",
    changedLead: "Von jetzt an gilt das neue. Überall sonst sind Sie abgemeldet.",
  },
  forgot: {
    link: "Ich habe mein Passwort vergessen",
    title: "Passwort vergessen?",
    lead: "Nennen Sie uns Ihren Namen oder Ihre Adresse; wir senden Ihnen eine Nachricht mit einem Link zu einem neuen Passwort.",
    submit: "Nachricht senden",
    sent: "Sehen Sie in Ihre Post",
    sentLead:
      "Wenn es ein Konto mit diesem Namen oder dieser Adresse gibt, ist eine Nachricht dorthin unterwegs. Das kann eine Minute dauern; sehen Sie auch bei der unerwünschten Post nach.",
  },
  reset: {
    title: "Ein neues Passwort",
    lead: (name) => `Für das Konto ${name}. Wo immer Sie angemeldet sind, werden Sie abgemeldet.`,
    submit: "Passwort festlegen",
    done: "Das neue Passwort gilt. Melden Sie sich damit an.",
    invalid: "Dieser Link gilt nicht mehr",
    again: "Einen neuen anfordern",
  },
  verify: {
    title: "Adresse bestätigen",
    question: (email, name) => `Gehört die Adresse ${email} zu Ihrem Konto ${name}?`,
    submit: "Ja, bestätigen",
    verified: "Adresse bestätigt",
    verifiedLead:
      "Von jetzt an können Sie sich mit ihr anmelden und ein neues Passwort festlegen, wenn Sie Ihres vergessen.",
    unverified: (email) =>
      `Die Adresse ${email} ist noch nicht bestätigt. Folgen Sie dem Link in der Nachricht, die wir dorthin gesendet haben, oder lassen Sie sie noch einmal senden.`,
    send: "Nachricht noch einmal senden",
    sent: "Sehen Sie in Ihre Post",
    sentLead:
      "Eine Nachricht mit einem Link ist unterwegs. Das kann eine Minute dauern; sehen Sie auch bei der unerwünschten Post nach.",
    invalid: "Dieser Link gilt nicht mehr",
  },
  email: {
    link: "Adresse ändern",
    title: "Adresse ändern",
    isVerified: (email) => `Ihre Adresse ist ${email}; sie ist bestätigt.`,
    isUnverified: (email) => `Ihre Adresse ist ${email}; sie ist noch nicht bestätigt.`,
    isNone: "Sie haben noch keine Adresse angegeben.",
    label: "Neue E-Mail",
    hint: "Sie gilt, sobald Sie sie von dort aus bestätigt haben. Bis dahin bleibt die alte.",
    submit: "Nachricht dorthin senden",
    sent: "Sehen Sie in Ihre Post",
    sentLead:
      "Eine Nachricht mit einem Link ist an die neue Adresse unterwegs. Folgen Sie ihm, dann ist die Adresse geändert.",
  },
  delete: {
    link: "Konto löschen",
    title: "Konto löschen",
    lead: (name) =>
      `Das Konto ${name} wird sofort gelöscht, mit allem, was hier dazugehört. Das lässt sich nicht rückgängig machen.`,
    submit: "Endgültig löschen",
    deleted: "Das Konto ist gelöscht",
    deletedLead: "Sie sind überall abgemeldet. Auf Wiedersehen, und danke, dass Sie hier waren.",
  },
};
