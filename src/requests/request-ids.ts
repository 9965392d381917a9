/**
 * Names for requests: a prefix that no other process has, and a count. They stand in answers and in
 * the log and open nothing, so they need to be unique and not secret.
 */
export const createRequestIds = (prefix: string): (() => string) => {
  let count = 0;
  return () => {
    count += 1;
    return `${prefix}-${count.toString(36)}`;
  };
};
