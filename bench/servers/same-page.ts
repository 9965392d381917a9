import { createAssets } from "../../src/pages/assets.ts";
import { english } from "../../src/pages/english.ts";
import type { Frame } from "../../src/pages/layout.ts";
import { type WelcomeView, welcomePage } from "../../src/pages/welcome-page.ts";
import { STANDARD_RULES } from "../../src/passwords/password-policy.ts";

const FRAME: Frame = {
  path: "",
  words: english,
  assets: createAssets(),
  own: {},
  rules: STANDARD_RULES,
  canRegister: true,
  hasMail: false,
  hasLab: true,
};

/** Those of a real answer of ours, as the bench hands them in, but for what the server itself writes. */
const headers: Record<string, string> = {};
const ours: Record<string, string> = JSON.parse(process.env["BENCH_LIKE"] ?? "{}");
for (const [name, value] of Object.entries(ours)) {
  if (!["date", "connection", "keep-alive", "content-length"].includes(name)) headers[name] = value;
}

/** The welcome page that our site sends, by whoever else has read the user. */
export const samePage = (view: Omit<WelcomeView, "endsAtBrowserClose">): Response =>
  new Response(welcomePage(FRAME, { ...view, endsAtBrowserClose: false }), { headers });
