// As whom the page asks the APIs: with the credentials that the first screen shows, or those that the person types.
import { signal } from '@preact/signals'
import { param } from '../../store/route'
import { apiOf } from '../../store/served'
import { authorizationOf } from '../traffic/sendable'

/** Typed credentials by API. They live as long as the page and are written nowhere. */
export const typed = signal<Readonly<Record<string, string>>>({})

export const another = 'another'

/** What is presented to an API; empty for nothing. */
export function credentialFor(api: string): string {
  const served = apiOf(api)
  if (served?.authentication === 'none') return ''
  if (param('as') === another || !served?.credentials.length) return typed.value[api] ?? ''
  return served.credentials.includes(param('as')) ? param('as') : (served.credentials[0] ?? '')
}

export const schemeOf = (api: string): 'Basic' | 'Bearer' | '' => {
  const way = apiOf(api)?.authentication
  return way === 'Basic' || way === 'Bearer' ? way : ''
}

export function authorizationFor(api: string): string {
  const credential = credentialFor(api)
  const scheme = credential ? schemeOf(api) : ''
  return authorizationOf({ method: '', url: '', headers: [], body: undefined, cut: false, credential, scheme })
}
