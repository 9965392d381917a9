import { randomBytes } from "node:crypto";
import { Redis } from "ioredis";
import { Redis as Valkey } from "iovalkey";
import type { Ending } from "../stories/temporary-folder.ts";

export interface ClientOptions {
  readonly password?: string;
}

/** Soon back when its server is; else as these clients are if nothing is said. */
const SETTINGS = { autoResendUnfulfilledCommands: false, retryStrategy: (): number => 50 };

/** As their owner would: an error that nobody listens to is printed. */
const listen = (client: Redis | Valkey): void => {
  client.on("error", () => {});
};

export const ioredis = (t: Ending, port: number, options: ClientOptions = {}): Redis => {
  const client = new Redis({ host: "127.0.0.1", port, ...SETTINGS, ...options });
  listen(client);
  t.after(() => client.disconnect());
  return client;
};

export const iovalkey = (t: Ending, port: number, options: ClientOptions = {}): Valkey => {
  const client = new Valkey({ host: "127.0.0.1", port, ...SETTINGS, ...options });
  listen(client);
  t.after(() => client.disconnect());
  return client;
};

/** Room for one test in a server that several share. */
export const newPrefix = (): string => `test:${randomBytes(8).toString("hex")}:`;
