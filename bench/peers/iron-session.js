// iron-session as its README sets it up for node:http.
import { createServer } from "node:http";
import { getIronSession } from "iron-session";
import { greeting, VISITOR, WHERE } from "../servers/visitor.ts";

const options = {
  password: "complex_password_at_least_32_characters_long",
  cookieName: "session",
  cookieOptions: { secure: false },
};

const pages = {
  "/begin": async (session) => {
    Object.assign(session, VISITOR);
    await session.save();
    return "begun";
  },
  "/read": async (session) => greeting(session.name),
  "/write": async (session) => {
    session.visits += 1;
    await session.save();
    return greeting(VISITOR.name);
  },
  "/end": async (session) => {
    session.destroy();
    return "ended";
  },
};

createServer(async (req, res) => {
  const page = pages[req.url];
  const text = page ? await page(await getIronSession(req, res, options)) : "ok";
  res.setHeader("Content-Type", "text/plain; charset=utf-8");
  res.end(text);
}).listen(WHERE.port, WHERE.host);
