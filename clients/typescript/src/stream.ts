/** One server-sent event. */
export interface Sent {
  event: string
  data: string
}

/** Reads server-sent events, until the other side ends or the reader stops. */
export async function* sentEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<Sent, void, undefined> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const sent = parsed(block)
        if (sent) yield sent
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

function parsed(block: string): Sent | undefined {
  const fields = block.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line))
  const all = (name: string) => fields.filter((field) => field?.[1] === name).map((field) => field?.[2])
  const data = all('data')
  return data.length > 0 ? { event: all('event')[0] ?? 'message', data: data.join('\n') } : undefined
}
