// What a file must be, so that it can be shown as a report.
import type { Report } from './report'

type Shape = 'string' | 'string?' | 'number' | 'boolean' | 'boolean?' | 'object?' | readonly [Shape] | { readonly [name: string]: Shape }

const check: Shape = {
  id: 'string',
  level: 'string',
  requirement: 'string',
  source: 'string',
  source_url: 'string?',
  statement: 'string',
  title: 'string',
  area: 'string',
  operations: ['string'],
  outcome: 'string',
  message: 'string',
  expected: 'string?',
  got: 'string?',
  looks_like: 'string?',
  depends_on: 'string?',
  baselined: 'string?',
  note: 'string?',
  evidence: 'object?',
  requests: 'number',
  pictures: [{ title: 'string', svg: 'string?' }],
  exchanges: [
    {
      number: 'number',
      request: { method: 'string', url: 'string', body: 'string' },
      response: { status: 'number', body: 'string', error: 'string?' },
      curl: 'string',
    },
  ],
}

const report: Shape = {
  passed: 'boolean',
  tool: 'string',
  version: 'string',
  api: 'string',
  target: 'string',
  seed: 'number',
  started_at: 'string',
  duration_ms: 'number',
  verdict: 'string',
  reason: 'string',
  quick: 'boolean?',
  traffic: { requests: 'number' },
  stale_baseline: [{ check: 'string', reason: 'string' }],
  findings: [{ headline: 'string', level: 'string', check: 'string', checks: ['string'] }],
  checks: [check],
}

/** The value with all that is shown of it as it must be: a list that is left out is empty. */
function fitted(value: unknown, shape: Shape, at: string): unknown {
  if (typeof shape === 'string') {
    const type = shape.replace('?', '')
    if (typeof value === type || (type !== shape && (value === undefined || value === null))) return value
    throw new Error(`${at} should be of type ${type}`)
  }
  if (shape instanceof Array) {
    if (value === undefined || value === null) return []
    if (!Array.isArray(value)) throw new Error(`${at} should be a list`)
    return value.map((element, i) => fitted(element, shape[0], `${at}[${i}]`))
  }
  if (typeof value !== 'object' || value === null) throw new Error(`${at} should be an object`)
  const members = value as Record<string, unknown>
  const read = Object.entries(shape).map(([name, s]) => [name, fitted(members[name], s, at === root ? name : `${at}.${name}`)] as const)
  return { ...members, ...Object.fromEntries(read) }
}

const root = 'the file'

/** A report with all that is shown of it as it must be, or the error why it is none. */
export function checked(value: unknown): Report {
  const read = fitted(value, report, root) as Report
  if (Number.isNaN(Date.parse(read.started_at))) throw new Error('started_at should be a time')
  return read
}

/** Reads a report, or says why it is none. */
export function readReport(text: string): Report {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Error('it is no JSON; a report is what understudy check --report json=FILE writes')
  }
  const written = value as Partial<Report> | null
  if (typeof written !== 'object' || written?.tool !== 'understudy' || !Array.isArray(written.checks)) {
    throw new Error('it is no report of understudy check --report json=FILE')
  }
  try {
    return checked(value)
  } catch (error) {
    throw new Error(`it is no report of understudy check --report json=FILE: ${(error as Error).message}`)
  }
}
