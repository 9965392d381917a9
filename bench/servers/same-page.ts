import { createAssets } from "../../src/pages/assets.ts";
import { english } from "../../src/pages/english.ts";
import type { Frame } from "../../src/pages/layout.ts";
import { welcomePage } from "../../src/pages/welcome-page.ts";
import { STANDARD_RULES } from "../../src/passwords/password-policy.ts";

/** What the page says of a user. */
export interface Welcomed {
  readonly username: string;
  readonly registeredAt: Date;
}

const FRAME: Frame = {
  path: "",
  words: english,
  assets: createAssets(),
  own: {},
  rules: STANDARD_RULES,
  canRegister: true,
  hasMail: true,
  hasLab: true,
};

/** When the session ends, according to whoever does not know it. */
const ENDS = new Date(Number(process.env["BENCH_ENDS"] ?? 0));

const like: Record<string, string> = JSON.parse(process.env["BENCH_LIKE"] ?? "{}");
const OF_THE_SERVER = ["date", "connection", "keep-alive", "content-length"];

/** Those of a real answer of ours, as the bench hands them in, but for what the server itself writes. */
export const SAME_HEADERS: Record<string, string> = Object.fromEntries(
  Object.entries(like).filter(([name]) => !OF_THE_SERVER.includes(name)),
);

/** The welcome page that our site sends, by whoever else has read the user. */
export const sameHtml = (
  { username, registeredAt }: Welcomed,
  sessionEndsAt: Date = ENDS,
): string =>
  welcomePage(FRAME, { username, registeredAt, sessionEndsAt, endsAtBrowserClose: false });

/** The same as an answer of Hono's. */
export const samePage = (user: Welcomed, sessionEndsAt?: Date): Response =>
  new Response(sameHtml(user, sessionEndsAt), { headers: SAME_HEADERS });
