import { cache } from "../../src/engines/cache.ts";
import { database } from "../../src/engines/database.ts";
import { encryptedCookie } from "../../src/engines/encrypted-cookie.ts";
import { file } from "../../src/engines/file.ts";
import { layered } from "../../src/engines/layered.ts";
import { memory } from "../../src/engines/memory.ts";
import { signedCookie } from "../../src/engines/signed-cookie.ts";
import type { PasswordBond } from "../../src/sessions/password-bond.ts";
import { djangoBond } from "../../src/stores/django-bond.ts";
import type { ContractNeeds, OpenEngines } from "../../src/testing/engine-bench.ts";
import { makeDjangoTables } from "../database/django-site-tables.ts";
import { temporaryDatabase, temporaryPath } from "../database/temporary-database.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";
import { ioredis, newPrefix } from "./redis-clients.ts";

export interface EngineAtHand {
  /** As two processes have it over one storage. */
  readonly open: OpenEngines;
  /** Where its sessions are tied to their user's hash. */
  readonly bond?: PasswordBond;
  /** Is its cookie no session's id, so that nobody knows of which it is once the row is gone? */
  readonly hidesId?: true;
}

const needsOf = async ({ t, ...needs }: ContractNeeds, path: string) => ({
  ...needs,
  database: await temporaryDatabase(t, path),
});

const djangoNeedsOf = async (needs: ContractNeeds, path: string) => {
  const all = await needsOf(needs, path);
  await makeDjangoTables(all.database);
  return all;
};

const bond = djangoBond(["bond"]);

/** Every engine by its name; those that want a Redis only where its port is told. */
export const everyEngine = (
  redisPort: number | undefined,
): Readonly<Record<string, EngineAtHand>> => ({
  "signed-cookie": { open: (needs) => [signedCookie()(needs), signedCookie()(needs)] },
  "encrypted-cookie": { open: (needs) => [encryptedCookie()(needs), encryptedCookie()(needs)] },
  memory: { open: (needs) => [memory()(needs)] },
  database: {
    async open(needs) {
      const path = temporaryPath(needs.t);
      const one = async () => database()(await needsOf(needs, path));
      return [await one(), await one()];
    },
  },
  file: {
    open({ t }) {
      const folder = temporaryFolder(t);
      return [file(folder)(), file(folder)()];
    },
  },
  "signed-cookie of Django": {
    bond,
    open(needs) {
      const one = () => signedCookie({ django: true })(needs);
      return [one(), one()];
    },
  },
  "database of Django": {
    bond,
    hidesId: true,
    async open(needs) {
      const path = temporaryPath(needs.t);
      const one = async () => database({ django: true })(await djangoNeedsOf(needs, path));
      return [await one(), await one()];
    },
  },
  ...(redisPort !== undefined && enginesOfRedis(redisPort)),
});

const enginesOfRedis = (port: number): Readonly<Record<string, EngineAtHand>> => ({
  cache: {
    open(needs) {
      const options = { prefix: newPrefix() };
      const one = () => cache(ioredis(needs.t, port), options)(needs);
      return [one(), one()];
    },
  },
  layered: {
    async open(needs) {
      const [path, options] = [temporaryPath(needs.t), { prefix: newPrefix() }];
      const one = async () => layered(ioredis(needs.t, port), options)(await needsOf(needs, path));
      return [await one(), await one()];
    },
  },
});
