// What is measured beside what: every way of keeping a session, each in its own framework.

export const FRAMEWORKS = ["Hono", "Express", "Fastify", "node:http"] as const;
export type Framework = (typeof FRAMEWORKS)[number];

/** The page of a framework without any session is its server's with the engine `none`. */
export const SERVERS: Readonly<Record<Framework, string>> = {
  Hono: "bench/servers/hono.ts",
  Express: "bench/servers/express.ts",
  Fastify: "bench/servers/fastify.ts",
  "node:http": "bench/servers/node.ts",
};

export interface Stack {
  readonly framework: Framework;
  /** As the table calls it. */
  readonly name: string;
  /** What `node` is started with. */
  readonly words: readonly string[];
  /** Of ours. */
  readonly engine?: string;
  /** Packages of `bench/peers` without which there is nothing to start. */
  readonly peers: readonly string[];
  readonly needsRedis: boolean;
  /** What reading may add: microseconds, or the name of the stack that has to add more. */
  readonly target?: number | string;
}

const EXPRESS_SESSION = "express-session, memory store";

const TARGETS: Readonly<Record<string, number>> = {
  signedCookie: 15,
  encryptedCookie: 20,
  database: 30,
};

const ours = (framework: Framework, engine: string): Stack => {
  const target = framework === "Express" ? EXPRESS_SESSION : TARGETS[engine];
  return {
    framework,
    name: `\`${engine}()\``,
    words: [SERVERS[framework], engine],
    engine,
    peers: [],
    needsRedis: engine === "cache" || engine === "layered",
    ...(target === undefined ? {} : { target }),
  };
};

const peer = (framework: Framework, name: string, words: string, ...packages: string[]): Stack => ({
  framework,
  name,
  words: `bench/peers/${words}`.split(" "),
  peers: packages,
  needsRedis: packages.includes("redis"),
});

export const STACKS: readonly Stack[] = [
  ours("Hono", "signedCookie"),
  ours("Hono", "encryptedCookie"),
  ours("Hono", "database"),
  ours("Hono", "memory"),
  ours("Hono", "file"),
  ours("Hono", "cache"),
  ours("Hono", "layered"),
  ours("Express", "signedCookie"),
  ours("Express", "encryptedCookie"),
  ours("Express", "database"),
  ours("Express", "memory"),
  ours("Express", "cache"),
  peer("Express", EXPRESS_SESSION, "express-session.js memory", "express-session"),
  peer(
    "Express",
    "express-session, connect-redis",
    "express-session.js redis",
    "express-session",
    "connect-redis",
    "redis",
  ),
  peer("Express", "cookie-session", "cookie-session.js", "cookie-session"),
  ours("Fastify", "signedCookie"),
  ours("Fastify", "encryptedCookie"),
  ours("Fastify", "memory"),
  peer(
    "Fastify",
    "@fastify/secure-session",
    "fastify-secure-session.js",
    "@fastify/secure-session",
  ),
  peer(
    "Fastify",
    "@fastify/session, memory store",
    "fastify-session.js",
    "@fastify/session",
    "@fastify/cookie",
  ),
  ours("node:http", "signedCookie"),
  ours("node:http", "encryptedCookie"),
  peer("node:http", "iron-session", "iron-session.js", "iron-session"),
];
