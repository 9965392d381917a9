import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A test, or (as `{ after }`) the file of tests that calls. */
export interface Ending {
  after(act: () => void): void;
}

/** A folder of this test's own, gone when the test is over. */
export const temporaryFolder = (t: Ending): string => {
  const folder = mkdtempSync(join(tmpdir(), "countersign-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
