import { createClient } from "./client.ts";
import { SERVERS } from "./engine-stacks.ts";
import type { BareFramework, PageStack } from "./page-stacks.ts";
import { removeFolder, type ServerProcess, startServer } from "./server-process.ts";
import { register, startSite } from "./site.ts";

/** A server that runs, and somebody who is logged in there. */
export interface ServedPage {
  readonly server: ServerProcess;
  readonly cookie: string;
}

/** What our site sends, and everybody else has to. */
export interface Model {
  /** Of the database with its user. */
  readonly folder: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Starts our site, whose page is the model of all others. */
export const startModel = async ({ environment }: PageStack): Promise<ServedPage & Model> => {
  const server = await startSite(environment);
  const page = { server, cookie: await register(server) };
  return { ...page, folder: server.folder, ...(await lookAt(page)) };
};

/**
 * Starts the page of a stack, and holds it to the model: the same bytes but for the dates of its own user, no header
 * less, and none of it for who is not logged in.
 */
export const startPage = async (stack: PageStack, model: Model): Promise<ServedPage> => {
  const { words, environment, enter, hasUsers } = stack;
  if (!words) return expectSame(await startModel(stack), model, stack.name);
  const server = await startServer(
    words,
    { ...likeModel(model), ...environment },
    hasUsers ? undefined : model.folder,
  );
  const client = createClient(server.url);
  const { cookie } = await client.ask("GET", enter);
  client.close();
  const page = await expectSame({ server, cookie }, model, stack.name);
  const stranger = await fetch(`${server.url}/welcome`, { redirect: "manual" });
  await stranger.arrayBuffer();
  if ((stranger.status === 200) === (stack.isForAll === true)) return page;
  await stopPage(page);
  throw new Error(`${stack.name} answers ${stranger.status} to whoever is not logged in`);
};

/** Starts the same page in a framework without any session. */
export const startBarePage = async (
  framework: BareFramework,
  model: Model,
): Promise<ServedPage> => {
  const server = await startServer([SERVERS[framework], "none"], likeModel(model), model.folder);
  return expectSame({ server, cookie: "session=none" }, model, `bare ${framework}`);
};

/** The model's folder goes with the model. */
export const stopPage = async ({ server }: ServedPage): Promise<void> => {
  await server.stop();
  removeFolder(server.folder);
};

const TIME = /<time.*?<\/time>/g;

const likeModel = ({ html, headers }: Model): Readonly<Record<string, string>> => ({
  NODE_ENV: "production",
  BENCH_LIKE: JSON.stringify(headers),
  BENCH_ENDS: String(Date.parse(/datetime="([^"]+)"/.exec(html)?.[1] ?? "")),
  BENCH_TEMPLATE: templateOf(html),
});

/** The page as a template of Django's, which says whom it greets and when they registered. */
const templateOf = (html: string): string => {
  const [, registered = ""] = html.match(TIME) ?? [];
  const joined = (format: string) => `{{ user.date_joined|date:"${format}" }}`;
  return html
    .replace(
      registered,
      `<time datetime="${joined("Y-m-d\\TH:i:s.000\\Z")}">${joined("j M Y, H:i:s")} UTC</time>`,
    )
    .replaceAll("Welcome, ada", "Welcome, {{ user.username }}");
};

const lookAt = async ({ server, cookie }: ServedPage): Promise<Pick<Model, "html" | "headers">> => {
  const response = await fetch(`${server.url}/welcome`, { headers: { cookie } });
  return { html: await response.text(), headers: Object.fromEntries(response.headers) };
};

/** What a server of another language writes by itself, or does not. */
const OF_THE_SERVER = ["connection", "keep-alive"];

const expectSame = async (page: ServedPage, model: Model, name: string): Promise<ServedPage> => {
  const { html, headers } = await lookAt(page);
  const missing = Object.keys(model.headers)
    .filter((header) => !(header in headers))
    .filter((header) => !OF_THE_SERVER.includes(header));
  const isSame = html.replace(TIME, "") === model.html.replace(TIME, "");
  if (isSame && missing.length === 0) return page;
  const why = isSame ? `lacks ${missing.join()}` : `is another page:\n${html}`;
  await stopPage(page);
  throw new Error(`${name} ${why}`);
};
