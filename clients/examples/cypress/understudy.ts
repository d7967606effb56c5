import { start } from '@understudy-mock/understudy'
import { Mock, type Expectation, type Fault, type WorldOptions } from '@understudy-mock/understudy/client'

/** What a test asks of the mock, by the name of its world. Specs run in the browser, which may not; tasks run in Node.js. */
export async function understudyTasks(url = process.env.UNDERSTUDY_URL) {
  const server = url ?? (await start()).url // stops with Cypress
  const world = (namespace: string) => new Mock({ url: server, namespace })
  return {
    /** Makes a world, and returns its base URL. */
    'mock:make': async ({ name, options }: { name: string; options: WorldOptions }) =>
      (await new Mock({ url: server }).namespace(name, options)).url,

    'mock:import': ({ name, events }: { name: string; events: object[] }) => world(name).importEvents('chatlayer', events),

    'mock:fault': async ({ name, fault }: { name: string; fault: Fault }) => (await world(name).fault(fault)).id,

    /** Waits for requests; the task fails with the nearest one if they do not come. */
    'mock:expect': ({ name, expectation }: { name: string; expectation: Expectation }) => world(name).expect(expectation),

    'mock:advance': ({ name, by }: { name: string; by: string }) => world(name).clock.advance(by),

    /** Takes the world away, and fails if requests broke the contract in it. */
    'mock:end': async ({ name }: { name: string }) => {
      const broken = await world(name).violations()
      await world(name).delete({ judged: true })
      if (broken.length === 0) return null
      throw new Error(broken.map(({ method, path, rule, fix }) => `${method} ${path} broke ${rule}: ${fix}`).join('\n'))
    },
  }
}
