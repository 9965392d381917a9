import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { Redis } from "ioredis";
import { addUser } from "../../src/account/add-user.ts";
import type { Parts } from "../../src/account/parts.ts";
import { countersign } from "../../src/assembly/countersign.ts";
import { cache } from "../../src/engines/cache.ts";
import { database } from "../../src/engines/database.ts";
import { encryptedCookie } from "../../src/engines/encrypted-cookie.ts";
import type { EngineFactory } from "../../src/engines/engine-needs.ts";
import { file } from "../../src/engines/file.ts";
import { layered } from "../../src/engines/layered.ts";
import { memory } from "../../src/engines/memory.ts";
import { signedCookie } from "../../src/engines/signed-cookie.ts";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import type { Countersign } from "../../src/routes/countersign.ts";
import { enterUser, newEntry, replacedBy } from "../../src/sessions/enter-user.ts";
import type { Session } from "../../src/sessions/session.ts";
import { VISITOR } from "./visitor.ts";

const DATABASE = process.env["COUNTERSIGN_DATABASE"] ?? "";

/** Handed in where two processes are one site. */
const SECRET = process.env["BENCH_SECRET"] ?? randomBytes(32).toString("base64url");

const redis = (): Redis => new Redis(process.env["BENCH_REDIS"] ?? "");

const ENGINES: Readonly<Record<string, () => EngineFactory>> = {
  signedCookie,
  encryptedCookie,
  database,
  memory,
  cache: () => cache(redis()),
  layered: () => layered(redis()),
  file: () => file(join(dirname(DATABASE.replace("sqlite:", "")), "sessions")),
};

/** Sessions on one engine as a site in production has them; undefined for `none`. */
export const ourSessions = async (engine: string = "none"): Promise<Countersign | undefined> => {
  if (engine === "none") return undefined;
  const factory = ENGINES[engine];
  if (!factory) throw new Error(`no engine called ${engine}`);
  const cs = countersign({
    origin: "https://bench.example",
    secrets: [SECRET],
    database: DATABASE,
    hashers: [bcryptSha256({ cost: 10 })],
    engine: factory(),
  });
  await cs.ready();
  return cs;
};

/** Begins the visitor's session; of a user who is logged in, if it is asked for. */
export const begin = async (cs: Countersign, session: Session, who: unknown): Promise<void> => {
  session.update(VISITOR);
  if (who === "user") {
    const { parts } = cs.context!;
    await logInAtOnce(parts, session, await theUser(parts));
  }
};

let adding: ReturnType<typeof addUser> | undefined;

/** The one user of the bench, added when first needed. */
const theUser = async (parts: Parts): Promise<number> => {
  const registration = { username: "ada", email: "", password: "four unrelated words here" };
  adding ??= addUser(parts, registration, { actor: "administrator" });
  const added = await adding;
  if (!("user" in added)) throw new Error("the bench's user was refused");
  return added.user.id;
};

/** Logs somebody in as the act of logging in does, but asks for no password. */
export const logInAtOnce = async (
  parts: Parts,
  session: Session,
  userId: number,
): Promise<void> => {
  const entry = { ...newEntry(session), userId, epoch: 0 };
  if (!(await parts.accounts.logIn(entry, replacedBy(session)))) throw new Error("no such user");
  enterUser(session, entry, "");
};
