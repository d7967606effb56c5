import { useState } from 'preact/hooks'
import { makeSure, said } from '../api/client'
import { Button } from '../components/basics'
import { Dialog } from '../components/Dialog'
import { Menu } from '../components/Menu'
import { count } from '../components/words'
import { isName, nameRule, namespaces, readNamespaces } from '../store/namespaces'
import { note } from '../store/notes'
import { choose, namespace } from '../store/route'

const listed = 30

/** Chooses the namespace that the page is about. */
export function NamespaceMenu() {
  const [making, setMaking] = useState(false)
  const here = namespace.value
  const names = namespaces.value.map((n) => n.name)
  const all = [...new Set(['default', here, ...names.slice(-listed)])]
  const requests = (name: string) => namespaces.value.find((n) => n.name === name)?.requests
  return (
    <>
      <Menu
        name={`Namespace: ${here}`}
        label={<span class="namespace">{here}</span>}
        onOpen={() => void readNamespaces()}
        items={[
          ...all.map((name) => ({
            current: name === here,
            run: () => choose(name),
            label: (
              <>
                <span>{name}</span>
                <small>{requests(name) === undefined ? '' : count(requests(name) ?? 0, 'request')}</small>
              </>
            ),
          })),
          { label: names.length > listed ? `Another of ${names.length}, or a new one…` : 'Another one…', run: () => setMaking(true) },
        ]}
      />
      {making && <Another onClose={() => setMaking(false)} />}
    </>
  )
}

function Another({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('')
  const valid = isName(name)
  return (
    <Dialog title="Another namespace" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!valid) return
          onClose()
          void makeSure(name).then(
            () => choose(name),
            (error) => note(said(error), 'bad'),
          )
        }}
      >
        <p>Each is a mock of its own: data, clock, faults, traffic. It is made when it is first named.</p>
        <label>
          Name
          <input
            list="namespaces"
            value={name}
            autofocus
            autocomplete="off"
            spellcheck={false}
            aria-invalid={name !== '' && !valid}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <datalist id="namespaces">
          {namespaces.value.map((n) => (
            <option key={n.name} value={n.name} />
          ))}
        </datalist>
        {name !== '' && !valid && <p class="wrong">{nameRule}</p>}
        <footer>
          <Button kind="main" type="submit" disabled={!valid}>
            Go there
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
