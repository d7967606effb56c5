import { useEffect, useState } from 'preact/hooks'
import type { ApiError, Api } from './api/http'
import { feedbackCounts, listConversations, logConversationEvent, titleOf, topSearches, type Conversation, type Search } from './api/inkeep'
import { lastDays } from './days'
import { Problem } from './problem'
import { asApiError } from './use-events'

interface Data {
  conversations: Conversation[]
  total: number
  feedback: { positive: number; negative: number }
  searches: Search[]
}

async function load(api: Api): Promise<Data> {
  const after = new Date(lastDays(30).from)
  const [{ conversations, total }, feedback, searches] = await Promise.all([
    listConversations(api),
    feedbackCounts(api),
    topSearches(api, after),
  ])
  return { conversations, total, feedback, searches: searches.slice(0, 5) }
}

/** What the assistant in the documentation was asked. */
export function HelpDesk({ api, user }: { api: Api; user: string }) {
  const [data, setData] = useState<Data>()
  const [error, setError] = useState<ApiError>()
  const [attempt, setAttempt] = useState(1)
  useEffect(() => {
    setError(undefined)
    load(api).then(setData, (error) => setError(asApiError(error)))
  }, [api, attempt])
  return (
    <section class="card" aria-label="Help desk" aria-busy={!data && !error}>
      <h2>Help desk</h2>
      {error && <Problem error={error} onRetry={() => setAttempt(attempt + 1)} />}
      {data && <Facts {...data} onOpen={(conversation) => opened(api, conversation, user)} />}
    </section>
  )
}

/** Logs that a conversation was opened. That it was not logged is nobody's problem who reads it. */
function opened(api: Api, { id: conversationId }: Conversation, user: string) {
  logConversationEvent(api, { id: crypto.randomUUID(), type: 'conversation_opened', conversationId, user }).catch(console.warn)
}

export function Facts({ conversations, total, feedback, searches, onOpen }: Data & { onOpen: (conversation: Conversation) => void }) {
  const { positive, negative } = feedback
  const share = positive + negative > 0 ? `${Math.round((100 * positive) / (positive + negative))} % helpful` : 'no feedback yet'
  return (
    <>
      <p class="figures">
        <span>
          <b>{total}</b> conversations
        </span>
        <span>
          <b>{positive}</b> up, <b>{negative}</b> down: {share}
        </span>
      </p>
      <h3>Conversations</h3>
      {conversations.length === 0 && <p class="empty">Nobody has asked anything yet.</p>}
      {conversations.map((conversation) => (
        <details key={conversation.id} onToggle={(event) => event.currentTarget.open && onOpen(conversation)}>
          <summary>{titleOf(conversation)}</summary>
          {conversation.messages.map((message) => (
            <p key={message.id}>
              <b>{message.role}</b> {typeof message.content === 'string' ? message.content : message.content?.map(({ text }) => text).join(' ')}
            </p>
          ))}
        </details>
      ))}
      <h3>Searched most in 30 days</h3>
      {searches.length === 0 && <p class="empty">Nobody has searched.</p>}
      <ol class="searches">
        {searches.map(({ search_query: text, count }) => (
          <li key={text}>
            <span>{text}</span> <b>{count}</b>
          </li>
        ))}
      </ol>
    </>
  )
}
