import { effect } from '@preact/signals'
import { afterEach, expect, test, vi } from 'vitest'
import { notes } from '../store/notes'
import { begin } from '../store/live'
import { gone, sureOf } from './client'

/** Has the mock answer whatever it is asked so. */
const answering = (status: number, detail: string) =>
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify({ detail }), { status })))

afterEach(() => vi.unstubAllGlobals())

/** Waits until the person is asked about a namespace. */
const askedAbout = (name: string) =>
  new Promise<void>((resolve) => {
    effect(() => {
      if (gone.value?.name === name) resolve()
    })
  })

test('one question is asked, and its answer is that of all who wait for it', async () => {
  answering(404, 'there is no namespace n')
  const first = [sureOf('n'), sureOf('n'), sureOf('other')].map((sure) =>
    sure.then(
      () => 'made',
      () => 'left',
    ),
  )
  await askedAbout('n')
  gone.value?.answer(true)
  await askedAbout('other')
  gone.value?.answer(false)
  expect(await Promise.all(first)).toEqual(['made', 'made', 'left'])
  expect(gone.value).toBeUndefined()
  const later = sureOf('n').catch((error: Error) => error.message)
  await askedAbout('n')
  gone.value?.answer(false)
  expect(await later).toContain('nothing was done')
})

test('why a namespace cannot be made is said', async () => {
  answering(503, 'there are 10000 namespaces, which is the most')
  await begin('one-more')
  expect(notes.value.map((n) => [n.kind, n.text])).toEqual([['bad', 'there are 10000 namespaces, which is the most']])
})
