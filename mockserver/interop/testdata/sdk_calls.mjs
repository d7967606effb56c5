// Calls the API with the official SDK, exactly as a user of it would, and returns what the SDK made of every answer. It runs in Node.js and
// in a browser. Of {name, security, event, query, do, args, body, retry}, `query`, where given, is asked instead of an event logged, `do` is
// called with `args`, `body` replaces what the SDK would send, and `retry` has it try again as it does by itself, for half a minute.
export async function callAll({ InkeepAnalytics, HTTPClient, InkeepAnalyticsError }, { url, calls }) {
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
      const result = await call();
      answers[name] = { result: result instanceof ReadableStream ? { text: await new Response(result).text() } : result };
    } catch (error) {
      answers[name] = { error: describe(error, InkeepAnalyticsError) };
    }
  }
  return answers;
}

// describe keeps what a user of the SDK sees: the class first of all.
function describe(error, InkeepAnalyticsError) {
  if (!(error instanceof InkeepAnalyticsError)) {
    return { class: error.constructor.name, message: error.message };
  }
  const { statusCode, code, title, status, detail, instance, requestId, error: legacy } = error;
  return { class: error.constructor.name, statusCode, code, title, status, detail, instance, requestId, legacy };
}
