// The lists of what is stored, as the APIs have them: what they can be asked, and what an answer holds.
import type { Question } from '../api/apis'
import { count } from '../components/words'

export type ViewName = 'bot' | 'team' | 'events' | 'conversations' | 'feedback'

/** Gives what the address has under a name; empty if nothing. */
export type Given = (name: string) => string

export type Item = { key: string; at: string; name: string; who: string; facts: string; raw: unknown }

export type Page = {
  items: Item[]
  /** Where the next page begins; empty if there is none. */ next: string
  /** Of all pages, where the answer says it. */ total?: number
}

export type FilterField = { name: string; label: string; placeholder?: string; options?: readonly string[] }

export type View = {
  api: string
  title: string
  /** What one is called, and several. */
  things: readonly [string, string]
  /** What is asked for by its id; empty for all of a key's project. */
  of: '' | 'bot' | 'team'
  /** Whether a time can be asked for. */
  timed: boolean
  filters: readonly FilterField[]
  /** How pages follow each other. */
  pages: 'token' | 'offset' | 'none'
  /** The operation that writes one. */
  write: string
  ask: (given: Given, page: string) => Question
  read: (answer: unknown, page: string) => Page
}

export const pageSize = 50
const first = '0001-01-01'
const last = '9999-12-31T23:59:59.999999999Z'

type Told = Record<string, unknown>
const object = (value: unknown): Told => (typeof value === 'object' && value !== null ? (value as Told) : {})
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

const facts = (of: unknown): string =>
  Object.entries(object(of))
    .map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(' ')

const some = (pairs: readonly (readonly [string, string])[]) => pairs.filter(([, value]) => value !== '')

/** Attribute filters as people type them: `flow eq order_status; step_number in 3,4`. */
export function attributeFilters(typed: string): { key: string; operator: string; value: string[] }[] {
  return typed
    .split(';')
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => {
      const [key = '', operator = 'exists', ...rest] = one.split(/\s+/)
      return {
        key,
        operator,
        value:
          rest.length > 0
            ? rest
                .join(' ')
                .split(',')
                .map((v) => v.trim())
            : [],
      }
    })
}

function tracked(event: unknown): Item {
  const e = object(event)
  return {
    key: `${text(e['bot_id'])} ${text(e['version'])} ${text(e['id'])}`,
    at: text(e['timestamp']),
    name: text(e['event']),
    who: text(e['user_id']),
    facts: facts(e['attributes']),
    raw: event,
  }
}

const readEvents = (answer: unknown): Page => ({
  items: list(object(answer)['events']).map(tracked),
  next: text(object(answer)['next_page_token']),
})

const chatlayer = {
  api: 'chatlayer',
  things: ['event', 'events'],
  timed: true,
  pages: 'token',
  write: 'TrackEvent',
  read: readEvents,
} as const

const bot: View = {
  ...chatlayer,
  title: 'Events of a bot',
  of: 'bot',
  filters: [
    { name: 'version', label: 'Version', options: ['LIVE', 'DRAFT'] },
    { name: 'event', label: 'Event' },
    { name: 'user_id', label: 'User' },
    { name: 'conversation_id', label: 'Conversation' },
    { name: 'campaign_id', label: 'Campaign' },
    { name: 'filters', label: 'Attributes', placeholder: 'flow eq order_status; plan in pro,free' },
  ],
  ask: (given, page) => {
    const path = `/v1/bots/${encodeURIComponent(given('of'))}/events/stream`
    const pairs = some([
      ['version', given('version') || 'LIVE'],
      ['start_time', given('from') || first],
      ['end_time', given('to') || last],
      ...['event', 'user_id', 'conversation_id', 'campaign_id'].map((name): [string, string] => [name, given(name)]),
      ['page_token', page],
    ])
    const filters = attributeFilters(given('filters'))
    if (filters.length === 0) return { method: 'GET', path, query: [...pairs, ['page_size', String(pageSize)]] }
    return { method: 'POST', path, query: [], body: JSON.stringify({ ...Object.fromEntries(pairs), page_size: pageSize, filters }) }
  },
}

const team: View = {
  ...chatlayer,
  title: 'Events of a team',
  of: 'team',
  filters: [{ name: 'user_id', label: 'User' }],
  ask: (given, page) => ({
    method: 'GET',
    path: `/v1/teams/${encodeURIComponent(given('of'))}/events`,
    query: some([
      ['start_time', given('from') || first],
      ['end_time', given('to') || last],
      ['user_id', given('user_id')],
      ['page_token', page],
      ['page_size', String(pageSize)],
    ]),
  }),
}

const inkeep = { api: 'inkeep', of: '' } as const

/** What the filters of a list of logged events are in the language of queries; undefined if there is none. */
export function whereOf(given: Given): object | undefined {
  const fields: [string, string, unknown][] = [
    ['createdAt', 'gte', given('from')],
    ['createdAt', 'lt', given('to')],
    ['type', 'eq', given('type')],
    ['eventType', 'eq', given('eventType')],
    ['conversationId', 'eq', given('conversationId')],
    ['searchQuery', 'eq', given('searchQuery')],
    ['userProperties', 'eq', given('user') && { path: ['id'], value: given('user') }],
  ]
  const conditions = fields
    .filter(([, , value]) => value !== '')
    .map(([field, operator, value]) => ({ condition: { field, operator, value } }))
  return conditions.length > 1 ? { and: conditions } : conditions[0]
}

const events: View = {
  ...inkeep,
  title: 'Logged events',
  things: ['event', 'events'],
  timed: true,
  pages: 'none',
  write: 'LogEvent',
  filters: [
    { name: 'type', label: 'Type', placeholder: 'search_query_submitted' },
    { name: 'eventType', label: 'About', options: ['', 'message', 'conversation', 'search'] },
    { name: 'conversationId', label: 'Conversation' },
    { name: 'searchQuery', label: 'Search' },
    { name: 'user', label: 'User', placeholder: 'userProperties.id' },
  ],
  ask: (given) => ({ method: 'POST', path: '/query/events', query: [], body: JSON.stringify({ where: whereOf(given) }) }),
  read: (answer) => {
    const data = object(object(answer)['data'])
    const items = list(data['result']).map((event): Item => {
      const e = object(event)
      const about = text(e['searchQuery']) || text(e['messageId']) || text(e['conversationId'])
      return {
        key: text(e['id']),
        at: text(e['createdAt']),
        name: text(e['type']),
        who: text(object(e['userProperties'])['id']) || text(object(e['userProperties'])['userId']),
        facts: `${about} ${facts(e['properties'])}`,
        raw: event,
      }
    })
    items.sort((a, b) => b.at.localeCompare(a.at))
    return { items, next: '', total: Number(data['total'] ?? items.length) }
  },
}

const offsetPage =
  (path: string) =>
  (_: Given, page: string): Question => ({
    method: 'GET',
    path,
    query: [
      ['limit', String(pageSize)],
      ['offset', page || '0'],
    ],
  })

const nextOffset = (page: string, total: number): string =>
  Number(page || 0) + pageSize < total ? String(Number(page || 0) + pageSize) : ''

const conversations: View = {
  ...inkeep,
  title: 'Conversations',
  things: ['conversation', 'conversations'],
  timed: false,
  pages: 'offset',
  write: 'LogConversation',
  filters: [],
  ask: offsetPage('/conversations'),
  read: (answer, page) => {
    const items = list(object(answer)['conversations']).map((conversation): Item => {
      const c = object(conversation)
      const messages = list(c['messages'])
      return {
        key: text(c['id']),
        at: text(c['createdAt']),
        name: text(c['type']),
        who: text(object(c['userProperties'])['id']),
        facts: `${count(messages.length, 'message')}: ${text(object(messages[0])['content'])}`,
        raw: conversation,
      }
    })
    const total = Number(object(answer)['total'] ?? items.length)
    return { items, next: nextOffset(page, total), total }
  },
}

const feedback: View = {
  ...inkeep,
  title: 'Feedback',
  things: ['piece of feedback', 'pieces of feedback'],
  timed: false,
  pages: 'offset',
  write: 'SubmitFeedback',
  filters: [],
  ask: offsetPage('/feedback'),
  read: (answer, page) => {
    const a = object(answer)
    const items = [...list(a['positiveFeedback']), ...list(a['negativeFeedback'])].map((one): Item => {
      const f = object(one)
      const reasons = list(f['reasons']).map((r) => text(object(r)['label']))
      return {
        key: text(f['id']),
        at: text(f['createdAt']),
        name: text(f['type']),
        who: text(object(f['userProperties'])['id']),
        facts: [...reasons, text(f['details']), `message ${text(f['messageId'])}`].filter(Boolean).join(' '),
        raw: one,
      }
    })
    items.sort((a, b) => b.at.localeCompare(a.at))
    const [positive, negative] = [Number(a['positiveFeedbackCount'] ?? 0), Number(a['negativeFeedbackCount'] ?? 0)]
    return { items, next: nextOffset(page, Math.max(positive, negative)), total: positive + negative }
  },
}

export const views: Record<ViewName, View> = { bot, team, events, conversations, feedback }

export const viewOf = (name: string): ViewName => (name in views ? (name as ViewName) : 'bot')
