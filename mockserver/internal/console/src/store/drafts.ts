// What a person has typed into a dialog and not sent. It lives as long as the page: a dialog that is closed and opened again has it.
import { useState } from 'preact/hooks'

const kept = new Map<string, unknown>()

/** The draft under a key, what changes some of it, and what forgets it. It begins as the first one, which is kept nowhere. */
export function useDraft<T extends object>(key: string, first: () => T): [T, (change: Partial<T>) => void, () => void] {
  const [draft, setDraft] = useState(() => (kept.get(key) as T | undefined) ?? first())
  const change = (some: Partial<T>) =>
    setDraft((was) => {
      const next = { ...was, ...some }
      kept.set(key, next)
      return next
    })
  return [draft, change, () => void kept.delete(key)]
}
