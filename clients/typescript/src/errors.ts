import type { ExpectationResult, Exchange } from './types.js'

/** The mock refused what was asked of its own endpoints, or is not there. */
export class UnderstudyError extends Error {
  override name = 'UnderstudyError'

  constructor(
    message: string,
    /** The HTTP status; 0 if there was no answer. */
    readonly status: number = 0,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** What was expected of the requests has not come. The message shows the nearest ones and where they differ. */
export class ExpectationError extends UnderstudyError {
  override name = 'ExpectationError'

  constructor(
    /** What the mock said. */
    readonly result: ExpectationResult,
    /** The nearest requests, the nearest first. */
    readonly nearest: Exchange[],
    /** Those that match, where they are too many. */
    readonly matched: Exchange[] = [],
  ) {
    super(told(result, nearest, matched), 409)
  }
}

function told(result: ExpectationResult, exchanges: Exchange[], matched: Exchange[]): string {
  const lines = [result.detail, ...matched.map((one) => `matches: ${line(one)} at ${one.at}`)]
  for (const near of result.nearest) {
    const exchange = exchanges.find(({ id }) => id === near.id)
    lines.push('', `nearest: ${exchange ? line(exchange) : near.id}`)
    for (const { pointer, expected, got } of near.differences) {
      lines.push(`  ${pointer || '/'}: expected ${text(expected)}, got ${text(got)}`)
    }
  }
  return lines.join('\n')
}

function text(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}

/** How much of a body is shown. */
const most = 400

/** One exchange on one line: the status of the answer, what was asked, with what body, and how long the answer took. */
export function line({ method, path, query, status, request, id, duration_ms }: Exchange): string {
  const search = new URLSearchParams(Object.entries(query).flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)])))
  const asked = `${method} ${path}${search.size > 0 ? `?${search}` : ''}`
  const sent = request.body === undefined ? '' : ` ${JSON.stringify(request.body)}`
  return `${status} ${asked}${sent.length > most ? `${sent.slice(0, most)}…` : sent} (${id}, ${duration_ms.toFixed(1)} ms)`
}
