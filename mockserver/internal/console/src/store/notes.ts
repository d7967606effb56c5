// Short notes about what was done and what went wrong; read aloud too.
import { signal } from '@preact/signals'

export type Note = { key: number; text: string; kind: 'good' | 'warn' | 'bad'; action?: { label: string; run: () => void } }

export const notes = signal<readonly Note[]>([])

let last = 0

export function note(text: string, kind: Note['kind'] = 'good', action?: Note['action']): void {
  const key = ++last
  notes.value = [...notes.value.slice(-2), { key, text, kind, action }]
  setTimeout(() => dismiss(key), kind === 'bad' ? 12_000 : 6000)
}

export function dismiss(key: number): void {
  notes.value = notes.value.filter((n) => n.key !== key)
}
