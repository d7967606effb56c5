// The app is one page, and a line that its server asks the API for.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const api = process.env.API_URL ?? 'https://api.analytics.example.com'
const headers = { Authorization: `Basic ${btoa('demo-token-id:demo-token-secret')}` }
const page = readFileSync(new URL('index.html', import.meta.url))

async function latest() {
  const query = 'version=LIVE&event=feedback_given&start_time=2020-01-01&end_time=2100-01-01&page_size=5'
  const { events } = await (await fetch(`${api}/v1/bots/demobot1/events/stream?${query}`, { headers })).json()
  return `${events.length} answers, the latest is ${events[0].attributes.score}`
}

createServer(async (request, answer) => {
  const body = request.url === '/latest' ? await latest() : page
  answer.setHeader('Content-Type', 'text/html').end(body)
}).listen(process.env.PORT ?? 4173, '127.0.0.1')
