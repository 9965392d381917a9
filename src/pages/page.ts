import type { Frame } from "./layout.ts";
import type { OwnPage, PageName, PageViews } from "./own-pages.ts";

/** A whole page as a document. */
export type Page<Name extends PageName> = (frame: Frame, view: PageViews[Name]) => string;

/** A page of ours, unless the site has its own in its place. Every page but the lab is made by this. */
export const page =
  <Name extends PageName>(name: Name, ours: Page<Name>): Page<Name> =>
  (frame, view) => {
    const own = frame.own[name] as OwnPage<PageViews[Name]> | undefined;
    if (!own) return ours(frame, view);
    const made: unknown = own(view, frame);
    // A promise would be sent as "[object Promise]".
    if (typeof made === "string" || made instanceof String) return String(made);
    throw new TypeError(`pages.${name}: has to return a text or html\`…\`, and no promise.`);
  };
