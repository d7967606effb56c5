import { expect, test } from 'vitest'

const sources = import.meta.glob<string>('./**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true })

const most = 60

/** The functions of a file that are too long: what others are in is not indented, and neither is its last line. */
function tooLong(text: string): string[] {
  const found: string[] = []
  let name = ''
  let begin = 0
  for (const [i, line] of text.split('\n').entries()) {
    const [, called] = /^(?:export )?(?:default )?(?:async )?(?:function|class|const) (\w+)/.exec(line) ?? []
    if (called) [name, begin] = [called, i]
    else if (/^\}/.test(line)) {
      if (name && i - begin >= most) found.push(name)
      name = ''
    }
  }
  return found
}

test('a function has sixty lines at most', () => {
  const lines = (n: number) => `const f = () => {\n${'  g()\n'.repeat(n - 2)}}\n`
  expect([tooLong(lines(60)), tooLong(lines(3) + lines(61))]).toEqual([[], ['f']])
  const own = Object.entries(sources).filter(([name]) => !name.endsWith('.test.ts'))
  expect(own.length).toBeGreaterThan(50)
  const found = own.flatMap(([name, text]) => tooLong(text).map((f) => `${name} ${f}`))
  expect(found).toEqual([])
})
