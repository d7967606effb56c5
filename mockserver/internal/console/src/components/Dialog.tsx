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
    const back = wayBack(document.activeElement)
    dialog?.showModal()
    return () => {
      dialog?.close()
      setTimeout(back) // when the page is as it will be without the dialog
    }
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

const focusable = ':is(button, input, select, textarea):not(:disabled), a[href], summary'

/** Gives the focus back to what had it or, where that is gone or goes later, to something near it: of the list or section it was in. */
function wayBack(had: Element | null): () => void {
  const around: Element[] = []
  for (let at = had; at && at !== document.body; at = at.parentElement) around.push(at)
  const give = () => {
    if (document.activeElement && document.activeElement !== document.body) return // something has it
    const near = around.find((at) => at.isConnected)
    const next = near === had ? near : (near?.querySelector(focusable) ?? document.getElementById('main'))
    if (next instanceof HTMLElement) next.focus()
  }
  return () => {
    give()
    if (!had || document.activeElement !== had) return
    const watch = new MutationObserver(() => had.isConnected || give())
    watch.observe(document.body, { childList: true, subtree: true })
    addEventListener('focusin', () => watch.disconnect(), { once: true })
  }
}
