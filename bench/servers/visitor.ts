// The visitor whose session every server keeps, ours and the peers', and the page that she is sent.

/** What is in the session: a name, a list and a number, some ninety bytes of JSON. */
export const VISITOR: { name: string; basket: readonly string[]; visits: number } = {
  name: "Ada Lovelace",
  basket: ["tea", "milk", "a loaf of bread"],
  visits: 1,
};

/** The whole page. Whoever has no session is nobody. */
export const greeting = (name: unknown = "nobody"): string => `Hello ${name}, good to see you.`;

/** Where to listen, as the bench says it. */
export const WHERE: { host: string; port: number } = {
  host: "127.0.0.1",
  port: Number(process.env["PORT"]),
};
