import { z } from 'zod'
import { ask, type Api } from './http'
import { Instant } from './instant'

const text = z.string().nullish()
const Content = z.union([z.string(), z.array(z.object({ type: z.string(), text })), z.null()]).optional()
const Message = z.object({ id: z.string(), role: z.string(), content: Content })

const Conversation = z.object({
  id: z.string().min(1),
  type: z.string(),
  createdAt: Instant,
  messages: z.array(Message),
})
export type Conversation = z.infer<typeof Conversation>

const count = z.int().nonnegative()
const Conversations = z.object({ conversations: z.array(Conversation), total: count, pageSize: count, count })

/** The first conversations of the list, in the API's order, and how many there are in all. */
export const listConversations = (api: Api, limit = 5) =>
  ask(api, Conversations, { path: '/conversations', query: { limit, offset: 0 } })

const Thumbs = z.object({ type: z.enum(['positive', 'negative']), count })
const FeedbackResults = z.object({ status: z.literal('ok'), data: z.object({ result: z.array(Thumbs) }) })

/** How many thumbs there are, up and down. */
export async function feedbackCounts(api: Api): Promise<{ positive: number; negative: number }> {
  const body = {
    select: [
      { type: 'field', field: 'type' },
      { type: 'aggregation', aggregation: 'count' },
    ],
    groupBy: [{ field: 'type' }],
  }
  const { data } = await ask(api, FeedbackResults, { method: 'POST', path: '/query/feedback', body })
  const of = (type: string) => data.result.find((row) => row.type === type)?.count ?? 0
  return { positive: of('positive'), negative: of('negative') }
}

const Search = z.object({ search_query: z.string(), count: z.string().regex(/^\d+$/).transform(Number) })
const Searches = z.object({ data: z.object({ result: z.array(Search), total: count }) })
export type Search = z.infer<typeof Search>

/** What was searched for most since a time, most often first. */
export async function topSearches(api: Api, after: Date): Promise<Search[]> {
  const { data } = await ask(api, Searches, { path: '/query/top-search-queries', query: { after: after.toISOString() } })
  return data.result.sort((a, b) => b.count - a.count)
}

const Logged = z.object({
  id: z.string().min(1),
  type: z.string(),
  entityType: z.literal('conversation'),
  conversationId: z.string(),
  createdAt: Instant,
  projectId: z.string().nullable(),
})

/** Logs that somebody has done something with a conversation. A repeated call with one id is one event. */
export const logConversationEvent = (api: Api, event: { id: string; type: string; conversationId: string; user: string }) => {
  const { user, ...rest } = event
  return ask(api, Logged, { method: 'POST', path: '/events', body: { ...rest, entityType: 'conversation', userProperties: { userId: user } } })
}

/** What a conversation is about: the first thing that a user says in it. */
export function titleOf(conversation: Conversation): string {
  const content = conversation.messages.find((message) => message.role === 'user')?.content
  const parts = typeof content === 'string' ? [content] : (content ?? []).map((part) => part.text ?? '')
  return parts.join(' ').trim() || 'Without words'
}
