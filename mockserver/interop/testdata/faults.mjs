// Meets faults with Node's own fetch. Reads what meet takes on stdin.
import { text } from "node:stream/consumers";
import { meet } from "./meet.mjs";

console.log(JSON.stringify(await meet(JSON.parse(await text(process.stdin)))));
