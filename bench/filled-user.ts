import { createHash } from "node:crypto";
import { hashSync } from "@node-rs/bcrypt";
import { toPayload } from "../src/engines/cookie-payload.ts";
import { SESSION_PURPOSE } from "../src/engines/signed-cookie.ts";
import { createSignedJson, LARGEST_PAYLOAD } from "../src/signing/signed-json.ts";
import type { LoginRecord } from "../src/users/user-store.ts";
import { PASSWORD } from "./site.ts";

/** Signs the cookies of those whom nobody saw log in: a site that was filled is started with it. */
export const SECRET = "the-secret-of-a-bench-and-of-no-site-anywhere-at-all";

/** Of odd users, so that a login says something of the database; and of even ones, as usual. */
export const CHEAP = 4;
export const USUAL = 12;

/** When everybody registered and logged in; in milliseconds, whole seconds. */
export const NOW: number = Math.floor(Date.now() / 1_000) * 1_000;

/** User N of a site that `fillSite` has filled, as the site reads it; with the bench's password. */
export const filledUser = (number: number): LoginRecord => ({
  user: {
    ...{ id: number, username: `user${number}`, email: `user${number}@bench.example` },
    ...{ emailVerifiedAt: NOW, createdAt: NOW, lastLoginAt: NOW },
  },
  password: (number % 2 === 0 ? usual : cheap) ?? "",
  ...{ isDisabled: false, epoch: 0, deviceEpoch: 0 },
});

/** The id under which user N is logged in: as random as ours are, and to be had again. */
export const sidOf = (number: number): string =>
  createHash("sha256").update(`session ${number}`).digest().toString("base64url", 0, 16);

/**
 * The Cookie line with which user N comes.
 *
 * @param variant makes another cookie of the same session, as a later save does: no memory of verified tokens
 *   knows one by the other
 */
export const cookieOf = (number: number, variant: number = 0): string => {
  const data = new Map([["user_id", number]]);
  if (variant > 0) data.set("variant", variant);
  const marks = { epoch: 0, login: NOW / 1_000 };
  const payload = toPayload({ id: sidOf(number), data, marks, savedAt: NOW });
  return `session=${TOKENS.sign(payload, NOW / 1_000)}`;
};

/** So short a payload is not deflated. */
const NEVER = LARGEST_PAYLOAD;
const TOKENS = createSignedJson([SECRET], SESSION_PURPOSE, LARGEST_PAYLOAD, NEVER);

const digest = createHash("sha256").update(PASSWORD).digest("hex");
const [cheap, usual] = [CHEAP, USUAL].map((cost) => `bcrypt_sha256$${hashSync(digest, { cost })}`);
