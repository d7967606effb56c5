// The clock and the snapshots of the namespace, and what its options may be.
import { computed, signal } from '@preact/signals'
import { type Schemas, ask, namespaceOf } from '../api/client'
import { readFaults } from './faults'
import { about, link } from './live'
import { namespaces, readNamespaces } from './namespaces'
import { namespace } from './route'

/** The time of the mock as it was read, and when that was by the page's own. */
export const clock = signal<(Schemas['Clock'] & { read: number }) | undefined>(undefined)
export const snapshots = signal<readonly Schemas['Snapshot'][]>([])
export const choices = signal<Schemas['OptionList'] | undefined>(undefined)

const readOf = signal('')
/** Clock, snapshots and faults are those of the namespace, and not of another or of none. */
export const known = computed(() => readOf.value === `${namespace.value} ${about.value?.created_at}` && link.value !== 'lost')

/** What the person waits for where they are not known. */
export const awaited = computed(() => (link.value === 'lost' ? 'Not known: the mock does not answer.' : 'Reading…'))

/** Takes a clock as the mock has just told it. */
export function takeClock(told: Schemas['Clock']): void {
  clock.value = { ...told, read: performance.now() }
}

/** What the mock's clock shows by now, in milliseconds. */
export const timeOf = (c: Schemas['Clock'] & { read: number }, now: number): number => Date.parse(c.now) + (now - c.read) * c.speed

/** A time as people read it, in UTC. */
export const shownTime = (ms: number): string => (Number.isFinite(ms) ? new Date(ms).toISOString().replace('T', ' ').slice(0, 19) : '')

/** The clock in a few words, as it was read. */
export function clockWords(c: Schemas['Clock']): string {
  if (c.mode === 'real') return 'real time'
  const at = shownTime(Date.parse(c.now))
  return c.mode === 'frozen' ? `clock stands still at ${at}` : `clock ${c.speed === 1 ? 'runs' : `runs ×${c.speed}`}, at ${at}`
}

export async function readClock(): Promise<void> {
  const name = namespace.peek()
  const told = await ask('get', '/__understudy/clock', { namespace: name })
  if (namespace.peek() === name) takeClock(told)
}

export async function readSnapshots(): Promise<void> {
  const name = namespace.peek()
  const list = await ask('get', '/__understudy/snapshots', { namespace: name })
  if (namespace.peek() === name) snapshots.value = list.snapshots
}

export async function readChoices(): Promise<void> {
  choices.value ??= await ask('get', '/__understudy/options')
}

/** How many namespaces are read anew every few seconds: a list of very many is read on entry and after changes alone. */
const fewNamespaces = 100

export const areFew = (): boolean => namespaces.peek().length <= fewNamespaces

/**
 * Reads all of it anew, the list of all namespaces if it may have changed; of a namespace that is not there, nothing, since asking for more
 * would make it.
 */
export async function readControls(list = true): Promise<void> {
  if (link.peek() === 'forgotten') return readNamespaces()
  if (link.peek() !== 'live' && link.peek() !== 'refused') return
  const name = namespace.peek()
  const now = await namespaceOf(name).catch(() => undefined)
  if (!now || namespace.peek() !== name) return
  if (about.peek()?.created_at === now.created_at || link.peek() === 'refused') about.value = now // else the stream tells
  namespaces.value = namespaces.peek().map((n) => (n.name === name ? now : n))
  await Promise.allSettled([readClock(), readSnapshots(), readFaults(), readChoices(), ...(list ? [readNamespaces()] : [])])
  if (namespace.peek() === name) readOf.value = `${name} ${now.created_at}`
}

const manyOf: Record<string, string> = { feedback: 'feedback' }

/** What a kind of things is called where there are several. */
export const kindWords = (k: Schemas['ChangesOfKind']): string => `${k.api} ${manyOf[k.kind] ?? `${k.kind}s`}`

/** What became of them, with how many; of a kind of which not all are counted, at least so many. */
export function whatWords(k: Schemas['ChangesOfKind']): string {
  const some = (['added', 'changed', 'removed'] as const).filter((what) => k[what] > 0)
  return (k.more ? 'at least ' : '') + some.map((what) => `${k[what].toLocaleString('en')} ${what}`).join(', ')
}
