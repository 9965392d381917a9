import type { AccountWords } from "./account-words.ts";

export const englishAccount: AccountWords = {
  refused: "That did not work. See the notes beside the fields.",
  currentPassword: "Current password",
  newPassword: "New password",
  password: {
    link: "Change the password",
    title: "Change the password",
    lead: "You stay logged in here. Everywhere else you will be logged out.",
    submit: "Change the password",
    changed: "Password changed",
    changedLead: "From now on the new one counts. Everywhere else you have been logged out.",
  },
};
