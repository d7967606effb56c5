import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'

interface Index {
  entries: Record<string, { id: string; title: string; name: string; type: string }>
}

const index = JSON.parse(readFileSync(new URL('../dist/index.json', import.meta.url), 'utf8')) as Index

/** What each story has to show. */
const shows: Record<string, string> = {
  'help-desk--busy': 'Searched most in 30 days',
  'help-desk--empty': '0 conversations',
  'report--busy-month': '100 events so far',
  'report--quiet-week': '100 events so far',
  'report--empty': 'No events in these days',
  'report--edges': '100 events so far',
  'report--loading': 'Loading …',
  'report--fails-on-later-pages': '100 events so far',
  'report--too-many-requests': 'Try again in 60 s.',
  'report--not-available': 'Trying again in 5 s',
  'report--half-an-answer': 'something unexpected',
  'report--no-json': 'something unexpected',
}

for (const { id, title, name } of Object.values(index.entries).filter(({ type }) => type === 'story')) {
  test(`${title}: ${name}`, async ({ page }) => {
    await page.goto(`/iframe.html?viewMode=story&id=${id}`)
    await expect(page.locator('#storybook-root')).toContainText(shows[id] ?? 'what tests/stories.spec.ts says of it')
  })
}
