import { html } from "hono/html";
import type { Problem } from "../errors/problem.ts";
import { type Frame, layout } from "./layout.ts";
import { detailOf } from "./words.ts";

/** What went wrong, in words, and the way back. A failure of ours names its request, to be looked up in the log. */
export const problemPage = (frame: Frame, problem: Problem, requestId: string): string => {
  const { path, words } = frame;
  return layout(
    frame,
    words.labels.failure,
    html`<h1>${words.labels.failure}</h1>
<p>${detailOf(words, problem.code)}</p>
${problem.status >= 500 ? html`<p><small>${words.labels.requestId} <code>${requestId}</code></small></p>` : ""}
<p><a href="${path}/">${words.labels.toHome}</a></p>`,
  );
};
