// Run by engine-contract.test.ts in a process of its own: the contract over engines with one fault each.
import { memory } from "../../src/engines/memory.ts";
import { noChange } from "../../src/sessions/session-change.ts";
import type { SessionEngine } from "../../src/sessions/session-engine.ts";
import { engineContract } from "../../src/testing/engine-contract.ts";

type Fault = (sound: SessionEngine) => Partial<SessionEngine>;

const faults: Readonly<Record<string, Fault>> = {
  none: () => ({}),

  "revives what was dropped": (sound) => ({
    save: async (saving) =>
      (await sound.save(saving)) ?? (await sound.save({ ...saving, kept: undefined })),
  }),

  "writes the whole session over what others wrote": (sound) => ({
    save: (saving) => {
      const { data, marks } = saving.contents;
      const change = {
        ...noChange(),
        isCleared: true,
        set: data,
        marks: new Map(Object.entries(marks)) as never,
      };
      return sound.save({ ...saving, change });
    },
  }),

  "looks only at the id of a token": (sound) => {
    const tokens = new Map<string, string>();
    return {
      save: async (saving) => {
        const token = await sound.save(saving);
        if (token) tokens.set(saving.contents.id, token);
        return token;
      },
      load: (token) => sound.load(tokens.get(token.split(".")[0] ?? "") ?? token),
    };
  },

  "throws for a token that it does not know": (sound) => ({
    load: async (token) => {
      const loaded = await sound.load(token);
      if ("refused" in loaded) throw new Error("no such session");
      return loaded;
    },
  }),

  "forgets when a session was saved": (sound) => ({
    load: async (token) => {
      const loaded = await sound.load(token);
      if ("refused" in loaded) return loaded;
      return { ...loaded, contents: { ...loaded.contents, savedAt: Date.UTC(2026, 2, 1, 12) } };
    },
  }),

  "drops nothing": () => ({ drop: () => {} }),

  "keeps the old token of a cycled session": (sound) => ({
    save: (saving) =>
      saving.kept && saving.kept.id !== saving.contents.id
        ? sound.save({ ...saving, kept: undefined })
        : sound.save(saving),
  }),
};

for (const [name, fault] of Object.entries(faults)) {
  engineContract(name, (needs) => {
    const sound = memory()(needs);
    return [{ ...sound, isSynchronous: false, ...fault(sound) } as SessionEngine];
  });
}
