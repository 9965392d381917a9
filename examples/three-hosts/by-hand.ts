import type { Plan } from "./commands.ts";

/** README.md's addresses. A loopback address each: Linux has them all, as if they were hosts. */
export const byHand: Omit<Plan, "secret"> = {
  origin: "http://127.0.0.1:8080",
  isDevelopment: true,
  engine: "layered",
  sites: ["127.0.0.2:8000", "127.0.0.3:8000", "127.0.0.4:8000"],
  redis: "127.0.0.6:6379",
  balancer: "127.0.0.1:8080",
  state: "127.0.0.1:8404",
};
