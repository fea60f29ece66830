import { Day } from '../../ui/instant.tsx'

/** From when until when an update tells. */
export function Period({ of }: { readonly of: { readonly from: string; readonly until: string } }) {
  return (
    <>
      <Day day={of.from} /> – <Day day={of.until} />
    </>
  )
}
