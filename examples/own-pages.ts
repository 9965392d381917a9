// The account pages in a site's own clothes: its name, its colour, its logo, a login page that is
// altogether its own, and a start page of its own inside our frame. The other pages stay as they are.
//
//   node examples/own-pages.ts
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { countersign } from "countersign";
import { accountPages } from "countersign/node";
import { layout, type OwnPages, problemDetail } from "countersign/pages";
import { html } from "hono/html";

const port = Number(process.env["PORT"] ?? 3000);

const pages: OwnPages = {
  // A whole document. What stands in the view was typed by somebody: `html` escapes it.
  login: ({ username, next, problem }, { path, words, assets }) => html`<!doctype html>
<html lang="${words.language}">
<head>
<title>${words.login.title}</title>
<link rel="stylesheet" href="${path}${assets.stylesheet.path}">
</head>
<body><main>
<h1>The tea house</h1>
${problem ? html`<p class="alert" role="alert">${problemDetail(words, problem)}</p>` : ""}
<form method="post" action="${path}/login">
<p><label>${words.labels.username} <input name="username" autocomplete="username" value="${username ?? ""}" required></label></p>
<p><label>${words.labels.password} <input name="password" type="password" autocomplete="current-password" required></label></p>
${next ? html`<input type="hidden" name="next" value="${next}">` : ""}
<button>${words.login.submit}</button>
</form>
</main></body>
</html>`,
  home: ({ username }, frame) =>
    layout(
      frame,
      frame.words.home.title,
      html`<h1>${username === undefined ? "Come in" : `More tea, ${username}?`}</h1>
<p><a href="${frame.path}/login">${frame.words.login.title}</a></p>`,
    ),
};

const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="15" fill="#7a4b1e"/></svg>`;

const cs = countersign({
  origin: `http://127.0.0.1:${port}`,
  path: "/account",
  secrets: [process.env["COUNTERSIGN_SECRET"] ?? randomBytes(32).toString("base64url")],
  database: process.env["COUNTERSIGN_DATABASE"] ?? "sqlite:data/example.db",
  brand: { name: "The tea house", accent: "#7a4b1e", logo },
  pages,
  development: true,
});

await cs.ready();
const server = createServer(accountPages(cs));
server.listen(port, "127.0.0.1", () => console.log(`${cs.origin}/account/`));
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => server.close(() => cs.close()));
}
