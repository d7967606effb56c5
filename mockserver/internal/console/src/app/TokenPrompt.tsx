import { useState } from 'preact/hooks'
import { token, tokenWanted } from '../api/client'
import { Button } from '../components/basics'
import { Dialog } from '../components/Dialog'

/** Asks for the control token once. It is kept in the memory of the page alone. */
export function TokenPrompt() {
  const [typed, setTyped] = useState('')
  return (
    <Dialog title="Control token" fixed onClose={() => undefined}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!typed) return
          tokenWanted.value = ''
          token.value = typed.trim()
        }}
      >
        <p>This mock was started with --control-token. The page keeps the token until it is closed or loaded anew, and nowhere else.</p>
        <label>
          Token
          <input type="password" value={typed} autofocus autocomplete="off" onInput={(event) => setTyped(event.currentTarget.value)} />
        </label>
        {token.value && (
          <p class="wrong" role="alert">
            {tokenWanted.value}
          </p>
        )}
        <footer>
          <Button kind="main" type="submit" disabled={!typed}>
            Go on
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
