import type { ApiError, Failure } from './api/http'

const titles: Record<Failure, string> = {
  credentials: 'The API does not accept our credentials',
  busy: 'Too many requests',
  unavailable: 'The API is not available',
  network: 'The API cannot be reached',
  refused: 'The API refuses the question',
  answer: 'The API answered something unexpected',
}

function advice({ failure, retryAfter }: ApiError): string {
  if (failure === 'credentials') return 'Ask whoever runs this dashboard to renew them.'
  if (retryAfter) return `Try again in ${Math.ceil(retryAfter)} s.`
  return failure === 'network' ? 'Look at your connection and try again.' : 'Try again in a moment.'
}

/** Says what went wrong, and what can be done. */
export function Problem({ error, onRetry }: { error: ApiError; onRetry?: () => void }) {
  return (
    <div class="problem" role="alert">
      <strong>{titles[error.failure]}.</strong> {error.failure === 'refused' ? '' : advice(error)}
      <small>{error.message}</small>
      {onRetry && error.failure !== 'refused' && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  )
}
