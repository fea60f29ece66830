import { at } from '../routing/addresses.ts'
import { TextLink } from '../routing/link.tsx'
import { PersonName } from './people.tsx'

/** A person by name, with the way to their page. */
export function PersonLink({ id, size = 'sm' }: { readonly id: string; readonly size?: 'sm' | 'xs' }) {
  return (
    <TextLink to={at.person(id)} size={size}>
      <PersonName id={id} size={size} />
    </TextLink>
  )
}
