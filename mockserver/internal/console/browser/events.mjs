import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { accessible, client, eventually, fits, open, sizes, startMock } from './kit.mjs'

const run = (program, args) => promisify(execFile)(program, args, { timeout: 20_000 })
const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText())
const evil = '<img src=x onerror="document.title=`pwned`">'

export function events(mock) {
  test('events are walked page by page as a client walks them, and what was written is marked', async (t) => {
    const base = `${mock.url}/~walk`
    const asked = client(base)
    await asked.track({ event: evil, attributes: { [evil]: evil } })
    const page = await open(t, base, { at: '#/events' })
    await page.getByText(/^\d+ events on all pages, of which 1 was written/).waitFor()
    await page.getByText('Page 1: 50 events').waitFor()
    const first = await page.locator('.virtual-row time').first().getAttribute('datetime')
    await page.getByRole('button', { name: 'Copy the request as curl' }).click()
    const { stdout } = await run('sh', ['-c', (await clipboard(page)).replace('curl -i', 'curl -s')])
    const list = JSON.parse(stdout)
    assert.deepEqual([list.events.length, list.events[0].timestamp], [50, first], 'the command lists the same')
    await page.getByRole('button', { name: 'Next page' }).click()
    await page.getByText('Page 2: 50 events').waitFor()
    await eventually(
      () => page.url(),
      (url) => url.includes(encodeURIComponent(list.next_page_token)),
    )
    await page.keyboard.press('n')
    await page.getByText('Page 3: 50 events').waitFor()
    await page.getByRole('button', { name: 'Back', exact: true }).click()
    await page.getByText('Page 2: 50 events').waitFor()
    for (let i = 3; i < 5; i++) {
      await page.keyboard.press('n')
      await page.getByText(new RegExp(`^Page ${i}: `)).waitFor()
    }
    await page.locator('.virtual').press('End') // the newest, which is the last one
    await page.locator('.virtual-row[aria-selected=true]', { hasText: 'written' }).waitFor()
    await page.locator('.detail .json-string', { hasText: 'onerror' }).first().waitFor()
    assert.equal(await page.locator('main img').count(), 0)
    assert.equal(await page.getByRole('button', { name: 'Next page' }).isDisabled(), true)
    await page.keyboard.press('/') // the filters are folded away beside a detail
    await eventually(() => page.evaluate(() => document.activeElement?.closest('.asking input') != null), true)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await eventually(() => page.locator('.detail').count(), 0)
    await page.getByRole('button', { name: 'First page' }).click()
    await page.getByText('Page 1: 50 events').waitFor()
    const { total } = await asked.control('GET', 'journal')
    assert.equal(total, 2, 'what was tracked and the command: looking counts as nothing')
    await asked.track({ event: 'later' })
    await page.getByRole('button', { name: '1 newer: read again' }).click()
    await page.getByText(/^\d+ events on all pages, of which 2 were written/).waitFor()
  })

  test('bars are brushed to ask for less time, and filters are those of the API', async (t) => {
    const base = `${mock.url}/~brush`
    const page = await open(t, base, { at: '#/events' })
    const plot = page.locator('.plot .u-over')
    await plot.waitFor()
    const { x, y, width, height } = await plot.boundingBox()
    await page.mouse.move(x + width * 0.4, y + height / 2)
    await page.mouse.down()
    await page.mouse.move(x + width * 0.6, y + height / 2, { steps: 3 })
    await page.mouse.up()
    await eventually(
      () => page.url(),
      (url) => /from=.*&to=/.test(url),
    )
    const at = new URLSearchParams(new URL(page.url()).hash.split('?')[1])
    await page.locator('.asked code', { hasText: `start_time=${at.get('from')}&end_time=${at.get('to')}` }).waitFor()
    const times = () => page.locator('.virtual-row time').evaluateAll((all) => all.map((e) => e.getAttribute('datetime')))
    await eventually(times, (all) => all.length > 0 && all.every((time) => time >= at.get('from') && time < at.get('to')))
    await page.getByRole('button', { name: 'All times' }).click()
    await page.getByLabel('Event', { exact: true }).fill('conversation_started')
    await page.getByLabel('Event', { exact: true }).press('Enter')
    await page.locator('.asked code', { hasText: 'event=conversation_started' }).waitFor()
    await eventually(async () => new Set(await page.locator('.line .event').allInnerTexts()).size, 1)
    await page.getByLabel('Attributes').fill('language eq nl')
    await page.getByLabel('Attributes').press('Enter')
    await page.locator('.asked code', { hasText: '"filters":[{"key":"language"' }).waitFor()
    await page.locator('.asked b', { hasText: 'POST' }).waitFor()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await page.getByLabel('User', { exact: true }).fill('Nobody')
    await page.getByLabel('User', { exact: true }).press('Enter')
    await page.getByText('no event has user_id "Nobody"').waitFor()
  })

  test('a refusal is told in the words of the API, beside what it broke, and other credentials help', async (t) => {
    const base = `${mock.url}/~refusing`
    const page = await open(t, base, { at: '#/events?of=otherbot', expects: /40[013]/ })
    await page.getByText('The API refused it with 403.').waitFor()
    await page.getByRole('combobox', { name: 'As' }).selectOption('other-token-id:other-token-secret')
    await page.getByText('Page 1: 50 events').waitFor()
    await page.getByRole('combobox', { name: 'As' }).selectOption('another…')
    await page.getByLabel('Credential').fill('nobody:wrong')
    await page.getByLabel('Credential').press('Enter')
    await page.getByText('The API refused it with 401.').waitFor()
    assert.ok(!page.url().includes('wrong'), 'a typed credential is in no address')
    await page.getByRole('combobox', { name: 'As' }).selectOption('other-token-id:other-token-secret')
    await page.getByLabel('From', { exact: true }).fill('yesterday')
    await page.getByLabel('From', { exact: true }).press('Enter')
    await page.locator('.violation', { hasText: 'start_time' }).waitFor()
  })

  test("Inkeep's events, conversations and feedback are listed and counted", async (t) => {
    const base = `${mock.url}/~inkeep`
    const bearer = { Authorization: 'Bearer demo-api-key', 'Content-Type': 'application/json' }
    await client(base).ask('POST', '/events', { type: 'mine', entityType: 'search', searchQuery: 'a' }, bearer)
    const page = await open(t, base, { at: '#/events?view=events' })
    await page.locator('.plot').waitFor()
    await page.getByLabel('Type').fill('mine')
    await page.getByLabel('Type').press('Enter')
    await page.locator('.virtual-row', { hasText: 'written' }).waitFor()
    await page.getByText('Page 1: 1 event of 1').waitFor()
    await page.getByLabel('What', { exact: true }).selectOption('conversations')
    await page.locator('.plot').waitFor()
    const total = (await (await fetch(`${base}/conversations`, { headers: bearer })).json()).total
    await page.getByText(new RegExp(`^Page 1: .* of ${total}`)).waitFor()
    if (total > 50) {
      await page.getByRole('button', { name: 'Next page' }).click()
      await page.getByText(/^Page 2:/).waitFor()
    }
    await page.getByLabel('What', { exact: true }).selectOption('feedback')
    await page.locator('.virtual-row', { hasText: 'message' }).first().waitFor()
  })

  test('an event is written by a form of the contract, with what it breaks beside the member', async (t) => {
    const base = `${mock.url}/~written`
    const page = await open(t, base, { at: '#/events', expects: /400|422|ERR_/ })
    await page.getByText('Page 1: 50 events').waitFor()
    await page.keyboard.press('w')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Send', exact: true }).click()
    await dialog.getByRole('alert').getByText('Nothing is filled in').waitFor()
    await dialog.getByRole('button', { name: 'Send it all the same' }).waitFor()
    await dialog.getByLabel('event', { exact: true }).fill('signup')
    await page.keyboard.press('Escape')
    await eventually(() => dialog.count(), 0)
    await page.keyboard.press('w')
    assert.equal(await dialog.getByLabel('event', { exact: true }).inputValue(), 'signup', 'what was typed is there again')
    await dialog.getByLabel('timestamp').fill('yesterday')
    await dialog.getByLabel('attributes').fill('plan=pro\nsource=a=b')
    await dialog.getByText('context', { exact: true }).click()
    await dialog.getByLabel('conversation_id').fill('c-1')
    await client(base).control('POST', 'faults', { reset: true })
    await dialog.getByRole('button', { name: 'Send' }).click()
    await dialog.getByRole('alert').getByText('there was no answer').waitFor()
    await client(base).control('DELETE', 'faults')
    await dialog.getByRole('button', { name: 'Send' }).click()
    await dialog.getByRole('alert').getByText('Refused with 400').waitFor()
    const card = dialog.locator('.fields > div', { hasText: 'timestamp' }).locator('.violation')
    const fix = await card.locator('dd').last().innerText()
    assert.ok(!(await dialog.getByRole('alert').innerText()).includes(fix), 'what is beside its field is said once')
    assert.equal(
      await card.locator('footer').evaluate((footer) => getComputedStyle(footer).position),
      'static',
      'it is no footer of the dialog',
    )
    await dialog.getByRole('button', { name: 'Now' }).click()
    await dialog.getByRole('button', { name: 'Send' }).click()
    await page.getByText(/^Stored as /).waitFor()
    await eventually(() => dialog.count(), 0)
    const [line] = (await (await fetch(`${base}/__understudy/events?api=chatlayer&tracked=true`)).text()).split('\n')
    const { event, attributes, conversation_id } = JSON.parse(line)
    assert.deepEqual([event, attributes, conversation_id], ['signup', { plan: 'pro', source: 'a=b' }, 'c-1'])
    await page.getByText(/of which 1 was written/).waitFor()
    await page.getByLabel('What', { exact: true }).selectOption('events')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Write' }).click()
    await dialog.getByRole('button', { name: 'conversation', exact: true }).click()
    await dialog.getByLabel('type *').fill('shared')
    await dialog.getByRole('button', { name: 'Send' }).click()
    await dialog.getByRole('alert').getByText('Refused with 422').waitFor()
    await dialog.getByLabel('conversationId *').fill('c-2')
    await dialog.getByRole('button', { name: 'Send' }).click()
    await page
      .getByText(/^Stored as /)
      .first()
      .waitFor()
  })

  test('a mock with a token, a clock that stands still and no event', async (t) => {
    const own = await startMock('--control-token', 's3cret', '--now', '2026-01-15T10:00:00Z', '--events', '0')
    const page = await open(t, own.url, { at: '#/events', expects: /401/ })
    t.after(() => own.stop())
    await page.getByLabel('Token', { exact: true }).fill('s3cret')
    await page.keyboard.press('Enter')
    await page.getByText('There is nothing like that.').waitFor()
    await page.locator('.hints li').first().waitFor()
    await page.getByRole('button', { name: 'Write' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('event', { exact: true }).fill('signup')
    await dialog.getByLabel('version').selectOption('LIVE')
    await dialog.getByRole('button', { name: 'Send' }).click()
    await page.locator('.virtual-row', { hasText: 'written' }).waitFor()
    assert.equal(await page.locator('.virtual-row time').getAttribute('datetime'), '2026-01-15T10:00:00.000Z')
  })

  test('the events are accessible at any size, light and dark', async (t) => {
    const base = `${mock.url}/~axe-events`
    await client(base).track({ event: 'signup' })
    const page = await open(t, base, { size: sizes.phone, at: '#/events', expects: /400/ })
    const looks = [
      ['phone', 'light', '', accessible],
      ['phone', 'dark', '?view=events&do=write', fits],
      ['laptop', 'dark', '?do=write', accessible],
      ['large', 'light', '?from=yesterday', fits],
      ['laptop', 'light', '?user_id=mia', accessible],
    ]
    for (const [size, colorScheme, at, look] of looks) {
      await page.setViewportSize({ width: sizes[size][0], height: sizes[size][1] })
      await page.emulateMedia({ colorScheme })
      await page.evaluate((to) => (location.hash = to), `#/events${at}`)
      if (at.endsWith('do=write'))
        await page
          .getByRole('dialog')
          .getByLabel(/^(user_id|messageId)/)
          .waitFor()
      else if (at === '?from=yesterday') await page.locator('.violation').waitFor()
      else await page.locator('.plot').waitFor()
      if (at === '?user_id=mia') {
        await page.locator('.virtual-row').first().click()
        await page.locator('.detail').waitFor()
      }
      await look(page, `events${at} on a ${size}`)
    }
  })
}
