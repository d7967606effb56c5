import { UnderstudyError } from './errors.js'
import type { Duration, Instant, WorldOptions } from './types.js'

/** What a request to the mock's own endpoints can have. */
export interface Asked {
  body?: unknown
  query?: Record<string, unknown>
  signal?: AbortSignal | undefined
}

/** Asks a mock's own endpoints below a base URL. */
export class Http {
  constructor(
    readonly url: string,
    private readonly controlToken?: string,
  ) {}

  /** The answer, whatever its status but one that says that there is no such mock. */
  async send(method: string, path: string, { body, query = {}, signal }: Asked = {}): Promise<Response> {
    const url = new URL(`${this.url}/__understudy/${path}`)
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value))
    const headers: Record<string, string> = {}
    if (this.controlToken) headers['Authorization'] = `Bearer ${this.controlToken}`
    if (body !== undefined) headers['Content-Type'] = 'application/json'
    const init: RequestInit = { method, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }
    if (signal) init.signal = signal
    if (typeof fetch !== 'function') {
      throw new UnderstudyError("there is no fetch here: Jest's environment jsdom has none; give the file the environment node", 0)
    }
    try {
      return await fetch(url, init)
    } catch (cause) {
      if (signal?.aborted) throw cause
      throw new UnderstudyError(`no mock answers at ${this.url}; is it running? (npx understudy serve)`, 0, { cause })
    }
  }

  /** The answer, if it is a success. */
  async ask(method: string, path: string, asked?: Asked): Promise<Response> {
    const answer = await this.send(method, path, asked)
    if (!answer.ok) throw await this.refusal(answer, method, path)
    return answer
  }

  /** The JSON of a successful answer. */
  async json<T>(method: string, path: string, asked?: Asked): Promise<T> {
    return (await (await this.ask(method, path, asked)).json()) as T
  }

  /** The JSON lines of a successful answer. */
  async lines<T>(path: string, query?: Record<string, unknown>): Promise<T[]> {
    const text = await (await this.ask('GET', path, query ? { query } : {})).text()
    return text.split('\n').filter(Boolean).map((one) => JSON.parse(one) as T)
  }

  /** What a refusal says: the text of the mock's problem, or whatever else answers there. */
  async refusal(answer: Response, method: string, path: string): Promise<UnderstudyError> {
    const text = await answer.text()
    const detail = detailOf(text) ?? `${answer.status} ${text.slice(0, 500)}`
    return new UnderstudyError(`${method} ${this.url}/__understudy/${path}: ${detail}`, answer.status)
  }
}

function detailOf(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { detail?: string }).detail
  } catch {
    return undefined // whoever answers here is no mock
  }
}

/** A duration as the mock wants it. */
export function duration(value: Duration): string {
  return typeof value === 'number' ? `${value}ms` : value
}

/** An instant as the mock wants it. */
export function instant(value: Instant): string {
  return typeof value === 'string' ? value : value.toISOString()
}

/** The value without members that are undefined, and with some of them changed. */
export function changed<T extends object>(value: T, change: { [K in keyof T]?: (given: NonNullable<T[K]>) => unknown }): object {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, given]) => given !== undefined)
      .map(([name, given]) => [name, change[name as keyof T]?.(given) ?? given]),
  )
}

/** The options of a world as the mock wants them. */
export function worldOptions(options: WorldOptions): object {
  return changed(options, { now: instant })
}

const units: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1, us: 0.001, µs: 0.001, ns: 0.000_001 }

/** A duration in milliseconds. */
export function milliseconds(value: Duration): number {
  if (typeof value === 'number') return value
  const parts = [...value.matchAll(/([\d.]+)(h|ms|m|us|µs|ns|s)/g)]
  return parts.reduce((sum, [, number, unit = '']) => sum + Number(number) * (units[unit] ?? 0), 0)
}
