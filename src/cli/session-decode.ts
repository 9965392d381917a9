import { existsSync, readFileSync } from "node:fs";
import type { Command } from "commander";
import { cutSignedToken, readPayload } from "../engines/inspect-signed-token.ts";
import { DJANGO_PURPOSE, SESSION_PURPOSE } from "../engines/signed-cookie.ts";
import { CountersignError } from "../errors/countersign-error.ts";
import { createSigner } from "../signing/signer.ts";
import type { SiteSettings } from "../site/environment.ts";
import { developmentSecretFile } from "../site/secrets.ts";
import { moment, print, printJson, printPairs } from "./print.ts";
import { addSettings, settingsOf } from "./settings-options.ts";
import { STORAGE } from "./with-storage.ts";

export const addSessionDecode = (session: Command): void => {
  const command = session
    .command("decode")
    .description("cut a session cookie, read from standard input, into its parts")
    .option("--json", "print JSON");
  addSettings(command, ...STORAGE).action(async (options: { json?: boolean }) => {
    const settings = settingsOf(command);
    const token = tokenIn(readFileSync(0, "utf8"), settings.cookieName);
    const decoded = decode(token);
    const signature = judge(token, settings);
    if (options.json) {
      return printJson({
        signature,
        savedAt: new Date(decoded.savedAt).toISOString(),
        payload: decoded.payload,
      });
    }
    await printPairs([
      ["Signature", SIGNATURE_WORDS[signature]],
      ["Saved", moment(decoded.savedAt)],
    ]);
    await print(
      `Payload    ${JSON.stringify(decoded.payload, null, 2).replaceAll("\n", "\n           ")}`,
    );
  });
};

const SIGNATURE_WORDS = {
  valid: "good: made with one of the secrets",
  invalid: "bad: made with none of the secrets, so the site takes it for no session",
  elsewhere:
    "good, but on the other side of COUNTERSIGN_DJANGO, so the site takes it for no session",
  unchecked: "not checked: set COUNTERSIGN_SECRET to check it",
};

/** The cookie's value alone, out of whatever was pasted: a value, `name=value`, or a whole header line. */
const tokenIn = (text: string, name: string | undefined): string => {
  const line = text.trim().replace(/^(?:set-)?cookie:\s*/i, "");
  const pairs = line.split(/;\s*/);
  const isOurs = (pair: string): boolean =>
    name === undefined ? /session(?:id)?=/.test(pair) : pair.startsWith(`${name}=`);
  const ours = pairs.find(isOurs) ?? pairs[0] ?? "";
  return ours.slice(ours.indexOf("=") + 1).trim();
};

interface Decoded {
  readonly savedAt: number;
  readonly payload: unknown;
}

const decode = (token: string): Decoded => {
  const cut = cutSignedToken(token);
  const payload = cut && readPayload(cut.payload);
  if (payload) return { payload: payload.value, savedAt: cut.savedAt };
  throw new CountersignError(
    "command.failed",
    "This is no session cookie of the signed-cookie engine: it has to be payload:timestamp:signature.",
  );
};

const isSigned = (token: string, secrets: readonly string[], isDjango: boolean): boolean =>
  createSigner(secrets, isDjango ? DJANGO_PURPOSE : SESSION_PURPOSE).unsign(token) !== undefined;

/**
 * By the secrets as set; without any, by the one that development made, which can say that a cookie
 * is its own, but not that another is forged.
 */
const judge = (token: string, settings: SiteSettings): keyof typeof SIGNATURE_WORDS => {
  const { secrets, isDjango } = settings;
  if (secrets) {
    if (isSigned(token, secrets, isDjango)) return "valid";
    return isSigned(token, secrets, !isDjango) ? "elsewhere" : "invalid";
  }
  const file = developmentSecretFile(settings);
  if (!existsSync(file)) return "unchecked";
  return isSigned(token, [readFileSync(file, "utf8").trim()], false) ? "valid" : "unchecked";
};
