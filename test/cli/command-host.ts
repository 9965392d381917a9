import { Console } from "node:console";
import { Readable, Writable } from "node:stream";
import { MAIN } from "../stories/site-process.ts";
import type { CommandRun, Finished } from "./run-command.ts";

const PROGRAM = new URL("../../src/cli/main.ts", import.meta.url);

/** Thrown where a command ends its process: nothing that stands behind it is done. */
const ENDED = new Error("ended");

let runs = 0;

/** Runs `main.ts` as a new process would, with its words, folder, environment and streams. */
const run = async ({ words, folder, input, environment }: CommandRun): Promise<Finished> => {
  const [out, err] = [collected(), collected()];
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
  process.chdir(folder);
  process.argv = [process.execPath, MAIN, ...words];
  process.exitCode = undefined;
  put(process, "stdin", Readable.from(input === "" ? [] : [Buffer.from(input)]));
  put(process, "stdout", out.stream);
  put(process, "stderr", err.stream);
  put(globalThis, "console", new Console(out.stream, err.stream));
  const code = await new Promise<number>((resolve, reject) => {
    put(process, "exit", (code = process.exitCode ?? 0) => {
      out.end();
      err.end();
      resolve(Number(code));
      throw ENDED;
    });
    runs += 1;
    // Another query is another module: it is run anew, and all that it imports is there already.
    import(`${PROGRAM}?${runs}`).then(
      () => reject(new Error("it did not end its process")),
      reject,
    );
  });
  return { code, out: out.text(), err: err.text() };
};

const put = (object: object, name: string, value: unknown): void => {
  Object.defineProperty(object, name, { value, configurable: true, writable: true });
};

/** What is written until the command has ended. */
const collected = () => {
  const chunks: Buffer[] = [];
  let isOver = false;
  return {
    stream: new Writable({
      write(chunk: Buffer, _encoding, done) {
        if (!isOver) chunks.push(chunk);
        done();
      },
    }),
    end: () => {
      isOver = true;
    },
    text: () => Buffer.concat(chunks).toString(),
  };
};

// Its end is the tests' end, however that came. `process.exit` belongs to the commands.
const { exit } = process;
process.on("disconnect", () => exit(0));

let last: Promise<unknown> = Promise.resolve();
process.on("message", ({ id, wanted }: { id: number; wanted: CommandRun }) => {
  last = last.then(async () => process.send?.({ id, finished: await run(wanted) }));
});
