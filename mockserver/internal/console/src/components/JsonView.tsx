import type { ComponentChildren } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { Button } from './basics'
import { closedAtFirst, linesOf, shownAt } from './json'

export type Mark = { pointer: string; show: () => ComponentChildren }

const mostLines = 1500

/** A JSON value to unfold, with what there is to say beside the very members that it is about. */
export function JsonView({ value, marks = [] }: { value: unknown; marks?: readonly Mark[] }) {
  const placed = useMemo(() => {
    const by = new Map<string, Mark[]>()
    for (const mark of marks) {
      const at = shownAt(value, mark.pointer)
      by.set(at, [...(by.get(at) ?? []), mark])
    }
    return by
  }, [value, marks])
  const [closed, setClosed] = useState(() => closedAtFirst(value, [...placed.keys()]))
  const [most, setMost] = useState(mostLines)
  const lines = linesOf(value, (pointer) => closed.has(pointer))
  const toggle = (pointer: string) => {
    const next = new Set(closed)
    if (!next.delete(pointer)) next.add(pointer)
    setClosed(next)
  }
  return (
    <div class="json">
      {lines.slice(0, most).map((line) => {
        const here = placed.get(line.pointer)
        return (
          <div key={line.pointer}>
            <div class={`json-line ${here ? 'marked' : ''}`} style={{ paddingLeft: `${line.depth * 1.2 + 1.2}em` }}>
              {line.kind === 'open' && (
                <button
                  type="button"
                  class="twist"
                  aria-expanded={!line.hidden}
                  aria-label={line.name ? `Members of ${line.name}` : 'Members'}
                  onClick={() => toggle(line.pointer)}
                />
              )}
              {line.name && <span class="json-name">{line.name}: </span>}
              <span class={`json-${line.kind}`}>{line.text}</span>
              {line.hidden && <span class="json-hidden">{line.hidden}</span>}
              {line.comma && ','}
            </div>
            {here?.map((mark, i) => (
              <div key={i} class="json-mark" style={{ marginLeft: `${line.depth * 1.2 + 1.2}em` }}>
                {mark.show()}
              </div>
            ))}
          </div>
        )
      })}
      {lines.length > most && <Button onClick={() => setMost(most * 4)}>{`Show ${lines.length - most} more lines`}</Button>}
    </div>
  )
}
