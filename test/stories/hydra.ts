import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";
import { type Ending, temporaryFolder } from "./temporary-folder.ts";

const isThere = (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
  try {
    accessSync(join(folder, "hydra"));
    return true;
  } catch {
    return false;
  }
});

/** Why tests with a real guessing tool are skipped here, or false. Where CI=true it is required instead. */
export const skipsHydra: string | false =
  !isThere && process.env["CI"] !== "true"
    ? "no hydra on this machine (Debian: apt-get install hydra)"
    : false;

export interface Guessing {
  /** Of our own site on this machine, and of none other. */
  readonly url: string;
  readonly username: string;
  readonly words: readonly string[];
}

/** Has hydra try each word at the login form, sixteen at once; the password that it has found, if it has. */
export const hydra = async (
  t: Ending,
  { url, username, words }: Guessing,
): Promise<string | undefined> => {
  const folder = temporaryFolder(t);
  const list = join(folder, "words.txt");
  writeFileSync(list, words.map((word) => `${word}\n`).join(""));
  const port = await plainSpoken(t, url);
  const form = "/login:username=^USER^&password=^PASS^:S=Log out";
  const child = spawn(
    "hydra",
    [
      "-I",
      "-f",
      "-t",
      "16",
      "-l",
      username,
      "-P",
      list,
      "-s",
      String(port),
      "127.0.0.1",
      "http-post-form",
      form,
    ],
    // It writes where it has come to into the folder that it runs in.
    { cwd: folder, stdio: ["ignore", "pipe", "ignore"] },
  );
  t.after(() => child.kill("SIGKILL"));
  const [out] = await Promise.all([text(child.stdout), once(child, "close")]);
  if (!/1 of 1 target .*completed/.test(out))
    throw new Error(`hydra did not come to its end:\n${out}`);
  return /login: \S+ +password: (.*)/.exec(out)?.[1];
};

/**
 * hydra takes a 401 for a password that the browser itself would ask for, and comes to no end. So between it
 * and the site stands somebody who says 200 instead: all the better for hydra.
 */
const plainSpoken = async (t: Ending, url: string): Promise<number> => {
  const server = createServer((incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const passed = request(new URL(path ?? "/", url), { method, headers }, (answer) => {
      const status = answer.statusCode === 401 ? 200 : (answer.statusCode ?? 502);
      // It waits for the end of the connection, and takes a kept one for an answer that is not over.
      outgoing.writeHead(status, { ...answer.headers, connection: "close" });
      answer.pipe(outgoing);
    });
    passed.on("error", () => outgoing.destroy());
    incoming.pipe(passed);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
};
