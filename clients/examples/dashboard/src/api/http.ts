import type { ZodType } from 'zod'

/** An API: where it is and how it is asked. */
export interface Api {
  url: string
  authorization: string
  /** Waits before another attempt; tests need not. */
  wait?: (milliseconds: number, signal?: AbortSignal) => Promise<void>
}

export const basic = (token: string) => `Basic ${btoa(token)}`
export const bearer = (key: string) => `Bearer ${key}`

/** Why a call failed, in the words that a page chooses its text by. */
export type Failure = 'credentials' | 'busy' | 'unavailable' | 'network' | 'refused' | 'answer'

export class ApiError extends Error {
  override name = 'ApiError'
  constructor(
    readonly failure: Failure,
    message: string,
    readonly status?: number,
    /** How many seconds the API wants to be left alone. */
    readonly retryAfter?: number,
  ) {
    super(message)
  }
}

/** What is asked. Writes carry an id of ours, so that every call can be repeated. */
export interface Call {
  method?: 'GET' | 'POST'
  path: string
  query?: Record<string, string | number | undefined>
  body?: unknown
  signal?: AbortSignal
  /** Told before each pause. */
  onWait?: (seconds: number) => void
}

const attempts = 3
const longestWait = 10 // seconds; an API that wants a longer pause gets it from the user
const patience = 15_000 // milliseconds

/** Asks an API, again where that may help, and gives back what the schema makes of the answer. Fails with an ApiError. */
export async function ask<T>(api: Api, schema: ZodType<T>, call: Call): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(api, schema, call)
    } catch (error) {
      if (!(error instanceof ApiError) || attempt === attempts) throw error
      const seconds = pause(error, attempt)
      if (seconds === undefined) throw error
      call.onWait?.(seconds)
      await (api.wait ?? wait)(seconds * 1000, call.signal)
    }
  }
}

function pause(error: ApiError, attempt: number): number | undefined {
  if (!['busy', 'unavailable', 'network'].includes(error.failure)) return undefined
  const seconds = error.retryAfter ?? 0.5 * 2 ** (attempt - 1)
  return seconds <= longestWait ? seconds : undefined
}

const wait = (milliseconds: number, signal?: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })

async function once<T>(api: Api, schema: ZodType<T>, call: Call): Promise<T> {
  const response = await send(api, call)
  const text = await response.text().catch((error: unknown) => {
    throw failed(error, call)
  })
  if (!response.ok) throw refusal(response, text)
  const type = response.headers.get('content-type') ?? ''
  if (!type.startsWith('application/json')) throw new ApiError('answer', `the answer is ${type || 'of no type'}, not JSON`, response.status)
  const parsed = schema.safeParse(parse(text))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new ApiError('answer', `the answer does not fit, at ${issue?.path.join('.') || 'its top'}: ${issue?.message}`, response.status)
}

async function send(api: Api, call: Call): Promise<Response> {
  // URLSearchParams would write a space as +, which not every server reads as one.
  const query = Object.entries(call.query ?? {}).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : `${name}=${encodeURIComponent(value)}`,
  )
  const url = api.url.replace(/\/$/, '') + call.path + (query.length > 0 ? `?${query.join('&')}` : '')
  const timeout = AbortSignal.timeout(patience)
  const headers: Record<string, string> = { Accept: 'application/json', Authorization: api.authorization }
  if (call.body !== undefined) headers['Content-Type'] = 'application/json'
  try {
    return await fetch(url, {
      method: call.method ?? 'GET',
      headers,
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      signal: call.signal ? AbortSignal.any([call.signal, timeout]) : timeout,
    })
  } catch (error) {
    throw failed(error, call)
  }
}

/** What becomes of an exception of fetch: that of somebody who does not want the answer any more stays as it is. */
function failed(error: unknown, call: Call): unknown {
  return call.signal?.aborted ? error : new ApiError('network', `the API cannot be reached: ${String(error)}`)
}

function refusal(response: Response, text: string): ApiError {
  const { status } = response
  const failure: Failure =
    status === 401 || status === 403 ? 'credentials' : status === 429 ? 'busy' : status >= 500 ? 'unavailable' : 'refused'
  return new ApiError(failure, reason(text) ?? `status ${status}`, status, retryAfter(response))
}

/** Both APIs say what was wrong, Chatlayer in `message`, Inkeep in `detail`. */
function reason(text: string): string | undefined {
  const { message, detail } = (parse(text) ?? {}) as { message?: unknown; detail?: unknown }
  return [message, detail].find((value) => typeof value === 'string' && value !== '') as string | undefined
}

function retryAfter(response: Response): number | undefined {
  const value = response.headers.get('retry-after')
  if (!value) return undefined
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
