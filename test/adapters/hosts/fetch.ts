import { getRequestListener } from "@hono/node-server";
import { serving } from "../serving.ts";
import { fetchApp } from "./fetch-app.ts";
import type { StartHost } from "./host.ts";

export const startFetch: StartHost = (t, cs) => {
  const errorHandler = () => new Response("the server's own words", { status: 500 });
  return serving(t, getRequestListener(fetchApp(cs), { errorHandler }));
};
