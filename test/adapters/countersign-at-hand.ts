import { join } from "node:path";
import type { TestContext } from "node:test";
import { countersign } from "../../src/assembly/countersign.ts";
import type { Settings } from "../../src/assembly/settings.ts";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import type { Countersign } from "../../src/routes/countersign.ts";
import { SECRET } from "../stories/people.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";

/** Login and sessions over a database of its own, closed and gone with the test. */
export const countersignAtHand = (
  t: Pick<TestContext, "after">,
  database: string = join(temporaryFolder(t), "app.db"),
  settings: Partial<Settings> = {},
): Countersign => {
  const cs = countersign({
    origin: "http://app.test",
    path: "/account",
    secrets: [SECRET],
    database: `sqlite:${database}`,
    hashers: [bcryptSha256({ cost: 4 })],
    development: true,
    // Many visitors come from one address here.
    throttle: settings.development === false,
    ...settings,
  });
  t.after(() => cs.close());
  return cs;
};
