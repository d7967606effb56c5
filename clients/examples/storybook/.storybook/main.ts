import type { StorybookConfig } from '@storybook/preact-vite'

export default {
  framework: '@storybook/preact-vite',
  stories: ['../stories/*.stories.tsx'],
  core: { disableTelemetry: true },
} satisfies StorybookConfig
