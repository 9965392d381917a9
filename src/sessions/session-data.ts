/**
 * What a session holds, typed once by declaration merging:
 *
 * ```ts
 * declare module "countersign" {
 *   interface SessionData { cart: readonly string[] }
 * }
 * ```
 *
 * Keys that are not declared read and write as any JSON value.
 */
export interface SessionData {
  /** The user who is logged in. Read like any key; written only by logging in. */
  readonly user_id: number;
}
