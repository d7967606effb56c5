import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from './basics'
import { useMedia } from './useMedia'

/** Filters. Where there is little room they are folded away behind a button that says how many are set. */
export function Fold({ set, tight = false, children }: { set: number; tight?: boolean; children: ComponentChildren }) {
  const narrow = useMedia('(max-width: 860px)') || tight
  const [open, setOpen] = useState(false)
  return (
    <>
      {narrow && (
        <Button aria-expanded={open} class={set > 0 ? 'chosen' : ''} onClick={() => setOpen(!open)}>
          {set > 0 ? `Filters (${set})` : 'Filters'}
        </Button>
      )}
      {(!narrow || open) && children}
    </>
  )
}
