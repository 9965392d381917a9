import { DatabaseSync } from "node:sqlite";

/** Whose login it is that is refused, and with what. */
export interface LoginClass {
  readonly what: string;
  readonly username: string;
  readonly password: string;
}

const PASSWORD = "four unrelated words here";
const WRONG = "some other words entirely";

/** A name that nobody has: what all others are compared with. */
export const UNKNOWN: LoginClass = { what: "an unknown name", username: "nobody", password: WRONG };

const key = (bytes: number): string => Buffer.alloc(bytes, 7).toString("base64");
const bare = (bytes: number): string => key(bytes).replaceAll("=", "");

/** What is stored for whom; from the hash that was made when they registered. */
const STORED: Readonly<Record<string, (own: string) => string>> = {
  "a wrong password": (own) => own,
  "an unusable hash": () => "!",
  "a damaged hash": (own) => own.slice(0, -1),
  "a hash of an absurd cost": (own) => own.replace(/\$\d\d\$/, "$31$"),
  "an older cost of bcrypt": (own) => own.replace(/\$\d\d\$/, "$10$"),
  "Django's PBKDF2": () => `pbkdf2_sha256$260000$abcdefghijklmnopqrstuv$${key(32)}`,
  "better-auth's scrypt": () => `${"a1".repeat(16)}:${"b2".repeat(64)}`,
  "argon2id of OWASP": () => `$argon2id$v=19$m=19456,t=2,p=1$${bare(16)}$${bare(32)}`,
};

const DISABLED = "a disabled account, with its right password";

/**
 * Registers somebody of each class at a site that limits nobody, and stores for them what makes them one.
 *
 * @param path of the site's SQLite file
 */
export const registerClasses = async (
  url: string,
  path: string,
): Promise<readonly LoginClass[]> => {
  const classes = [...Object.keys(STORED), DISABLED].map((what, at) => ({
    what,
    username: `user${at}`,
    password: what === DISABLED ? PASSWORD : WRONG,
  }));
  for (const { username } of classes) {
    const body = new URLSearchParams({ username, password: PASSWORD });
    const { status } = await fetch(`${url}/register`, { method: "POST", body, redirect: "manual" });
    if (status !== 303) throw new Error(`registration was answered with ${status}`);
  }
  const db = new DatabaseSync(path, { timeout: 5_000 });
  const read = db.prepare("select password from countersign_users where username = ?");
  const write = db.prepare(
    "update countersign_users set password = ?, disabled_at = ? where username = ?",
  );
  for (const { what, username } of classes) {
    const own = read.get(username)?.["password"] as string;
    write.run(STORED[what]?.(own) ?? own, what === DISABLED ? 1 : null, username);
  }
  db.close();
  return classes;
};
