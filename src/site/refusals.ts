import { type Environment, productionFaults } from "./environment.ts";
import type { Finding } from "./finding.ts";
import { variables } from "./variables.ts";

interface Refusal extends Pick<Finding, "id" | "what" | "why" | "instead"> {
  /** Undefined of those that have no other. */
  readonly settings: readonly string[] | undefined;
}

/**
 * What production does not start with, by setting. The schema of the variables finds it, and says more exactly
 * what is so and what to set.
 */
export const REFUSALS: readonly Refusal[] = [
  {
    id: "countersign.E001",
    settings: ["NODE_ENV"],
    what: "is development",
    why: "Development speaks http, makes its own secret and shows what sessions are made of.",
    instead: "Set it to production, or leave it out.",
  },
  {
    id: "countersign.E002",
    settings: ["COUNTERSIGN_ORIGIN"],
    what: "is missing, no web address, or not https",
    why: "Over http whoever listens has the password and the cookie.",
    instead: "Set it to the site's public origin, such as https://login.example.org.",
  },
  {
    id: "countersign.E003",
    settings: ["COUNTERSIGN_SECRET"],
    what: "is missing, shorter than 32 bytes, an example's, a repeated pattern, or there twice",
    why: "Whoever guesses it is logged in as anybody.",
    instead: "Set it to what `countersign secret` prints, newest first, at most five.",
  },
  {
    id: "countersign.E004",
    settings: ["COUNTERSIGN_PEPPER"],
    what: "is shorter than 32 bytes, an example's, a repeated pattern, there twice, or beside COUNTERSIGN_DJANGO",
    why: "A pepper that can be guessed is none, and Django knows of no pepper.",
    instead: "Set it to what `countersign secret` prints, newest first, or leave it out.",
  },
  {
    id: "countersign.E005",
    settings: ["COUNTERSIGN_BCRYPT_COST", "COUNTERSIGN_HASHERS"],
    what: "is a cost under 10 or over 15, or names a hasher that is not there",
    why: "Hashes that were stolen are guessed through quickly; a dearer one makes each login take seconds.",
    instead: "Leave both out, or take what `countersign hash` proposes on this machine.",
  },
  {
    id: "countersign.E006",
    settings: ["COUNTERSIGN_THROTTLE"],
    what: "is off",
    why: "Anybody may guess passwords without end.",
    instead: "Leave it out.",
  },
  {
    id: "countersign.E007",
    settings: ["COUNTERSIGN_TRUSTED_PROXIES"],
    what: "is everybody, or no list of addresses and networks",
    why: "Whoever is trusted says which address a visitor has, and so whom the limits on guessing hit.",
    instead: "Set it to the addresses of your own proxies, such as 10.0.0.5.",
  },
  {
    id: "countersign.E008",
    settings: undefined,
    what: "is not what this setting may be, or does not go together with another",
    why: "A site that starts with a setting it cannot read does something else than you think.",
    instead: "Set it to what `countersign check` says.",
  },
  {
    id: "countersign.E009",
    settings: undefined,
    what: "is no setting",
    why: "A setting with a misspelt name has no effect.",
    instead: "Take it out or mend its name.",
  },
];

/** Everything that production would refuse, in the order of the variables. */
export const refusalsOf = (environment: Environment): readonly Finding[] =>
  productionFaults(environment).map((line) => {
    const [setting = ""] = line.split(":", 1);
    const { id, why } = refusalOf(setting);
    // The schema says both in one: what is so, and behind a semicolon what to set.
    const [what = "", ...instead] = line.slice(setting.length + 2).split("; ");
    return { id, severity: "error", setting, what, why, instead: instead.join("; ") };
  });

const refusalOf = (setting: string): Refusal => {
  const isOurs = variables.some(({ name }) => name === setting);
  return (
    REFUSALS.find(({ settings }) => settings?.includes(setting)) ??
    REFUSALS.find(({ id }) => id === (isOurs ? "countersign.E008" : "countersign.E009"))!
  );
};
