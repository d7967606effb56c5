import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { Button } from '../../components/basics'

/** A button that lets the person choose files. */
export function FileButton({ onFiles, children, main }: { onFiles: (files: File[]) => void; children: ComponentChildren; main?: boolean }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept=".json,application/json"
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])])
          event.currentTarget.value = ''
        }}
      />
      <Button kind={main ? 'main' : 'plain'} onClick={() => input.current?.click()}>
        {children}
      </Button>
    </>
  )
}
