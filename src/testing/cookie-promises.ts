import assert from "node:assert/strict";
import type { Promises } from "./contract.ts";
import type { EngineBench } from "./engine-bench.ts";

const UNTOUCHED = { setCookie: undefined, varies: false };
const ONLY_READ = { setCookie: undefined, varies: true };

export const cookiePromises: Promises<EngineBench> = {
  "a request that touches nothing adds nothing (155, 163)": async ({ browser }) => {
    const visitor = browser();
    assert.deepEqual(await visitor.visit(), UNTOUCHED);
    await visitor.visit((session) => session.set("x", 1));
    assert.deepEqual(await visitor.visit(), UNTOUCHED);
    assert.deepEqual(await browser("refused").visit(), UNTOUCHED);
  },

  "a read varies by cookie and sets none (156)": async ({ browser }) => {
    const visitor = browser();
    assert.deepEqual(await visitor.visit((session) => session.get("x")), ONLY_READ);
    await visitor.visit((session) => session.set("x", 1));
    assert.deepEqual(await visitor.visit((session) => session.get("x")), ONLY_READ);
  },

  "a write sets the cookie for as long as the server keeps it (151, 152, 157)": async ({
    browser,
  }) => {
    const { setCookie, varies } = await browser().visit((session) => session.set("x", 1));
    assert.equal(varies, true);
    assert.match(
      setCookie ?? "",
      /^session=[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/,
    );
  },

  "a flush deletes a cookie that was there, and sets none where none was (146 to 150)": async ({
    browser,
  }) => {
    const visitor = browser();
    await visitor.visit((session) => session.set("x", 1));
    const { setCookie } = await visitor.visit((session) => session.flush());
    assert.match(setCookie ?? "", /^session=; Max-Age=0; .*Path=\/; HttpOnly; SameSite=Lax$/);
    assert.deepEqual(await browser().visit((session) => session.flush()), ONLY_READ);
  },

  "name, value and attributes always fit into what a browser keeps (T024)": async ({ browser }) => {
    const visitor = browser();
    let text = "";
    try {
      for (let each = 0; each < 40; each += 1) {
        text += String.fromCodePoint(0x400 + each).repeat(50);
        const { setCookie = "" } = await visitor.visit((session) => session.set("text", text));
        const [pair = ""] = setCookie.split(";", 1);
        assert.ok(pair.length - 1 <= 4_096, `${pair.length}`);
      }
    } catch (error) {
      assert.equal((error as { code?: string }).code, "session.too-large");
      assert.match(String(error), /"text"/);
      text = text.slice(0, -50);
    }
    assert.equal(await visitor.look((session) => session.get("text")), text);
  },

  "the cookie of an engine on the server says nothing of what is in it (T004)": async (bench) => {
    if (bench.isInCookie && bench.door.engine.name === "signed-cookie") return;
    const visitor = bench.browser();
    await visitor.visit((session) => session.set("marker", "wxyz-marker-wxyz"));
    for (const encoding of ["utf8", "base64url", "base64", "hex", "latin1"] as const) {
      const read = Buffer.from(visitor.token ?? "", encoding === "utf8" ? "utf8" : encoding);
      assert.ok(!read.toString("latin1").includes("marker"), encoding);
    }
  },
};
