import { describe } from "node:test";
import { djangoStories } from "./django-stories.ts";

for (const engine of ["signed-cookie", "database"] as const) {
  describe(`a Django site and ours share one login, by ${engine}, in PostgreSQL`, () =>
    djangoStories(engine, "PostgreSQL"));
}
