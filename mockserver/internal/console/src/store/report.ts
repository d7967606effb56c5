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
  depends_on?: string
  baselined?: string
  note?: string
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
  passed: boolean
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
  traffic: { requests: number }
  /** Entries of the baseline that must go, which fails the run. */
  stale_baseline: { check: string; reason: string }[]
  findings: Finding[]
  checks: Check[]
}

/** How an outcome is shown, as in the runner's other reports: one that the baseline expects, and a should that fails, are no failure. */
export type State = 'failed' | 'broken' | 'shouldFails' | 'known' | 'untold' | 'skipped' | 'passed' | 'seen' | 'unasked'

export function stateOf(c: Check): State {
  if (c.outcome === 'fail' && c.baselined) return 'known'
  if (c.outcome === 'skip') return /^deselected by (?!--skip$)/.test(c.message) ? 'unasked' : 'skipped'
  if (c.outcome === 'error') return 'broken'
  if (c.outcome !== 'pass' && c.outcome !== 'fail') return 'untold'
  if (c.level === 'info') return 'seen'
  return c.outcome === 'pass' ? 'passed' : c.level === 'should' ? 'shouldFails' : 'failed'
}

/** All of them with the words of those reports, the most important first. */
export const states: readonly { state: State; word: string; sign: string }[] = [
  { state: 'failed', word: 'FAIL', sign: '✘' },
  { state: 'broken', word: 'error', sign: 'E' },
  { state: 'shouldFails', word: 'should fails', sign: '!' },
  { state: 'known', word: 'baselined', sign: 'x' },
  { state: 'untold', word: 'inconclusive', sign: '?' },
  { state: 'skipped', word: 'skipped', sign: '-' },
  { state: 'passed', word: 'pass', sign: '✔' },
  { state: 'seen', word: 'info', sign: 'i' },
  { state: 'unasked', word: 'not selected', sign: '·' },
]

/** The verdict in words, which never look like a pass if the run fails. */
export function verdictOf(r: Report): { words: string; look: State } {
  switch (r.verdict) {
    case 'conformant':
      if (!r.passed) return { words: 'Conformant, but the run fails', look: 'failed' }
      return { words: r.reason ? 'No must was checked' : 'Conformant', look: 'passed' }
    case 'nonconformant':
      return r.passed ? { words: 'Nothing new', look: 'passed' } : { words: 'Not conformant', look: 'failed' }
    default:
      return { words: r.verdict === 'incomplete' ? 'Incomplete' : 'No verdict', look: 'untold' }
  }
}

/** Whether a browser may be led there: a report can say anything. */
export const hasPage = (url = ''): boolean => /^https?:\/\//i.test(url)

/** The path of a URL, or all of what is none. */
export const pathOf = (url: string): string => (URL.canParse(url, 'http://x') ? new URL(url, 'http://x').pathname : url)

/** When a run began, to the second. */
export const begun = (r: Report): string => `${r.started_at.slice(0, 19).replace('T', ' ')} UTC`

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
export type Comparison = {
  broke: Change[]
  mended: Change[]
  fresh: Change[]
  gone: Change[]
  other: Change[]
  stillFailing: Change[]
  same: number
}

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
