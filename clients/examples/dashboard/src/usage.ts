import { trackEvent } from './api/chatlayer'
import type { Api } from './api/http'

/** Tells that a report was viewed, in the bot of our own usage. It never gets into the way of who views it. */
export async function trackView(api: Api, usageBot: string, user: string, report: string): Promise<void> {
  try {
    await trackEvent(api, usageBot, {
      id: crypto.randomUUID(),
      event: 'report_viewed',
      version: 'LIVE',
      user_id: user,
      attributes: { report },
    })
  } catch (error) {
    console.warn('the view was not tracked', error)
  }
}
