/** An address as the router takes it: the path, and what stands behind the question mark by name. */
export function destination(address: string): { readonly to: string; readonly search: () => never } {
  const [to = '/', query = ''] = address.split('?', 2)
  // The router's types know no address of ours: pages come from a list, not from its table.
  const behind = Object.fromEntries(new URLSearchParams(query)) as never
  return { to, search: () => behind }
}
