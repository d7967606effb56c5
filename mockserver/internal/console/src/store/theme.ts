// Light or dark: as the system is, until the person chooses.
import { effect, signal } from '@preact/signals'

export type Theme = 'system' | 'light' | 'dark'

const key = 'understudy.theme'
const isTheme = (text: string | null): text is Theme => text === 'light' || text === 'dark' || text === 'system'

function remembered(): Theme {
  try {
    const text = localStorage.getItem(key)
    return isTheme(text) ? text : 'system'
  } catch {
    return 'system'
  }
}

export const theme = signal<Theme>('system')

export function startTheme(): void {
  theme.value = remembered()
  effect(() => {
    const chosen = theme.value
    if (chosen === 'system') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = chosen
    try {
      localStorage.setItem(key, chosen)
    } catch {
      // A browser that keeps nothing follows its system the next time.
    }
  })
}

export function nextTheme(): void {
  theme.value = theme.value === 'system' ? 'dark' : theme.value === 'dark' ? 'light' : 'system'
}
