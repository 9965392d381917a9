import { guides } from "./guide-blocks.ts";

/** What the guide to imports says to ask another system's database. */
export const exportOf = (system: string): string => {
  const page = guides().find(({ path }) => path.endsWith("/importing-users.md"));
  const block = new RegExp(`^\`\`\`sql ${system}\n(.*?)^\`\`\``, "ms").exec(page?.markdown ?? "");
  if (!block?.[1]) throw new TypeError(`the guide has no export from ${system}`);
  return block[1];
};
