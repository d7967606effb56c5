// A request as a command or as code.
import { type Sendable, authorizationOf } from './sendable'

export const languages = ['curl', 'fetch', 'Go', 'Python'] as const
export type Language = (typeof languages)[number]

export function snippet(language: Language, request: Sendable): string {
  switch (language) {
    case 'curl':
      return curl(request)
    case 'fetch':
      return fetchCode(request)
    case 'Go':
      return goCode(request)
    case 'Python':
      return pythonCode(request)
  }
}

/** A text as one word of a POSIX shell. */
export const shellQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

const quoted = (text: string): string => JSON.stringify(text)

/** A text as a literal of Go: raw where that can be read more easily. */
export const goQuoted = (text: string): string => (/["\\]/.test(text) && !/[`\r\uFEFF]/.test(text) ? `\`${text}\`` : quoted(text))

const withAuthorization = (r: Sendable): [string, string][] => {
  const authorization = authorizationOf(r)
  return authorization ? [['Authorization', authorization], ...r.headers] : r.headers
}

function curl(r: Sendable): string {
  const parts = ['curl -i']
  if (r.method !== (r.body === undefined ? 'GET' : 'POST')) parts.push(r.method === 'HEAD' ? '--head' : `-X ${r.method}`)
  if (r.scheme === 'Basic') parts.push(`-u ${shellQuoted(r.credential)}`)
  if (r.scheme === 'Bearer') parts.push(`-H ${shellQuoted(`Authorization: Bearer ${r.credential}`)}`)
  for (const [name, value] of r.headers) parts.push(`-H ${shellQuoted(`${name}: ${value}`)}`)
  if (r.body !== undefined) parts.push(`--data-raw ${shellQuoted(r.body)}`)
  return [...parts, shellQuoted(r.url)].join(' \\\n  ')
}

function fetchCode(r: Sendable): string {
  const lines = [`const response = await fetch(${quoted(r.url)}, {`, `  method: ${quoted(r.method)},`, '  headers: {']
  for (const [name, value] of withAuthorization(r)) lines.push(`    ${quoted(name)}: ${quoted(value)},`)
  lines.push('  },')
  if (r.body !== undefined) lines.push(`  body: ${quoted(r.body)},`)
  return [...lines, '})', 'console.log(response.status, await response.text())'].join('\n')
}

function goCode(r: Sendable): string {
  const body = r.body === undefined ? 'nil' : `strings.NewReader(${goQuoted(r.body)})`
  const lines = [`req, err := http.NewRequest(${quoted(r.method)}, ${quoted(r.url)}, ${body})`, 'if err != nil {', '\tlog.Fatal(err)', '}']
  if (r.scheme === 'Basic') {
    const [user = '', ...password] = r.credential.split(':')
    lines.push(`req.SetBasicAuth(${quoted(user)}, ${quoted(password.join(':'))})`)
  }
  if (r.scheme === 'Bearer') lines.push(`req.Header.Set("Authorization", ${quoted(`Bearer ${r.credential}`)})`)
  for (const [name, value] of r.headers) lines.push(`req.Header.Set(${quoted(name)}, ${quoted(value)})`)
  return [...lines, 'resp, err := http.DefaultClient.Do(req)'].join('\n')
}

function pythonCode(r: Sendable): string {
  const lines = [
    'import urllib.request',
    '',
    'request = urllib.request.Request(',
    `    ${quoted(r.url)},`,
    `    method=${quoted(r.method)},`,
  ]
  const headers = withAuthorization(r)
  if (headers.length > 0) {
    lines.push('    headers={', ...headers.map(([name, value]) => `        ${quoted(name)}: ${quoted(value)},`), '    },')
  }
  if (r.body !== undefined) lines.push(`    data=${quoted(r.body)}.encode(),`)
  return [...lines, ')', 'print(urllib.request.urlopen(request).read().decode())'].join('\n')
}
