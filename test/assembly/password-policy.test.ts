import assert from "node:assert/strict";
import { test } from "node:test";
import { type PasswordPolicySetting, passwordPolicy } from "../../src/assembly/password-policy.ts";
import { checkNewPassword } from "../../src/passwords/check-new-password.ts";

const faultsBy = async (
  setting: PasswordPolicySetting,
  password: string,
  names: readonly string[] = [],
): Promise<readonly string[]> =>
  checkNewPassword(password, [], await passwordPolicy(() => true, setting, names)());

test("the list of common passwords has all that are long enough, in lower case, and is read once", async () => {
  const policy = passwordPolicy(() => true);
  const { common } = await policy();
  assert.equal((await policy()).common, common);
  assert.ok(common.size > 15_000, String(common.size));
  for (const each of ["password1", "12345678", "qwertyuiop"]) assert.ok(common.has(each), each);
  for (const each of common) assert.equal(each, each.toLowerCase());
});

test("nist: 15 code points and no fewer, and digits alone are as good as anything (T069, T082)", async () => {
  const emoji = (count: number): string =>
    Array.from({ length: count }, (_, at) => String.fromCodePoint(0x1f400 + at)).join("");
  for (const [password, nist] of [
    ["vxqnbdyrkmwzpl", ["password.too-short"]],
    ["vxqnbdyrkmwzplt", []],
    [emoji(14), ["password.too-short"]],
    [emoji(15), []],
    ["830174652947105", []],
    ["83017465294710", ["password.too-short"]],
    ["qqqqqqqqqqqqqqq", ["password.too-common"]],
  ] as const) {
    assert.deepEqual(await faultsBy("nist", password), nist, password);
  }
  assert.deepEqual(await faultsBy("standard", "830174652947105"), ["password.all-digits"]);
  assert.deepEqual(await faultsBy("standard", "vxqnbdyrkmwzpl"), []);
});

test("the site's name and host are no passwords, nor with digits and signs around them (T081)", async () => {
  const names = ["The Tea House", "login.example.org"];
  for (const password of [
    "theteahouse",
    "The Tea House!",
    "example.org",
    "Example2026",
    "login#123",
  ]) {
    const expected = password === "example.org" ? [] : ["password.too-common"];
    assert.deepEqual(await faultsBy("standard", password, names), expected, password);
  }
  assert.deepEqual(await faultsBy("standard", "login.example.org", names), ["password.too-common"]);
  assert.deepEqual(await faultsBy("standard", "countersign-2026"), ["password.too-common"]);
  for (const password of ["tea for two", "Example2026", "an example of a house"]) {
    const others = password === "Example2026" ? ["elsewhere.test"] : names;
    assert.deepEqual(await faultsBy("standard", password, others), [], password);
  }
});

test("length, digits, list and words can be one's own", async () => {
  const own = { shortest: 10, digitsAlone: true, common: ["Green Apples"], words: ["acme corp"] };
  for (const [password, faults] of [
    ["vxqnbdyrk", ["password.too-short"]],
    ["vxqnbdyrkm", []],
    ["8301746529", []],
    ["green APPLES", ["password.too-common"]],
    ["acme-corp-1", ["password.too-common"]],
    ["password123", []],
  ] as const) {
    assert.deepEqual(await faultsBy(own, password), faults, password);
  }
  assert.deepEqual(await faultsBy({}, "password123"), ["password.too-common"]);
});
