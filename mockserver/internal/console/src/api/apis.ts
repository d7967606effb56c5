// Calls the APIs that the mock stands in for, as any client does.
import { Refusal, baseOf, looking, sureOf } from './client'

/** A request of a client. */
export type Question = { method: 'GET' | 'POST'; path: string; query: readonly (readonly [string, string])[]; body?: string }

/** What a client got, whatever the status. */
export type Answered = { status: number; id: string; took: number; violations: boolean; text: string; json: unknown }

export const targetOf = (q: Question): string =>
  q.path + (q.query.length > 0 ? `?${new URLSearchParams(q.query.map(([n, v]) => [n, v]))}` : '')

/** Asks as a client does, without being one. */
export const look = (namespace: string, q: Question, authorization: string): Promise<Answered> => carry(namespace, q, authorization, true)

/** Asks as a client, once the person is sure of a namespace that is not there any more. */
export async function put(namespace: string, q: Question, authorization: string): Promise<Answered> {
  await sureOf(namespace)
  return carry(namespace, q, authorization, false)
}

/** Sends a question with an Authorization header, unless that is empty. */
async function carry(namespace: string, q: Question, authorization: string, looks: boolean): Promise<Answered> {
  const headers = new Headers(looks ? [looking] : [])
  if (q.body !== undefined) headers.set('Content-Type', 'application/json')
  if (authorization) headers.set('Authorization', authorization)
  const began = performance.now()
  let response: Response
  try {
    // The browser is kept from asking for a password of its own where the API wants another.
    response = await fetch(baseOf(namespace) + targetOf(q), {
      method: q.method,
      headers,
      body: q.body,
      cache: 'no-store',
      credentials: 'omit',
    })
  } catch {
    throw new Refusal(0, 'there was no answer: the mock does not answer, or a fault has the connection reset')
  }
  const text = await response.text().catch(() => '')
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    json = undefined
  }
  const told = response.headers
  return {
    status: response.status,
    id: told.get('Understudy-Request-Id') ?? '',
    took: performance.now() - began,
    violations: told.has('Understudy-Violations'),
    text,
    json,
  }
}

/** What an API says of a request that it refused. */
export function refusalText(a: Answered): string {
  const body = (typeof a.json === 'object' && a.json !== null ? a.json : {}) as Record<string, unknown>
  const told = body['detail'] ?? body['message'] ?? a.text
  return typeof told === 'string' && told ? told : `it answered ${a.status}`
}
