import { useMock } from '@understudy-mock/understudy/vitest'
import { beforeEach, describe, expect, test } from 'vitest'
import { listEvents, pageSize, type Event } from '../src/api/chatlayer'
import { apisOf, day, event, ids, token, walk } from './world'

const mock = useMock({ scenario: 'empty' })
const list = (query: object) => walk(apisOf(mock).chatlayer, { ...day, ...query })

describe('a day of some events', () => {
  const known = [
    event('before', '2026-03-01T23:59:59.999Z', { event: 'sign' }),
    event('first', '00:00:00.000', { event: 'signup', attributes: { plan: 'pro', source: 'mail' } }),
    event('draft', '09:00:00.000', { version: 'DRAFT', attributes: { plan: 'pro' } }),
    event('mia', '10:00:00.000', { event: 'signup', user_id: 'mia', attributes: { plan: 'free', note: 'pro' } }),
    event('Mia', '10:00:00.001', { event: 'Signup', user_id: 'Mia', attributes: { plan: 'Pro' } }),
    event('mia too', '10:00:00.002', { event: 'signup_done', user_id: 'mia ', attributes: { plan: 'professional' } }),
    event('mia pro', '11:00:00.123', { user_id: 'mia', attributes: { plan: 'pro', Plan: 'free' } }),
    event('mia signup', '11:30:00.000', { event: 'signup', user_id: 'mia', attributes: { plan: 'pro' } }),
    event('odd', '12:00:00.000', { user_id: 'a&b=c+d %20 "é" 你好', event: 'ünï 🎉', attributes: { 'a.b c': "it's \\ 50 % +1\n", empty: '' } }),
    event('last', '23:59:59.999', { channel_type: '', conversation_id: '' }),
    event('after', '2026-03-03T00:00:00.000Z', { event: 'SIGNUP' }),
    event('elsewhere', '12:00:00.000', { bot_id: 'demobot2', attributes: { plan: 'pro' } }),
  ]
  const liveOn = (wanted: (event: Event) => boolean) =>
    ids(known.filter((event) => event.bot_id === day.bot && !['before', 'draft', 'after'].includes(event.id) && wanted(event)))

  beforeEach(() => mock.importEvents('chatlayer', known))

  test('has them whole, from its first instant to its last', async () => {
    const events = await list({})
    expect(ids(events)).toEqual(liveOn(() => true))
    for (const { channel_id: _, ...whole } of known.filter(({ id }) => ids(events).includes(id))) expect(events).toContainEqual(whole)
  })

  test('has the events of a draft apart', async () => {
    expect(ids(await list({ version: 'DRAFT' }))).toEqual(['draft'])
  })

  test('begins and ends to the millisecond', async () => {
    const start = new Date('2026-03-02T10:00:00.001Z')
    expect(ids(await list({ start, end: new Date('2026-03-02T11:00:00.123Z') }))).toEqual(['Mia', 'mia too'])
    expect(ids(await list({ start, end: new Date('2026-03-02T11:00:00.124Z') }))).toEqual(['Mia', 'mia pro', 'mia too'])
  })

  test.each(['signup', 'Signup', 'ünï 🎉', 'sign', 'SIGNUP'])('can be narrowed to the event %j', async (name) => {
    expect(ids(await list({ event: name }))).toEqual(liveOn(({ event }) => event === name))
  })

  test.each(['mia', 'Mia', 'mia ', 'a&b=c+d %20 "é" 你好', 'nobody'])('can be narrowed to the user %j', async (user) => {
    expect(ids(await list({ user }))).toEqual(liveOn(({ user_id }) => user_id === user))
  })

  test.each([
    ['plan', 'pro'],
    ['plan', 'Pro'],
    ['note', 'pro'],
    ['plan', 'nothing'],
    ['nothing', 'pro'],
    ['a.b c', "it's \\ 50 % +1\n"],
    ['empty', ''],
  ])('can be narrowed to where %s is %j', async (key, value) => {
    const events = await list({ attribute: { key, value } })
    expect(ids(events)).toEqual(liveOn(({ attributes }) => attributes[key] === value))
    for (const found of events) expect(found.attributes).toEqual(known.find(({ id }) => id === found.id)?.attributes)
  })

  test('can be narrowed by several conditions at once', async () => {
    expect(ids(await list({ event: 'signup', user: 'mia' }))).toEqual(['mia', 'mia signup'])
    expect(ids(await list({ event: 'signup', user: 'mia', attribute: { key: 'plan', value: 'pro' } }))).toEqual(['mia signup'])
    expect(ids(await list({ version: 'DRAFT', attribute: { key: 'plan', value: 'pro' } }))).toEqual(['draft'])
    const end = new Date('2026-03-02T11:30:00Z')
    expect(ids(await list({ end, attribute: { key: 'plan', value: 'pro' } }))).toEqual(['first', 'mia pro'])
  })

  test('is that of one bot', async () => {
    expect(ids(await list({ bot: 'demobot2' }))).toEqual(['elsewhere'])
  })

  test('can be asked for by many at once', async () => {
    const users = ['mia', 'Mia', 'noah', 'nobody', 'mia ', 'mia', 'noah', 'Mia']
    const lists = await Promise.all(users.map((user) => list({ user })))
    expect(lists.map(ids)).toEqual(users.map((user) => liveOn(({ user_id }) => user_id === user)))
    const names = ['signup', 'Signup', 'step_entered', 'signup', 'sign']
    const more = await Promise.all(names.map((name) => list({ event: name })))
    expect(more.map(ids)).toEqual(names.map((name) => liveOn(({ event }) => event === name)))
  })
})

describe('a busy day', () => {
  // Three pages and a bit; forty events each share their instant, so that pages end in the middle of one.
  const many = Array.from({ length: 3 * pageSize + 1 }, (_, i) =>
    event(`e${String(i).padStart(3, '0')}`, `12:00:0${Math.floor(i / 40)}.000`, {
      event: i % 3 === 0 ? 'signup' : 'step_entered',
      user_id: i % 2 === 0 ? 'mia' : 'noah',
      attributes: { plan: i % 2 === 0 ? 'pro' : 'free', n: String(i) },
    }),
  )
  beforeEach(() => mock.importEvents('chatlayer', many))

  test('comes page by page, each event once', async () => {
    expect(ids(await list({}))).toEqual(ids(many))
  })

  test('has no page that is larger than we asked for', async () => {
    const { chatlayer } = apisOf(mock)
    const first = await listEvents(chatlayer, day)
    expect(first.events.length).toBeLessThanOrEqual(pageSize)
    expect(first.next_page_token).not.toBe('')
  })

  test('is narrowed on every page', async () => {
    expect(ids(await list({ user: 'mia' }))).toEqual(ids(many.filter(({ user_id }) => user_id === 'mia')))
    expect(ids(await list({ event: 'step_entered' }))).toEqual(ids(many.filter(({ event }) => event === 'step_entered')))
    const pro = await list({ attribute: { key: 'plan', value: 'pro' } })
    expect(ids(pro)).toEqual(ids(many.filter(({ attributes }) => attributes.plan === 'pro')))
    expect(new Set(pro.map(({ attributes }) => attributes.n)).size).toBe(pro.length)
  })
})

test('an empty world has an empty list', async () => {
  expect(await list({})).toEqual([])
})

describe('credentials', () => {
  beforeEach(() => mock.importEvents('chatlayer', [event('secret', '10:00:00.000')]))

  const wrong = [
    'demo-token-id:wrong',
    'other-token-id:demo-token-secret',
    'nobody:demo-token-secret',
    'demo-token-id:DEMO-TOKEN-SECRET',
    `${token}x`,
  ]
  test.each(wrong)('%j is refused', async (token) => {
    const { chatlayer, waits } = apisOf(mock, { token, key: '' })
    const refused = { failure: 'credentials', message: expect.not.stringMatching(/^status/) }
    await expect(listEvents(chatlayer, day)).rejects.toMatchObject(refused)
    const attribute = { key: 'plan', value: 'pro' }
    await expect(listEvents(chatlayer, { ...day, attribute })).rejects.toMatchObject(refused)
    expect(waits).toEqual([])
  })

  test('of another team do not show our events', async () => {
    const { chatlayer } = apisOf(mock, { token: 'other-token-id:other-token-secret', key: '' })
    await expect(listEvents(chatlayer, day)).rejects.toMatchObject({ name: 'ApiError' })
  })
})
