// What the tests in the browser share: mocks, pages that are watched, and requests for the mock to show.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const tools = createRequire(new URL('../../../../.tools/package.json', import.meta.url))
const { chromium } = tools('playwright-core')
const axe = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')

export const sizes = { phone: [360, 740], laptop: [1280, 800], large: [2560, 1440] }

/** Starts the program, which ends with this process. A test stops it when its page is closed, and so says so after it has opened that. */
export async function startMock(...flags) {
  const child = spawn(
    process.env.UNDERSTUDY,
    ['serve', '--addr', '127.0.0.1:0', '--events', '200', '--stop-with', String(process.pid), ...flags],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  )
  const url = await new Promise((resolve, reject) => {
    child.stdout.once('data', (line) => resolve(String(line).trim()))
    child.once('exit', (status) => reject(new Error(`the mock ended with ${status}`)))
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  return { url, stop: (signal = 'SIGTERM') => (child.kill(signal), ended) }
}

let browser

export async function openBrowser() {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  return browser
}

/** Windows that no test has now: making one costs more than most of what a test does in it. */
const idle = []

async function windowOf() {
  const known = idle.pop()
  if (known) return known
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'], reducedMotion: 'reduce' })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  return page
}

/**
 * Opens the console in a window that no other test has, and leaves it empty when the test ends. A test fails that has the page complain,
 * ask another host, or be wider than its window. `expects` are complaints that belong to the test.
 */
export async function open(t, url, { size = sizes.laptop, theme = 'light', at = '', expects = /^$/ } = {}) {
  const page = await windowOf()
  await page.setViewportSize({ width: size[0], height: size[1] })
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  const complaints = []
  const complain = (text) => expects.test(text) || complaints.push(text)
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complain(message.text()))
  page.on('pageerror', (error) => complain(`uncaught: ${error.message}`))
  page.on('request', (request) => {
    const asked = new URL(request.url())
    if (asked.protocol !== 'data:' && asked.protocol !== 'blob:' && asked.origin !== new URL(url).origin)
      complaints.push(`asked ${request.url()}`)
  })
  page.on('dialog', (dialog) => complaints.push(`a dialog: ${dialog.message()}`))
  t.after(async () => {
    for (const event of ['console', 'pageerror', 'request', 'dialog']) page.removeAllListeners(event)
    await page.evaluate(() => localStorage.clear())
    await page.goto('about:blank')
    idle.push(page)
    assert.deepEqual(complaints, [])
  })
  await page.goto(`${url}/__understudy/console/${at}`)
  await page.locator('.bar').waitFor()
  return page
}

/** An empty page, for what a browser can do and Node.js cannot. */
export async function openPlain(t) {
  const context = await browser.newContext()
  t.after(() => context.close())
  return context.newPage()
}

/** Waits until a function of the page, or a locator, gives what is wanted. */
export async function eventually(get, want, limit = 30_000) {
  const until = Date.now() + limit
  for (;;) {
    const got = await get()
    if (typeof want === 'function' ? want(got) : got === want) return got
    if (Date.now() > until)
      assert.fail(`still ${JSON.stringify(got)} after ${limit} ms, wanted ${typeof want === 'function' ? want : JSON.stringify(want)}`)
    await new Promise((resolve) => setTimeout(resolve, 40))
  }
}

/** Waits until the page follows what comes. */
export const live = (page) => eventually(() => page.locator('.live').getAttribute('class'), 'live live')

/** Fails if axe-core finds anything, or if the page is wider than its window. */
export async function accessible(page, what) {
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    })
    return violations.flatMap((v) =>
      v.nodes.map(
        (n) =>
          `${v.id}: ${n.html.slice(0, 160)} (${n.any
            .concat(n.all, n.none)
            .map((c) => c.message)
            .join('; ')})`,
      ),
    )
  })
  assert.deepEqual(found, [], what)
  await fits(page, what)
}

/** Fails if the page is wider than its window, which is told without the long look of axe-core. */
export async function fits(page, what) {
  const [window, ...wide] = await page.evaluate(() => {
    const controls = [...document.querySelectorAll(':is(button, a, input, h1, h2, h3, p):not(.views *, .skip, .hidden)')]
    const right = (element) => [Math.round(element.getBoundingClientRect().right), (element.innerText || element.tagName).slice(0, 40)]
    return [innerWidth, [document.documentElement.scrollWidth, 'the page'], ...controls.map(right)]
  })
  assert.deepEqual(
    wide.filter(([right]) => right > window),
    [],
    `${what}: beyond the window of ${window} px`,
  )
}

const basic = (credential) => ({ Authorization: `Basic ${btoa(credential)}`, 'Content-Type': 'application/json' })
const demo = basic('demo-token-id:demo-token-secret')
const bot = '/v1/bots/demobot1/events/'
const always = 'version=LIVE&start_time=2020-01-01&end_time=2100-01-01'

/** Requests of a client at a base URL, each of which returns the id that the mock gave it. */
export function client(base) {
  const ask = async (method, path, body, headers = demo) => {
    const answer = await fetch(base + path, { method, headers, body: body?.constructor === Object ? JSON.stringify(body) : body })
    await answer.arrayBuffer()
    return { status: answer.status, id: answer.headers.get('Understudy-Request-Id') }
  }
  return {
    ask,
    list: (query = always) => ask('GET', `${bot}stream?${query}`),
    track: (event) => ask('POST', `${bot}track`, { user_id: 'mia', version: 'LIVE', ...event }),
    stranger: () => ask('GET', `${bot}stream?${always}`, undefined, basic('demo-token-id:wrong')),
    control: async (method, path, body) => {
      const answer = await fetch(`${base}/__understudy/${path}`, {
        method,
        headers: { 'Content-Type': 'application/json' },
        body: body && JSON.stringify(body),
      })
      const text = await answer.text()
      return text ? JSON.parse(text) : undefined
    },
  }
}
