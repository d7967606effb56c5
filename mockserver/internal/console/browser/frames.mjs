// Measures the list of traffic while requests stream in: frames a second, the longest task of the page, and its memory.
import { Agent, request } from 'node:http'
import { openBrowser, startMock } from './kit.mjs'

const streamed = 10_000
const grown = 100_000
const mock = await startMock()
const browser = await openBrowser()
const agent = new Agent({ keepAlive: true })
const path = '/v1/bots/demobot1/events/stream?version=LIVE&start_time=2020-01-01&end_time=2100-01-01&page_size=1'

const ask = () =>
  new Promise((resolve, reject) => {
    const headers = { Authorization: `Basic ${btoa('demo-token-id:demo-token-secret')}` }
    const asked = request(mock.url + path, { agent, headers }, (answer) => answer.resume().once('end', resolve))
    asked.once('error', reject).end()
  })

/** Four clients, each of which waits for its answer, so that nothing piles up. */
async function stream(count) {
  const client = async () => {
    for (let i = 0; i < count / 4; i++) await ask()
  }
  await Promise.all([client(), client(), client(), client()])
}

/** Counts in the page until it is asked again. */
const watch = (page) =>
  page.evaluate(() => {
    const seen = { frames: [performance.now()], tasks: [] }
    const tasks = new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map((entry) => entry.duration)))
    tasks.observe({ entryTypes: ['longtask'] })
    const frame = (now) => (seen.frames.push(now), requestAnimationFrame(frame))
    requestAnimationFrame(frame)
    window.watched = seen
  })

const report = (page, what) =>
  page.evaluate((what) => {
    const { frames, tasks } = window.watched
    const gaps = frames.slice(1).map((at, i) => at - frames[i])
    const seconds = (frames.at(-1) - frames[0]) / 1000
    const rows = document.querySelector('.live')?.getAttribute('data-rows')
    const longest = `longest gap ${Math.max(...gaps).toFixed(0)} ms, longest task ${Math.max(0, ...tasks).toFixed(0)} ms`
    const pace = `${(gaps.length / seconds).toFixed(1)} frames a second`
    return `${what}: ${rows} requests in ${seconds.toFixed(1)} s, ${pace}, ${longest}`
  }, what)

async function heap(page) {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return `${(usedSize / 2 ** 20).toFixed(1)} MiB of JavaScript's memory`
}

try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(`${mock.url}/__understudy/console/#/traffic`)
  await page.getByText('No request has come yet.').waitFor()
  console.log(`nothing yet: ${await heap(page)}`)
  await watch(page)
  await page.waitForTimeout(1000)
  console.log(await report(page, 'at rest'))
  await watch(page)
  await stream(streamed)
  console.log(await report(page, 'streamed in'))
  await watch(page)
  const scroll = page.locator('.live').evaluate(async (box) => {
    for (let i = 0; i < 120; i++) {
      box.scrollTop = (i % 60) * 400
      await new Promise(requestAnimationFrame)
    }
  })
  await Promise.all([scroll, stream(streamed / 5)])
  console.log(await report(page, 'scrolled meanwhile'))
  for (let sent = streamed * 1.2; sent < grown; sent += grown / 4) {
    console.log(`after ${sent}: ${await heap(page)}`)
    await stream(grown / 4)
  }
  console.log(`at the end: ${await heap(page)}`)
} finally {
  agent.destroy()
  await browser.close()
  await mock.stop()
}
