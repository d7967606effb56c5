// Where the APIs are, for this deployment: replace this file, the build stays the same. Tests set it before the page loads.
window.dashboard ??= {
  user: 'analyst',
  chatlayer: { url: 'http://127.0.0.1:4747', token: 'demo-token-id:demo-token-secret', bot: 'demobot1', usageBot: 'demobot2' },
  inkeep: { url: 'http://127.0.0.1:4747', key: 'demo-api-key' },
}
