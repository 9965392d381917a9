import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { type Decoded, decodeToken, type Verdict } from "./decode-token.ts";
import { asJson, moment, print, printJson, printPairs } from "./print.ts";
import { addSettings, settingsOf } from "./settings-options.ts";
import { STORAGE } from "./with-storage.ts";

export const addSessionDecode = (session: Command): void => {
  const command = session
    .command("decode")
    .description("cut a session cookie, read from standard input, into its parts")
    .option("--json", "print JSON");
  addSettings(command, ...STORAGE).action(async (options: { json?: boolean }) => {
    const settings = settingsOf(command);
    const token = tokenIn(await text(process.stdin), settings.cookieName);
    const decoded = decodeToken(token, settings);
    await (options.json ? printJson(toJson(decoded)) : printDecoded(decoded));
  });
};

const toJson = (decoded: Decoded): object => {
  if (decoded.kind === "kept") return { id: decoded.id };
  const { signature, savedAt, payload } = decoded;
  const saved = savedAt === undefined ? {} : { savedAt: new Date(savedAt).toISOString() };
  return { signature, ...saved, payload };
};

const printDecoded = async (decoded: Decoded): Promise<void> => {
  if (decoded.kind === "kept") {
    await printPairs([
      ["Id", decoded.id],
      ["Secret", "not shown; what the session holds is kept on the server"],
    ]);
    return;
  }
  const { kind, signature, savedAt, payload } = decoded;
  await printPairs([
    [kind === "sealed" ? "Seal" : "Signature", VERDICTS[signature]],
    ...(savedAt === undefined ? [] : [["Saved", moment(savedAt)] as const]),
  ]);
  if (payload === undefined) return;
  await print(`Payload    ${asJson(payload, 2).replaceAll("\n", "\n           ")}`);
};

const VERDICTS: Readonly<Record<Verdict, string>> = {
  valid: "good: made with one of the secrets",
  invalid: "bad: made with none of the secrets, so the site takes it for no session",
  elsewhere:
    "good, but on the other side of COUNTERSIGN_DJANGO, so the site takes it for no session",
  unchecked: "not checked: set COUNTERSIGN_SECRET to check it",
};

/** The cookie's value alone, out of whatever was pasted: a value, `name=value`, or a whole header line. */
const tokenIn = (pasted: string, name: string | undefined): string => {
  const line = pasted.trim().replace(/^(?:set-)?cookie:\s*/i, "");
  const pairs = line.split(/;\s*/);
  const isOurs = (pair: string): boolean =>
    name === undefined ? /session(?:id)?=/.test(pair) : pair.startsWith(`${name}=`);
  const ours = pairs.find(isOurs) ?? pairs[0] ?? "";
  return ours.slice(ours.indexOf("=") + 1).trim();
};
