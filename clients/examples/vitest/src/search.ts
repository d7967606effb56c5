import { InkeepAnalytics } from '@inkeep/inkeep-analytics'

/** The search box of the docs, as far as analytics go. */
export class Search {
  private readonly analytics: InkeepAnalytics

  constructor(
    serverURL: string,
    private readonly webIntegrationKey = 'demo-web-key',
  ) {
    this.analytics = new InkeepAnalytics({
      serverURL,
      retryConfig: {
        strategy: 'backoff',
        backoff: { initialInterval: 50, maxInterval: 200, exponent: 2, maxElapsedTime: 5000 },
        retryConnectionErrors: true,
      },
    })
  }

  /** Logs what somebody has searched for. */
  async submitted(searchQuery: string): Promise<void> {
    const { webIntegrationKey } = this
    await this.analytics.events.log({ webIntegrationKey }, { type: 'search_query_submitted', entityType: 'search', searchQuery })
  }
}
