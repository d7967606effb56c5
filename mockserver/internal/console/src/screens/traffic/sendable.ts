// A request that was seen, as one that can be sent again.
import { type Schemas, said } from '../../api/client'
import { clientURL } from '../../store/live'
import { apiOf } from '../../store/served'

export type Sendable = {
  method: string
  url: string
  /** Without that which stands for the credentials. */
  headers: [string, string][]
  /** ID:SECRET or a key; the journal has none, so those that anybody may know stand in their place. */
  credential: string
  scheme: 'Basic' | 'Bearer' | ''
  /** A credential was sent that nobody kept, so that another stands in its place. */
  replaced?: boolean
  body: string | undefined
  /** The body is not there whole. */
  cut: boolean
}

/** Headers that the next client makes itself. */
const ofClients = new Set(
  (
    'accept-encoding authorization connection content-length cookie host keep-alive origin proxy-authorization referer te ' +
    'transfer-encoding understudy-console upgrade user-agent'
  ).split(' '),
)

const isOfClients = (name: string): boolean => {
  const lower = name.toLowerCase()
  return ofClients.has(lower) || lower.startsWith('sec-') || lower.startsWith('access-control-')
}

export function sendableOf(x: Schemas['Exchange']): Sendable {
  const api = apiOf(x.api)
  const pairs = Object.entries(x.query).flatMap(([name, values]) =>
    (Array.isArray(values) ? values : [values]).map((value): [string, string] => [name, String(value)]),
  )
  const query = new URLSearchParams(pairs)
  const sent = Object.entries(x.request.headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1]
  const scheme = api && api.authentication !== 'none' ? api.authentication : sent?.startsWith('Bearer') ? 'Bearer' : 'Basic'
  const { body, truncated, unread, encoding } = x.request
  return {
    method: x.method,
    url: clientURL() + x.path.split('/').map(encodeURIComponent).join('/').replaceAll('%3A', ':') + (query.size > 0 ? `?${query}` : ''),
    headers: Object.entries(x.request.headers).filter(([name]) => !isOfClients(name) && name !== 'Accept') as [string, string][],
    credential: sent === undefined ? '' : (api?.credentials[0] ?? (scheme === 'Basic' ? 'YOUR-ID:YOUR-SECRET' : 'YOUR-KEY')),
    scheme: sent === undefined ? '' : scheme,
    replaced: sent !== undefined,
    body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    cut: truncated || unread === true || encoding === 'base64',
  }
}

/** What to know before it is sent with another credential than it came with; empty if it came with none. */
export const replacedWords = (request: Sendable): string =>
  request.replaced ? `with ${request.credential} in place of the credential, which is kept nowhere` : ''

/** The Authorization header of a request; empty if it has none. */
export function authorizationOf(request: Sendable): string {
  if (!request.scheme) return ''
  if (request.scheme === 'Bearer') return `Bearer ${request.credential}`
  return `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(request.credential)))}`
}

/** A request as the browser sends it. It is an error if the browser refuses it. */
export function asSent(request: Sendable): [string, RequestInit] {
  let headers: Headers
  try {
    headers = new Headers(request.headers)
  } catch (error) {
    throw new Error(`The browser does not send this: ${said(error)}.`)
  }
  const authorization = authorizationOf(request)
  if (authorization) headers.set('Authorization', authorization)
  return [request.url, { method: request.method, headers, body: request.body }]
}
