import { useMemo, useState } from 'preact/hooks'
import { pageSize, type EventQuery } from './api/chatlayer'
import type { Api } from './api/http'
import { DayChart } from './chart'
import { boundsOf, countByDay } from './days'
import { EventTable } from './event-table'
import { Filters, firstFilter, type Filter } from './filters'
import { Problem } from './problem'
import { useEvents } from './use-events'

const queryOf = (bot: string, filter: Filter): EventQuery => ({
  bot,
  version: filter.version,
  ...boundsOf(filter),
  event: filter.event,
  user: filter.user,
  campaign: filter.campaign,
  attribute: filter.attributeKey ? { key: filter.attributeKey, value: filter.attributeValue } : undefined,
})

/** The events of a bot: a form, a chart and a table that grows. */
export function Report({ api, bot }: { api: Api; bot: string }) {
  const [filter, setFilter] = useState(firstFilter)
  const query = useMemo(() => queryOf(bot, filter), [bot, filter])
  const { events, next, state, pause, error, loadMore, loadAll } = useEvents(api, query)
  return (
    <section class="card" aria-label="Report" aria-busy={state === 'loading'}>
      <Filters filter={filter} onChange={setFilter} />
      {state === 'failed' && error && <Problem error={error} onRetry={loadMore} />}
      {pause !== undefined && <p role="status">The API is busy. Trying again in {pause} s …</p>}
      {state === 'ready' && events.length === 0 && <p class="empty">No events in these days. Widen the range, or take a condition out.</p>}
      {events.length > 0 && (
        <>
          <h2>
            {events.length} events{next ? ' so far' : ''}
          </h2>
          <DayChart days={countByDay(events, filter)} />
          <EventTable events={events} />
        </>
      )}
      {state === 'loading' && pause === undefined && <p role="status">Loading …</p>}
      {state === 'ready' && next && (
        <p>
          <button type="button" onClick={loadMore}>
            Load {pageSize} more
          </button>{' '}
          <button type="button" onClick={loadAll}>
            Load all
          </button>
        </p>
      )}
    </section>
  )
}
