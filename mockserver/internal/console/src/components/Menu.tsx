import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Icon } from './basics'

export type MenuItem = { label: ComponentChildren; run: () => void; current?: boolean }

/** A button that opens a list of things to do, to be used with the arrows too. */
export function Menu({
  label,
  name,
  items,
  onOpen,
}: {
  label: ComponentChildren
  name: string
  items: readonly MenuItem[]
  onOpen?: () => void
}) {
  const [open, setOpen] = useState(false)
  const around = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!open) return
    around.current?.querySelector<HTMLElement>('[role^=menuitem]')?.focus()
    const outside = (event: Event) => {
      if (!around.current?.contains(event.target as Node)) setOpen(false)
    }
    addEventListener('pointerdown', outside)
    return () => removeEventListener('pointerdown', outside)
  }, [open])
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close()
    else if (event.key === 'Tab') return setOpen(false)
    else if (!moveWithin(around.current, event.key)) return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div class="menu" ref={around} onKeyDown={open ? onKeyDown : undefined}>
      <button
        type="button"
        class="button plain"
        ref={button}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={name}
        onClick={() => {
          if (!open) onOpen?.()
          setOpen(!open)
        }}
      >
        {label}
        <Icon name="chevron" />
      </button>
      {open && (
        <div class="menu-list" role="menu" aria-label={name}>
          {items.map((item, i) => (
            <button
              key={i}
              type="button"
              role={item.current === undefined ? 'menuitem' : 'menuitemradio'}
              aria-checked={item.current}
              tabIndex={-1}
              onClick={() => (close(), item.run())}
            >
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

/** Goes to another item of a menu, if the key is for that. */
function moveWithin(menu: HTMLElement | null, key: string): boolean {
  const all = [...(menu?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])]
  const at = all.indexOf(document.activeElement as HTMLElement)
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[key]
  if (to !== undefined) all[(to + all.length) % all.length]?.focus()
  return to !== undefined
}
