// Which events were written since the reset, and not seeded.
import { send } from '../api/client'

const mostLines = 20_000

export type Tracked = { keys: ReadonlySet<string>; /** Whether there are more than were read. */ more: boolean }

/** What tells an event of a list from others, in a line of the export. */
function keyOf(line: string): string {
  const e = JSON.parse(line) as Record<string, string>
  return 'bot_id' in e ? `${e['bot_id']} ${e['version']} ${e['id']}` : (e['id'] ?? '')
}

/** Reads them as the mock writes them out, the first ones if there are very many. */
export async function readTracked(namespace: string, api: string): Promise<Tracked> {
  const stop = new AbortController()
  const response = await send(namespace, `/__understudy/events?api=${api}&tracked=true`, { signal: stop.signal })
  const keys = new Set<string>()
  const reader = response.body?.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true }
    const lines = (rest + (value ?? '')).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line) keys.add(keyOf(line))
    if (done) return { keys, more: false }
    if (keys.size >= mostLines) {
      stop.abort()
      return { keys, more: true }
    }
  }
}
