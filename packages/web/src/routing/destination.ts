/** An address as the router takes it: the path, and what stands behind the question mark by name. */
export function destination(address: string): {
  readonly to: string
  readonly search: Readonly<Record<string, string>>
} {
  const [to = '/', query = ''] = address.split('?', 2)
  return { to, search: Object.fromEntries(new URLSearchParams(query)) }
}
