import { Copyable, Section } from '../../components/basics'
import { count } from '../../components/words'
import { hrefOf } from '../../store/route'
import { index } from '../../store/served'

const ways = { Basic: 'Basic authentication', Bearer: 'Bearer token', none: 'No credentials are needed' } as const

/** What there is to call, with all that a client needs. */
export function Apis() {
  return (
    <div>
      {index.value?.apis.map((api) => (
        <Section key={api.api} title={api.title} aside={<a href={hrefOf('contract', { api: api.api })}>Contract</a>}>
          <dl class="facts-list">
            <dt>Base URL</dt>
            <dd>
              <Copyable text={api.url} what="the base URL" />
            </dd>
            <dt>{ways[api.authentication]}</dt>
            {api.authentication !== 'none' && (
              <dd>
                {api.credentials.map((c) => (
                  <Copyable key={c} text={c} what="the credential" />
                ))}
                {api.credentials.length === 0 && <span class="quiet">those that the mock was started with</span>}
              </dd>
            )}
            <dt>Try it</dt>
            <dd>
              <Copyable text={api.example} what="the command" />
            </dd>
          </dl>
          <details>
            <summary>{count(api.operations.length, 'operation')}</summary>
            <ul class="operations">
              {api.operations.map((o) => (
                <li key={o.operation}>
                  <span class="method">{o.method}</span>
                  <a href={hrefOf('contract', { api: api.api, op: o.operation })} title={o.path}>
                    {o.operation}
                  </a>
                  <span class="quiet">{o.summary}</span>
                </li>
              ))}
            </ul>
          </details>
        </Section>
      ))}
    </div>
  )
}
