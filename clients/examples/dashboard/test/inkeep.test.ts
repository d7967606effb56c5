import { useMock } from '@understudy-mock/understudy/vitest'
import { beforeEach, describe, expect, test } from 'vitest'
import { feedbackCounts, listConversations, logConversationEvent, titleOf, topSearches } from '../src/api/inkeep'
import { apisOf, key, token } from './world'

const mock = useMock({ scenario: 'empty', now: '2026-03-02T12:00:00Z' })
const inkeep = () => apisOf(mock).inkeep

/** What the widget in the documentation does, and we do not. */
async function widget(path: string, body: object): Promise<{ messages: { id: string }[] }> {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' }
  const response = await fetch(mock.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  expect(response.status).toBe(200)
  return (await response.json()) as { messages: { id: string }[] }
}

const conversation = (id: string, question: string, more: object = {}) => ({
  id,
  type: 'openai',
  createdAt: '2026-03-01T08:00:00.000Z',
  messages: [
    { id: `${id}-1`, role: 'user', content: question },
    { id: `${id}-2`, role: 'assistant', content: [{ type: 'text', text: 'Like ' }, { type: 'text', text: 'this.' }] },
  ],
  ...more,
})

describe('conversations', () => {
  test('are listed as the widget logged them', async () => {
    await widget('/conversations', conversation('c1', ' How? 🎉 <b>"so"</b>\n'))
    const { conversations, ...counts } = await listConversations(inkeep())
    expect(conversations).toEqual([conversation('c1', ' How? 🎉 <b>"so"</b>\n')])
    expect(counts).toEqual({ total: 1, pageSize: 5, count: 1 })
    expect(titleOf(conversations[0]!)).toBe('How? 🎉 <b>"so"</b>')
  })

  test('of the help desk have messages without words', async () => {
    const messages = [
      { role: 'bot', content: null },
      { role: 'user', content: 'My key stopped working.' },
    ]
    await widget('/conversations', { id: 't1', type: 'support_ticket', messages })
    const { conversations } = await listConversations(inkeep())
    expect(conversations.map(titleOf)).toEqual(['My key stopped working.'])
    expect(conversations).toMatchObject([{ id: 't1', type: 'support_ticket', createdAt: '2026-03-02T12:00:00.000Z', messages }])
  })

  test('that go on are one conversation, with all that was said', async () => {
    const begun = conversation('c1', 'How?')
    await widget('/conversations', begun)
    const longer = { ...begun, messages: [...begun.messages, { id: 'c1-3', role: 'user', content: 'Thanks' }] }
    await widget('/conversations', longer)
    expect((await listConversations(inkeep())).conversations).toEqual([longer])
  })

  test('come five at a time, with the number of all', async () => {
    for (let i = 1; i <= 7; i++) await widget('/conversations', conversation(`c${i}`, `Question ${i}`))
    const { conversations, ...counts } = await listConversations(inkeep())
    expect(new Set(conversations.map(titleOf)).size).toBe(5)
    expect(counts).toMatchObject({ total: 7, count: 5 })
  })

  test('are no more than none in an empty world', async () => {
    expect(await listConversations(inkeep())).toMatchObject({ conversations: [], total: 0, count: 0 })
  })
})

describe('feedback', () => {
  test('is counted by its kind', async () => {
    for (const id of ['c1', 'c2', 'c3']) {
      await widget('/conversations', conversation(id, 'How?'))
      await widget('/feedback', { type: id === 'c2' ? 'negative' : 'positive', messageId: `${id}-2` })
    }
    expect(await feedbackCounts(inkeep())).toEqual({ positive: 2, negative: 1 })
  })

  test('that nobody gave is none', async () => {
    expect(await feedbackCounts(inkeep())).toEqual({ positive: 0, negative: 0 })
  })
})

describe('searches', () => {
  beforeEach(async () => {
    const search = (searchQuery: string, createdAt: string) =>
      widget('/events', { type: 'search_query_submitted', entityType: 'search', searchQuery, createdAt })
    await search('API key', '2026-02-20T10:00:00Z')
    await search('dark mode', '2026-02-28T10:00:00Z')
    await search('API key', '2026-02-28T10:00:01Z')
    await search('API key', '2026-02-28T10:00:02Z')
    await search('api key', '2026-02-28T10:00:03Z')
    await search('dark mode', '2026-02-28T10:00:04Z')
  })

  test('are counted, the most frequent first', async () => {
    expect(await topSearches(inkeep(), new Date('2026-01-01'))).toEqual([
      { search_query: 'API key', count: 3 },
      { search_query: 'dark mode', count: 2 },
      { search_query: 'api key', count: 1 },
    ])
  })

  test('of before are not', async () => {
    const searches = await topSearches(inkeep(), new Date('2026-02-28T10:00:01.500Z'))
    expect(searches.map(({ search_query: text, count }) => `${text} ${count}`).sort()).toEqual(['API key 1', 'api key 1', 'dark mode 1'])
    expect(await topSearches(inkeep(), new Date('2026-03-01'))).toEqual([])
  })
})

describe('an event about a conversation', () => {
  const opened = { id: 'event-1', type: 'conversation_opened', conversationId: 'c1', user: 'mia' }

  /** All events that there are, as a query finds them. */
  async function logged(): Promise<object[]> {
    const fields = ['id', 'type', 'conversationId', 'userProperties', 'createdAt']
    const body = { select: fields.map((field) => ({ type: 'field', field })) }
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' }
    const response = await fetch(`${mock.url}/query/events`, { method: 'POST', headers, body: JSON.stringify(body) })
    const { status, data } = (await response.json()) as { status: string; data: { result: object[]; total: number; count: number } }
    expect([status, data.total, data.count]).toEqual(['ok', data.result.length, data.result.length])
    return data.result
  }

  test('is logged as it is', async () => {
    const { user: _, ...sent } = opened
    expect(await logConversationEvent(inkeep(), opened)).toMatchObject({ ...sent, createdAt: '2026-03-02T12:00:00.000Z' })
    expect(await logged()).toEqual([{ ...sent, userProperties: { userId: 'mia' }, createdAt: '2026-03-02T12:00:00.000Z' }])
  })

  test('is logged once, though the answer to the first attempt is lost', async () => {
    await mock.fault({ match: { operation: 'LogEvent' }, when: { first: 1 }, reset: true, after_bytes: 0 })
    await logConversationEvent(inkeep(), opened)
    expect(await logged()).toHaveLength(1)
  })

  test('is one of many at the same time', async () => {
    const { inkeep, waits } = apisOf(mock)
    const all = Array.from({ length: 12 }, (_, i) => ({ ...opened, id: `event-${i}`, type: `type-${i}`, conversationId: `c-${i}` }))
    const answers = await Promise.all(all.map((event) => logConversationEvent(inkeep, event)))
    expect(waits).toEqual([])
    expect(answers).toMatchObject(all.map(({ user: _, ...sent }) => sent))
    expect(await logged()).toHaveLength(12)
  })

  test('is logged with the key of the web page, too, which may read nothing', async () => {
    const web = apisOf(mock, { token, key: 'demo-web-key' }).inkeep
    await logConversationEvent(web, opened)
    await expect(listConversations(web)).rejects.toMatchObject({ failure: 'credentials' })
    await expect(feedbackCounts(web)).rejects.toMatchObject({ failure: 'credentials' })
    await expect(topSearches(web, new Date())).rejects.toMatchObject({ failure: 'credentials' })
  })

  test('of a stranger is refused, and not kept', async () => {
    const stranger = apisOf(mock, { token, key: 'wrong' }).inkeep
    await expect(logConversationEvent(stranger, opened)).rejects.toMatchObject({ failure: 'credentials', status: 401 })
    await expect(listConversations(stranger)).rejects.toMatchObject({ failure: 'credentials', status: 401, message: expect.not.stringMatching(/^status/) })
    expect(await logged()).toEqual([])
  })
})
