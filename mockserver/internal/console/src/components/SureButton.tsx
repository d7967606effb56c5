import { useEffect, useState } from 'preact/hooks'
import { Button, Icon } from './basics'

type Props = {
  label: string
  sure: string
  title?: string
  kind?: 'plain' | 'quiet'
  icon?: 'trash' | 'close' | 'play'
  disabled?: boolean
  onSure: () => void
}

/** A button for what cannot be undone: it does it when it is pressed twice. */
export function SureButton({ label, sure, title, kind = 'quiet', icon = 'trash', disabled, onSure }: Props) {
  const [asked, setAsked] = useState(false)
  useEffect(() => {
    if (!asked) return
    const timer = setTimeout(() => setAsked(false), 3000)
    return () => clearTimeout(timer)
  }, [asked])
  const onClick = () => {
    setAsked(!asked)
    if (asked) onSure()
  }
  return (
    <Button kind={asked ? 'danger' : kind} onClick={onClick} title={title} disabled={disabled}>
      <Icon name={icon} />
      {asked ? sure : label}
    </Button>
  )
}
