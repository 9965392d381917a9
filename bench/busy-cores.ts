// Keeps one core computing bcrypt in the idle class until it is told to stop: what any background work
// costs a page on this machine, in a process that has nothing to do with us.
import { hashSync } from "@node-rs/bcrypt";
import { enterIdleClass } from "../src/hashers/idle-class.ts";

enterIdleClass();
process.stdout.write("started\n");
for (;;) hashSync("a".repeat(64), { cost: 12 });
