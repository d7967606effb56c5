import { useEffect, useRef, useState } from 'preact/hooks'
import { param, setParams } from '../store/route'
import { Icon } from './basics'

/** The text that the address narrows a screen by. */
export function Search({ hint }: { hint: string }) {
  const [typed, setTyped] = useState(param('q'))
  const timer = useRef(0)
  useEffect(() => setTyped(param('q')), [param('q')])
  useEffect(() => () => clearTimeout(timer.current), [])
  return (
    <label class="search">
      <Icon name="search" />
      <span class="hidden">Search</span>
      <input
        type="search"
        placeholder={hint}
        value={typed}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => {
          const text = event.currentTarget.value
          setTyped(text)
          clearTimeout(timer.current)
          timer.current = window.setTimeout(() => setParams({ q: text }, { replace: true }), 120)
        }}
      />
      <kbd aria-hidden="true">/</kbd>
    </label>
  )
}
