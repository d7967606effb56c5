// Reports of the conformance runner: those that `understudy check --report json=` has written, and what two of them differ in.

export type Outcome = 'pass' | 'fail' | 'inconclusive' | 'skip' | 'error'
export type Level = 'must' | 'should' | 'info'
type Exchange = {
  number: number
  request: { method: string; url: string; headers: Record<string, string>; body: string }
  response: { status: number; headers: Record<string, string>; body: string; error?: string }
  curl: string
}
export type Picture = { title: string; svg?: string }
export type Check = {
  id: string
  level: Level
  requirement: string
  source: string
  source_url?: string
  page?: string
  statement: string
  title: string
  area: string
  operations: string[]
  outcome: Outcome
  message: string
  expected?: string
  got?: string
  looks_like?: string
  baselined?: string
  evidence?: Record<string, number>
  requests: number
  duration_ms: number
  exchanges: Exchange[]
  pictures?: Picture[]
}
export type Finding = {
  headline: string
  level: Level
  requirement: string
  source: string
  source_url?: string
  page?: string
  statement: string
  check: string
  checks: string[]
}
export type Report = {
  tool: string
  version: string
  api: string
  target: string
  seed: number
  started_at: string
  duration_ms: number
  verdict: 'conformant' | 'nonconformant' | 'incomplete'
  reason: string
  quick?: boolean
  summary: Record<Outcome, number>
  traffic: { requests: number; events_written: number; settled_after_ms: number }
  findings: Finding[]
  checks: Check[]
}

/** Reads a report, or says why it is none. */
export function readReport(text: string): Report {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Error('it is no JSON; a report is what understudy check --report json=FILE writes')
  }
  const r = value as Partial<Report>
  if (typeof value !== 'object' || value === null || r.tool !== 'understudy' || !Array.isArray(r.checks) || !r.summary) {
    throw new Error('it is no report of understudy check --report json=FILE')
  }
  return { ...(value as Report), findings: r.findings ?? [] }
}

/** How an outcome is shown: one that the baseline expects, and a should that fails, are no failure. */
export type State = 'failed' | 'known' | 'shouldFails' | 'untold' | 'seen' | 'passed' | 'skipped'

export function stateOf(c: Check): State {
  if (c.outcome === 'fail') return c.baselined ? 'known' : c.level === 'should' ? 'shouldFails' : 'failed'
  if (c.outcome === 'skip') return 'skipped'
  if (c.level === 'info') return 'seen'
  return c.outcome === 'pass' ? 'passed' : 'untold'
}

export const states: readonly { state: State; word: string; sign: string }[] = [
  { state: 'failed', word: 'failed', sign: '✘' },
  { state: 'shouldFails', word: 'should fails', sign: '!' },
  { state: 'known', word: 'known', sign: '~' },
  { state: 'untold', word: 'not told', sign: '?' },
  { state: 'passed', word: 'passed', sign: '✔' },
  { state: 'seen', word: 'observed', sign: 'i' },
  { state: 'skipped', word: 'skipped', sign: '-' },
]

export const lookOf = (state: State) => states.find((s) => s.state === state) ?? { state, word: state, sign: '' }

export function tally(checks: readonly Check[]): Map<State, number> {
  const counts = new Map<State, number>()
  for (const c of checks) counts.set(stateOf(c), (counts.get(stateOf(c)) ?? 0) + 1)
  return counts
}

/** The worst state of some checks; undefined if there are none that say anything. */
export const worstOf = (counts: Map<State, number>): State | undefined => states.find(({ state }) => (counts.get(state) ?? 0) > 0)?.state

export type Narrow = { state: string; level: string; area: string; operation: string; text: string }

export function narrowed(checks: readonly Check[], by: Narrow): Check[] {
  const words = by.text.toLowerCase().split(/\s+/).filter(Boolean)
  return checks.filter((c) => {
    const text = `${c.id} ${c.title} ${c.requirement} ${c.message} ${c.statement}`.toLowerCase()
    return (
      (!by.state || stateOf(c) === by.state) &&
      (!by.level || c.level === by.level) &&
      (!by.area || c.area === by.area) &&
      (!by.operation || c.operations.includes(by.operation)) &&
      words.every((word) => text.includes(word))
    )
  })
}

const rank = new Map(states.map(({ state }, i) => [state, i]))

export const worstFirst = (checks: readonly Check[]): Check[] =>
  checks.toSorted((a, b) => (rank.get(stateOf(a)) ?? 0) - (rank.get(stateOf(b)) ?? 0))

export type Change = { before?: Check; after?: Check }
export type Comparison = { broke: Change[]; mended: Change[]; fresh: Change[]; gone: Change[]; other: Change[]; stillFailing: Change[]; same: number }

const failing = (c: Check) => c.outcome === 'fail' || c.outcome === 'error'

/** What became of each check from one report to another. */
export function compare(before: Report, after: Report): Comparison {
  const known = new Map(before.checks.map((c) => [c.id, c]))
  const found: Comparison = { broke: [], mended: [], fresh: [], gone: [], other: [], stillFailing: [], same: 0 }
  for (const now of after.checks) {
    const was = known.get(now.id)
    known.delete(now.id)
    if (!was) found.fresh.push({ after: now })
    else if (failing(now)) (failing(was) ? found.stillFailing : found.broke).push({ before: was, after: now })
    else if (failing(was) && now.outcome === 'pass') found.mended.push({ before: was, after: now })
    else if (was.outcome !== now.outcome) found.other.push({ before: was, after: now })
    else found.same++
  }
  found.gone = [...known.values()].map((c) => ({ before: c }))
  return found
}
