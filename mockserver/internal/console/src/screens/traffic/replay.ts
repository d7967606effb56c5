import { note } from '../../store/notes'
import { setParams } from '../../store/route'
import { type Sendable, authorizationOf, replacedWords } from './sendable'

/** Sends a request again, as the page itself, and turns to what came of it. */
export async function replay(request: Sendable): Promise<void> {
  if (request.cut) return note('Its body is not there whole, so that it cannot be sent again.', 'bad')
  const headers = new Headers(request.headers)
  const authorization = authorizationOf(request)
  if (authorization) headers.set('Authorization', authorization)
  try {
    const response = await fetch(request.url, { method: request.method, headers, body: request.body, cache: 'no-store', credentials: 'omit', redirect: 'manual' })
    const id = response.headers.get('Understudy-Request-Id') ?? ''
    const words = replacedWords(request)
    note(`Sent again: ${response.status || 'a redirect'}.${words && ` It went ${words}.`}`, response.ok ? 'good' : 'warn')
    if (id) setParams({ id })
  } catch {
    note('Sent again: there was no answer.', 'warn')
  }
}
