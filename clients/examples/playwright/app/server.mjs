// The app is one page.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const page = readFileSync(new URL('index.html', import.meta.url))
createServer((_, answer) => answer.setHeader('Content-Type', 'text/html').end(page)).listen(process.env.PORT ?? 4173, '127.0.0.1')
