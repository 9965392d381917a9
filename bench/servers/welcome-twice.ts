// The site's welcome page twice, in one process, so that nothing else differs: as it is, and for `?alone` with a
// statement that reads the user as before and leaves the register out.
import type { AccountStore, VisitorRecord } from "../../src/account/account-store.ts";
import { openMigrated } from "../../src/assembly/open-migrated.ts";
import type { Database } from "../../src/database/database.ts";
import { toUser, USER_COLUMNS, type UserRow } from "../../src/database/user-rows.ts";
import { closeVisit } from "../../src/routes/close-visit.ts";
import { openVisit } from "../../src/routes/open-visit.ts";
import type { RouteContext, VisitRequest } from "../../src/routes/visit.ts";
import { answerRequest, type SiteState } from "../../src/site/answer-request.ts";
import { listen } from "../../src/site/listen.ts";
import { siteLog } from "../../src/site/site-log.ts";
import { databaseAccounts } from "../../src/stores/database-accounts.ts";
import { fillRegister, USERS } from "../fill-register.ts";
import { logInAtOnce, ourSessions } from "./our-sessions.ts";
import { WHERE } from "./visitor.ts";

type FindVisitor = AccountStore["findVisitor"];

/** What `findVisitor` would find of somebody who is logged in, without asking whether they are. */
const findUserAlone = ({ kysely, prepare }: Database): FindVisitor => {
  const user = prepare<[id: number], UserRow & { disabled_at: number | null }>(
    kysely
      .selectFrom("countersign_users")
      .select([...USER_COLUMNS, "countersign_users.disabled_at"])
      .where("countersign_users.id", "=", 0),
  );
  const standing = { ended: false, isKnown: true, epoch: 0, raisedAt: 0 };
  type Found = Awaited<ReturnType<typeof user>>;
  const toVisitor = (row: Found): VisitorRecord | undefined =>
    row && { user: toUser(row), isDisabled: row.disabled_at !== null, standing };
  return (userId) => {
    const row = user(userId);
    return row instanceof Promise ? row.then(toVisitor) : toVisitor(row);
  };
};

const cs = await ourSessions("signedCookie");
const context = cs!.context!;
// One connection for both, so that neither finds its pages warmer than the other.
const { database } = await openMigrated(process.env["COUNTERSIGN_DATABASE"]!);
const siteWith = (findVisitor: FindVisitor): SiteState => {
  const accounts = { ...context.parts.accounts, findVisitor };
  const own = { ...context, parts: { ...context.parts, accounts } };
  return {
    // Whatever language it is asked for, or it would go on with the parts that it was made of.
    context: { ...own, inLanguageOf: () => own },
    log: siteLog({ logLevel: "silent", workers: 1 }),
    checksHost: false,
    isDraining: false,
  };
};
const whole = siteWith(databaseAccounts(database).findVisitor);
const alone = siteWith(findUserAlone(database));
await fillRegister(database);

let begun = 0;

/** The next visitor, logged in as one of all the users; and logged out elsewhere, if it is asked for. */
const begin = async (
  { parts }: RouteContext,
  request: VisitRequest,
  isEnded: boolean,
): Promise<Response> => {
  const requestId = "begin";
  const session = await openVisit(context, request.headers, requestId, () => undefined);
  begun += 1;
  // Far from one another, and none twice.
  await logInAtOnce(parts, session, ((begun * 7_919) % USERS) + 1);
  const answer = await closeVisit(context, { request, requestId }, session, new Response("begun"));
  if (isEnded) await parts.door.register.end(session.id!, Date.now());
  return answer;
};

await listen(WHERE.host, WHERE.port, { origin: cs!.origin, hsts: "host" }, (request, address) => {
  if (request.url.endsWith("/begin")) return begin(context, request, false);
  if (request.url.endsWith("/ended")) return begin(context, request, true);
  return answerRequest(request.url.endsWith("?alone") ? alone : whole, request, () => address);
});
