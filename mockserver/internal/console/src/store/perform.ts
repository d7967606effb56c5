// Does what may be refused, and tells the person how it went.
import { said } from '../api/client'
import { type Note, note } from './notes'

/**
 * Does something about a thing, and says what was done or, in the mock's own words, why not, in place of what was said about it before. It
 * gives what came of it; undefined if it was refused.
 */
export async function perform<T>(
  about: string,
  what: Promise<T>,
  done: string | ((of: T) => string),
  action?: Note['action'],
): Promise<{ of: T } | undefined> {
  try {
    const of = await what
    note(typeof done === 'string' ? done : done(of), 'good', action, about)
    return { of }
  } catch (error) {
    note(said(error), 'bad', undefined, about)
    return undefined
  }
}
