// meet sends each request as often as it is told, one after the other, and tells what came of the last one: for Node.js and for a page.
// Takes [{name, url, authorization, headers, times}]; each is a POST of a message.
export async function meet(calls) {
  const met = {};
  for (const { name, url, authorization, headers, times } of calls) {
    for (let i = 0; i < times; i++) {
      met[name] = await meetOne(url, { Authorization: authorization, "Content-Type": "application/json", ...headers });
    }
  }
  return met;
}

async function meetOne(url, headers) {
  const began = performance.now();
  const took = () => Math.round(performance.now() - began);
  let answer, body;
  try {
    answer = await fetch(url, { method: "POST", headers, body: JSON.stringify({ message: "hello" }) });
    body = await answer.text();
  } catch (error) {
    return { failed: true, status: answer?.status ?? 0, ms: took() };
  }
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body, ms: took() };
}
