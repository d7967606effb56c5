import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, client, eventually, live, open, sizes, startMock } from './kit.mjs'

const state = (page) => page.locator('.live').getAttribute('class')

export function shell(mock) {
  test('a namespace is chosen by the address and by the menu', async (t) => {
    await client(`${mock.url}/~one`).list()
    const page = await open(t, `${mock.url}/~one`, { at: '#/traffic' })
    await page.getByText('1 request', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Namespace: one' }).click()
    await page.getByRole('menuitem', { name: /Another/ }).click()
    await page.getByLabel('Name', { exact: true }).fill('Two')
    assert.equal(await page.getByRole('button', { name: 'Go there' }).isDisabled(), true)
    await page.getByLabel('Name', { exact: true }).fill('two')
    await page.keyboard.press('Enter')
    await page.getByText('No request has come yet.').waitFor()
    assert.equal(new URL(page.url()).pathname, '/~two/__understudy/console/')
    await page.goBack()
    await page.getByText('1 request', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Namespace: one' }).click()
    await page.getByRole('menuitemradio', { name: /^default/ }).click()
    await eventually(() => new URL(page.url()).pathname, '/__understudy/console/')
  })

  test('a namespace that is forgotten is told, and not made again by the page', async (t) => {
    const page = await open(t, `${mock.url}/~gone`, { expects: /404/ })
    await live(page)
    await client(mock.url).control('DELETE', 'namespaces/gone')
    await page.getByText('The namespace gone was forgotten').waitFor()
    const { namespaces } = await client(mock.url).control('GET', 'namespaces')
    assert.ok(!namespaces.some((n) => n.name === 'gone'))
    await page.getByRole('button', { name: 'Make it anew' }).click()
    await live(page)
  })

  test('a mock that is killed and started again is followed', async (t) => {
    let own = await startMock()
    const page = await open(t, own.url, { at: '#/traffic', expects: /ERR_|Failed to (load|fetch)|network error/ })
    t.after(() => own.stop())
    await client(own.url).list()
    await page.getByText('1 request', { exact: true }).waitFor()
    await own.stop('SIGKILL')
    await page.getByText('The mock does not answer.').waitFor()
    await page.locator('.virtual-row').waitFor() // what was known is still to be seen
    own = await startMock('--addr', new URL(own.url).host)
    await live(page)
    await page.getByText('was started anew: what came before is gone.').waitFor()
    await page.getByText('No request has come since the mock, or this namespace, was started anew').waitFor()
    await client(own.url).list()
    await page.getByText('1 request', { exact: true }).waitFor()
  })

  test('on a phone the screens have names, and filters are folded away with how many are set', async (t) => {
    const base = `${mock.url}/~phone`
    await client(base).list()
    const page = await open(t, base, { size: sizes.phone, at: '#/traffic?status=4xx&method=GET' })
    for (const name of ['Overview', 'Traffic', 'Events', 'Contract', 'Controls', 'Conformance']) {
      const word = page.locator('nav a span', { hasText: name })
      const { x, width } = await word.boundingBox()
      assert.ok(x >= 0 && x + width <= sizes.phone[0] && (await word.evaluate((e) => e.scrollWidth <= e.parentElement.clientWidth)), name)
    }
    await page.getByRole('button', { name: 'Filters (2)' }).click()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await page.getByRole('button', { name: 'Filters', exact: true }).waitFor()
    await accessible(page, 'the filters of the traffic')
    await page.goto(`${base}/__understudy/console/#/events?from=2020-01-01`)
    await page.getByRole('button', { name: 'Filters (1)' }).click()
    await page.getByLabel('Before').waitFor()
    await accessible(page, 'the filters of the events')
  })

  test('the control token is asked for once, and kept nowhere', async (t) => {
    const own = await startMock('--control-token', 's3cret')
    const page = await open(t, own.url, { expects: /401/ })
    t.after(() => own.stop())
    const typed = page.getByLabel('Token', { exact: true })
    await typed.waitFor()
    await accessible(page, 'the prompt')
    await typed.fill('wrong')
    await page.keyboard.press('Enter')
    await page.getByText('That is not the token.').waitFor()
    await typed.fill('s3cret')
    await page.keyboard.press('Enter')
    await live(page)
    await page.getByText('demo-token-id:demo-token-secret').first().waitFor()
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href]))
    assert.ok(!kept.includes('s3cret'), kept)
    await page.reload()
    await page.getByLabel('Token', { exact: true }).waitFor()
  })

  test('a page of another origin can change nothing, and frame nothing', async (t) => {
    const other = await startMock()
    t.after(() => other.stop())
    const page = await open(t, `${mock.url}/~foreign`, { expects: /Content Security Policy/ })
    const refused = await page.evaluate(
      (url) =>
        Promise.all(
          [
            ['POST', 'reset'],
            ['DELETE', 'journal'],
            ['POST', 'faults'],
          ].map(([method, path]) =>
            fetch(`${url}/__understudy/${path}`, { method, mode: 'no-cors' }).then(
              () => 'sent',
              () => 'blocked',
            ),
          ),
        ),
      other.url,
    )
    assert.deepEqual(refused, ['blocked', 'blocked', 'blocked'], 'its own policy lets it ask nobody else')
    const sent = await fetch(`${other.url}/__understudy/reset`, {
      method: 'POST',
      headers: { Origin: mock.url, 'Sec-Fetch-Site': 'same-site' },
    })
    assert.equal(sent.status, 403)
  })

  test('the keyboard does it all', async (t) => {
    const base = `${mock.url}/~keys`
    const ids = []
    for (let i = 0; i < 5; i++) ids.push((await client(base).list()).id)
    const page = await open(t, base)
    await live(page)
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
    await accessible(page, 'the help')
    await page.keyboard.press('Escape')
    await page.keyboard.press('/')
    await eventually(() => page.evaluate(() => document.activeElement?.getAttribute('type')), 'search')
    await page.keyboard.press('Escape')
    await page.keyboard.press('g')
    await page.keyboard.press('o')
    await page.getByRole('heading', { name: 'Understudy is running' }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('t')
    await page.locator('.virtual-row').first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await eventually(
      () => page.url(),
      (url) => url.endsWith(`id=${ids[3]}`),
    )
    await page.getByRole('heading', { name: 'Response' }).waitFor()
    await page.keyboard.press('Escape')
    await eventually(() => page.locator('.detail').count(), 0)
    await page.keyboard.press('/')
    await page.keyboard.type('nothing-like-this')
    await page.getByText('None of the 5 requests fits.').waitFor()
  })

  test('a mock that keeps no journal says so, and all else is there', async (t) => {
    const own = await startMock('--journal-bytes', '0')
    const page = await open(t, own.url, { expects: /404/ })
    t.after(() => own.stop())
    await page.getByText('The mock refuses to tell.').waitFor()
    await page.getByText('--journal-bytes').first().waitFor()
    await page.getByText('demo-token-id:demo-token-secret').first().waitFor()
  })

  test('light and dark are chosen and remembered', async (t) => {
    const page = await open(t, `${mock.url}/~theme`)
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
    const light = await ground()
    await page.getByRole('button', { name: 'Theme: system' }).click()
    assert.notEqual(await ground(), light)
    await page.reload()
    await page.getByRole('button', { name: 'Theme: dark' }).click()
    assert.equal(await ground(), light)
  })

  for (const [name, size] of Object.entries(sizes)) {
    test(`every screen is accessible on a ${name}`, async (t) => {
      const base = `${mock.url}/~axe-${name}`
      const asked = client(base)
      const theme = name === 'laptop' ? 'dark' : 'light'
      await asked.list()
      await asked.stranger()
      await asked.list('version=live')
      await asked.list('version=LIVE&start_time=2020-01-01&end_time=2100-01-01&user_id=Nobody')
      const { id } = await asked.track({ event: 12, attributes: { plan: ['pro'] } })
      const page = await open(t, base, { size, theme })
      await page.getByText('found nothing').waitFor()
      await accessible(page, 'overview')
      await page.goto(`${base}/__understudy/console/#/traffic`)
      await page.locator('.virtual-row').first().waitFor()
      await accessible(page, 'list')
      await page.goto(`${base}/__understudy/console/#/traffic?id=${id}`)
      await page.getByRole('button', { name: 'Why, and' }).first().click()
      await page.getByText('openapi.yaml').waitFor()
      await accessible(page, 'violation')
      await page.keyboard.press('f')
      await page.getByRole('dialog').waitFor()
      await accessible(page, 'fault')
      await page.keyboard.press('Escape')
      await page.emulateMedia({ colorScheme: theme === 'dark' ? 'light' : 'dark' })
      await page.keyboard.press('e')
      await page.getByRole('dialog').waitFor()
      await accessible(page, 'expectation, in the other theme')
    })
  }
}
