import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { type TestContext, test } from "node:test";
import { deflateSync } from "node:zlib";
import { SESSION_PURPOSE } from "../../src/engines/signed-cookie.ts";
import { logInAs } from "../../src/sessions/log-in-as.ts";
import { openSession } from "../../src/sessions/open-session.ts";
import type { Session } from "../../src/sessions/session.ts";
import type { SessionDoor } from "../../src/sessions/session-door.ts";
import { createSignedJson } from "../../src/signing/signed-json.ts";
import { createTimestampSigner } from "../../src/signing/timestamp-signer.ts";
import { openBrowser } from "../../src/testing/test-browser.ts";
import { temporaryDatabase } from "../database/temporary-database.ts";
import { doorAtHand, SECRETS } from "./door.ts";

const NOBODY = () => ({ userAgent: undefined, address: undefined });

/** What a request with this Cookie header finds, and why its cookie was refused. */
const find = async (door: SessionDoor, header: string | null) => {
  const refusals: string[] = [];
  const session = await openSession(door, header, NOBODY, (reason) => refusals.push(reason));
  return { entries: [...session], isEmpty: session.isEmpty, refusals };
};

const findToken = (door: SessionDoor, token: string) => find(door, `session=${token}`);

const anonymous = (...refusals: readonly string[]) => ({ entries: [], isEmpty: true, refusals });

const good = (...entries: readonly unknown[]) => ({ entries, isEmpty: false, refusals: [] });

/** A door and the token of a session that holds x = 1. */
const withToken = async (t: TestContext, changes: Parameters<typeof doorAtHand>[1] = {}) => {
  const door = await doorAtHand(t, changes);
  const browser = openBrowser(door);
  await browser.visit((session) => session.set("x", 1));
  return { door, token: browser.token ?? "" };
};

const seconds = (door: SessionDoor): number => door.clock() / 1_000;

test("finds what was saved, from near and from afar", async (t) => {
  for (const isFar of [false, true]) {
    const { door, token } = await withToken(t, { isFar });
    assert.deepEqual(await findToken(door, token), good(["x", 1]));
  }
});

test("finds an empty session where there is no cookie of ours, and notes nothing", async (t) => {
  const door = await doorAtHand(t);
  for (const header of [null, "", "a=1", "Session=x"]) {
    assert.deepEqual(await find(door, header), anonymous());
  }
});

test("reads nothing before the first touch, where the engine answers at once", async (t) => {
  const { door, token } = await withToken(t);
  let loaded = 0;
  const watched: SessionDoor = {
    ...door,
    engine: {
      ...door.engine,
      load(given) {
        loaded += 1;
        return door.engine.load(given);
      },
    },
  };
  const session = openSession(watched, `session=${token}`, NOBODY, () => {}) as Session;
  assert.equal(loaded, 0);
  assert.equal(session.get("x"), 1);
  assert.equal(session.get("x"), 1);
  assert.equal(loaded, 1);
});

test("finds nobody where our cookie stands twice (T017)", async (t) => {
  const { door, token } = await withToken(t);
  assert.deepEqual(await find(door, `session=${token}; a=1`), good(["x", 1]));
  assert.deepEqual(await find(door, `session=${token}; session=${token}`), anonymous("doubled"));
});

test("finds nobody where any single bit of the cookie was flipped (T006)", async (t) => {
  const { door, token } = await withToken(t);
  const bytes = Buffer.from(token, "latin1");
  let flipped = 0;
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const other = Buffer.from(bytes);
    other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    const { entries, isEmpty } = await findToken(door, other.toString("latin1"));
    assert.deepEqual([entries, isEmpty], [[], true], `bit ${bit}`);
    flipped += 1;
  }
  assert.equal(flipped, token.length * 8);
  assert.deepEqual(await findToken(door, token), good(["x", 1]));
});

test("finds nobody in what is no token (T012, T021, T022)", async (t) => {
  const { door, token } = await withToken(t);
  const [payload, stamp] = token.split(":");
  const bare = ["x", ":", "::", "%", "%zz", "%00", "null", "undefined", SECRETS[0] ?? ""];
  for (const value of [...bare, `${payload}`, `${payload}:${stamp}`, `${payload}:${stamp}:`]) {
    assert.deepEqual(await findToken(door, value), anonymous("bad-signature"), value);
  }
  assert.equal((await findToken(door, "")).isEmpty, true);
});

test("finds nobody under a signature of any other length, or of zeros (T012, T028)", async (t) => {
  const { door, token } = await withToken(t);
  const [payload, stamp, signature = ""] = token.split(":");
  const bytes = Buffer.from(signature, "base64url");
  for (const length of [0, 1, 31, 33, 64]) {
    const other = Buffer.concat([bytes, bytes]).subarray(0, length).toString("base64url");
    const found = await findToken(door, `${payload}:${stamp}:${other}`);
    assert.deepEqual(found, anonymous("bad-signature"), `${length} bytes`);
  }
  const zeros = Buffer.alloc(32).toString("base64url");
  assert.equal((await findToken(door, `${payload}:${stamp}:${zeros}`)).isEmpty, true);
});

test("finds nobody under another spelling of the cookie", async (t) => {
  const { door, token } = await withToken(t);
  const [payload = "", stamp, signature] = token.split(":");
  const standard = token.replaceAll("-", "+").replaceAll("_", "/");
  const others = [`${token}=`, `${payload}=:${stamp}:${signature}`, encodeURIComponent(token)];
  for (const other of [...others, `"${token}"`, token.toUpperCase(), token.toLowerCase()]) {
    assert.equal((await findToken(door, other)).isEmpty, true, other);
  }
  assert.equal((await findToken(door, standard)).isEmpty, standard !== token);
});

test("finds nobody in what was signed for another purpose or by another secret (T009, T010)", async (t) => {
  const { door } = await withToken(t);
  const value = { _sid: "planted", x: 1 };
  const signed = (purpose: string, secrets: readonly string[]): string =>
    createSignedJson(secrets, purpose).sign(value, seconds(door));
  assert.deepEqual(await findToken(door, signed(SESSION_PURPOSE, SECRETS)), good(["x", 1]));
  for (const purpose of ["", "countersign.sessions", "countersign.reset", `${SESSION_PURPOSE}s`]) {
    assert.deepEqual(await findToken(door, signed(purpose, SECRETS)), anonymous("bad-signature"));
  }
  assert.deepEqual(
    await findToken(door, signed(SESSION_PURPOSE, ["another secret of 32 characters!"])),
    anonymous("bad-signature"),
  );
});

test("reads a cookie that an older secret signed, until that secret is taken out (T013)", async (t) => {
  const { door, token } = await withToken(t, { secrets: ["old"] });
  const { hand } = door;
  assert.deepEqual(
    await findToken(await doorAtHand(t, { secrets: ["new", "old"], hand }), token),
    good(["x", 1]),
  );
  const without = await doorAtHand(t, { secrets: ["new"], hand });
  assert.deepEqual(await findToken(without, token), anonymous("bad-signature"));
});

test("takes a time 60 s in the future and refuses 61 s (T029)", async (t) => {
  const { door } = await withToken(t);
  const json = createSignedJson(SECRETS, SESSION_PURPOSE);
  const at = (ahead: number, value: object = {}): string =>
    json.sign({ _sid: "one", x: 1, ...value }, seconds(door) + ahead);
  assert.deepEqual(await findToken(door, at(0)), good(["x", 1]));
  assert.deepEqual(await findToken(door, at(60)), good(["x", 1]));
  assert.deepEqual(await findToken(door, at(61)), anonymous("from the future"));
  assert.deepEqual(await findToken(door, at(0, { _used: seconds(door) + 60 })), good(["x", 1]));
  const used = at(0, { _used: seconds(door) + 61 });
  assert.deepEqual(await findToken(door, used), anonymous("from the future"));
});

test("refuses a time that is none, though it was signed well (T029)", async (t) => {
  const { door } = await withToken(t);
  const payload = Buffer.from('{"_sid":"one","x":1}').toString("base64url");
  // As an old or careless program with our secret might sign: the key of Django's derivation.
  const key = createHash("sha256").update(`${SESSION_PURPOSE}signer${SECRETS[0]}`).digest();
  const withStamp = (stamp: string): string => {
    const text = `${payload}:${stamp}`;
    return `${text}:${createHmac("sha256", key).update(text).digest("base64url")}`;
  };
  const [, stampNow = ""] = createTimestampSigner(["x"], "x").sign("", seconds(door)).split(":");
  assert.deepEqual(await findToken(door, withStamp(stampNow)), good(["x", 1]));
  const stamps = [
    "",
    "-",
    "-1",
    `-${stampNow}`,
    "NaN",
    "1e309",
    "0x10",
    "9".repeat(30),
    "z".repeat(65),
  ];
  for (const stamp of [...stamps, "0", "Infinity", ` ${stampNow}`, "1.5"]) {
    assert.equal((await findToken(door, withStamp(stamp))).isEmpty, true, stamp);
  }
});

test("refuses a session that has expired, and takes one at the limit itself", async (t) => {
  const { door, token } = await withToken(t, { lifeTime: { age: 100 } });
  door.hand.advance(100);
  assert.deepEqual(await findToken(door, token), good(["x", 1]));
  door.hand.advance(0.001);
  assert.deepEqual(await findToken(door, token), anonymous("expired"));
});

test("keeps to an expiry of its own on the server, where Django's cookies do not (121, 122)", async (t) => {
  const door = await doorAtHand(t);
  const browser = openBrowser(door);
  await browser.visit((session) => {
    session.set("x", 1);
    session.setExpiry(2);
  });
  const token = browser.token ?? "";
  door.hand.advance(2);
  assert.deepEqual(await findToken(door, token), good(["x", 1]));
  door.hand.advance(1);
  assert.deepEqual(await findToken(door, token), anonymous("expired"));
});

test("finds a session that was saved empty, and takes it for one (162)", async (t) => {
  const door = await doorAtHand(t);
  const browser = openBrowser(door);
  await browser.visit((session) => session.set("x", 1));
  await browser.visit((session) => session.clear());
  assert.deepEqual(await findToken(door, browser.token ?? ""), good());
});

test("refuses what is larger than any cookie of ours before it is verified", async (t) => {
  const { door } = await withToken(t);
  const json = createSignedJson(SECRETS, SESSION_PURPOSE);
  const random = Array.from({ length: 400 }, (_, at) =>
    createHash("md5").update(`${at}`).digest("hex"),
  );
  const token = json.sign({ _sid: "one", x: random }, seconds(door));
  assert.ok(token.length > 4_096);
  assert.deepEqual(await findToken(door, token), anonymous("too long"));
});

test("refuses four kilobytes that inflate to megabytes, though they are signed well (T030)", async (t) => {
  const { door } = await withToken(t);
  const bomb = deflateSync(`{"_sid":"one","x":"${"0".repeat(2_500_000)}"}`, { level: 9 });
  const signer = createTimestampSigner(SECRETS, SESSION_PURPOSE);
  const token = signer.sign(`.${bomb.toString("base64url")}`, seconds(door));
  assert.ok(token.length < 4_096);
  assert.deepEqual(await findToken(door, token), anonymous("bad-payload"));
});

const loggedIn = async (t: TestContext, isFar: boolean) => {
  const door = await doorAtHand(t, { isFar, database: await temporaryDatabase(t, ":memory:") });
  const browser = openBrowser(door);
  await browser.visit((session) => logInAs(session, 7));
  const sid = (await browser.look((session) => session.id)) ?? "";
  return { door, sid, token: browser.token ?? "" };
};

test("finds a logged-in session while the register stands by it, from near and from afar", async (t) => {
  for (const isFar of [false, true]) {
    const { door, sid, token } = await loggedIn(t, isFar);
    assert.deepEqual(await findToken(door, token), good(["user_id", 7]));
    await door.register.end(sid, door.clock());
    assert.deepEqual(await findToken(door, token), anonymous("ended"));
  }
});

test("refuses a session whose user's epoch has been raised", async (t) => {
  for (const isFar of [false, true]) {
    const { door, token } = await loggedIn(t, isFar);
    await door.register.raiseEpoch(8, 0);
    assert.deepEqual(await findToken(door, token), good(["user_id", 7]));
    await door.register.raiseEpoch(7, 0);
    assert.deepEqual(await findToken(door, token), anonymous("ended"));
  }
});

test("refuses a session that the register does not know, as after a restored backup (T256)", async (t) => {
  const { door, token } = await loggedIn(t, false);
  assert.deepEqual(await findToken(door, token), good(["user_id", 7]));
  const restored = await doorAtHand(t, { hand: door.hand });
  assert.deepEqual(await findToken(restored, token), anonymous("ended"));
});

test("tells a failing storage from a session that has ended", async (t) => {
  for (const isFar of [false, true]) {
    const { door, token } = await loggedIn(t, isFar);
    const broken: SessionDoor = {
      ...door,
      register: {
        ...door.register,
        standing: () => {
          throw new Error("out of reach");
        },
      },
    };
    const read = async (): Promise<unknown> => findToken(broken, token);
    await assert.rejects(read, { message: "out of reach" });
  }
});

test("says nothing of the cookie when it says why it refused it", async (t) => {
  const { door, token } = await withToken(t);
  const { refusals } = await findToken(door, `${token}x`);
  assert.equal(refusals.length, 1);
  for (const part of token.split(":")) assert.ok(!refusals.join().includes(part));
});

test("a storage that answers at once but is busy for a moment is a failure, and never a logout", async (t) => {
  const { door, token } = await loggedIn(t, false);
  const busyRegister = {
    ...door,
    register: { ...door.register, standing: async () => door.register.standing("", 0) },
  };
  const busyEngine = { ...door, engine: { ...door.engine, load: async () => ({ refused: "x" }) } };
  for (const busy of [busyRegister, busyEngine]) {
    const { session } = await openBrowser(busy, token).begin();
    assert.throws(() => session.get("user_id"), { code: "storage.unavailable" });
  }
  assert.equal(await openBrowser(door, token).look((session) => session.get("user_id")), 7);
});
