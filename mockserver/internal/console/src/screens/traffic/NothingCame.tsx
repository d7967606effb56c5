import { Copyable } from '../../components/basics'
import { link } from '../../store/live'
import { namespace } from '../../store/route'
import { index } from '../../store/served'

/** What to do as long as nothing has come. */
export function NothingCame() {
  if (link.value === 'connecting') return <div class="nothing">Reading…</div>
  if (link.value === 'forgotten') return <div class="nothing">{`The namespace ${namespace.value} is forgotten, and its requests with it.`}</div>
  return (
    <div class="nothing">
      <p>
        <strong>No request has come yet.</strong> Point your client here, or run one of these:
      </p>
      {index.value?.apis.map((api) => (
        <div key={api.api}>
          <h2>{api.title}</h2>
          <Copyable text={api.example} what="the command" />
        </div>
      ))}
    </div>
  )
}
