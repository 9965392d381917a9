import assert from "node:assert/strict";
import { test } from "node:test";
import type { Countersign, User } from "countersign";
import * as forExpress from "countersign/express";
import * as forFastify from "countersign/fastify";
import * as forFetch from "countersign/fetch";
import * as forHono from "countersign/hono";
import * as forNode from "countersign/node";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";

// What a handler is told of its user, with and without reading them; held by `tsc` as in session.test.ts.

const takes = (_user: User, _userId: number): void => {};
const ID = { load: false } as const;

export const mustCompile = (cs: Countersign): void => {
  const app = new Hono().use(forHono.sessions(cs));
  for (const guard of [forHono.requireUser(cs), forHono.requireUser(cs, { load: true })]) {
    app.get("/", guard, (c) => c.body(takes(c.var.user, c.var.userId) ?? null));
  }
  app.get("/", forHono.requireUser(cs, ID), (c) => c.text(c.var.userId.toFixed()));
  forNode.requireUser(cs)(({ user, userId }) => takes(user, userId));
  forNode.requireUser(cs, ID)(({ userId, session }) => userId.toFixed() + session.size);
  forFetch.requireUser(cs)((_, { user, userId }) => Response.json(takes(user, userId)));
  const address = () => undefined;
  forFetch.requireUser(cs, { address })((_, { user }) => Response.json(user));
  forFetch.requireUser(cs, { ...ID, address })((_, { userId }) => Response.json(userId));
  // Their types are one for all routes.
  express().get("/", forExpress.requireUser(cs, ID), (req) => takes(req.user, req.userId));
  const preHandler = forFastify.requireUser(cs, ID);
  fastify().get("/", { preHandler }, async ({ user, userId }) => takes(user, userId));
};

export const mustNotCompile = (cs: Countersign, load: boolean): void => {
  // @ts-expect-error nobody was read
  new Hono().get("/", forHono.requireUser(cs, ID), (c) => c.json(c.var.user.id));
  // @ts-expect-error nobody was read
  forNode.requireUser(cs, ID)(({ user }) => user);
  // @ts-expect-error nobody was read
  forFetch.requireUser(cs, ID)((_, { user }) => Response.json(user));
  // @ts-expect-error which of the two it is has to be known beforehand
  forHono.requireUser(cs, { load });
  // @ts-expect-error an option that is misspelt
  forExpress.requireUser(cs, { loads: false });
};

test("a handler that asked for the id alone is not told that there is a user", () => {
  assert.equal(typeof mustCompile, "function");
  assert.equal(typeof mustNotCompile, "function");
});
