import { basic, bearer, type Api } from './api/http'

/** What config.js says. */
export interface Config {
  user: string
  chatlayer: { url: string; token: string; bot: string; usageBot: string }
  inkeep: { url: string; key: string }
}

declare global {
  interface Window {
    dashboard?: Config
  }
}

/** The two APIs as the pages use them. */
export interface Apis {
  chatlayer: Api
  inkeep: Api
}

export function apisOf({ chatlayer, inkeep }: Config): Apis {
  return {
    chatlayer: { url: chatlayer.url, authorization: basic(chatlayer.token) },
    inkeep: { url: inkeep.url, authorization: bearer(inkeep.key) },
  }
}
