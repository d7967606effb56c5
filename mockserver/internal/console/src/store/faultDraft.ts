// A fault as a form has it, and as people read it.
import type { Schemas } from '../api/client'

type NewFault = Schemas['NewFault']

type Effect = 'status' | 'rate' | 'reset' | 'drip' | 'malformed' | 'content_type' | 'delay'

const at = (effect: Effect, more: Partial<FaultDraft> = {}): Partial<FaultDraft> => ({ effect, ...more })
const answer = (status: string, headers = ''): Partial<FaultDraft> => at('status', { status, headers, body: '' })

/** What a person chooses first; all of it can be changed then. */
export const effects: readonly { says: string; is: Partial<FaultDraft>; more?: boolean }[] = [
  { says: '503, try again', is: answer('503', 'Retry-After: 1') },
  { says: '429, too many', is: answer('429', 'Retry-After: 1') },
  { says: '500, internal error', is: answer('500') },
  { says: '401, refused', is: answer('401') },
  { says: 'Another answer', is: at('status'), more: true },
  { says: 'Two seconds late', is: at('delay', { delay: '2s' }) },
  { says: 'In small pieces', is: at('drip') },
  { says: 'Connection reset', is: at('reset') },
  { says: 'Cut JSON', is: at('malformed') },
  { says: 'Another type', is: at('content_type') },
  { says: 'A rate limit', is: at('rate') },
]

export type FaultDraft = {
  choice: number // of the effects
  seen: Record<string, string> | undefined // the query of a request that was seen; undefined if none was
  same: boolean // only with that query
  operation: string
  method: string
  page: string
  query: string
  header: string
  skip: string
  first: string
  every: string
  probability: string
  for: string
  delay: string
  p99: string
  effect: Effect
  status: string
  headers: string
  body: string
  perSecond: string
  burst: string
  afterBytes: string
  drip: string
  contentType: string
}

export const newDraft = (operation = ''): FaultDraft => ({
  choice: 0,
  seen: undefined,
  same: false,
  operation,
  method: '',
  page: '',
  query: '',
  header: '',
  skip: '',
  first: '',
  every: '',
  probability: '',
  for: '',
  delay: '',
  p99: '',
  effect: 'status',
  status: '503',
  headers: 'Retry-After: 1',
  body: '',
  perSecond: '5',
  burst: '10',
  afterBytes: '',
  drip: '2s',
  contentType: 'text/html',
})

/** The draft with another effect. A delay that was typed stays, one that came with an effect goes with it. */
export function chosen(d: FaultDraft, choice: number): Partial<FaultDraft> {
  const came = effects[d.choice]?.is.delay
  return { choice, ...(came && came === d.delay ? { delay: '', p99: '' } : {}), ...effects[choice]?.is }
}

/** Requests like one that was seen, the next of them. */
export function draftLike(x: Schemas['Exchange']): FaultDraft {
  const texts = Object.entries(x.query).filter((pair): pair is [string, string] => typeof pair[1] === 'string')
  return { ...newDraft(x.operation), method: x.method, first: '1', seen: Object.fromEntries(texts) }
}

/** Lines such as `name=value` or `Name: value` as an object; undefined if there is none. */
export function pairsOf(text: string, separator: '=' | ':'): Record<string, string> | undefined {
  const pairs = text.split('\n').flatMap((line): [string, string][] => {
    const at = line.indexOf(separator)
    if (!line.trim()) return []
    return [at < 0 ? [line.trim(), ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()]]
  })
  return pairs.length > 0 ? Object.fromEntries(pairs) : undefined
}

const given = (text: string): number | undefined => (text.trim() === '' ? undefined : Number(text))

/** Without what is not there. */
function some<T extends object>(object: T): T | undefined {
  const left = Object.entries(object).filter(([, value]) => value !== undefined && value !== '')
  return left.length > 0 ? (Object.fromEntries(left) as T) : undefined
}

function effectOf(d: FaultDraft): NewFault {
  switch (d.effect) {
    case 'status':
      return { status: Number(d.status), ...some({ headers: pairsOf(d.headers, ':'), body: d.body }) }
    case 'rate':
      return { rate: { per_second: Number(d.perSecond), burst: Number(d.burst) } }
    case 'reset':
      return { reset: true, ...some({ after_bytes: given(d.afterBytes) }) }
    case 'drip':
      return { drip: d.drip.trim() }
    case 'malformed':
      return { malformed: true }
    case 'content_type':
      return { content_type: d.contentType.trim() }
    case 'delay':
      return {}
  }
}

/** What is sent for a draft. Whether it makes sense is the mock's to say. */
export function faultOf(d: FaultDraft): NewFault {
  const match = some({
    operation: d.operation,
    method: d.method,
    query: some({ ...(d.same ? d.seen : {}), ...pairsOf(d.query, '=') }),
    header: pairsOf(d.header, ':'),
    page: d.page as 'first' | 'later' | '',
  }) as NewFault['match']
  const when = some({
    skip: given(d.skip),
    first: given(d.first),
    every: given(d.every),
    probability: given(d.probability),
    for: d.for.trim(),
  }) as NewFault['when']
  const delay = d.delay.trim() && d.p99.trim() ? { p50: d.delay.trim(), p99: d.p99.trim() } : d.delay.trim()
  return { ...(match ? { match } : {}), ...(when ? { when } : {}), ...(delay ? { delay } : {}), ...effectOf(d) }
}

const listed = (pairs: Record<string, string> | undefined) => Object.entries(pairs ?? {}).map(([name, value]) => `${name}=${value}`)

/** Which requests a fault is for. */
export function matchWords(f: NewFault): string {
  const m = f.match
  const parts = [m?.operation ?? 'every operation', m?.method, m?.page && `${m.page} page`, ...listed(m?.query), ...listed(m?.header)]
  return parts.filter(Boolean).join(', ')
}

/** What they are given. */
export function effectWords(f: NewFault): string {
  const delay = typeof f.delay === 'object' ? `${f.delay.p50} to ${f.delay.p99} late` : f.delay ? `${f.delay} late` : ''
  const effect = f.status
    ? `status ${f.status}`
    : f.rate
      ? `at most ${f.rate.per_second} a second, ${f.rate.burst} at once`
      : f.reset
        ? f.after_bytes === undefined
          ? 'connection reset'
          : `connection reset after ${f.after_bytes} bytes`
        : f.drip
          ? `body over ${f.drip}`
          : f.malformed
            ? 'cut JSON'
            : f.content_type
              ? `claims to be ${f.content_type}`
              : ''
  return [delay, effect].filter(Boolean).join(', then ')
}

/** Which of those that match. */
export function whenWords(f: NewFault): string {
  const w = f.when
  if (!w) return 'always'
  const parts = [
    w.skip && `after ${w.skip}`,
    w.first && `${w.first} in all`,
    w.every && w.every > 1 && `one in ${w.every}`,
    w.probability && `${Math.round(w.probability * 1000) / 10} % of them`,
    w.for && `for ${w.for}`,
  ]
  return parts.filter(Boolean).join(', ') || 'always'
}

/** How many requests it was given to, and whether there will be more. */
export function countWords(f: Schemas['Fault']): string {
  const n = (many: number) => many.toLocaleString('en')
  if (!f.spent) return `hit ${n(f.hit)} of ${n(f.seen)}`
  return f.when?.first && f.hit >= f.when.first
    ? `used up: ${n(f.hit)} of ${n(f.when.first)}`
    : `its time is over: hit ${n(f.hit)} of ${n(f.seen)}`
}

/** The fault alone, to be added once more. */
export function bareFault({ id: _id, seen: _seen, hit: _hit, spent: _spent, ...fault }: Schemas['Fault']): NewFault {
  return fault
}
