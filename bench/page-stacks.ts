// Whose page for a logged-in user is measured beside whose.
/** The page without a session stands beside the others in each of these. */
export type BareFramework = "Hono" | "Express" | "Fastify";
export const FRAMEWORKS: readonly BareFramework[] = ["Hono", "Express", "Fastify"];

export interface PageStack {
  /** As the table calls it. */
  readonly name: string;
  /** What it runs on, as the table calls it. */
  readonly on: string;
  /** Whose page without a session it is compared with, beside bare Hono's. */
  readonly framework: BareFramework;
  readonly isOurs: boolean;
  /** What `node` is started with; our site as it runs by itself, if left out. */
  readonly words?: readonly string[];
  /** Asked for a cookie. */
  readonly enter: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Does it keep users of its own? Otherwise it reads those of our site, from the same file. */
  readonly hasUsers: boolean;
  /** Does it answer by more threads, or processes, than one? */
  readonly needsCores?: boolean;
  /** Is it a page that asks nobody who they are? */
  readonly isForAll?: boolean;
  /** Without these there is nothing to start. */
  readonly peers: readonly string[];
  /** What share it has to reach of bare Hono. */
  readonly ofHono?: number;
  /** And of its own framework. */
  readonly ofOwn?: number;
}

/** Our site by itself. */
export const site = (engine: string, ofHono?: number): PageStack => ({
  name: `\`/welcome\`, ${engine}, register checked`,
  on: "Countersign",
  framework: "Hono",
  isOurs: true,
  enter: "/register",
  environment: { COUNTERSIGN_ENGINE: engine },
  hasUsers: true,
  peers: [],
  ...(ofHono === undefined ? {} : { ofHono }),
});

const ours = (
  framework: BareFramework,
  name: string,
  more: Pick<PageStack, "ofHono" | "ofOwn" | "isForAll">,
): PageStack => ({
  name,
  on: framework,
  framework,
  isOurs: true,
  words: [`bench/servers/${framework.toLowerCase()}.ts`, "signedCookie"],
  enter: "/begin?as=user",
  environment: {},
  hasUsers: true,
  peers: [],
  ...more,
});

const peer = (
  on: string,
  name: string,
  words: string,
  packages: string,
  more: Partial<PageStack> = {},
): PageStack => ({
  name,
  on,
  framework: FRAMEWORKS.find((each) => each === on) ?? "Hono",
  isOurs: false,
  words: `bench/${words}`.split(" "),
  enter: "/enter",
  environment: {},
  hasUsers: false,
  peers: packages.split(" ").filter(Boolean),
  ...more,
});

// Web Crypto works in the thread pool.
const BETTER_AUTH = {
  enter: "/begin",
  environment: { BENCH_NAME: "ada" },
  hasUsers: true,
  needsCores: true,
};

export const IRON_SESSION: PageStack = peer(
  "node:http",
  "iron-session",
  "peers/iron-session.js",
  "iron-session",
  { needsCores: true },
);
export const DJANGO: PageStack = peer(
  "gunicorn",
  "Django, two processes",
  "servers/django.ts",
  "Django gunicorn",
  { hasUsers: true, needsCores: true },
);

/** @param hasher `bcrypt`, or its own */
export const betterAuth = (hasher: string = "own"): PageStack =>
  peer("Hono", "better-auth", "peers/better-auth.js", "better-auth", {
    ...BETTER_AUTH,
    environment: { ...BETTER_AUTH.environment, BENCH_HASHER: hasher },
  });

/** The first is the page that all others send. */
export const PAGE_STACKS: readonly PageStack[] = [
  site("signed-cookie", 0.9),
  site("encrypted-cookie", 0.86),
  site("database", 0.82),
  ours("Hono", "`sessions`, and a page that never touches its own", {
    ofHono: 0.98,
    isForAll: true,
  }),
  // The most that anything mounted by Hono's `use` can reach.
  peer(
    "Hono",
    "no session, behind a middleware that does nothing",
    "servers/hono.ts none behind",
    "",
    {
      enter: "/health/live",
      isForAll: true,
    },
  ),
  betterAuth(),
  // In seconds: as long as the bench lasts. Its default is 300, after which it sends another cookie, which
  // the load generator would not take.
  peer(
    "Hono",
    "better-auth, its cookie cache",
    "peers/better-auth.js 3600",
    "better-auth",
    BETTER_AUTH,
  ),
  IRON_SESSION,
  DJANGO,
  ours("Express", "`sessions` and `requireUser`", { ofOwn: 0.9 }),
  peer("Express", "express-session", "peers/express-session.js memory", "express-session"),
  peer("Express", "cookie-session", "peers/cookie-session.js", "cookie-session"),
  ours("Fastify", "`sessions` and `requireUser`", { ofOwn: 0.9 }),
  peer(
    "Fastify",
    "@fastify/secure-session",
    "peers/fastify-secure-session.js",
    "@fastify/secure-session",
  ),
  peer(
    "Fastify",
    "@fastify/session",
    "peers/fastify-session.js",
    "@fastify/session @fastify/cookie",
  ),
];
