import { createHmac, hkdfSync } from "node:crypto";
import type { Secret } from "../signing/signer.ts";

/**
 * How a name that is nobody's stands in a table: people type passwords there by mistake, so it is a
 * digest, and a keyed one, that whoever has a copy of the table cannot try passwords on. Under the newest secret: with another
 * one these counts begin anew, and they alone, since users are counted by their id.
 *
 * By HKDF (RFC 5869), so that it says nothing that a signature would.
 */
export const createNameDigest = (secret: Secret): ((nameKey: string) => string) => {
  const key = Buffer.from(hkdfSync("sha256", secret, "", "countersign.throttle", 32));
  return (nameKey) => createHmac("sha256", key).update(nameKey).digest("base64url");
};
