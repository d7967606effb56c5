const headers = { Authorization: 'Basic ' + btoa('demo-token-id:demo-token-secret'), 'Content-Type': 'application/json' }

/** All feedback of a bot in a time, whatever the number of pages. */
async function feedback(api, { from, to, pageSize = 100 }) {
  const found = []
  let token = ''
  do {
    const query = new URLSearchParams({ version: 'LIVE', event: 'feedback_given', start_time: from, end_time: to, page_size: pageSize })
    if (token) query.set('page_token', token)
    const answer = await retried(() => fetch(`${api}/v1/bots/demobot1/events/stream?${query}`, { headers }))
    const page = await answer.json()
    found.push(...page.events)
    token = page.next_page_token
  } while (token)
  return found
}

/** Tells that somebody has signed up. */
async function signup(api, user, plan) {
  const body = JSON.stringify({ event: 'signup', user_id: user, attributes: { plan } })
  return retried(() => fetch(`${api}/v1/bots/demobot1/events/track`, { method: 'POST', headers, body }))
}

async function retried(ask, tries = 3) {
  const answer = await ask()
  if (answer.ok) return answer
  if (answer.status === 503 && tries > 1) return retried(ask, tries - 1)
  throw new Error(`the API answered with ${answer.status}`)
}

module.exports = { feedback, signup }
