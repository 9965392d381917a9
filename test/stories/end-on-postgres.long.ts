import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as later } from "node:timers/promises";
import type { RecallingRegister } from "../../src/sessions/register.ts";
import { postgresDatabase, skipsPostgres } from "../database/postgres-server.ts";
import { tcpProxy } from "../database/tcp-proxy.ts";
import { ADA } from "./people.ts";
import { program } from "./program.ts";
import { until } from "./until.ts";

const ADAS_ID = 1;
const MINUTE = 60_000;

for (const fault of ["cut", "hang"] as const) {
  test(`what is ended within a minute in which the connection that tells of it is ${fault === "cut" ? "cut" : "silent"} is refused meanwhile, and known by heart afterwards`, {
    skip: skipsPostgres,
  }, async (t) => {
    const address = new URL(await postgresDatabase(t));
    const here = await program(t, address.href);
    const proxy = await tcpProxy(t, Number(address.port));
    address.port = String(proxy.port);
    const there = await program(t, address.href);
    const { list } = here.cs.context!.parts.register;
    const { recall } = there.cs.context!.parts.register as RecallingRegister;
    const kept = await here.register(ADA);
    const [keptEntry] = await list(ADAS_ID, Date.now());
    await until(() => recall("nobody", ADAS_ID));

    // It listens, and reads by a statement of this name.
    proxy.single("ends\0", fault);
    await until(() => recall("nobody", ADAS_ID) === undefined);
    const ended: string[] = [];
    for (const began = performance.now(); performance.now() - began < MINUTE; await later(500)) {
      const cookie = await here.logIn(ADA);
      const [entry] = await list(ADAS_ID, Date.now());
      assert.equal((await there.get("/id", cookie)).status, 200);
      await here.logOut(cookie);
      assert.equal((await there.get("/id", cookie)).status, 401);
      assert.equal(recall("nobody", ADAS_ID), undefined, "it knows nothing meanwhile");
      ended.push(entry!.sid);
    }

    await proxy.restore();
    await until(() => recall("nobody", ADAS_ID));
    for (const sid of ended) assert.equal(recall(sid, ADAS_ID)?.ended, true);
    assert.equal(recall(keptEntry!.sid, ADAS_ID)?.ended, false);
    assert.equal((await there.get("/id", kept)).status, 200);
    t.diagnostic(`${ended.length} ends`);
  });
}
