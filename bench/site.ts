import { type ServerProcess, startServer } from "./server-process.ts";

/** Our site as it runs by itself. */
export const startSite = (): Promise<ServerProcess> =>
  startServer(["src/cli/main.ts", "serve", "--development"]);

/** Registers the one user of the bench; her cookie. */
export const register = async (site: ServerProcess): Promise<string> => {
  const body = new URLSearchParams({ username: "ada", password: "four unrelated words here" });
  const response = await fetch(`${site.url}/register`, {
    method: "POST",
    body,
    redirect: "manual",
  });
  const cookie = response.headers.getSetCookie()[0]?.split(";", 1)[0];
  if (!cookie) throw new Error(`registration was answered with ${response.status}`);
  return cookie;
};
