import type { Answers } from '../../api/answers.ts'

type Promotions = Answers['promotion.list']['items']

/** The version that a candidate would replace, or that a live one has replaced; undefined when it is the first. */
export function versionBefore(
  version: string,
  champion: string | undefined,
  promotions: Promotions,
): string | undefined {
  if (champion !== version) return champion
  return promotions.find((p) => p.version === version)?.replaces ?? undefined
}
