// Which namespaces there are.
import { signal } from '@preact/signals'
import { type Schemas, ask, said } from '../api/client'
import { note } from './notes'

export const namespaces = signal<readonly Schemas['Namespace'][]>([])

/** Reads them anew. */
export async function readNamespaces(): Promise<void> {
  try {
    namespaces.value = (await ask('get', '/__understudy/namespaces')).namespaces
  } catch (error) {
    note(said(error), 'bad')
  }
}

/** What namespaces and snapshots may be called. */
export const nameRule = '1 to 63 lower-case letters, digits and hyphens that begin with a letter or digit.'

export const isName = (name: string): boolean => /^[a-z0-9][a-z0-9-]{0,62}$/.test(name)
