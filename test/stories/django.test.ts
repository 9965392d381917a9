import { describe } from "node:test";
import { djangoStories } from "./django-stories.ts";

// In PostgreSQL: `django.long.ts`.
for (const engine of ["signed-cookie", "database"] as const) {
  describe(`a Django site and ours share one login, by ${engine}`, () => djangoStories(engine));
}
