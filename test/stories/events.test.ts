import assert from "node:assert/strict";
import { addUser } from "../../src/account/add-user.ts";
import type { Parts } from "../../src/account/parts.ts";
import { openStorage } from "../../src/assembly/open-storage.ts";
import { type AccountEvent, EVENT_NAMES, type EventName } from "../../src/events/account-event.ts";
import type { EventHooks } from "../../src/events/event-hooks.ts";
import { type Browser, browserLikeClient } from "./browser-like-client.ts";
import { ADDRESS, confirm, mailSite } from "./mail-site.ts";
import { onBothDatabases } from "./on-both-databases.ts";
import { ADA } from "./people.ts";
import type { Postman } from "./postman.ts";

const NEXT = "six yellow pears";
const LAST = "nine black cherries";
const TYPED = "canary-typed-as-a-name";
const OPERATOR = { actor: "administrator", operator: "grace" } as const;

/** Hooks for all events, which keep what they are told. */
const keeping = (told: AccountEvent[]): EventHooks => {
  const keep = (event: AccountEvent) => told.push(event);
  return Object.fromEntries(EVENT_NAMES.map((name) => [name, keep]));
};

/** What an operator does at the command line, which does it by these same acts. */
const administrate = async ({ accounts, clock, ...parts }: Parts): Promise<void> => {
  const registration = { username: "grace", email: "", password: NEXT };
  const added = await addUser({ ...parts, accounts, clock }, registration, OPERATOR);
  assert.ok("user" in added);
  const { id } = added.user;
  await accounts.disable(id, clock(), { name: "accountDisabled", ...OPERATOR });
  await accounts.enable(id, clock(), { name: "accountEnabled", ...OPERATOR });
  const imported = { username: "bea", usernameKey: "bea", email: undefined, password: "!" };
  const dates = { emailKey: undefined, createdAt: undefined, lastLoginAt: undefined };
  const rest = { emailVerifiedAt: undefined, disabledAt: undefined };
  const note = { name: "accountImported", ...OPERATOR } as const;
  // What the hundredth failure does; that it is the hundredth is told by "guessing".
  const failed = { name: "loginFailed", reason: "wrong password", ...OPERATOR } as const;
  await accounts.noteFailure(id, clock(), failed, true);
  await accounts.unblock(id, clock(), { name: "accountUnblocked", ...OPERATOR });
  await accounts.importUsers([{ ...imported, ...dates, ...rest }], clock(), note);
};

const sessionIds = async (
  browser: Browser,
): Promise<readonly { id: string; isCurrent: boolean }[]> =>
  ((await browser.getJson("/sessions")).json() as { sessions: [] }).sessions;

/** The link of the next mail that has one to this page: others tell what was done. */
const linkTo = async (post: Postman, page: string): Promise<string> => {
  for (;;) {
    const { link = "about:blank" } = await post.next();
    const { pathname, search } = new URL(link);
    if (pathname === page) return pathname + search;
  }
};

onBothDatabases(
  "whatever happens to an account is told to hooks, log and audit alike, without any secret (T299, T300)",
  async (t, database) => {
    const told: AccountEvent[] = [];
    const { site, post, ada, confirmation } = await mailSite(t, database, { on: keeping(told) });
    await confirm(ada, confirmation);
    const other = browserLikeClient(site);
    await other.post("/login", { ...ADA, password: "canary-wrong" });
    await other.post("/login", { username: TYPED, password: ADA.password });
    await other.post("/login", ADA);
    const theirs = (await sessionIds(ada)).find(({ isCurrent }) => !isCurrent);
    await ada.post(`/sessions/${theirs?.id}/end`);
    await other.post("/login", ADA);
    await ada.post("/sessions/end-others");
    await ada.post("/password", { password: ADA.password, newPassword: NEXT });
    await ada.post("/email", { email: "lovelace@example.org", password: NEXT });
    await confirm(ada, await linkTo(post, "/verify"));
    await other.post("/forgot", { username: "ada" });
    await other.get(await linkTo(post, "/reset"));
    await other.post("/reset", { newPassword: LAST });
    await other.post("/login", { ...ADA, password: LAST });
    await other.post("/logout");
    await other.post("/login", { ...ADA, password: LAST });
    await other.post("/delete", { password: LAST });
    await administrate(site.state.context.parts);

    const names = told.map(({ name }) => name);
    assert.deepEqual(names, [
      ...["registered", "emailVerified", "loginFailed", "loginFailed", "loggedIn", "sessionEnded"],
      ...["loggedIn", "sessionsEnded", "passwordChanged", "emailChanged", "passwordReset"],
      ...["loggedIn", "loggedOut", "loggedIn", "accountDeleted"],
      ...["accountAdded", "accountDisabled", "accountEnabled"],
      ...["loginFailed", "accountClosed", "accountUnblocked", "accountImported"],
    ]);
    assert.deepEqual(
      new Set(names),
      new Set(EVENT_NAMES),
      "there is no event that this story does not tell",
    );

    const storage = await openStorage(
      site.database.includes("://") ? site.database : `sqlite:${site.database}`,
    );
    t.after(() => storage.close());
    const written = await Array.fromAsync(storage.audit.read({}), ({ event }) => event);
    const asWritten = (event: AccountEvent) => JSON.parse(JSON.stringify(event));
    assert.deepEqual(told.map(asWritten), written.map(asWritten));

    const logged = site.log.filter(({ event }) => EVENT_NAMES.includes(event as EventName));
    assert.deepEqual(
      logged.map(({ event }) => event),
      names,
    );
    for (const [at, line] of logged.entries()) {
      const { name, userId, address, requestId, session, actor } = told[at]!;
      assert.equal(typeof line["time"], "number");
      assert.deepEqual(
        [line["userId"], line["address"], line["requestId"], line["session"], line["actor"]],
        [userId, address, requestId, session, actor],
      );
      const isFailure = name === "loginFailed" || name === "accountClosed";
      assert.equal(line["outcome"], isFailure ? "failure" : "success");
      assert.equal(line["username"], undefined);
      if (actor === "visitor") {
        assert.equal(address, "127.0.0.1");
        assert.ok(
          site.log.some((each) => each["event"] === "request" && each["requestId"] === requestId),
        );
      }
    }

    const everywhere = JSON.stringify([told, written, site.log]);
    for (const canary of [ADA.password, NEXT, LAST, TYPED, "canary-wrong", ADDRESS, "$2b$"]) {
      assert.ok(!everywhere.includes(canary), canary);
    }
  },
);

onBothDatabases(
  "a hook that throws, or never ends, breaks no answer and keeps nobody waiting",
  async (t, database) => {
    const hooks: EventHooks = {
      loggedIn: () => {
        throw new Error("the host's own trouble");
      },
      loginFailed: () => new Promise(() => {}),
      loggedOut: async () => {
        throw new Error("and later");
      },
    };
    const { site, ada } = await mailSite(t, database, { on: hooks });
    assert.equal((await ada.post("/logout")).status, 303);
    assert.equal((await ada.post("/login", { ...ADA, password: "wrong" })).status, 401);
    assert.equal((await ada.post("/login", ADA)).status, 303);
    assert.equal((await ada.get("/welcome")).status, 200);
    const failed = site.log.filter(({ event }) => event === "hookFailed");
    assert.deepEqual(
      failed.map(({ hook }) => hook),
      ["loggedOut", "loggedIn"],
    );
  },
);

onBothDatabases(
  "a login that fails and cannot be written down is 503, as one that succeeds: guessing leaves a trace or no answer",
  async (t, database) => {
    const { site, ada } = await mailSite(t, database);
    await ada.post("/logout");
    const address = site.database.includes("://") ? site.database : `sqlite:${site.database}`;
    const storage = await openStorage(address);
    t.after(() => storage.close());
    const { schema } = storage.database.kysely;
    await schema.alterTable("countersign_audit").renameTo("countersign_away").execute();
    for (const password of [ADA.password, "a wrong one"]) {
      for (const username of ["ada", "nobody"]) {
        const answer = await ada.postJson("/login", { username, password });
        assert.ok(answer.status >= 500, `${username} ${answer.status}`);
        assert.equal(ada.jar.get("session"), undefined);
      }
    }
    await schema.alterTable("countersign_away").renameTo("countersign_audit").execute();
    assert.equal((await ada.post("/login", { ...ADA, password: "a wrong one" })).status, 401);
    assert.equal((await ada.post("/login", ADA)).status, 303);
  },
);
