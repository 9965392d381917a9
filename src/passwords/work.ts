/**
 * How much computing: so many units of one kernel, such as rounds of bcrypt. Units of two kernels have nothing
 * to do with each other; what one costs on a machine is measured there.
 */
export interface Work {
  /** URL of the module that does it. */
  readonly module: string;
  /** The name under which it exports a `Spend`. Works of one module and act can be compared. */
  readonly act: string;
  readonly units: number;
  /** How many of them are done over the same memory, where that decides what one costs; left out where all cost the same. */
  readonly piece?: number;
}

/** Does so much work for nothing, `piece` by `piece`, as exactly as the kernel can be divided. */
export type Spend = (units: number, piece: number) => void;

/** What an answer still has to do, so that its time does not say which work it did. */
export interface Owed {
  readonly spent: Work;
  /** The dearest of them is what every refusal does. */
  readonly targets: readonly Work[];
}
