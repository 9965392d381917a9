import assert from "node:assert/strict";
import { confirmEmail } from "../../src/account/confirm-email.ts";
import { english } from "../../src/pages/english.ts";
import type { User } from "../../src/users/user.ts";
import { isGood } from "./password-races.ts";
import type { Actor } from "./play-order.ts";
import { PASSWORD, type RacePromises, type Scene } from "./race-scene.ts";
import { type Outcomes, reset, resetLink } from "./reset-races.ts";

// A link that confirms an address is used beside another link, of somebody else's or to the address of before.

const confirmationLink = async ({ parts }: Scene, { id }: User, email: string): Promise<string> => {
  const record = await parts.accounts.findRecord(id);
  assert.ok(record);
  return parts.links.makeConfirmation(record, email, parts.clock());
};

const newAddress = (scene: Scene): string => `${scene.newName()}@example.org`;

const confirm = (scene: Scene, token: string, outcomes: Outcomes, name = "confirm"): Actor =>
  scene.request(scene.browser(), async (session, parts) => {
    outcomes[name] = await confirmEmail(parts, english, session, token);
  });

const ownerOf = async ({ parts }: Scene, address: string): Promise<number | undefined> =>
  (await parts.accounts.findByName(address))?.user.id;

export const addressRaces: RacePromises = {
  "an address that two confirm at once is one's": async (open) => {
    const scene = open();
    const [ada, eve, address] = [await scene.somebody(), await scene.somebody(), newAddress(scene)];
    const outcomes: Outcomes = {};
    return {
      actors: {
        ada: confirm(scene, await confirmationLink(scene, ada, address), outcomes, "ada"),
        eve: confirm(scene, await confirmationLink(scene, eve, address), outcomes, "eve"),
      },
      async check() {
        assert.deepEqual(Object.values(outcomes).sort(), ["confirmed", "taken"]);
        const owner = outcomes["ada"] === "confirmed" ? ada : eve;
        assert.equal(await ownerOf(scene, address), owner.id);
        const { accounts } = scene.parts;
        const [one, other] = [await accounts.findById(ada.id), await accounts.findById(eve.id)];
        assert.deepEqual(
          [one?.email, other?.email].filter((email) => email !== undefined),
          [address],
        );
      },
    };
  },

  "of a change of address and a reset by the address of before one is done": async (open) => {
    const scene = open();
    const ada = await scene.somebody();
    const jar = await scene.loggedIn(ada);
    const [old, next] = [newAddress(scene), newAddress(scene)];
    await scene.run(confirm(scene, await confirmationLink(scene, ada, old), {}));
    const [token, confirmation] = [
      await resetLink(scene, ada),
      await confirmationLink(scene, ada, next),
    ];
    const outcomes: Outcomes = {};
    return {
      actors: {
        reset: reset(scene, token, outcomes),
        confirm: confirm(scene, confirmation, outcomes),
      },
      async check() {
        const isReset = outcomes["reset"] === "reset";
        assert.equal(outcomes["confirm"], isReset ? "invalid" : "confirmed");
        assert.equal(await ownerOf(scene, old), isReset ? ada.id : undefined);
        assert.equal(await ownerOf(scene, next), isReset ? undefined : ada.id);
        assert.equal(await scene.whoIs(jar.token), isReset ? undefined : ada.id);
        assert.equal(await isGood(scene, ada, PASSWORD), !isReset);
      },
    };
  },
};
