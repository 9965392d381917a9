import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, type TestContext, test } from "node:test";
import { countersign } from "../../src/assembly/countersign.ts";
import { database } from "../../src/engines/database.ts";
import { signedCookie } from "../../src/engines/signed-cookie.ts";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import { djangoUsers } from "../../src/stores/django-users.ts";
import { openBrowser } from "../../src/testing/test-browser.ts";
import { runCommand } from "../cli/run-command.ts";
import { postgresDatabase, skipsPostgres } from "../database/postgres-server.ts";
import { type Browser, browserLikeClient } from "./browser-like-client.ts";
import { type DjangoSite, djangoSite, skipsDjango } from "./django-site.ts";
import { ADA, SECRET } from "./people.ts";
import { type SiteProcess, siteProcess } from "./site-process.ts";
import { temporaryFolder } from "./temporary-folder.ts";

// Over 150 lines because it is one idea: a real Django site and ours, with one secret, one database, and
// one browser between them. A story each.

type Engine = "signed-cookie" | "database";
type DatabaseKind = "SQLite" | "PostgreSQL";

const ENGINES = {
  "signed-cookie": { theirs: "signed_cookies", make: signedCookie },
  database: { theirs: "db", make: database },
} as const;

interface Scene {
  readonly engine: Engine;
  readonly django: DjangoSite;
  readonly site: SiteProcess;
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
}

/** Each story has a user of its own, so that all can share one Django. */
const NAMES = Array.from({ length: 12 }, (_, at) => `ada${at}`);
const { password } = ADA;

const openScene = async (
  t: Pick<TestContext, "after">,
  engine: Engine,
  kind: DatabaseKind,
): Promise<Scene> => {
  const folder = temporaryFolder(t);
  const database =
    kind === "SQLite" ? `sqlite:${join(folder, "site.db")}` : await postgresDatabase(t);
  const { theirs } = ENGINES[engine];
  const wanted = { folder, database, engine: theirs, secret: SECRET, users: NAMES, password };
  const django = await djangoSite(t, wanted);
  const environment = {
    COUNTERSIGN_DJANGO: "on",
    COUNTERSIGN_ENGINE: engine,
    COUNTERSIGN_SECRET: SECRET,
    COUNTERSIGN_DATABASE: database,
  };
  const site = await siteProcess(t, { folder, environment });
  return { engine, django, site, environment, folder };
};

/** One story's. */
interface OwnScene extends Scene {
  readonly username: string;
}

interface People {
  readonly username: string;
  readonly here: Browser;
  readonly there: Browser;
}

/** One browser that goes to both, with a cookie or without. */
const visitor = ({ django, site, username }: OwnScene, cookie?: string): People => {
  const jar = new Map(cookie === undefined ? [] : [["sessionid", cookie]]);
  const [here, there] = [site, django].map((one) => browserLikeClient(one, {}, jar));
  return { username, here: here!, there: there! };
};

const cookieOf = ({ here }: People): string => here.jar.get("sessionid") ?? "";
const isWelcomeHere = async ({ here }: People): Promise<boolean> =>
  (await here.get("/welcome")).status === 200;

/** That of a program beside the site, with handlers that write into sessions. */
const doorBeside = async ({ site, engine, environment }: Scene, t: TestContext) => {
  const cs = countersign({
    origin: site.origin,
    secrets: [SECRET],
    database: environment["COUNTERSIGN_DATABASE"]!,
    engine: ENGINES[engine].make({ django: true }),
    users: djangoUsers(),
    hashers: [bcryptSha256({ cost: 4 })],
    development: true,
  });
  t.after(() => cs.close());
  await cs.ready();
  return cs.context!.parts.door;
};

interface Whoami {
  readonly user: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  /** What is left of the session, in seconds. */
  readonly age: number;
}
const whoThere = async ({ there }: People): Promise<Whoami> =>
  (await there.get("/whoami")).json() as Whoami;
const isWelcomeThere = async (people: People): Promise<boolean> =>
  (await whoThere(people)).user === people.username;

const logInHere = async ({ here, username }: People): Promise<void> => {
  assert.equal((await here.post("/login", { username, password })).status, 303);
};
const logInThere = async ({ there, username }: People): Promise<void> => {
  assert.equal((await there.post("/login", { username, password })).status, 204);
};

/** Tells them, the main ones or all. */
export const djangoStories = (
  engine: Engine,
  kind: DatabaseKind = "SQLite",
  which: "main" | "all" = "all",
): void => {
  const skip = skipsDjango(kind) || (kind === "PostgreSQL" && skipsPostgres);
  let scene: Scene;
  const tidying: (() => unknown)[] = [];
  before(async () => {
    if (skip) return;
    scene = await openScene({ after: (act) => tidying.push(act as () => unknown) }, engine, kind);
  });
  after(async () => {
    for (const act of tidying.reverse()) await act();
  });

  const names = NAMES.values();
  type Act = (scene: OwnScene, t: TestContext) => Promise<void>;
  const story = (title: string, act: Act, isMain = false): void => {
    const username = names.next().value ?? "";
    if (isMain || which === "all") test(title, { skip }, (t) => act({ ...scene, username }, t));
  };
  const mainStory = (title: string, act: Act): void => story(title, act, true);

  mainStory("who logs in on either side is welcome on both", async (both) => {
    const ours = visitor(both);
    assert.equal(await isWelcomeThere(ours), false);
    await logInHere(ours);
    assert.equal(await isWelcomeThere(ours), true);
    assert.equal(await isWelcomeHere(ours), true);

    const theirs = visitor(both);
    assert.equal(await isWelcomeHere(theirs), false);
    await logInThere(theirs);
    assert.equal(await isWelcomeHere(theirs), true);
    assert.equal(await isWelcomeThere(theirs), true);
    assert.match((await theirs.here.get("/welcome")).text, /Welcome, ada0/);
    const { username } = both;
    for (const { here, there } of [visitor(both)]) {
      assert.equal((await there.post("/login", { username, password: "x" })).status, 401);
      assert.equal((await here.post("/login", { username, password: "x" })).status, 401);
    }
  });

  mainStory(
    "what one side writes into a session the other reads, and neither loses it",
    async (both, t) => {
      const door = await doorBeside(both, t);
      for (const logIn of [logInHere, logInThere]) {
        const people = visitor(both);
        await logIn(people);
        await people.there.post("/put", { key: "theirs", value: "naïve ☕" });
        const handler = openBrowser(door, cookieOf(people));
        await handler.visit((session) => {
          assert.equal(session.get("theirs"), "naïve ☕");
          assert.equal(session.get("user_id"), 2);
          session.set("ours", { deep: ["é", 1.5, null] });
        });
        people.here.jar.set("sessionid", handler.token ?? "");
        await people.there.post("/put", { key: "later", value: "x" });
        const { user, data } = await whoThere(people);
        assert.equal(user, both.username);
        const written = { theirs: "naïve ☕", ours: { deep: ["é", 1.5, null] }, later: "x" };
        assert.deepEqual(data, written);
        assert.equal(await isWelcomeHere(people), true);
        const seen = await openBrowser(door, cookieOf(people)).look((session) =>
          Object.fromEntries(session),
        );
        assert.deepEqual(seen, { ...written, user_id: 2 });
      }
    },
  );

  story("a logout here is final here for every copy, whoever made the login", async (both) => {
    for (const logIn of [logInHere, logInThere]) {
      const people = visitor(both);
      await logIn(people);
      assert.equal(await isWelcomeHere(people), true);
      const copy = cookieOf(people);
      assert.equal((await people.here.post("/logout")).status, 303);
      assert.equal(people.here.jar.has("sessionid"), false);
      assert.equal(await isWelcomeHere(visitor(both, copy)), false);
      // Said aloud by `countersign check`: a row is gone for both, a cookie lives on at Django.
      assert.equal(await isWelcomeThere(visitor(both, copy)), engine === "signed-cookie");
    }
  });

  story(
    "a logout at Django takes the cookie from the browser, and its row from both",
    async (both) => {
      for (const logIn of [logInHere, logInThere]) {
        const people = visitor(both);
        await logIn(people);
        const copy = cookieOf(people);
        assert.equal((await people.there.post("/logout")).status, 204);
        assert.equal(people.here.jar.has("sessionid"), false);
        assert.equal(await isWelcomeHere(people), false);
        // Django tells nobody: what it does not keep it cannot take away.
        assert.equal(await isWelcomeHere(visitor(both, copy)), engine === "signed-cookie");
      }
    },
  );

  mainStory(
    "a password that was changed at Django ends every session of the old one at once",
    async (both) => {
      const { username } = both;
      const [ours, theirs] = [visitor(both), visitor(both)];
      await logInHere(ours);
      await logInThere(theirs);
      for (const people of [ours, theirs]) assert.equal(await isWelcomeHere(people), true);
      await both.django.shell(username, 'user.set_password("seven blue plums"); user.save()');
      for (const people of [ours, theirs]) {
        const copy = visitor(both, cookieOf(people));
        assert.equal(await isWelcomeHere(people), false);
        assert.equal(await isWelcomeThere(copy), false);
      }
      const again = visitor(both);
      assert.equal((await again.here.post("/login", { username, password })).status, 401);
      await again.here.post("/login", { username, password: "seven blue plums" });
      assert.equal(await isWelcomeThere(again), true);
    },
  );

  story("whoever changes their password at Django stays logged in, here as well", async (both) => {
    const [people, other] = [visitor(both), visitor(both)];
    await logInHere(people);
    await logInHere(other);
    await people.there.post("/password", { password: "seven blue plums" });
    assert.equal(await isWelcomeThere(people), true);
    assert.equal(await isWelcomeHere(people), true);
    assert.equal(await isWelcomeHere(other), false);
  });

  story("an expiry that one side has set the other keeps", async (both, t) => {
    const door = await doorBeside(both, t);
    const people = visitor(both);
    await logInHere(people);
    const handler = openBrowser(door, cookieOf(people));
    await handler.visit((session) => session.setExpiry(3_600));
    people.here.jar.set("sessionid", handler.token ?? "");
    const { user, age } = await whoThere(people);
    assert.deepEqual([user, age], [both.username, 3_600]);

    await people.there.post("/expire", { seconds: "7200" });
    const left = await openBrowser(door, cookieOf(people)).look((one) => one.expiryAge());
    assert.ok(left > 7_190 && left <= 7_200, String(left));
    await people.there.post("/expire", { seconds: "-1" });
    assert.equal(await isWelcomeHere(visitor(both, cookieOf(people))), false);
  });

  story("who is disabled or deleted at Django is nobody here on the next request", async (both) => {
    const { username } = both;
    for (const act of ["user.is_active = False; user.save()", "user.delete()"]) {
      await both.django.shell(username, "user.is_active = True; user.save()");
      const people = visitor(both);
      await logInHere(people);
      assert.equal(await isWelcomeHere(people), true);
      await both.django.shell(username, act);
      assert.equal(await isWelcomeHere(people), false);
      const { status } = await visitor(both).here.post("/login", { username, password });
      assert.equal(status, 401);
    }
  });

  mainStory(
    "a login here leaves Django's hash as it is, and tells Django when it was",
    async (both) => {
      const read = () =>
        both.django.shell(both.username, "print(user.password, user.last_login is None)");
      const before = await read();
      await logInHere(visitor(both));
      assert.equal(await read(), before.replace("True", "False"));
      assert.match(before, /True$/);
      const age =
        "from django.utils.timezone import now; print((now() - user.last_login).total_seconds())";
      assert.ok(Math.abs(Number(await both.django.shell(both.username, age))) < 60);
    },
  );

  story("both write at once, and nobody is turned away", async (both) => {
    // Of one account no more than five guesses are looked at together, good or bad.
    const crowd = Array.from({ length: 10 }, () => visitor(both));
    await Promise.all(crowd.map((people, at) => (at % 2 ? logInHere : logInThere)(people)));
    for (const people of crowd) {
      assert.equal(await isWelcomeHere(people), true);
      assert.equal(await isWelcomeThere(people), true);
    }
  });

  story("the command line knows Django's users, and ends their sessions", async (both) => {
    const people = visitor(both);
    await logInHere(people);
    const { username } = both;
    const surroundings = { folder: both.folder, environment: both.environment };
    const list = await runCommand(["user", "list", "--json"], surroundings);
    const listed = (list.json() as { username: string }[]).map((user) => user.username);
    assert.ok(listed.includes(username) && listed.length >= NAMES.length - 1);
    const show = await runCommand(["user", "show", username, "--json"], surroundings);
    const { sessions, hash } = show.json() as { sessions: number; hash: string };
    assert.equal(sessions, 1);
    assert.match(hash, /^bcrypt_sha256\$\$2b\$04\$/);
    const add = await runCommand(["user", "add", "eve"], { ...surroundings, input: "password\n" });
    assert.equal(add.code, 1);
    assert.match(add.err, /createsuperuser/);

    if (engine === "signed-cookie") {
      const input = `sessionid=${cookieOf(people)}`;
      const decoded = await runCommand(["session", "decode", "--json"], { ...surroundings, input });
      const { signature, payload } = decoded.json() as {
        signature: string;
        payload: Record<string, unknown>;
      };
      assert.deepEqual([signature, payload["_auth_user_id"]], ["valid", "11"]);
    }
    const sweep = await runCommand(["session", "sweep"], surroundings);
    assert.deepEqual([sweep.code, sweep.err], [0, ""]);
    assert.equal(await isWelcomeHere(people), true);
    const logout = await runCommand(["user", "logout", username], surroundings);
    assert.equal(logout.out, `Ended 1 session of ${username}.\n`);
    assert.equal(await isWelcomeHere(people), false);
  });

  story(
    "a login at Django is on its own browser's list, and ends itself or others",
    async (both) => {
      const [theirs, alsoTheirs] = [visitor(both), visitor(both)];
      const [ours, gone] = [visitor(both), visitor(both)];
      await logInHere(ours);
      for (const [value, people] of [theirs, alsoTheirs, gone].entries()) {
        await logInThere(people);
        // Cookies of one second that say the same are the same.
        await people.there.post("/put", { key: "browser", value: String(value) });
      }
      const listed = async ({ here }: People) => {
        const answer = (await here.getJson("/sessions")).json();
        return (answer as { sessions: { id: string; isCurrent: boolean }[] }).sessions;
      };
      // Django tells nobody of its logins: in another browser one is known here once we have saved it.
      for (const people of [theirs, alsoTheirs]) {
        assert.deepEqual(
          (await listed(people)).map(({ isCurrent }) => isCurrent),
          [true, false],
        );
      }
      const copy = visitor(both, cookieOf(gone));
      const [own] = await listed(gone);
      assert.equal((await gone.here.post(`/sessions/${own?.id}/end`)).headers.location, "/");
      assert.equal(await isWelcomeHere(copy), false);

      assert.equal((await theirs.here.post("/sessions/end-others")).headers.location, "/sessions");
      assert.equal(await isWelcomeHere(theirs), true);
      assert.equal(await isWelcomeThere(theirs), true, "what we save is still a session at Django");
      for (const other of [ours, alsoTheirs]) assert.equal(await isWelcomeHere(other), false);
      assert.equal((await listed(theirs)).length, 1);
    },
  );
};
