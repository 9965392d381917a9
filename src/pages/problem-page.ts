import { html } from "hono/html";
import type { Problem } from "../errors/problem.ts";
import { layout } from "./layout.ts";
import { type Page, page } from "./page.ts";
import { problemDetail } from "./problem-detail.ts";

export interface ProblemView {
  readonly problem: Problem;
  /** Of a failure of ours it is shown, to be looked up in the log. */
  readonly requestId: string;
}

/** What went wrong, in words, and the way back. A failure of ours names its request, to be looked up in the log. */
export const problemPage: Page<"problem"> = page("problem", (frame, { problem, requestId }) => {
  const { path, words } = frame;
  return layout(
    frame,
    words.labels.failure,
    html`<h1>${words.labels.failure}</h1>
<p>${problemDetail(words, problem)}</p>
${problem.status >= 500 ? html`<p><small>${words.labels.requestId} <code>${requestId}</code></small></p>` : ""}
<p><a href="${path}/">${words.labels.toHome}</a></p>`,
  );
});
