// What the mock says of itself: its APIs, their addresses and credentials.
import { effect, signal, untracked } from '@preact/signals'
import { type Schemas, ask } from '../api/client'
import { about, link } from './live'
import { namespace } from './route'

export const index = signal<Schemas['Index'] | undefined>(undefined)

/** Reads it anew whenever the page meets another mock or namespace. */
export function followIndex(): void {
  effect(() => {
    if (!about.value && link.value !== 'refused') return
    const name = untracked(() => namespace.value)
    void ask('get', '/', { namespace: name })
      .then((read) => {
        if (namespace.peek() === name) index.value = read
      })
      .catch(() => undefined) // the state of the connection is shown by the stream
  })
}

export const apiOf = (api: string): Schemas['ServedApi'] | undefined => index.value?.apis.find((a) => a.api === api)
