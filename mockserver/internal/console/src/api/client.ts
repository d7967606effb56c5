// Asks the mock's own endpoints, with the types of their document.
import { effect, signal } from '@preact/signals'
import type { components, paths } from 'control' // generated from spec/control, for the package for npm

export type Schemas = components['schemas']

type Method = 'get' | 'put' | 'post' | 'delete'
type Operation<P extends keyof paths, M extends Method> = NonNullable<paths[P][M]>
type Good<O> = O extends { responses: infer R } ? R[keyof R & (200 | 201)] : never
type Answer<O> = Good<O> extends { content: { 'application/json': infer B } } ? B : undefined
type Query<O> = O extends { parameters: { query?: infer Q } } ? Q : never
type Body<O> = O extends { requestBody?: { content: { 'application/json': infer B } } } ? B : never

/** Where the page was found: what stands before /~NAME/__understudy/console/, and that name. */
export function whereabouts(pathname: string): { root: string; namespace: string } {
  const found = /^(.*?)(?:\/~([a-z0-9][a-z0-9-]{0,62}))?\/__understudy\/console\/?$/.exec(pathname)
  return { root: found?.[1] ?? '', namespace: found?.[2] ?? 'default' }
}

export const root = typeof location === 'undefined' ? '' : whereabouts(location.pathname).root

/** Where the endpoints and APIs of a namespace are. */
export const baseOf = (namespace: string): string => root + (namespace === 'default' ? '' : `/~${namespace}`)

/** The control token. It lives as long as the page and is written nowhere. */
export const token = signal('')
/** What the mock says to who lacks the token; empty when it wants none. */
export const tokenWanted = signal('')

/** A refusal of the mock, or the news that it does not answer (status 0). */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

/** Says what went wrong in words for people. */
export const said = (error: unknown): string => (error instanceof Error ? error.message : String(error))

async function refusalOf(response: Response): Promise<Refusal> {
  const text = await response.text().catch(() => '')
  try {
    return new Refusal(response.status, (JSON.parse(text) as Schemas['Problem']).detail)
  } catch {
    return new Refusal(response.status, text || `the mock answered ${response.status}`)
  }
}

/** By this the mock knows that the page only looks: such a request makes no namespace, gets no fault, and counts nowhere. */
export const looking = ['Understudy-Console', 'look'] satisfies [string, string]

/** Sends a request to an endpoint of a namespace, with the token. Without one that is wanted, it waits until the person has given it. */
export async function send(namespace: string, path: string, init: RequestInit = {}): Promise<Response> {
  for (;;) {
    const sent = token.value
    const headers = new Headers(init.headers)
    if ((init.method ?? 'GET') === 'GET') headers.set(...looking)
    if (sent) headers.set('Authorization', `Bearer ${sent}`)
    let response: Response
    try {
      response = await fetch(baseOf(namespace) + path, { ...init, headers, cache: 'no-store' })
    } catch (error) {
      if (init.signal?.aborted) throw error
      throw new Refusal(0, 'the mock does not answer')
    }
    if (response.status !== 401) {
      if (!response.ok) throw await refusalOf(response)
      return response
    }
    const refusal = await refusalOf(response)
    if (token.value === sent) tokenWanted.value = sent ? 'That is not the token.' : refusal.message
    await tokenOtherThan(sent, init.signal)
  }
}

/** Waits until another token was given. */
function tokenOtherThan(sent: string, stop?: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = effect(() => {
      if (token.value !== sent) setTimeout(done)
    })
    const given = () => reject(new DOMException('stopped', 'AbortError'))
    stop?.addEventListener('abort', given, { once: true })
    function done() {
      end()
      stop?.removeEventListener('abort', given)
      resolve()
    }
  })
}

/** The mock says that there is no such namespace. */
export const isGone = (error: unknown): boolean =>
  error instanceof Refusal && error.status === 404 && error.message.startsWith('there is no namespace ')

/** The namespace as the mock lists it; undefined if there is none. */
export async function namespaceOf(name: string): Promise<Schemas['Namespace'] | undefined> {
  try {
    return await ask('get', '/__understudy/namespaces/{name}', { path: { name } })
  } catch (error) {
    if (isGone(error)) return undefined
    throw error
  }
}

/** A namespace that is not there any more, where something is to be done in it, and what the person has to say to that. */
export const gone = signal<{ name: string; answer: (anew: boolean) => void } | undefined>(undefined)

/** Makes sure that a namespace is there, as opening the page in it does. */
export async function makeSure(name: string): Promise<void> {
  const response = await fetch(`${baseOf(name)}/__understudy/console/`).catch(() => undefined)
  if (!response) throw new Refusal(0, 'the mock does not answer')
  if (!response.ok) throw await refusalOf(response)
}

/** What the person was asked and has not answered yet, by the name of the namespace. */
const asked = new Map<string, Promise<boolean>>()

/** Asks whether a namespace is to be made anew: once, however many requests wait for the answer, and about one at a time. */
function anew(name: string): Promise<boolean> {
  const known = asked.get(name)
  if (known) return known
  const before = Promise.all(asked.values())
  const answered = before
    .then(() => new Promise<boolean>((answer) => (gone.value = { name, answer })))
    .finally(() => {
      asked.delete(name)
      gone.value = undefined
    })
  asked.set(name, answered)
  return answered
}

/** Waits for the person where a namespace is not there: whatever is done in it makes it anew. It is an error if that is not wanted. */
export async function sureOf(name: string): Promise<void> {
  if (name === 'default' || (await namespaceOf(name))) return
  if (!(await anew(name))) throw new Refusal(0, `The namespace ${name} is not there any more: nothing was done.`)
}

type Parameters<P extends keyof paths, M extends Method> = {
  namespace?: string
  path?: Record<string, string>
  query?: Query<Operation<P, M>>
  body?: Body<Operation<P, M>>
}

/**
 * Asks an endpoint by its path in the document, and returns what it answers as JSON; undefined if it has nothing to say. Where that may
 * change a namespace that is not there any more, the person is asked before.
 */
export async function ask<P extends keyof paths, M extends Method>(
  method: M,
  path: P,
  { namespace = 'default', path: names = {}, query, body }: Parameters<P, M> = {},
): Promise<Answer<Operation<P, M>>> {
  if (method !== 'get') await sureOf(namespace)
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(names[name] ?? ''))
  const asked = new URLSearchParams(Object.entries(query ?? {}).map(([name, value]) => [name, String(value)]))
  const response = await send(namespace, filled + (asked.size > 0 ? `?${asked}` : ''), {
    method: method.toUpperCase(),
    headers: { Accept: 'application/json', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  if (response.status === 204) return undefined as Answer<Operation<P, M>>
  return (await response.json()) as Answer<Operation<P, M>>
}
