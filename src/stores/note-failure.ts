import type { AccountStore } from "../account/account-store.ts";
import type { Act } from "../database/acts.ts";

/** Writes down a login that failed and, if it was one too many, that the account is closed by it: both or neither. */
export const noteFailure =
  (act: Act): AccountStore["noteFailure"] =>
  (userId, now, note, isClosed = false) =>
    act(async (_, record) => {
      const subject = { at: now, userId };
      await record(note, subject);
      if (!isClosed) return;
      const { reason: _reason, ...cause } = note;
      await record({ ...cause, name: "accountClosed" }, subject);
    });
