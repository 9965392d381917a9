import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type ConnectionOptions, checkServerIdentity, createSecureContext } from "node:tls";
import type { ClientConfig } from "pg";
import { CountersignError } from "../errors/countersign-error.ts";

/** As the driver takes it: the address without what it says of TLS, and that. */
export type PostgresPlace = Pick<ClientConfig, "connectionString" | "ssl">;

const FILES: readonly string[] = ["sslrootcert", "sslcert", "sslkey"];

/**
 * Reads what an address says of TLS as PostgreSQL's own programs do: `require` with a root certificate is
 * `verify-ca`. Not left to the driver, whose own reading is another and is about to change, and which takes a file
 * without a certificate for none.
 *
 * Rejects with `settings.invalid` if a file cannot be read.
 */
export const postgresPlace = async (address: string): Promise<PostgresPlace> => {
  const url = new URL(address);
  const mode = url.searchParams.get("sslmode");
  const files = FILES.map((name) => [name, url.searchParams.get(name)] as const);
  for (const name of ["sslmode", ...FILES]) url.searchParams.delete(name);
  const connectionString = url.href;
  if (mode === null) return { connectionString };
  if (mode === "disable") return { connectionString, ssl: false };

  const [ca, cert, key] = await Promise.all(files.map(textOf));
  if (ca !== undefined) understood("sslrootcert", () => new X509Certificate(ca));
  understood("sslcert and sslkey", () => createSecureContext({ cert, key }));
  // Whatever else was said is as strict as can be.
  const isNamed = mode !== "require" && mode !== "verify-ca";
  const host = hostOf(url);
  const ssl: ConnectionOptions = {
    ca,
    cert,
    key,
    rejectUnauthorized: mode !== "require" || ca !== undefined,
    // The name that was asked for, also where it is an address, which TLS is not told.
    checkServerIdentity: (_, certificate) =>
      isNamed ? checkServerIdentity(host, certificate) : undefined,
  };
  return { connectionString, ssl };
};

/** As the driver reads it: the one behind the question mark first, IPv6 without its brackets. */
const hostOf = (url: URL): string =>
  url.searchParams.get("host") ?? decodeURIComponent(url.hostname).replace(/^\[(.+)\]$/, "$1");

const textOf = async ([name, path]: readonly [string, string | null]): Promise<
  string | undefined
> => {
  if (path === null) return undefined;
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : "no such path";
    throw new CountersignError(
      "settings.invalid",
      `database: the file of ${name} cannot be read (${code}): ${JSON.stringify(path)}.`,
      { cause },
    );
  }
};

const understood = (name: string, read: () => unknown): void => {
  try {
    read();
  } catch (cause) {
    throw new CountersignError(
      "settings.invalid",
      `database: what ${name} names is no certificate in PEM, or not the key to it.`,
      { cause },
    );
  }
};
