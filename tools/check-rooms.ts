// Holds the order of the rooms (ARCHITECTURE.md): imports go down, never up, never sideways, and only
// some rooms may import a given package. Prints each offence and fails.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** From the ground up. Rooms of one floor do not import each other. */
const FLOORS: readonly (readonly string[])[] = [
  ["errors"],
  ["time"],
  ["signing", "cookies", "events"],
  ["passwords", "users", "sessions", "throttle", "requests"],
  ["pages"],
  ["mails"],
  ["account"],
  ["database"],
  ["engines", "registers", "hashers", "stores", "mailers"],
  ["routes"],
  ["adapters"],
  ["assembly"],
  ["testing"],
  ["site"],
  ["cli"],
  ["front doors"],
];

/** Rooms that see only `Parts`: they skip the floors on which the parts are made. */
const BLIND: Readonly<Record<string, readonly string[]>> = {
  routes: ["database", "engines", "registers", "hashers", "stores", "mailers"],
  adapters: ["database", "engines", "registers", "hashers", "stores", "mailers"],
};

/** Which rooms may import what from outside. A room that is not named imports nothing of it. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  hono: ["pages", "mails", "adapters"],
  ioredis: ["site"],
  pg: ["database"],
  bowser: ["requests"],
  "@hono/node-server": ["site"],
  // Its types alone: nothing of it is loaded.
  fastify: ["adapters"],
  kysely: ["database", "stores", "registers"],
  "@node-rs/bcrypt": ["hashers"],
  nodemailer: ["mailers"],
  piscina: ["hashers"],
  zod: ["assembly", "site"],
  pino: ["site", "cli"],
  commander: ["cli"],
  "csv-parse": ["cli"],
  "@zxcvbn-ts/language-common": ["assembly"],
};

/** Modules of the runtime that only compute; all others touch the world. */
const PURE = ["node:crypto", "node:zlib", "node:path", "node:url"];
/** Of `node:net` what is an address, and no more. */
const ADDRESSES = ["requests"];
const WORLDLY = [
  "database",
  "engines",
  "registers",
  "hashers",
  "stores",
  "mailers",
  "adapters",
  "assembly",
  "testing",
  "site",
  "cli",
];

const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".ts"),
);
const roomOf = (file: string): string =>
  file.includes("/") ? (file.split("/")[0] ?? "") : "front doors";
const floorOf = (room: string): number => FLOORS.findIndex((rooms) => rooms.includes(room));

const offences: string[] = [];
for (const file of files) {
  const room = roomOf(file);
  if (floorOf(room) < 0) offences.push(`src/${file}: the room ${room} stands on no floor`);
  // An import in a comment is an example.
  const text = readFileSync(join("src", file), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
  for (const [, target = ""] of text.matchAll(/(?:from|import)\s*\(?\s*"([^"\n]+)"/g)) {
    const fault = target.startsWith(".")
      ? roomFault(file, room, target)
      : packageFault(room, target);
    if (fault) offences.push(`src/${file}: imports ${target}: ${fault}`);
  }
}

function roomFault(file: string, room: string, target: string): string | undefined {
  const other = roomOf(relative("src", join("src", dirname(file), target)));
  if (other === room) return undefined;
  if (BLIND[room]?.includes(other)) return `${room} sees only Parts`;
  return floorOf(other) < floorOf(room) ? undefined : `${other} is not below ${room}`;
}

function packageFault(room: string, target: string): string | undefined {
  if (target.startsWith("node:")) {
    const isOfAddresses = target === "node:net" && ADDRESSES.includes(room);
    return PURE.includes(target) || isOfAddresses || WORLDLY.includes(room)
      ? undefined
      : `${room} touches no outside world`;
  }
  const name = target
    .split("/")
    .slice(0, target.startsWith("@") ? 2 : 1)
    .join("/");
  const rooms = PACKAGES[name];
  if (!rooms) return "no room may (add it to tools/check-rooms.ts if it has earned a place)";
  return rooms.includes(room) ? undefined : `only ${rooms.join(", ")} may`;
}

for (const offence of offences) console.error(offence);
if (files.length === 0) offences.push("no files: is this the project's root?");
console.log(`${files.length} files, ${offences.length} imports that go the wrong way`);
process.exitCode = offences.length > 0 ? 1 : 0;
