// The keyboard. What a screen adds is listed with the rest.
import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

export type Key = { key: string; does: string; run?: () => void }

/** The keys of what is on the screen now. */
export const keys = signal<readonly Key[]>([])

const inText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

let before = ''

export function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
  if (inText(event.target) && event.key !== 'Escape') return
  if (document.querySelector('dialog[open]')) return
  const pressed = before ? `${before} ${event.key}` : event.key
  before = !before && event.key === 'g' ? 'g' : ''
  const key = keys.value.find((k) => k.key === pressed)
  if (!key?.run) return
  event.preventDefault()
  key.run()
}

/** Has keys for as long as a component is there. */
export function useKeys(mine: readonly Key[]): void {
  useEffect(() => {
    keys.value = [...keys.value, ...mine]
    return () => {
      keys.value = keys.value.filter((k) => !mine.includes(k))
    }
  }, [mine])
}
