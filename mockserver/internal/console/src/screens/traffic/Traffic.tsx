import { useEffect, useMemo, useRef } from 'preact/hooks'
import { type Key, useKeys } from '../../app/keys'
import { useMedia } from '../../components/useMedia'
import { paused } from '../../store/live'
import { param, setParams } from '../../store/route'
import { Detail } from './Detail'
import { ExchangeList } from './ExchangeList'
import { Filters } from './Filters'

/** What came and what was answered, as it comes, and all of one of them beside it. */
export function Traffic() {
  const id = param('id')
  const narrow = useMedia('(max-width: 860px)')
  const list = useRef<HTMLDivElement>(null)
  const keys = useMemo<Key[]>(
    () => [
      { key: '/', does: 'search', run: () => document.querySelector<HTMLInputElement>('input[type=search]')?.focus() },
      { key: '↑ ↓', does: 'go from one request to the next (j and k, too)' },
      { key: 'ArrowDown', does: 'to the list', run: () => list.current?.focus() },
      { key: 'Escape', does: 'close what is open', run: close },
      { key: 'p', does: 'pause, and go on', run: () => (paused.value = !paused.value) },
    ],
    [],
  )
  useKeys(keys)
  function close() {
    const active = document.activeElement
    if (active instanceof HTMLInputElement) active.blur()
    else setParams({ id: '' })
    list.current?.focus({ preventScroll: true })
  }
  useEffect(() => () => void (paused.value = false), [])
  return (
    <div class={`traffic ${id ? 'with-detail' : ''}`}>
      <h1 class="hidden">Traffic</h1>
      {!(narrow && id) && (
        <div class="traffic-list">
          <Filters />
          <ExchangeList element={list} narrow={narrow} />
        </div>
      )}
      {id && <Detail key={id} id={id} onClose={close} />}
    </div>
  )
}
