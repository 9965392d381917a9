import { describe } from "node:test";
import { djangoStories } from "./django-stories.ts";

for (const engine of ["signed-cookie", "database"] as const) {
  describe(`a Django site and ours share one login, by ${engine}`, () => djangoStories(engine));
}

// All of them, and by signed cookie: `django.long.ts`.
describe("a Django site and ours share one login, by database, in PostgreSQL", () =>
  djangoStories("database", "PostgreSQL", "main"));
