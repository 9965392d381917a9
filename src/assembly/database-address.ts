/** The file of `sqlite:PATH`; undefined for any other address. */
export const sqlitePathOf = (address: string): string | undefined =>
  /^sqlite:([^\0]+)$/s.exec(address)?.[1];

/** Is it `postgres://user:password@host:port/name?sslmode=…`, with a name? */
export const isPostgresAddress = (address: string): boolean => {
  if (!/^postgres(?:ql)?:\/\//.test(address) || !URL.canParse(address)) return false;
  return /^\/[^/]+$/.test(new URL(address).pathname);
};
