import type { Event, EventQuery, Page } from '../src/api/chatlayer'
import { listEvents } from '../src/api/chatlayer'
import { basic, bearer, type Api } from '../src/api/http'

export const token = 'demo-token-id:demo-token-secret'
export const key = 'demo-api-key'

/** The APIs of a mock, as somebody who knows how long was waited. */
export function apisOf(mock: { url: string }, credentials = { token, key }) {
  const waits: number[] = []
  const wait = async (milliseconds: number) => void waits.push(milliseconds / 1000)
  const chatlayer: Api = { url: mock.url, authorization: basic(credentials.token), wait }
  const inkeep: Api = { url: mock.url, authorization: bearer(credentials.key), wait }
  return { chatlayer, inkeep, waits }
}

/** One day of a bot. */
export const day: EventQuery = { bot: 'demobot1', version: 'LIVE', start: new Date('2026-03-02'), end: new Date('2026-03-03') }

/** An event of that day; what is not given is as unremarkable as can be. */
export function event(id: string, at: string, given: Partial<Event> = {}): Event & { channel_id: string } {
  return {
    id,
    event: 'step_entered',
    bot_id: 'demobot1',
    version: 'LIVE',
    user_id: 'noah',
    channel_id: '',
    channel_type: 'web',
    conversation_id: `c-${id}`,
    attributes: {},
    timestamp: at.includes('T') ? at : `2026-03-02T${at}Z`,
    ...given,
  }
}

/** All pages of a list. */
export async function walk(api: Api, query: EventQuery): Promise<Event[]> {
  const events: Event[] = []
  let page: Page | undefined
  for (let pages = 0; !page || page.next_page_token; pages++) {
    if (pages === 50) throw new Error('the list has no end')
    page = await listEvents(api, query, page?.next_page_token)
    events.push(...page.events)
  }
  return events
}

export const ids = (events: { id: string }[]) => events.map(({ id }) => id).sort()
