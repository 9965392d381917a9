import { existsSync, readFileSync } from "node:fs";
import { SEALING_PURPOSE } from "../engines/encrypted-cookie.ts";
import { cutSignedToken, readPayload } from "../engines/inspect-signed-token.ts";
import { parseToken } from "../engines/session-token.ts";
import { DJANGO_PURPOSE, SESSION_PURPOSE } from "../engines/signed-cookie.ts";
import { CountersignError } from "../errors/countersign-error.ts";
import { createSealer } from "../signing/sealer.ts";
import { createSigner } from "../signing/signer.ts";
import type { SiteSettings } from "../site/environment.ts";
import { developmentSecretFile } from "../site/secrets.ts";

/** What a session cookie says, as far as it can be known without a database. */
export type Decoded =
  | {
      readonly kind: "signed" | "sealed";
      readonly signature: Verdict;
      /** Undefined if it is sealed and no secret opens it. */
      readonly payload?: unknown;
      /** In milliseconds. */
      readonly savedAt?: number;
    }
  /** Of an engine that keeps sessions on the server: the cookie says no more. */
  | { readonly kind: "kept"; readonly id: string };

export type Verdict = "valid" | "invalid" | "elsewhere" | "unchecked";

/** Throws `command.failed` for what is no session cookie of any engine. */
export const decodeToken = (token: string, settings: SiteSettings): Decoded => {
  const cut = cutSignedToken(token);
  const payload = cut && readPayload(cut.payload);
  if (payload) {
    const signature = judge(token, settings);
    return { kind: "signed", signature, payload: payload.value, savedAt: cut.savedAt };
  }
  const kept = parseToken(token);
  if (kept) return { kind: "kept", id: kept.id };
  if (/^[\w-]{40,}$/.test(token)) return unseal(token, settings);
  throw new CountersignError(
    "command.failed",
    "This is no session cookie: it has to be payload:timestamp:signature, id.secret, or sealed.",
  );
};

const unseal = (token: string, settings: SiteSettings): Decoded => {
  const { secrets, isSet } = secretsAtHand(settings);
  const opened = createSealer(secrets, SEALING_PURPOSE).open(token);
  if (!opened) return { kind: "sealed", signature: isSet ? "invalid" : "unchecked" };
  const { _saved, ...payload } = JSON.parse(opened.text);
  return { kind: "sealed", signature: "valid", payload, savedAt: Number(_saved) * 1_000 };
};

const isSigned = (token: string, secrets: readonly string[], isDjango: boolean): boolean =>
  createSigner(secrets, isDjango ? DJANGO_PURPOSE : SESSION_PURPOSE).unsign(token) !== undefined;

/**
 * By the secrets as set; without any, by the one that development made, which can say that a cookie
 * is its own, but not that another is forged.
 */
const judge = (token: string, settings: SiteSettings): Verdict => {
  const { secrets, isSet } = secretsAtHand(settings);
  const isDjango = isSet && settings.isDjango;
  if (secrets.length === 0) return "unchecked";
  if (isSigned(token, secrets, isDjango)) return "valid";
  if (!isSet) return "unchecked";
  return isSigned(token, secrets, !isDjango) ? "elsewhere" : "invalid";
};

const secretsAtHand = (
  settings: SiteSettings,
): { readonly secrets: readonly string[]; readonly isSet: boolean } => {
  if (settings.secrets) return { secrets: settings.secrets, isSet: true };
  const file = developmentSecretFile(settings);
  const secrets = existsSync(file) ? [readFileSync(file, "utf8").trim()] : [];
  return { secrets, isSet: false };
};
