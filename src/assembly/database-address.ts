/** The file of `sqlite:PATH`; undefined for any other address. */
export const sqlitePathOf = (address: string): string | undefined =>
  /^sqlite:([^\0]+)$/s.exec(address)?.[1];

/** Is it `postgres://user:password@host:port/name?sslmode=…`, with a name? */
export const isPostgresAddress = (address: string): boolean => {
  if (!/^postgres(?:ql)?:\/\//.test(address) || !URL.canParse(address)) return false;
  const { username, password, hostname, pathname } = new URL(address);
  const parts = [username, password, hostname, pathname];
  return /^\/[^/]+$/.test(pathname) && parts.every(isDecodable);
};

const isDecodable = (text: string): boolean => {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
};
