import { said } from '../../api/client'
import { note } from '../../store/notes'
import { setParams } from '../../store/route'
import { sendAs } from '../../store/sending'
import { type Sendable, asSent, replacedWords } from './sendable'

/** Sends a request again, as the page itself, and turns to what came of it. */
export async function replay(request: Sendable): Promise<void> {
  if (request.cut) return note('Its body is not there whole, so that it cannot be sent again.', 'bad')
  try {
    const answer = await sendAs(...asSent(request))
    const words = replacedWords(request)
    note(`Sent again: ${answer.status || 'a redirect'}.${words && ` It went ${words}.`}`, answer.ok ? 'good' : 'warn')
    const id = answer.headers.get('Understudy-Request-Id') ?? ''
    if (id) setParams({ id })
  } catch (error) {
    note(said(error), 'warn')
  }
}
