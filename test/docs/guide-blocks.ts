import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT: string = fileURLToPath(new URL("../..", import.meta.url));

/**
 * What is done with a block of a guide, as it says itself behind its language:
 *
 * - `ts`: a whole program. It is type-checked, and runs to its end without a fault.
 * - `ts server`: one that listens at PORT. What follows it on the page finds it at SITE.
 * - `ts module`: a file that others of its page import; its first line is its name, `// name.ts`.
 * - `ts excerpt PATH`: stands in that file, word for word; `// …` steps over some of it.
 * - `ts fragment: REASON`: neither checked nor run, such as somebody else's code before a move.
 * - `sh run`: runs in bash. A `text` block after it is what it prints.
 * - `sh`: for the reader to do, such as installing.
 * - other languages: for the reader to see.
 */
export type BlockKind =
  | "program"
  | "server"
  | "module"
  | "excerpt"
  | "fragment"
  | "shell"
  | "output"
  | "shown";

export interface GuideBlock {
  readonly kind: BlockKind;
  /** What follows the kind: a path, or a reason. */
  readonly detail: string;
  readonly text: string;
  /** Of its first line, from 1 on. */
  readonly line: number;
  /** As its first line names it, or by its place on the page. */
  readonly file: string;
}

export interface Guide {
  /** From the root. */
  readonly path: string;
  readonly markdown: string;
  readonly blocks: readonly GuideBlock[];
}

const FENCE = /^```(\w+)([^\n]*)\n(.*?)^```$/gms;

const KINDS: Readonly<Record<string, BlockKind>> = {
  ts: "program",
  "ts server": "server",
  "ts module": "module",
  "ts excerpt": "excerpt",
  "ts fragment:": "fragment",
  sh: "shown",
  "sh run": "shell",
  text: "output",
};

/** Those that are checked or run, by the names that people give them: no block slips by under another. */
const OURS = /^(?:tsx?|typescript|jsx?|javascript|mjs|sh|bash|shell|console|text)$/;

const blocksOf = (path: string, markdown: string): readonly GuideBlock[] =>
  [...markdown.matchAll(FENCE)].map((fence, place) => {
    const [, language = "", rest = "", text = ""] = fence;
    const line = markdown.slice(0, fence.index).split("\n").length + 1;
    const [word = "", ...details] = rest.trim().split(" ");
    const isOurs = OURS.test(language);
    const kind = isOurs ? KINDS[`${language} ${word}`.trim()] : "shown";
    if (!kind)
      throw new Error(`${path}:${line}: nobody knows what to do with "${language}${rest}"`);
    const file = /^\/\/ ([\w-]+\.ts)\n/.exec(text)?.[1] ?? `block-${place + 1}.ts`;
    return { kind, detail: details.join(" "), text, line, file };
  });

/** The README, and every page of `docs/`. */
export const guides = (): readonly Guide[] => {
  const pages = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" });
  const paths = pages.filter((page) => page.endsWith(".md")).map((page) => `docs/${page}`);
  return ["README.md", ...paths.sort()].map((path) => {
    const markdown = readFileSync(join(ROOT, path), "utf8");
    return { path, markdown, blocks: blocksOf(path, markdown) };
  });
};
