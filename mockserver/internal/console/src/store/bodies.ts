// Which exchanges have a word in their bodies. The page has no bodies, so that it is the mock that looks, and goes on as more come.
import { effect, signal, untracked } from '@preact/signals'
import { ask, said } from '../api/client'
import { note } from './notes'
import { namespace, params } from './route'
import { wordsOf } from './row'
import { inBodies, isHeld, newestId, settled } from './traffic'

/** Whether the mock is looking. */
export const looking = signal(false)

const atOnce = 1000
const typing = 250 // milliseconds in which a word may become a longer one

type Search = { ids: Set<string>; /** The latest exchange by then. */ until: string }

let searches = new Map<string, Search>()
let of = ''
let timer: ReturnType<typeof setTimeout> | undefined

/** One page of what the mock finds, and where it is to go on; '' if that was all. */
async function page(name: string, text: string, at: { before?: string; since?: string }): Promise<{ ids: string[]; next: string }> {
  const list = await ask('get', '/__understudy/journal', { namespace: name, query: { text, bodies: false, limit: atOnce, ...at } })
  const ids = list.exchanges.map((x) => x.id)
  return { ids, next: list.searched_to ?? (ids.length < atOnce ? '' : ((at.since ? ids.at(-1) : ids[0]) ?? '')) }
}

/** Looks for a word in all that is there, or in what came behind the last time. */
async function search(name: string, word: string, known: Search | undefined): Promise<Search> {
  const until = newestId()
  const ids = new Set(known?.ids)
  const forward = known?.until ?? ''
  for (let at = forward, first = true; first || at; first = false) {
    const found = await page(name, word, forward ? { since: at } : at ? { before: at } : {})
    for (const id of found.ids) ids.add(id)
    at = found.next
  }
  return { ids, until }
}

/** Looks for the words that stand in the address, one after the other, until there is nothing newer. */
async function run(words: readonly string[]): Promise<void> {
  const mine = searches
  looking.value = true
  try {
    for (const word of words) {
      const known = mine.get(word)
      if (known && known.until === newestId()) continue
      mine.set(word, await search(namespace.peek(), word, known && isHeld(known.until) ? known : undefined))
      if (mine !== searches) return
      inBodies.value = new Map([...mine].map(([known, { ids }]) => [known, ids]))
    }
  } catch (error) {
    if (mine === searches) note(said(error), 'bad')
    return
  } finally {
    looking.value = false
  }
  if (mine === searches && words.some((word) => mine.get(word)?.until !== newestId())) follow(words)
}

function follow(words: readonly string[]): void {
  clearTimeout(timer)
  timer = setTimeout(() => void (looking.peek() ? follow(words) : run(words)), typing)
}

/** Follows the address, and what comes, from now on. */
export function followBodies(): void {
  effect(() => {
    const words = params.value.get('bodies') ? wordsOf(params.value.get('q') ?? '').all : []
    const now = `${namespace.value} ${words.join(' ')}`
    void settled.value
    untracked(() => {
      if (now !== of) [of, searches, inBodies.value] = [now, new Map(), new Map()]
      if (words.length > 0) follow(words)
      else clearTimeout(timer)
    })
  })
}
