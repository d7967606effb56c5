import { signal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { type Key, useKeys } from '../../app/keys'
import { type Answered, type Question, look, targetOf } from '../../api/apis'
import { Button } from '../../components/basics'
import { useMedia } from '../../components/useMedia'
import { clock, readClock } from '../../store/controls'
import { type Loaded, useLoaded } from '../../store/exchanges'
import { type Page, type View, views, viewOf } from '../../store/eventViews'
import { mostAsked, recentOf } from '../../store/histogram'
import { about, link } from '../../store/live'
import { namespace, param, setParams } from '../../store/route'
import { apiOf } from '../../store/served'
import { newestId, settled } from '../../store/traffic'
import { writtenSince } from '../../store/row'
import { type Tracked, readTracked } from '../../store/tracked'
import { EventDetail } from './EventDetail'
import { EventFilters } from './EventFilters'
import { EventList } from './EventList'
import { Histogram } from './Histogram'
import { WriteDialog } from './WriteDialog'
import { authorizationFor, credentialFor } from './credentials'

/** How often the person has asked for the same once more. */
const again = signal(0)

export const readAgain = (): void => void again.value++

/** Where the time begins that a query over very many events is asked for when the person has said nothing. */
export const recent = signal('')

/** What the address asks for; a bot or team that is not named is the one that the mock itself shows. */
export function given(name: string): string {
  const value = param(name)
  if (name === 'from' && viewOf(param('view')) === 'events') return value || recent.value
  if (name !== 'of' || value) return value
  return viewOf(param('view')) === 'team' ? 'demo-team' : shownBot()
}

/** The bot that the mock itself shows. */
export function shownBot(): string {
  return /\/bots\/([^/]+)\//.exec(apiOf('chatlayer')?.example ?? '')?.[1] ?? 'demobot1'
}

/** An answer, with the page that it is of: while the next one is read, the address is ahead of it. */
export type Shown = Loaded<{ answered: Answered; page: Page | undefined; at: string; /** The latest request by then. */ last: string }>

const noMarks: Tracked = { keys: new Set(), more: false }

/** Asks for a page of a view as a client does. Of very many events it asks for the latest, unless the person says otherwise. */
function useAsked(view: View, name: string) {
  const here = namespace.value
  const page = param('page')
  const events = about.value?.options.events ?? 0
  const large = view.api === 'inkeep' && events > mostAsked
  useEffect(() => {
    const begin = (now: number) => (recent.value = recentOf(now, events))
    if (large)
      void readClock().then(
        () => clock.value && begin(Date.parse(clock.value.now)),
        () => begin(Date.now()),
      )
    else recent.value = ''
  }, [large, about.value?.created_at])
  const question = view.ask(given, page)
  const ready = apiOf(view.api) !== undefined && !['lost', 'forgotten', 'connecting'].includes(link.value) && !(large && !recent.value)
  const keyOf = (q: Question) => `${here} ${credentialFor(view.api)} ${q.method} ${targetOf(q)} ${q.body ?? ''}`
  const asked = `${keyOf(question)} ${again.value} ${about.value?.created_at} ${about.value?.requests}`
  const loaded: Shown = useLoaded(ready ? asked : '', async () => {
    const last = newestId()
    const answered = await look(here, question, authorizationFor(view.api))
    return { answered, page: answered.status === 200 ? view.read(answered.json, page) : undefined, at: page, last }
  })
  // What was there stays until the next is there.
  const latest = useRef<{ of: string; shown: Shown }>({ of: '', shown: {} })
  const of = `${here} ${name}`
  if (loaded.value || loaded.error || latest.current.of !== of) latest.current = { of, shown: loaded }
  const shown = latest.current.shown
  return { question, ready, shown, busy: ready && shown !== loaded, of, listed: keyOf(view.ask(given, '')) }
}

/** What is stored: asked for as a client asks, page by page, with what was written marked. */
export function Events() {
  const name = viewOf(param('view'))
  const view = views[name]
  const here = namespace.value
  const { question, ready, shown, busy, of, listed } = useAsked(view, name)
  const written = about.value?.tracked ?? 0
  const marks = useLoaded(ready && view.timed ? `marks ${here} ${view.api} ${written} ${again.value}` : '', () =>
    readTracked(here, view.api),
  )
  const list = useRef<HTMLDivElement>(null)
  const narrow = useMedia('(max-width: 860px)')
  const close = useEventKeys(list)
  useEffect(() => () => void (again.value = 0), [])
  const newer = shown.value ? writtenSince(settled.value, shown.value.last, view.write, name === 'bot' ? given('of') : '') : 0
  const item = shown.value?.page?.items.find((i) => i.key === param('id'))
  return (
    <div class={`traffic events ${item ? 'with-detail' : ''}`}>
      <h1 class="hidden">Events</h1>
      {!(narrow && item) && (
        <div class="traffic-list" aria-busy={busy}>
          <EventFilters view={view} name={name} question={question} shown={shown} tight={item !== undefined} />
          <Histogram view={view} name={name} answered={shown.value?.answered} first={shown.value?.at === ''} key={of} />
          {newer > 0 && (
            <p class="tally" role="status">
              <Button kind="main" class="newer" onClick={readAgain}>
                {`${newer.toLocaleString('en')} newer: read again`}
              </Button>
            </p>
          )}
          <EventList view={view} element={list} narrow={narrow} shown={shown} marks={marks.value ?? noMarks} of={listed} />
        </div>
      )}
      {item && <EventDetail item={item} onClose={close} />}
      {param('do') === 'write' && <WriteDialog view={view} onClose={() => setParams({ do: '' })} />}
    </div>
  )
}

/** Goes to the first filter; those that are folded away are shown before. */
function toFilters(): void {
  const first = () => document.querySelector<HTMLInputElement>('.asking input')
  if (first()) return first()?.focus()
  document.querySelector<HTMLButtonElement>('.filter-row button[aria-expanded=false]')?.click()
  requestAnimationFrame(() => first()?.focus())
}

/** The keys of the screen. It gives what closes the event that is open. */
function useEventKeys(list: RefObject<HTMLDivElement>): () => void {
  const close = () => {
    const active = document.activeElement
    if (active instanceof HTMLInputElement) active.blur()
    else setParams({ id: '' })
    list.current?.focus({ preventScroll: true })
  }
  const keys = useMemo<Key[]>(
    () => [
      { key: '/', does: 'go to the filters', run: toFilters },
      { key: '↑ ↓', does: 'go from one event to the next (j and k, too)' },
      { key: 'ArrowDown', does: 'to the list', run: () => list.current?.focus() },
      { key: 'n', does: 'the next page', run: () => document.querySelector<HTMLButtonElement>('#next-page')?.click() },
      { key: 'r', does: 'read again', run: readAgain },
      { key: 'w', does: 'write one', run: () => setParams({ do: 'write' }) },
      { key: 'Escape', does: 'close what is open', run: close },
    ],
    [],
  )
  useKeys(keys)
  return close
}
