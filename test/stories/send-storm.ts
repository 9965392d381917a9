import { Agent, type ClientRequest, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { FORM, form } from "./send.ts";

/** One answer of a storm. */
export interface Told {
  /** 0 where the connection failed. */
  readonly status: number;
  /** From the request's beginning to the answer's. */
  readonly ms: number;
}

export interface Storm {
  readonly path: string;
  readonly perSecond: number;
  readonly seconds: number;
  /** What the request of this number is, and from which address, as a proxy says it. */
  readonly guess: (at: number) => {
    readonly fields: Record<string, string>;
    readonly from: string;
  };
  /** At the end those who still wait leave, as whoever attacks does; else all answers are waited for. */
  readonly leaves: boolean;
}

/** Sends so many forms a second, however long the answers take. */
export const sendStorm = async (
  site: { readonly url: string; readonly origin: string },
  { path, perSecond, seconds, guess, leaves }: Storm,
): Promise<readonly Told[]> => {
  const { hostname, port } = new URL(site.url);
  // Each on a connection of its own: one that is kept may be closed as the next request goes out.
  const agent = new Agent();
  const told: Told[] = [];
  const waiting = new Set<ClientRequest>();
  const answers: Promise<void>[] = [];
  let isOver = false;

  const sendOne = (at: number): Promise<void> =>
    new Promise((resolve) => {
      const { fields, from } = guess(at);
      const began = performance.now();
      const outgoing = request({
        ...{ hostname, port, path, agent, method: "POST" },
        headers: {
          ...(FORM as Record<string, string>),
          Accept: "application/json",
          Origin: site.origin,
          "X-Forwarded-For": from,
        },
      });
      waiting.add(outgoing);
      outgoing.on("response", (incoming) => {
        told.push({ status: incoming.statusCode ?? 0, ms: performance.now() - began });
        incoming.resume().on("close", resolve);
      });
      outgoing.on("error", () => {
        if (!isOver || !leaves) told.push({ status: 0, ms: performance.now() - began });
        resolve();
      });
      outgoing.on("close", () => waiting.delete(outgoing));
      outgoing.end(form(fields));
    });

  const began = performance.now();
  const total = perSecond * seconds;
  for (let sent = 0; sent < total; await sleep(10)) {
    const due = Math.min(total, ((performance.now() - began) / 1_000) * perSecond);
    for (; sent < due; sent += 1) answers.push(sendOne(sent));
  }
  isOver = true;
  if (leaves) for (const each of waiting) each.destroy();
  await Promise.all(answers);
  agent.destroy();
  return told;
};
