import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openMigrated } from "../src/assembly/open-migrated.ts";
import { filledUser, NOW, sidOf } from "./filled-user.ts";

/** So far ahead that no page has to write down that somebody was seen, which has nothing to do with the table's size. */
const SEEN = NOW + 86_400_000;
const ENDS = NOW + 14 * 86_400_000;

const AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

/**
 * Makes the database of a site, `bench.db` in a folder: users 1 to `count` (`filledUser`), each logged in once, under
 * session ids in no order.
 */
export const fillSite = async (folder: string, count: number): Promise<void> => {
  const path = join(folder, "bench.db");
  await (await openMigrated(`sqlite:${path}`)).close();
  const raw = new DatabaseSync(path);
  // In one go, and without care for what a power cut would leave.
  raw.exec("pragma synchronous = off; pragma cache_size = -1000000; begin");
  const addUser = raw.prepare(`
    insert into countersign_users
      (username, username_key, email, email_key, email_verified_at, password, created_at, last_login_at)
    values (?1, ?1, ?2, ?2, ${NOW}, ?3, ${NOW}, ${NOW})`);
  const addEpoch = raw.prepare(
    `insert into countersign_epochs (user_id, epoch, raised_at) values (?, 0, ${NOW})`,
  );
  const addSession = raw.prepare(`
    insert into countersign_sessions
      (sid, user_id, epoch, entered_at, last_seen_at, expires_at, user_agent, address)
    values (?, ?, 0, ${NOW}, ${SEEN}, ?, '${AGENT}', '192.0.2.1')`);
  for (let number = 1; number <= count; number += 1) {
    const { user, password } = filledUser(number);
    addUser.run(user.username, user.email ?? null, password);
    addEpoch.run(number);
    addSession.run(sidOf(number), number, ENDS + number);
  }
  raw.exec("commit; pragma wal_checkpoint(truncate)");
  raw.close();
};
