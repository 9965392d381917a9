const MODES: readonly string[] = ["disable", "require", "verify-ca", "verify-full"];
const FILES: readonly string[] = ["sslrootcert", "sslcert", "sslkey"];

/**
 * What is wrong with what a PostgreSQL's address says of TLS, which it does in libpq's words. Nothing of the
 * address is in it. Undefined if all is well.
 */
export const tlsFault = (address: string): string | undefined => {
  const words = [...new URL(address).searchParams].filter(([name]) => name.startsWith("ssl"));
  const said = new Map(words);
  const isStrange = [...said.keys()].some((name) => name !== "sslmode" && !FILES.includes(name));
  if (isStrange || said.size < words.length) {
    return `says of TLS what we do not know; it is said with sslmode, ${FILES.join(", ")}, each once`;
  }
  const mode = said.get("sslmode");
  if (mode === undefined && said.size === 0) return undefined;
  if (mode === undefined || !MODES.includes(mode)) {
    return `has no sslmode that we know; set it to one of ${MODES.join(", ")}`;
  }
  if (mode === "verify-ca" && !said.has("sslrootcert")) {
    return "has sslmode=verify-ca, which needs sslrootcert=FILE beside it; or set it to verify-full";
  }
  if (said.has("sslcert") !== said.has("sslkey")) return "needs sslcert and sslkey, both or none";
  return undefined;
};
