import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { Button, Icon } from './basics'

type Props = { title: string; onClose: () => void; children: ComponentChildren; wide?: boolean; fixed?: boolean }

/** A dialog that keeps the focus. One that is fixed cannot be closed by the person. */
export function Dialog({ title, onClose, children, wide, fixed }: Props) {
  const element = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const dialog = element.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return (
    <dialog
      ref={element}
      class={wide ? 'wide' : ''}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        if (!fixed) onClose()
      }}
      onClick={(event) => {
        if (event.target === element.current && !fixed) onClose()
      }}
    >
      <div class="dialog">
        <header>
          <h2 id={id}>{title}</h2>
          {!fixed && (
            <Button kind="quiet" onClick={onClose} aria-label="Close">
              <Icon name="close" />
            </Button>
          )}
        </header>
        {children}
      </div>
    </dialog>
  )
}
