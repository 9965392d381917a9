import assert from "node:assert/strict";
import { test } from "node:test";
import { openSeenTexts } from "../../src/database/seen-texts.ts";

test("says of a text where it came first", () => {
  const { seen, close } = openSeenTexts();
  assert.equal(seen("ada", 2), undefined);
  assert.equal(seen("Ada", 3), undefined, "texts are what they are");
  assert.equal(seen("ada", 4), 2);
  assert.equal(seen("ada", 5), 2);
  close();
  const another = openSeenTexts();
  assert.equal(another.seen("ada", 1), undefined);
  another.close();
});
