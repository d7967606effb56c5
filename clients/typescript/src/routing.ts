import type { BrowserContext, Request, Route } from '@playwright/test'

/** Where the requests of pages go instead. */
interface Rerouting {
  /** Their base URL, such as an origin. */
  from: string
  /** The base URL of a world. */
  to: string
  /** Leave alone what names a namespace itself. */
  keepNamespaces?: boolean
}

/** Has all that the pages of a context send to a mock, or to the given origins, go to one world of it. */
export async function reroute(context: BrowserContext, server: string, world: string, origins: string[]): Promise<void> {
  const { origin, hostname, port } = new URL(server)
  const own = [origin, ...(hostname === '127.0.0.1' ? [`http://localhost:${port}`] : []), ...(server === origin ? [] : [server])]
  const all: Rerouting[] = [
    ...own.map((from) => ({ from, to: world, keepNamespaces: true })),
    ...origins.map((from) => ({ from: from.replace(/\/+$/, ''), to: world })),
  ]
  for (const one of all) await context.route(below(one.from), (route, request) => redirect(route, request, one))
}

/** The URLs below a base URL. It is a pattern and no function, so that the browser's side can tell what does not concern us. */
function below(base: string): RegExp {
  return new RegExp(`^${base.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?=[/?#]|$)`)
}

async function redirect(route: Route, request: Request, { from, to, keepNamespaces }: Rerouting): Promise<void> {
  const rest = request.url().slice(from.length)
  try {
    if (keepNamespaces && rest.startsWith('/~')) return await route.fallback()
    const url = to + rest
    if (new URL(url).protocol === new URL(request.url()).protocol) return await route.continue({ url })
    // A browser refuses to leave https for http, so that the answer is fetched for it.
    await route.fulfill({ response: await route.fetch({ url, maxRedirects: 0, timeout: 0 }) })
  } catch {
    // The page has gone, or the mock has cut the connection, as a fault may want it.
    await route.abort('connectionreset').catch(() => undefined)
  }
}
