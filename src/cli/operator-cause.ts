import { userInfo } from "node:os";
import type { Cause } from "../events/account-event.ts";

/** Whoever runs a command, by their name on this machine, as the cause of what it does. */
export const operatorCause = (): Cause => ({ actor: "administrator", operator: operator() });

/** `sudo` says who became root. It can be made to say anything by whoever may run it, who is root anyway. */
const operator = (): string => {
  const name = nameHere();
  const before = process.env["SUDO_USER"];
  return name === "root" && before ? `${before} (root)` : name;
};

const nameHere = (): string => {
  try {
    return userInfo().username;
  } catch {
    // In a container an id may have no name.
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
};
