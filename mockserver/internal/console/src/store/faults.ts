// The faults that were added, and those of them that are in force.
import { computed, signal } from '@preact/signals'
import { type Schemas, ask } from '../api/client'
import { namespace } from './route'

export const faults = signal<readonly Schemas['Fault'][]>([])
/** Those that requests can still be given. */
export const acting = computed(() => faults.value.filter((f) => !f.spent))

/** Reads them anew; a mock that does not answer is shown by the stream. */
export async function readFaults(): Promise<void> {
  const name = namespace.peek()
  const list = await ask('get', '/__understudy/faults', { namespace: name }).catch(() => undefined)
  if (list && namespace.peek() === name) faults.value = list.faults
}
