// The host of `countersign/fetch`, served by whichever runtime runs this file. Says where it listens.
import { countersign } from "../../src/assembly/countersign.ts";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import { fetchApp } from "../adapters/hosts/fetch-app.ts";
import { SECRET } from "../stories/people.ts";

type Answer = (request: Request) => Response | Promise<Response>;
interface Runtimes {
  readonly Bun?: {
    serve(options: { fetch: Answer; hostname: string; port: number }): { readonly port: number };
  };
  readonly Deno?: {
    serve(
      options: { hostname: string; port: number; onListen(at: { port: number }): void },
      answer: Answer,
    ): unknown;
  };
}

const cs = countersign({
  origin: "http://app.test",
  path: "/account",
  secrets: [SECRET],
  database: `sqlite:${process.env["DATABASE"]}`,
  hashers: [bcryptSha256({ cost: 4 })],
  development: true,
  // As in the story over every other adapter: many people come from one address.
  throttle: false,
});
const app = fetchApp(cs);
const say = (port: number) => console.log(`http://127.0.0.1:${port}`);

const { Bun, Deno } = globalThis as Runtimes;
const where = { hostname: "127.0.0.1", port: 0 };
if (Bun) say(Bun.serve({ ...where, fetch: app }).port);
else if (Deno) Deno.serve({ ...where, onListen: ({ port }) => say(port) }, app);
else throw new Error("Neither Bun nor Deno runs this.");
