import { Dialog } from '../components/Dialog'
import { keys } from './keys'

/** The keys that do something on this screen. */
export function Help({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard" onClose={onClose}>
      <dl class="keys">
        {keys.value.map((k) => (
          <div key={k.key}>
            <dt>
              {k.key.split(' ').map((part) => (
                <kbd key={part}>{part}</kbd>
              ))}
            </dt>
            <dd>{k.does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
