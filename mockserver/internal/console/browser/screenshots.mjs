// Takes the pictures of the README, into the folder that is named.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { client, live, openBrowser, startMock } from './kit.mjs'

const folder = process.argv[2]
await mkdir(folder, { recursive: true })
const mock = await startMock('--addr', '127.0.0.1:4747', '--events', '5000', '--now', '2026-01-15T10:00:00Z')
const browser = await openBrowser()
try {
  const asked = client(mock.url)
  const list = (more) => asked.list(`version=LIVE&start_time=2026-01-08&end_time=2026-01-15&page_size=50${more}`)
  for (const event of ['', '&event=feedback_given', '&user_id=mia']) await list(event)
  await asked.stranger()
  await asked.list('version=live&start_time=2026-01-08&end_time=2026-01-15')
  const bad = await asked.track({ event: 12, attributes: { plan: ['pro'], source: 'pricing' } })
  await asked.control('POST', 'faults', { match: { operation: 'TrackEvent' }, when: { first: 1 }, status: 503 })
  await asked.track({ event: 'signup', attributes: { plan: 'pro' } })
  await asked.track({ event: 'signup', attributes: { plan: 'pro' } })
  for (const event of ['conversation_started', 'message_sent', 'feedback_given', 'conversation_ended']) {
    await list(`&event=${event}`)
    await asked.track({ event, attributes: { source: 'pricing' } })
  }
  const shoot = async (name, colorScheme, at) => {
    const page = await browser.newPage({ viewport: { width: 1160, height: 720 }, colorScheme, reducedMotion: 'reduce' })
    await page.goto(`${mock.url}/__understudy/console/${at}`)
    await page
      .getByText(at ? 'put it in quotes' : 'found nothing')
      .first()
      .waitFor()
    await live(page)
    await page.getByText('demo-token-secret').first().waitFor()
    await page.screenshot({ path: join(folder, `${name}.png`) })
    await page.close()
  }
  await shoot('overview', 'light', '')
  await shoot('traffic', 'dark', `#/traffic?id=${bad.id}`)
} finally {
  await browser.close()
  await mock.stop()
}
