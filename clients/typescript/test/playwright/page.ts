import type { Page } from '@playwright/test'

export const basic = { Authorization: `Basic ${btoa('demo-token-id:demo-token-secret')}`, 'Content-Type': 'application/json' }
export const api = 'https://api.analytics.example.com'

/** Has a page ask an API as its scripts would, and tells the status. */
export function ask(page: Page, url: string, init: { method?: string; body?: string } = {}): Promise<number> {
  return page.evaluate(([url, init]) => fetch(url, init).then((answer) => answer.status), [url, { headers: basic, ...init }] as const)
}

/** Has a page track an event. */
export function track(page: Page, event: string, base = api): Promise<number> {
  return ask(page, `${base}/v1/bots/demobot1/events/track`, { method: 'POST', body: JSON.stringify({ event, user_id: 'mia' }) })
}
