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

/** The keys that a handler may write. */
export type DeclaredKey = Exclude<keyof SessionData, "user_id">;

/** What a declared key holds, as it comes out: frozen. It is there or it is not: never undefined. */
export type Held<Key extends keyof SessionData> = Frozen<Exclude<SessionData[Key], undefined>>;

/** Those of them that hold numbers. */
export type NumberKey = {
  [Key in DeclaredKey]-?: Exclude<SessionData[Key], undefined> extends number ? Key : never;
}[DeclaredKey];

/** Any other key: a declared one is not written as what it was not declared to be. */
export type UndeclaredKey<Key extends string> = Key extends keyof SessionData ? never : Key;

/** As it comes out of a session: frozen, all the way down. */
export type Frozen<Value> = Value extends (...given: never[]) => unknown
  ? Value
  : Value extends object
    ? { readonly [Key in keyof Value]: Frozen<Value[Key]> }
    : Value;
