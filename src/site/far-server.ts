import { isPostgresAddress } from "../assembly/database-address.ts";

/** How a server is reached that other machines lie between. */
export type FarLink =
  /** Whoever is on the way reads along. */
  | "open"
  /** By TLS, and whoever answers is believed. */
  | "unproven"
  /** By TLS, and the server has to prove who it is. */
  | "proven";

/** How a PostgreSQL is reached; undefined if it is on this machine, or its address is none. */
export const postgresLink = (address: string): FarLink | undefined => {
  if (!isPostgresAddress(address)) return undefined;
  const { hostname, searchParams: words } = new URL(address);
  if (isHere(words.get("host") ?? decodeURIComponent(hostname))) return undefined;
  const mode = words.get("sslmode");
  if (mode === "disable" || (mode === null && !words.has("sslrootcert"))) return "open";
  return mode === "verify-full" || words.has("sslrootcert") ? "proven" : "unproven";
};

/** How a Redis or Valkey is reached, likewise. */
export const cacheLink = (address: string): FarLink | undefined => {
  if (!URL.canParse(address)) return undefined;
  const { protocol, hostname } = new URL(address);
  if (isHere(hostname)) return undefined;
  return /^(?:rediss|valkeys):$/.test(protocol) ? "proven" : "open";
};

/** An address of this machine, or a socket of its file system. */
export const isHere = (host: string): boolean =>
  /^(?:|localhost|127\.[\d.]+|\[?::1\]?|\/.*)$/.test(host);
