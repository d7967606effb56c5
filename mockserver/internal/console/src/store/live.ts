// Keeps the page in step with the mock: reads what is there, then the stream of what comes, and finds out what has happened when it ends.
import { effect, signal, untracked } from '@preact/signals'
import { Refusal, type Schemas, ask, baseOf, isGone, makeSure, namespaceOf, said, send } from '../api/client'
import { type ServerEvent, readEvents } from '../api/events'
import { note } from './notes'
import { namespace } from './route'
import * as traffic from './traffic'

/** How it stands with the mock. A namespace that is forgotten, and a mock that refuses, are waited for until the person does something. */
export type Link = 'connecting' | 'live' | 'lost' | 'forgotten' | 'refused'

export const link = signal<Link>('connecting')
/** What the mock said when it refused. */
export const refusal = signal('')
export const paused = signal(false)
/** The namespace as the mock lists it. */
export const about = signal<Schemas['Namespace'] | undefined>(undefined)

/** Since when, and why, there is nothing of what came before: the mock or the namespace was started anew, or all was forgotten. */
export const emptied = signal<{ anew: boolean; at: string } | undefined>(undefined)

const firstLoad = 500
const step = 1000
const atFirst = 5000
const breath = 200 // milliseconds between two changes of what is seen
const silence = 40_000 // the mock says something every 15 seconds

let stop = new AbortController()
let waiting: Schemas['Exchange'][] = []
let due = false
let flushed = 0

/** Takes what the stream brings into the store, a few times a second at most, however fast it comes: nobody reads faster. */
function take(events: ServerEvent[]): void {
  for (const { event, data } of events) {
    if (event === '') waiting.push(JSON.parse(data) as Schemas['Exchange'])
    else if (event === 'cleared') {
      waiting = []
      traffic.forget()
      emptied.value = { anew: false, at: '' }
      void namespaceOf(namespace.peek()).then(
        (now) => now && (about.value = now),
        () => undefined,
      ) // a reset changes its options, too
    } else if (event === 'missed') traffic.miss((JSON.parse(data) as { missed: number }).missed)
  }
  if (waiting.length === 0 || due || paused.value) return
  due = true
  setTimeout(flush, document.hidden ? 500 : Math.max(0, flushed + breath - performance.now()))
}

function flush(): void {
  due = false
  flushed = performance.now()
  if (paused.value || waiting.length === 0) return
  const came = waiting
  waiting = []
  traffic.append(came)
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })

/** Reads something of the namespace, if that is there. */
export async function ifThere(read: () => Promise<void>): Promise<void> {
  if (link.peek() !== 'forgotten') await read().catch(() => undefined)
}

async function loadOlder(name: string, signal: AbortSignal, until: number): Promise<void> {
  while (traffic.older.value && !signal.aborted && traffic.all.peek().length < until) {
    const before = traffic.oldestId()
    const list = await ask('get', '/__understudy/journal', { namespace: name, query: { before, limit: step, bodies: false } })
    if (signal.aborted || traffic.oldestId() !== before) return
    traffic.prepend(list)
    await pause(0, signal)
  }
}

/** Reads older exchanges than the page has. */
export async function more(): Promise<void> {
  await loadOlder(namespace.peek(), stop.signal, traffic.all.peek().length + atFirst).catch((error) => note(said(error), 'bad'))
}

const latest = (name: string) => ask('get', '/__understudy/journal', { namespace: name, query: { limit: firstLoad, bodies: false } })

/** Reads the stream until it ends. */
async function follow(name: string, signal: AbortSignal): Promise<void> {
  const since = traffic.newestId()
  const query = new URLSearchParams({ bodies: 'false', ...(since ? { since } : {}) })
  const cut = new AbortController()
  const either = AbortSignal.any([signal, cut.signal])
  const response = await send(name, `/__understudy/journal/stream?${query}`, { signal: either })
  if (!response.body) throw new Refusal(0, 'the mock sent no stream')
  if (!since) traffic.load(await latest(name)) // what came between the first look and the stream
  link.value = 'live'
  let watch = setTimeout(() => cut.abort(), silence)
  const heard = (events: ServerEvent[]) => {
    clearTimeout(watch)
    watch = setTimeout(() => cut.abort(), silence)
    take(events)
  }
  try {
    await readEvents(response.body, heard)
  } finally {
    clearTimeout(watch)
  }
}

/** Loads what is there, if it is the first time or another server than before. */
async function arrive(name: string, signal: AbortSignal): Promise<void> {
  const before = about.peek()
  const now = before && (await namespaceOf(name))
  if (signal.aborted) return
  if (before && !now) {
    link.value = 'forgotten'
    return
  }
  if (before && now && before.created_at !== now.created_at) {
    note('The mock, or this namespace, was started anew: what came before is gone.', 'warn')
    emptied.value = { anew: true, at: now.created_at }
  }
  if (!before || before.created_at !== now?.created_at) {
    const list = await latest(name).catch(async (error: unknown) => {
      const there = await namespaceOf(name).catch(() => undefined) // a mock without a journal has all else
      if (!signal.aborted) about.value = there
      throw error
    })
    if (signal.aborted) return
    waiting = []
    traffic.load(list)
    about.value = now ?? (await namespaceOf(name))
    void loadOlder(name, signal, atFirst).catch(() => undefined)
  }
}

async function keep(name: string, signal: AbortSignal): Promise<void> {
  for (let wait = 250; !signal.aborted;) {
    try {
      await arrive(name, signal)
      if (signal.aborted || link.peek() === 'forgotten') return
      await follow(name, signal)
      wait = 250
    } catch (error) {
      if (signal.aborted) return
      if (isGone(error)) {
        link.value = 'forgotten'
        return
      }
      if (error instanceof Refusal && error.status >= 400 && error.status < 500) {
        refusal.value = error.message
        link.value = 'refused'
        return
      }
    }
    if (signal.aborted) return
    link.value = 'lost'
    await pause(wait, signal)
    wait = Math.min(wait * 2, 1000)
  }
}

/** Begins anew with the namespace of the address. */
export function connect(): void {
  stop.abort()
  stop = new AbortController()
  waiting = []
  traffic.forget()
  about.value = undefined
  emptied.value = undefined
  link.value = 'connecting'
  void keep(namespace.peek(), stop.signal)
}

/** Has a namespace be there again, and begins with it if it is that of the address. The person is told why if it cannot be made. */
export async function begin(name = namespace.peek()): Promise<void> {
  await makeSure(name).catch((error) => note(said(error), 'bad'))
  if (name === namespace.peek()) connect()
}

/** Follows the address from now on. */
export function start(): void {
  effect(() => {
    void namespace.value
    untracked(connect)
  })
  effect(() => {
    if (!paused.value) untracked(flush)
  })
}

/** The URL of the namespace for clients. */
export const clientURL = (): string => location.origin + baseOf(namespace.value)
