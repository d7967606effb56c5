// The faults that are in force.
import { signal } from '@preact/signals'
import { type Schemas, ask } from '../api/client'
import { namespace } from './route'

export const faults = signal<readonly Schemas['Fault'][]>([])

/** Reads them anew; a mock that does not answer is shown by the stream. */
export async function readFaults(): Promise<void> {
  const name = namespace.peek()
  const list = await ask('get', '/__understudy/faults', { namespace: name }).catch(() => undefined)
  if (list && namespace.peek() === name) faults.value = list.faults
}
