// Which screen is shown, and how: all of it stands in the address, behind #.
import { computed, signal } from '@preact/signals'
import { root, whereabouts } from '../api/client'

export type Route = { screen: string; params: URLSearchParams }

export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2)
  return { screen: path, params: new URLSearchParams(query) }
}

/** The address of a screen, to link to. Empty values are left out. */
export function hrefOf(screen: string, params: Record<string, string | undefined> | URLSearchParams = {}): string {
  const pairs = params instanceof URLSearchParams ? [...params] : Object.entries(params)
  const query = new URLSearchParams(pairs.flatMap(([name, value]) => (value ? [[name, value]] : [])))
  return `#/${screen}${query.size > 0 ? `?${query}` : ''}`
}

const inBrowser = typeof location !== 'undefined'
const read = () => (inBrowser ? { ...parseRoute(location.hash), namespace: whereabouts(location.pathname).namespace } : undefined)

const current = signal(read() ?? { ...parseRoute(''), namespace: 'default' })

export const screen = computed(() => current.value.screen)
export const params = computed(() => current.value.params)
/** The namespace that the page is about. */
export const namespace = computed(() => current.value.namespace)

export const param = (name: string): string => params.value.get(name) ?? ''

/** Sets the address where there is none, as in tests. */
export function setRoute(hash: string): void {
  current.value = { ...parseRoute(hash), namespace: 'default' }
}

if (inBrowser) {
  const reread = () => (current.value = read() ?? current.value)
  addEventListener('hashchange', reread)
  addEventListener('popstate', reread)
}

/** Changes some parameters of the screen. What people can go back to is an entry of the history; what they type is none. */
export function setParams(changes: Record<string, string>, { replace = false } = {}): void {
  const next = new URLSearchParams(params.value)
  for (const [name, value] of Object.entries(changes)) {
    if (value) next.set(name, value)
    else next.delete(name)
  }
  go(hrefOf(screen.value, next), replace)
}

export function go(href: string, replace = false): void {
  if (href === location.hash) return
  history[replace ? 'replaceState' : 'pushState'](null, '', href)
  current.value = read() ?? current.value
}

/** Turns to another namespace, on the same screen. */
export function choose(name: string): void {
  const path = `${root}${name === 'default' ? '' : `/~${name}`}/__understudy/console/`
  go(path + hrefOf(screen.value))
}
