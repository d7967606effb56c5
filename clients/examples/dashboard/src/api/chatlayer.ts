import { z } from 'zod'
import { ask, type Api, type Call } from './http'
import { Instant } from './instant'

export type Version = 'DRAFT' | 'LIVE'

const Event = z.object({
  id: z.string().min(1),
  event: z.string(),
  bot_id: z.string(),
  version: z.enum(['DRAFT', 'LIVE']),
  user_id: z.string().default(''),
  channel_type: z.string().default(''),
  conversation_id: z.string().default(''),
  attributes: z.record(z.string(), z.string()).default({}),
  timestamp: Instant,
})
export type Event = z.infer<typeof Event>

const Page = z.object({ events: z.array(Event).default([]), next_page_token: z.string().default('') })
export type Page = z.infer<typeof Page>

/** Which events are asked for; what is left out, or empty, is no condition. */
export interface EventQuery {
  bot: string
  version: Version
  /** The first instant that counts. */
  start: Date
  /** The first that does not any more. */
  end: Date
  event?: string
  user?: string
  campaign?: string
  attribute?: { key: string; value: string }
}

/** How many events a page has at most. */
export const pageSize = 100

/** One page of events, in the API's order; `token` is that of the page before. An empty next_page_token is the end. */
export async function listEvents(api: Api, query: EventQuery, token = '', more: Pick<Call, 'signal' | 'onWait'> = {}): Promise<Page> {
  const conditions = {
    version: query.version,
    start_time: query.start.toISOString(),
    end_time: query.end.toISOString(),
    page_size: pageSize,
    page_token: token || undefined,
    event: query.event || undefined,
    user_id: query.user || undefined,
    campaign_id: query.campaign || undefined,
  }
  const path = `/v1/bots/${encodeURIComponent(query.bot)}/events/stream`
  if (!query.attribute?.key) return ask(api, Page, { path, query: conditions, ...more })
  const { key, value } = query.attribute
  const filters = [{ key, operator: 'eq', value: [value] }]
  return ask(api, Page, { method: 'POST', path, body: { ...conditions, filters }, ...more })
}

const Tracked = z.object({ event_id: z.string().min(1) })

/** An event of our own. */
export interface NewEvent {
  /** Says that a repeated call is the same event. */
  id: string
  event: string
  version: Version
  user_id: string
  attributes?: Record<string, string>
  timestamp?: string
}

/** Tracks an event and returns the id that the API knows it by. */
export async function trackEvent(api: Api, bot: string, event: NewEvent): Promise<string> {
  const path = `/v1/bots/${encodeURIComponent(bot)}/events/track`
  return (await ask(api, Tracked, { method: 'POST', path, body: event })).event_id
}
