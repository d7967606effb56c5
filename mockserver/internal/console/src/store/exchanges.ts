// Whole exchanges, with their bodies, fetched when somebody looks at one.
import { effect } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import { type Schemas, ask, said } from '../api/client'
import { emptied } from './live'
import { namespace } from './route'

const most = 50
const kept = new Map<string, Promise<Schemas['Exchange']>>()

effect(() => {
  if (emptied.value) kept.clear()
})

export function fetchExchange(id: string): Promise<Schemas['Exchange']> {
  const name = namespace.peek()
  const key = `${name} ${id}`
  const known = kept.get(key)
  if (known) return known
  const asked = ask('get', '/__understudy/journal/{request_id}', { namespace: name, path: { request_id: id } })
  kept.set(key, asked)
  asked.catch(() => kept.delete(key))
  const oldest = kept.keys().next()
  if (kept.size > most && !oldest.done) kept.delete(oldest.value)
  return asked
}

export type Loaded<T> = { value?: T; error?: string }

/** Loads something for a component, anew whenever the key changes; an empty key loads nothing. */
export function useLoaded<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T> & { key: string }>({ key: '' })
  useEffect(() => {
    if (!key) return
    let current = true
    load().then(
      (value) => current && setLoaded({ key, value }),
      (error: unknown) => current && setLoaded({ key, error: said(error) }),
    )
    return () => {
      current = false
    }
  }, [key])
  return loaded.key === key ? loaded : {}
}
