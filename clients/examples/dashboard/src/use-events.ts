import { useEffect, useRef, useState } from 'preact/hooks'
import { listEvents, type Event, type EventQuery } from './api/chatlayer'
import { ApiError, type Api } from './api/http'

export interface EventList {
  events: Event[]
  /** Asks for the next page; undefined behind the last. */
  next: string
  state: 'loading' | 'ready' | 'failed'
  /** In how many seconds it is tried again by itself. */
  pause?: number
  error?: ApiError
}

const empty: EventList = { events: [], next: '', state: 'loading' }

/** The events of a query, page by page. A new query drops what an old one still waits for. */
export function useEvents(api: Api, query: EventQuery) {
  const [list, setList] = useState(empty)
  const current = useRef<AbortController>()

  /** Loads the page behind a token, and those behind it too if all are wanted. */
  async function load(token: string, all = false) {
    current.current?.abort()
    const { signal } = (current.current = new AbortController())
    const onWait = (pause: number) => !signal.aborted && setList((list) => ({ ...list, pause }))
    setList((list) => ({ ...(token ? list : empty), state: 'loading', error: undefined }))
    try {
      do {
        const { events, next_page_token: next } = await listEvents(api, query, token, { signal, onWait })
        if (signal.aborted) return
        if (token && next === token) throw new ApiError('answer', 'the list has no end: its next page is the same again')
        const state = all && next ? 'loading' : 'ready'
        setList((list) => ({ events: [...list.events, ...events], next, state }))
        token = next
      } while (all && token)
    } catch (error) {
      if (!signal.aborted) setList((list) => ({ ...list, state: 'failed', pause: undefined, error: asApiError(error) }))
    }
  }

  useEffect(() => {
    void load('')
    return () => current.current?.abort()
  }, [api, query])
  return { ...list, loadMore: () => void load(list.next), loadAll: () => void load(list.next, true) }
}

export const asApiError = (error: unknown) => (error instanceof ApiError ? error : new ApiError('answer', String(error)))
