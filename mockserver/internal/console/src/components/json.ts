// A JSON value as the lines in which it is shown.

export type Line = {
  pointer: string
  depth: number
  /** The member's name as JSON quotes it; empty for elements of arrays and ends. */
  name: string
  text: string
  kind: 'open' | 'close' | 'string' | 'number' | 'other'
  /** What there is in it, where it is closed. */
  hidden: string
  comma: boolean
}

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

export const pointerTo = (around: string, name: string | number): string => `${around}/${escaped(String(name))}`

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null

const entriesOf = (value: object): [string, unknown][] => Object.entries(value)

/** The lines of a value. Containers whose pointer is closed are one line. */
export function linesOf(value: unknown, isClosed: (pointer: string) => boolean): Line[] {
  const lines: Line[] = []
  const add = (pointer: string, depth: number, name: string, value: unknown, comma: boolean): void => {
    if (!isContainer(value)) {
      const kind = typeof value === 'string' || typeof value === 'number' ? (typeof value as 'string' | 'number') : 'other'
      lines.push({ pointer, depth, name, text: JSON.stringify(value), kind, hidden: '', comma })
      return
    }
    const list = Array.isArray(value)
    const entries = entriesOf(value)
    const [open, close] = list ? ['[', ']'] : ['{', '}']
    if (entries.length === 0) {
      lines.push({ pointer, depth, name, text: open + close, kind: 'other', hidden: '', comma })
      return
    }
    if (isClosed(pointer)) {
      lines.push({ pointer, depth, name, text: open, kind: 'open', hidden: `${hint(value, entries)}${close}`, comma })
      return
    }
    lines.push({ pointer, depth, name, text: open, kind: 'open', hidden: '', comma: false })
    entries.forEach(([key, inner], i) =>
      add(pointerTo(pointer, key), depth + 1, list ? '' : JSON.stringify(key), inner, i < entries.length - 1),
    )
    lines.push({ pointer: `${pointer}/$end`, depth, name: '', text: close, kind: 'close', hidden: '', comma })
  }
  add('', 0, '', value, false)
  return lines
}

/** What a closed container is told from others by. */
function hint(value: object, entries: [string, unknown][]): string {
  if (Array.isArray(value)) return ` ${entries.length} ${entries.length === 1 ? 'element' : 'elements'} `
  const named = entries.find(([, inner]) => typeof inner === 'string')
  const first = named ? `${named[0]}: ${JSON.stringify(named[1]).slice(0, 40)}` : `${entries.length} members`
  return ` ${first}${named && entries.length > 1 ? ', …' : ''} `
}

/** How many lines a value has when all is open. */
export function height(value: unknown): number {
  if (!isContainer(value)) return 1
  const entries = entriesOf(value)
  return entries.length === 0 ? 1 : entries.reduce((sum, [, inner]) => sum + height(inner), 2)
}

const mostOpen = 300
const firstOpen = 3

/** Which containers of a large value are closed at first: the later elements of its lists, but none in which there is a mark. */
export function closedAtFirst(value: unknown, marks: readonly string[]): Set<string> {
  const closed = new Set<string>()
  if (height(value) <= mostOpen) return closed
  const walk = (pointer: string, value: unknown): void => {
    if (!isContainer(value)) return
    entriesOf(value).forEach(([key, inner], i) => {
      const at = pointerTo(pointer, key)
      const marked = marks.some((mark) => mark === at || mark.startsWith(`${at}/`))
      if (isContainer(inner) && Array.isArray(value) && i >= firstOpen && !marked) closed.add(at)
      else walk(at, inner)
    })
  }
  walk('', value)
  return closed
}

/** The pointer under which something is shown: its own, or that of the nearest that there is around it. */
export function shownAt(value: unknown, pointer: string): string {
  let at = ''
  let here = value
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (!isContainer(here) || !(name in here)) return at
    here = (here as Record<string, unknown>)[name]
    at = pointerTo(at, name)
  }
  return at
}
