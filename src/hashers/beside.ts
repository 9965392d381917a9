import { extname } from "node:path";

/**
 * The URL of a module that lies beside the one that asks, with its ending: `.ts` in a clone, `.js` in the package.
 *
 * @param asker its `import.meta.url`
 */
export const beside = (asker: string, name: string): string =>
  new URL(`./${name}${extname(asker)}`, asker).href;
