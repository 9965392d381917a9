import type { Kysely, KyselyPlugin, RootOperationNode, Transaction } from "kysely";
import type { Database } from "../../src/database/database.ts";
import type { Tables } from "../../src/database/tables.ts";

export interface NotedStatements {
  /** Does what the other one does. */
  readonly database: Database;
  /** The text of each statement that it was asked for or told to prepare, with the first act that was at it. */
  readonly statements: ReadonlyMap<string, string>;
  /** Names what comes next. */
  begin(act: string): void;
}

/** A database that notes the text of whatever it is asked. */
export const notedStatements = (database: Database): NotedStatements => {
  const statements = new Map<string, string>();
  let current = "what is prepared";
  const note = (text: string): void => {
    if (!statements.has(text)) statements.set(text, current);
  };
  const noting = <Noted extends Kysely<Tables> | Transaction<Tables>>(db: Noted): Noted => {
    const plugin: KyselyPlugin = {
      transformQuery({ node, queryId }): RootOperationNode {
        note(db.getExecutor().compileQuery(node, queryId).sql);
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    return db.withPlugin(plugin) as Noted;
  };
  return {
    statements,
    begin(act) {
      current = act;
    },
    database: {
      ...database,
      kysely: noting(database.kysely),
      transact: (act) => database.transact((transaction) => act(noting(transaction))),
      prepare(query) {
        note(query.compile().sql);
        return database.prepare(query);
      },
      prepareRows(query) {
        note(query.compile().sql);
        return database.prepareRows(query);
      },
    },
  };
};
