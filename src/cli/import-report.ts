import type { ImportFault } from "../account/imported-user.ts";
import { reasonOf } from "./import-words.ts";
import { asJson, endProgress, print } from "./print.ts";

/** Where an import says what it found: a line a fault, as they are found, however many there are. */
export interface ImportReport {
  fault(fault: ImportFault): Promise<void>;
  /** @param sentence what it came to, for people; @param counts the same, for programs */
  end(sentence: string | undefined, counts: Readonly<Record<string, unknown>>): Promise<void>;
}

const textReport: ImportReport = {
  async fault(fault) {
    const { line, field, other } = fault;
    const where = other === undefined ? "" : ` (line ${other})`;
    endProgress();
    await print(`Line ${line}: ${printable(field)} ${reasonOf(fault)}${where}.`);
  },
  async end(sentence) {
    if (sentence !== undefined) await print(sentence);
  },
};

/** One JSON object, whose faults are written as they come. */
const jsonReport = (): ImportReport => {
  let before = '{"faults":[\n';
  return {
    async fault({ line, field, code, other }) {
      const fault = { line, field, code, reason: reasonOf({ code }), other };
      await print(`${before}${asJson(fault)}`);
      before = ",";
    },
    end: (_sentence, counts) =>
      print(`${before === "," ? "" : before}],${JSON.stringify(counts).slice(1)}`),
  };
};

/** What a file calls a field may be anything, and a terminal obeys some of it. */
const printable = (field: string): string =>
  field === "" ? "the row" : field.slice(0, 64).replace(/[^\x20-\x7e]/g, "?");

export const importReport = (isJson: boolean): ImportReport => (isJson ? jsonReport() : textReport);
