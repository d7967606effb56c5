// Short notes about what was done and what went wrong; read aloud too.
import { signal } from '@preact/signals'

export type Note = { key: number; about: string; text: string; kind: 'good' | 'warn' | 'bad'; action?: { label: string; run: () => void } }

export const notes = signal<readonly Note[]>([])

let last = 0

/** Says something. What was said about the same before is out of date, and goes; an empty about is nothing's. */
export function note(text: string, kind: Note['kind'] = 'good', action?: Note['action'], about = ''): void {
  const key = ++last
  const others = notes.value.filter((n) => !about || n.about !== about)
  notes.value = [...others.slice(-2), { key, about, text, kind, action }]
  setTimeout(() => dismiss(key), kind === 'bad' ? 12_000 : 6000)
}

export function dismiss(key: number): void {
  notes.value = notes.value.filter((n) => n.key !== key)
}
