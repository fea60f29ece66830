// Sets the colours before the first paint, so that nobody in the dark is dazzled, and which of the two frames a page has.
// A file of its own: the pages allow no script inside them.
;(() => {
  let chosen = null
  try {
    chosen = localStorage.getItem('mantine-color-scheme-value')
  } catch {
    // A browser that keeps nothing follows the system.
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
  const isOpen = /^\/(?:sign-in|setup|welcome)\b/.test(location.pathname)
  document.documentElement.setAttribute('data-frame', isOpen ? 'open' : 'shell')
})()
