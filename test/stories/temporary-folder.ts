import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

/** A folder of this test's own, gone when the test is over. */
export const temporaryFolder = (t: Pick<TestContext, "after">): string => {
  const folder = mkdtempSync(join(tmpdir(), "countersign-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
