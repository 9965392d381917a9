// Runs in a thread of its own: counts how many tasks have begun, and waits until the gate is opened.

export interface GateInput {
  /** [is it open, how many have come to it], shared between the threads. */
  readonly gate: Int32Array<SharedArrayBuffer>;
  readonly answer: string;
}

export const pass = ({ gate, answer }: GateInput): string => {
  come(gate);
  Atomics.wait(gate, 0, 0);
  return answer;
};

/** The first to come stays at the gate, and everybody else passes. */
export const passUnlessFirst = ({ gate, answer }: GateInput): string => {
  if (come(gate) === 0) Atomics.wait(gate, 0, 0);
  return answer;
};

/** How many came before. */
const come = (gate: GateInput["gate"]): number => {
  const before = Atomics.add(gate, 1, 1);
  Atomics.notify(gate, 1);
  return before;
};

export const fail = (message: string): never => {
  throw new Error(message);
};
