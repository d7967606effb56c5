import { said } from '../../api/client'
import { note } from '../../store/notes'
import { setParams } from '../../store/route'
import { type Sendable, authorizationOf, replacedWords } from './sendable'

/** Sends a request as the page itself; undefined, with a note of why, if there was no answer. */
export async function sent(request: Sendable): Promise<{ id: string; status: number | string; ok: boolean } | undefined> {
  let headers: Headers
  try {
    headers = new Headers(request.headers)
  } catch (error) {
    note(`The browser does not send this: ${said(error)}.`, 'warn')
    return undefined
  }
  const authorization = authorizationOf(request)
  if (authorization) headers.set('Authorization', authorization)
  try {
    const { method, body } = request
    // Without credentials of the browser's own, it asks the person for none when these are refused.
    const { status, ok, headers: told } = await fetch(request.url, { method, headers, body, cache: 'no-store', credentials: 'omit', redirect: 'manual' })
    return { id: told.get('Understudy-Request-Id') ?? '', status: status || 'a redirect', ok }
  } catch {
    note('There was no answer.', 'warn')
    return undefined
  }
}

/** Sends a request again, and turns to what came of it. */
export async function replay(request: Sendable): Promise<void> {
  if (request.cut) return note('Its body is not there whole, so that it cannot be sent again.', 'bad')
  const answer = await sent(request)
  if (!answer) return
  const words = replacedWords(request)
  note(`Sent again: ${answer.status}.${words && ` It went ${words}.`}`, answer.ok ? 'good' : 'warn')
  if (answer.id) setParams({ id: answer.id })
}
