import { Copyable } from '../../components/basics'
import { clock } from '../../components/words'
import { emptied, link } from '../../store/live'
import { namespace } from '../../store/route'
import { index } from '../../store/served'

/** That nothing has come, and since when. */
function came(): string {
  const { anew, at } = emptied.value ?? {}
  if (anew)
    return `No request has come since the mock, or this namespace, was started anew (${clock(at ?? '')} UTC). What came before is gone.`
  return emptied.value ? 'No request has come since all were forgotten.' : 'No request has come yet.'
}

/** What to do as long as nothing has come. */
export function NothingCame() {
  if (link.value === 'connecting') return <div class="nothing">Reading…</div>
  if (link.value === 'forgotten')
    return <div class="nothing">{`The namespace ${namespace.value} is forgotten, and its requests with it.`}</div>
  return (
    <div class="nothing">
      <p>
        <strong>{came()}</strong> Point your client here, or run one of these:
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
