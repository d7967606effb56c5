import type { RefObject } from 'preact'
import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Button, CopyButton, Icon, Tag } from '../../components/basics'
import { VirtualList } from '../../components/VirtualList'
import { ViolationCard, anchorOf } from '../../components/ViolationCard'
import { count } from '../../components/words'
import { type Answered, refusalText } from '../../api/apis'
import { fetchExchange, useLoaded } from '../../store/exchanges'
import { type Item, type Page, type View, pageSize } from '../../store/eventViews'
import { link } from '../../store/live'
import { namespace, param, setParams } from '../../store/route'
import type { Tracked } from '../../store/tracked'
import { Explanation } from '../traffic/Explanation'
import type { Shown } from './Events'

type Props = { view: View; element: RefObject<HTMLDivElement>; narrow: boolean; shown: Shown; marks: Tracked; of: string }

/** A page of what is stored, and the way to the next. */
export function EventList({ view, element, narrow, shown, marks, of }: Props) {
  const answer = shown.value?.answered.id
  useEffect(() => {
    if (element.current) element.current.scrollTop = 0
  }, [answer])
  if (link.value === 'forgotten')
    return <div class="nothing">{`The namespace ${namespace.value} is forgotten, and its ${view.things[1]} with it.`}</div>
  if (!shown.value) return <div class="nothing">{shown.error ? <p class="wrong">{shown.error}</p> : 'Reading…'}</div>
  const { answered, page, at } = shown.value
  if (!page) return <Refused answered={answered} />
  const { items } = page
  if (items.length === 0) {
    return (
      <div class="nothing">
        <p>
          <strong>{at ? 'This page holds nothing.' : 'There is nothing like that.'}</strong>
        </p>
        {answered.id && <Explanation key={answered.id} id={answered.id} open />}
        <Pager view={view} page={page} here={at} of={of} />
      </div>
    )
  }
  const selected = items.findIndex((i) => i.key === param('id'))
  return (
    <>
      <VirtualList
        label={`${view.title}, page by page`}
        element={element}
        count={items.length}
        rowHeight={narrow ? 56 : 34}
        selected={selected}
        keyOf={(i) => `${i}-${items[i]?.key.replace(/\s/g, '_')}`}
        render={(i) => <Line item={items[i] as Item} written={marks.keys.has(items[i]?.key ?? '')} />}
        onSelect={(i) => setParams({ id: items[i]?.key ?? '' }, { replace: param('id') !== '' })}
      />
      <Pager view={view} page={page} here={at} of={of} more={marks.more} />
    </>
  )
}

function Line({ item, written }: { item: Item; written: boolean }) {
  return (
    <div class="line">
      <time class="number" dateTime={item.at}>
        {item.at.replace('T', ' ').replace('Z', '')}
      </time>
      <span class="event">{item.name || <i>no name</i>}</span>
      <span class="marks">
        {written && (
          <Tag kind="here" title="Written since the reset, and not seeded">
            written
          </Tag>
        )}
      </span>
      <span class="who">{item.who}</span>
      <span class="target">{item.facts}</span>
    </div>
  )
}

/** A refusal with what the request broke, else in the API's own words. */
function Refused({ answered }: { answered: Answered }) {
  const loaded = useLoaded(answered.violations && answered.id ? `refused ${answered.id}` : '', () => fetchExchange(answered.id))
  const cards = loaded.value?.violations ?? []
  return (
    <div class="nothing">
      <p>
        <strong>The API refused it with {answered.status}.</strong> {cards.length === 0 && refusalText(answered)}
      </p>
      {(answered.status === 401 || answered.status === 403) && (
        <p>Choose other credentials beside “As”; those that the mock takes are on the first screen.</p>
      )}
      <div class="cards">
        {cards.map((v) => (
          <ViolationCard key={anchorOf(v)} violation={v} />
        ))}
      </div>
    </div>
  )
}

/** The tokens of the pages that were walked, for the way back. */
const walked = signal<{ of: string; pages: readonly string[] }>({ of: '', pages: [] })

type PagerProps = { view: View; page: Page; here: string; of: string; more?: boolean }

function Pager({ view, page, here, of, more }: PagerProps) {
  const pages = walked.value.of === of ? walked.value.pages : ['']
  const place = view.pages === 'offset' ? Number(here || 0) / pageSize : pages.indexOf(here)
  const go = (to: string) => {
    if (view.pages === 'token') walked.value = { of, pages: [...(place >= 0 ? pages.slice(0, place + 1) : ['', here]), page.next] }
    setParams({ page: to, id: '' })
  }
  const back = view.pages === 'offset' ? String(Math.max(0, Number(here) - pageSize) || '') : (pages[place - 1] ?? '')
  return (
    <nav class="pager" aria-label="Pages">
      <span>
        {place >= 0 ? `Page ${place + 1}` : 'A later page'}: {count(page.items.length, ...view.things)}
        {page.total !== undefined && ` of ${page.total.toLocaleString('en')}`}
      </span>
      {view.pages === 'none' && (page.total ?? 0) > page.items.length && <Tag kind="warn">a query has no pages: ask for less time</Tag>}
      {more && <Tag title="Only the first 20,000 written events are marked">not all are marked</Tag>}
      {view.pages === 'token' && here && <Token name="page_token" text={here} />}
      {view.pages === 'token' && <Token name="next_page_token" text={page.next} />}
      <span class="grow" />
      {here && (
        <Button kind="quiet" onClick={() => setParams({ page: '', id: '' })}>
          First page
        </Button>
      )}
      {here && place !== 1 && place >= 0 && (
        <Button kind="quiet" onClick={() => setParams({ page: back, id: '' })}>
          <Icon name="back" />
          Back
        </Button>
      )}
      {view.pages !== 'none' && (
        <Button
          id="next-page"
          disabled={!page.next}
          onClick={() => go(page.next)}
          title={page.next ? 'The next page (n)' : 'This is the last one'}
        >
          Next page
        </Button>
      )}
    </nav>
  )
}

/** The token of a page, or that there is none. */
function Token({ name, text }: { name: string; text: string }) {
  return (
    <span class="token">
      <span class="quiet">{name}</span> <code title={text}>{text ? `${text.slice(0, 14)}…` : '""'}</code>
      {text && <CopyButton text={text} what={name} />}
    </span>
  )
}
