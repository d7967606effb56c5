import { Button, Icon } from '../components/basics'
import { dismiss, notes } from '../store/notes'

export function Notes() {
  return (
    <div class="notes" role="status" aria-live="polite">
      {notes.value.map((n) => (
        <div key={n.key} class={`note ${n.kind}`}>
          <span>{n.text}</span>
          {n.action && (
            <Button
              kind="quiet"
              onClick={() => {
                n.action?.run()
                dismiss(n.key)
              }}
            >
              {n.action.label}
            </Button>
          )}
          <Button kind="quiet" aria-label="Dismiss" onClick={() => dismiss(n.key)}>
            <Icon name="close" />
          </Button>
        </div>
      ))}
    </div>
  )
}
