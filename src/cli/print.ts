/** Writes to standard output, and waits while its reader is slower. */
export const write = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });

/** A line, or more than one. */
export const print = (text: string): Promise<void> => write(`${text}\n`);

export const printJson = (value: unknown): Promise<void> => print(asJson(value, 2));

/** One object a line, for what has no end. */
export const printJsonLine = (value: unknown): Promise<void> => print(asJson(value));

/** A browser may say anything of itself, and a terminal obeys some of what JSON leaves as it is: the C1 controls. */
export const asJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(
    /[\u007f-\u009f]/g,
    (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`,
  );

/** Columns padded to their widest cell, the first row underlined by nothing but a space. */
export const printPairs = async (pairs: readonly (readonly [string, string])[]): Promise<void> => {
  const width = Math.max(...pairs.map(([name]) => name.length));
  for (const [name, value] of pairs) await print(`${name.padEnd(width)}  ${value}`.trimEnd());
};

/** Something that takes long says how far it is, on a terminal only and not in what it prints. */
export const progress = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
};
export const endProgress = (): void => progress("");

export const moment = (at: number | undefined): string =>
  at === undefined ? "never" : `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;

/** `1 session`, `2 sessions`. */
export const counted = (count: number, one: string, many: string = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
