import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { client, eventually, live, open, startMock } from './kit.mjs'

const run = (program, args, options) => promisify(execFile)(program, args, { timeout: 20_000, ...options })
const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText())
const rows = (page) => page.locator('.live').getAttribute('data-rows').then(Number)

export function traffic(mock) {
  test('what comes is shown as it comes, and the address filters it', async (t) => {
    const base = `${mock.url}/~live`
    const asked = client(base)
    const page = await open(t, base, { at: '#/traffic' })
    await page.getByText('No request has come yet.').waitFor()
    await asked.list()
    await asked.list('version=live')
    await asked.track({ event: 'signup' })
    await page.getByText('3 requests', { exact: true }).waitFor()
    assert.match(await page.locator('.virtual-row').first().innerText(), /TrackEvent/)
    await page.getByRole('button', { name: '4xx' }).click()
    await page.getByText('1 of 3 requests').waitFor()
    assert.match(page.url(), /status=4xx/)
    await page.reload()
    await page.getByText('1 of 3 requests').waitFor()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await page.getByLabel('Operation').selectOption('TrackEvent')
    await page.getByText('1 of 3 requests').waitFor()
    await page.goBack()
    await page.getByText('3 requests', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Clear', exact: true }).click()
    assert.equal((await asked.control('GET', 'journal')).total, 3, 'one click alone forgets nothing')
    await page.getByRole('button', { name: 'Forget all?' }).click()
    await page.getByText('No request has come since all were forgotten.').waitFor()
    assert.equal((await asked.control('GET', 'journal')).total, 0)
  })

  test('what comes between the first look and the stream is shown', async (t) => {
    const base = `${mock.url}/~between`
    const page = await open(t, base, { at: '#/traffic' })
    await live(page)
    await page.route('**/journal/stream?*', async (route) => {
      await client(base).list()
      await route.continue()
    })
    await page.reload()
    await page.getByText('1 request', { exact: true }).waitFor()
    await page.unroute('**/journal/stream?*')
  })

  test('a violation stands beside its member, with the rule and what the document says', async (t) => {
    const base = `${mock.url}/~beside`
    const { id } = await client(base).track({ event: 'signup', attributes: { plan: ['pro'] } })
    const page = await open(t, base, { at: `#/traffic?id=${id}` })
    const marked = page.locator('.json-line.marked')
    await marked.waitFor()
    assert.match(await marked.innerText(), /"plan": \[/)
    const card = page.locator('.json-line.marked + .json-mark .violation')
    for (const text of ['body.type', '["pro"]', 'replace it with text']) assert.ok((await card.innerText()).includes(text), text)
    await card.getByRole('button', { name: 'Why, and' }).click()
    assert.match(await card.locator('.said').innerText(), /\S/)
    const contract = await (
      await fetch(`${mock.url}/__understudy/journal/${id}`, { headers: { 'X-Understudy-Namespace': 'beside' } })
    ).json()
    assert.ok((await card.locator('figcaption').innerText()).endsWith(`line ${contract.violations[0].place.line}`))
    await card.getByRole('link', { name: 'Rule' }).click()
    await page.getByText('A server may refuse it, or store it so that no filter finds it.').waitFor()
  })

  test('markup in what came is text', async (t) => {
    const base = `${mock.url}/~markup`
    const evil = '<img src=x onerror="document.title=`pwned`"><script>document.title="pwned"</script>'
    const { id } = await client(base).track({ event: evil, attributes: { [evil]: evil } })
    const odd = await client(base).ask('POST', `/v1/bots/${encodeURIComponent(evil)}/events/track`, evil)
    const page = await open(t, base, { at: `#/traffic?id=${id}` })
    await page.locator('.json-string', { hasText: 'onerror' }).first().waitFor()
    assert.ok((await page.locator('.detail').innerText()).includes(JSON.stringify(evil)))
    await page.goto(`${base}/__understudy/console/#/traffic?id=${odd.id}&q=${encodeURIComponent(evil)}`)
    await page.locator('pre.text', { hasText: 'onerror' }).waitFor()
    assert.equal(await page.locator('main img, main script').count(), 0)
    assert.doesNotMatch(await page.title(), /pwned/)
  })

  test('a request is copied, and the copy does the same', async (t) => {
    const base = `${mock.url}/~copied`
    const { id } = await client(base).track({ event: "it's", attributes: { plan: 'pro' } })
    const page = await open(t, base, { at: `#/traffic?id=${id}` })
    const expected = { operation: 'TrackEvent', body: { event: "it's", attributes: { plan: 'pro' } }, status: 200 }
    const programs = { curl: ['sh', '-c'], fetch: ['node', '--input-type=module', '-e'], Python: ['python3', '-c'] }
    for (const [i, [language, [program, ...args]]] of Object.entries(programs).entries()) {
      await page.getByRole('button', { name: 'Copy as' }).click()
      await page.getByRole('menuitem', { name: language }).click()
      const code = await eventually(
        () => clipboard(page),
        (text) => text.includes(language === 'Python' ? 'urllib' : language),
      )
      await run(program, [...args, code])
      const met = await client(base).control('POST', 'journal/expect', { ...expected, exactly: i + 2 })
      assert.equal(met.met, true, language)
    }
  })

  test('a request is sent again', async (t) => {
    const base = `${mock.url}/~again`
    const { id } = await client(base).track({ event: 'signup' })
    const page = await open(t, base, { at: `#/traffic?id=${id}` })
    await page.getByRole('button', { name: 'Replay' }).click()
    await page.getByText('Sent again: 200.').waitFor()
    await page.getByText('2 requests', { exact: true }).waitFor()
    await eventually(
      () => page.url(),
      (url) => !url.includes(id),
    )
    const met = await client(base).control('POST', 'journal/expect', { operation: 'TrackEvent', body: { event: 'signup' }, exactly: 2 })
    assert.equal(met.met, true)
  })

  test('a request is made a fault, which is taken back', async (t) => {
    const base = `${mock.url}/~faulty`
    const asked = client(base)
    const { id } = await asked.list()
    const page = await open(t, base, { at: `#/traffic?id=${id}` })
    await page.getByRole('button', { name: 'Make this a fault' }).click()
    await page.getByLabel('429, too many').check()
    await page.getByLabel(/^How many times/).fill('')
    await page.getByRole('button', { name: 'Add the fault' }).click()
    await page.getByText('Fault f1 is in force.').waitFor()
    assert.equal((await asked.list()).status, 429)
    assert.equal((await asked.track({ event: 'signup' })).status, 200)
    await page.getByRole('button', { name: 'Take it back' }).click()
    await page.getByText('Fault f1 is gone.').waitFor()
    assert.equal((await asked.list()).status, 200)
  })

  test('what a test expects of a request is met by it', async (t) => {
    const base = `${mock.url}/~expected`
    const { id } = await client(base).track({ event: 'signup', attributes: { plan: 'pro' } })
    const page = await open(t, base, { at: `#/traffic?id=${id}` })
    await page.getByRole('button', { name: 'Expect this in a test' }).click()
    const code = page.getByRole('dialog').locator('pre')
    for (const [kit, has] of [
      ['Playwright', 'understudy/playwright'],
      ['Vitest', 'understudy/vitest'],
      ['pytest', 'def test_'],
      ['Go', 'mockserver.Exactly(1)'],
    ]) {
      await page.getByRole('button', { name: kit, exact: true }).click()
      for (const text of [has, 'TrackEvent', 'signup']) assert.ok((await code.innerText()).includes(text), `${kit}: ${text}`)
    }
    await page.getByRole('button', { name: 'curl', exact: true }).click()
    const { stdout } = await run('sh', ['-c', await code.innerText()], { env: { ...process.env, UNDERSTUDY_URL: base } })
    assert.equal(JSON.parse(stdout).met, true)
  })

  test('an empty list says why', async (t) => {
    const base = `${mock.url}/~empty`
    const { id } = await client(base).list('version=LIVE&start_time=2020-01-01&end_time=2100-01-01&user_id=Nobody')
    const page = await open(t, base, { at: `#/traffic?id=${id}` })
    await page.getByRole('button', { name: 'Why is it empty?' }).waitFor()
    await page.locator('.hints', { hasText: 'no event has user_id "Nobody"' }).waitFor()
    assert.match(await page.locator('.funnel li.none').first().innerText(), /user_id/)
    const another = await client(base).list()
    await page.goto(`${base}/__understudy/console/#/traffic`)
    await page.getByText('2 requests', { exact: true }).waitFor()
    assert.match(await page.locator(`[id$="${id}"]`).innerText(), /\bempty\b/, 'the row says so')
    assert.doesNotMatch(await page.locator(`[id$="${another.id}"]`).innerText(), /empty/)
    await page.getByRole('button', { name: 'empty', exact: true }).click()
    await page.getByText('1 of 2 requests').waitFor()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await page.getByRole('searchbox').fill('empty')
    await page.getByText('1 of 2 requests').waitFor()
  })

  test('what stands in bodies alone is found where that is asked for, as it comes', async (t) => {
    const base = `${mock.url}/~within`
    const asked = client(base)
    await asked.track({ event: 'signup', attributes: { plan: 'Gold' } })
    await asked.track({ event: 'login' })
    const page = await open(t, base, { at: '#/traffic?q=gold' })
    await page.getByText('None of the 2 requests fits.').waitFor()
    await page.getByRole('button', { name: 'in bodies too' }).click()
    await page.getByText('1 of 2 requests').waitFor()
    assert.match(page.url(), /bodies=any/)
    await page.reload()
    await page.getByText('1 of 2 requests').waitFor()
    await asked.track({ event: 'another', attributes: { plan: 'gold' } })
    await page.getByText('2 of 3 requests').waitFor()
    await page.getByRole('searchbox').fill('gold -signup')
    await page.getByText('1 of 3 requests').waitFor()
    await asked.control('DELETE', 'journal')
    await asked.track({ event: 'later', attributes: { plan: 'gold' } })
    await page.getByText('1 of 1 request', { exact: true }).waitFor()
    await eventually(
      () => page.locator('.tally').innerText(),
      (text) => !text.includes('looking'),
    )
  })

  test('what is shown is saved as an HTTP archive, page by page', async (t) => {
    const base = `${mock.url}/~archive`
    const asked = client(base)
    const { id } = await asked.track({ event: 'signup' })
    for (let i = 0; i < 13; i++) await Promise.all(Array.from({ length: 40 }, () => asked.ask('GET', '/v1/echo')))
    const last = await asked.track({ event: 'login' })
    const page = await open(t, base, { at: '#/traffic?operation=TrackEvent' })
    await page.getByText('2 of 522 requests').waitFor()
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export HAR' }).click()])
    assert.equal(saved.suggestedFilename(), '127.0.0.1-archive.har')
    const { log } = JSON.parse(await readFile(await saved.path(), 'utf8'))
    assert.deepEqual([log.version, ...log.entries.map((e) => e.comment.split(',')[0])], ['1.2', id, last.id])
    assert.match(log.entries[0].request.postData.text, /signup/)
    await page.getByText('Saved 2 requests.').waitFor()
  })

  test('numbers say what they count when the mock has forgotten some, and one that is open says so', async (t) => {
    const own = await startMock('--journal-bytes', '256KiB')
    const asked = client(own.url)
    for (let i = 0; i < 12; i++) await asked.track({ event: 'long', attributes: { text: 'x'.repeat(50_000) } })
    const { total, dropped } = await asked.control('GET', 'journal')
    const page = await open(t, own.url, { at: '#/traffic?q=zzz' })
    t.after(() => own.stop())
    await page.getByText(`0 of ${total - dropped} requests here, ${total} came`).waitFor()
    await page.getByText(`${dropped} forgotten`).waitFor()
    await page.goto(`${own.url}/__understudy/console/#/traffic`)
    await page.locator('.virtual-row').first().click()
    await page.getByRole('heading', { name: 'Response' }).waitFor()
    await asked.control('DELETE', 'journal')
    await page.getByText('The mock has forgotten this one').waitFor()
  })

  test('a refusal shows the body that was sent, or says that nobody has read it', async (t) => {
    const base = `${mock.url}/~refused`
    const { id } = await client(base).ask(
      'POST',
      '/v1/bots/demobot1/events/track',
      { event: 'signup' },
      { Authorization: `Basic ${btoa('some-id:wrong')}` },
    )
    const page = await open(t, base, { at: `#/traffic?id=${id}` })
    await page.locator('.json-string', { hasText: 'signup' }).waitFor()
    const long = await client(base).ask('POST', '/v1/nowhere', 'x'.repeat(70_000))
    await page.goto(`${base}/__understudy/console/#/traffic?id=${long.id}`)
    await page.getByText('Body not read').waitFor()
    await page.getByText('answered when its headers had come').waitFor()
    assert.equal(await page.getByRole('button', { name: 'Replay' }).isDisabled(), true)
  })

  test('bodies that are cut or no text say so, and cannot be sent again', async (t) => {
    const base = `${mock.url}/~bodies`
    const long = await client(base).track({ event: 'x'.repeat(70_000) })
    const binary = await client(base).ask('POST', '/v1/bots/demobot1/events/track', new Blob([new Uint8Array([0xff, 0, 0xfe])]))
    const page = await open(t, base, { at: `#/traffic?id=${long.id}` })
    await page.locator('.half').first().getByText('the first 64 KiB').waitFor()
    assert.equal(await page.getByRole('button', { name: 'Replay' }).isDisabled(), true)
    await page.goto(`${base}/__understudy/console/#/traffic?id=${binary.id}`)
    await page.getByText('shown in base64').waitFor()
  })

  test('three thousand at once cost the page no more than a screenful, and the list stands still while it is read', async (t) => {
    const base = `${mock.url}/~burst`
    const asked = client(base)
    const many = async (n) => {
      for (let i = 0; i < n; i += 50) await Promise.all(Array.from({ length: 50 }, () => asked.ask('GET', '/v1/echo')))
    }
    await many(1000)
    const page = await open(t, base, { at: '#/traffic' })
    await eventually(() => rows(page), 1000)
    await many(1000)
    await eventually(() => rows(page), 2000)
    assert.ok((await page.locator('.virtual-row').count()) < 80)
    const list = page.locator('.virtual')
    await list.evaluate((box) => (box.scrollTop = 3400))
    const seen = () =>
      list.evaluate(
        (box) =>
          [...box.querySelectorAll('.virtual-row')].find((r) => r.getBoundingClientRect().top >= box.getBoundingClientRect().top)?.id,
      )
    await eventually(() => list.evaluate((box) => box.querySelectorAll('[aria-posinset="101"]').length), 1)
    const before = await seen()
    await many(1000)
    await eventually(() => rows(page), 3000)
    await page.getByRole('button', { name: '1,000 newer' }).waitFor()
    assert.equal(await seen(), before)
    await page.getByRole('button', { name: '1,000 newer' }).click()
    await eventually(() => list.evaluate((box) => box.scrollTop), 0)
  })
}
