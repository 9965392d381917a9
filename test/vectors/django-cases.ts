import { readFileSync } from "node:fs";

/** One recorded answer of a real Django: that of 4.2 where the versions differ. */
export interface DjangoCase<In, Out> {
  readonly id: string;
  readonly tags: readonly string[];
  readonly in: In;
  readonly out: Out;
}

interface RecordedCase extends DjangoCase<unknown, unknown> {
  readonly out_4?: unknown;
}

type Group = "signing" | "sessions" | "auth" | "expiry" | "passwords" | "validators";

const groups = new Map<Group, Readonly<Record<string, readonly RecordedCase[]>>>();

/** All cases of one operation, in the order of the file. The headers of the files explain them. */
export const djangoCases = <In, Out>(
  group: Group,
  operation: string,
): readonly DjangoCase<In, Out>[] => {
  const cases = groups.get(group) ?? read(group);
  groups.set(group, cases);
  const found = cases[operation] ?? [];
  return found.map(({ id, tags, in: input, out, out_4 }) => ({
    id,
    tags,
    in: input as In,
    out: (out_4 ?? out) as Out,
  }));
};

const read = (group: Group): Readonly<Record<string, readonly RecordedCase[]>> => {
  const file = new URL(`./django/${group}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8"), plainValue).cases;
};

/** `{"$bytes": HEX}` and `{"$repeat": [text, times]}` as what they stand for. */
const plainValue = (_key: string, value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return value;
  if ("$bytes" in value) return Buffer.from(value.$bytes as string, "hex");
  if ("$repeat" in value) {
    const [text, times] = value.$repeat as [string, number];
    return text.repeat(times);
  }
  return value;
};

export interface SortedCases<Case> {
  /** Those that nobody named a reason for: we answer as Django does. */
  readonly same: readonly Case[];
  /** The others, by reason. A case goes to the first that fits. */
  readonly otherwise: Readonly<Record<string, readonly Case[]>>;
  /** How many of each, to be written down in the test: nothing is left out without a number. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Sorts cases by the reasons for which we differ from Django, or do not offer what they ask for. */
export const sortCases = <Case>(
  cases: readonly Case[],
  reasons: Readonly<Record<string, (each: Case) => boolean>>,
): SortedCases<Case> => {
  const reasonOf = (each: Case): string =>
    Object.keys(reasons).find((reason) => reasons[reason]?.(each)) ?? "same";
  const sorted: Record<string, Case[]> = { same: [] };
  for (const reason of Object.keys(reasons)) sorted[reason] = [];
  for (const each of cases) sorted[reasonOf(each)]?.push(each);
  const { same = [], ...otherwise } = sorted;
  const counts = Object.fromEntries(
    Object.entries(sorted).map(([reason, found]) => [reason, found.length]),
  );
  return { same, otherwise, counts };
};

/** Did Django raise an exception? */
export const isRaised = (out: object): boolean => "raises" in out;
