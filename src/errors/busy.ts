import { CountersignError } from "./countersign-error.ts";

/** `server.busy`: the queue of password hashes is full. */
export const busy = (): CountersignError =>
  new CountersignError("server.busy", "Too many passwords are being checked. Try again shortly.");
