import { Button, CopyButton, Icon } from '../../components/basics'
import { JsonView } from '../../components/JsonView'
import type { Item } from '../../store/eventViews'
import { hrefOf } from '../../store/route'

/** One event, whole. */
export function EventDetail({ item, onClose }: { item: Item; onClose: () => void }) {
  const id = item.key.split(' ').at(-1) ?? ''
  return (
    <section class="detail" aria-label="The event" tabIndex={-1}>
      <header class="detail-head">
        <div class="detail-title">
          <h2>{item.name || 'An event without a name'}</h2>
          <span class="grow" />
          <Button kind="quiet" class="close" onClick={onClose} aria-label="Close" title="Close (Esc)">
            <Icon name="close" />
          </Button>
        </div>
        <p class="facts">
          <time dateTime={item.at}>{item.at}</time>
          <a href={hrefOf('traffic', { q: id })}>Requests with its id</a>
          <CopyButton text={JSON.stringify(item.raw, null, 2)} what="the event as JSON" label="JSON" />
        </p>
      </header>
      <div class="detail-body">
        <JsonView value={item.raw} />
      </div>
    </section>
  )
}
