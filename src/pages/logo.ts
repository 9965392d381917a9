/** A picture that stands for the site: an SVG as it is written, or the bytes of a PNG. */
export interface Logo {
  readonly type: "image/svg+xml" | "image/png";
  readonly ending: "svg" | "png";
  readonly content: string | Uint8Array<ArrayBuffer>;
}

/** Every page asks for it. In bytes. */
export const LARGEST_LOGO = 262_144;

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** What kind of picture the content of a file is, by its beginning; undefined if it is neither. */
export const logoOf = (content: string | Uint8Array): Logo | undefined => {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  if (bytes.length > LARGEST_LOGO) return undefined;
  if (PNG.every((byte, index) => bytes[index] === byte)) {
    return { type: "image/png", ending: "png", content: Uint8Array.from(bytes) };
  }
  const text = new TextDecoder().decode(bytes);
  return SVG.test(text) ? { type: "image/svg+xml", ending: "svg", content: text } : undefined;
};

/** What may stand before the element: a declaration, a document type, comments. */
const SVG = /^\s*(?:<\?xml[^>]*\?>\s*|<!DOCTYPE[^>]*>\s*|<!--(?:(?!-->)[\s\S])*-->\s*)*<svg[\s/>]/i;
