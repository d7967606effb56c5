import type { Loader, Preview } from '@storybook/preact-vite'
import { Mock, type WorldOptions } from '@understudy-mock/understudy/client'
import 'understudy-example-dashboard/src/style.css'

/** What a story says of the mock, in its `parameters`. */
export interface MockParameters {
  /** What the world is like. */
  world?: WorldOptions
  /** What happens in it before the story is shown. */
  before?: (mock: Mock) => Promise<unknown>
}

/** Makes a world for each story, anew each time that it is shown. */
const world: Loader = async ({ id, parameters }) => {
  const { world, before } = (parameters.mock ?? {}) as MockParameters
  const mock = await new Mock({ url: `${location.origin}/understudy` }).namespace(id.slice(-63).replace(/^-+/, ''), world)
  await before?.(mock)
  return { mock }
}

export default { loaders: [world], parameters: { layout: 'padded' } } satisfies Preview
