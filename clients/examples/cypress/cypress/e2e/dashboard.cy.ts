describe('the dashboard', () => {
  it('shows what there is', () => {
    cy.open('/')
    cy.contains('h2', '100 events so far')
    cy.get('tbody tr').should('have.length', 100)
  })

  it('says that there is nothing', () => {
    cy.mockWorld({ scenario: 'empty' })
    cy.open('/')
    cy.contains('No events in these days')
  })

  it('shows events of our own', () => {
    cy.mockWorld({ scenario: 'empty' })
    cy.mockImport([
      { id: 'e1', event: 'signup', bot_id: 'demobot1', version: 'LIVE', user_id: 'mia', timestamp: new Date().toISOString() },
    ])
    cy.open('/')
    cy.contains('tbody tr', 'mia').should('contain', 'signup')
  })

  it('tries again after a 503', () => {
    cy.mockFault({ match: { operation: 'ListEvents' }, when: { first: 1 }, status: 503, headers: { 'Retry-After': '1' } })
    cy.open('/')
    cy.contains('Trying again in 1 s')
    cy.contains('h2', '100 events so far')
  })

  it('says when the API wants to be left alone', () => {
    cy.mockFault({ match: { operation: 'ListEvents' }, status: 429, headers: { 'Retry-After': '30' } })
    cy.open('/')
    cy.get('[role=alert]').should('contain', 'Try again in 30 s')
  })

  it('tells each view once', () => {
    cy.open('/')
    cy.mockExpect({ operation: 'TrackEvent', body: { event: 'report_viewed' }, exactly: 1, within: '2s' })
  })

  it('has its own time', () => {
    cy.mockWorld({ now: '2026-03-07T12:00:00Z', scenario: 'quiet-week' })
    cy.clock(Date.parse('2026-03-07T12:00:00Z'), ['Date'])
    cy.open('/')
    cy.get('input[name=to]').should('have.value', '2026-03-07')
    cy.get('tbody tr').should('have.length.greaterThan', 0)
  })
})
