/**
 * Goes on with what an act comes to, at once if it is there at once, or says what it failed of. Unlike a
 * `catch` around everything it leaves alone what `next` throws: that is the host's.
 */
export const settle = <Value>(
  act: () => Value | Promise<Value>,
  next: (value: Value) => void,
  fail: (error: unknown) => void,
): void => {
  let value: Value | Promise<Value>;
  try {
    value = act();
  } catch (error) {
    fail(error);
    return;
  }
  if (value instanceof Promise) value.then(next, fail);
  else next(value);
};
