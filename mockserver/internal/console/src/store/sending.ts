// Sends a request that a person has put together, and reads what comes of it, as far as a person reads.
import { Refusal, sureOf } from '../api/client'
import { namespace } from './route'

/** What came, or the first of it. */
export type Came = { status: number; type: string; text: string; cut: boolean; took: number; id: string }

const mostText = 256 * 1024
const mostTime = 10_000 // milliseconds, after which a stream that goes on is left

/** Sends it without credentials of the browser's own, so that this asks the person for none when these are refused. */
export async function sendAs(url: string, init: RequestInit): Promise<Response> {
  await sureOf(namespace.peek())
  try {
    return await fetch(url, { ...init, cache: 'no-store', redirect: 'manual', credentials: 'omit' })
  } catch {
    throw new Refusal(0, 'There was no answer.')
  }
}

/** Sends it and reads the answer. What does not end is left after a while, and what is long after its beginning. */
export async function sendAndRead(url: string, init: RequestInit): Promise<Came> {
  const stop = new AbortController()
  const began = performance.now()
  const response = await sendAs(url, { ...init, signal: stop.signal })
  const timer = setTimeout(() => stop.abort(), mostTime)
  const read = await readText(response).catch(() => ({ text: '', cut: true }))
  clearTimeout(timer)
  stop.abort()
  const told = response.headers
  return {
    ...read,
    status: response.status,
    type: told.get('Content-Type') ?? '',
    took: performance.now() - began,
    id: told.get('Understudy-Request-Id') ?? '',
  }
}

async function readText(response: Response): Promise<{ text: string; cut: boolean }> {
  const reader = response.body?.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader()
  let text = ''
  while (reader && text.length < mostText) {
    const next = await reader.read().catch(() => undefined)
    if (!next) return { text, cut: true }
    if (next.done) return { text, cut: false }
    text += next.value
  }
  return { text: text.slice(0, mostText), cut: reader !== undefined }
}
