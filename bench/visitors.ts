import { greeting, VISITOR } from "./servers/visitor.ts";

/** More than any of our memories of verified tokens holds, so that each comes as if for the first time. */
const MANY = 2_048;
/** So few that a server has seen each of them a moment ago. */
const FEW = 64;
const AT_ONCE = 16;

/** The cookies with which a server's visitors come. */
export interface Visitors {
  readonly many: readonly string[];
  readonly few: readonly string[];
  /** Of users who are logged in; empty where nobody can. */
  readonly users: readonly string[];
}

/** Nobody has a session: cookies of the same size that mean nothing. */
export const strangers = (): Visitors => {
  const many = Array.from({ length: MANY }, (_, at) => `session=${String(at).padStart(220, "0")}`);
  return { many, few: many.slice(0, FEW), users: [] };
};

/** Asks a server, or an app in this very process. */
export type Ask = (url: string, headers: Readonly<Record<string, string>>) => Promise<Response>;

const overTheNet: Ask = (url, headers) => fetch(url, { headers });

/**
 * Begins a session for each visitor, and makes sure that the server keeps it: the page greets by the
 * name in it, and nobody without it. Throws otherwise.
 *
 * @param hasUsers can visitors be logged in here?
 */
export const beginSessions = async (
  origin: string,
  hasUsers: boolean,
  ask: Ask = overTheNet,
): Promise<Visitors> => {
  const many = await beginMany(ask, `${origin}/begin`);
  const users = hasUsers ? await beginMany(ask, `${origin}/begin?as=user`) : [];
  for (const cookie of [many[0]!, ...users.slice(0, 1)]) {
    await expectText(ask, `${origin}/read`, { cookie }, greeting(VISITOR.name));
    await expectText(ask, `${origin}/write`, { cookie }, greeting(VISITOR.name));
  }
  await expectText(ask, `${origin}/read`, {}, greeting());
  return { many, few: many.slice(0, FEW), users };
};

/** Makes sure that a server sends the page without any session. */
export const expectBare = (origin: string): Promise<void> =>
  expectText(overTheNet, `${origin}/read`, {}, greeting(VISITOR.name));

const expectText = async (
  ask: Ask,
  url: string,
  headers: Readonly<Record<string, string>>,
  text: string,
): Promise<void> => {
  const answered = await (await ask(url, headers)).text();
  if (answered !== text)
    throw new Error(`${url} answered ${JSON.stringify(answered)}, not ${text}`);
};

const beginMany = async (ask: Ask, url: string): Promise<readonly string[]> => {
  const cookies: string[] = [];
  const keepBeginning = async (): Promise<void> => {
    while (cookies.length < MANY) cookies.push(await begin(ask, url));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, keepBeginning));
  return cookies.slice(0, MANY);
};

/** The Cookie line with which a browser comes back. */
const begin = async (ask: Ask, url: string): Promise<string> => {
  const response = await ask(url, {});
  const lines = response.headers.getSetCookie();
  if (!response.ok || lines.length === 0) {
    throw new Error(`${url} answered ${response.status} with ${lines.length} cookies`);
  }
  return lines.map((line) => line.split(";", 1)[0]).join("; ");
};
