import assert from "node:assert/strict";
import { test } from "node:test";
import { emailKey } from "../../src/users/email-key.ts";

test("compares addresses without case", () => {
  assert.equal(emailKey("Ada.Lovelace@Example.ORG"), "ada.lovelace@example.org");
  assert.notEqual(emailKey("ada@example.org"), emailKey("ada+1@example.org"));
});

test("takes no foreign letter for an ASCII one (CVE-2019-19844)", () => {
  for (const foreign of ["mi\u212ae@example.org", "m\u0131ke@example.org", "mike@\u0130.org"]) {
    assert.equal(emailKey(foreign), foreign);
  }
});
