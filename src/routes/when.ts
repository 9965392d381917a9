/**
 * Goes on with a value that is there, or is still to come. Stores that answer at once (SQLite) then
 * cost no promise, and an answer that is no promise takes the server's short way out.
 */
export const when = <Value, Result>(
  value: Value | Promise<Value>,
  next: (value: Value) => Result | Promise<Result>,
): Result | Promise<Result> => (value instanceof Promise ? value.then(next) : next(value));
