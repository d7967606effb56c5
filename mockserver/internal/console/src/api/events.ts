// Reads server-sent events from a body, since EventSource cannot send the control token.

export type ServerEvent = { id: string; event: string; data: string }

/** Takes text as it arrives and returns the events that are whole by then. */
export class EventParser {
  private rest = ''

  push(text: string): ServerEvent[] {
    const blocks = (this.rest + text).split('\n\n')
    this.rest = blocks.pop() ?? ''
    return blocks.map(parse).filter((event) => event.data !== '')
  }
}

function parse(block: string): ServerEvent {
  const event: ServerEvent = { id: '', event: '', data: '' }
  for (const line of block.split('\n')) {
    const colon = line.indexOf(': ')
    const name = line.slice(0, colon)
    if (name === 'id' || name === 'event' || name === 'data') event[name] += line.slice(colon + 2)
  }
  return event
}

/** Gives all events of a body to a reader, those that came together at once, until it ends. */
export async function readEvents(body: ReadableStream<Uint8Array>, take: (events: ServerEvent[]) => void): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader()
  const parser = new EventParser()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    take(parser.push(value))
  }
}
