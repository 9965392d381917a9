/** Something about the settings that makes a site less safe, in the manner of Django's `check --deploy`. */
export interface Finding {
  /** `countersign.E001` or `countersign.W001`. Stable: one that is gone is never given to another. */
  readonly id: string;
  /** Production does not start with an error. A warning is a choice that somebody had better have made. */
  readonly severity: "error" | "warning";
  /** The variable. */
  readonly setting: string;
  /** What is so, without the value, which may be a secret. */
  readonly what: string;
  readonly why: string;
  /** What to set. */
  readonly instead: string;
}
