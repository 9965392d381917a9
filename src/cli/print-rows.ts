import { setImmediate as turn } from "node:timers/promises";
import { asJson, endProgress, print, progress, write } from "./print.ts";

/** In characters: a write for each of a million lines takes longer than reading them. */
const CHUNK = 16_384;

/** In rows: how often it is said how far it is. */
const STEP = 1_000;

/**
 * Prints rows as they come: a million of them need no more memory than a page. How many there were. Where they
 * do not go by on a terminal themselves, as into a file, it is said there how many have gone by.
 *
 * @param what they are, such as `users`
 * @param lineOf a row's line, or lines; `nth` is 0 for the first
 */
export const printRows = async <Row>(
  rows: AsyncIterable<Row>,
  what: string,
  lineOf: (row: Row, nth: number) => string,
): Promise<number> => {
  const tell = process.stdout.isTTY ? () => {} : progress;
  let count = 0;
  let chunk = "";
  for await (const row of rows) {
    chunk += `${lineOf(row, count)}\n`;
    count += 1;
    if (count % STEP === 0) tell(`${count} ${what} listed`);
    if (chunk.length < CHUNK) continue;
    await write(chunk);
    chunk = "";
    // Where neither reading nor writing waits, nothing else would have its turn: not even the garbage collector lets go of
    // the database's statements.
    await turn();
  }
  await write(chunk);
  if (count >= STEP && !process.stdout.isTTY) endProgress();
  return count;
};

/** The same as a JSON array, a row a line. */
export const printJsonRows = async <Row>(
  rows: AsyncIterable<Row>,
  what: string,
  jsonOf: (row: Row) => unknown,
): Promise<void> => {
  const count = await printRows(
    rows,
    what,
    (row, nth) => `${nth === 0 ? "[\n" : ","}${asJson(jsonOf(row))}`,
  );
  await print(count > 0 ? "]" : "[]");
};
