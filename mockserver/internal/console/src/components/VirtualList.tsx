import type { ComponentChildren, RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'

type Props = {
  label: string
  count: number
  rowHeight: number
  /** Which row is selected; -1 for none. */
  selected: number
  keyOf: (index: number) => string
  render: (index: number) => ComponentChildren
  onSelect: (index: number) => void
  onOpen?: (index: number) => void
  /** Whether the list stands at its beginning. */
  onAtTop?: (atTop: boolean) => void
  onAtEnd?: () => void
  element?: RefObject<HTMLDivElement>
}

const spare = 4

/** A list of which only what can be seen is in the page, so that its length costs nothing. */
export function VirtualList(p: Props) {
  const own = useRef<HTMLDivElement>(null)
  const element = p.element ?? own
  const [view, setView] = useState({ top: 0, height: 800 })
  const measure = () => {
    const box = element.current
    if (!box) return
    setView((was) =>
      was.top === box.scrollTop && was.height === box.clientHeight ? was : { top: box.scrollTop, height: box.clientHeight },
    )
    p.onAtTop?.(box.scrollTop < p.rowHeight / 2)
    if (box.scrollTop + box.clientHeight > box.scrollHeight - 4 * p.rowHeight) p.onAtEnd?.()
  }
  useEffect(() => {
    const box = element.current
    if (!box) return
    const observer = new ResizeObserver(measure)
    observer.observe(box)
    return () => observer.disconnect()
  }, [])
  useLayoutEffect(() => {
    if (element.current && p.selected >= 0) scrollTo(element.current, p.selected * p.rowHeight, p.rowHeight, view.top === 0)
  }, [p.selected < 0 ? '' : p.keyOf(p.selected), p.rowHeight])

  const first = Math.max(0, Math.floor(view.top / p.rowHeight) - spare)
  const last = Math.min(p.count, Math.ceil((view.top + view.height) / p.rowHeight) + spare)
  const onKeyDown = (event: KeyboardEvent) => {
    const to = rowAfter(event.key, p.selected, Math.max(1, Math.floor(view.height / p.rowHeight) - 1), p.count)
    if (event.ctrlKey || event.metaKey || event.altKey || p.count === 0) return
    if (to !== undefined) p.onSelect(to)
    else if (event.key === 'Enter' && p.selected >= 0) p.onOpen?.(p.selected)
    else return
    event.preventDefault()
  }
  return (
    <div
      ref={element}
      class="virtual"
      role="listbox"
      aria-label={p.label}
      tabIndex={0}
      aria-activedescendant={p.selected >= first && p.selected < last ? `row-${p.keyOf(p.selected)}` : undefined}
      onScroll={measure}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" style={{ height: `${p.count * p.rowHeight}px` }}>
        {Array.from({ length: Math.max(0, last - first) }, (_, i) => row(p, first + i))}
      </div>
    </div>
  )
}

const row = (p: Props, i: number) => (
  <div
    key={p.keyOf(i)}
    id={`row-${p.keyOf(i)}`}
    role="option"
    class="virtual-row"
    aria-selected={i === p.selected}
    aria-setsize={p.count}
    aria-posinset={i + 1}
    style={{ transform: `translateY(${i * p.rowHeight}px)`, height: `${p.rowHeight}px` }}
    onClick={() => p.onSelect(i)}
  >
    {p.render(i)}
  </div>
)

/** The row that a key goes to from the one that is selected, -1 for none; undefined if the key goes nowhere. */
function rowAfter(key: string, selected: number, page: number, count: number): number | undefined {
  const to = {
    ArrowDown: selected + 1,
    j: selected + 1,
    ArrowUp: selected - 1,
    k: selected - 1,
    PageDown: Math.max(0, selected) + page,
    PageUp: selected - page,
    Home: 0,
    End: count - 1,
  }[key]
  return to === undefined ? undefined : Math.min(count - 1, Math.max(0, to))
}

/** Brings a row into sight: what is far away into the middle, else as little as will do. */
function scrollTo(box: HTMLElement, top: number, height: number, anew: boolean): void {
  const far = anew || top < box.scrollTop - box.clientHeight || top > box.scrollTop + 2 * box.clientHeight
  if (top >= box.scrollTop && top + height <= box.scrollTop + box.clientHeight) return
  if (far) box.scrollTop = top - box.clientHeight / 2
  else box.scrollTop = top < box.scrollTop ? top : top + height - box.clientHeight
}
