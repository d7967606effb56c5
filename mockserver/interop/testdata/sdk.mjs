// Calls the API with the official SDK in Node.js. Reads {url, calls} on stdin and prints the answers; sdk_calls.mjs says what they are.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { callAll } from "./sdk_calls.mjs";

const require = createRequire(process.env.TOOLS);
const { InkeepAnalytics, HTTPClient } = require("@inkeep/inkeep-analytics");
const { InkeepAnalyticsError } = require("@inkeep/inkeep-analytics/models/errors/inkeepanalyticserror.js");

console.log(JSON.stringify(await callAll({ InkeepAnalytics, HTTPClient, InkeepAnalyticsError }, JSON.parse(await text(process.stdin)))));
