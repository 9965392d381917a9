import { CountersignError } from "../errors/countersign-error.ts";
import type { Register } from "./register.ts";

/** Nobody is logged in, and nobody can be: what sessions have that were given no register. */
export const noRegister: Register = {
  isSynchronous: true,
  enter: async () => refuse(),
  adopt: async () => refuse(),
  standing: () => ({ ended: true, isKnown: false, epoch: 0, raisedAt: 0 }),
  end: async () => false,
  cycle: async () => false,
  replacedAt: () => undefined,
  raiseEpoch: async () => refuse(),
  raiseEveryEpoch: async () => refuse(),
  list: async () => [],
  async *listAll() {},
  touch: async () => {},
  sweep: async () => 0,
};

const refuse = (): never => {
  throw new CountersignError(
    "settings.invalid",
    "register: logging in needs one, so that a logout is final; set database or register.",
  );
};
