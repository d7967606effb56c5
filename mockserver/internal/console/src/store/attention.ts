// What somebody should look at, found in what came.
import type { Schemas } from '../api/client'
import type { Row, Violation } from './row'

/** Requests that break the contract in the same way. */
export type Breach = { violation: Violation; operation: string; requests: number; latest: string }

export function breachesIn(rows: readonly Row[]): Breach[] {
  const found = new Map<string, Breach>()
  for (const row of rows) {
    for (const violation of row.violations) {
      if (violation.on_purpose) continue
      const key = [row.operation, violation.side, violation.rule, violation.in, violation.name, violation.pointer].join(' ')
      const known = found.get(key)
      found.delete(key) // the latest come last
      found.set(key, { violation, operation: row.operation, requests: (known?.requests ?? 0) + 1, latest: row.id })
    }
  }
  return [...found.values()].reverse().sort((a, b) => Number(a.violation.advisory) - Number(b.violation.advisory))
}

/** Requests of an API that were refused with a status. */
export type Refused = {
  api: string
  status: number
  requests: number
  latest: string
  /** What is told of the latest credential. */ sent: string
}

/** Answers that say who calls is not known (401), or is and may not (403). */
export function refusedIn(rows: readonly Row[]): Refused[] {
  const found = new Map<string, Refused>()
  for (const row of rows) {
    if (row.fault || (row.status !== 401 && row.status !== 403)) continue
    const key = `${row.api} ${row.status}`
    found.set(key, { api: row.api, status: row.status, requests: (found.get(key)?.requests ?? 0) + 1, latest: row.id, sent: row.refused })
  }
  return [...found.values()]
}

/** What there is to say to credentials that have the right form and are refused all the same. It has no secret in it. */
export type Refusal = { got: string; expected: string; fix: string }

/** That of a request; undefined if its credentials were not refused, or a violation says why. */
export function refusalOf(x: Schemas['Exchange'], served: Schemas['ServedApi'] | undefined): Refusal | undefined {
  const asked = x.fault !== '' || x.preferences.length > 0 // and so it may be no refusal of the API's own
  if (x.status !== 401 || asked || !served || x.violations.some((v) => v.in === 'security')) return undefined
  return {
    got: x.credential ?? 'none',
    expected: `${served.authentication} credentials that the mock takes`,
    fix: served.credentials.length > 0 ? 'send one of those that the mock lists' : 'send one of those that the mock was started with',
  }
}

/** The latest lists that came back empty, one for each question that was asked. */
export function emptyIn(rows: readonly Row[], most: number): Row[] {
  const found = new Map<string, Row>()
  for (let i = rows.length - 1; i >= 0 && found.size < most && i >= rows.length - 2000; i--) {
    const row = rows[i] as Row
    const key = `${row.operation} ${row.path} ${row.query}`
    if (row.empty && !found.has(key)) found.set(key, row)
  }
  return [...found.values()]
}
