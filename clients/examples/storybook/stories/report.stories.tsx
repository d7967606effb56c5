import type { Meta, StoryObj } from '@storybook/preact-vite'
import { basic } from 'understudy-example-dashboard/src/api/http'
import { Report } from 'understudy-example-dashboard/src/report'
import type { MockParameters } from '../.storybook/preview'

const mock = (parameters: MockParameters) => ({ mock: parameters })

export default {
  title: 'Report',
  // A story is shown in a world of its own, whose URL the component gets.
  render: (_, { loaded }) => {
    const api = { url: (loaded.mock as { url: string }).url, authorization: basic('demo-token-id:demo-token-secret') }
    return <Report api={api} bot="demobot1" />
  },
} satisfies Meta

type Story = StoryObj

export const BusyMonth: Story = {}

export const QuietWeek: Story = { parameters: mock({ world: { scenario: 'quiet-week' } }) }

export const Empty: Story = { parameters: mock({ world: { scenario: 'empty' } }) }

/** The longest texts, emoji, writing from right to left. */
export const Edges: Story = { parameters: mock({ world: { scenario: 'edges' } }) }

export const Loading: Story = { parameters: mock({ before: (mock) => mock.fault({ delay: '1h' }) }) }

export const FailsOnLaterPages: Story = {
  parameters: mock({ before: (mock) => mock.fault({ match: { page: 'later' }, status: 500 }) }),
}

export const TooManyRequests: Story = {
  parameters: mock({ before: (mock) => mock.fault({ status: 429, headers: { 'Retry-After': '60' } }) }),
}

export const NotAvailable: Story = { parameters: mock({ before: (mock) => mock.fault({ status: 503, headers: { 'Retry-After': '5' } }) }) }

export const HalfAnAnswer: Story = { parameters: mock({ before: (mock) => mock.fault({ malformed: true }) }) }

export const NoJson: Story = { parameters: mock({ before: (mock) => mock.fault({ content_type: 'text/html' }) }) }
