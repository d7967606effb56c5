import type { Expectation, Fault, WorldOptions } from '@understudy-mock/understudy/client'

declare global {
  namespace Cypress {
    interface Chainable {
      /** Makes the world of this test anew, with options. */
      mockWorld(options: WorldOptions): Chainable<string>
      mockImport(events: object[]): Chainable<unknown>
      mockFault(fault: Fault): Chainable<string>
      mockExpect(expectation: Expectation): Chainable<unknown>
      mockAdvance(by: string): Chainable<unknown>
      /** Opens a page of the app that finds the world of this test where the API is. */
      open(path: string): Chainable<AUTWindow>
    }
  }
}

let name = ''
let url = ''

beforeEach(() => {
  name = `cypress-${crypto.randomUUID()}`
  cy.mockWorld({})
})

afterEach(() => {
  cy.task('mock:end', { name })
})

Cypress.Commands.add('mockWorld', (options) => cy.task<string>('mock:make', { name, options }).then((made) => (url = made)))
Cypress.Commands.add('mockImport', (events) => cy.task('mock:import', { name, events }))
Cypress.Commands.add('mockFault', (fault) => cy.task<string>('mock:fault', { name, fault }))
Cypress.Commands.add('mockExpect', (expectation) => cy.task('mock:expect', { name, expectation }))
Cypress.Commands.add('mockAdvance', (by) => cy.task('mock:advance', { name, by }))
Cypress.Commands.add('open', (path) =>
  cy.visit(path, {
    onBeforeLoad(window) {
      // Where the app looks for its API: this one has a config.js that leaves what is there.
      Object.assign(window, {
        dashboard: {
          user: 'analyst',
          chatlayer: { url, token: 'demo-token-id:demo-token-secret', bot: 'demobot1', usageBot: 'demobot2' },
          inkeep: { url, key: 'demo-api-key' },
        },
      })
    },
  }),
)
