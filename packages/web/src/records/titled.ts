import { useRoleTitles } from './people.tsx'

/** Replaces ids of roles in a sentence of the server by their titles. */
export function useTitled(): (sentence: string) => string {
  const titles = useRoleTitles()
  return (sentence) => sentence.replaceAll(/\b[a-z]+(?:-[a-z]+)+\b/g, (id) => titles.get(id) ?? id)
}
