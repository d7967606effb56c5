// Calls the API with the official SDK, exactly as a user of it would, and prints what the SDK made of every answer.
// Reads {url, calls: [{name, security, event, query, do, args, body, retry}]} on stdin; `query`, where given, is asked instead of an event
// logged, `do` is called with `args`, `body` replaces what the SDK would send, and `retry` has it try again as it does by itself, for half
// a minute.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const require = createRequire(process.env.TOOLS);
const { InkeepAnalytics, HTTPClient } = require("@inkeep/inkeep-analytics");
const { InkeepAnalyticsError } = require("@inkeep/inkeep-analytics/models/errors/inkeepanalyticserror.js");

const { url, calls } = JSON.parse(await text(process.stdin));
const answers = {};
for (const { name, security, event, query, do: method, args, body, retry } of calls) {
  const httpClient = new HTTPClient();
  if (body !== undefined) {
    httpClient.addHook("beforeRequest", (request) => new Request(request, { body }));
  }
  const sdk = new InkeepAnalytics({
    serverURL: url,
    ...(query || method ? security : {}), // as each of the two is done in the SDK's examples
    httpClient,
    timeoutMs: 30_000,
    // The default waits up to an hour for a server that fails.
    retryConfig: retry
      ? { strategy: "backoff", backoff: { initialInterval: 100, maxInterval: 2000, exponent: 1.5, maxElapsedTime: 30_000 } }
      : { strategy: "none" },
  });
  for (const dated of [event, ...(args ?? [])]) {
    if (dated?.createdAt) {
      dated.createdAt = new Date(dated.createdAt);
    }
  }
  const call = () => {
    if (method) {
      const [member, group] = method.split(".").reverse();
      return (group ? sdk[group] : sdk)[member](...args);
    }
    return query ? sdk.query.queryEvents(query) : sdk.events.log(security, event);
  };
  try {
    answers[name] = { result: await call() };
  } catch (error) {
    answers[name] = { error: describe(error) };
  }
}
console.log(JSON.stringify(answers));

// describe keeps what a user of the SDK sees: the class first of all.
function describe(error) {
  if (!(error instanceof InkeepAnalyticsError)) {
    return { class: error.constructor.name, message: error.message };
  }
  const { statusCode, code, title, status, detail, instance, requestId, error: legacy } = error;
  return { class: error.constructor.name, statusCode, code, title, status, detail, instance, requestId, legacy };
}
