// What a test expects of an exchange, as code for each kit.
import type { Schemas } from '../../api/client'
import { shellQuoted } from './snippets'

export const kits = ['Playwright', 'Vitest', 'pytest', 'Go', 'curl'] as const
export type Kit = (typeof kits)[number]

export type Expected = { operation?: string; method?: string; path?: string; query?: Record<string, unknown>; body?: unknown }

/** Members that differ with every run. */
const fleeting = /^(id|.*[_-]id|.*[a-z]Id|timestamp|time|date|.*_(at|time)|.*[a-z](At|Time)|page_token|offset)$/
const asInstant = /^\d{4}-\d\d-\d\d([T ].*)?$/

function lasting(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(lasting)
  const kept = Object.entries(value).filter(
    ([name, inner]) => !fleeting.test(name) && !(typeof inner === 'string' && asInstant.test(inner)),
  )
  return Object.fromEntries(kept.map(([name, inner]) => [name, lasting(inner)]))
}

const some = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length > 0

/** What stays the same when the same is done again. */
export function expectationOf(x: Schemas['Exchange']): Expected {
  const query = lasting(x.query) as Record<string, unknown>
  const body = typeof x.request.body === 'string' ? undefined : lasting(x.request.body)
  return {
    ...(x.operation ? { operation: x.operation } : { method: x.method, path: x.path }),
    ...(some(query) ? { query } : {}),
    ...(some(body) ? { body } : {}),
  }
}

export function expectationCode(kit: Kit, e: Expected): string {
  switch (kit) {
    case 'Playwright':
      return [
        "import { test } from '@understudy-mock/understudy/playwright'",
        '',
        "test('sends it once', async ({ page, mock }) => {",
        "  await page.goto('/')",
        `  await mock.expect(${inJavaScript({ ...e, exactly: 1, within: '2s' }, 1)})`,
        '})',
      ].join('\n')
    case 'Vitest':
      return [
        "import { test } from '@understudy-mock/understudy/vitest'",
        '',
        "test('sends it once', async ({ mock }) => {",
        '  // what sends it, to mock.url',
        `  await mock.expect(${inJavaScript({ ...e, exactly: 1, within: '2s' }, 1)})`,
        '})',
      ].join('\n')
    case 'pytest':
      return [
        'def test_sends_it_once(understudy_namespace):',
        '    # what sends it, to understudy_namespace.url',
        '    understudy_namespace.expect(',
        ...Object.entries({ ...e, exactly: 1, within: '2s' }).map(([name, value]) => `        ${name}=${inPython(value, 2)},`),
        '    )',
      ].join('\n')
    case 'Go':
      return inGo(e)
    case 'curl':
      return [
        'curl --fail-with-body \\',
        `  --json ${shellQuoted(JSON.stringify({ ...e, exactly: 1, within: '2s' }))} \\`,
        '  "$UNDERSTUDY_URL/__understudy/journal/expect"',
      ].join('\n')
  }
}

const nothing = (value: object): boolean => Object.keys(value).length === 0

/** Writes a value with a line for each member, as a language has it. */
function written(
  value: unknown,
  depth: number,
  as: { indent: string; name: (name: string) => string; atom: (value: unknown) => string },
): string {
  if (typeof value !== 'object' || value === null) return as.atom(value)
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  if (nothing(value)) return open + close
  const around = as.indent.repeat(depth)
  const members = Object.entries(value).map(
    ([name, inner]) => `${around}${as.indent}${Array.isArray(value) ? '' : as.name(name)}${written(inner, depth + 1, as)},\n`,
  )
  return `${open}\n${members.join('')}${around}${close}`
}

const singly = (text: string): string => `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`

const inJavaScript = (value: unknown, depth: number): string =>
  written(value, depth, {
    indent: '  ',
    name: (name) => `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : singly(name)}: `,
    atom: (value) => (typeof value === 'string' ? singly(value) : String(value)),
  })

const inPython = (value: unknown, depth: number): string =>
  written(value, depth, {
    indent: '    ',
    name: (name) => `${JSON.stringify(name)}: `,
    atom: (value) => (value === null ? 'None' : value === true ? 'True' : value === false ? 'False' : JSON.stringify(value)),
  })

function inGo(e: Expected): string {
  const value = (value: unknown, depth: number): string => {
    if (value === null) return 'nil'
    if (typeof value !== 'object') return JSON.stringify(value)
    const type = Array.isArray(value) ? '[]any' : 'map[string]any'
    if (nothing(value)) return `${type}{}`
    const around = '\t'.repeat(depth)
    const members = Object.entries(value).map(
      ([name, inner]) => `${around}\t${Array.isArray(value) ? '' : `${JSON.stringify(name)}: `}${valueIn(inner, depth + 1)},\n`,
    )
    return `${type}{\n${members.join('')}${around}}`
  }
  const valueIn = value
  const fields = Object.entries(e).map(([name, inner]) => `\t${name[0]?.toUpperCase()}${name.slice(1)}: ${value(inner, 1)},`)
  return ['mock.Expect(t, mockserver.Expectation{', ...fields, '\tCount: mockserver.Exactly(1),', '\tWithin: 2 * time.Second,', '})'].join(
    '\n',
  )
}
