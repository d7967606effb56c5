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
    setView((was) => (was.top === box.scrollTop && was.height === box.clientHeight ? was : { top: box.scrollTop, height: box.clientHeight }))
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
    const box = element.current
    if (!box || p.selected < 0) return
    const top = p.selected * p.rowHeight
    const far = top < box.scrollTop - box.clientHeight || top > box.scrollTop + 2 * box.clientHeight || view.top === 0
    if (top >= box.scrollTop && top + p.rowHeight <= box.scrollTop + box.clientHeight) return
    if (far) box.scrollTop = top - box.clientHeight / 2
    else box.scrollTop = top < box.scrollTop ? top : top + p.rowHeight - box.clientHeight
  }, [p.selected < 0 ? '' : p.keyOf(p.selected), p.rowHeight])

  const first = Math.max(0, Math.floor(view.top / p.rowHeight) - spare)
  const last = Math.min(p.count, Math.ceil((view.top + view.height) / p.rowHeight) + spare)
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(view.height / p.rowHeight) - 1)
    const moves: Record<string, number> = {
      ArrowDown: p.selected + 1,
      j: p.selected + 1,
      ArrowUp: p.selected < 0 ? 0 : p.selected - 1,
      k: p.selected < 0 ? 0 : p.selected - 1,
      PageDown: Math.max(0, p.selected) + page,
      PageUp: p.selected - page,
      Home: 0,
      End: p.count - 1,
    }
    const to = moves[event.key]
    if (event.ctrlKey || event.metaKey || event.altKey || p.count === 0) return
    if (to !== undefined) p.onSelect(Math.min(p.count - 1, Math.max(0, to)))
    else if (event.key === 'Enter' && p.selected >= 0) p.onOpen?.(p.selected)
    else return
    event.preventDefault()
  }
  const rows = []
  for (let i = first; i < last; i++) {
    rows.push(
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
      </div>,
    )
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
        {rows}
      </div>
    </div>
  )
}
