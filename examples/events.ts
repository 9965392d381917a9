// What happens to accounts, told to functions of one's own: here a guest book that greets whoever
// registers, and a count of the logins that failed since the start.
//
//   node examples/events.ts
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { countersign, type EventHooks } from "countersign";
import { accountPages } from "countersign/node";

const port = Number(process.env["PORT"] ?? 3000);

const guestBook: string[] = [];
let failures = 0;

const on: EventHooks = {
  // What is thrown here is a line in the log, and the visitor is registered all the same. No answer
  // waits for it: a letter that takes ten seconds to send may.
  async registered({ username, at }) {
    guestBook.push(`${new Date(at).toISOString().slice(0, 10)}: welcome, ${username}!`);
  },
  accountDeleted({ username }) {
    guestBook.push(`Goodbye, ${username}.`);
  },
  loginFailed() {
    failures += 1;
  },
};

const cs = countersign({
  origin: `http://127.0.0.1:${port}`,
  path: "/account",
  secrets: [process.env["COUNTERSIGN_SECRET"] ?? randomBytes(32).toString("base64url")],
  database: process.env["COUNTERSIGN_DATABASE"] ?? "sqlite:data/example.db",
  on,
  development: true,
});

await cs.ready();
const pages = accountPages(cs);
const server = createServer((req, res) =>
  pages(req, res, () => res.end(`${guestBook.join("\n")}\nLogins that failed: ${failures}\n`)),
);
server.listen(port, "127.0.0.1", () => console.log(`${cs.origin}/account/`));
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => server.close(() => cs.close()));
}
