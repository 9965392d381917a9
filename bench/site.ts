import { type ServerProcess, startServer } from "./server-process.ts";

/**
 * Our site as it runs by itself, but that a storm of logins from one address is not refused before it is one.
 *
 * @param folder with a database that is there already; a new one if left out
 * @param flags before the script, such as `REPORTING`
 */
export const startSite = (
  environment: Readonly<Record<string, string>> = {},
  folder?: string,
  flags: readonly string[] = [],
): Promise<ServerProcess> =>
  startServer(
    [...flags, "tools/countersign.js", "serve", "--development"],
    { COUNTERSIGN_THROTTLE: "off", ...environment },
    folder,
  );

/** Of the one user of the bench. */
export const USERNAME = "ada";
export const PASSWORD = "four unrelated words here";

/** In milliseconds, where a hash takes a quarter of a second. */
const LONGEST_REGISTRATION = 60_000;

/** Registers the one user of the bench; her cookie. */
export const register = async (site: ServerProcess): Promise<string> => {
  const body = new URLSearchParams({ username: USERNAME, password: PASSWORD });
  const response = await fetch(`${site.url}/register`, {
    method: "POST",
    body,
    redirect: "manual",
    signal: AbortSignal.timeout(LONGEST_REGISTRATION),
  }).catch((cause: Error) => {
    if (cause.name !== "TimeoutError") throw cause;
    // Hashes are computed in the idle class, which gets what nobody else wants.
    throw new Error("no registration within a minute: is something else using every core?", {
      cause,
    });
  });
  const cookie = response.headers.getSetCookie()[0]?.split(";", 1)[0];
  if (!cookie) throw new Error(`registration was answered with ${response.status}`);
  return cookie;
};
