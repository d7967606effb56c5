import { expect, test } from 'vitest'
import type { Schemas } from '../../api/client'
import { expectationCode, expectationOf, kits } from './expectations'
import { languages, snippet } from './snippets'
import type { Sendable } from './sendable'

const request: Sendable = {
  method: 'POST',
  url: "http://127.0.0.1:4747/v1/it's",
  headers: [['Content-Type', 'application/json']],
  credential: 'id:se:cret',
  scheme: 'Basic',
  body: '{"event":"it\'s `so`"}',
  cut: false,
}

test('a request is code in every language', () => {
  for (const language of languages) expect(snippet(language, request)).toMatchSnapshot(language)
  expect(snippet('curl', { ...request, method: 'GET', scheme: 'Bearer', credential: 'key', body: undefined, headers: [] })).toBe(
    "curl -i \\\n  -H 'Authorization: Bearer key' \\\n  'http://127.0.0.1:4747/v1/it'\\''s'",
  )
})

test('what is expected is what stays, as code for every kit', () => {
  const expected = expectationOf({
    operation: 'TrackEvent',
    query: { start_time: '2026-01-01', version: 'LIVE' },
    request: {
      headers: {},
      size: 1,
      truncated: false,
      body: { id: 'x', event: "it's", on: '2026-01-01T00:00:00Z', attributes: { plan: 'pro', 'a-b': null }, list: [1] },
    },
  } as unknown as Schemas['Exchange'])
  expect(expected).toEqual({
    operation: 'TrackEvent',
    query: { version: 'LIVE' },
    body: { event: "it's", attributes: { plan: 'pro', 'a-b': null }, list: [1] },
  })
  for (const kit of kits) expect(expectationCode(kit, expected)).toMatchSnapshot(kit)
})
