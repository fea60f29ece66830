import type { Pack, PackPath } from '@muster/core'
import { ACTS, nearest } from '@muster/core'

const NAMES: readonly string[] = ACTS.map((act) => String(act.name))

/** Acts that a pack names and this version of Muster does not have: an entry of them would never come. */
export function unknownActs(pack: Pack): { code: string; message: string; path: PackPath; hint?: string }[] {
  if (pack.pack !== 'responsibilities') return []
  return pack.shows.flatMap(({ acts }, i) =>
    (acts ?? []).flatMap((name, j) => {
      if (NAMES.includes(name)) return []
      const near = nearest(name, NAMES)
      const found = { code: 'act-unknown', message: `There is no act "${name}".`, path: ['shows', i, 'acts', j] }
      return [near === undefined ? found : { ...found, hint: `Did you mean "${near}"?` }]
    }),
  )
}
