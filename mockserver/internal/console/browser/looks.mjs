// Holds what each screen looks like to the picture of it in looks/, a quarter as wide or less, so that a font of another machine matters
// little and a part that is gone, elsewhere or of another colour a lot. UPDATE_LOOKS=1 takes the pictures anew: look at them before they
// are kept.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { client, open, openPlain, sizes, startMock } from './kit.mjs'

const folder = new URL('./looks/', import.meta.url)
const update = Boolean(process.env.UPDATE_LOOKS)

/** How much of a picture may be of another colour than in the one that is kept, of 1. */
const tolerance = 0.04

/** Where each screen is, and what is on it when it is whole. */
const screens = (bad) => ({
  overview: ['', 'put it in quotes'],
  traffic: [`#/traffic?id=${bad}`, 'put it in quotes'],
  events: ['#/events', / on all pages/, /^Page 1: /],
  contract: ['#/contract?api=chatlayer&op=ListEvents', 'Parameters'],
  controls: ['#/controls', 'Snapshots', 'Faults', /mistakes that the mock can make/],
  conformance: ['#/conformance', /report/i],
})

const looks = [
  ['phone', 'dark'],
  ['laptop', 'light'],
  ['laptop', 'dark'],
  ['large', 'light'],
]

/** A world that is the same each time, with something to see on each screen. */
async function populate(url) {
  const asked = client(url)
  const list = (more) => asked.list(`version=LIVE&start_time=2026-01-08&end_time=2026-01-15&page_size=50${more}`)
  for (const more of ['', '&event=feedback_given', '&user_id=mia']) await list(more)
  await asked.stranger()
  const bad = await asked.track({ event: 12, attributes: { plan: ['pro'] } })
  await asked.control('POST', 'faults', { match: { operation: 'TrackEvent' }, when: { first: 1 }, status: 503 })
  await asked.track({ event: 'signup', attributes: { plan: 'pro' } })
  await asked.track({ event: 'signup', attributes: { plan: 'pro' } })
  await asked.control('PUT', 'snapshots/before', {})
  return bad.id
}

/** A picture of a page, once it is as it was a moment before. */
async function still(page) {
  for (let last, i = 0; ; i++) {
    const picture = (await page.screenshot()).toString('base64')
    if (picture === last || i === 30) return picture
    last = picture
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
}

/** Makes a picture small in a page, and says how much of it differs from another, if there is one. */
const compare = (page, shot, kept) =>
  page.evaluate(
    async ([shot, kept]) => {
      const read = async (base64) => createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob())
      const drawn = (image, width, height) => {
        const canvas = document.createElement('canvas')
        Object.assign(canvas, { width, height })
        const context = canvas.getContext('2d', { willReadFrequently: true })
        context.imageSmoothingQuality = 'high'
        context.drawImage(image, 0, 0, width, height)
        return { canvas, pixels: context.getImageData(0, 0, width, height).data }
      }
      const image = await read(shot)
      const scale = Math.min(1 / 4, 320 / image.width)
      const small = drawn(image, Math.round(image.width * scale), Math.round(image.height * scale))
      const picture = small.canvas.toDataURL('image/png').split(',')[1]
      if (!kept) return { picture, differs: 1 }
      const old = await read(kept)
      if (old.width !== small.canvas.width || old.height !== small.canvas.height) return { picture, differs: 1 }
      const before = drawn(old, old.width, old.height).pixels
      let other = 0
      for (let i = 0; i < before.length; i += 4) {
        if (
          Math.abs(before[i] - small.pixels[i]) +
            Math.abs(before[i + 1] - small.pixels[i + 1]) +
            Math.abs(before[i + 2] - small.pixels[i + 2]) >
          96
        )
          other++
      }
      return { picture, differs: (other * 4) / before.length }
    },
    [shot, kept],
  )

const keptPicture = (name) => {
  try {
    return readFileSync(new URL(`${name}.png`, folder)).toString('base64')
  } catch {
    return undefined
  }
}

export function appearance() {
  test('each screen looks as it did, at three sizes, light and dark', async (t) => {
    const mock = await startMock('--now', '2026-01-15T10:00:00Z')
    t.after(() => mock.stop())
    const bad = await populate(mock.url)
    const lab = await openPlain(t)
    const wrong = []
    let found
    for (const [size, theme] of looks) {
      const page = await open(t, mock.url, { size: sizes[size], theme, expects: /ERR_CONNECTION_REFUSED/ }) // the mock ends before it
      for (const [screen, [at, ...whole]] of Object.entries(screens(bad))) {
        const name = `${screen}-${size}-${theme}`
        await page.goto(`${mock.url}/__understudy/console/${at}`)
        for (const part of whole) await page.getByText(part).first().waitFor()
        const { picture, differs } = await compare(lab, await still(page), keptPicture(name))
        if (update) writeFileSync(new URL(`${name}.png`, folder), Buffer.from(picture, 'base64'))
        else if (differs > tolerance) {
          const seen = join((found ??= mkdtempSync(join(tmpdir(), 'looks-'))), `${name}.png`)
          writeFileSync(seen, Buffer.from(picture, 'base64'))
          wrong.push(`${name}: ${(100 * differs).toFixed(1)} % is of another colour, see ${seen}`)
        }
      }
    }
    assert.deepEqual(wrong, [], 'if they are meant to look so, run make screenshots and look at them')
    const [light, dark] = ['controls-laptop-light', 'controls-laptop-dark'].map(keptPicture)
    assert.ok((await compare(lab, light, dark)).differs > tolerance || update, 'the comparison notices what is dark')
  })
}
