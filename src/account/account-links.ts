import { decodeBase64url, encodeBase64url } from "../signing/base64url.ts";
import type { Secret } from "../signing/signer.ts";
import { createStateSigner, type StateSigner } from "../signing/state-signer.ts";
import type { LoginRecord } from "../users/user-store.ts";

/** Tokens for the links in mails. Each is good once: what it leads to changes what it was made from. */
export interface AccountLinks {
  /** For a new password. Dies with the old one, with the next login, and with the address. */
  makeReset(record: LoginRecord, now: number): string;
  /** Whose it claims to be, and whether it is, once their record was read. */
  readReset(token: string, now: number): ClaimedLink | undefined;
  /** For whoever reads mail at an address, which is to be this user's. Dies with the password and the address of now. */
  makeConfirmation(record: LoginRecord, email: string, now: number): string;
  readConfirmation(token: string, now: number): ClaimedConfirmation | undefined;
}

export interface ClaimedLink {
  readonly userId: number;
  isGood(record: LoginRecord): boolean;
}

export interface ClaimedConfirmation extends ClaimedLink {
  /** The address to which it was sent. */
  readonly email: string;
}

/** How long links are good, in seconds. */
export interface LinkAges {
  readonly reset: number;
  readonly confirmation: number;
}

/** Clocks of several hosts differ; more than this is no difference of clocks. In seconds. */
const SKEW = 60;
/** Longer than any of ours. */
const LONGEST_TOKEN = 600;

/** @param secrets newest first: the first signs, all verify */
export const createAccountLinks = (secrets: readonly Secret[], ages: LinkAges): AccountLinks => {
  const resets = createStateSigner(secrets, "countersign.reset");
  const confirmations = createStateSigner(secrets, "countersign.confirm-email");
  return {
    makeReset: (record, now) =>
      resets.sign(String(record.user.id), resetState(record), now / 1_000),

    readReset(token, now) {
      const value = claimed(resets, token, ages.reset, now);
      const userId = idOf(value);
      if (userId === undefined) return undefined;
      return { userId, isGood: (record) => resets.isGood(token, resetState(record)) };
    },

    makeConfirmation: (record, email, now) =>
      confirmations.sign(
        `${record.user.id}.${encodeBase64url(email)}`,
        confirmationState(record),
        now / 1_000,
      ),

    readConfirmation(token, now) {
      const value = claimed(confirmations, token, ages.confirmation, now) ?? "";
      const userId = idOf(value.split(".")[0]);
      const email = decodeBase64url(value.slice(value.indexOf(".") + 1))?.toString("utf8");
      if (userId === undefined || !email) return undefined;
      return {
        ...{ userId, email },
        isGood: (record) => confirmations.isGood(token, confirmationState(record)),
      };
    },
  };
};

/** As Django's: the hash, the last login and the address. */
const resetState = ({ user, password }: LoginRecord): string =>
  JSON.stringify([user.id, password, user.lastLoginAt ?? null, user.email ?? null]);

/**
 * The next login must not end it: people log in before they look into their mail. One that makes the hash anew does, and it
 * is asked for once more: by the hash alone is somebody told from whoever had the same id before a backup was restored, and
 * the password of now from one of before, both of which may have the same `deviceEpoch`.
 */
const confirmationState = ({ user, password }: LoginRecord): string =>
  JSON.stringify([user.id, password, user.email ?? null, user.emailVerifiedAt ?? null]);

const claimed = (
  signer: StateSigner,
  token: string,
  age: number,
  now: number,
): string | undefined => {
  const claim = token.length > LONGEST_TOKEN ? undefined : signer.claimOf(token);
  if (!claim) return undefined;
  const seconds = now / 1_000 - claim.signedAt;
  return seconds <= age && seconds >= -SKEW ? claim.value : undefined;
};

const idOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^[1-9]\d{0,15}$/.test(text) ? Number(text) : undefined;
