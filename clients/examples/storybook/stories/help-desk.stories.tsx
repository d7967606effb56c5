import type { Meta, StoryObj } from '@storybook/preact-vite'
import { bearer } from 'understudy-example-dashboard/src/api/http'
import { HelpDesk } from 'understudy-example-dashboard/src/help-desk'

export default {
  title: 'Help desk',
  render: (_, { loaded }) => (
    <HelpDesk api={{ url: (loaded.mock as { url: string }).url, authorization: bearer('demo-api-key') }} user="analyst" />
  ),
} satisfies Meta

export const Busy: StoryObj = {}

export const Empty: StoryObj = { parameters: { mock: { world: { scenario: 'empty' } } } }
