import { setTimeout as later } from "node:timers/promises";
import { send } from "../stories/send.ts";

/** Whom the balancer sends requests to. */
export type SiteStates = Readonly<Record<string, "UP" | "DOWN">>;

/** @param address of the balancer's own page, `host:port` */
export const siteStates = async (address: string): Promise<SiteStates> => {
  const { text } = await send(`http://${address}`, { path: "/;csv" });
  const [head = "", ...lines] = text.trim().split("\n");
  const at = head.replace("# ", "").split(",").indexOf("status");
  const rows = lines.map((line) => line.split(","));
  return Object.fromEntries(
    rows
      .filter(([backend, site]) => backend === "sites" && site !== "BACKEND")
      // `UP 1/2` is on its way down, and is still sent requests.
      .map((row) => [row[1], row[at]?.startsWith("UP") ? "UP" : "DOWN"]),
  );
};

/** Waits until it thinks so of each site that is named. */
export const untilStates = async (address: string, wanted: SiteStates): Promise<void> => {
  for (;;) {
    const states = await siteStates(address);
    if (Object.entries(wanted).every(([site, state]) => states[site] === state)) return;
    await later(50);
  }
};
