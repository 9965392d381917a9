import { execFile } from "node:child_process";
import { createRequire } from "node:module";

export const CONNECTIONS = 32;

export interface Load {
  readonly requestsPerSecond: number;
  /** In milliseconds. */
  readonly p99: number;
}

const autocannon = createRequire(import.meta.url).resolve("autocannon");

/** Asks one page over and over, from a process of its own; throws if any answer is not a 200. */
export const load = async (url: string, cookie: string, seconds: number): Promise<Load> => {
  const args = [
    "-j",
    "-c",
    String(CONNECTIONS),
    "-d",
    String(seconds),
    "-H",
    `cookie=${cookie}`,
    url,
  ];
  const text = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, [autocannon, ...args], { maxBuffer: 1e7 }, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
  });
  const result = JSON.parse(text) as {
    requests: { average: number };
    latency: { p99: number };
    errors: number;
    non2xx: number;
  };
  if (result.errors + result.non2xx > 0) {
    throw new Error(`${url}: ${result.errors} errors, ${result.non2xx} answers that were not 2xx`);
  }
  return { requestsPerSecond: result.requests.average, p99: result.latency.p99 };
};
